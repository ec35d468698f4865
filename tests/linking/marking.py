"""Articles whose names are marked by hand, `[Ida Fenwick|person]`.

So that tests of linking know what is named and no model is asked.
"""

import re
from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from app import pipeline
from app.engines.names.capitalized import Name, Sighting, Word, words
from app.engines.places import gazetteer
from app.layers import AnnotatedText
from app.layers.base import Doc, Finding
from app.layers.names import chained_names
from app.linking.within.coreference import chains
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.text.spans import Span
from tests.building import draft, some_url

_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")
_SURE = 3.0  # evidence of one mention, as of a model that is sure
VERSIONS = {"entity": ("marked", "1")}


def read(marked: str) -> tuple[str, list[Finding]]:
    """The text without marks, and what the layer of names makes of them."""
    text, spans = _unmarked(marked)
    doc = Doc.bare(text)
    found = words(text, doc.sentences)
    seen = list(_sightings(text, found, spans))
    made = chains(chained_names.mentions_of(text, found, seen), gazetteer.aliases())
    return text, list(
        chained_names.findings_of(text, found, [(s, 0.9) for s in seen], made, "marked@1")
    )


def chained(marked: str) -> list[set[str]]:
    """The different names of each chain of one article."""
    text, findings = read(marked)
    named: dict[str, set[str]] = {}
    for f in findings:
        named.setdefault(f.body["chain"], set()).add(text[f.start : f.end])
    return list(named.values())


def store(library: Library, marked: str, date: str | None = None) -> int:
    """Stores and links an article; its id."""
    text, findings = read(marked)
    stored = pipeline.ingest(library, draft(text, url=some_url(), date=date))
    keep(library, stored.article_id, findings)
    return stored.article_id


def keep(library: Library, article_id: int, findings: Sequence[Finding]) -> None:
    """Links an article, anew if it was."""
    with library.writing() as s:
        revision_id = s.get_one(Article, article_id).newest_revision_id or 0
        annotation_store.keep(s, revision_id, AnnotatedText(tuple(findings)), VERSIONS)


def meant(library: Library, article_id: int, name: str) -> int:
    """The entity that an article means by a name at its last mention."""
    with library.reading() as s:
        a = Annotation
        live = select(a).where(
            col(a.article_id) == article_id, col(a.layer) == "entity", col(a.retired_at).is_(None)
        )
        rows = list(s.scalars(live.order_by(col(a.start))))
        text = s.get_one(Revision, rows[0].revision_id).text
        (*_, last) = (row.entity_id for row in rows if text[row.start : row.end] == name)
    return last or 0


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text, at = text + match[1], match.end()
    return text + marked[at:], spans


def _sightings(
    text: str, found: Sequence[Word], spans: Sequence[tuple[int, int, str]]
) -> Iterator[Sighting]:
    for start, end, kind in spans:
        inside = [k for k, w in enumerate(found) if start <= w.start and w.end <= end]
        yield Sighting(Name(inside[0], inside[-1] + 1), Span(start, end), ((kind, _SURE),))

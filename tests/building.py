"""Small libraries for tests: Drafts from text, and layers with predictable findings."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from sqlmodel import Session

from app import layers, pipeline
from app.importers.base import DeclaredDate, Draft
from app.layers.base import Doc, Earlier, Finding
from app.store.annotations.reannotation import values
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.ingest.captures import StoredRevision
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.text.spans import Doubt, Span, one_paragraph_a_gap

_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b|\b[A-Z][a-z]+\b(?=,? said)")
_ROLE = re.compile(r"(minister|captain) $")
_QUOTE = re.compile(r"“([^”]+)”")
_number = count(1)


def draft(
    text: str,
    *,
    url: str | None = None,
    title: str | None = None,
    date: str | None = None,
    publisher: str | None = None,
    byline: tuple[str, ...] = (),
    doubts: tuple[Doubt, ...] = (),
) -> Draft:
    """A Draft of plain paragraphs."""
    declared = DeclaredDate(date, "header") if date else None
    return Draft(
        text,
        one_paragraph_a_gap(text),
        title,
        byline,
        publisher,
        url,
        "en",
        declared,
        doubts=doubts,
    )


def some_url() -> str:
    """An address that no other call gave."""
    return f"https://press.example/{next(_number)}"


class Names:
    """Two capitalised words are a person; one before “said” is the person with that last name."""

    name, label, card, engine, version, threshold = "entity", "Entities", None, "stub", "1", 0.5
    kinds: tuple[str, ...] = ("person",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        whole: list[str] = []
        for match in _NAME.finditer(doc.text):
            full = next((w for w in whole if w.endswith(" " + match[0])), match[0])
            whole.append(full)
            role = _ROLE.search(doc.text, 0, match.start())
            described = (
                {"start": role.start(1), "end": role.end(1), "exact": role[1]} if role else None
            )
            body = {"kind": "person", "name": full, "chain": full, "role": described}
            yield Finding("entity", match.start(), match.end(), "person", body, 0.9, "stub@1")


class Quotations:
    """Text in curly quotation marks, said by the first name after it."""

    name, label, card, engine, version, threshold = (
        "quotation",
        "Quotations",
        None,
        "stub",
        "1",
        0.5,
    )
    kinds: tuple[str, ...] = ("direct",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        for n, match in enumerate(_QUOTE.finditer(doc.text), 1):
            after = [f for f in earlier.get("entity", ()) if f.start >= match.end()]
            chain = after[0].body["chain"] if after else None
            body = {
                "type": "direct",
                "act": "speech",
                "attribution": f"q{n}",
                "source": None,
                "cue": None,
                "speaker": chain,
                "chain": chain,
            }
            yield Finding("quotation", match.start(1), match.end(1), "direct", body, 0.9, "stub@1")


class Claims:
    """Sentences with a number; the number 13 raises a doubt."""

    name, label, card, engine, version, threshold = "claim", "Claims", None, "stub", "1", 0.5
    kinds: tuple[str, ...] = ("claim",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding | Doubt]:
        for sentence in doc.sentences:
            if re.search(r"\d", sentence.of(doc.text)):
                body = {
                    "check_worthiness": 0.7,
                    "claimant": None,
                    "claimant_chain": None,
                    "why": ["quantity"],
                }
                yield Finding("claim", sentence.start, sentence.end, "claim", body, 0.7, "stub@1")
        at = doc.text.find("13")
        if at >= 0:
            yield Doubt("unlucky", "The text speaks of 13.", (Span(at, at + 2),))


@pytest.fixture
def stub_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small layers in place of the real ones."""
    monkeypatch.setattr(layers, "LAYERS", (Names(), Quotations(), Claims()))


def ingest(
    library: Library,
    text: str,
    *,
    annotated: bool = True,
    visibility: str = "public",
    **fields: object,
) -> StoredRevision:
    """Stores a text and annotates it with the current layers, whatever it shares with the last."""
    new = draft(text, **fields)  # type: ignore[arg-type]
    stored = pipeline.ingest(library, new, visibility=visibility, replace=True)
    if annotated:
        pipeline.annotate_revision(library, stored.revision_id)
    return stored


def by_hand(
    s: Session,
    revision: Revision,
    finding: Finding,
    *,
    visibility: str = "public",
    exact: tuple[str, str, str] | None = None,
) -> Annotation:
    """A note of an editor as a row; `exact` is its words with prefix and suffix."""
    row = Annotation(
        article_id=revision.article_id,
        revision_id=id_of(revision),
        **values(finding),
        visibility=visibility,
    )
    row.exact, row.prefix, row.suffix = exact or (None, None, None)
    s.add(row)
    s.flush()
    return row

"""The rows of made articles, table by table, as the program's own functions would store them.

Runs in processes of its own; values are processed as SQLAlchemy would for the database at hand.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Dialect
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from app.importers.identity.twins import page_key
from app.layers.base import Finding
from app.linking.names.folding import fold
from app.store.annotations.reannotation import CHAIN, Identity, leads, nested, values
from app.store.db.columns import UtcSecond, UtcTime
from app.store.ingest.capture_rows import LEDE
from app.store.schema.addresses import ArticleAddress
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Alias, EntityInArticle
from app.store.schema.passages import Passage
from app.store.schema.search import SearchEntry
from app.store.search import full_text
from app.text.display import shorten
from app.text.selectors import quote_selector
from benchmarks.load.library import article as articles
from benchmarks.load.library import words
from benchmarks.load.library.article import MadeArticle, MadeRevision
from benchmarks.load.library.sentences import Shape

Row = list[Any]
TABLES: tuple[type[SQLModel], ...] = (
    Article,
    ArticleAddress,
    Revision,
    Annotation,
    AnnotationRun,
    Alias,
    EntityInArticle,
    SearchEntry,
    Passage,
)
"""In the order in which they are filled."""
_NUMBERED_BY_DATABASE = (AnnotationRun, Passage)


class TableRows:
    """Makes rows of one table from the columns that are given; others have their defaults."""

    def __init__(self, table: type[SQLModel], dialect: Dialect) -> None:
        columns = table.__table__.columns  # type: ignore[attr-defined]  # SQLModel makes it
        is_numbered = table in _NUMBERED_BY_DATABASE
        self.name = str(table.__tablename__)
        self.columns = [c.name for c in columns if not (is_numbered and c.name == "id")]
        self._processed = {
            name: (at, _processor(columns[name].type, dialect))
            for at, name in enumerate(self.columns)
        }
        self._defaults: list[Any] = [None] * len(self.columns)
        self._defaults = self.row({name: _default(table, name) for name in self.columns})

    def row(self, given: Mapping[str, Any]) -> Row:
        """One row in the order of `columns`."""
        row = self._defaults.copy()
        for name, value in given.items():
            at, process = self._processed[name]
            row[at] = process(value) if process else value
        return row


def _processor(type_: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What SQLAlchemy does with a value before the driver gets it."""
    process = type_.dialect_impl(dialect).bind_processor(dialect)
    # The few times and truth values come again and again.
    is_repeated = isinstance(type_, UtcTime | UtcSecond | Boolean)
    return lru_cache(process) if process and is_repeated else process


def _default(table: type[SQLModel], name: str) -> Any:
    field_ = table.model_fields[name]
    return None if field_.is_required() else field_.get_default(call_default_factory=True)


@dataclass(slots=True)
class Rows:
    """The rows of some articles: table → rows, and what PostgreSQL's index needs."""

    first: int
    last: int
    tables: dict[str, list[Row]] = field(default_factory=dict)
    vectors: list[dict[str, Any]] = field(default_factory=list)


def of_articles(
    numbers: range, shape: Shape, dialect: Dialect, versions: Mapping[str, tuple[str, str]]
) -> Rows:
    """The rows of the articles with these numbers; `versions` are the layers' of today."""
    made_rows = Rows(numbers.start, numbers.stop - 1)
    makers = {table: TableRows(table, dialect) for table in TABLES}
    made_rows.tables = {maker.name: [] for maker in makers.values()}
    for number in numbers:
        made = articles.make(number, shape)
        for table, given in _rows(made, versions):
            maker = makers[table]
            made_rows.tables[maker.name].append(maker.row(given))
        if dialect.name == "postgresql":
            made_rows.vectors.append(_vectors(made))
    return made_rows


def _rows(
    made: MadeArticle, versions: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[type[SQLModel], dict[str, Any]]]:
    """Each row of an article with its table."""
    newest = made.revisions[-1]
    revision_id = articles.first_revision(made.number)
    yield Article, _article(made, revision_id + len(made.revisions) - 1)
    yield ArticleAddress, {"key": page_key(_url(newest)), "article_id": made.number}
    for at, revision in enumerate(made.revisions):
        yield Revision, _revision(made.number, revision_id + at, at + 1, revision)
        for row in _annotations(made.number, revision_id + at, revision):
            yield Annotation, row
        for layer, (engine, version) in versions.items():
            yield (
                AnnotationRun,
                {
                    "revision_id": revision_id + at,
                    "layer": layer,
                    "engine": engine,
                    "version": version,
                    "state": "finished",
                    "finished_at": revision.captured_at,
                },
            )
    yield from ((Alias, row) for row in _aliases(made.number, newest))
    yield from ((EntityInArticle, row) for row in _summary(made.number, newest))
    entry = {
        "article_id": made.number,
        "revision_id": revision_id + len(made.revisions) - 1,
        "speakers": _speakers(newest),
    }
    yield SearchEntry, entry
    if made.passage:
        yield Passage, _passage(made, revision_id)


def entity_id(rank: int) -> int:
    """The id of the entity of this rank."""
    return rank + 1


def _url(revision: MadeRevision) -> str:
    if revision.draft.source_url is None:
        raise ValueError("A made article has an address.")
    return revision.draft.source_url


def _article(made: MadeArticle, newest_id: int) -> dict[str, Any]:
    draft = made.revisions[-1].draft
    first = draft.text[draft.blocks[0].start : draft.blocks[0].end]
    day = draft.declared_date.value if draft.declared_date else None
    return {
        "id": made.number,
        "identity": draft.source_url,
        "source_url": draft.source_url,
        "created_at": made.revisions[0].captured_at,
        "newest_revision_id": newest_id,
        "title": draft.title,
        "publisher": draft.publisher,
        "published_on": day,
        "sorted_on": day,
        "lede": shorten(" ".join(first[: LEDE * 4].split()), LEDE),
        "words": len(draft.text.split()),
        "language": "en",
    }


def _revision(article_id: int, id_: int, number: int, made: MadeRevision) -> dict[str, Any]:
    draft = made.draft
    return {
        "id": id_,
        "article_id": article_id,
        "number": number,
        "text": draft.text,
        "sha256": hashlib.sha256(draft.text.encode()).hexdigest(),
        "blocks": [b.as_json() for b in draft.blocks],
        "inlines": [i.as_json() for i in draft.inlines],
        "title": draft.title,
        "byline": list(draft.byline),
        "publisher": draft.publisher,
        "declared_date": draft.declared_date.value if draft.declared_date else None,
        "declared_language": draft.language,
        "language": "en",
        "provenance": {"declared_date": "header"},
        "captured_at": made.captured_at,
    }


def _annotations(article_id: int, revision_id: int, made: MadeRevision) -> Iterator[dict[str, Any]]:
    """The annotations with ids that follow from the revision's."""
    inner = nested([_identity(f) for f in made.findings])
    lead_of = leads(made.findings)
    first_id = (revision_id - 1) * len(made.findings) + 1
    for at, found in enumerate(made.findings):
        chain = found.body.get(CHAIN.get(found.layer, "")) or ""
        rank = made.rank_of.get(chain)
        key = _identity(found)
        yield values(found) | {
            "id": first_id + at,
            "article_id": article_id,
            "revision_id": revision_id,
            "entity_id": None if rank is None else entity_id(rank),
            "nested": key in inner,
            "lead": lead_of.get(key),
            "created_at": made.captured_at,
        }


def _identity(f: Finding) -> Identity:
    return f.layer, f.start, f.end, f.kind


def _aliases(article_id: int, made: MadeRevision) -> Iterator[dict[str, Any]]:
    used = sorted(
        (name_id(rank, name), entity_id(rank))
        for rank, names in ((made.rank_of[chain], names) for chain, names in made.names.items())
        for name in names
    )
    for spelled, of in used:
        yield {"article_id": article_id, "name_id": spelled, "entity_id": of}


def names(rank: int) -> Iterator[dict[str, Any]]:
    """The names of an entity: its full one and the short one, where that is another."""
    named = words.entity(rank)
    for name in dict.fromkeys((named.name, named.short)):
        yield {
            "id": name_id(rank, name),
            "linked_id": entity_id(rank),
            "name": name,
            "folded": fold(name),
        }


def name_id(rank: int, name: str) -> int:
    """The id of a name of the entity of this rank."""
    return 2 * rank + (1 if name == words.entity(rank).name else 2)


def _summary(article_id: int, made: MadeRevision) -> Iterator[dict[str, Any]]:
    """How often each entity is mentioned, with the role that it is first given."""
    mentions: dict[str, int] = {}
    roles: dict[str, str] = {}
    for f in made.findings:
        if f.layer == "entity":
            chain = f.body["chain"]
            mentions[chain] = mentions.get(chain, 0) + 1
            if f.body["role"]:
                roles.setdefault(chain, f.body["role"]["exact"])
    day = made.draft.declared_date.value if made.draft.declared_date else ""
    for chain, count in sorted(mentions.items(), key=lambda one: made.rank_of[one[0]]):
        yield {
            "entity_id": entity_id(made.rank_of[chain]),
            "article_id": article_id,
            "sorted_on": day,
            "mentions": count,
            "role": roles.get(chain),
        }


def _speakers(made: MadeRevision) -> str:
    """Who is quoted, each once, one a line."""
    quoted: Iterable[Finding] = (f for f in made.findings if f.layer == "quotation")
    return "\n".join(dict.fromkeys(f.body["speaker"] for f in quoted))


def _passage(made: MadeArticle, revision_id: int) -> dict[str, Any]:
    if made.passage is None:
        raise ValueError("This article has no passage.")
    words = quote_selector(made.revisions[0].draft.text, made.passage)
    return {
        "code": passage_code(made.number),
        "article_id": made.number,
        "revision_id": revision_id,
        "start": made.passage.start,
        "end": made.passage.end,
        "exact": words.exact,
        "prefix": words.prefix,
        "suffix": words.suffix,
        "created_at": made.revisions[0].captured_at,
    }


def passage_code(number: int) -> str:
    """The code of an article's passage: of the usual length, and always the same."""
    return base64.urlsafe_b64encode(
        hashlib.sha256(f"passage {number}".encode()).digest()[:9]
    ).decode()


def _vectors(made: MadeArticle) -> dict[str, Any]:
    newest = made.revisions[-1]
    return full_text.vectors(
        made.number, newest.draft.title or "", _speakers(newest), newest.draft.text
    )

"""Texts: what they hash to, and whether blocks, inlines and bodies lie inside them."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.store.admin.doctor.checks import Check, none_of
from app.store.articles import intact_text
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision, StoredDoubt
from app.text.spans import BlockKind, InlineKind

_AT_ONCE = 50
_BLOCKS, _INLINES = frozenset(get_args(BlockKind)), frozenset(get_args(InlineKind))


def check(s: Session, article_id: int | None = None) -> Iterator[Check]:
    """Reads every text and every body once, a few at a time."""
    yield from hashes(s, article_id)
    yield _parts(s, article_id, "blocks", Revision.blocks, _BLOCKS)
    yield _parts(s, article_id, "inlines", Revision.inlines, _INLINES)
    yield _evidence(s, article_id)
    yield _fields(s, article_id)
    yield _bodies(s, article_id)


def hashes(s: Session, article_id: int | None = None) -> Iterator[Check]:
    """Whether every text is the one that was captured."""
    r = Revision
    wrong, seen = [], 0
    statement = _of(select(col(r.article_id), col(r.text), col(r.sha256)), article_id)
    for id_, words, sha256 in s.execute(statement.order_by(col(r.id))).yield_per(_AT_ONCE):
        seen += 1
        if not intact_text.is_intact(words, sha256):
            wrong.append(id_)
    yield none_of(
        wrong, "Texts that do not match their SHA-256", f"All {seen} texts match their SHA-256"
    )


def _parts(
    s: Session, article_id: int | None, name: str, column: Any, kinds: frozenset[str]
) -> Check:
    """Blocks or inlines: a list of spans of known kinds, in order and inside the text."""
    r = Revision
    statement = _of(select(col(r.article_id), _length(), col(column)), article_id)
    wrong = []
    for id_, length, stored in s.execute(statement).yield_per(_AT_ONCE):
        if not _are_parts(stored, length, kinds):
            wrong.append(id_)
    return none_of(
        wrong,
        f"Texts whose {name} are not inside them or not in order",
        f"The {name} of all texts are inside them",
    )


def _are_parts(stored: Any, length: int, kinds: frozenset[str]) -> bool:
    if not isinstance(stored, list):
        return False
    before = 0
    for part in stored:
        if not isinstance(part, Mapping) or part.get("kind") not in kinds:
            return False
        if not _is_span(part.get("start"), part.get("end"), length) or part["start"] < before:
            return False
        before = part["start"]
    return True


def _fields(s: Session, article_id: int | None) -> Check:
    """What else is read from a revision and from annotations, of its kind."""
    r, a = Revision, Annotation
    statement = _of(select(col(r.article_id), col(r.provenance), col(r.byline)), article_id)
    wrong = [
        id_
        for id_, provenance, byline in s.execute(statement)
        if not isinstance(provenance, Mapping) or not isinstance(byline, list)
    ]
    confidences = select(col(a.article_id), col(a.confidence))
    confidences = confidences.join(r, col(r.id) == col(a.revision_id))
    for id_, confidence in s.execute(_of(confidences, article_id)):
        if not isinstance(confidence, int | float):
            wrong.append(id_)
    return none_of(
        wrong,
        "Articles with a damaged origin, byline or confidence",
        "The origins, bylines and confidences of all articles can be read",
    )


def _evidence(s: Session, article_id: int | None) -> Check:
    """The words that doubts point to."""
    r, d = Revision, StoredDoubt
    statement = select(col(r.article_id), _length(), col(d.evidence))
    statement = statement.join(r, col(r.id) == col(d.revision_id))
    wrong = []
    for id_, length, evidence in s.execute(_of(statement, article_id)):
        pairs = evidence if isinstance(evidence, list) else [None]
        if not all(_is_pair(pair, length) for pair in pairs):
            wrong.append(id_)
    return none_of(
        wrong,
        "Doubts whose evidence is not inside the text",
        "The evidence of all doubts is inside the texts",
    )


def _bodies(s: Session, article_id: int | None) -> Check:
    """What annotations point to in their bodies: sources, cues, roles."""
    r, a = Revision, Annotation
    statement = select(col(r.article_id), _length(), col(a.body))
    statement = statement.join(r, col(r.id) == col(a.revision_id))
    wrong = []
    for id_, length, body in s.execute(_of(statement, article_id)).yield_per(1_000):
        if not isinstance(body, Mapping) or not all(_are_spans(body.values(), length)):
            wrong.append(id_)
    return none_of(
        wrong,
        "Annotations whose bodies are damaged or point beyond the text",
        "The bodies of all annotations point into their texts",
    )


def _are_spans(values: Any, length: int) -> Iterator[bool]:
    """Whether each thing with a start and an end among the values lies inside the text."""
    for value in values:
        if isinstance(value, Mapping) and "start" in value and "end" in value:
            yield _is_span(value["start"], value["end"], length)
        elif isinstance(value, list):
            yield from _are_spans(value, length)


def _is_pair(pair: Any, length: int) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and _is_span(pair[0], pair[1], length)


def _is_span(start: Any, end: Any, length: int) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length


def _length() -> Any:
    return func.length(col(Revision.text))


def _of(statement: Any, article_id: int | None) -> Any:
    if article_id is None:
        return statement
    return statement.where(col(Revision.article_id) == article_id)

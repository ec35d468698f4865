"""Annotations of an old text followed into the new one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from app.changes.collector import ChangeCollector, only_words
from app.linking.names.folding import fold
from app.store.annotations.rows import AnnotationRow
from app.text.diff.anchor_state import AnchorState
from app.text.spans import Span

_PRONOUNS = frozenset("he she they it who i we you him her them".split())
_SIMILAR = 0.4  # of the words: what shares less is another statement
_COMPARED = 500  # words when similarity is measured


class Followed(NamedTuple):
    """An annotation of the old text, the state of its words, and the annotation there now."""

    row: AnnotationRow
    state: AnchorState
    now: AnnotationRow | None


def followed(
    collector: ChangeCollector,
    old_rows: Sequence[AnnotationRow],
    new_rows: Sequence[AnnotationRow],
    *,
    similarity: float = _SIMILAR,
) -> Iterator[Followed]:
    """Each annotation of the old text with what has become of it.

    An annotation in the place of removed words is their next wording only when the two share at
    least `similarity` (0–1) of their words.
    """
    starts = [row.start for row in new_rows]
    longest = max((row.end - row.start for row in new_rows), default=0)
    for row in old_rows:
        state = _state_of(collector, span_of(row))
        place = state.span or state.replaced_by
        if place is None:
            yield Followed(row, state, None)
            continue
        first = bisect_left(starts, place.start - longest)
        now = _most_overlapping(place, new_rows[first : bisect_left(starts, place.end)])
        is_kept = state.span is not None
        if now and (is_kept or _succeeds(collector, row, now, similarity)):
            yield Followed(row, state, now)
        else:
            yield Followed(row, state, None)


def _state_of(collector: ChangeCollector, span: Span) -> AnchorState:
    """The state of a span; words in a correction note are removed, since it speaks about them."""
    state = collector.comparison.anchor_state(span)
    if state.span and collector.notes.holds(state.span):
        return AnchorState("removed", None, None, 0.0)
    return state


def _most_overlapping(place: Span, rows: Sequence[AnnotationRow]) -> AnnotationRow | None:
    """The annotation that shares most with a span; of equals the one that ends first."""
    overlapping = [row for row in rows if row.start < place.end and row.end > place.start]

    def shared(row: AnnotationRow) -> tuple[int, int]:
        return min(row.end, place.end) - max(row.start, place.start), -row.end

    return max(overlapping, key=shared, default=None)


def _succeeds(
    collector: ChangeCollector, old: AnnotationRow, new: AnnotationRow, similarity: float
) -> bool:
    """Whether an annotation in the place of `old` is its next wording.

    It then has new words, some of them those of `old`, and the same speaker.
    """
    if not collector.inserted.holds(span_of(new)) or has_other_speaker(old, new):
        return False
    before = only_words(words_of(collector.old_text, old))[:_COMPARED]
    after = only_words(words_of(collector.new_text, new))[:_COMPARED]
    return Indel.normalized_similarity(before, after) >= similarity


def speaker(row: AnnotationRow) -> str | None:
    """Who says the words of a quotation, as far as it is known."""
    name = row.entity_name or row.body.get("speaker")
    return str(name) if name else None


def has_other_speaker(old: AnnotationRow, new: AnnotationRow) -> bool:
    """Whether somebody else says it now.

    The speaker is the same where one name is part of the other, and where the source has the same
    words.
    """
    old_name, new_name = speaker(old), speaker(new)
    if not old_name or not new_name:
        return False
    is_same_entity = bool(old.entity_id) and old.entity_id == new.entity_id
    if is_same_entity or _is_part(old_name, new_name):
        return False
    old_source, new_source = _source_words(old), _source_words(new)
    is_same_source = old_source == new_source != "" and old_source not in _PRONOUNS
    return not is_same_source


def _is_part(name: str, other: str) -> bool:
    """Whether all words of one name are in the other."""
    words, other_words = set(fold(name).split()), set(fold(other).split())
    return words <= other_words or other_words <= words


def _source_words(row: AnnotationRow) -> str:
    source = row.body.get("source") or {}
    return fold(source.get("exact") or "")


def span_of(row: AnnotationRow) -> Span:
    """The span of an annotation."""
    return Span(row.start, row.end)


def words_of(text: str, row: AnnotationRow) -> str:
    """The words of an annotation on one line."""
    return " ".join(text[row.start : row.end].split())

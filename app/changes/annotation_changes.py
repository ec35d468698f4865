"""What changed in what was read in the text: quotations and their speakers, dates, names, claims.

Each is followed by its span.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from app.changes.collector import AccountedSpans, Change, ChangeCollector, only_words
from app.linking.names.folding import fold
from app.store.annotations.rows import AnnotationRow
from app.text.diff.revision_map import AnchorState
from app.text.spans import Span

LAYERS_TOLD = ("quotation", "entity", "date", "claim")

_IN_MARKS = ("direct", "mixed")
_PRONOUNS = frozenset("he she they it who i we you him her them".split())
_LIKE = 0.4  # of the words: what shares less is another statement
_COMPARED = 500  # words when likeness is measured
_SEARCHED = (
    60  # names that one text has and the other has not: more are told by their annotations alone
)


class _Followed(NamedTuple):
    """An annotation of the old text, what became of its words, and the annotation that stands there now."""

    row: AnnotationRow
    fate: AnchorState
    now: AnnotationRow | None


def collect_quotations(telling: ChangeCollector) -> Iterator[Change]:
    """Words in quotation marks, and who says them now."""
    rows = [
        _outermost(r for r in rows if _is_said(r) and r.kind in _IN_MARKS)
        for rows in _both(telling)
    ]
    yield from _tell_said(telling, "quotation", rows)


def collect_reported(telling: ChangeCollector) -> Iterator[Change]:
    """What is reported without marks, as far as nothing more exact was told of its words."""
    rows = [
        _outermost(r for r in rows if _is_said(r) and r.kind not in _IN_MARKS)
        for rows in _both(telling)
    ]
    yield from _tell_said(telling, "reported", rows)


def collect_dates(telling: ChangeCollector) -> Iterator[Change]:
    """A date that means another day than the one that stood in its place."""
    for followed in _followed(telling, *_of_layer(telling, "date"), likeness=0):
        row, now = followed.row, followed.now
        edits = telling.edits_in(_span(row), _span(now) if now else None)
        if now is None or not edits or row.body.get("value") == now.body.get("value"):
            continue
        telling.dated.update(edits)
        telling.account(
            n
            for n in edits
            if _inside(telling.edits[n].old, row) and _inside(telling.edits[n].new, now)
        )
        yield Change("date-changed", _words(telling.old_text, row), _words(telling.new_text, now))


def collect_names(telling: ChangeCollector) -> Iterator[Change]:
    """Who or what is named no more, or for the first time; one name in the very place of another is a name changed."""
    ours, theirs = (_named(rows) for rows in _both(telling))
    gone = {k: rows for k, rows in ours.items() if k not in theirs}
    come = {k: rows for k, rows in theirs.items() if k not in ours}
    gone = {
        k: rows
        for k, rows in gone.items()
        if not _stands(telling.old_text, rows, telling.new_text, len(gone))
    }
    come = {
        k: rows
        for k, rows in come.items()
        if not _stands(telling.new_text, rows, telling.old_text, len(come))
    }
    for was, is_ in _exchanged(telling, gone, come):
        old, new = gone.pop(was), come.pop(is_)
        for rows, side in ((old, 0), (new, 1)):
            _account_inside(telling, rows, side)
        pair = (_name(telling.old_text, old), _name(telling.new_text, new))
        if pair not in telling.speakers:
            yield Change("name-changed", *pair)
    for rows in gone.values():
        if any(telling.gone.covered(_span(r)) for r in rows):
            _account_inside(telling, rows, 0)
            yield Change("name-dropped", old=_name(telling.old_text, rows))
    for rows in come.values():
        if any(telling.fresh.covered(_span(r)) for r in rows):
            _account_inside(telling, rows, 1)
            yield Change("name-added", new=_name(telling.new_text, rows))


def collect_claims(telling: ChangeCollector) -> Iterator[Change]:
    """Claims that came, went or say something else, as far as nothing more exact was told of their words."""
    yield from _tell_kept(telling, "claim", _of_layer(telling, "claim"))


def _tell_said(
    telling: ChangeCollector, noun: str, rows: list[list[AnnotationRow]]
) -> Iterator[Change]:
    """What became of quotations of one sort; a quotation in pieces has one speaker."""
    heard = set[object]()
    for followed in _followed(telling, *rows):
        before, after = followed.row, followed.now
        if (
            after is not None
            and followed.fate.span
            and before.body.get("attribution") not in heard
            and _other_speaker(before, after)
        ):
            heard.add(before.body.get("attribution"))
            _account_sources(telling, before, after)
            telling.speakers.add((_speaker(before), _speaker(after)))
            yield Change("speaker-changed", _speaker(before), _speaker(after))
    yield from _tell_kept(telling, noun, rows)


def _tell_kept(
    telling: ChangeCollector, noun: str, rows: list[list[AnnotationRow]]
) -> Iterator[Change]:
    known: list[Span] = []
    for row, fate, now in _followed(telling, *rows):
        after = _span(now) if now else fate.span or fate.replaced_by
        if fate.span is None and now is None:
            yield from _gone(telling, noun, row)
            continue
        if after is None:
            continue
        known.append(after)
        was, is_ = _words(telling.old_text, row), after.of(telling.new_text)
        edits = [n for n in telling.edits_in(_span(row), fate.span or after) if n in telling.open]
        if edits and only_words(was) != only_words(is_):
            telling.account(
                n
                for n in edits
                if _inside(telling.edits[n].old, row) and after.covers(telling.edits[n].new)
            )
            yield Change(f"{noun}-changed", was, is_)
    yield from _come(telling, noun, rows[1], AccountedSpans(known))


def _gone(telling: ChangeCollector, noun: str, row: AnnotationRow) -> Iterator[Change]:
    edits = telling.edits_in(old=_span(row))
    if not telling.gone.holds(_span(row)) or not any(n in telling.open for n in edits):
        return
    main = [n for n in edits if _is_most(telling, telling.edits[n].old, row, 0)]
    telling.account(main)
    if main or noun != "reported":  # else the sentence around it says more
        yield Change(f"{noun}-dropped", old=_words(telling.old_text, row))


def _come(
    telling: ChangeCollector, noun: str, rows: Sequence[AnnotationRow], known: AccountedSpans
) -> Iterator[Change]:
    """New annotations on new words; those that an old one became are none.

    A quotation in pieces came once.
    """
    told = set[object]()
    for row in rows:
        piece = row.body.get("attribution") or row.id
        edits = telling.edits_in(new=_span(row))
        if (
            not telling.fresh.holds(_span(row))
            or known.holds(_span(row))
            or not any(n in telling.open for n in edits)
        ):
            continue
        main = [n for n in edits if _is_most(telling, telling.edits[n].new, row, 1)]
        telling.account(main)
        if piece not in told and (main or noun != "reported"):
            told.add(piece)
            yield Change(f"{noun}-added", new=_words(telling.new_text, row))


def _is_most(telling: ChangeCollector, side: Span, row: AnnotationRow, which: int) -> bool:
    """Whether the row's words are most of what this side of an edit brought or took."""
    shared = min(side.end, row.end) - max(side.start, row.start)
    return 2 * shared >= len(side.of((telling.old_text, telling.new_text)[which]).strip())


def _both(telling: ChangeCollector) -> tuple[Sequence[AnnotationRow], Sequence[AnnotationRow]]:
    return telling.old_rows, telling.new_rows


def _followed(
    telling: ChangeCollector,
    ours: Sequence[AnnotationRow],
    theirs: Sequence[AnnotationRow],
    *,
    likeness: float = _LIKE,
) -> Iterator[_Followed]:
    """Each annotation of the old text with what became of it."""
    starts = [r.start for r in theirs]
    longest = max((r.end - r.start for r in theirs), default=0)
    for row in ours:
        fate = telling.comparison.fate(_span(row))
        if fate.span and telling.notes.holds(fate.span):
            fate = AnchorState(
                "removed", None, None, 0.0
            )  # the article now speaks about these words
        place = fate.span or fate.replaced_by
        near = (
            theirs[bisect_left(starts, place.start - longest) : bisect_left(starts, place.end)]
            if place
            else []
        )
        shared = [
            (min(r.end, place.end) - max(r.start, place.start), -r.end, r)
            for r in near
            if place and r.end > place.start
        ]
        best = max(shared, key=lambda s: s[:2])[2] if shared else None
        if best and fate.span is None and not _succeeds(telling, row, best, likeness):
            best = None
        yield _Followed(row, fate, best)


def _succeeds(
    telling: ChangeCollector, old: AnnotationRow, new: AnnotationRow, likeness: float
) -> bool:
    """Whether what was put in the place of `old` is its next wording: new words, some of them its own, by nobody else."""
    if not telling.fresh.holds(_span(new)) or _other_speaker(old, new):
        return False
    was, is_ = (
        only_words(_words(telling.old_text, old))[:_COMPARED],
        only_words(_words(telling.new_text, new))[:_COMPARED],
    )
    return Indel.normalized_similarity(was, is_) >= likeness


def _of_layer(telling: ChangeCollector, layer: str) -> list[list[AnnotationRow]]:
    """The annotations of a layer; of the old text those in paragraphs where something changed, for the others have nothing to tell."""
    ours = [r for r in telling.old_rows if r.layer == layer and telling.touched.covered(_span(r))]
    return [ours, [r for r in telling.new_rows if r.layer == layer]]


def _outermost(rows: Iterable[AnnotationRow]) -> list[AnnotationRow]:
    """Without those inside another; rows come in reading order, the longer first."""
    found: list[AnnotationRow] = []
    for row in rows:
        if not found or row.end > found[-1].end:
            found.append(row)
    return found


def _is_said(row: AnnotationRow) -> bool:
    return row.layer == "quotation" and row.body.get("act", "speech") == "speech"


def _speaker(row: AnnotationRow) -> str | None:
    name = row.entity_name or row.body.get("speaker")
    return str(name) if name else None


def _other_speaker(old: AnnotationRow, new: AnnotationRow) -> bool:
    """Whether somebody else says it now.

    One name as part of the other, or the same words in the source's place, is nobody else.
    """
    was, is_ = _speaker(old), _speaker(new)
    if not was or not is_ or (old.entity_id and old.entity_id == new.entity_id):
        return False
    first, second = set(fold(was).split()), set(fold(is_).split())
    if first <= second or second <= first:
        return False
    sources = [fold((row.body.get("source") or {}).get("exact") or "") for row in (old, new)]
    return sources[0] != sources[1] or sources[0] in _PRONOUNS or not sources[0]


def _account_sources(telling: ChangeCollector, old: AnnotationRow, new: AnnotationRow) -> None:
    spans = [
        Span(s["start"], s["end"]) if s else None
        for s in (old.body.get("source"), new.body.get("source"))
    ]
    if spans[0] and spans[1]:
        numbers = telling.edits_in(*spans)
        telling.account(
            n
            for n in numbers
            if spans[0].covers(telling.edits[n].old) and spans[1].covers(telling.edits[n].new)
        )


def _named(rows: Sequence[AnnotationRow]) -> dict[object, list[AnnotationRow]]:
    """The mentions of each entity that is named; of one that is linked to nothing, by its name."""
    found: defaultdict[object, list[AnnotationRow]] = defaultdict(list)
    for row in rows:
        if row.layer == "entity":
            found[row.entity_id or fold(str(row.body.get("name") or row.id))].append(row)
    return found


def _stands(text: str, rows: Sequence[AnnotationRow], other: str, candidates: int) -> bool:
    """Whether one of the names by which it is called stands in the other text, annotated or not."""
    if candidates > _SEARCHED:
        return False
    names = {_words(text, row) for row in rows}
    return (
        re.search("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)), other, re.I)
        is not None
    )


def _exchanged(
    telling: ChangeCollector,
    gone: dict[object, list[AnnotationRow]],
    come: dict[object, list[AnnotationRow]],
) -> Iterator[tuple[object, object]]:
    """A name that went and the one that stands in its place: of one kind, in one edit."""
    by_edit: dict[tuple[int, str], object] = {}
    for key, rows in come.items():
        for row in rows:
            by_edit |= {
                (n, row.kind): key
                for n in telling.edits_in(new=_span(row))
                if telling.edits[n].old.of(telling.old_text).strip()
            }
    taken = set[object]()
    for key, rows in list(gone.items()):
        for row in rows:
            found = (by_edit.get((n, row.kind)) for n in telling.edits_in(old=_span(row)))
            other = next((f for f in found if f is not None and f not in taken), None)
            if other is not None:
                taken.add(other)
                yield key, other
                break


def _account_inside(telling: ChangeCollector, rows: Sequence[AnnotationRow], side: int) -> None:
    """The edits that hold nothing but these names."""
    for row in rows:
        span = _span(row)
        numbers = telling.edits_in(old=span) if side == 0 else telling.edits_in(new=span)
        sides = ((n, telling.edits[n][side], telling.edits[n][1 - side]) for n in numbers)
        telling.account(
            n
            for n, mine, other in sides
            if span.covers(mine) and len(only_words(_text(telling, 1 - side, other))) <= 4
        )


def _text(telling: ChangeCollector, side: int, span: Span) -> str:
    return span.of((telling.old_text, telling.new_text)[side])


def _name(text: str, rows: Sequence[AnnotationRow]) -> str:
    return str(rows[0].body.get("name") or _words(text, rows[0]))


def _span(row: AnnotationRow) -> Span:
    return Span(row.start, row.end)


def _inside(span: Span, row: AnnotationRow) -> bool:
    return _span(row).covers(span)


def _words(text: str, row: AnnotationRow) -> str:
    return " ".join(text[row.start : row.end].split())

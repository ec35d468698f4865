"""Changes in what was recognized in the text: quotations and their speakers, dates and claims.

Each annotation is followed by its span.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.changes.collector import AccountedSpans, Change, ChangeCollector, only_words
from app.changes.followed import followed, has_other_speaker, span_of, speaker, words_of
from app.store.annotations.rows import AnnotationRow
from app.text.spans import Span

COMPARED_LAYERS = ("quotation", "entity", "date", "claim")

_IN_MARKS = ("direct", "mixed")

_Rows = Sequence[AnnotationRow]


def collect_quotations(collector: ChangeCollector) -> Iterator[Change]:
    """Words in quotation marks, and who says them now."""
    old = _outermost(row for row in collector.old_rows if _is_said(row, in_marks=True))
    new = _outermost(row for row in collector.new_rows if _is_said(row, in_marks=True))
    yield from _speech_changes(collector, "quotation", old, new)


def collect_reported(collector: ChangeCollector) -> Iterator[Change]:
    """Speech reported without marks, as far as nothing more exact describes its words."""
    old = _outermost(row for row in collector.old_rows if _is_said(row, in_marks=False))
    new = _outermost(row for row in collector.new_rows if _is_said(row, in_marks=False))
    yield from _speech_changes(collector, "reported", old, new)


def collect_dates(collector: ChangeCollector) -> Iterator[Change]:
    """Dates that mean another day than the one that was in their place."""
    old, new = _of_layer(collector, "date")
    for row, _, now in followed(collector, old, new, similarity=0):
        if now is None or row.body.get("value") == now.body.get("value"):
            continue
        edits = collector.edits_in(span_of(row), span_of(now))
        if not edits:
            continue
        collector.dated.update(edits)
        collector.mark_described_inside(edits, span_of(row), span_of(now))
        before, after = words_of(collector.old_text, row), words_of(collector.new_text, now)
        yield Change("date-changed", before, after)


def collect_claims(collector: ChangeCollector) -> Iterator[Change]:
    """Claims added, dropped or changed, as far as nothing more exact describes their words."""
    old, new = _of_layer(collector, "claim")
    yield from _statement_changes(collector, "claim", old, new)


def _speech_changes(
    collector: ChangeCollector, noun: str, old: _Rows, new: _Rows
) -> Iterator[Change]:
    """What has become of quotations of one sort; a quotation in pieces has one speaker."""
    described = set[object]()
    for before, state, after in followed(collector, old, new):
        attribution = before.body.get("attribution")
        if after is None or state.span is None or attribution in described:
            continue
        if has_other_speaker(before, after):
            described.add(attribution)
            _account_for_sources(collector, before, after)
            collector.speakers.add((speaker(before), speaker(after)))
            yield Change("speaker-changed", speaker(before), speaker(after))
    yield from _statement_changes(collector, noun, old, new)


def _statement_changes(
    collector: ChangeCollector, noun: str, old: _Rows, new: _Rows
) -> Iterator[Change]:
    """Statements changed or dropped, in the order of the old text, then those added."""
    known: list[Span] = []
    for row, state, now in followed(collector, old, new):
        if state.span is None and now is None:
            yield from _dropped(collector, noun, row)
            continue
        after = span_of(now) if now else state.span
        if after is None:
            continue
        known.append(after)
        yield from _reworded(collector, noun, row, state.span or after, after)
    yield from _added(collector, noun, new, AccountedSpans(known))


def _reworded(
    collector: ChangeCollector, noun: str, row: AnnotationRow, place: Span, after: Span
) -> Iterator[Change]:
    """A statement whose words changed: `place` is where they are now, `after` the new statement."""
    old_words = words_of(collector.old_text, row)
    new_words = after.of(collector.new_text)
    edits = [n for n in collector.edits_in(span_of(row), place) if n in collector.undescribed]
    if edits and only_words(old_words) != only_words(new_words):
        collector.mark_described_inside(edits, span_of(row), after)
        yield Change(f"{noun}-changed", old_words, new_words)


def _dropped(collector: ChangeCollector, noun: str, row: AnnotationRow) -> Iterator[Change]:
    """A statement whose words were removed."""
    edits = collector.edits_in(old=span_of(row))
    is_removed = collector.removed.holds(span_of(row))
    if not is_removed or collector.undescribed.isdisjoint(edits):
        return
    main = [n for n in edits if _is_most(collector.old_text, collector.edits[n].old, row)]
    collector.mark_described(main)
    # Of reported speech that is only a part of what was removed, the sentence around it says more.
    if main or noun != "reported":
        yield Change(f"{noun}-dropped", old=words_of(collector.old_text, row))


def _added(
    collector: ChangeCollector, noun: str, rows: _Rows, known: AccountedSpans
) -> Iterator[Change]:
    """New statements in new words, but for those that an old one became.

    A quotation in pieces is added once.
    """
    described = set[object]()
    for row in rows:
        edits = collector.edits_in(new=span_of(row))
        if known.holds(span_of(row)) or not _is_inserted(collector, row, edits):
            continue
        main = [n for n in edits if _is_most(collector.new_text, collector.edits[n].new, row)]
        collector.mark_described(main)
        attribution = row.body.get("attribution") or row.id
        if attribution not in described and (main or noun != "reported"):
            described.add(attribution)
            yield Change(f"{noun}-added", new=words_of(collector.new_text, row))


def _is_inserted(collector: ChangeCollector, row: AnnotationRow, edits: Iterable[int]) -> bool:
    """Whether a statement is in new words that no other change describes."""
    is_new = collector.inserted.holds(span_of(row))
    return is_new and not collector.undescribed.isdisjoint(edits)


def _is_most(text: str, side: Span, row: AnnotationRow) -> bool:
    """Whether the row's words are most of what an edit removed or inserted."""
    shared = min(side.end, row.end) - max(side.start, row.start)
    return 2 * shared >= len(side.of(text).strip())


def _of_layer(collector: ChangeCollector, layer: str) -> tuple[_Rows, _Rows]:
    """The annotations of a layer in both texts; old ones only in paragraphs that changed."""
    old = [
        row
        for row in collector.old_rows
        if row.layer == layer and collector.touched.covered(span_of(row))
    ]
    return old, [row for row in collector.new_rows if row.layer == layer]


def _outermost(rows: Iterable[AnnotationRow]) -> list[AnnotationRow]:
    """Without those inside another; rows come in reading order, the longer first."""
    outermost: list[AnnotationRow] = []
    for row in rows:
        if not outermost or row.end > outermost[-1].end:
            outermost.append(row)
    return outermost


def _is_said(row: AnnotationRow, *, in_marks: bool) -> bool:
    """Whether it is speech, as a quotation in marks or else reported without them."""
    is_speech = row.layer == "quotation" and row.body.get("act", "speech") == "speech"
    return is_speech and (row.kind in _IN_MARKS) == in_marks


def _account_for_sources(
    collector: ChangeCollector, old: AnnotationRow, new: AnnotationRow
) -> None:
    """Accounts for the edits inside the words that name the speaker."""
    old_source, new_source = _source(old), _source(new)
    if old_source and new_source:
        edits = collector.edits_in(old_source, new_source)
        collector.mark_described_inside(edits, old_source, new_source)


def _source(row: AnnotationRow) -> Span | None:
    source = row.body.get("source")
    return Span(source["start"], source["end"]) if source else None

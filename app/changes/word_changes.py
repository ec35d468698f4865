"""Changes in the words themselves: numbers, a “not”, correction notes, blocks, sentences, spelling.

Does not depend on annotations.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from app.changes.collector import Change, ChangeCollector, only_words
from app.text.diff.comparison import BlockRow, Edit
from app.text.sentences import sentences
from app.text.spans import Span

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety half dozen dozens""".split()
_LARGE = (
    "hundred thousand million billion trillion hundreds thousands millions billions m bn k".split()
)
_UNIT = r"(?:\s?%|[ \u00a0](?:per ?cent|percent|pc)\b)"
_WORD_NUMBER = rf"(?:{'|'.join(_SMALL)})(?:[ -](?:{'|'.join(_SMALL)}))*"
_SCALE = rf"(?:[ \u00a0-]?(?:{'|'.join(_LARGE)})\b)"
_DIGITS = r"[$€£¥]?(?<![\w.,])[-−]?\d+(?:[.,:\u00a0\u202f]\d+)*(?:st|nd|rd|th)?"
_NUMBER = re.compile(
    rf"{_DIGITS}{_SCALE}*{_UNIT}?|\b{_WORD_NUMBER}\b{_SCALE}*{_UNIT}?"
    rf"|\b(?:{'|'.join(_LARGE[:5])})\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot)\b|n[’']t\b", re.I
)
_SHORT = 40  # characters: with more words around it a “not” is part of a rewritten sentence
_SPELT = 2  # letters apart, and at least as many alike: still the same word
_AROUND = 60  # characters of context shown with a reworded place
_FARTHEST = 500  # characters on either side of an edit in which its sentences may begin and end
_WHOLE = 0.9  # of an edit's characters that must lie in whole sentences


def collect_notes(collector: ChangeCollector) -> Iterator[Change]:
    """Added paragraphs that say they are corrections; nothing in them is described again."""
    comparison = collector.comparison
    for row in comparison.rows:
        if row.kind == "added" and collector.notes.holds(comparison.new.span(row.new)):
            collector.mark_described(collector.edits_in(new=comparison.new.span(row.new)))
            yield Change("note-added", new=comparison.new.words(row.new))


def collect_numbers(collector: ChangeCollector) -> Iterator[Change]:
    """Numbers replaced by others; skips edits already described as dates.

    An edit in which only numbers differ is marked as described.
    """
    for n, edit in enumerate(collector.edits):
        if n in collector.dated or not all(words.strip() for words in collector.words_of(edit)):
            continue
        exchanged = _exchanged_numbers(collector, edit)
        for before, after in exchanged:
            yield Change("number-changed", before, after)
        if exchanged and _differ_in_numbers_only(*collector.words_of(edit)):
            collector.mark_described([n])


def _exchanged_numbers(collector: ChangeCollector, edit: Edit) -> list[tuple[str, str]]:
    """The numbers of an edit that are not the same, if there are as many on either side."""
    old_numbers = _numbers(collector.old_text, edit.old)
    new_numbers = _numbers(collector.new_text, edit.new)
    if len(old_numbers) != len(new_numbers):
        return []
    pairs = zip(old_numbers, new_numbers, strict=True)
    return [(old, new) for old, new in pairs if only_words(old) != only_words(new)]


def _differ_in_numbers_only(old: str, new: str) -> bool:
    return only_words(_NUMBER.sub(" ", old)) == only_words(_NUMBER.sub(" ", new))


def collect_rows(collector: ChangeCollector) -> Iterator[Change]:
    """Blocks added, dropped, moved, split or joined, and changed headings.

    As far as no other change describes what is in them.
    """
    for row in collector.comparison.rows:
        if row.kind in ("added", "dropped"):
            yield from _whole_block(collector, row)
        elif row.kind != "left":
            yield from _changed_heading(collector, row)
            yield from _moved_block(collector, row)
            yield from _split_or_joined(collector, row)


def collect_words(collector: ChangeCollector) -> Iterator[Change]:
    """Whatever no other change describes: sentences, spelling, punctuation, other words."""
    yield from _moved_sentences(collector)
    rest: dict[str, list[Edit]] = {"punctuation": [], "reworded": []}
    for n in sorted(collector.undescribed):
        edit = collector.edits[n]
        change = _special_change(collector, edit)
        if change:
            yield change
            continue
        old, new = collector.words_of(edit)
        kind = "punctuation" if only_words(old) == only_words(new) else "reworded"
        _add_or_join(collector, rest[kind], edit)
    for kind, edits in rest.items():
        for edit in edits:
            yield Change(kind, *_in_context(collector, edit))


def _moved_sentences(collector: ChangeCollector) -> Iterator[Change]:
    for old_span, new_span in collector.moved:
        old, new = old_span.of(collector.old_text), new_span.of(collector.new_text)
        if only_words(old) != only_words(new):
            yield Change("sentence-moved-reworded", old, new)
        else:
            yield Change("sentence-moved", old, old)


def _add_or_join(collector: ChangeCollector, edits: list[Edit], edit: Edit) -> None:
    """Adds an edit to those in order, made one with the last where the two are close together."""
    if edits and _are_near(collector, edits[-1], edit):
        last = edits.pop()
        old = Span(last.old.start, edit.old.end)
        edit = Edit(old, Span(last.new.start, edit.new.end))
    edits.append(edit)


def _special_change(collector: ChangeCollector, edit: Edit) -> Change | None:
    """What an edit is, when it is more than other words or other punctuation."""
    old, new = collector.words_of(edit)
    if only_words(old) == only_words(new):
        return None
    if _is_negation(old, new):
        is_added = len(_NOT.findall(new)) > len(_NOT.findall(old))
        return Change("not-added" if is_added else "not-dropped", *_in_context(collector, edit))
    if _is_spelling(old, new):
        return Change("spelling", old.strip(), new.strip())
    if not old.strip() and _is_whole_sentences(collector.new_text, edit.new):
        return Change("sentence-added", new=new.strip())
    if not new.strip() and _is_whole_sentences(collector.old_text, edit.old):
        return Change("sentence-dropped", old=old.strip())
    return None


def _are_near(collector: ChangeCollector, edit: Edit, following: Edit) -> bool:
    """Whether two edits are so close that a reader takes them for one."""
    old = Span(edit.old.end, following.old.start)
    new = Span(edit.new.end, following.new.start)
    return _is_near(collector.old_text, old) and _is_near(collector.new_text, new)


def _is_near(text: str, between: Span) -> bool:
    return 0 <= between.end - between.start <= _AROUND and "\n\n" not in between.of(text)


def _noun(collector: ChangeCollector, row: BlockRow) -> str:
    """What to call a block: heading or paragraph."""
    old, new = collector.comparison.old, collector.comparison.new
    block = new.blocks[row.new[0]] if row.new else old.blocks[row.old[0]]
    return "heading" if block.kind == "heading" else "paragraph"


def _edits_of(collector: ChangeCollector, row: BlockRow) -> list[int]:
    old, new = collector.comparison.old, collector.comparison.new
    return collector.edits_in(
        old.span(row.old) if row.old else None, new.span(row.new) if row.new else None
    )


def _mark_newly_described(collector: ChangeCollector, edits: list[int]) -> bool:
    """Marks edits as described; returns whether one of them was not described before."""
    is_new = not collector.undescribed.isdisjoint(edits)
    collector.mark_described(edits)
    return is_new


def _whole_block(collector: ChangeCollector, row: BlockRow) -> Iterator[Change]:
    """A block that was added or dropped, unless every edit in it is described already.

    The change's kind is `heading-added`, `paragraph-dropped` and so on.
    """
    if not _mark_newly_described(collector, _edits_of(collector, row)):
        return
    kind = f"{_noun(collector, row)}-{row.kind}"
    if row.new:
        yield Change(kind, new=collector.comparison.new.words(row.new))
    else:
        yield Change(kind, old=collector.comparison.old.words(row.old))


def _changed_heading(collector: ChangeCollector, row: BlockRow) -> Iterator[Change]:
    if row.kind != "changed" or _noun(collector, row) != "heading":
        return
    if _mark_newly_described(collector, _edits_of(collector, row)):
        old, new = collector.comparison.old, collector.comparison.new
        yield Change("heading-changed", old.words(row.old), new.words(row.new))


def _moved_block(collector: ChangeCollector, row: BlockRow) -> Iterator[Change]:
    """A block that moved; reworded, where the edits in it are not described yet."""
    if not row.moved:
        return
    new_words = collector.comparison.new.words(row.new)
    if row.kind == "changed" and _mark_newly_described(collector, _edits_of(collector, row)):
        old_words = collector.comparison.old.words(row.old)
        yield Change("paragraph-moved-reworded", old_words, new_words)
    else:
        yield Change("paragraph-moved", new_words, new_words)


def _split_or_joined(collector: ChangeCollector, row: BlockRow) -> Iterator[Change]:
    words = collector.comparison.new.words(row.new)
    if len(row.old) < len(row.new):
        yield Change("paragraph-split", words, words)
    elif len(row.old) > len(row.new):
        yield Change("paragraphs-joined", words, words)


def _numbers(text: str, span: Span) -> list[str]:
    """The numbers in a span, or partly in it, with what they count by.

    For example `4.2 million` and `30 per cent`.
    """
    start = max(_line_start(text, span.start), span.start - _SHORT)
    end = min(_line_end(text, span.end), span.end + _SHORT)
    numbers = _NUMBER.finditer(text, start, end)
    return [m[0] for m in numbers if m.start() < span.end and span.start < m.end()]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _is_negation(old: str, new: str) -> bool:
    """Whether a short edit adds or removes a “not”."""
    is_short = max(len(old), len(new)) <= _SHORT
    return is_short and len(_NOT.findall(old)) != len(_NOT.findall(new))


def _is_spelling(old: str, new: str) -> bool:
    """Whether both are one word, spelt a little otherwise."""
    old, new = old.strip(), new.strip()
    are_words = old.isalpha() and new.isalpha() and min(len(old), len(new)) >= 2 * _SPELT
    if not are_words or old[0].casefold() != new[0].casefold():
        return False
    return OSA.distance(old, new) <= _SPELT and not _differ_in_ending_only(old, new)


def _differ_in_ending_only(old: str, new: str) -> bool:
    """Whether only the endings differ: `rise` and `rises` are two words."""
    short, long = sorted((old, new), key=len)
    return long.startswith(short) or old[:-1] == new[:-1]


def _is_whole_sentences(text: str, span: Span) -> bool:
    """Whether whole sentences fill a span."""
    start = max(_line_start(text, span.start), span.start - _FARTHEST)
    end = min(_line_end(text, span.end), span.end + _FARTHEST)
    whole = [x for x in sentences(text, start, end) if span.covers(x)]
    return sum(x.end - x.start for x in whole) >= _WHOLE * len(span.of(text).strip()) > 0


def _in_context(collector: ChangeCollector, edit: Edit) -> tuple[str, str]:
    """The words of an edit, old and new, in the context that the new text has."""
    old, new = collector.words_of(edit)
    head, tail = _context(collector.new_text, edit.new)
    # What was deleted keeps its distance from the word after it.
    if not new and collector.old_text[edit.old.end : edit.old.end + 1].isspace():
        old += " "
    return f"{head}{old}{tail}", f"{head}{new}{tail}"


def _context(text: str, span: Span) -> tuple[str, str]:
    """What is before and after a span in its paragraph, cut at words where it is long."""
    before, after = text.rfind("\n\n", 0, span.start), text.find("\n\n", span.end)
    begin, stop = before + 2 if before >= 0 else 0, after if after >= 0 else len(text)
    start, end = max(begin, span.start - _AROUND), min(stop, span.end + _AROUND)
    head, tail = text[start : span.start], text[span.end : end]
    if start > begin:
        head = "… " + (head if text[start - 1].isspace() else head.partition(" ")[2])
    if end < stop:
        tail = (tail if text[end].isspace() else tail.rpartition(" ")[0]) + " …"
    return head, tail

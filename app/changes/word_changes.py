"""What changed in the words themselves: numbers, a “not”, notes on the article, blocks, sentences, spelling. Knows no annotations."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from app.changes.collector import Change, ChangeCollector, only_words
from app.text.diff.comparison import BlockRow, Edit
from app.text.sentences import sentences
from app.text.spans import Span

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half dozen dozens""".split()
_LARGE = (
    "hundred thousand million billion trillion hundreds thousands millions billions m bn k".split()
)
_UNIT = r"(?:\s?%|[ \u00a0](?:per ?cent|percent|pc)\b)"
_WORD_NUMBER = rf"(?:{'|'.join(_SMALL)})(?:[ -](?:{'|'.join(_SMALL)}))*"
_SCALE = rf"(?:[ \u00a0-]?(?:{'|'.join(_LARGE)})\b)"
_DIGITS = r"[$€£¥]?(?<![\w.,])[-−]?\d+(?:[.,:\u00a0\u202f]\d+)*(?:st|nd|rd|th)?"
_NUMBER = re.compile(
    rf"{_DIGITS}{_SCALE}*{_UNIT}?|\b{_WORD_NUMBER}\b{_SCALE}*{_UNIT}?|\b(?:{'|'.join(_LARGE[:5])})\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot)\b|n[’']t\b", re.I
)
_SHORT = 40  # characters: with more words around it a “not” is part of a rewritten sentence
_SPELT = 2  # letters apart, and at least as many alike: still the same word
_AROUND = 60  # characters of context shown with a reworded place


def collect_notes(telling: ChangeCollector) -> Iterator[Change]:
    """A paragraph that came and says itself that it is a correction; nothing in it is told again."""
    comparison = telling.comparison
    for row in comparison.rows:
        if row.kind == "added" and telling.notes.holds(comparison.new.span(row.new)):
            telling.account(telling.edits_in(new=comparison.new.span(row.new)))
            yield Change("note-added", new=comparison.new.words(row.new))


def collect_numbers(telling: ChangeCollector) -> Iterator[Change]:
    """Numbers that stand where others stood; those in a date that was told are part of it."""
    for n, edit in enumerate(telling.edits):
        if (
            n in telling.dated
            or not edit.old.of(telling.old_text).strip()
            or not edit.new.of(telling.new_text).strip()
        ):
            continue
        was, is_ = _numbers(telling.old_text, edit.old), _numbers(telling.new_text, edit.new)
        pairs = (
            [(a, b) for a, b in zip(was, is_, strict=False) if only_words(a) != only_words(b)]
            if len(was) == len(is_)
            else []
        )
        for a, b in pairs:
            yield Change("number-changed", a, b)
        if pairs and _without_numbers(telling.words_of(edit)[0]) == _without_numbers(
            telling.words_of(edit)[1]
        ):
            telling.account([n])


def collect_rows(telling: ChangeCollector) -> Iterator[Change]:
    """Blocks that came, went, moved, were split or joined, as far as nothing in them has been told; changed headings."""
    for row in telling.comparison.rows:
        yield from _told_row(telling, row)


def collect_words(telling: ChangeCollector) -> Iterator[Change]:
    """Whatever no other change accounts for: sentences moved, gone or new, spelling, punctuation, words."""
    for sentence, there in telling.moved:
        was, now = sentence.of(telling.old_text), there.of(telling.new_text)
        reworded = only_words(was) != only_words(now)
        yield Change(
            "sentence-moved-reworded" if reworded else "sentence-moved",
            was,
            now if reworded else was,
        )
    rest: dict[str, list[Edit]] = {"punctuation": [], "reworded": []}
    for n in sorted(telling.open):
        edit = telling.edits[n]
        found = _told_edit(telling, edit)
        if found:
            yield found
            continue
        gone, come = telling.words_of(edit)
        alike = rest["punctuation" if only_words(gone) == only_words(come) else "reworded"]
        if alike and _near(telling, alike[-1], edit):
            alike[-1] = Edit(
                Span(alike[-1].old.start, edit.old.end), Span(alike[-1].new.start, edit.new.end)
            )
        else:
            alike.append(edit)
    yield from (
        Change(kind, *_around(telling, edit)) for kind, edits in rest.items() for edit in edits
    )


def _told_edit(telling: ChangeCollector, edit: Edit) -> Change | None:
    """What an edit is, when it is more than other words or other punctuation."""
    gone, come = telling.words_of(edit)
    if only_words(gone) == only_words(come):
        return None
    if _is_not(gone, come):
        more = len(_NOT.findall(come)) > len(_NOT.findall(gone))
        return Change("not-added" if more else "not-dropped", *_around(telling, edit))
    if _spelt(gone, come):
        return Change("spelling", gone.strip(), come.strip())
    if not gone.strip() and _sentences(telling.new_text, edit.new):
        return Change("sentence-added", new=come.strip())
    if not come.strip() and _sentences(telling.old_text, edit.old):
        return Change("sentence-dropped", old=gone.strip())
    return None


def _near(telling: ChangeCollector, one: Edit, following: Edit) -> bool:
    """Whether two edits stand so close that a reader takes them for one."""
    between = [Span(a.end, b.start) for a, b in zip(one, following, strict=True)]
    sides = zip(between, (telling.old_text, telling.new_text), strict=True)
    return all(0 <= s.end - s.start <= _AROUND and "\n\n" not in s.of(text) for s, text in sides)


def _told_row(telling: ChangeCollector, row: BlockRow) -> Iterator[Change]:
    old, new = telling.comparison.old, telling.comparison.new
    here = telling.edits_in(
        old.span(row.old) if row.old else None, new.span(row.new) if row.new else None
    )
    block = new.blocks[row.new[0]] if row.new else old.blocks[row.old[0]]
    noun = "heading" if block.kind == "heading" else "paragraph"
    if row.kind in ("added", "dropped"):
        is_open = any(n in telling.open for n in here)
        telling.account(here)
        if is_open:
            yield Change(
                f"{noun}-{row.kind}",
                old.words(row.old) if row.old else None,
                new.words(row.new) if row.new else None,
            )
        return
    if row.kind == "left":
        return
    if row.kind == "changed" and noun == "heading" and any(n in telling.open for n in here):
        telling.account(here)
        yield Change("heading-changed", old.words(row.old), new.words(row.new))
    if row.moved:
        reworded = row.kind == "changed" and any(n in telling.open for n in here)
        telling.account(here if reworded else ())
        was = old.words(row.old) if reworded else new.words(row.new)
        yield Change(
            "paragraph-moved-reworded" if reworded else "paragraph-moved", was, new.words(row.new)
        )
    if len(row.old) < len(row.new):
        yield Change("paragraph-split", new.words(row.new), new.words(row.new))
    elif len(row.old) > len(row.new):
        yield Change("paragraphs-joined", new.words(row.new), new.words(row.new))


def _numbers(text: str, span: Span) -> list[str]:
    """The numbers in a span with what they count by (`4.2 million`, `30 per cent`), also where only a part of them lies in it."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _SHORT)
    end = min(n for n in (text.find("\n", span.end), len(text)) if n >= 0)
    inside = (m for m in _NUMBER.finditer(text, start, min(end, span.end + _SHORT)))
    return [m[0] for m in inside if m.start() < span.end and span.start < m.end()]


def _without_numbers(words: str) -> list[str]:
    return only_words(_NUMBER.sub(" ", words))


def _is_not(gone: str, come: str) -> bool:
    return max(len(gone), len(come)) <= _SHORT and len(_NOT.findall(gone)) != len(
        _NOT.findall(come)
    )


def _spelt(gone: str, come: str) -> bool:
    """Whether it is one word of letters, written a little otherwise."""
    was, is_ = gone.strip(), come.strip()
    if not (was.isalpha() and is_.isalpha() and min(len(was), len(is_)) >= 2 * _SPELT):
        return False
    return (
        was[0].casefold() == is_[0].casefold()
        and OSA.distance(was, is_) <= _SPELT
        and not _ends_only(was, is_)
    )


def _ends_only(was: str, is_: str) -> bool:
    """Whether only the ending is another: `rise` and `rises` are two words."""
    short, long = sorted((was, is_), key=len)
    return long.startswith(short) or was[:-1] == is_[:-1]


def _sentences(text: str, span: Span) -> bool:
    """Whether whole sentences fill a span."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - 500)
    end = min(n for n in (text.find("\n", span.end), len(text)) if n >= 0)
    within = [x for x in sentences(text, start, min(end, span.end + 500)) if span.covers(x)]
    return sum(x.end - x.start for x in within) >= 0.9 * len(span.of(text).strip()) > 0


def _around(telling: ChangeCollector, edit: Edit) -> tuple[str, str]:
    """The words of an edit in the words around them, which are the same on both sides: those of the new text."""
    text, gone, come = telling.new_text, *telling.words_of(edit)
    first, last = text.rfind("\n\n", 0, edit.new.start), text.find("\n\n", edit.new.end)
    begin, stop = first + 2 if first >= 0 else 0, last if last >= 0 else len(text)
    start, end = max(begin, edit.new.start - _AROUND), min(stop, edit.new.end + _AROUND)
    head, tail = text[start : edit.new.start], text[edit.new.end : end]
    if start > begin:
        head = "… " + (head if text[start - 1].isspace() else head.partition(" ")[2])
    if end < stop:
        tail = (tail if text[end].isspace() else tail.rpartition(" ")[0]) + " …"
    if not come and telling.old_text[edit.old.end : edit.old.end + 1].isspace():
        gone += " "
    return f"{head}{gone}{tail}", f"{head}{come}{tail}"

"""Which quotation marks belong together, and which marks are apostrophes or inches.

It does not ask who speaks. How the neighbours of a mark are read is decided in `mark_signs`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.layers.speech.marks.mark_signs import (
    ALIASES,
    CLOSERS,
    MARK,
    SINGLE,
    Neighbours,
    is_apostrophe,
    is_weak,
    may_open,
)
from app.text.spans import Block, Span

_DEEPEST = 16  # marks nested deeper than this are noise; the cap keeps hostile text linear
_EndsWithCue = Callable[[Span], bool]


@dataclass(frozen=True, slots=True)
class QuotedPiece:
    """One stretch in marks: `words` without the marks, `outer` with them.

    A piece without a closing mark ends with its block.
    """

    words: Span
    outer: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is in one pair of outer marks: one piece for each paragraph."""

    pieces: tuple[QuotedPiece, ...]


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner.

    `weak`: where it may have closed if no better place follows (`dogs' `); `resumed`: the same mark
    at the beginning of further lines.
    """

    mark: str
    start: int
    end: int
    weak: re.Match[str] | None = None
    resumed: list[re.Match[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Scan:
    """The marks of one block.

    `pairs`, innermost first; the `stack` of those still open; `stray`, the first that closes
    nothing.
    """

    pairs: list[tuple[_Open, re.Match[str]]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    stray: re.Match[str] | None = None

    @property
    def unclosed(self) -> _Open | None:
        """The outermost mark without a partner.

        None if a pair of the same marks after it shows that its partner was forgotten.
        """
        if not self.stack:
            return None
        first = self.stack[0]
        if any(o.start > first.start and o.mark == first.mark for o, _ in self.pairs):
            return None
        return first

    @property
    def in_double_marks(self) -> bool:
        """Whether a double mark is open."""
        return any(o.mark not in SINGLE for o in self.stack)

    def close_weak(self) -> None:
        """Close the marks still open that had a weak end, since no better one came."""
        self.pairs += [(o, o.weak) for o in self.stack if o.weak]
        self.stack = [o for o in self.stack if not o.weak]


@dataclass(slots=True)
class _Runs:
    """The state of the walk over the blocks.

    `pieces` are those of the quotation that runs on into the next block, `left` the mark that it
    left open; the pairs `inside` it count only if it never closes.
    """

    found: list[Quotation] = field(default_factory=list)
    pieces: list[QuotedPiece] = field(default_factory=list)
    inside: list[Quotation] = field(default_factory=list)
    left: _Open | None = None

    def close(self) -> None:
        """End the running quotation at its last mark."""
        self.found.append(Quotation(tuple(self.pieces)))
        self.pieces, self.inside = [], []

    def break_off(self) -> None:
        """Give up the running quotation, whose last mark never came.

        Of one paragraph only the pairs inside are quotations; of several only the last mark was
        forgotten.
        """
        if len(self.pieces) > 1:
            self.found.append(Quotation(tuple(self.pieces)))
        else:
            self.found += self.inside
        self.pieces, self.inside = [], []

    def add(self, quotation: Quotation) -> None:
        """Add a pair of one block, inside the running quotation if it begins after its mark."""
        is_inside = self.left and quotation.pieces[0].outer.start > self.left.start
        (self.inside if is_inside else self.found).append(quotation)


def quotations(
    text: str, blocks: Sequence[Block], ends_with_cue: _EndsWithCue = lambda _: False
) -> list[Quotation]:
    """Everything in marks, in order, nested marks left inside. Linear in the length of the text.

    Marks are paired within a block; a quotation runs on into the next block where that begins with
    the mark that the last one left open, or closes it. `ends_with_cue` answers whether a stretch
    ends in a reporting clause (`…, he said.`): then its closing mark was forgotten.
    """
    runs = _Runs()
    for block in blocks:
        _walk(text, block, runs, ends_with_cue)
    runs.break_off()
    with_words = [q for q in runs.found if all(_has_word(text, p) for p in q.pieces)]
    return sorted(with_words, key=lambda q: q.pieces[0].outer)


def _walk(text: str, block: Block, runs: _Runs, ends_with_cue: _EndsWithCue) -> None:
    """Add the quotations of one block, and what it continues or leaves open."""
    scan = _scan(text, block, ends_with_cue)
    continued = _continuation(text, block, scan, runs.left) if runs.left else None
    if continued is None:
        runs.break_off()
    else:
        runs.pieces.append(continued)

    runs.left = _left_open(text, block, scan, ends_with_cue, is_new=continued is None)
    if runs.left and continued is None:
        runs.pieces = [_piece(text, runs.left.start, runs.left.end, block.end, block.end)]
    elif continued is not None and not runs.left:
        runs.close()

    after = continued.outer.end if continued is not None else block.start
    for pieces in _outermost(text, scan):
        if pieces[0].outer.start >= after:
            runs.add(Quotation(pieces))


def _has_word(text: str, piece: QuotedPiece) -> bool:
    return any(character.isalnum() for character in piece.words.of(text))


def _left_open(
    text: str, block: Block, scan: _Scan, ends_with_cue: _EndsWithCue, *, is_new: bool
) -> _Open | None:
    """The mark that this block leaves open for the next one.

    `is_new`: the block does not continue a quotation; else only its first mark can go on.
    """
    mark = scan.unclosed
    if mark is None:
        return None
    if not is_new:
        return mark if mark.start == _first(text, block) else None
    return None if ends_with_cue(Span(mark.end, block.end)) else mark


def _continuation(text: str, block: Block, scan: _Scan, left: _Open) -> QuotedPiece | None:
    """The piece with which this block continues the quotation that `left` opened earlier."""
    first = _first(text, block)
    for mark, close in scan.pairs:
        if mark.start == first and mark.mark == left.mark:
            return _piece(text, first, mark.end, close.start(), close.end())
    unclosed = scan.unclosed
    if unclosed and unclosed.start == first and unclosed.mark == left.mark:
        return _piece(text, first, unclosed.end, block.end, block.end)
    if scan.stray and _closes_left(scan, scan.stray, left):
        return _piece(text, first, first, scan.stray.start(), scan.stray.end())
    return None


def _closes_left(scan: _Scan, stray: re.Match[str], left: _Open) -> bool:
    """Whether a mark that closes nothing in its block closes the one left open before."""
    has_pair_before = any(o.start < stray.start() for o, _ in scan.pairs)
    return _sign(stray) in CLOSERS[left.mark] and not has_pair_before


def _first(text: str, block: Block) -> int:
    """Where the first word or sign of a block is; its end if there is none."""
    return block.end - len(text[block.start : block.end].lstrip())


def _piece(text: str, outer: int, start: int, end: int, close: int) -> QuotedPiece:
    """A piece whose words are trimmed of white space, as within French marks."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = end - (len(words) - len(words.rstrip()))
    return QuotedPiece(Span(min(first, last), last), Span(outer, close))


def _outermost(text: str, scan: _Scan) -> Iterator[tuple[QuotedPiece, ...]]:
    """The pieces of every pair that is in no other, in order."""
    reach = -1
    for mark, close in sorted(scan.pairs, key=lambda p: p[0].start):
        if mark.start < reach:
            continue
        reach = close.end()
        resumed = [(m.start(), m.end()) for m in mark.resumed if m.end() <= close.start()]
        begins = [(mark.start, mark.end), *resumed]
        # A piece ends where the next one begins, the last with the closing mark.
        ends = [*((start, start) for start, _ in resumed), (close.start(), close.end())]
        yield tuple(
            _piece(text, outer, start, end, last)
            for (outer, start), (end, last) in zip(begins, ends, strict=True)
        )


def _sign(mark: re.Match[str]) -> str:
    return ALIASES.get(mark[0], mark[0])


def _sign_inside(mark: re.Match[str], scan: _Scan) -> str:
    """The sign of a mark: two closing single marks are a double one only inside double marks."""
    if mark[0] == "’’" and not scan.in_double_marks:
        return "’"
    return _sign(mark)


def _scan(text: str, block: Block, ends_with_cue: _EndsWithCue) -> _Scan:
    """Pair the marks of one block, innermost first.

    A mark that closes an outer one drops those left open inside it.
    """
    scan = _Scan()
    marks = _marks(text, block)
    next_double = _after_digits(marks)
    for n, mark in enumerate(marks):
        sign = _sign_inside(mark.match, scan)
        if n in next_double:
            is_skipped = _is_length(marks, next_double[n], scan)
        else:
            is_skipped = sign in SINGLE and scan.in_double_marks
        if not is_skipped and not _resumes(scan, mark, sign, ends_with_cue):
            _take(scan, mark, sign)
    scan.close_weak()
    return scan


def _marks(text: str, block: Block) -> list[Neighbours]:
    """The marks of a block that are no apostrophes, in order."""
    matches = MARK.finditer(text, block.start, block.end)
    marks = (Neighbours(text, match, block) for match in matches)
    return [mark for mark in marks if not is_apostrophe(mark)]


def _resumes(scan: _Scan, mark: Neighbours, sign: str, ends_with_cue: _EndsWithCue) -> bool:
    """Whether a mark at the beginning of a line continues the open quotation.

    That is how a new paragraph within a block begins.
    """
    waiting = scan.stack[-1] if scan.stack else None
    if waiting is None or waiting.mark != sign or not mark.begins_line:
        return False
    begin = waiting.resumed[-1].end() if waiting.resumed else waiting.end
    before = mark.text[begin : mark.match.start()].rstrip()
    if ends_with_cue(Span(begin, begin + len(before))):
        scan.stack.pop()
        return False
    waiting.resumed.append(mark.match)
    return True


def _after_digits(marks: Sequence[Neighbours]) -> dict[int, int]:
    """The double marks that follow a digit and so may mean inches, by their index.

    Each with the index of the next double mark that does not follow one, or -1.
    """
    following = -1
    after_digits = {}
    for n in range(len(marks) - 1, -1, -1):
        if _sign(marks[n].match) != '"':
            continue
        if marks[n].follows_digit:
            after_digits[n] = following
        else:
            following = n
    return after_digits


def _is_length(marks: Sequence[Neighbours], following: int, scan: _Scan) -> bool:
    """Whether a mark after a digit means inches.

    Outside a quotation always; inside one only if the next double mark (`following`) closes.
    """
    if not scan.stack:
        return True
    return following >= 0 and marks[following].closes and not marks[following].opens


def _take(scan: _Scan, mark: Neighbours, sign: str) -> None:
    """Let one mark close what is open, or open something, or mean nothing."""
    only_closes = mark.closes and not mark.opens
    partner = _partner(scan.stack, sign, sure=only_closes)
    may_close = mark.closes or not mark.opens or sign in "»›”」』"
    if partner is not None and may_close:
        _close(scan, mark, sign, partner)
    elif may_open(mark, sign):
        _open(scan, mark, sign)
    elif mark.closes and not scan.stack and scan.stray is None:
        scan.stray = mark.match


def _close(scan: _Scan, mark: Neighbours, sign: str, partner: int) -> None:
    """Pair a mark with its partner on the stack, or only note it if it may be an apostrophe."""
    opened = scan.stack[partner]
    if sign in SINGLE and is_weak(mark):
        opened.weak = opened.weak or mark.match
        return
    scan.pairs.append((opened, mark.match))
    del scan.stack[partner:]


def _open(scan: _Scan, mark: Neighbours, sign: str) -> None:
    """Put a mark on the stack; one that had a weak end closes there first."""
    waiting = scan.stack[-1] if scan.stack else None
    if waiting and waiting.weak:
        scan.pairs.append((waiting, waiting.weak))
        scan.stack.pop()
    del scan.stack[: max(0, len(scan.stack) - _DEEPEST)]
    scan.stack.append(_Open(sign, mark.match.start(), mark.match.end()))


def _partner(stack: Sequence[_Open], sign: str, *, sure: bool) -> int | None:
    """The index of the innermost open mark that `sign` may close.

    A mark of another style is closed only if `sign` surely closes (`sure`).
    """
    for n in range(len(stack) - 1, -1, -1):
        closers = CLOSERS[stack[n].mark]
        if sign == closers[0] or (sign in closers and (sure or stack[n].mark in "„‚»›")):
            return n
    return None

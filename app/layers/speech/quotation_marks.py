"""Which quotation marks belong together.

Owns the marks and what else looks like them; knows nothing of who speaks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.text.spans import Block, Span

# Each opening mark with those that close it. A straight mark also closes a curly one, and the other
# way round: hasty typing mixes them.
_CLOSERS = {
    '"': '"”״', "“": "”\"“", "”": "”“", "״": "״\"", "„": '“”"', "‟": '”"', "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "'": "'’", "‘": "’'", "‚": "‘’'", "‛": "’'",
}  # fmt: skip
_SINGLE = "'‘’‚‛"
_ALIASES = {
    "''": '"',
    "``": "“",
    "‘‘": "“",
    "’’": "”",
    "＂": '"',
}  # typed twice, a single mark is a double one
_MARK = re.compile(r"''|``|‘‘|’’(?!’)|[\"“”„‟«»‹›「」『』'‘’‚‛＂״]")
_BEFORE_OPENING = "([{<—–-/…¿¡“„‟«‹「『‘‚\"'（：，、。；！？؛،״"
_AFTER_CLOSING = ".,;:!?)]}>—–-/…”»›」』’\"'“‘）：，、。；！？؛،؟۔״"
# Hebrew writes abbreviations with the same mark before their last letter (`צה"ל`) and attaches
# short words to a quotation (`ש"אין`).
_HEBREW = re.compile(r"[א-ת]")
_HEBREW_PREFIX = re.compile(r"(?<![א-ת])[ושהבכלמ]{1,2}\Z")
# What an apostrophe at a word's beginning stands for: '90s, 'n', 'em. Listed, not guessed: a wrong
# guess would swallow a quotation.
_ELISION = re.compile(
    r"\d\ds\b|(?:s|ll|re|ve|d|m|t)\b|\d\d\b(?! "
    r"*(?:%|per|of))|(?:n|em|tis|twas|til|till|cause|cos|bout|ere|nuff|neath|fraid)\b",
    re.IGNORECASE,
)
_DEEPEST = 16  # marks nested deeper than this are noise; the cap keeps hostile text linear


@dataclass(frozen=True, slots=True)
class QuotedPiece:
    """One stretch in marks: `words` without the marks, `outer` with them (a piece without a closing mark ends with its block)."""

    words: Span
    outer: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands in one pair of outer marks: one piece a paragraph."""

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
    """One block's marks: the pairs, innermost first; what still waits; the first that closes nothing."""

    pairs: list[tuple[_Open, re.Match[str]]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    stray: re.Match[str] | None = None

    @property
    def unclosed(self) -> _Open | None:
        """The outermost mark without a partner, unless a pair after it shows that its partner was forgotten."""
        first = self.stack[0] if self.stack else None
        return (
            None
            if first is None
            or any(o.start > first.start and o.mark == first.mark for o, _ in self.pairs)
            else first
        )


def quotations(
    text: str, blocks: Sequence[Block], reports: Callable[[Span], bool] = lambda _: False
) -> list[Quotation]:
    """Everything in marks, in order, nested marks left inside. Linear in the length of the text.

    Marks are paired within a block; a quotation runs on into the next block where that begins with
    the mark that the last one left open, or closes it. `reports` tells whether a stretch ends in a
    reporting clause (`…, he said.`): then its closing mark was forgotten.
    """
    runs = _Runs()
    for block in blocks:
        scan = _scan(text, block, reports)
        joined = _continuation(text, block, scan, runs.left) if runs.left else None
        if joined is None:
            runs.break_off()
        else:
            runs.pieces.append(joined)
        runs.left = _left_open(text, block, scan, reports, first=joined is None)
        if runs.left and joined is None:
            runs.pieces = [_piece(text, runs.left.start, runs.left.end, block.end, block.end)]
        elif joined is not None and not runs.left:
            runs.close()
        after = joined.outer.end if joined is not None else block.start
        for pieces in _outermost(text, scan):
            if pieces[0].outer.start >= after:
                inside = runs.left and pieces[0].outer.start > runs.left.start
                (runs.inside if inside else runs.found).append(Quotation(pieces))
    runs.break_off()
    found = [
        q for q in runs.found if all(any(c.isalnum() for c in p.words.of(text)) for p in q.pieces)
    ]
    return sorted(found, key=lambda q: q.pieces[0].outer)


@dataclass(slots=True)
class _Runs:
    """The walk over blocks: what is found, the quotation that runs on, and the pairs inside it, which count only if it does not."""

    found: list[Quotation] = field(default_factory=list)
    pieces: list[QuotedPiece] = field(default_factory=list)
    inside: list[Quotation] = field(default_factory=list)
    left: _Open | None = None

    def close(self) -> None:
        """The running quotation has found its last mark."""
        self.found.append(Quotation(tuple(self.pieces)))
        self.pieces, self.inside = [], []

    def break_off(self) -> None:
        """It never finds it: of one paragraph nothing is a quotation but the pairs inside, of several only the last mark was forgotten."""
        self.found += [Quotation(tuple(self.pieces))] if len(self.pieces) > 1 else self.inside
        self.pieces, self.inside = [], []


def _left_open(
    text: str, block: Block, scan: _Scan, reports: Callable[[Span], bool], *, first: bool
) -> _Open | None:
    """The mark that this block leaves open for the next one."""
    mark = scan.unclosed
    if mark is None or (first and reports(Span(mark.end, block.end))):
        return None
    return mark if first or mark.start == _first(text, block) else None


def _continuation(text: str, block: Block, scan: _Scan, left: _Open) -> QuotedPiece | None:
    """The piece with which this block continues the quotation that `left` opened in an earlier one."""
    at = _first(text, block)
    for mark, close in scan.pairs:
        if mark.start == at and mark.mark == left.mark:
            return _piece(text, at, mark.end, close.start(), close.end())
    if scan.unclosed and scan.unclosed.start == at and scan.unclosed.mark == left.mark:
        return _piece(text, at, scan.unclosed.end, block.end, block.end)
    if (
        scan.stray
        and _sign(scan.stray) in _CLOSERS[left.mark]
        and not any(o.start < scan.stray.start() for o, _ in scan.pairs)
    ):
        return _piece(text, at, at, scan.stray.start(), scan.stray.end())
    return None


def _first(text: str, block: Block) -> int:
    words = block.end - len(text[block.start : block.end].lstrip())
    return min(words, block.end)


def _piece(text: str, outer: int, start: int, end: int, close: int) -> QuotedPiece:
    """A piece whose words are trimmed of white space, as within French marks."""
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
    return QuotedPiece(Span(min(start, end), end), Span(outer, close))


def _outermost(text: str, scan: _Scan) -> Iterator[tuple[QuotedPiece, ...]]:
    reach = -1
    for mark, close in sorted(scan.pairs, key=lambda p: p[0].start):
        if mark.start >= reach:
            reach = close.end()
            begins = [
                (mark.start, mark.end),
                *((m.start(), m.end()) for m in mark.resumed if m.end() <= close.start()),
            ]
            ends = [*((b, b) for b, _ in begins[1:]), (close.start(), close.end())]
            yield tuple(
                _piece(text, outer, start, end, last)
                for (outer, start), (end, last) in zip(begins, ends, strict=True)
            )


def _sign(mark: re.Match[str]) -> str:
    return _ALIASES.get(mark[0], mark[0])


def _scan(text: str, block: Block, reports: Callable[[Span], bool]) -> _Scan:
    """Pair the marks of one block, innermost first; a mark that closes an outer one drops those left open inside it."""
    scan = _Scan()
    marks = [
        m
        for m in _MARK.finditer(text, block.start, block.end)
        if not _is_apostrophe(text, m, block)
    ]
    lengths = _lengths(text, marks, block)
    for n, mark in enumerate(marks):
        sign = (
            _sign(mark)
            if mark[0] != "’’" or any(o.mark not in _SINGLE for o in scan.stack)
            else "’"
        )
        if n in lengths or (sign in _SINGLE and any(o.mark not in _SINGLE for o in scan.stack)):
            if n in lengths and not scan.stack:
                continue
            if n not in lengths or _is_length(text, marks, n, lengths, block):
                continue
        if not _resumes(text, scan, mark, sign, block, reports):
            _take(text, scan, mark, sign, block)
    for waiting in scan.stack:
        if waiting.weak:
            scan.pairs.append((waiting, waiting.weak))
    scan.stack = [o for o in scan.stack if not o.weak]
    return scan


def _resumes(
    text: str,
    scan: _Scan,
    mark: re.Match[str],
    sign: str,
    block: Block,
    reports: Callable[[Span], bool],
) -> bool:
    """Whether a mark at the beginning of a line carries on the quotation that is open: a paragraph within a block."""
    waiting = scan.stack[-1] if scan.stack else None
    if (
        waiting is None
        or waiting.mark != sign
        or mark.start() == block.start
        or text[mark.start() - 1] != "\n"
    ):
        return False
    begin = waiting.resumed[-1].end() if waiting.resumed else waiting.end
    if reports(Span(begin, len(text[begin : mark.start()].rstrip()) + begin)):
        scan.stack.pop()
        return False
    waiting.resumed.append(mark)
    return True


def _lengths(text: str, marks: list[re.Match[str]], block: Block) -> dict[int, int]:
    """The straight double marks that follow a digit and so may mean inches, each with the next double mark that does not (or -1)."""
    following, out = -1, {}
    for n in range(len(marks) - 1, -1, -1):
        if _sign(marks[n]) == '"':
            if text[max(block.start, marks[n].start() - 1)].isdigit():
                out[n] = following
            else:
                following = n
    return out


def _is_length(
    text: str, marks: list[re.Match[str]], n: int, lengths: dict[int, int], block: Block
) -> bool:
    """Whether a mark after a digit inside an open quotation means inches: only if the next mark is one that closes."""
    after = lengths[n]
    return (
        after >= 0 and _closes(text, marks[after], block) and not _opens(text, marks[after], block)
    )


def _take(text: str, scan: _Scan, mark: re.Match[str], sign: str, block: Block) -> None:
    """Let one mark close what is open, or open something, or mean nothing."""
    opens, closes = _opens(text, mark, block), _closes(text, mark, block)
    partner = _partner(scan.stack, sign, sure=closes and not opens)
    if partner is not None and (closes or not opens or sign in "»›”」』"):
        if sign in _SINGLE and _is_weak(text, mark, block):
            scan.stack[partner].weak = scan.stack[partner].weak or mark
            return
        scan.pairs.append((scan.stack[partner], mark))
        del scan.stack[partner:]
    elif _may_open(text, mark, sign, block, opens=opens, closes=closes):
        if scan.stack and (waiting := scan.stack[-1]).weak:
            scan.pairs.append((waiting, waiting.weak))
            scan.stack.pop()
        del scan.stack[: max(0, len(scan.stack) - _DEEPEST)]
        scan.stack.append(_Open(sign, mark.start(), mark.end()))
    elif closes and not scan.stack and scan.stray is None:
        scan.stray = mark


def _partner(stack: list[_Open], sign: str, *, sure: bool) -> int | None:
    """The index of the innermost open mark that `sign` may close; one of another style only if `sign` surely closes."""
    for n in range(len(stack) - 1, -1, -1):
        closers = _CLOSERS[stack[n].mark]
        if sign == closers[0] or (sign in closers and (sure or stack[n].mark in "„‚»›")):
            return n
    return None


def _may_open(
    text: str, mark: re.Match[str], sign: str, block: Block, *, opens: bool, closes: bool
) -> bool:
    if sign not in _CLOSERS or sign == "’":
        return False
    if sign == "‘" and _left(text, mark, block).isspace():
        return mark.end() < block.end
    if sign in _SINGLE:
        return opens and (
            text[mark.end()].isalnum()
            or bool(_MARK.match(text, mark.end()))
            or text[mark.end()] in "[(…¿¡"
        )
    if sign in "“„‟«‹「『":
        return mark.end() < block.end and not (closes and not opens)
    return opens or not closes if sign in '"״' else opens


def _left(text: str, mark: re.Match[str], block: Block) -> str:
    return text[mark.start() - 1] if mark.start() > block.start else " "


def _right(text: str, mark: re.Match[str], block: Block) -> str:
    return text[mark.end()] if mark.end() < block.end else " "


def _opens(text: str, mark: re.Match[str], block: Block) -> bool:
    """Whether the neighbours are those of an opening mark."""
    left = _left(text, mark, block)
    return (left.isspace() or left in _BEFORE_OPENING) and not _right(text, mark, block).isspace()


def _closes(text: str, mark: re.Match[str], block: Block) -> bool:
    """Whether the neighbours are those of a closing mark."""
    right = _right(text, mark, block)
    return not _left(text, mark, block).isspace() and (right.isspace() or right in _AFTER_CLOSING)


def _is_apostrophe(text: str, mark: re.Match[str], block: Block) -> bool:
    """Whether a single mark stands inside a word (`don't`), begins a shortened one (`'90s`) or floats between spaces.

    A double one may stand inside a Hebrew abbreviation.
    """
    if mark[0] not in _SINGLE:
        return mark[0] in '"״”' and _is_gershayim(text, mark, block)
    left, right = _left(text, mark, block), _right(text, mark, block)
    if (left.isalnum() and right.isalnum()) or (
        mark[0] == "'" and left.isspace() and right.isspace()
    ):
        return True
    return not left.isalnum() and bool(_ELISION.match(text, mark.end(), block.end))


def _is_gershayim(text: str, mark: re.Match[str], block: Block) -> bool:
    """Whether a double mark stands inside a Hebrew abbreviation: between letters, and before no quotation that a short word leads to."""
    if not _HEBREW.match(_left(text, mark, block)) or not _HEBREW.match(_right(text, mark, block)):
        return False
    rest = re.compile(r"[א-ת]+").match(text, mark.end(), block.end)
    led_to = _HEBREW_PREFIX.search(text, max(block.start, mark.start() - 3), mark.start())
    return led_to is None or (rest is not None and len(rest[0]) == 1)


def _is_weak(text: str, mark: re.Match[str], block: Block) -> bool:
    """Whether a closing single mark may as well be the apostrophe of `dogs' home`, `goin' on` or `6' tall`."""
    left, after = _left(text, mark, block), text[mark.end() : mark.end() + 2]
    shortened = left in "sSxzn" or left.isdigit()
    return (
        shortened
        and len(after) == 2
        and after[0].isspace()
        and after[1].isalnum()
        and mark.end() + 1 < block.end
    )

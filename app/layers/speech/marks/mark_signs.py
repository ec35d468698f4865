"""How one quotation mark is read by its neighbours: it opens, closes, or is an apostrophe."""

import re
from dataclasses import dataclass

from app.text.spans import Block

# Each opening mark with those that close it. A straight mark also closes a curly one, and the other
# way round: hasty typing mixes them.
CLOSERS = {
    '"': '"”״',
    "“": '”"“',
    "”": "”“",
    "״": '״"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "'": "'’",
    "‘": "’'",
    "‚": "‘’'",
    "‛": "’'",
}
SINGLE = "'‘’‚‛"
# A single mark typed twice is a double one.
ALIASES = {
    "''": '"',
    "``": "“",
    "‘‘": "“",
    "’’": "”",
    "＂": '"',
}
MARK = re.compile(r"''|``|‘‘|’’(?!’)|[\"“”„‟«»‹›「」『』'‘’‚‛＂״]")
_BEFORE_OPENING = "([{<—–-/…¿¡“„‟«‹「『‘‚\"'（：，、。；！？؛،״"
_AFTER_CLOSING = ".,;:!?)]}>—–-/…”»›」』’\"'“‘）：，、。；！？؛،؟۔״"
# Hebrew writes abbreviations with the same mark before their last letter (`צה"ל`) and attaches
# short words to a quotation (`ש"אין`).
_HEBREW = re.compile(r"[א-ת]")
_HEBREW_WORD = re.compile(r"[א-ת]+")
_HEBREW_PREFIX = re.compile(r"(?<![א-ת])[ושהבכלמ]{1,2}\Z")
# What an apostrophe at a word's beginning stands for: '90s, 'n', 'em. Listed, not guessed: a wrong
# guess would swallow a quotation.
_ELISION = re.compile(
    r"\d\ds\b|(?:s|ll|re|ve|d|m|t)\b|\d\d\b(?! *(?:%|per|of))"
    r"|(?:n|em|tis|twas|til|till|cause|cos|bout|ere|nuff|neath|fraid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A mark with what is next to it in its block; the borders of the block count as spaces."""

    text: str
    match: re.Match[str]
    block: Block

    @property
    def left(self) -> str:
        """The character before the mark."""
        start = self.match.start()
        return self.text[start - 1] if start > self.block.start else " "

    @property
    def right(self) -> str:
        """The character behind the mark."""
        return self.text[self.match.end()] if not self.ends_block else " "

    @property
    def ends_block(self) -> bool:
        """Whether nothing follows in the block."""
        return self.match.end() >= self.block.end

    @property
    def begins_line(self) -> bool:
        """Whether it is the first character of a line, but not of the block."""
        start = self.match.start()
        return start != self.block.start and self.text[start - 1] == "\n"

    @property
    def follows_digit(self) -> bool:
        """Whether a digit comes before it."""
        return self.text[max(self.block.start, self.match.start() - 1)].isdigit()

    @property
    def opens(self) -> bool:
        """Whether the neighbours are those of an opening mark."""
        after_border = self.left.isspace() or self.left in _BEFORE_OPENING
        return after_border and not self.right.isspace()

    @property
    def closes(self) -> bool:
        """Whether the neighbours are those of a closing mark."""
        before_border = self.right.isspace() or self.right in _AFTER_CLOSING
        return before_border and not self.left.isspace()


def may_open(mark: Neighbours, sign: str) -> bool:
    """Whether a mark that is read as `sign` can open a quotation here."""
    if sign in SINGLE:
        return _single_may_open(mark, sign)
    if sign in "“„‟«‹「『":
        return not mark.ends_block and (mark.opens or not mark.closes)
    if sign in '"״':
        return mark.opens or not mark.closes
    return sign in CLOSERS and mark.opens


def _single_may_open(mark: Neighbours, sign: str) -> bool:
    if sign == "’":
        return False
    if sign == "‘" and mark.left.isspace():
        return not mark.ends_block
    return mark.opens and _begins_words(mark)


def _begins_words(mark: Neighbours) -> bool:
    """Whether a word, another mark or a bracket follows."""
    end = mark.match.end()
    following = mark.text[end]
    return following.isalnum() or following in "[(…¿¡" or bool(MARK.match(mark.text, end))


def is_apostrophe(mark: Neighbours) -> bool:
    """Whether a single mark is inside a word (`don't`), shortens one (`'90s`) or floats.

    A double one may be inside a Hebrew abbreviation.
    """
    sign = mark.match[0]
    if sign not in SINGLE:
        return sign in '"״”' and _is_gershayim(mark)
    if mark.left.isalnum():
        return mark.right.isalnum()
    if sign == "'" and mark.left.isspace() and mark.right.isspace():
        return True
    return bool(_ELISION.match(mark.text, mark.match.end(), mark.block.end))


def _is_gershayim(mark: Neighbours) -> bool:
    """Whether a double mark is inside a Hebrew abbreviation.

    It is between letters, and no quotation begins after a short word that is attached to it.
    """
    if not _HEBREW.match(mark.left) or not _HEBREW.match(mark.right):
        return False
    start, end = mark.match.span()
    rest = _HEBREW_WORD.match(mark.text, end, mark.block.end)
    prefix = _HEBREW_PREFIX.search(mark.text, max(mark.block.start, start - 3), start)
    return prefix is None or (rest is not None and len(rest[0]) == 1)


def is_weak(mark: Neighbours) -> bool:
    """Whether a closing single mark may be an apostrophe: `dogs' home`, `goin' on`, `6' tall`."""
    if not (mark.left in "sSxzn" or mark.left.isdigit()):
        return False
    end = mark.match.end()
    after = mark.text[end : end + 2]
    if len(after) < 2 or end + 1 >= mark.block.end:
        return False
    return after[0].isspace() and after[1].isalnum()

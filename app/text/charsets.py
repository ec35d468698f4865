"""Which character set bytes are in: what is declared is weighed against what the bytes can be.

UTF-8 is recognised by its own form, which text in another charset does not have by chance; so it
also stands where the declaration is wrong, and where a few bytes of the file are damaged.
"""

import codecs
import re

from charset_normalizer import from_bytes

UTF_8 = "utf-8"
WESTERN = "cp1252"
"""What is meant by latin-1 and ASCII on the web (WHATWG Encoding), and the last resort."""
MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, each with the charset that it decides."""
# Character sets only: Python also answers to punycode (quadratic), unicode_escape, utf-7 and more,
# which no source may choose.
_CHARSET = re.compile(
    r"(?:utf-(?:8|16|32)|cp\d|iso8859|iso2022|mac|koi8|gb|big5|euc|shift_jis|johab|tis-620|hz|kz1048|ptcp154|hp-roman8)"
)
_LATIN_NAMES = {"ascii", "iso8859-1"}
_SINGLE_BYTE = re.compile(r"cp12|cp866|cp874|iso8859|mac|koi8|tis-620|kz1048|ptcp154|hp-roman8")
_SEVERAL = 8
"""Well-formed multi-byte sequences that are no chance, even in text of a multi-byte charset."""
_GUESS_BYTES = 65_536
_BEFORE = 200  # bytes before the first one that is not ASCII that the guess sees
_WIDE_BYTES = 4_096
_WIDE_MIN = 8
_ZEROS = (
    ("utf-32-le", (1, 2, 3)),
    ("utf-32-be", (0, 1, 2)),
    ("utf-16-le", (1, 3)),
    ("utf-16-be", (0, 2)),
)
"""Which of four bytes of ASCII characters are zero."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4,}")
# What the web declares when it declares anything but UTF-8; code pages of the 1980s only make the
# guess worse.
_PLAUSIBLE = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("koi8_r", "iso8859_2", "iso8859_15"),
    *("cp932", "euc_jp", "cp949", "gb18030", "big5", "utf_16_le", "utf_16_be"),
]


def charset_of(data: bytes, declared: str | None = None) -> str:
    """The charset to decode `data` with, by its codec's name. Never fails.

    UTF-16 and UTF-32 by their zeros, UTF-8 by its form, else the declared one where the bytes can
    be that, else the best guess. A byte order mark is not looked for: see `MARKS`.
    """
    return _recognised(data, known(declared)) or _guess(data)


def fits(data: bytes, declared: str | None) -> bool:
    """Whether the bytes are in the charset that is declared."""
    charset = known(declared)
    return charset is not None and _recognised(data, charset) == charset


def known(declared: str | None) -> str | None:
    """The codec that is meant by a declared name; None for one that names no character set."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared else ""
    except (LookupError, ValueError):
        return None
    if name in _LATIN_NAMES:
        return WESTERN
    return name if _CHARSET.match(name) else None


def _recognised(data: bytes, declared: str | None) -> str | None:
    """The charset that the bytes have, by their form or by what is declared."""
    by_zeros = wide(data)
    if by_zeros is not None:
        return by_zeros
    well_formed, broken = _sequences(data)
    if _is_utf_8(well_formed, broken, declared):
        return UTF_8
    if declared is not None and declared != UTF_8 and _can_be(data, declared):
        return declared
    return None


def _sequences(data: bytes) -> tuple[int, int]:
    """How many multi-byte sequences of UTF-8 are well formed, and how many bytes are none."""
    text = data.decode(UTF_8, "replace")
    not_ascii = len(text) - len(text.encode("ascii", "ignore"))
    written = data.count(codecs.encode("\ufffd", UTF_8))  # in the source itself
    broken = text.count("\ufffd") - written
    return not_ascii - broken, broken


def _is_utf_8(well_formed: int, broken: int, declared: str | None) -> bool:
    """Whether bytes with so many sequences are UTF-8.

    Letters in a single-byte charset form such sequences next to never, so that more whole ones than
    broken bytes are enough. Characters of a multi-byte charset can form them.
    """
    if well_formed == 0:
        return broken == 0 and declared in (None, UTF_8)
    if declared == UTF_8:
        return well_formed >= broken
    if declared is None or _SINGLE_BYTE.match(declared):
        return well_formed > broken
    return well_formed >= _SEVERAL and well_formed > 3 * broken


def _can_be(data: bytes, charset: str) -> bool:
    """Whether the bytes can be in a charset, but for one in a hundred that is damaged."""
    try:
        text = data.decode(charset, "replace")
    except UnicodeError:
        return False
    if charset == WESTERN and _has_foreign_words(data):
        return False
    not_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return 100 * text.count("\ufffd") <= max(not_ascii, 100)


def _has_foreign_words(data: bytes) -> bool:
    """Whether most bytes that are not ASCII stand four and more together.

    In western European text they stand alone; so Cyrillic, Greek or Chinese is declared wrongly.
    """
    together = sum(len(run) for run in _FOREIGN_WORD.findall(data))
    alone = len(_NOT_ASCII.findall(data)) - together
    return together > max(alone, 2 * _SEVERAL)


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, recognised by the zeros of its ASCII characters."""
    head = data[: min(len(data), _WIDE_BYTES) // 4 * 4]
    if len(head) < _WIDE_MIN or 0 not in head:
        return None
    zeros = [head[place::4].count(0) * 4 / len(head) for place in range(4)]
    return next((name for name, places in _ZEROS if _are_zero(zeros, places)), None)


def _are_zero(zeros: list[float], places: tuple[int, ...]) -> bool:
    """Whether these of four bytes are often zero and the others hardly ever."""
    often = 0.9 if len(places) == 3 else 0.4
    others = [zeros[place] for place in range(4) if place not in places]
    return min(zeros[place] for place in places) > often and max(others) < 0.1


def _guess(data: bytes) -> str:
    """The most probable charset, by the letters around the first byte that is not ASCII."""
    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - _BEFORE) if first else 0
    matches = list(from_bytes(data[start : start + _GUESS_BYTES], cp_isolation=_PLAUSIBLE))
    if not matches:
        return WESTERN
    best = matches[0]
    # Central and western European letters look alike to the detector; of equals the commoner
    # charset is meant.
    alike = [
        m.encoding for m in matches if (m.chaos, -m.coherence) <= (best.chaos, -best.coherence)
    ]
    return WESTERN if WESTERN in alike else best.encoding

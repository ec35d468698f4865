"""The one place where characters are changed: bytes and raw strings become canonical text.

Knows nothing of formats or blocks.
"""

import codecs
import re

from charset_normalizer import from_bytes

REPLACEMENT = "\ufffd"
_BREAKS = re.compile(r"\r\n?")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Character sets only: Python also answers to punycode (quadratic), unicode_escape, utf-7 and more,
# which no source may choose.
_CHARSET = re.compile(
    r"(?:utf-(?:8|16|32)|cp\d|iso8859|iso2022|mac|koi8|gb|big5|euc|shift_jis|johab|tis-620|hz|kz1048|ptcp154|hp-roman8)"
)
_WESTERN = {"ascii", "iso8859-1"}  # the web means windows-1252 by these names (WHATWG Encoding)
_GUESS_BYTES = 65_536
_FALLBACK = "cp1252"
# What the web declares when it declares anything but UTF-8; code pages of the 1980s only make the
# guess worse.
_PLAUSIBLE = [
    *(
        "cp1252",
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "koi8_r",
        "iso8859_2",
        "iso8859_15",
    ),
    *("cp932", "euc_jp", "cp949", "gb18030", "big5", "utf_16_le", "utf_16_be"),
]


def canonical(raw: str) -> str:
    """`raw` with LF line ends, and NUL and surrogates replaced by U+FFFD; otherwise unchanged."""
    return _BROKEN.sub(REPLACEMENT, _BREAKS.sub("\n", raw))


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as canonical text. Never fails.

    Decoded by its byte order mark, else the declared charset, else UTF-8, else the best guess.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return canonical(data[len(mark) :].decode(encoding, "replace"))
    for charset in (_known(declared) or "utf-8", "utf-8"):
        decoded = _strictly(data, charset)
        if decoded is not None:
            return canonical(decoded)
    return canonical(data.decode(_guess(data), "replace"))


def _known(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared else ""
    except (LookupError, ValueError):
        return None
    if name in _WESTERN:
        return _FALLBACK
    return name if _CHARSET.match(name) else None


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeError:
        return None


def _guess(data: bytes) -> str:
    matches = list(from_bytes(data[:_GUESS_BYTES], cp_isolation=_PLAUSIBLE))
    if not matches:
        return _FALLBACK
    best = matches[0]
    # Central and western European letters look alike to the detector; of equals the commoner
    # charset is meant.
    alike = [
        m.encoding for m in matches if (m.chaos, -m.coherence) <= (best.chaos, -best.coherence)
    ]
    return _FALLBACK if _FALLBACK in alike else best.encoding

"""The one place where characters are changed: bytes and raw strings become canonical text.

Knows nothing of formats or blocks; `charsets` decides what bytes are in.
"""

import re

from app.text import charsets

REPLACEMENT = "\ufffd"
_BREAKS = re.compile(r"\r\n?")
_BROKEN = re.compile("[\x00\ud800-\udfff]")


def canonical(raw: str) -> str:
    """`raw` with LF line ends, and NUL and surrogates replaced by U+FFFD; otherwise unchanged."""
    return _BROKEN.sub(REPLACEMENT, _BREAKS.sub("\n", raw))


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as canonical text. Never fails.

    Decoded by its byte order mark, else by its form as UTF-8, else by the declared charset where it
    fits, else by the best guess. Bytes that do not fit become U+FFFD.
    """
    for mark, encoding in charsets.MARKS:
        if data.startswith(mark):
            return canonical(data[len(mark) :].decode(encoding, "replace"))
    return canonical(data.decode(charsets.charset_of(data, declared), "replace"))

"""Percent-encoding in one spelling (RFC 3986, 6.2.2)."""

import re
from urllib.parse import quote

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "/%:@!$&'()*+,;=~-._?"


def normalized_escapes(text: str) -> str:
    """A path or query with unreserved characters bare and all escapes in capitals.

    Other characters are escaped as UTF-8; those with a meaning in addresses stay as they are.
    """
    return _ESCAPE.sub(_spelled, quote(text, safe=_KEPT, errors="replace"))


def _spelled(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()

"""Where a saved page came from and when, as the program that saved it wrote in a comment.

SingleFile (its `comment` option): `Page saved with SingleFile`, `url: …`, `saved date: …`, a line
each. Chrome, Edge and Internet Explorer: `saved from url=(0028)https://…`, the number of
characters in brackets.
"""

import re
from dataclasses import dataclass
from datetime import datetime

HEAD_BYTES = 16_384
"""The beginning of a page in which the comment stands: before or in the first element."""
_SINGLE_FILE = re.compile(
    rb"<!--\s{0,20}(?:Page saved with|Archive processed by) SingleFile\b(.{0,6000}?)-->", re.DOTALL
)
_ADDRESS = re.compile(r"^[ \t]*url:[ \t]*(https?://\S{1,2000})[ \t]*$", re.MULTILINE)
_SAVED = re.compile(r"^[ \t]*saved date:[ \t]*(.{1,100}?)[ \t]*$", re.MULTILINE)
_SAVED_FROM = re.compile(rb"<!--\s{0,20}saved from url=\(\d{1,6}\)(https?://\S{1,2000})\s{0,20}-->")
# `Date.toString` of JavaScript: “Thu Jun 11 2026 22:49:39 GMT+0000 (Coordinated Universal Time)”
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})")


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """The address of a page and the time when it was saved, None where that is not said."""

    url: str
    saved_at: datetime | None = None


def read(data: bytes) -> PageOrigin | None:
    """What the comment of a saved page says; None for a page without one."""
    head = data[:HEAD_BYTES]
    comment = _SINGLE_FILE.search(head)
    if comment is not None:
        lines = comment[1].decode("utf-8", "replace").replace("\r\n", "\n")
        address, saved = _ADDRESS.search(lines), _SAVED.search(lines)
        return PageOrigin(address[1], _moment(saved[1] if saved else "")) if address else None
    saved_from = _SAVED_FROM.search(head)
    return PageOrigin(saved_from[1].decode("utf-8", "replace")) if saved_from else None


def _moment(written: str) -> datetime | None:
    """A time with its zone, as JavaScript or ISO 8601 writes it; None for others."""
    of_script = _SCRIPT_DATE.match(written)
    try:
        if of_script is not None:
            return datetime.strptime(of_script[1], "%b %d %Y %H:%M:%S GMT%z")
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else None

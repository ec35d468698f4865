"""Days of publication in the data that programs carry in a page: state, analytics, page info.

Found by the kind of their names, whatever the program; JSON is not parsed, because most of it is
inside a longer script.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from lxml.html import HtmlElement

from app.importers.declared_fields import day

SCRIPTS_MAX_CHARACTERS = 2_000_000
NEAR_CHARACTERS = 3_000
"""Between the title and a day that may be of the same object."""
TITLES_MAX = 20
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_EARLIEST, _LATEST = 800_000_000, 4_000_000_000
"""Seconds since 1970 that a number of ten digits may mean: from 1995 on."""
# Not what was “created”: on 244 pages with a known day that found a wrong one and no right one.
_NAMES = (
    r"(?:date_?published|published?_?(?:date|time|at|on|timestamp|utc)?|pub_?(?:date|time)|"
    r"publication_?(?:date|time)|first_?publish(?:ed)?_?(?:date|at|time|on)?|display_?date|"
    r"post(?:ed)?_?(?:at|on|date|time)|date_?posted|article_?date|"
    r"(?:fecha|data)_?(?:publica\w{2,6}|pubblicazione)|publi\w{2,12}_?dat\w{1,3})"
)


@cache
def _named_day() -> re.Pattern[str]:
    return re.compile(
        rf"[\"'\\](?:[a-z]{{2,15}}[._-]?)??{_NAMES}[\"'\\]{{1,2}}\s?:\s?\\?[\"']?"
        r"((?:19|20)\d\d[-/]\d\d[-/]\d\d[^\"'\\,}]{0,30}|\d{10}(?:\d{3})?(?!\d)|20\d{6}(?!\d))",
        re.IGNORECASE,
    )


def day_in_scripts(root: HtmlElement, title: str | None) -> str | None:
    """The one day of publication that scripts name; of several, the one nearest to the title.

    None where there is none, or several and no title beside them.
    """
    days: set[str] = set()
    near: list[tuple[int, str]] = []
    for source in _sources(root):
        found = [(m.start(), value) for m in _named_day().finditer(source) if (value := read(m[1]))]
        days |= {value for _, value in found}
        near += _nearest(source, found, title)
    if len(days) == 1:
        return days.pop()
    return min(near)[1] if near else None


def _sources(root: HtmlElement) -> Iterator[str]:
    total = 0
    for node in root.iter("script"):
        source = node.text or ""
        total += len(source)
        if total > SCRIPTS_MAX_CHARACTERS:
            return
        yield source


def _nearest(source: str, found: list[tuple[int, str]], title: str | None) -> list[tuple[int, str]]:
    """How far each day is from each place that has the title, where that is near."""
    if not title or not found:
        return []
    written = {title, json.dumps(title)[1:-1], json.dumps(title, ensure_ascii=False)[1:-1]}
    near: list[tuple[int, str]] = []
    for words in written:
        at = source.find(words)
        for _ in range(TITLES_MAX):
            if at < 0:
                break
            near += [(abs(place - at), value) for place, value in found]
            at = source.find(words, at + 1)
    return [pair for pair in near if pair[0] <= NEAR_CHARACTERS]


def read(raw: str) -> str | None:
    """A day from what programs write: ISO 8601, 2024/05/03, or seconds since 1970."""
    if EPOCH.fullmatch(raw):
        seconds = int(raw[:10])
        if not _EARLIEST < seconds < _LATEST:
            return None
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return day(raw.replace("/", "-"))

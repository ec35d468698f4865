"""Days in the visible lines of a page and in its address: where readers see when it appeared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from app.importers.declared_fields import day
from app.importers.html_page.fields import date_words, script_dates
from app.importers.html_page.fields.visible_lines import Line
from app.importers.written import dates

_DATE_NAMES = re.compile(
    r"date|(?:^|[-_ ])time|timestamp|publish|datum|fecha|meta|info|dateline|byline|posted|stand|"
    r"author|kicker|calendar|clock|topline|details"
)
_BESIDE = frozenset(
    "uhr the and von par por der des las les alle ore est pst gmt utc mise jour min read "
    "minutes ago "
    "last first from geschrieben verfasst written story mis ligne foi klo kell stand time cet "
    "lesezeit lecture reading comments comment kommentare views".split()
)
PROSE_WORDS = 2
"""Words in lower case that make a line a sentence; twice as many where it is named for a date."""
_PATH_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?![\d])|"
    r"(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)|"
    r"(?<![\d])(?P<y3>(?:19|20)\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)|"
    r"/(?P<y4>(?:19|20)\d\d)/[a-z_.-]{2,30}/(?P<m4>\d{1,2})/(?P<d4>\d{1,2})(?=/|$)"
)
_SLUG_DAY = re.compile(r"/((?:19|20)(\d\d))/(\d\d)/\2\3(\d\d)(?!\d)")
"""A folder for the month and six digits for the day: /2015/08/150803-pier."""
_PATH_MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?![\d])")
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ATTRIBUTES = frozenset(
    "datetime data-datetime data-timestamp data-date data-time data-published data-publish-date "
    "data-pubdate data-created data-utc data-epoch".split()
)
"""In which elements state a day to programs."""
REST_MAX_CHARACTERS = 90
"""Beside a day, a dateline has an hour, a byline, a section; a sentence has more."""
LABEL_MAX_LETTERS = 40
LABEL_MAX_CHARACTERS = 30
BARE_MAX_LETTERS = 15
BARE_MAX_DISTANCE = 40
"""Elements between the title and a day that nothing says to be of publication."""
STANDS_OUT = 2
"""The rank from which on a line is a dateline wherever it stands, see `VisibleDay`."""


@dataclass(frozen=True, slots=True)
class VisibleDay:
    """A day that a line shows.

    `rank` is how clearly it is the article's: 4 published near the title, 3 near the title,
    2 published elsewhere, 1 in an element that is named for a date, 0 anything else.
    """

    value: str
    where: str
    rank: int
    distance: int
    is_modified: bool


def visible_days(
    lines: Iterable[Line], language: str | None, title: str | None = None
) -> list[VisibleDay]:
    """The days of a page's lines, the one that is most clearly the article's first.

    A line that repeats the title counts by what else it says.
    """
    shown = []
    for line in lines:
        words = line.words.replace(title, "", 1) if title else line.words
        shown += _in_line(replace(line, words=words), language)
    return sorted(shown, key=lambda d: (-d.rank, d.distance))


def _in_line(line: Line, language: str | None) -> list[VisibleDay]:
    if line.node.tag == "time" or _attribute(line):
        stated = _stated(line, language)
        return [stated] if stated else []
    if len(line.words) > 2 * REST_MAX_CHARACTERS or date_words.events().search(line.names):
        return []
    readings = dates.find(line.words, language)
    return [
        VisibleDay(
            reading.value,
            "dateline",
            _rank(line, reading),
            line.distance,
            _is_modified(line, reading.start),
        )
        for reading in readings[:3]
    ]


def _stated(line: Line, language: str | None) -> VisibleDay | None:
    """The day of a `<time>` or the like: what it shows, else what it states to programs."""
    value = dates.only(line.words, language) or _attribute(line)
    if value is None or date_words.events().search(line.names):
        return None
    is_published = date_words.published().search(line.names) is not None
    is_modified = bool(date_words.modified().search(line.names)) and not is_published
    is_modified = is_modified or _is_modified(line, len(line.words))
    rank = 4 if is_published and line.is_near else 3 if line.is_near else 1
    return VisibleDay(value, "time", rank, line.distance, is_modified)


def _attribute(line: Line) -> str | None:
    """The day that an element states in an attribute; in its `title` where it is named for one."""
    for name, written in line.node.items():
        value = script_dates.read(written.strip()) if name in _ATTRIBUTES else None
        if value:
            return value
    hint = line.node.get("title")
    is_named = hint and (line.node.tag in ("abbr", "time") or _DATE_NAMES.search(line.names))
    return day(hint) if is_named else None


def _is_modified(line: Line, before: int) -> bool:
    """Whether the word next before a day says that the article was changed then."""
    label = f"{line.before} {line.words[:before]}"
    said = [*date_words.published().finditer(label)]
    changed = [*date_words.modified().finditer(label)]
    if changed:
        return not said or changed[-1].start() > said[-1].start()
    named = bool(date_words.modified().search(line.names)) and not date_words.published().search(
        line.names
    )
    return named and not said


def _rank(line: Line, reading: dates.WrittenDay) -> int:
    words = line.words
    rest = words[: reading.start] + words[reading.end :]
    if len(rest) > 2 * REST_MAX_CHARACTERS or date_words.events().search(f"{line.before} {rest}"):
        return 0
    label = f"{line.before} {words[: reading.start]}"
    if line.is_near and _says_published(label):
        return 4
    is_named = _DATE_NAMES.search(line.names) is not None and not _is_cell(line)
    if len(rest) > REST_MAX_CHARACTERS or _prose(rest) >= PROSE_WORDS * (1 + is_named):
        return 0
    return _rank_of_line(line, label, rest, is_named)


def _rank_of_line(line: Line, label: str, rest: str, is_named: bool) -> int:
    """The rank of a short line that is no sentence."""
    letters = sum(_weight(c) for c in rest if c.isalpha())
    if line.is_near and is_named:
        return 4 if date_words.published().search(line.names) else 3
    if _says_published(label) and letters <= LABEL_MAX_LETTERS:
        return 2
    return _rank_of_bare(line, letters, is_named)


def _rank_of_bare(line: Line, letters: int, is_named: bool) -> int:
    """The rank of a line that is not said to be a dateline: by how little else stands in it."""
    if letters > LABEL_MAX_LETTERS:
        return 0
    if line.is_near and not _is_cell(line):
        is_clear = letters <= BARE_MAX_LETTERS and line.distance <= BARE_MAX_DISTANCE
        return 3 if is_clear else 2
    return int(is_named or _is_cell(line))


def _says_published(label: str) -> bool:
    """Whether words that stand before a day end with “published” or the like, in no sentence."""
    last = label.rpartition("|")[2]
    if _prose(last) >= PROSE_WORDS:
        return False
    return date_words.published().search(last[-LABEL_MAX_CHARACTERS:]) is not None


def _prose(rest: str) -> int:
    """How many words beside a day are of a sentence, and of no label, hour or name."""
    words = [word.strip(".,:;()|") for word in rest.split()]
    running = [word for word in words if len(word) > 2 and word[:1].islower()]
    return sum(w not in _BESIDE and not date_words.label().fullmatch(w) for w in running)


def _weight(letter: str) -> int:
    """A letter as so many letters of an alphabet: a Chinese or Korean one says more."""
    return 3 if letter >= "\u2e80" else 1


def _is_cell(line: Line) -> bool:
    """Whether a line is in a table of facts, where days are of all kinds."""
    if re.search(r"date|time|publish|posted", line.names):
        return False
    around = [line.node, *islice(line.node.iterancestors(), 2)]
    return any(node.tag in ("dd", "td", "dt", "th") for node in around)


def day_in_address(url: str | None) -> str | None:
    """The day in an address such as /2020/06/12/ or /20200612-pier; None without one."""
    path = _path(url)
    slug = _SLUG_DAY.search(path)
    if slug:
        return day(f"{slug[1]}-{slug[3]}-{slug[4]}")
    for found in _PATH_DAY.finditer(path):
        year, month, number = (part for part in found.groups() if part)
        if month in _SHORT_MONTHS:
            month = str(_SHORT_MONTHS.index(month) + 1)
        value = day(f"{year}-{month.zfill(2)}-{number.zfill(2)}")
        if value:
            return value
    return None


def month_in_address(url: str | None) -> str | None:
    """The month `YYYY-MM` in an address such as /2020/06/pier.html; None without one."""
    found = _PATH_MONTH.search(_path(url))
    return f"{found['year']}-{found['month'].zfill(2)}" if found else None


def _path(url: str | None) -> str:
    return unquote(urlsplit(url).path)[:500].lower() if url else ""

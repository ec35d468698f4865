"""Days in the visible lines of a page and in its address: where readers see when it appeared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from app.importers.declared_fields import day
from app.importers.html_page.fields.visible_lines import Line
from app.importers.written import dates

_MODIFIED = re.compile(
    r"updated?|modified|edited|bearbeitet|revised|aktualisiert|geändert|mise? à jour|modifié|"
    r"actualizad[oa]|"
    r"aggiornat[oa]|atualizad[oa]|bijgewerkt|uppdatera|opdateret|oppdatert|aktualizacja|"
    r"обновлено|更新|last-?mod|letzte änderung|frissít|päivitetty",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|pub-?date|created|veröffentlicht|erstellt|publié|mis en ligne|publicad[oa]|"
    r"pubblicat[oa]|gepubliceerd|publicerad|publiceret|publisert|opublikowan|опубликован|"
    r"公開|発表|投稿|掲載|发布|發布|入稿|date-?published|entry-date|post-?date|article-?date|date-?line|"
    r"story is from|eingestellt|geplaatst|first published",
    re.IGNORECASE,
)
_DATE_NAMES = re.compile(
    r"date|(?:^|[-_ ])time|timestamp|publish|datum|fecha|meta|info|dateline|byline|posted|stand|"
    r"author|kicker|calendar|clock|topline|details"
)
_LABEL = re.compile(rf"(?:{_PUBLISHED.pattern}|{_MODIFIED.pattern})\w*", re.IGNORECASE)
_BESIDE = frozenset(
    "uhr the and von par por der des las les alle ore est pst gmt utc mise jour min read "
    "minutes ago "
    "last first from geschrieben verfasst written story mis ligne foi klo kell stand time cet "
    "lesezeit lecture reading comments comment kommentare views".split()
)
PROSE_WORDS = 2
"""Words in lower case that make a line a sentence; twice as many where it is named for a date."""
_EVENT = re.compile(
    r"event|veranstaltung|termin|deadline|expires?|copyright|©|birth|born|geboren|weather|today|出生|生年|生まれ|原文",
    re.IGNORECASE,
)
_PATH_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?![\d])|"
    r"(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)|"
    r"(?<![\d])(?P<y3>(?:19|20)\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
)
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
REST_MAX_CHARACTERS = 90
"""Beside a day, a dateline has an hour, a byline, a section; a sentence has more."""
LABEL_MAX_LETTERS = 40
LABEL_MAX_CHARACTERS = 30
BARE_MAX_LETTERS = 15
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
    if line.node.tag == "time" or line.node.get("datetime"):
        stated = _stated(line, language)
        return [stated] if stated else []
    if len(line.words) > 2 * REST_MAX_CHARACTERS or _EVENT.search(line.names):
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
    """The day of a `<time>`: what it shows to readers, else what it states to programs."""
    attribute = line.node.get("datetime") or line.node.get("data-datetime")
    value = dates.only(line.words, language) or day(attribute)
    if value is None or _EVENT.search(line.names):
        return None
    is_modified = bool(_MODIFIED.search(line.names)) and not _PUBLISHED.search(line.names)
    is_modified = is_modified or _is_modified(line, len(line.words))
    rank = 4 if _PUBLISHED.search(line.names) and line.is_near else 3 if line.is_near else 1
    return VisibleDay(value, "time", rank, line.distance, is_modified)


def _is_modified(line: Line, before: int) -> bool:
    """Whether the word next before a day says that the article was changed then."""
    label = f"{line.before} {line.words[:before]}"
    said = [*_PUBLISHED.finditer(label)]
    changed = [*_MODIFIED.finditer(label)]
    if changed:
        return not said or changed[-1].start() > said[-1].start()
    named = bool(_MODIFIED.search(line.names)) and not _PUBLISHED.search(line.names)
    return named and not said


def _rank(line: Line, reading: dates.WrittenDay) -> int:
    words = line.words
    rest = words[: reading.start] + words[reading.end :]
    if len(rest) > 2 * REST_MAX_CHARACTERS or _EVENT.search(f"{line.before} {rest}"):
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
        return 4 if _PUBLISHED.search(line.names) else 3
    if _says_published(label) and letters <= LABEL_MAX_LETTERS:
        return 2
    return _rank_of_bare(line, letters, is_named)


def _rank_of_bare(line: Line, letters: int, is_named: bool) -> int:
    """The rank of a line that is not said to be a dateline: by how little else stands in it."""
    if letters > LABEL_MAX_LETTERS:
        return 0
    if line.is_near and not _is_cell(line):
        return 3 if letters <= BARE_MAX_LETTERS else 2
    return int(is_named or _is_cell(line))


def _says_published(label: str) -> bool:
    """Whether words that stand before a day end with “published” or the like, in no sentence."""
    last = label.rpartition("|")[2]
    if _prose(last) >= PROSE_WORDS:
        return False
    return _PUBLISHED.search(last[-LABEL_MAX_CHARACTERS:]) is not None


def _prose(rest: str) -> int:
    """How many words beside a day are of a sentence, and of no label, hour or name."""
    words = [word.strip(".,:;()|") for word in rest.split()]
    running = [word for word in words if len(word) > 2 and word[:1].islower()]
    return sum(w not in _BESIDE and not _LABEL.fullmatch(w) for w in running)


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
    path = unquote(urlsplit(url).path)[:500].lower() if url else ""
    for found in _PATH_DAY.finditer(path):
        year, month, number = (part for part in found.groups() if part)
        if month in _SHORT_MONTHS:
            month = str(_SHORT_MONTHS.index(month) + 1)
        value = day(f"{year}-{month.zfill(2)}-{number.zfill(2)}")
        if value:
            return value
    return None

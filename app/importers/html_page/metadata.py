"""What a page declares of itself.

JSON-LD first, then Open Graph, Dublin Core and `<meta>`, its own heading and `<title>` last.
Nothing is guessed from the article's words: a date is declared or there is none.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from app.importers.base import DeclaredDate
from app.importers.declared_fields import day, line, names
from app.importers.html_page import linked_data, own_address, uninformative_fields
from app.text.spans import Doubt

META_MAX = 1_000
_NAMING_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_TIMES = (
    "//article//header//time[@datetime] | //main//header//time[@datetime] | "
    "//article/time[@datetime] | //time[@pubdate][@datetime]"
)

_META: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "title": (
        ("open-graph", ("og:title",)),
        ("dublin-core", ("dc.title", "dcterms.title")),
        ("meta", ("citation_title", "parsely-title", "twitter:title")),
    ),
    "byline": (
        ("open-graph", ("article:author", "og:article:author")),
        ("dublin-core", ("dc.creator", "dcterms.creator")),
        ("meta", ("author", "byl", "citation_author", "parsely-author", "sailthru.author")),
    ),
    "publisher": (
        ("open-graph", ("og:site_name",)),
        ("dublin-core", ("dc.publisher", "dcterms.publisher")),
        ("meta", ("citation_journal_title", "application-name")),
    ),
    "language": (
        ("dublin-core", ("dc.language", "dcterms.language")),
        ("open-graph", ("og:locale",)),
        ("meta", ("content-language", "language")),
    ),
    "date": (
        ("open-graph", ("article:published_time", "og:article:published_time")),
        (
            "dublin-core",
            (
                "dc.date.issued",
                "dcterms.issued",
                "dcterms.date",
                "dcterms.created",
                "dc.date",
                "dc.date.created",
            ),
        ),
        (
            "meta",
            (
                "citation_publication_date",
                "citation_date",
                "parsely-pub-date",
                "sailthru.date",
                "pubdate",
                "publishdate",
                "publish-date",
                "publication_date",
                "date",
            ),
        ),
    ),
}


@dataclass(slots=True)
class Declarations:
    """The declared fields, and for each where it was read.

    A title with the provenance `heading` is the page's own first-level heading.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    source_url: str | None = None
    language: str | None = None
    declared_date: DeclaredDate | None = None
    doubts: tuple[Doubt, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)


Said = tuple[str, Any]
"""Where something is declared, and what."""


def declarations(root: HtmlElement, url: str | None) -> Declarations:
    """Everything that the page under `root`, fetched from `url`, declares."""
    metas = _metas(root)
    source = own_address.declared(root, metas, url)
    own_addresses = {address for address in (url, source[1] if source else None) if address}
    linked = linked_data.article_fields(root, own_addresses)
    publishers = _said(metas, linked, "publisher")
    titles = [*_said(metas, linked, "title"), *_headings(root)]
    languages = [*_languages(root, linked), *_said(metas, {}, "language")]
    fields = {
        "byline": _first_of(_said(metas, linked, "byline"), _names),
        "publisher": _first_of(publishers, _publisher),
        "title": _first_of(titles, _one_line),
        "language": _first_of(languages, _language),
        "source_url": source,
    }
    declared = Declarations()
    for name, said in fields.items():
        if said is not None:
            declared.provenance[name] = said[0]
            setattr(declared, name, said[1])
    if declared.title:
        site = _first_of(publishers, _one_line)
        site_name = site[1] if site else None
        declared.title = uninformative_fields.title(
            declared.title, declared.publisher, site_name, *declared.byline
        )
    declared.declared_date, declared.doubts = _dates([*_said(metas, linked, "date"), *_times(root)])
    if declared.declared_date:
        declared.provenance["declared_date"] = declared.declared_date.provenance
    return declared


def _first_of(said: Sequence[Said], read: Callable[[Any], Any]) -> Said | None:
    """The first declaration that can be read, with the value as it was read."""
    for where, raw in said:
        value = read(raw)
        if value:
            return where, value
    return None


def _said(metas: Mapping[str, list[str]], linked: Mapping[str, Any], field_name: str) -> list[Said]:
    """All declarations of one field, the best source first."""
    declarations_: list[Said] = []
    if linked.get(field_name):
        declarations_.append(("json-ld", linked[field_name]))
    for where, keys in _META[field_name]:
        for key in keys:
            if key in metas:
                values = metas[key]
                declarations_.append((where, values if field_name == "byline" else values[0]))
    return declarations_


def _names(value: object) -> tuple[str, ...]:
    return uninformative_fields.byline(names(value))


def _publisher(value: object) -> str | None:
    return uninformative_fields.publisher(_one_line(value))


def _one_line(value: object) -> str | None:
    return line(html.unescape(value) if isinstance(value, str) else value)


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """The page's `<meta>` values by lower-case name or property."""
    metas: dict[str, list[str]] = {}
    for node in islice(root.iter("meta"), META_MAX + 1):
        keys = [node.get(name) for name in _NAMING_ATTRIBUTES]
        key = next(filter(None, keys), "").strip().lower()
        content = (node.get("content") or "").strip()
        if key and content:
            metas.setdefault(key, []).append(content)
    return metas


def _headings(root: HtmlElement) -> list[Said]:
    """The page's only first-level heading, then its `<title>`."""
    headings = ["".join(node.itertext()) for node in islice(root.iter("h1"), 20)]
    headings = [words for words in headings if words.strip()]
    titles = [node.text for node in islice(root.iter("title"), 1) if node.text]
    said: list[Said] = [("heading", headings[0])] if len(headings) == 1 else []
    return said + [("title", words) for words in titles]


def _languages(root: HtmlElement, linked: Mapping[str, Any]) -> list[Said]:
    return [
        ("json-ld", linked.get("language")),
        ("html-lang", root.get("lang") or root.get("xml:lang")),
    ]


def _language(value: object) -> str | None:
    """A language tag such as `en-GB`, or None."""
    value = linked_data.first_item(value)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    if not isinstance(value, str):
        return None
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


def _times(root: HtmlElement) -> list[Said]:
    """The publication time marked up in the article.

    By microdata, else the only day that the `<time>` elements of its header name.
    """
    marked = root.xpath("(//*[@itemprop='datePublished'])[position() <= 3]")
    microdata = [node.get("datetime") or node.get("content") for node in marked]
    said: list[Said] = [("microdata", time) for time in microdata if time]
    shown = [
        node.get("datetime")
        for node in root.xpath(f"({_TIMES})[position() <= 20]")
        if next(node.iterancestors("aside", "nav", "footer"), None) is None
    ]
    days = {day(time) for time in shown} - {None}
    if len(days) == 1:
        said.append(("time", shown[0]))
    return said


def _dates(said: Sequence[Said]) -> tuple[DeclaredDate | None, tuple[Doubt, ...]]:
    """The first date that can be read, and a doubt about it.

    Where JSON-LD and Open Graph name different days, or where what they name is no day.
    """
    readable = [(where, raw, declared) for where, raw in said if (declared := day(raw))]
    if not readable:
        return None, _unreadable_date(said)
    where, raw, declared = readable[0]
    for other_place, other_raw, other in readable:
        if {where, other_place} == {"json-ld", "open-graph"}:
            return DeclaredDate(declared, where), _conflict(declared, raw, other, other_raw)
    return DeclaredDate(declared, where), ()


def _unreadable_date(said: Sequence[Said]) -> tuple[Doubt, ...]:
    for where, raw in said:
        if where in ("json-ld", "open-graph"):
            message = f"The page gives the date “{str(raw)[:60]}”, which is not a valid date."
            return (Doubt("declared-date-unreadable", message),)
    return ()


def _conflict(declared: str, raw: str, other: str, other_raw: str) -> tuple[Doubt, ...]:
    """The doubt that two declared days cannot both be true."""
    if other == declared or _could_be_one_day(raw, other_raw):
        return ()
    message = f"The page's JSON-LD gives the date {declared}, its Open Graph data {other}."
    return (Doubt("declared-date-conflict", message),)


def _could_be_one_day(one: str, other: str) -> bool:
    """Whether two different days can be one moment written in two time zones."""
    first, second = _moment(one), _moment(other)
    if isinstance(first, datetime) and isinstance(second, datetime):
        return abs(first - second) <= timedelta(hours=1)
    if isinstance(first, datetime):
        return _is_somewhere(first, second)
    return isinstance(second, datetime) and _is_somewhere(second, first)


def _is_somewhere(moment: datetime, bare_day: date | None) -> bool:
    """Whether a moment is on that day in one of the outermost time zones."""
    return bare_day in [(moment + timedelta(hours=zone)).date() for zone in (-12, 14)]


def _moment(written: str) -> datetime | date | None:
    """A time with its zone, in UTC; else the bare day."""
    try:
        moment = datetime.fromisoformat(written.strip()[:40])
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    iso_day = day(written)
    return date.fromisoformat(iso_day) if iso_day else None

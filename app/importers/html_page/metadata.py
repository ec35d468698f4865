"""What a page declares of itself: JSON-LD first, then Open Graph, Dublin Core and `<meta>`, its own heading and `<title>` last.

Knows nothing of the article's words, and takes no guesses: a date is declared or there is none.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from app.errors import Unprocessable
from app.importers.base import DeclaredDate
from app.importers.declared_fields import day, line, names
from app.importers.html_page import uninformative_fields
from app.importers.urls import canonical_url, same_host
from app.text.spans import Doubt

JSON_LD_MAX_CHARACTERS = 1_000_000  # of 91 pages of the extraction corpus none has more than 11,000
JSON_LD_MAX_OBJECTS = 500
META_MAX = 1_000
ARTICLE_TYPES = frozenset(
    {"BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting", "DiscussionForumPosting"}
)  # and all …Article
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
    """The declared fields with where each was read.

    `heading` tells that the title is the page's own first-level heading.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    source_url: str | None = None
    language: str | None = None
    declared_date: DeclaredDate | None = None
    doubts: tuple[Doubt, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)


Said = tuple[str, Any]  # provenance and value


def declarations(root: HtmlElement, url: str | None) -> Declarations:
    """Everything that the page under `root`, fetched from `url`, declares."""
    metas, linked = _metas(root), _linked_data(root, url)
    out = Declarations()
    byline = _first_of(_said(metas, linked, "byline"), _names)
    site = _first_of(_said(metas, linked, "publisher"), _one_line)
    publisher = _first_of(_said(metas, linked, "publisher"), _publisher)
    title = _first_of((*_said(metas, linked, "title"), *_headings(root)), _one_line)
    language = _first_of((*_languages(root, linked), *_said(metas, {}, "language")), _language)
    source = _source(root, url)
    for name, found in (
        ("byline", byline),
        ("publisher", publisher),
        ("title", title),
        ("language", language),
        ("source_url", source),
    ):
        if found is not None:
            out.provenance[name] = found[0]
            setattr(out, name, found[1])
    if out.title:
        out.title = uninformative_fields.title(
            out.title, out.publisher, site[1] if site else None, *out.byline
        )
    out.declared_date, out.doubts = _dates([*_said(metas, linked, "date"), *_times(root)])
    if out.declared_date:
        out.provenance["declared_date"] = out.declared_date.provenance
    return out


def _first_of(said: Sequence[Said], read: Callable[[Any], Any]) -> Said | None:
    return next(((where, value) for where, raw in said if (value := read(raw))), None)


def _said(metas: Mapping[str, list[str]], linked: Mapping[str, Any], field_name: str) -> list[Said]:
    """All that is said of one field, the best source first."""
    first: list[Said] = [("json-ld", linked[field_name])] if linked.get(field_name) else []
    found = [
        (where, metas[key]) for where, keys in _META[field_name] for key in keys if key in metas
    ]
    return first + [
        (where, values if field_name == "byline" else values[0]) for where, values in found
    ]


def _names(value: object) -> tuple[str, ...]:
    return uninformative_fields.byline(names(value))


def _publisher(value: object) -> str | None:
    return uninformative_fields.publisher(_one_line(value))


def _one_line(value: object) -> str | None:
    return line(html.unescape(value) if isinstance(value, str) else value)


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """The page's `<meta>` values by lower-case name or property."""
    out: dict[str, list[str]] = {}
    for n, node in enumerate(root.iter("meta")):
        key = (
            (
                node.get("property")
                or node.get("name")
                or node.get("itemprop")
                or node.get("http-equiv")
                or ""
            )
            .strip()
            .lower()
        )
        content = (node.get("content") or "").strip()
        if key and content:
            out.setdefault(key, []).append(content)
        if n >= META_MAX:
            break
    return out


def _headings(root: HtmlElement) -> list[Said]:
    """The page's only first-level heading, then its `<title>`."""
    first = ["".join(h.itertext()) for _, h in zip(range(20), root.iter("h1"), strict=False)]
    said = [t for t in first if t.strip()]
    titles = [t.text for _, t in zip(range(1), root.iter("title"), strict=False) if t.text]
    return [("heading", t) for t in said if len(said) == 1] + [("title", t) for t in titles]


def _languages(root: HtmlElement, linked: Mapping[str, Any]) -> list[Said]:
    return [
        ("json-ld", linked.get("language")),
        ("html-lang", root.get("lang") or root.get("xml:lang")),
    ]


def _language(value: object) -> str | None:
    """A language tag such as `en-GB`, or None."""
    value = value[0] if isinstance(value, list) and value else value
    value = value.get("alternateName") or value.get("name") if isinstance(value, dict) else value
    tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


def _source(root: HtmlElement, url: str | None) -> Said | None:
    """The article's own address: its canonical link, where that is a page of the host it was fetched from; else the address fetched."""
    for node in root.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split():
            try:
                found = canonical_url(urljoin(url or "", node.get("href") or ""))
            except (Unprocessable, ValueError):
                continue
            front_page = found.count("/") == 3 and found.endswith("/")
            if url is None or (same_host(found, url) and not front_page):
                return "canonical-link", found
    return ("address", url) if url else None


def _times(root: HtmlElement) -> list[Said]:
    """The publication time marked up in the article: by microdata, else the only day that the `<time>` elements of its header name."""
    marked = [
        n.get("datetime") or n.get("content")
        for n in root.xpath("(//*[@itemprop='datePublished'])[position() <= 3]")
    ]
    header = root.xpath(f"({_TIMES})[position() <= 20]")
    shown = [
        n.get("datetime")
        for n in header
        if not any(a.tag in ("aside", "nav", "footer") for a in n.iterancestors())
    ]
    days = {day(s) for s in shown} - {None}
    return [("microdata", m) for m in marked if m] + (
        [("time", shown[0])] if len(days) == 1 else []
    )


def _dates(said: Sequence[Said]) -> tuple[DeclaredDate | None, tuple[Doubt, ...]]:
    """The first date that can be read; a doubt where JSON-LD and Open Graph name different days, or where what they name is no day."""
    readable = [(where, raw, found) for where, raw in said if (found := day(raw))]
    if not readable:
        unread = next(
            (str(raw)[:60] for where, raw in said if where in ("json-ld", "open-graph")), None
        )
        doubt = Doubt(
            "declared-date-unreadable", f"The page gives the date “{unread}”, which is no day."
        )
        return None, (doubt,) if unread else ()
    where, raw, found = readable[0]
    other = next(((r, f) for w, r, f in readable if {w, where} == {"json-ld", "open-graph"}), None)
    doubts: tuple[Doubt, ...] = ()
    if other and other[1] != found and not _could_be_one_day(raw, other[0]):
        doubts = (
            Doubt(
                "declared-date-conflict",
                f"The page's JSON-LD gives the date {found}, its Open Graph data {other[1]}.",
            ),
        )
    return DeclaredDate(found, where), doubts


def _could_be_one_day(one: str, other: str) -> bool:
    """Whether two different days can be one moment written in two zones."""
    a, b = _moment(one), _moment(other)
    if isinstance(a, datetime) and isinstance(b, datetime):
        return abs(a - b) <= timedelta(hours=1)
    if isinstance(a, datetime) == isinstance(b, datetime):
        return False
    moment, bare = (a, b) if isinstance(a, datetime) else (b, a)
    zones = (moment + timedelta(hours=h) for h in (-12, 14)) if isinstance(moment, datetime) else ()
    return bare in [z.date() for z in zones]


def _moment(written: str) -> datetime | date | None:
    """A time with its zone, in UTC; else the bare day."""
    try:
        moment = datetime.fromisoformat(written.strip()[:40])
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    found = day(written)
    return date.fromisoformat(found) if found else None


def _linked_data(root: HtmlElement, url: str | None) -> dict[str, Any]:
    """The fields of the page's JSON-LD article: the one that names this address, else the first."""
    articles = [o for o in _objects(root) if _is_article(o)]
    here = {a for a in (url, (_source(root, url) or ("", ""))[1]) if a}
    article = next(
        (a for a in articles if here & set(_addresses(a))), articles[0] if articles else {}
    )
    called = _called(root)
    return {
        "title": _text(article.get("headline")) or _text(article.get("name")),
        "byline": _people(article.get("author"), called) or _people(article.get("creator"), called),
        "publisher": next(iter(_people(article.get("publisher"), called)), None),
        "date": _text(article.get("datePublished")) or _text(article.get("dateCreated")),
        "language": article.get("inLanguage"),
    }


def _called(root: HtmlElement) -> dict[str, str]:
    """The names of what the page's JSON-LD describes once and refers to by `@id` elsewhere, however deep it stands."""
    waiting: list[Any] = list(_scripts(root))
    found: dict[str, str] = {}
    seen = 0
    while waiting and seen < JSON_LD_MAX_OBJECTS:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value[:JSON_LD_MAX_OBJECTS])
        elif isinstance(value, dict):
            seen += 1
            name, id_ = value.get("name"), value.get("@id")
            if isinstance(name, str) and isinstance(id_, str) and name.strip():
                found.setdefault(id_, name)
            waiting.extend(inner for inner in value.values() if isinstance(inner, list | dict))
    return found


def _scripts(root: HtmlElement) -> list[Any]:
    """What the page's JSON-LD scripts say, each as one value."""
    scripts = [
        s
        for s in root.iter("script")
        if (s.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    ]
    return [_load(s.text or "") for s in scripts[:50]]


def _objects(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD that stands for itself: at the top, in lists, in `@graph`, or as `mainEntity`."""
    waiting: list[Any] = _scripts(root)[::-1]
    seen = 0
    while waiting and seen < JSON_LD_MAX_OBJECTS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(value[:JSON_LD_MAX_OBJECTS][::-1])
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                inner
                for k in ("mainEntity", "@graph")
                if isinstance(inner := value.get(k), list | dict)
            )


def _load(text: str) -> Any:
    if len(text) > JSON_LD_MAX_CHARACTERS:
        return None
    try:
        return json.loads(
            text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().removesuffix(";"),
            strict=False,
        )
    except (ValueError, RecursionError):
        return None


def _is_article(value: Mapping[str, Any]) -> bool:
    kinds = value.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    names_ = (k.rpartition("/")[2] for k in listed[:20] if isinstance(k, str))
    return any(n in ARTICLE_TYPES or n.endswith("Article") for n in names_)


def _addresses(article: Mapping[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = article.get(name)
        given = value.get("@id") if isinstance(value, dict) else value
        try:
            if isinstance(given, str):
                yield canonical_url(given)
        except (Unprocessable, ValueError):
            continue


def _text(value: object) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    value = value.get("@value") if isinstance(value, dict) else value
    return value.strip() or None if isinstance(value, str) else None


def _people(value: object, called: Mapping[str, str]) -> list[str]:
    """The names in an author or publisher: a string, an object with a name or a reference to one, or a list of these."""
    given = value[:50] if isinstance(value, list) else [value]
    said = (
        v.get("name") or called.get(str(v.get("@id"))) if isinstance(v, dict) else v for v in given
    )
    flat = (n for s in said for n in (s if isinstance(s, list) else [s]))
    return [html.unescape(n) for n in flat if isinstance(n, str) and n.strip()][:50]

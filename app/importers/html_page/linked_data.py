"""What the JSON-LD of a page says of its article (schema.org): read once, then asked."""

import html
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from app.errors import Unprocessable
from app.importers.urls import canonical_url
from app.importers.written.bylines import looks_like_person
from app.importers.written.roles import ORGANIZATION

MAX_CHARACTERS = 1_000_000
"""Of a script; of 91 pages of the extraction corpus none has more than 11,000."""
MAX_OBJECTS = 500
MAX_SCRIPTS = 50
MAX_PEOPLE = 50
ARTICLE_TYPES = frozenset(
    {"BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting", "DiscussionForumPosting"}
)
"""And every type that ends with Article."""
PAGE_TYPES = frozenset(
    {"WebPage", "ItemPage", "AboutPage", "Recipe", "Review", "HowTo", "CreativeWork", "QAPage"}
    | {"MedicalWebPage", "VideoObject", "Book"}
)
"""What a page may describe in place of an article, with its own author and date."""
SITE_TYPES = frozenset({"WebSite", "Blog", "Periodical", "NewsPaper"})


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The JSON-LD of one page: its objects, and the names of what they refer to.

    `objects` are those that are no property of another.
    """

    objects: list[dict[str, Any]]
    names_by_id: dict[str, str]


def read(root: HtmlElement) -> LinkedData:
    """The JSON-LD of the page under `root`."""
    scripts = _scripts(root)
    return LinkedData(list(_objects(scripts)), _names_by_id(scripts))


def article_fields(linked: LinkedData, own_addresses: Collection[str]) -> dict[str, Any]:
    """The declared fields of the page's article: of the one with such an address, else the first.

    Of a page that describes no article, those of the page itself but for its title. `title`,
    `byline` (names), `persons` (those of them that are said to be persons), `publisher`, `date`,
    `modified`, `section`, `language`; each may be empty.
    """
    names_by_id = linked.names_by_id
    article = _article(linked, own_addresses)
    page = {} if article else _page(linked)
    thing = article or page
    publishers = _people(thing.get("publisher"), names_by_id)
    return {
        "title": _text(article.get("headline")) or _text(article.get("name")),
        "byline": _authors(thing, names_by_id),
        "publisher": publishers[0] if publishers else None,
        "date": _text(thing.get("datePublished")) or _text(thing.get("dateCreated")),
        "modified": _text(thing.get("dateModified")),
        "section": _text(article.get("articleSection")),
        "language": thing.get("inLanguage"),
        "persons": _persons(thing, names_by_id),
    }


def only_article_addresses(linked: LinkedData) -> list[str]:
    """The addresses that the JSON-LD gives for the page's article, as written.

    Empty where it describes several.
    """
    articles = [value for value in linked.objects if is_article_type(types_of(value))]
    return list(_written_addresses(articles[0])) if len(articles) == 1 else []


def site_names(linked: LinkedData) -> list[str]:
    """What the page's JSON-LD calls its site and those who run it."""
    named = []
    for value in linked.objects:
        types = types_of(value)
        if SITE_TYPES.intersection(types) or any(name.endswith("Organization") for name in types):
            named += [_text(value.get("name")), _text(value.get("alternateName"))]
    return [html.unescape(name) for name in named if name]


def _authors(thing: Mapping[str, Any], names_by_id: Mapping[str, str]) -> list[str]:
    """The authors; organizations only where no person is named."""
    for key in ("author", "creator"):
        value = thing.get(key)
        listed = value if isinstance(value, list) else [value]
        persons = [item for item in listed if not _is_organization(item)]
        names = _people(persons, names_by_id) or _people(value, names_by_id)
        if names:
            return names
    return []


def _persons(thing: Mapping[str, Any], names_by_id: Mapping[str, str]) -> list[str]:
    """The authors that are typed as persons and have a person's name, whatever the site's is."""
    value = thing.get("author")
    listed = value if isinstance(value, list) else [value]
    persons = [item for item in listed if isinstance(item, dict) and "Person" in types_of(item)]
    return [
        name
        for name in _people(persons, names_by_id)
        if looks_like_person(name) and not ORGANIZATION.search(name)
    ]


def _is_organization(value: object) -> bool:
    return isinstance(value, dict) and any(
        name.endswith("Organization") for name in types_of(value)
    )


def _page(linked: LinkedData) -> dict[str, Any]:
    """The object of the page itself, where it says when or by whom it was made."""
    for value in linked.objects:
        if PAGE_TYPES.intersection(types_of(value)) and (
            value.get("datePublished") or value.get("author")
        ):
            return value
    return {}


def _article(linked: LinkedData, own_addresses: Collection[str]) -> dict[str, Any]:
    """The object of the article; empty where there is none."""
    articles = [value for value in linked.objects if is_article_type(types_of(value))]
    for article in articles:
        if any(address in own_addresses for address in _addresses(article)):
            return article
    return articles[0] if articles else {}


def _names_by_id(scripts: list[Any]) -> dict[str, str]:
    """The names of what the page's JSON-LD describes once and refers to by `@id` elsewhere."""
    waiting = list(scripts)
    names_: dict[str, str] = {}
    seen = 0
    while waiting and seen < MAX_OBJECTS:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value[:MAX_OBJECTS])
        elif isinstance(value, dict):
            seen += 1
            name, id_ = value.get("name"), value.get("@id")
            if isinstance(name, str) and isinstance(id_, str) and name.strip():
                names_.setdefault(id_, name)
            waiting.extend(inner for inner in value.values() if isinstance(inner, list | dict))
    return names_


def _scripts(root: HtmlElement) -> list[Any]:
    """The content of the page's JSON-LD scripts, each as one value."""
    scripts = [node for node in root.iter("script") if _is_json_ld(node)]
    return [load(node.text or "") for node in scripts[:MAX_SCRIPTS]]


def _is_json_ld(script: HtmlElement) -> bool:
    media_type = (script.get("type") or "").partition(";")[0]
    return media_type.strip().lower() == "application/ld+json"


def _objects(scripts: list[Any]) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD that is no property of another.

    At the top, in lists, in `@graph`, or as `mainEntity`.
    """
    waiting = scripts[::-1]
    seen = 0
    while waiting and seen < MAX_OBJECTS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(value[:MAX_OBJECTS][::-1])
        elif isinstance(value, dict):
            yield value
            inner = (value.get("mainEntity"), value.get("@graph"))
            waiting.extend(item for item in inner if isinstance(item, list | dict))


def load(text: str) -> Any:
    """A script as JSON; None where it is not."""
    if len(text) > MAX_CHARACTERS:
        return None
    bare = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().removesuffix(";")
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def is_article_type(types: Iterable[str]) -> bool:
    """Whether one of the types of an object is that of an article."""
    return any(name in ARTICLE_TYPES or name.endswith("Article") for name in types)


def types_of(value: Mapping[str, Any]) -> list[str]:
    """The names of an object's types, without their vocabulary."""
    kinds = value.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in listed[:20] if isinstance(kind, str)]


def _addresses(article: Mapping[str, Any]) -> Iterator[str]:
    for address in _written_addresses(article):
        with suppress(Unprocessable, ValueError):
            yield canonical_url(address)


def _written_addresses(article: Mapping[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = article.get(name)
        address = value.get("@id") if isinstance(value, dict) else value
        if isinstance(address, str):
            yield address


def _text(value: object) -> str | None:
    """A string, or one in an object with a language or in a list; None for nothing visible."""
    value = first_item(value)
    if isinstance(value, dict):
        value = value.get("@value")
    return value.strip() or None if isinstance(value, str) else None


def first_item(value: object) -> object:
    """The first of a list; anything else itself."""
    return value[0] if isinstance(value, list) and value else value


def _people(value: object, names_by_id: Mapping[str, str]) -> list[str]:
    """The names in an author or publisher.

    A string, an object with a name or a reference to one, or a list of these.
    """
    people = value[:MAX_PEOPLE] if isinstance(value, list) else [value]
    names: list[object] = []
    for item in people:
        name = item
        if isinstance(item, dict):
            name = item.get("name") or names_by_id.get(str(item.get("@id")))
        names += name if isinstance(name, list) else [name]
    visible = [name for name in names if isinstance(name, str) and name.strip()]
    return [html.unescape(name) for name in visible[:MAX_PEOPLE]]


def images(linked: LinkedData) -> list[dict[str, str]]:
    """What the page's JSON-LD says of pictures: `url`, `caption` and `credit`, each if it is there.

    Nothing is resolved: an address is as it is written.
    """
    described: list[dict[str, str]] = []
    for value in linked.objects:
        own = [value] if value.get("@type") == "ImageObject" else value.get("image")
        listed = own if isinstance(own, list) else [own]
        described += [_image(one, linked.names_by_id) for one in listed[:MAX_PEOPLE]]
    return [fields for fields in described[:MAX_OBJECTS] if fields]


def _image(value: object, names_by_id: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    holders = _people(value.get("copyrightHolder") or value.get("creator"), names_by_id)
    fields = {
        "url": _text(value.get("contentUrl")) or _text(value.get("url")),
        "caption": _text(value.get("caption")),
        "credit": _text(value.get("creditText")) or ", ".join(holders),
    }
    return {name: html.unescape(text) for name, text in fields.items() if text}

"""News items in ninjs, of ours and of others, read into articles.

Names of members are the same but for capitals (3.x) and the plural (1.x), so that one reader knows
all versions. https://iptc.org/standards/ninjs/
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.errors import Unprocessable
from app.importers.base import Claim, DeclaredDate, Draft, Part, Skipped, Unreadable
from app.importers.blocks import BlockText, TextPiece, join
from app.importers.html_page import article_content
from app.importers.news_items import pictures_and_days
from app.importers.own_formats import embedded
from app.importers.urls import absolute
from app.importers.written import bylines
from app.text.canonical import canonical
from app.text.spans import Block, Inline
from app.translations import N_

PROVENANCE = "ninjs"
NOT_PUBLISHED = N_("items that are withheld or canceled")
_DEPTH_MAX = 4
_WITHDRAWN = ("canceled", "withheld")
_HTML = ("text/html", "application/xhtml+xml")
_RIGHTS = ("usageterms", "copyrightnotice", "copyrightholder")

Item = Mapping[str, Any]
"""A news item with its members in lower case."""


def _item(value: Mapping[str, Any]) -> Item:
    return {str(name).lower(): said for name, said in value.items()}


def parts(value: Any, name: str, depth: int = 0) -> Iterator[Part]:
    """What is in one item; those of a package in its order."""
    if not isinstance(value, dict) or depth > _DEPTH_MAX:
        yield Unreadable(name, "This is not a news item.")
        return
    item = _item(value)
    if item.get("pubstatus") in _WITHDRAWN:
        yield Skipped(NOT_PUBLISHED, 1)
    elif item.get("type") == "composite":
        for number, one in enumerate(_associations(item), 1):
            yield from parts(one, f"{name}, association {number}", depth + 1)
        yield from _ours(item, name)
    else:
        ours = list(_ours(item, name))
        yield from ours or [_draft_or_reason(item, _named(item, name))]


def _ours(item: Item, name: str) -> Iterator[Part]:
    """What bodies of our own media types hold."""
    for body in _objects(item.get("bodies")):
        if body.get("contenttype") in embedded.OURS:
            yield from embedded.parts(body["contenttype"], body.get("value"), _named(item, name))


def _named(item: Item, name: str) -> str:
    uri = item.get("uri")
    return uri[:200] if isinstance(uri, str) else name


def _objects(value: Any) -> list[Item]:
    """The objects of a list."""
    found = value if isinstance(value, list) else []
    return [_item(one) for one in found if isinstance(one, dict)]


def _associations(item: Item) -> list[Mapping[str, Any]]:
    """Those of 1.x are members of an object, later ones a list."""
    value = item.get("associations")
    found = list(value.values()) if isinstance(value, dict) else value
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _draft_or_reason(item: Item, name: str) -> Draft | Unreadable:
    try:
        return _draft(item)
    except Unprocessable as error:
        return Unreadable(name, error.message)


def _draft(item: Item) -> Draft:
    """The article of an item. Raises Unprocessable without a text."""
    url = absolute(_text(item.get("uri")), None)
    body = _with_pictures(_body(item, url), item)
    declared = _day(item, "contentcreated", "firstcreated", "versioncreated")
    modified = _day(item, "versioncreated")
    byline = _byline(item)
    return Draft(
        body.text,
        body.blocks,
        title=_headline(item),
        byline=byline,
        publisher=_publisher(item),
        source_url=url,
        language=_text(item.get("language")),
        declared_date=declared,
        inlines=body.inlines,
        modified_date=modified if modified != declared else None,
        provenance=dict.fromkeys(("title", "byline", "publisher", "language"), PROVENANCE),
        claims=tuple(_rights(item)),
    )


def _rights(item: Item) -> Iterator[Claim]:
    """What may be done with it, as it says."""
    for field in _RIGHTS:
        said = _text(item.get(field))
        if said:
            yield Claim(field, PROVENANCE, said)


def _body(item: Item, url: str | None) -> BlockText:
    """The text, of HTML where there is any. Raises Unprocessable."""
    html = _first_body(item, _HTML, "body_html", "body_xhtml")
    if html:
        body = article_content.read(html, url)
    else:
        plain = _first_body(item, ("text/plain", ""), "body_text", "bodytext")
        if not plain:
            raise Unprocessable("This news item has no text.")
        paragraphs = canonical(plain).split("\n\n")
        body = join(TextPiece("paragraph", words.strip("\n")) for words in paragraphs)
    return _after_standfirst(_standfirst(item), body)


def _first_body(item: Item, types: Sequence[str], *members: str) -> str | None:
    for body in _objects(item.get("bodies")):
        kind = (_text(body.get("contenttype")) or "").partition(";")[0].strip().lower()
        if kind in types and _text(body.get("value")):
            return _text(body.get("value"))
    found = (_text(item.get(member)) for member in members)
    return next((words for words in found if words), None)


def _standfirst(item: Item) -> str | None:
    """The paragraph that introduces an article; a description of it is none."""
    for description in _objects(item.get("descriptions")):
        if "standfirst" in (_text(description.get("role")) or "").lower():
            return _text(description.get("value"))
    return _text(item.get("standfirst")) or _text(item.get("description_standfirst"))


def _after_standfirst(standfirst: str | None, body: BlockText) -> BlockText:
    words = article_content.plain(standfirst) if standfirst else ""
    if not words or words in body.text:
        return body
    return join([TextPiece("paragraph", canonical(words)), *_pieces(body)])


def _with_pictures(body: BlockText, item: Item) -> BlockText:
    known = {block.picture.url for block in body.blocks if block.picture}
    found = pictures_and_days.captions(map(_item, _associations(item)), known)
    return join([*_pieces(body), *found]) if found else body


def _pieces(body: BlockText) -> list[TextPiece]:
    return [_piece(body, block) for block in body.blocks]


def _piece(body: BlockText, block: Block) -> TextPiece:
    inside = tuple(
        Inline(mark.kind, mark.start - block.start, mark.end - block.start, mark.href)
        for mark in body.inlines
        if block.start <= mark.start and mark.end <= block.end
    )
    words = body.text[block.start : block.end]
    return TextPiece(block.kind, words, block.level, inside, block.picture, block.line_breaks)


def _headline(item: Item) -> str | None:
    headlines = _objects(item.get("headlines"))
    main = [one for one in headlines if _text(one.get("role")) in ("main", "headline", None)]
    stated = [_text(one.get("value")) for one in (*main, *headlines)]
    words = next(filter(None, (*stated, _text(item.get("headline")), _text(item.get("title")))), "")
    return article_content.plain(words) or None


def _byline(item: Item) -> tuple[str, ...]:
    """Who wrote it: the byline, else people who are said to be its authors."""
    stated = _text(item.get("by")) or _text(item.get("byline"))
    if stated:
        return bylines.people(stated) or (stated,)
    people = _objects(item.get("people") or item.get("person"))
    authors = (one for one in people if _text(one.get("rel")) in ("author", "creator", "byline"))
    return tuple(filter(None, (_text(one.get("name")) for one in authors)))


def _publisher(item: Item) -> str | None:
    for source in _objects(item.get("infosources") or item.get("infosource")):
        if _text(source.get("name")) and _text(source.get("role")) in ("publisher", "provider"):
            return _text(source.get("name"))
    provider = item.get("provider")
    return _text(provider.get("name")) if isinstance(provider, dict) else None


def _day(item: Item, *members: str) -> DeclaredDate | None:
    """The day of the first of these times that is one."""
    for member in members:
        day = pictures_and_days.day_of(item.get(member))
        if day is not None:
            return DeclaredDate(day, PROVENANCE)
    return None


def _text(value: Any) -> str | None:
    """A text that says something."""
    return value.strip() or None if isinstance(value, str) else None

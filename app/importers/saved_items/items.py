"""A saved item as a service has it, and what it becomes: an article, an address, or neither."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.errors import GlossError, Unprocessable
from app.importers import text as plain_text
from app.importers.base import (
    FAILURES,
    NO_FIELDS,
    AddressOnly,
    DeclaredDate,
    Draft,
    Highlight,
    ImportedFields,
    Part,
    Skipped,
    Unreadable,
)
from app.importers.blocks import join
from app.importers.html_page import article_content
from app.importers.saved_items import only_highlights
from app.importers.saved_items.values import note, one_line, record
from app.text.canonical import canonical
from app.translations import N_

PROVENANCE = "export"
"""Where the title, the names and the day of an article are from: a service's own record of it."""
EXACT_MAX_CHARACTERS = 20_000
CONTEXT_MAX_CHARACTERS = 500
"""Limits of the words of a highlight and of what stands around them."""
NOT_A_WEB_ADDRESS = "Its address is not that of a web page."
NO_WEB_ADDRESS = "It has no address of a web page."
FURTHER_PAGES = N_("items on further pages of the answer")
COUNT_MAX = 10**9
"""A larger total is no count of items."""
_NOT_AN_OBJECT = "This item is not an object with names and values."


@dataclass(frozen=True, slots=True)
class SavedItem:
    """What a service knows of one page that a person saved.

    `url` is canonical. `html` is the article's body, `text` plain text where there is no HTML.
    """

    url: str | None = None
    title: str | None = None
    html: object = None
    text: object = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    highlights: tuple[Highlight, ...] = ()
    fields: ImportedFields = NO_FIELDS


def part(item: SavedItem, name: str) -> Part:
    """The article where its text is there, else its address; `name` is for what has neither."""
    draft = _draft(item)
    if draft is not None:
        return _declared(draft, item)
    if item.url:
        return AddressOnly(item.url, item.title, item.highlights, item.fields)
    draft = _of_highlights(item, name)
    if draft is not None:
        return draft
    lost = lost_highlights(len(item.highlights))
    return Unreadable(item.title or name, f"It has neither a text nor a web address.{lost}")


def lost_highlights(number: int) -> str:
    """The sentence for highlights of something that could not be imported, after a blank."""
    if number == 0:
        return ""
    if number == 1:
        return " Its highlight was left out."
    return f" Its {number:,} highlights were left out."


def read_each(
    items: Iterable[Any], read: Callable[[Mapping[str, Any]], SavedItem | Part | None]
) -> Iterator[Part]:
    """The parts of every object; one that is none, or cannot be read, stops no other.

    What `read` answers None for is passed over.
    """
    for number, item in enumerate(items, 1):
        name = f"Item {number:,}"
        if not isinstance(item, dict):
            yield Unreadable(name, _NOT_AN_OBJECT)
            continue
        try:
            found = read(item)
            made = part(found, name) if isinstance(found, SavedItem) else found
        except GlossError as error:
            made = Unreadable(name, error.message)
        except FAILURES as error:
            made = Unreadable(name, f"This item cannot be read: {type(error).__name__}.")
        if made is not None:
            yield made


def on_further_pages(answer: object, here: int) -> Iterator[Skipped]:
    """What an answer of an API counts and has on pages that are not in the file."""
    total = record(answer).get("total", record(answer).get("count"))
    if isinstance(total, int) and not isinstance(total, bool) and here < total <= COUNT_MAX:
        yield Skipped(FURTHER_PAGES, total - here)


def highlight(
    exact: object,
    written: object = None,
    *,
    prefix: object = None,
    suffix: object = None,
    tags: tuple[str, ...] = (),
    created_at: datetime | None = None,
    origin: str | None = None,
    is_public: bool = False,
) -> Highlight | None:
    """A highlight or a note, cut to what is sensible; None where there are no words at all."""
    words, said = _words(exact, EXACT_MAX_CHARACTERS), note(written)
    if not words and not said:
        return None
    return Highlight(
        words,
        _words(prefix, CONTEXT_MAX_CHARACTERS, strip=False),
        _words(suffix, CONTEXT_MAX_CHARACTERS, strip=False),
        note=said,
        tags=tags,
        created_at=created_at,
        origin=origin,
        is_public=is_public,
    )


def highlights(found: Iterable[Highlight | None]) -> tuple[Highlight, ...]:
    """The highlights without the Nones."""
    return tuple(one for one in found if one is not None)


def origin(service: str, *ids: object) -> str | None:
    """The name of a highlight at its source; None where one of its ids is missing."""
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in ids):
        return None
    named = one_line(":".join([service, *map(str, ids)]))
    return named[:200] if named and all(map(str, ids)) else None


def _words(value: object, longest: int, *, strip: bool = True) -> str:
    if not isinstance(value, str):
        return ""
    words = canonical(value[:longest])
    return words.strip() if strip else words


def _draft(item: SavedItem) -> Draft | None:
    """The text as a Draft; None where there is none that can be read."""
    try:
        if isinstance(item.html, str) and item.html.strip():
            return article_content.draft(item.html, item.url)
        if isinstance(item.text, str) and item.text.strip():
            body = join(plain_text.pieces(canonical(item.text)))
            return Draft(body.text, body.blocks, source_url=item.url)
    except Unprocessable:
        return None
    return None


def _of_highlights(item: SavedItem, name: str) -> Draft | None:
    """The highlights as a text; None where none of them has words."""
    draft = only_highlights.draft(item.title or name, item.highlights)
    return draft and _declared(draft, item)


def _declared(draft: Draft, item: SavedItem) -> Draft:
    said = {"title": item.title, "byline": item.byline, "declared_date": item.published}
    date = DeclaredDate(item.published, PROVENANCE) if item.published else None
    return replace(
        draft,
        title=item.title,
        byline=item.byline,
        publisher=item.publisher,
        language=item.language,
        declared_date=date,
        provenance={name: PROVENANCE for name, value in said.items() if value},
        highlights=item.highlights,
        fields=item.fields,
    )

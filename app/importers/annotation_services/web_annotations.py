"""W3C Web Annotations of any program, in the forms that the model allows.

Source: https://www.w3.org/TR/annotation-model/ (collections and pages in section 5, bodies and
targets in section 3). Of a target only the page and the words are taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.importers.annotation_services import authors
from app.importers.annotation_services.selectors import has_type, identifier, quote
from app.importers.base import Part, Unreadable
from app.importers.html_page import article_content
from app.importers.saved_items import values
from app.importers.saved_items.items import highlight, on_further_pages
from app.importers.saved_items.page_highlights import HighlightsByPage
from app.importers.saved_items.times import moment
from app.text.selectors import Quote

TARGETS_MAX = 100
BODIES_MAX = 100
_PAGES_MAX = 10_000
_NOT_AN_ANNOTATION = "This item is not an annotation with a target."
_NO_PAGE = "Annotations of no page"


@dataclass(frozen=True, slots=True)
class _Said:
    """What the bodies of an annotation say."""

    notes: tuple[str, ...]
    tags: tuple[str, ...]


class WebAnnotations:
    """A collection, a page, a list, or one annotation."""

    label = "W3C Web Annotations"

    def recognises(self, value: Any) -> bool:
        """Whether there is an annotation with a target."""
        first = list(_annotations(value))[: values.LOOKED_AT]
        return any(_is_annotation(one) for one in first)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each page."""
        every = list(_annotations(value))
        is_signed = authors.are_several(identifier(_creator(one)) for one in values.records(every))
        by_page = HighlightsByPage()
        for number, item in enumerate(every, 1):
            if _is_annotation(item):
                _add(item, by_page, is_signed=is_signed)
            else:
                yield Unreadable(f"Annotation {number:,}", _NOT_AN_ANNOTATION)
        yield from by_page.parts()
        yield from on_further_pages(value, len(every))


def _annotations(value: Any) -> Iterator[Any]:
    """The annotations of every page of a collection that is in the file."""
    waiting, seen = [value], 0
    while waiting and seen < _PAGES_MAX:
        seen += 1
        one = waiting.pop(0)
        if isinstance(one, list):
            yield from one
        elif isinstance(one, dict) and has_type(one, "AnnotationCollection"):
            waiting += [one.get("first"), one.get("items")]
        elif isinstance(one, dict) and has_type(one, "AnnotationPage"):
            waiting += [one.get("items"), one.get("next")]
        elif isinstance(one, dict) and _is_annotation(one):
            yield one


def _is_annotation(item: Any) -> bool:
    return isinstance(item, dict) and has_type(item, "Annotation") and bool(item.get("target"))


def _add(item: Mapping[str, Any], by_page: HighlightsByPage, *, is_signed: bool) -> None:
    said = _said(item)
    author = authors.shown(values.record(_creator(item)).get("name"), identifier(_creator(item)))
    note = authors.signed("\n\n".join(said.notes), author, is_signed=is_signed)
    for source, title, words in _targets(item.get("target")):
        address = values.address(source)
        made = highlight(
            words.exact,
            note,
            prefix=words.prefix,
            suffix=words.suffix,
            tags=said.tags,
            created_at=moment(item.get("created")),
            origin=values.one_line(identifier(item)),
        )
        if address is None:
            name = title or values.one_line(source) or _NO_PAGE
            by_page.add_without_address(name, made)
        else:
            by_page.add(address, title, made)


def _targets(target: object) -> Iterator[tuple[str | None, str | None, Quote]]:
    """The page of each target, its title and the words on it."""
    every = target if isinstance(target, list) else [target]
    for one in every[:TARGETS_MAX]:
        whole = values.record(one)
        source = whole.get("source", one)
        title = values.one_line(values.record(source).get("title", whole.get("title")))
        yield identifier(source), title, quote(whole.get("selector"))


def _creator(item: Mapping[str, Any]) -> Any:
    """The first creator: an IRI, or an object with a name."""
    creator = item.get("creator")
    return next(iter(creator), None) if isinstance(creator, list) else creator


def _said(item: Mapping[str, Any]) -> _Said:
    """The words of the bodies, in order; those whose purpose is tagging are tags."""
    body = item.get("body", item.get("bodyValue"))
    waiting = body if isinstance(body, list) else [body]
    is_tagging = item.get("motivation") == "tagging"
    notes: dict[str, None] = {}
    tags: list[str] = []
    for one in waiting[:BODIES_MAX]:
        for words, purpose in _words(one):
            if words and (purpose == "tagging" or (is_tagging and purpose is None)):
                tags.append(words)
            elif words:
                notes[words] = None
    return _Said(tuple(notes), values.tags(tags))


def _words(body: object) -> Iterator[tuple[str, str | None]]:
    """The words of a body with their purpose: text, or the IRI of what stands elsewhere."""
    if isinstance(body, str):
        yield values.note(body), None
        return
    one = values.record(body)
    purpose = one.get("purpose") if isinstance(one.get("purpose"), str) else None
    if isinstance(one.get("value"), str):
        yield _text(one["value"], one.get("format")), purpose
    elif isinstance(one.get("items"), list):
        for part in values.records(one["items"][:BODIES_MAX]):
            yield _text(part.get("value"), part.get("format")), purpose
    else:
        yield values.note(identifier(one.get("source", one))), purpose


def _text(value: object, media_type: object) -> str:
    is_html = isinstance(media_type, str) and "html" in media_type
    words = values.note(value)
    return article_content.plain(words) if is_html and words else words

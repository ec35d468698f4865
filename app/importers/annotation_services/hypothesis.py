"""Annotations from Hypothesis: the answers of its API, and what its client exports.

Source: the schema of an annotation in `docs/_extra/api-reference` of hypothesis/h, and what its
client exports (`export_date`, `annotations`). Replies are no annotations here: they are kept in the
note of what they answer, each with its author.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.importers.annotation_services import authors
from app.importers.annotation_services.selectors import WHOLE_PAGE, quote
from app.importers.base import Highlight, Part, Unreadable
from app.importers.saved_items import values
from app.importers.saved_items.items import highlight, on_further_pages, origin
from app.importers.saved_items.page_highlights import HighlightsByPage
from app.importers.saved_items.times import moment
from app.text.selectors import Quote

_KEYS = ("uri", "user", "target")
_WORLD = "group:__world__"
_REPLIES_MAX = 1_000
"""Replies that one annotation keeps."""
_NOT_AN_OBJECT = "This annotation is not an object with names and values."


class Hypothesis:
    """Annotations of any number of pages, people and groups."""

    label = "Hypothesis"

    def recognises(self, value: Any) -> bool:
        """Whether annotations have the names of the API."""
        return values.have(_annotations(value), *_KEYS)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each page."""
        every = _annotations(value)
        is_signed = authors.are_several(one.get("user") for one in values.records(every))
        replies = _replies(every)
        by_page = HighlightsByPage()
        for number, item in enumerate(every, 1):
            if not isinstance(item, dict):
                yield Unreadable(f"Annotation {number:,}", _NOT_AN_OBJECT)
            elif _root(item) is None:
                _add(item, replies.pop(str(item.get("id")), []), by_page, is_signed=is_signed)
        for answers in replies.values():
            for reply in answers:
                _add_orphan(reply, by_page)
        yield from by_page.parts()
        yield from on_further_pages(value, len(values.listed(values.record(value).get("rows"))))


def _annotations(value: Any) -> Sequence[Any]:
    """The annotations of an answer, of an export, or of a list; replies may stand apart."""
    if isinstance(value, dict):
        own = values.listed(value.get("rows", value.get("annotations")))
        return [*own, *values.listed(value.get("replies"))]
    return values.listed(value)


def _root(item: Mapping[str, Any]) -> str | None:
    """The id of the annotation that a reply belongs to, directly or not; None for no reply."""
    first = next(iter(values.listed(item.get("references"))), None)
    return first if isinstance(first, str) and first else None


def _replies(every: Iterable[Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The replies to each annotation, the oldest first."""
    replies: dict[str, list[Mapping[str, Any]]] = {}
    for item in values.records(every):
        root = _root(item)
        if root is not None:
            replies.setdefault(root, []).append(item)
    for answers in replies.values():
        answers.sort(key=lambda reply: str(reply.get("created")))
    return replies


def _add(
    item: Mapping[str, Any],
    replies: Sequence[Mapping[str, Any]],
    by_page: HighlightsByPage,
    *,
    is_signed: bool,
) -> None:
    address, title = _address(item), _title(item)
    own = authors.signed(values.note(item.get("text")), _author(item), is_signed=is_signed)
    answers = [_answer(reply) for reply in replies[:_REPLIES_MAX]]
    made = _highlight(item, [own, *answers], _quote(item))
    if address is None:
        name = title or values.one_line(item.get("uri")) or "Annotations of no page"
        by_page.add_without_address(name, made)
    else:
        by_page.add(address, title, made)


def _add_orphan(reply: Mapping[str, Any], by_page: HighlightsByPage) -> None:
    """A reply to what is not in the file: a note on its page."""
    address, title = _address(reply), _title(reply)
    made = _highlight(reply, [_answer(reply)], WHOLE_PAGE)
    if address is None:
        by_page.add_without_address(title or "Replies of no page", made)
    else:
        by_page.add(address, title, made)


def _highlight(item: Mapping[str, Any], notes: Sequence[str], words: Quote) -> Highlight | None:
    made = highlight(
        words.exact,
        "\n\n".join(note for note in notes if note),
        prefix=words.prefix,
        suffix=words.suffix,
        tags=values.tags(item.get("tags")),
        created_at=moment(item.get("created")),
        origin=origin("hypothesis", item.get("id")),
    )
    return replace(made, is_public=_is_public(item)) if made else None


def _answer(reply: Mapping[str, Any]) -> str:
    return authors.signed(values.note(reply.get("text")), _author(reply), is_signed=True)


def _quote(item: Mapping[str, Any]) -> Quote:
    """The words of the first target that has some; an annotation of Hypothesis has one target."""
    for target in values.records(item.get("target")):
        words = quote(target.get("selector"))
        if words.exact:
            return words
    return WHOLE_PAGE


def _address(item: Mapping[str, Any]) -> str | None:
    """The page: its address, or another one that its document goes by, as for a file."""
    sources = [one.get("source") for one in values.records(item.get("target"))]
    links = [
        one.get("href") for one in values.records(values.record(item.get("document")).get("link"))
    ]
    return values.address(item.get("uri"), *sources[:10], *links[:10])


def _title(item: Mapping[str, Any]) -> str | None:
    title = values.record(item.get("document")).get("title")
    return values.one_line(next(iter(title), None) if isinstance(title, list) else title)


def _author(item: Mapping[str, Any]) -> str | None:
    named = values.record(item.get("user_info")).get("display_name")
    return authors.shown(named, item.get("user"))


def _is_public(item: Mapping[str, Any]) -> bool:
    """Whether everybody may read it: not what is the author's alone or a group's."""
    readers = values.record(item.get("permissions")).get("read")
    return _WORLD in values.listed(readers) and not item.get("hidden")

"""Selectors of the W3C Web Annotation model: which words a target means.

Source: https://www.w3.org/TR/annotation-model/, sections 3 (targets) and 4 (selectors). Positions
count the characters of a page that is not there, and ranges walk its elements: only quotations are
taken.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.importers.saved_items import values
from app.text.selectors import Quote

WHOLE_PAGE = Quote("")
SELECTORS_MAX = 100
"""Selectors of one target, those that refine others among them."""


def quote(selector: object) -> Quote:
    """The quotation among the selectors of a target: the one that refines the others most."""
    found = WHOLE_PAGE
    for one in _every(selector):
        if has_type(one, "TextQuoteSelector") and isinstance(one.get("exact"), str):
            found = Quote(one["exact"], _string(one.get("prefix")), _string(one.get("suffix")))
    return found


def has_type(item: Mapping[str, Any], name: str) -> bool:
    """Whether an object is of a type, under any of the names that JSON-LD allows."""
    types = item.get("type", item.get("@type"))
    every = types if isinstance(types, list) else [types]
    return any(isinstance(one, str) and one.rpartition(":")[2] == name for one in every)


def identifier(item: object) -> str | None:
    """An IRI: a string, or the id of an object."""
    if isinstance(item, dict):
        item = item.get("id", item.get("@id"))
    return item if isinstance(item, str) else None


def _every(selector: object) -> Iterator[Mapping[str, Any]]:
    """Each selector, then those that refine it; a bounded number of them."""
    waiting = [selector]
    for _ in range(SELECTORS_MAX):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one[:SELECTORS_MAX]
        elif isinstance(one, dict):
            yield one
            waiting += [values.record(one).get("refinedBy"), *_items(one)]


def _items(selector: Mapping[str, Any]) -> list[Any]:
    """The alternatives of a choice."""
    return list(values.listed(selector.get("items")))[:SELECTORS_MAX]


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""

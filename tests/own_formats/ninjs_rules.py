"""The rules of ninjs 3.1 that an export can break, written down after the standard's schema.

https://iptc.org/std/ninjs/ninjs-schema_3.1.json: members and types of an item; no other members.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TEXT = frozenset(
    "profile version copyrightHolder copyrightNotice usageTerms edNote language title by slugline "
    "located".split()
)
_WORDS = {
    "type": frozenset(
        "text audio video picture graphic composite component event planning".split()
    ),
    "representationType": frozenset(("full", "partial")),
    "pubStatus": frozenset(("usable", "withheld", "canceled")),
}
_TIMES = frozenset("firstCreated versionCreated contentCreated embargoedUntil expires".split())
_LISTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "descriptions": (frozenset("role contentType value".split()), frozenset(("value",))),
    "headlines": (frozenset("role contentType value".split()), frozenset(("value",))),
    "bodies": (
        frozenset("role contentType charCount wordCount value".split()),
        frozenset(("value",)),
    ),
    "people": (frozenset("name rel uri literal contactInfo".split()), frozenset()),
    "organisations": (frozenset("name rel uri literal symbols contactInfo".split()), frozenset()),
    "places": (frozenset("name rel uri literal contactInfo geoJSON".split()), frozenset()),
    "events": (frozenset("id name rel uri literal".split()), frozenset()),
    "objects": (frozenset("name rel uri literal".split()), frozenset()),
    "infoSources": (frozenset("name role uri literal contactInfo".split()), frozenset()),
    "altIds": (frozenset(("role", "value")), frozenset()),
    "renditions": (
        frozenset("name href contentType title width height sizeInBytes".split()),
        frozenset(("name",)),
    ),
}
_COUNTS = frozenset("charCount wordCount width height sizeInBytes".split())
_STANDARD = frozenset("name version schema".split())


def problems(item: Any, *, is_associated: bool = False) -> Iterator[str]:
    """What of an item is against the standard."""
    if not isinstance(item, dict):
        yield "an item is an object"
        return
    needed = ("uri", "name") if is_associated else ("uri",)
    yield from (f"{name} is missing" for name in needed if name not in item)
    for name, value in item.items():
        if name in ("name", "rel") and is_associated:
            continue
        yield from _of_member(name, value)


def _of_member(name: str, value: Any) -> Iterator[str]:
    if name == "associations":
        for one in value:
            yield from problems(one, is_associated=True)
    elif name in _LISTS:
        for one in value:
            yield from _of_entry(name, one)
    elif name == "standard":
        yield from (f"standard has {key}" for key in value.keys() - _STANDARD)
    elif not _is_right(name, value):
        yield f"{name} is {value!r}"


def _is_right(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if name in _WORDS:
        return value in _WORDS[name]
    if name in _TIMES:
        return _TIME.fullmatch(value) is not None
    return name in _TEXT or (name == "uri" and _URI.fullmatch(value) is not None)


def _of_entry(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    known, needed = _LISTS[name]
    yield from (f"{name} has {key}" for key in entry.keys() - known)
    yield from (f"{name} lacks {key}" for key in needed - entry.keys())
    for key, value in entry.items():
        is_uri = key not in ("uri", "href") or _URI.fullmatch(str(value))
        if not isinstance(value, int if key in _COUNTS else str) or not is_uri:
            yield f"{name}.{key} is {value!r}"

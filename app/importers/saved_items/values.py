"""Values of exports, whatever their type: what is not as documented is as if it were missing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.errors import Unprocessable
from app.importers.declared_fields import line
from app.importers.urls import canonical_url
from app.text.canonical import canonical

TAGS_MAX = 100
TAG_MAX_CHARACTERS = 100
NOTE_MAX_CHARACTERS = 20_000
"""Limits of what one item may have. What is longer is cut, and ends with an ellipsis."""
LOOKED_AT = 50
"""Items at which a format is recognised: the first ones may be wrong."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_WORDS_OF_FLAGS = {
    "true": True,
    "yes": True,
    "1": True,
    "false": False,
    "no": False,
    "0": False,
}
_TAG_KEYS = ("name", "label", "title", "Name")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_LISTED_MAX = 10_000
"""Characters of a list of tags."""


def record(value: object) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> Sequence[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else ()


def records(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects in a list; whatever else is in it is passed over."""
    return (item for item in listed(value) if isinstance(item, dict))


def have(items: object, *keys: str) -> bool:
    """Whether one of the first items of a list is an object with all of these keys."""
    first = list(listed(items)[:LOOKED_AT])
    return any(isinstance(item, dict) and item.keys() >= set(keys) for item in first)


def one_line(value: object) -> str | None:
    """A title or a name as one line of visible text, or None."""
    return line(value)


def note(value: object) -> str:
    """What a person wrote, with its line breaks; empty where there is none."""
    if not isinstance(value, str):
        return ""
    written = canonical(value[: NOTE_MAX_CHARACTERS + 1]).strip()
    if len(written) > NOTE_MAX_CHARACTERS:
        return written[: NOTE_MAX_CHARACTERS - 1] + "…"
    return written


def flag(value: object) -> bool | None:
    """Yes or no as a boolean, a number or a word; None for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _WORDS_OF_FLAGS.get(value.strip().lower())
    return {0: False, 1: True}.get(value) if isinstance(value, int) else None


def tags(*values: object) -> tuple[str, ...]:
    """Tags, each once: words, objects with a name, or the keys of an object."""
    found: dict[str, None] = {}
    for value in values:
        for name in _names(value):
            shown = line(name, TAG_MAX_CHARACTERS)
            if shown and len(found) < TAGS_MAX:
                found[shown] = None
    return tuple(found)


def _names(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        value = list(value)
    for one in listed(value)[: 10 * TAGS_MAX]:
        if isinstance(one, dict):
            yield next((one[key] for key in _TAG_KEYS if one.get(key)), None)
        elif not isinstance(one, bool):
            yield one


def tags_in(written: object, separator: str = ",") -> tuple[str, ...]:
    """Tags in one string: a list in JSON or in Python's notation, or words between separators."""
    if not isinstance(written, str):
        return tags(written)
    shown = written.strip()[:_LISTED_MAX]
    if not (shown.startswith("[") and shown.endswith("]")):
        return tags(shown.split(separator))
    try:
        return tags(json.loads(shown))
    except (ValueError, RecursionError):
        return tags([one or other for one, other in _QUOTED.findall(shown)])


def language(value: object) -> str | None:
    """A language tag such as `en-GB`, or None."""
    if not isinstance(value, str):
        return None
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def address(*values: object, but: tuple[str, ...] = ()) -> str | None:
    """The first of the values that is the address of a web page, in its canonical form.

    Those that begin with `but` are a service's own, where only its owner can read.
    """
    for value in values:
        if isinstance(value, str):
            try:
                found = canonical_url(value)
            except Unprocessable:
                continue
            if not found.startswith(but):
                return found
    return None

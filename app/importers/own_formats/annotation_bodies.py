"""What an exported annotation may say: every value that pages read has the type they expect."""

from collections.abc import Callable, Mapping
from typing import Any

from app.errors import Unprocessable
from app.importers.own_formats import values

ENTITY_KINDS = (
    *("person", "organization", "place", "group", "facility"),
    *("event", "product", "work", "other"),
)
QUOTATION_KINDS = ("direct", "indirect", "mixed")
NAME_MAX_CHARACTERS = 500
"""Of an entity's name and of words that name one: longer ones fit no index."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    "entity": ENTITY_KINDS,
    "quotation": QUOTATION_KINDS,
    "claim": ("claim",),
    "date": ("date",),
}


def _is_text(value: Any, longest: int = values.TEXT_MAX_CHARACTERS) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_name(value: Any) -> bool:
    return _is_text(value, NAME_MAX_CHARACTERS) and bool(value.strip())


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_span(value: Any) -> bool:
    """Whether it has a start, an end and words, as sources and cues have."""
    if not isinstance(value, dict):
        return False
    start, end = value.get("start"), value.get("end")
    is_position = type(start) is int and type(end) is int and 0 <= start <= end < 2**31
    return is_position and _is_text(value.get("exact"))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(one) for one in value)


def _are_speakers(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_speaker, value))


def _is_speaker(value: Any) -> bool:
    if not isinstance(value, dict) or not {"speaker", "chain"} <= value.keys():
        return False
    return _is_name(value["speaker"]) and (value["chain"] is None or _is_name(value["chain"]))


_EXPECTED: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("name", "chain", "speaker", "claimant", "claimant_chain"), _is_name),
    **dict.fromkeys(("found_speaker", "attribution"), _is_name),
    **dict.fromkeys(("kind", "type", "found_by", "act", "polarity"), _is_text),
    **dict.fromkeys(("value", "anchor", "unresolved"), _is_text),
    **dict.fromkeys(("quoted", "origin"), _is_text),
    **dict.fromkeys(("central", "whole", "named", "relative", "reported"), _is_flag),
    **dict.fromkeys(("speaker_confidence", "check_worthiness"), _is_share),
    **dict.fromkeys(("role", "source", "cue"), _is_span),
    **dict.fromkeys(("why", "tags"), _are_texts),
    "ambiguous": _is_flag,
    "speakers": _are_speakers,
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "entity": ("kind", "name"),
    "quotation": ("type",),
    "claim": ("check_worthiness",),
    "date": (),
}
_NEVER_NULL = frozenset(
    (
        *("central", "whole", "named", "relative", "reported", "ambiguous"),
        *("why", "speakers", "act", "polarity", "tags"),
    )
)


def checked(layer: str, kind: str, body: Any) -> dict[str, Any]:
    """The body of an annotation of a layer. Raises Unprocessable."""
    if kind not in _KINDS.get(layer, ()):
        raise Unprocessable("Unknown layer or kind of annotation.")
    said: dict[str, Any] = values.json_value(values.mapping(body, "body"))
    for key in _NEEDED[layer]:
        if said.get(key) is None:
            raise Unprocessable(f"An annotation lacks “{key}”.")
    _check(said)
    return said


def checked_note(body: Any) -> dict[str, Any]:
    """The body of a person's note. Raises Unprocessable."""
    said = values.mapping(body, "body")
    text, more = said.get("text"), {k: v for k, v in said.items() if k != "text"}
    known: dict[str, Any] = values.json_value(more)
    _check(known)
    return known | {"text": text}


def _check(said: Mapping[str, Any]) -> None:
    for key, value in said.items():
        if not _is_expected(key, value):
            raise Unprocessable(f"“{key}” of an annotation is not valid.")


def _is_expected(key: str, value: Any) -> bool:
    """Whether pages can read the value; what they don't know may be anything."""
    expected = _EXPECTED.get(key)
    if expected is None:
        return True
    if value is None:
        return key not in _NEVER_NULL
    return expected(value)

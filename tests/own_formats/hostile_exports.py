"""Hostile variants of our own exports, recorded: what was changed in an object of an article."""

import copy
import hashlib
from collections.abc import Iterator
from typing import Any

TEXT = "“The ferry was dark at 13,” said Ella Thorne."
_SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
ARTICLE: dict[str, Any] = {
    "gloss": 1,
    "source_url": "https://ostra.example/ferry",
    "visibility": "public",
    "title": "The ferry",
    "byline": ["Ann Roe"],
    "text": TEXT,
    "sha256": _SHA256,
    "blocks": [{"kind": "paragraph", "start": 0, "end": len(TEXT)}],
    "inlines": [{"kind": "link", "start": 5, "end": 10, "href": "https://ostra.example/a"}],
    "doubts": [{"kind": "x", "message": "Doubtful.", "layer": None, "evidence": []}],
    "runs": [
        {"layer": layer, "engine": "stub", "version": "1"}
        for layer in ("entity", "quotation", "claim")
    ],
    "annotations": [
        {
            "layer": "entity",
            "start": 33,
            "end": 44,
            "entity": 1,
            "confidence": 0.9,
            "creator": "stub@1",
            "body": {"kind": "person", "name": "Ella Thorne", "chain": "e1", "role": None},
        },
        {
            "layer": "quotation",
            "start": 1,
            "end": 26,
            "kind": "direct",
            "confidence": 0.9,
            "creator": "stub@1",
            "body": {"type": "direct", "speaker": "Ella Thorne", "chain": "e1", "cue": None},
        },
        {
            "layer": "note",
            "start": 5,
            "end": 10,
            "exact": "ferry",
            "creator": "person:7",
            "confidence": 1.0,
            "body": {"text": "Which?"},
            "visibility": "private",
            "written_at": "2031-05-02T08:30:00Z",
        },
    ],
}
_SCRIPT = "<script>alert(1)</script>"
_ANY: tuple[Any, ...] = (None, -1, 1.5, "x", [7], {"a": {}})
_OF_ARTICLES = tuple(ARTICLE)
_OF_ANNOTATIONS = ("layer", "start", "end", "kind", "confidence", "creator", "body", "entity")
_OF_BODIES = (
    *("kind", "name", "chain", "role", "central", "type", "speaker", "speakers", "cue", "source"),
    *("found_speaker", "attribution", "polarity", "act", "why", "whole", "named", "text", "tags"),
)
_DEEP: Any = []
for _ in range(200):
    _DEEP = [_DEEP]
_CHANGES: dict[str, tuple[tuple[Any, ...], Any]] = {
    "a script as title": (("title",), _SCRIPT),
    "a script as address": (("source_url",), "javascript:alert(1)"),
    "a script as link": (("inlines", 0, "href"), "javascript:alert(1)"),
    "a link that leaves its attribute": (("inlines", 0, "href"), 'https://a.example/" onclick="x'),
    "a script as picture": (("blocks", 0, "picture"), {"url": "data:text/html,x", "alt": '"><x'}),
    "a picture of wrong members": (("blocks", 0, "picture"), {"src": 1}),
    "blocks that overlap": (("blocks",), [ARTICLE["blocks"][0]] * 2),
    "a block out of range": (("blocks", 0, "end"), 10_000),
    "a block of an unknown kind": (("blocks", 0, "kind"), _SCRIPT),
    "inlines that overlap": (
        ("inlines",),
        [{"kind": "strong", "start": n, "end": n + 9} for n in range(9)] * 50,
    ),
    "an inline out of range": (("inlines", 0, "end"), 10_000),
    "another sha256": (("sha256",), "0" * 64),
    "another text": (("text",), TEXT + " And more.\r\n\x00\ud800"),
    "no text": (("text",), " \n"),
    "an annotation out of range": (("annotations", 0, "end"), 10_000),
    "an empty annotation": (("annotations", 0, "end"), 33),
    "an annotation that starts below zero": (("annotations", 0, "start"), -5),
    "a number beyond every database": (("annotations", 0, "start"), 10**30),
    "a confidence that is no number": (("annotations", 0, "confidence"), float("nan")),
    "a forged creator of a name": (("annotations", 0, "creator"), "person:1"),
    "a forged creator of a note": (("annotations", 2, "creator"), "person:99"),
    "an engine with a script for a name": (("annotations", 0, "creator"), _SCRIPT),
    "a name of half a megabyte": (("annotations", 0, "body", "name"), "x" * 500_000),
    "a body that is nested deeply": (("annotations", 0, "body", "more"), _DEEP),
    "a speaker's chain of another type": (("annotations", 1, "body", "chain"), ["e1"]),
    "a speaker without end": (("annotations", 1, "body", "found_speaker"), "x" * 100_000),
    "a note without end": (("annotations", 2, "body", "text"), "x" * 100_000),
    "a note in a time without zone": (("annotations", 2, "written_at"), "2031-05-02T08:30:00"),
    "a note in the year 1": (("annotations", 2, "written_at"), "0001-01-01T00:00:00Z"),
    "a capture in the year 9999": (("captured_at",), "9999-12-31T23:59:59-14:00"),
    "a date that is none": (("declared_date",), {"value": "2031-02-30", "provenance": _SCRIPT}),
    "an identity of another text": (("identity",), "sha256:" + "f" * 64),
    "more revisions than there are": (("revision",), 2**40),
    "a thousand runs": (
        ("runs",),
        [{"layer": f"l{n}", "engine": "e", "version": "1"} for n in range(1000)],
    ),
    "set fields of another type": (("set_fields",), {"title": 7, "byline": {"value": 1}, "x": 1}),
    "unplaced notes of other types": (("unplaced",), [7, {}, {"exact": 7}, {"text": [1]}]),
    "the same annotation a thousand times": (
        ("annotations",),
        ARTICLE["annotations"] * 1000,
    ),
    "doubts out of range": (("doubts", 0, "evidence"), [{"start": 5, "end": 10**9}]),
    "surrogates everywhere": (("byline",), ["\ud800\x00\r", "\udfff"]),
}


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """What was changed, and the article with the change, each under an address of its own."""
    for number, (name, (path, value)) in enumerate(_all_changes()):
        article = copy.deepcopy(ARTICLE)
        article["source_url"] = f"https://ostra.example/{number}"
        place: Any = article
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = copy.deepcopy(value)
        yield name, article


def _all_changes() -> Iterator[tuple[str, tuple[tuple[Any, ...], Any]]]:
    yield from _CHANGES.items()
    paths: list[tuple[Any, ...]] = [(key,) for key in _OF_ARTICLES]
    paths += [("annotations", 1, key) for key in _OF_ANNOTATIONS]
    paths += [("annotations", n, "body", key) for key in _OF_BODIES for n in (0, 1)]
    for number, path in enumerate(paths):
        value = _ANY[number % len(_ANY)]
        yield f"{path}: {value!r}", (path, value)

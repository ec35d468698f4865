"""Exports that are huge, deep or of wrong types lose at most the items that are wrong."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers.base import AddressOnly, Draft, Part
from tests.importers.services import samples
from tests.importers.services.parts import parts, parts_or_refusal, unreadable

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        ["https://other.example/", "javascript:alert(1)", "<p>x</p>", "\ud800", "\0"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["url", "id", "name", "value", "type", "source", "selector", "items", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
Place = tuple[str | int, ...]
SIZE = 500_000


def places(value: Any, before: Place = ()) -> Iterator[Place]:
    """Where every value of a file is, itself among them."""
    yield before
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*before, key))


def replaced(value: Any, place: Place, new: Any) -> Any:
    """The value with another one in a place."""
    if not place:
        return new
    changed = copy.copy(value)
    changed[place[0]] = replaced(value[place[0]], place[1:], new)
    return changed


def words(found: list[Part]) -> dict[str | None, tuple[str, ...]]:
    """What is highlighted on each page, and the length of its text."""
    kept = {}
    for part in found:
        if isinstance(part, Draft):
            kept[part.source_url] = (part.text, *(h.exact for h in part.highlights))
        elif isinstance(part, AddressOnly):
            kept[part.url] = tuple(h.exact for h in part.highlights)
    return kept


@pytest.mark.parametrize("name", [sample.name for sample in samples.json_samples()])
@settings(max_examples=60)
@given(data=st.data())
def test_any_value_in_an_item_loses_that_item_at_most(name: str, data: st.DataObject) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    good = words(parts(sample.data))
    number = data.draw(st.integers(0, 2))
    every = list(places(sample.items[number]))
    where = data.draw(st.sampled_from(every))
    sample.items[number] = replaced(sample.items[number], where, data.draw(JSON))
    found = parts(json.dumps(sample.value))
    lost = f"https://elm.example/pier/{number + 1}"
    kept = {url: said for url, said in good.items() if url != lost}
    assert words(found).items() >= kept.items()
    assert not [one for one in unreadable(found) if "Error" in one.message], unreadable(found)


@pytest.mark.parametrize("name", [sample.name for sample in samples.json_samples()])
@settings(max_examples=25)
@given(data=st.data())
def test_any_value_in_place_of_the_list_is_read_or_refused(name: str, data: st.DataObject) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    outer = [place for place in places(sample.value) if len(place) <= len(sample.path)]
    changed = replaced(sample.value, data.draw(st.sampled_from(outer)), data.draw(JSON))
    found, refusal = parts_or_refusal(json.dumps(changed).encode(), "a.json")
    assert found or refusal
    assert "Error" not in (refusal or "")


CELLS = st.text(max_size=30) | st.sampled_from(
    ["=1+1", '"', "\x00", "javascript:x", "[" * 20, "9" * 30]
)


@pytest.mark.parametrize("name", samples.TABLES)
@settings(max_examples=25)
@given(rows=st.lists(st.lists(CELLS, max_size=14), max_size=4))
def test_any_cells_are_read_or_named(name: str, rows: list[list[str]]) -> None:
    text = samples.TABLES[name]
    delimiter = ";" if name == "wallabag" else ","
    more = samples.table(*(tuple(row) for row in rows), delimiter=delimiter)
    found = parts(text + more)
    assert words(found).items() >= words(parts(text)).items()
    assert not [one for one in unreadable(found) if "Error" in one.message]


@pytest.mark.parametrize("name", samples.LINK_LISTS)
@settings(max_examples=40)
@given(st.text(st.sampled_from("<>/=\"' adlthDTHRE&;\n"), max_size=120), st.integers(0, 2_000))
def test_any_tags_in_a_list_of_links_are_read(name: str, noise: str, where: int) -> None:
    text = samples.LINK_LISTS[name]
    cut = max(text.index("</"), min(where, len(text)))
    found, reason = parts_or_refusal((text[:cut] + noise + text[cut:]).encode())
    assert found or reason
    reasons = [one.message for one in unreadable(found)] + ([reason] if reason else [])
    assert all(one.endswith(".") for one in reasons)


def _many(name: str) -> bytes:
    sample = next(s for s in samples.json_samples() if s.name == name)
    sample.items[:] = sample.items * (SIZE // len(json.dumps(sample.items)) + 1)
    return sample.data


def _rows(name: str) -> bytes:
    first, _, rest = samples.TABLES[name].partition("\n")
    return (first + "\n" + rest * (SIZE // len(rest))).encode()


def _cell(name: str, before: str, unit: str) -> bytes:
    first = samples.TABLES[name].partition("\n")[0]
    return (first + "\n" + before + unit * (SIZE // len(unit))).encode()


def _tags(start: str, unit: str) -> bytes:
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>{start}{unit * (SIZE // len(unit))}".encode()


def _replies() -> bytes:
    answers = [
        samples.hypothesis_annotation(n, references=["aWd1_Ee-"], text="x" * 90)
        for n in range(1_500)
    ]
    return json.dumps([samples.hypothesis_annotation(1), *answers]).encode()


def _selectors(depth: int, width: int) -> bytes:
    selector: Any = 1
    for _ in range(depth):
        selector = {"refinedBy": selector, "items": [selector] * width}
    target = {"source": "https://elm.example/", "selector": selector}
    return json.dumps([samples.web_annotation(1, target=target)] * 20).encode()


def _annotation(**changed: Any) -> bytes:
    return json.dumps([samples.web_annotation(1, **changed)]).encode()


def _entry(**changed: Any) -> bytes:
    return json.dumps([samples.wallabag_entry(1, **changed)]).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    **{f"many items of {s.name}": partial(_many, s.name) for s in samples.json_samples()},
    **{f"many rows of {name}": partial(_rows, name) for name in samples.TABLES},
    "a cell that never ends": partial(_cell, "pocket", '"', "x,"),
    "quotation marks": partial(_cell, "pocket", "", '"\n'),
    "commas": partial(_cell, "pocket", "", ","),
    "line ends": partial(_cell, "pocket", "", "\n"),
    "links": partial(_tags, "", '<DT><A HREF="https://elm.example/">x</A><DD>words\n'),
    "folders": partial(_tags, "", "<DT><H3>Ports</H3><DL><p>"),
    "lists": partial(_tags, "", "<DL>"),
    "closed lists": partial(_tags, "", "</DL>"),
    "links in links": partial(_tags, "", '<A HREF="https://elm.example/">'),
    "attributes": partial(_tags, "<A HREF='https://elm.example/'", ' a="b"'),
    "words": partial(_tags, "<A HREF='https://elm.example/'>", "words "),
    "descriptions": partial(_tags, "<A HREF='https://elm.example/'>x</A>", "<DD>x"),
    "bodies": partial(_annotation, body=[{"value": "x"}] * 100_000),
    "targets": partial(_annotation, target=["https://elm.example/"] * 80_000),
    "replies": _replies,
    "tags": partial(_entry, tags=[str(n) for n in range(200_000)]),
    "a long title": partial(_entry, title="x" * 2_000_000),
    "a long text": partial(_entry, content="<p>words" * 200_000),
    "deep selectors": partial(_selectors, 300, 0),
    "broad selectors": partial(_selectors, 12, 1),
    "deep JSON": lambda: b'[{"uri": ' * 200_000,
    "bad lines": lambda: b'{"uri": "x", "user": "y", "target": []}\n' + b"{\n" * 500_000,
}


@pytest.mark.slow
@pytest.mark.timeout(60)  # thirty times what the slowest takes
@pytest.mark.parametrize("name", HOSTILE)
def test_half_a_megabyte_is_read_or_refused(name: str) -> None:
    data = HOSTILE[name]()
    found, refusal = parts_or_refusal(data)
    assert found or refusal or not data.strip(b"\n,").count(b"\n")
    assert "Error" not in (refusal or "")

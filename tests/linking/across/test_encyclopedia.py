"""Summaries of an encyclopedia.

Asked for at one address, and believed in three plain fields only.
"""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, GlossError, Unprocessable
from app.linking.across.encyclopedia import LONGEST_EXTRACT, Summary, Title, at, named, read

ORLE = Title("en", "Port Orle")
PAGE = "https://en.wikipedia.org/wiki/Port_Orle"


def answer(**fields: Any) -> bytes:
    whole = {
        "type": "standard",
        "title": "Port Orle",
        "extract": "A harbour.",
        "content_urls": {"desktop": {"page": PAGE}},
    }
    return json.dumps(whole | fields).encode()


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (PAGE, ORLE),
        ("http://en.m.wikipedia.org/wiki/Port_Orle?action=raw#History", ORLE),
        ("https://www.en.wikipedia.org/wiki/Port%20Orle", ORLE),
        ("https://zh-min-nan.wikipedia.org/wiki/AC%2FDC", Title("zh-min-nan", "AC/DC")),
        ("https://uk.wikipedia.org/wiki/%D0%9A%D0%B8%D1%97%D0%B2", Title("uk", "Київ")),
        ("https://en.wikipedia.org.evil.example/wiki/Port_Orle", None),
        ("https://evil.example/en.wikipedia.org/wiki/Port_Orle", None),
        ("https://a.b.wikipedia.org/wiki/X", None),
        ("https://en.wikipedia.org/w/index.php?title=X", None),
        ("https://en.wikipedia.org/wiki/", None),
        ("https://[en.wikipedia.org/wiki/X", None),
        (None, None),
    ],
)
def test_an_article_is_known_by_its_address(url: str | None, title: Title | None) -> None:
    assert at(url) == title


def test_a_title_is_one_part_of_the_address_whatever_it_holds() -> None:
    assert (
        named("AC/DC  Live?#%", "en").address
        == "https://en.wikipedia.org/api/rest_v1/page/summary/AC%2FDC_Live%3F%23%25"
    )
    for name in ("", " _ ", "..", "x" * 256):
        with pytest.raises(Unprocessable):
            named(name, "en")


def test_an_answer_is_read_as_plain_text() -> None:
    told = read(
        answer(
            extract="A <b>harbour</b>.\n\u0000\ud800 Old.",
            extract_html="<script>",
            thumbnail={"source": "x"},
        ),
        ORLE,
    )
    assert told == Summary("en", "Port Orle", "A <b>harbour</b>. \ufffd\ufffd Old.", PAGE)
    assert len(read(answer(extract="word " * 5_000), ORLE).extract) <= LONGEST_EXTRACT + 1


def test_a_title_of_several_things_is_a_sentence() -> None:
    with pytest.raises(Conflict, match="several meanings"):
        read(answer(type="disambiguation"), ORLE)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"type": "standard"}',
        answer(type="no-extract"),
        answer(title=["x"]),
        answer(title="x" * 300),
        answer(extract="  "),
        answer(extract={"html": "x"}),
        answer(content_urls=None),
        answer(content_urls={"desktop": [PAGE]}),
        *(
            answer(content_urls={"desktop": {"page": url}})
            for url in (
                "http://en.wikipedia.org/wiki/X",
                "https://de.wikipedia.org/wiki/X",
                "https://en.wikipedia.org:444/wiki/X",
                "https://u@en.wikipedia.org/wiki/X",
                "https://en.wikipedia.org@evil.example/wiki/X",
                "https://en.wikipedia.org/w/X",
                "https://en.wikipedia.org/wiki/X y",
                "https://[en.wikipedia.org/wiki/X",
                "javascript:alert(1)//en.wikipedia.org/wiki/X",
                PAGE + "x" * 2_000,
            )
        ),
    ],
)
def test_what_is_no_summary_is_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable, match="not a valid summary"):
        read(data, ORLE)


ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=5), x),
)


@given(
    st.dictionaries(st.sampled_from(["type", "title", "extract", "content_urls"]), ANYTHING),
    st.binary(max_size=50),
)
def test_any_answer_is_a_summary_or_an_error_for_readers(
    fields: dict[str, Any], data: bytes
) -> None:
    for said in (answer(**fields), data):
        with suppress(GlossError):
            assert read(said, ORLE).url == PAGE

"""Web Annotations in the forms that the model's examples have."""

from typing import Any

import pytest

from app.importers.annotation_services.selectors import SELECTORS_MAX, WHOLE_PAGE, quote
from app.importers.base import Highlight, Part
from app.text.selectors import Quote
from tests.importers.services.parts import pages, parts, unreadable
from tests.importers.services.samples import JsonSample, json_samples, web_annotation

URL = "https://elm.example/pier/1"
QUOTE = {"type": "TextQuoteSelector", "exact": "closed on Monday", "prefix": "was ", "suffix": "."}
POSITION = {"type": "TextPositionSelector", "start": 4, "end": 20}


def read(value: Any) -> list[Part]:
    """The parts of a file."""
    return parts(JsonSample("", value).data)


def one(**changed: Any) -> Highlight:
    """The highlight that one annotation makes."""
    (highlight,) = pages(read([web_annotation(1, **changed)]))[URL].highlights
    return highlight


@pytest.mark.parametrize("name", ["w3c", "w3c-list"])
def test_annotations_are_gathered_by_the_page_of_their_target(name: str) -> None:
    found = parts(next(s for s in json_samples() if s.name == name).data)
    assert len(pages(found)) == len(found) == 3
    (highlight,) = pages(found)[URL].highlights
    assert (highlight.exact, highlight.prefix, highlight.suffix) == (
        "closed on Monday",
        "was ",
        ".",
    )
    assert (highlight.note, highlight.tags) == ("Who says so?", ("harbours",))
    assert highlight.origin == "https://notes.example/anno/1"
    assert highlight.created_at is not None


@pytest.mark.parametrize(
    "selector",
    [
        QUOTE,
        [POSITION, QUOTE],
        [QUOTE, POSITION],
        {"type": "FragmentSelector", "value": "p1", "refinedBy": QUOTE},
        {"type": "XPathSelector", "value": "/p", "refinedBy": [POSITION, QUOTE]},
        {"type": "Choice", "items": [POSITION, QUOTE]},
        {
            "@type": "oa:TextQuoteSelector",
            **{key: QUOTE[key] for key in ("exact", "prefix", "suffix")},
        },
        {"type": ["TextQuoteSelector"], "exact": QUOTE["exact"], "prefix": "was ", "suffix": "."},
        [None, 7, [], "https://selectors.example/1", [[QUOTE]]],
        {**QUOTE, "exact": "The harbour was closed on Monday", "refinedBy": QUOTE},
    ],
)
def test_the_quotation_is_found_among_selectors(selector: Any) -> None:
    assert quote(selector) == Quote("closed on Monday", "was ", ".")


def test_endless_selectors_are_read_no_further() -> None:
    deep: Any = QUOTE
    for _ in range(SELECTORS_MAX + 10):
        deep = {"type": "CssSelector", "refinedBy": deep}
    assert quote(deep) == WHOLE_PAGE


@pytest.mark.parametrize(
    "target",
    [
        URL,
        {"id": URL},
        {"@id": URL, "type": "Text"},
        {"source": URL},
        {"source": {"id": URL}},
        [URL],
    ],
)
def test_a_target_without_selector_is_the_whole_page(target: Any) -> None:
    highlight = one(target=target)
    assert (highlight.exact, highlight.note) == ("", "Who says so?")


def test_several_targets_are_several_highlights() -> None:
    targets = [{"source": URL, "selector": QUOTE}, "https://elm.example/pier/2"]
    found = pages(read([web_annotation(1, target=targets)]))
    assert [found[f"https://elm.example/pier/{n}"].highlights[0].exact for n in (1, 2)] == [
        "closed on Monday",
        "",
    ]


@pytest.mark.parametrize(
    ("body", "note", "tags"),
    [
        ({"body": "https://elm.example/answer"}, "https://elm.example/answer", ()),
        ({"body": {"id": "https://elm.example/answer"}}, "https://elm.example/answer", ()),
        ({"body": None, "bodyValue": "x"}, "", ()),
        ({"body": {"type": "TextualBody", "value": "Who?"}}, "Who?", ()),
        (
            {"body": {"value": "<p>Who <b>says</b> so?</p>", "format": "text/html"}},
            "Who says so?",
            (),
        ),
        ({"body": [{"value": "A"}, {"value": "B"}, {"value": "A"}]}, "A\n\nB", ()),
        ({"body": {"value": "elm"}, "motivation": "tagging"}, "", ("elm",)),
        ({"body": {"type": "Choice", "items": [{"value": "A"}, {"value": "B"}]}}, "A\n\nB", ()),
        (
            {
                "body": {
                    "type": "SpecificResource",
                    "source": "https://a.example/",
                    "purpose": "linking",
                }
            },
            "https://a.example/",
            (),
        ),
    ],
)
def test_bodies_are_notes_and_tags(body: dict[str, Any], note: str, tags: tuple[str, ...]) -> None:
    highlight = one(**body)
    assert (highlight.note, highlight.tags) == (note, tags)


def test_a_body_value_is_a_note() -> None:
    annotation = web_annotation(1, bodyValue="Who?")
    del annotation["body"]
    assert pages(read([annotation]))[URL].highlights[0].note == "Who?"


def test_notes_of_several_people_say_whose_they_are() -> None:
    other = web_annotation(2, creator="https://notes.example/ben", target=URL)
    notes = [h.note for h in pages(read([web_annotation(1), other]))[URL].highlights]
    assert notes == ["Ana Orr: Who says so?", "https://notes.example/ben: Who says so?"]


def test_what_is_no_annotation_or_is_on_no_page_is_named() -> None:
    found = read(
        [
            web_annotation(1),
            {"type": "Annotation"},
            7,
            web_annotation(2, target="urn:isbn:1"),
            web_annotation(3),
        ]
    )
    assert len(pages(found)) == 2
    assert [one.item for one in unreadable(found)] == ["Annotation 2", "Annotation 3", "urn:isbn:1"]


def test_pages_of_a_collection_that_are_inside_one_another_are_read() -> None:
    second = {"type": "AnnotationPage", "items": [web_annotation(2)]}
    first = {"type": "AnnotationPage", "items": [web_annotation(1)], "next": second}
    assert len(pages(read({"type": "AnnotationCollection", "total": 2, "first": first}))) == 2
    assert len(pages(read(web_annotation(1)))) == 1

"""Annotations of Hypothesis: threads, groups, pages and what has no page."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.importers.base import AddressOnly, Highlight, Part
from tests.importers.services.parts import pages, parts, unreadable
from tests.importers.services.samples import JsonSample, hypothesis_annotation, json_samples

AT = datetime(2024, 5, 3, 10, 0, 0, 123456, tzinfo=UTC)
URL = "https://elm.example/pier/1"
NAMES = ["hypothesis", "hypothesis-list", "hypothesis-client"]


def read(*rows: Any) -> list[Part]:
    """The parts of an answer with these rows."""
    return parts(JsonSample("", {"rows": list(rows), "total": len(rows)}).data)


def highlights(*rows: Any) -> tuple[Highlight, ...]:
    """The highlights on the first page."""
    return pages(read(*rows))[URL].highlights


def reply(n: int, *references: str, **other: Any) -> dict[str, Any]:
    """A reply to the last of these annotations, in the thread of the first."""
    target = [{"source": URL}]
    given = {"references": list(references), "target": target, "uri": URL, "tags": [], **other}
    return hypothesis_annotation(n, **given)


@pytest.mark.parametrize("name", NAMES)
def test_annotations_are_gathered_by_page(name: str) -> None:
    sample = next(s for s in json_samples() if s.name == name)
    found = parts(sample.data)
    assert len(found) == 3
    assert pages(found)[URL] == AddressOnly(
        URL,
        "The pier 1",
        (
            Highlight(
                "closed on Monday",
                prefix="The harbour of Port Elm was ",
                suffix=".\n\nWhat follows",
                note="Who says so?",
                tags=("harbours",),
                created_at=AT,
                origin="hypothesis:aWd1_Ee-",
                is_public=True,
            ),
        ),
    )


def test_lines_of_json_are_annotations_and_a_bad_line_stops_none() -> None:
    lines = [JsonSample("", hypothesis_annotation(n)).value for n in (1, 2)]
    text = "\n".join(map(str, [_line(lines[0]), '{"id": "cut off', _line(lines[1])]))
    found = parts(text)
    assert len(pages(found)) == 2
    assert [one.item for one in unreadable(found)] == ["Annotation 2"]


def _line(value: Any) -> str:
    return " ".join(JsonSample("", value).data.decode().split())


def test_a_page_note_has_no_words() -> None:
    (note,) = highlights(hypothesis_annotation(1, target=[{"source": URL}]))
    assert (note.exact, note.note) == ("", "Who says so?")


@pytest.mark.parametrize(
    "changed",
    [
        {"permissions": {"read": ["acct:ana_orr@hypothes.is"]}},
        {"permissions": {"read": ["group:4j7Dko3R"]}, "group": "4j7Dko3R"},
        {"permissions": {}},
        {"permissions": None},
        {"hidden": True},
    ],
)
def test_what_is_only_for_some_is_not_public(changed: dict[str, Any]) -> None:
    (note,) = highlights(hypothesis_annotation(1, **changed))
    assert not note.is_public


def test_replies_are_kept_in_what_they_answer_with_their_author_in_order() -> None:
    later = {"created": "2024-05-05T10:00:00+00:00"}
    (note,) = highlights(
        reply(
            3, "aWd1_Ee-", "aWd2_Ee-", text="Agreed.", user_info={}, user="acct:cy@h.is", **later
        ),
        hypothesis_annotation(1),
        reply(2, "aWd1_Ee-", text="The mayor.", user_info={"display_name": "Ben Ash"}),
    )
    assert note.exact == "closed on Monday"
    assert note.note == "Ana Orr: Who says so?\n\nBen Ash: The mayor.\n\ncy: Agreed."


def test_a_reply_to_what_is_missing_is_a_note_on_its_page() -> None:
    (note,) = highlights(reply(2, "elsewhere", text="The mayor."))
    assert (note.exact, note.note) == ("", "Ana Orr: The mayor.")


def test_notes_of_several_people_say_whose_they_are() -> None:
    other = hypothesis_annotation(
        2, uri=URL, user="acct:ben@h.is", user_info={"display_name": None}
    )
    assert [h.note for h in highlights(hypothesis_annotation(1), other)] == [
        "Ana Orr: Who says so?",
        "ben: Who says so?",
    ]


def test_what_has_no_web_page_is_named_and_counted() -> None:
    file = {"uri": "urn:x-pdf:0b3c", "target": [{"source": "urn:x-pdf:0b3c"}]}
    found = read(hypothesis_annotation(1), *(hypothesis_annotation(2, **file) for _ in range(2)))
    (lost,) = unreadable(found)
    assert lost.item == "The pier 2"
    assert "2 highlights" in lost.message


def test_a_file_that_is_also_on_the_web_is_found_there() -> None:
    document = {"title": ["A"], "link": [{"href": "urn:x-pdf:1"}, {"href": URL}]}
    (note,) = highlights(hypothesis_annotation(1, uri="urn:x-pdf:1", target=[], document=document))
    assert note.note == "Who says so?"


def test_replies_that_stand_apart_are_read() -> None:
    answer = {
        "rows": [hypothesis_annotation(1)],
        "replies": [reply(2, "aWd1_Ee-", text="The mayor.")],
    }
    (page,) = parts(JsonSample("", {**answer, "total": 1}).data)
    assert isinstance(page, AddressOnly)
    assert page.highlights[0].note == "Who says so?\n\nAna Orr: The mayor."

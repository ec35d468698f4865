"""What changed between two revisions, in plain words; only what both were read for is compared."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import layers
from app.changes import collector
from app.changes.collector import Change
from app.changes.report import WORDS, ChangeReport, describe, words
from app.layers import dates
from app.layers.base import Doc
from app.store.annotations.history import Captured, Contents
from app.store.annotations.rows import AnnotationRow
from app.text.sentences import sentences
from app.text.spans import Block, Span, one_paragraph_a_gap
from tests.building import Claims, Names, Quotations
from tests.text.hostile import texts

LAYERS: tuple[Any, ...] = (Names(), dates.LAYER, Quotations(), Claims())
RUNS = {layer.name: f"{layer.engine}@{layer.version}" for layer in LAYERS}
NOW = datetime(2031, 5, 2, 8, 30, tzinfo=UTC)
_ids = count(1)

TEXT = """The board of the harbour met on Tuesday. It chose a new chair, and nobody objected to \
the choice.

“The mole will stand for a century,” Ingrid Vale said. She has held her post for a long time.

The repair cost 42 crowns in March 2030. The treasurer counted twice before he wrote it down.

The board will meet again in May. It has not decided who will build the second wall.

Fishermen stood outside with lamps. They sang old songs until the meeting ended."""


def contents(text: str, runs: dict[str, str] | None = None) -> Contents:
    """A text as the stub layers read it."""
    found = layers.annotate(Doc.bare(text), layers=LAYERS).findings
    rows = [
        AnnotationRow(
            next(_ids),
            f.layer,
            f.kind,
            f.start,
            f.end,
            dict(f.body),
            f.confidence,
            f.creator,
            None,
            None,
            NOW,
        )
        for f in found
    ]
    return Contents(text, list(one_paragraph_a_gap(text)), rows, RUNS if runs is None else runs)


def captured(text: str, number: int = 1, **fields: object) -> Captured:
    known = Captured(
        number,
        number,
        NOW,
        sha256(text.encode()).hexdigest(),
        "A chair",
        ["Lena Marsh"],
        None,
        "2031-05-02",
        "en",
    )
    return replace(known, **fields)  # type: ignore[arg-type]  # by name


def report(old: str, new: str) -> ChangeReport:
    return describe(captured(old), captured(new, 2), (contents(old), contents(new)))


def changes(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.kind, c.old, c.new) for c in report(old, new).changes]


def kinds(old: str, new: str) -> list[str]:
    return [c.kind for c in report(old, new).changes]


def edited(*pairs: tuple[str, str]) -> list[tuple[str, str | None, str | None]]:
    new = TEXT
    for was, is_ in pairs:
        assert was in new
        new = new.replace(was, is_)
    return changes(TEXT, new)


def test_a_quotation_changed() -> None:
    assert (
        "quotation-changed",
        "The mole will stand for a century,",
        "The mole will fall within a century,",
    ) in edited(("stand for", "fall within"))


def test_a_quotation_that_only_got_other_marks_did_not_change() -> None:
    assert [
        k
        for k, *_ in edited(
            ("“The mole will stand for a century,”", "“The mole will stand for a century”,")
        )
    ] == ["punctuation"]


def test_a_change_of_speaker_is_not_described_again_as_one_of_names() -> None:
    assert edited(("Ingrid Vale said", "Sigrid Holm said")) == [
        ("speaker-changed", "Ingrid Vale", "Sigrid Holm")
    ]


def test_a_quotation_was_dropped_or_added() -> None:
    said = "“The mole will stand for a century,” Ingrid Vale said. "
    assert ("quotation-dropped", "The mole will stand for a century,", None) in edited((said, ""))
    assert ("quotation-added", None, "The mole will stand for a century,") in changes(
        TEXT.replace(said, ""), TEXT
    )


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("42 crowns", "61 crowns"),
        ("42 crowns", "4.2 million crowns"),
        ("42 crowns", "forty crowns"),
    ],
)
def test_a_number_changed(was: str, is_: str) -> None:
    (change,) = [c for c in edited((was, is_)) if c[0] == "number-changed"]
    assert change[1:] == (was.removesuffix(" crowns"), is_.removesuffix(" crowns"))


def test_a_number_is_described_once_and_not_again_as_a_claim() -> None:
    assert edited(("42 crowns", "61 crowns")) == [("number-changed", "42", "61")]


def test_a_changed_date_is_not_a_changed_number() -> None:
    assert edited(("in March 2030", "in April 2029")) == [
        ("date-changed", "March 2030", "April 2029")
    ]


def test_a_not_was_dropped_or_added() -> None:
    assert edited(("has not decided", "has decided"))[0][0] == "not-dropped"
    assert edited(("nobody objected", "nobody ever objected"))[0][0] == "reworded"
    assert edited(("She has held", "She has not held"))[0][0] == "not-added"


def test_names_are_added_dropped_and_exchanged() -> None:
    more = TEXT + " Berit Lund wrote the words for one of them."
    assert ("name-added", None, "Berit Lund") in changes(TEXT, more)
    assert ("name-dropped", "Berit Lund", None) in changes(more, TEXT)
    assert changes(more, more.replace("Berit Lund", "Olav Moe")) == [
        ("name-changed", "Berit Lund", "Olav Moe")
    ]


def test_a_name_that_is_still_in_the_text_was_not_dropped() -> None:
    old = TEXT.replace("She has held", "Ingrid Vale has held")
    assert "name-dropped" not in kinds(old, TEXT)


def test_claims_are_added_and_dropped() -> None:
    claim = "The wall is 300 metres long and will be 12 metres high."
    assert ("claim-added", None, claim) in edited(("They sang", f"{claim} They sang"))
    assert ("claim-dropped", claim, None) in changes(
        TEXT.replace("They sang", f"{claim} They sang"), TEXT
    )


def test_what_merely_moved_is_described_as_moved_and_nothing_else() -> None:
    first, *rest = TEXT.split("\n\n")
    second, *others = rest
    assert kinds(TEXT, "\n\n".join([*rest, first])) == ["paragraph-moved"]
    assert kinds(TEXT, "\n\n".join([first, *others, second])) == ["paragraph-moved"]


def test_a_quotation_inside_a_paragraph_that_moved_is_still_compared() -> None:
    first, second, *others = TEXT.split("\n\n")
    new = "\n\n".join([first, *others, second.replace("stand for", "fall within")])
    assert {"quotation-changed", "paragraph-moved"} == set(kinds(TEXT, new))


def test_paragraphs_sentences_and_headings() -> None:
    song = "\n\nFishermen stood outside with lamps. They sang old songs until the meeting ended."
    assert [k for k, *_ in edited((song, ""))] == ["paragraph-dropped"]
    assert kinds(TEXT.replace(song, ""), TEXT) == ["paragraph-added"]
    assert edited((" They sang old songs until the meeting ended.", "")) == [
        ("sentence-dropped", "They sang old songs until the meeting ended.", None)
    ]
    assert kinds(TEXT, TEXT.replace("lamps. They", "lamps.\n\nThey")) == ["paragraph-split"]
    assert kinds(TEXT.replace("lamps. They", "lamps.\n\nThey"), TEXT) == ["paragraphs-joined"]
    old, new = f"A costly plan\n\n{TEXT}", f"A very costly plan\n\n{TEXT}"
    heads = [
        replace(c, blocks=[Block("heading", 0, c.text.index("\n"), 2), *c.blocks[1:]])
        for c in (contents(old), contents(new))
    ]
    assert [
        c.kind for c in describe(captured(old), captured(new, 2), (heads[0], heads[1])).changes
    ] == ["heading-changed"]


def test_a_correction_note_is_described_once() -> None:
    note = (
        "\n\nCorrection: an earlier version said that Tom Brandt had counted 12 times. “I "
        "counted twice,” he said."
    )
    assert [k for k, *_ in edited((TEXT[-6:], TEXT[-6:] + note))] == ["note-added"]


def test_the_rest_is_reworded_respelt_or_differs_in_punctuation() -> None:
    (change,) = report(TEXT, TEXT.replace("wrote it down", "put it on paper")).changes
    assert change.kind == "reworded"
    assert ("deleted", "wrote it down") in change.parts
    assert edited(("Fishermen", "Fishermän")) == [("spelling", "Fishermen", "Fishermän")]
    assert [k for k, *_ in edited(("chair, and", "chair and"))] == ["punctuation"]


def test_typography_and_white_space_are_trivial() -> None:
    for new, kind in (
        (TEXT.replace("“", '"').replace("”", '"'), "typography"),
        (TEXT.replace(". ", ".  "), "whitespace"),
    ):
        assert kinds(TEXT, new) == [kind]
        assert report(TEXT, new).trivial
    assert not report(TEXT, TEXT.replace("42", "43")).trivial
    both = describe(
        captured(TEXT),
        captured(TEXT + " ", 2, title="Other"),
        (contents(TEXT), contents(TEXT + " ")),
    )
    assert [c.kind for c in both.changes] == ["title-changed", "whitespace"]
    assert not both.trivial


def test_declared_fields_are_compared_where_the_text_is_the_same() -> None:
    old = captured(TEXT, publisher="The Post", declared_language=None)
    new = captured(
        TEXT,
        2,
        title=None,
        byline=["Lena Marsh", "Odd Tveit"],
        declared_date="2031-05-03",
        publisher=None,
    )
    assert [(c.kind, c.old, c.new) for c in describe(old, new, None).changes] == [
        ("title-dropped", "A chair", None),
        ("byline-changed", "Lena Marsh", "Lena Marsh, Odd Tveit"),
        ("date-declared-changed", "2031-05-02", "2031-05-03"),
        ("publisher-dropped", "The Post", None),
        ("language-added", None, "en"),
    ]


def test_an_earlier_text_that_came_back_and_one_too_long_to_compare() -> None:
    found = describe(captured("Other."), captured(TEXT, 3, restores=1), None)
    assert [(c.kind, c.plain) for c in found.changes] == [("restored", "revision 1"), ("long", "")]


def test_layers_read_by_different_engines_are_not_compared_and_listed_as_unread() -> None:
    new = TEXT.replace("Ingrid Vale said", "Sigrid Holm said").replace("42 crowns", "61 crowns")
    for runs, not_compared in (
        ({}, ("quotation", "entity", "date", "claim")),
        (RUNS | {"quotation": "stub@2"}, ("quotation",)),
    ):
        found = describe(captured(TEXT), captured(new, 2), (contents(TEXT, runs), contents(new)))
        assert found.not_compared == not_compared
        assert "speaker-changed" not in {c.kind for c in found.changes}
        assert "number-changed" in {c.kind for c in found.changes}


def test_a_mark_that_one_reading_missed_on_the_same_words_is_no_change() -> None:
    bare = replace(contents(TEXT), rows=[])
    for pair in (
        (bare, contents(TEXT + " ")),
        (contents(TEXT), replace(contents(TEXT + " "), rows=[])),
    ):
        assert [
            c.kind for c in describe(captured(TEXT), captured(TEXT + " ", 2), pair).changes
        ] == ["whitespace"]


def test_long_words_are_cut_to_what_changed() -> None:
    old = (
        "Some words that stay the same for long and go on " * 4
        + "until nine men came "
        + "and others that stay as well for a while " * 4
    )
    (change,) = [
        c
        for c in report(old, old.replace("nine men", "two women")).changes
        if c.kind != "number-changed"
    ]
    assert ("deleted", "nine men") in change.parts
    assert sum(len(part) for _, part in change.parts) < len(old) / 2
    assert Change("name-added", new="x" * 900).parts[0][1].startswith("x")
    assert Change("typography").parts == []


def test_every_kind_has_words() -> None:
    assert all(words(Change(kind)) == said for kind, said in WORDS.items())
    assert len(set(WORDS.values())) == len(WORDS)


@given(texts, texts)
def test_any_two_texts_can_be_described(old: str, new: str) -> None:
    found = report(old, new)
    assert bool(found.changes) == (old != new)
    for change in found.changes:
        assert words(change)
        assert all(part for _, part in change.parts)
        assert isinstance(change.plain, str)


@given(st.lists(st.sampled_from(TEXT.split("\n\n")), min_size=1, max_size=6), st.data())
def test_paragraphs_that_stay_word_by_word_are_never_reworded(
    parts: list[str], data: st.DataObject
) -> None:
    fewer = [p for p in parts if data.draw(st.booleans())]
    if fewer:
        allowed = {
            "paragraph-dropped",
            "paragraph-moved",
            "quotation-dropped",
            "claim-dropped",
            "name-dropped",
            "sentence-moved",
        }
        assert set(kinds("\n\n".join(parts), "\n\n".join(fewer))) <= allowed


def test_a_paragraph_with_many_edits_is_read_for_its_sentences_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A paragraph may be the whole article: splitting it for each edit took minutes for 200 kB."""
    read = list[int]()

    def counted(text: str, start: int, end: int) -> list[Span]:
        read.append(start)
        return sentences(text, start, end)

    monkeypatch.setattr(collector, "sentences", counted)
    old = " ".join(
        f"The boat number {n} was old. It had a blue sail and a crew of many." for n in range(60)
    )
    new = " ".join(
        f"The boat number {n} was old. Nobody knew whose it had been once." for n in range(60)
    )
    assert kinds(old, new)
    assert read == [0]

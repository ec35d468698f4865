"""The measures on articles small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.claim_measures import average_precision, claims, worth_shown
from benchmarks.measures import (
    Case,
    bare,
    chains,
    dates,
    entities,
    quotations,
)

TEXT = (
    "“We will repair the bridge,” said Mara Ode. Tom Reyes doubts that it will last. It "
    "opened on 3 May 2031 in Port Alder."
)
Row = dict[str, object]


def at(words: str) -> tuple[int, int]:
    """Where the words stand in TEXT."""
    return TEXT.index(words), TEXT.index(words) + len(words)


def marked(layer: str, label: str, words: str, **attrs: object) -> Row:
    """A span as a corpus holds it."""
    return {
        "layer": layer,
        "label": label,
        "start": at(words)[0],
        "end": at(words)[1],
        "attrs": attrs,
    }


def found(layer: str, words: str, **body: object) -> Row:
    """An annotation as Gloss prints it."""
    return {"layer": layer, "start": at(words)[0], "end": at(words)[1], "body": body}


def part(words: str) -> dict[str, int]:
    """A source or a cue in a body."""
    return {"start": at(words)[0], "end": at(words)[1]}


def test_a_name_is_right_with_its_borders_and_its_kind() -> None:
    names = [
        marked("ner", "PERSON", "Mara Ode"),
        marked("ner", "PERSON", "Tom Reyes"),
        marked("ner", "LOC", "Port Alder"),
    ]
    printed = [
        found("entity", "Mara Ode", kind="person"),
        found("entity", "Reyes", kind="person"),
        found("entity", "Port Alder", kind="organization"),
    ]
    figures = entities([Case(TEXT, names, printed)])
    assert figures["typed"].value == pytest.approx(
        2 / 5
    )  # one of two printed that can be compared, one of three marked
    assert figures["person"] == (0.5, 2)
    assert figures["place"] == (0.0, 1)


def test_a_kind_that_nobody_marked_is_not_compared() -> None:
    figures = entities(
        [Case(TEXT, [marked("ner", "PER", "Mara Ode"), marked("ner", "PERSON", "Mara Ode")], [])]
    )
    assert set(figures) == {"typed", "person"}
    extra = [found("entity", "Mara Ode", kind="person"), found("entity", "bridge", kind="facility")]
    assert (
        entities([Case(TEXT, [marked("ner", "PERSON", "Mara Ode")], extra)])["typed"].value == 1.0
    )


def attribution(content: str, source: str, cue: str, name: str, kind: str) -> list[Row]:
    """A marked attribution."""
    return [
        marked("quote", "content", content, attribution=name, quote_type=kind),
        marked("quote", "source", source, attribution=name, quote_type=kind),
        marked("quote", "cue", cue, attribution=name, quote_type=kind),
    ]


GOLD = [
    *attribution("“We will repair the bridge,”", "Mara Ode", "said", "E1", "direct"),
    *attribution("that it will last", "Tom Reyes", "doubts", "E2", "indirect"),
]


def test_an_attribution_found_whole_is_right_and_marks_around_it_are_told_apart() -> None:
    direct = found(
        "quotation",
        "We will repair the bridge,",
        attribution="q1",
        source=part("Ode"),
        cue=part("said"),
    )
    figures = quotations([Case(TEXT, GOLD, [direct])])
    assert figures["attribution, precision"].value == 1.0
    assert figures["right source"] == (0.5, 2)
    assert (figures["right source, direct"].value, figures["right source, indirect"].value) == (
        1.0,
        0.0,
    )
    assert figures["attribution"].value == pytest.approx(2 / 3)
    assert figures["content"].value == 0.0
    assert figures["content without marks"].value == pytest.approx(2 / 3)
    assert figures["source"].value == 0.0  # touched, but not exact
    assert figures["cue"].value == pytest.approx(2 / 3)


def test_the_wrong_source_or_none_makes_an_attribution_wrong() -> None:
    for source in (part("Tom Reyes"), None):
        wrong = found(
            "quotation", "We will repair the bridge,", attribution="q1", source=source, cue=None
        )
        figures = quotations([Case(TEXT, GOLD, [wrong])])
        assert figures["attribution"].value == 0.0


def test_pieces_of_one_attribution_are_one() -> None:
    pieces = [
        found("quotation", "We will", attribution="q1", source=part("Mara Ode")),
        found("quotation", "repair the bridge,", attribution="q1", source=part("Mara Ode")),
    ]
    assert quotations([Case(TEXT, GOLD[:3], pieces)])["attribution"].value == 1.0
    apart = [piece | {"body": {"source": part("Mara Ode")}} for piece in pieces]
    assert quotations([Case(TEXT, GOLD[:3], apart)])["attribution, precision"].value == 1.0


@given(st.text('“”"a b', max_size=12), st.integers(0, 3), st.integers(0, 3))
def test_bare_words_keep_everything_but_the_marks_at_their_ends(
    words: str, before: int, after: int
) -> None:
    text = "x" * before + words + "y" * after
    start, end = bare(text, (before, before + len(words)))
    assert before <= start <= end <= before + len(words) or start == end
    assert text[start:end] == words.strip(' “”"')


def test_average_precision_is_the_mean_precision_at_what_is_true() -> None:
    assert average_precision([(0.9, True), (0.8, False), (0.7, True)]) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert average_precision([]) == 0.0


def test_a_sentence_is_rated_by_the_claim_that_stands_on_it() -> None:
    sentences = [
        marked("claim", "check-worthy", "It opened on 3 May 2031 in Port Alder."),
        marked("claim", "not-check-worthy", TEXT[:41]),
    ]
    rated = [
        found("claim", "It opened on 3 May 2031", check_worthiness=0.9),
        found("claim", TEXT[:41], check_worthiness=0.2),
    ]
    assert claims([Case(TEXT, sentences, rated)])["average precision"] == (1.0, 2)
    assert claims([Case(TEXT, sentences, rated[1:])])["average precision"] == (0.5, 2)


def test_of_the_sentences_shown_by_default_it_counts_those_worth_checking() -> None:
    sentences = [
        marked("claim", "check-worthy", "It opened on 3 May 2031 in Port Alder."),
        marked("claim", "not-check-worthy", TEXT[:41]),
    ]
    shown = [
        found("claim", "It opened on 3 May 2031") | {"shown": "few"},
        found("claim", TEXT[:41]) | {"shown": "some"},
    ]
    name = "worth checking, of those shown"
    assert worth_shown([Case(TEXT, sentences, shown)])[name] == (0.5, 2)
    hidden = [shown[0], shown[1] | {"shown": "all"}]
    assert worth_shown([Case(TEXT, sentences, hidden)])[name] == (1.0, 1)
    assert worth_shown([Case(TEXT, sentences, [])])[name] == (0.0, 0)


def test_a_date_on_another_marked_time_is_no_fault() -> None:
    times = [
        marked("timex", "DATE", "3 May 2031", value="2031-05-03"),
        marked("timex", "DURATION", "last"),
    ]
    printed = [found("date", "May 2031", value="2031-05"), found("date", "last", value="P1D")]
    figures = dates([Case(TEXT, times, printed)])
    assert figures["dates, touched"].value == 1.0
    assert figures["value of those touched"] == (0.0, 1)
    whole = [
        found("date", "3 May 2031", value="2031-05-03"),
        found("date", "Port Alder", value="2031"),
    ]
    figures = dates([Case(TEXT, times, whole)])
    assert figures["dates, touched"].value == pytest.approx(2 / 3)
    assert figures["value of those touched"].value == 1.0


def test_chains_are_compared_on_mentions_that_both_mark() -> None:
    people = [
        marked("ner", "person", "Mara Ode", coref="1"),
        marked("ner", "person", "Ode", coref="1"),
        marked("ner", "person", "Tom Reyes", coref="2"),
    ]
    printed = [
        found("entity", "Mara Ode", chain="e1"),
        found("entity", "Ode", chain="e1"),
        found("entity", "Port Alder", chain="e1"),
    ]
    assert chains([Case(TEXT, people, printed)])["chains, B-cubed"] == (1.0, 2)
    merged = [*printed[:2], found("entity", "Tom Reyes", chain="e1")]
    assert chains([Case(TEXT, people, merged)])["chains, B-cubed"].value == pytest.approx(
        2 * (5 / 9) / (5 / 9 + 1)
    )

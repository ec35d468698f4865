"""Which sources near a cue are not its own, by where they are."""

import re

import pytest

from app.linking.sources.places import Places
from app.text.spans import Span

# `<cue>`, `{source}`, `[content]`; the cue that is asked about is the last one of the text.
REFUSED = {
    "in a relative clause that ends before the cue": (
        "Ana Holt, {who} <thought> [it leaked], <told> [the crew to leave]."
    ),
    "inside a cue that has a subject": "{Ana Holt} <was frank in {her} denial> [that it leaked].",
    "behind a finite cue and its words": "<Keeps saying> [it leaked], when {Holt} was at sea.",
    "behind a preposition, with a subject before": (
        "{Ana Holt} was called before {the council} <to defend> [the wall]."
    ),
    "before a cue with an agent": "{Ana Holt} left [a view] <echoed> by {the crew}.",
}
ALLOWED = {
    "a relative clause that goes on": "Ana Holt, {who} <thought> [it leaked] and <told> [them].",
    "a participle behind a relative clause": (
        "Ana Holt, {who} <said> [it leaked], <adding> [that it was old]."
    ),
    "behind a participle and its words": "<Saying> [that the wall leaked], {Ana Holt} left.",
    "behind a noun that opens the sentence": "<A defender of> [the old wall], {Ana Holt} left.",
    "behind its words and a preposition": "<Support for> [the wall] is a given among {pilots}.",
    "next to its cue behind a preposition": "He spoke of {Ana Holt} <saying> [that it leaked].",
    "behind a preposition, with nobody before": "Brought before {the council} <to defend> [it].",
}


def refused(written: str) -> list[bool]:
    """Whether each source of the text is refused to its last cue."""
    text, spans = "", []
    opened = {}
    for part in re.split(r"([\[\]{}<>])", written):
        if part in ("[", "{", "<"):
            opened[part] = len(text)
        elif part in ("]", "}", ">"):
            sign = "[{<"["]}>".index(part)]
            spans.append((sign, Span(opened[sign], len(text))))
        else:
            text += part
    cues, sources, contents = (sorted(s for k, s in spans if k == sign) for sign in "<{[")
    places = Places(text, cues, sources)
    last = len(cues) - 1
    own = [c for c in contents if c.start >= cues[last].end] or contents
    return [not places.may_be(last, n, own) for n in range(len(sources))]


@pytest.mark.parametrize("case", REFUSED)
def test_a_source_that_cannot_be_the_cues_is_refused(case: str) -> None:
    assert any(refused(REFUSED[case]))


@pytest.mark.parametrize("case", ALLOWED)
def test_a_source_that_may_be_the_cues_is_not(case: str) -> None:
    assert not any(refused(ALLOWED[case]))


def test_the_agent_is_the_only_source_of_its_cue() -> None:
    assert refused("{Ana Holt} left [a view] <echoed> by {the crew}.") == [True, False]

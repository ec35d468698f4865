"""Whether words are affirmed, denied or refused, by the cue and what stands beside it."""

import pytest

from app.engines.reporting.polarity import polarity_of

DENIED = """\
denied; has always denied; rejected; rejected the claim; disputes; dismissed suggestions;
refuted; brushed aside; walked back; pushed back against; ruled out; cast doubt on; took issue
with; did not say; never claimed; did not mention; do not believe; doesn’t think; is not
convinced; is no longer sure; denied having said; was denied by; distanced herself from; calls
into question"""
REFUSED = """\
refused to confirm; would not say; declined to comment on; declined to say; could not say; has
yet to say; cannot confirm; neither confirmed nor denied; would neither confirm nor deny; did
not comment on; did not respond to; failed to explain; refuses; stopped short of saying; would
not rule out; stayed silent on; is unwilling to say; won’t discuss"""
AFFIRMED = """\
said; says; noted; announced; did not deny; never denied; does not dispute; did not rule out;
not only said; made no secret of; has no doubt; could not help saying; minced no words in
saying; walked back his remarks and said; warned against; insisted; called; could not believe;
according to; did not hesitate to say; had nothing but praise for; decried; challenged; is known
to say"""


def _cues(written: str) -> list[str]:
    return [" ".join(cue.split()) for cue in written.split(";")]


@pytest.mark.parametrize("cue", _cues(DENIED))
def test_what_somebody_says_is_not_so_is_denied(cue: str) -> None:
    assert polarity_of(cue, content="that the wall was unsafe") == "denied"


@pytest.mark.parametrize("cue", _cues(REFUSED))
def test_what_somebody_will_not_say_is_refused(cue: str) -> None:
    assert polarity_of(cue, content="whether the wall was safe") == "refused"


@pytest.mark.parametrize("cue", _cues(AFFIRMED))
def test_everything_else_is_affirmed_and_so_is_what_nobody_denied(cue: str) -> None:
    assert polarity_of(cue, content="that the wall was unsafe") == "affirmed"


@pytest.mark.parametrize(
    ("before", "cue", "expected"),
    [
        ("Holt did not ", "say", "denied"),
        ("Holt has never publicly ", "claimed", "denied"),
        ("The board refused to ", "confirm", "refused"),
        ("The board dismissed ", "suggestions", "denied"),
        ("Reed stopped short of ", "saying", "refused"),
        ("“That I did not,” ", "said", "affirmed"),
        ("The crew, who had not slept, ", "said", "affirmed"),
        ("Holt could not sail, Reed ", "said", "affirmed"),
    ],
)
def test_what_stands_at_once_before_a_cue_turns_it(before: str, cue: str, expected: str) -> None:
    assert polarity_of(cue, before, "that the wall was unsafe") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("that she would resign", "denied"),
        ("whether she would resign", "refused"),
        ("when it opens", "refused"),
    ],
)
def test_not_saying_that_denies_and_not_saying_whether_withholds(
    content: str, expected: str
) -> None:
    assert polarity_of("did not say", content=content) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Nobody", "denied"),
        ("None of the crew", "denied"),
        ("No. 10", "affirmed"),
        ("A few", "affirmed"),
    ],
)
def test_what_nobody_said_is_denied(source: str, expected: str) -> None:
    assert polarity_of("said", content="that the wall was unsafe", source=source) == expected


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("objected", "affirmed"),
        ("demurred", "affirmed"),
        ("did not say", "denied"),
        ("denied saying", "denied"),
    ],
)
def test_an_utterance_in_marks_was_said_whatever_it_was_meant_to_do(
    cue: str, expected: str
) -> None:
    assert polarity_of(cue, content="“Nonsense,”", direct=True) == expected


def test_a_long_cue_is_read_in_linear_time() -> None:
    assert (
        polarity_of("did not " * 20_000 + "say", "never " * 20_000, "that it was late") == "denied"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("it was not true that the wall was unsafe", "denied"),
        ("that it isn’t true to say that the wall was unsafe", "denied"),
        ("this was false that the wall was unsafe", "denied"),
        ("it was true that the wall was unsafe", "affirmed"),
        ("it was not true to the old plan", "affirmed"),
    ],
)
def test_reported_words_that_begin_with_a_denial_deny(content: str, expected: str) -> None:
    assert polarity_of("said", content=content) == expected


def test_a_denial_in_quotation_marks_was_said() -> None:
    content = "“It is not true that the wall was unsafe,”"
    assert polarity_of("said", content=content, direct=True) == "affirmed"

"""What is no name, and what is a body though it bears a person's name."""

import pytest

from app.engines.names.capitalized import Name, Sighting, Word, words
from app.engines.names.non_names import common_acronyms, is_no_name, named_after
from app.layers.base import Doc
from app.text.spans import Span


def read(text: str) -> list[Word]:
    return words(text, Doc.bare(text).sentences)


def at(found: list[Word], written: str) -> Name:
    wanted = written.split(" ")
    first = next(
        k for k in range(len(found)) if [w.text for w in found[k : k + len(wanted)]] == wanted
    )
    return Name(first, first + len(wanted))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("But nobody came.", "But"),
        ("She plays in the B team.", "B"),
        ("The court calls him X for now.", "X"),
        ("No FIR had been filed. The FIR came later.", "FIR"),
        ("Every SUV was searched. An SUV burned.", "SUV"),
        ("The initial public offering (IPO) failed.", "IPO"),
        ("Gross domestic product (GDP) grew.", "Gross domestic product"),
    ],
)
def test_letters_small_words_and_common_abbreviations_name_nothing(text: str, written: str) -> None:
    found = read(text)
    assert is_no_name(found, at(found, written), common_acronyms(found))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ida Fenwick came.", "Ida Fenwick"),
        ("A QPM report was read.", "QPM"),
        ("The Quarry Pilots Mutual (QPM) met.", "QPM"),
        ("The special investigation team (SIT) met.", "SIT"),
        ("The WHO met.", "WHO"),
        ("No BBC was there.", "BBC"),
        ("Port Orle slept.", "Port Orle"),
    ],
)
def test_names_are_names(text: str, written: str) -> None:
    found = read(text)
    assert not is_no_name(found, at(found, written), common_acronyms(found))


def test_a_network_is_not_the_man_it_is_named_after_and_takes_its_noun() -> None:
    text = "Pavel Brell fled. The Brell network grew. Brell said so. The Harbour network did not."
    found = read(text)
    seen = []
    for written, kind in (
        ("Pavel Brell", "person"),
        ("Brell", "person"),
        ("Harbour", "organization"),
    ):
        for k in range(len(found)):
            name = Name(k, k + len(written.split(" ")))
            inside = found[name.first : name.last]
            if " ".join(w.text for w in inside) == written and not (
                written == "Brell" and found[k - 1].text == "Pavel"
            ):
                seen.append(
                    (Sighting(name, Span(inside[0].start, inside[-1].end), ((kind, 2.0),)), 0.9)
                )
    made = {
        s.span.of(text): s.reasons[0][0]
        for s, _ in named_after(found, sorted(seen, key=lambda s: s[0].span))
    }
    assert made == {
        "Pavel Brell": "person",
        "Brell network": "organization",
        "Brell": "person",
        "Harbour": "organization",
    }

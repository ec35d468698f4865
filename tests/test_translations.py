"""The words that readers see can be taken out for translators, in whole sentences."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parent.parent
# A piece of a sentence that is glued in a template begins or ends with one of these.
CONNECTORS = ["and", "but", "by", "for", "from", "is", "not", "of", "or", "that", "to", "was"]
PREPOSITIONS = ["about", "as", "at", "by", "for", "from", "in", "of", "on", "to", "with"]
COMPLETE = {
    "by month",
    "by year",
    "not annotated yet",
    "not mentioned in other articles",
    "Sign in",
    "How to sign in",
}
"""What begins or ends like a piece and is a label in full."""


class Message(NamedTuple):
    """A message with the file it is from; the singular of one that has a plural."""

    path: str
    singular: str
    plural: str | None


def messages() -> Iterator[Message]:
    """Every message that `pybabel extract` finds with the project's own mapping."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel has no types for it
    found = extract_from_dir(ROOT, method_map, options_map)
    for path, _line, message, _comments, _context in found:
        if isinstance(message, tuple):
            yield Message(path, message[0], message[1])
        else:
            yield Message(path, message, None)


@pytest.fixture(scope="module")
def extracted() -> list[Message]:
    """All messages."""
    return list(messages())


def test_extraction_finds_the_words_of_every_template(extracted: list[Message]) -> None:
    known = {message.singular for message in extracted}
    assert "Read the latest revision" in known  # `_()` in a page
    assert "%(first)s is the same as %(second)s." in known  # with links for names
    assert "The passage is unchanged." in known  # in a fragment
    assert any(words.startswith("A board collects passages from several") for words in known)
    called = re.compile(r"\b_\(\s*[\"']|\bngettext\(|{% trans")
    for path in (ROOT / "templates").rglob("*.html"):
        name = path.relative_to(ROOT).as_posix()
        has_words = called.search(path.read_text(encoding="utf-8")) is not None
        assert has_words == any(message.path == name for message in extracted), name


def test_every_count_has_a_plural_form(extracted: list[Message]) -> None:
    plurals = {message.singular: message.plural for message in extracted}
    assert plurals["%(num)s mention"] == "%(num)s mentions"
    for message in extracted:
        if "%(num)s" in message.singular:
            assert "%(num)s" in (message.plural or ""), message


def test_no_message_is_a_piece_of_a_sentence(extracted: list[Message]) -> None:
    begins = re.compile(rf"(?:{'|'.join(CONNECTORS)})\s|[,;.)]")
    ends = re.compile(rf".*\b(?:{'|'.join(PREPOSITIONS)})[:…]?", re.DOTALL)
    pieces = [
        message
        for message in extracted
        if message.singular not in COMPLETE
        and (begins.match(message.singular) or ends.fullmatch(message.singular))
    ]
    assert pieces == []


def test_every_sentence_ends_as_one_and_no_message_has_white_space_around_it(
    extracted: list[Message],
) -> None:
    for path, singular, plural in extracted:
        for words in filter(None, (singular, plural)):
            assert words == words.strip(), path
            assert "\n" not in words, (path, "a trans block without `trimmed`")
            if ". " in words:  # more than one sentence: the last is one too
                assert words.endswith((".", ":", "?")), (path, words)


def test_each_message_has_the_same_placeholders_in_both_forms(extracted: list[Message]) -> None:
    for message in extracted:
        if message.plural:
            named = [set(re.findall(r"%\((\w+)\)s", words)) for words in message[1:] if words]
            assert named[0] == named[1], message

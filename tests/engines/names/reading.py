"""Names of invented texts, as the modules of the room see them."""

from app.engines.names.candidates import names
from app.engines.names.capitalized import Name, Word, words
from app.engines.names.multiword import joined
from app.layers.base import Doc


def read(text: str) -> list[Word]:
    """The words of a text."""
    return words(text, Doc.bare(text).sentences)


def found(text: str) -> list[Name]:
    """The candidates, as they are before titles and pairs are joined."""
    tokens = read(text)
    return list(names(tokens, common(tokens)))


def common(tokens: list[Word]) -> frozenset[str]:
    """The words that the text also has in lower case."""
    return frozenset(word.text for word in tokens if word.text.islower())


def written(text: str, name: Name) -> str:
    """The name as the text has it."""
    tokens = read(text)
    return text[tokens[name.first].start : tokens[name.last - 1].end]


def candidates(text: str) -> list[str]:
    """What the candidates cover."""
    return [written(text, name) for name in found(text)]


def joined_names(text: str) -> list[str]:
    """What the names cover once titles and pairs are joined."""
    tokens = read(text)
    return [written(text, name) for name in joined(text, tokens, found(text), common(tokens))]

"""Words in marks that begin with their speaker's name, as in transcripts: `“HOLT: It was late.”`.

It decides by form only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.layers.speech.contents import Part
from app.text.spans import Span

_LABEL = re.compile(r"((?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+)(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3})(:)\s+")


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    """The parts that one speaker says, the colon behind the name, and the name."""

    parts: tuple[Part, ...]
    colon: Span
    name: Span


def labelled_turns(text: str, parts: Sequence[Part]) -> list[LabelledTurn]:
    """The turns of a quotation in which a stretch begins with a name in capitals and a colon.

    What follows a name belongs to it up to the next; words before the first name are left out.
    """
    turns: list[tuple[list[Part], Span, Span]] = []
    for part in parts:
        label = _LABEL.match(text, part.words.start, part.words.end)
        if label and label.end() < part.words.end:
            first = replace(part, words=Span(label.end(), part.words.end))
            turns.append(([first], Span(*label.span(2)), Span(*label.span(1))))
        elif turns:
            turns[-1][0].append(part)
    return [LabelledTurn(tuple(said), colon, name) for said, colon, name in turns]

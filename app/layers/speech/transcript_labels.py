"""Words in marks that begin with the name of whoever says them: `“HOLT: It was late.”`, as transcripts have them. Owns form only."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.layers.speech.contents import Part
from app.text.spans import Span

_LABEL = re.compile(r"((?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+)(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3})(:)\s+")

Turn = tuple[tuple[Part, ...], Span, Span]
"""The parts that one says, the colon behind the name, and the name."""


def turns(text: str, parts: Sequence[Part]) -> list[Turn]:
    """The turns of a quotation of which a stretch begins with a name in capitals and a colon; none where none does.

    What follows a name is its bearer's up to the next; what stands before the first is nobody's turn and left out.
    """
    found: list[tuple[list[Part], Span, Span]] = []
    for part in parts:
        label = _LABEL.match(text, part.words.start, part.words.end)
        if label and label.end() < part.words.end:
            said = replace(part, words=Span(label.end(), part.words.end))
            found.append(([said], Span(*label.span(2)), Span(*label.span(1))))
        elif found:
            found[-1][0].append(part)
    return [(tuple(said), cue, source) for said, cue, source in found]

"""Which utterances one speaker makes in a row, though only one of them has a cue.

It decides by form and place only: a quotation that goes on behind its reporting clause (`“…,” said
Holt. “….”`), and a paragraph that is nothing but a quotation behind one that ends with a quotation.
"""

from bisect import bisect_right
from collections.abc import Sequence

from app.layers.speech.contents import Part
from app.linking.sources.attributions import Borders
from app.text.spans import Block

_SIGNS = " \u00a0\n\t*_"  # what may be around a quotation that fills its paragraph
_CLAUSE = 250  # characters of a reporting clause between two utterances


def joined(
    text: str, blocks: Sequence[Block], said: Sequence[tuple[Part, ...]], borders: Borders
) -> list[tuple[Part, ...]]:
    """The contents in order, the utterances that one speaker makes in a row as one.

    In PolNeAR's training articles 943 of 946 utterances behind the reporting clause of another one
    are its speaker's, and 72 of 75 paragraphs in marks behind an utterance.
    """
    starts = [b.start for b in blocks]
    runs: list[tuple[Part, ...]] = []
    for parts in said:
        if runs and _goes_on(text, runs[-1], parts, blocks, starts, borders):
            runs[-1] = (*runs[-1], *parts)
        else:
            runs.append(parts)
    return runs


def closed(text: str, said: Sequence[tuple[Part, ...]]) -> set[int]:
    """The indices of the utterances that end their sentence with a full stop of their own."""
    return {
        n
        for n, parts in enumerate(said)
        if _is_utterance(parts[-1]) and text[parts[-1].words.end - 1] in ".…"
    }


def _is_utterance(part: Part) -> bool:
    return part.kind == "direct" and part.free


def _goes_on(
    text: str,
    before: Sequence[Part],
    parts: Sequence[Part],
    blocks: Sequence[Block],
    starts: Sequence[int],
    borders: Borders,
) -> bool:
    """Whether the speaker of the words before says these too."""
    if not (_is_utterance(before[-1]) and _is_utterance(parts[0])):
        return False
    one = bisect_right(starts, before[-1].outer.start) - 1
    other = bisect_right(starts, parts[0].outer.start) - 1
    if one == other:
        return _follows_clause(text, before[-1], parts, borders)
    if other != one + 1 or text[before[-1].words.end - 1] == "?":
        return False
    return _fills(text, parts, blocks[other]) and _ends(text, before[-1], blocks[one], borders)


def _follows_clause(text: str, before: Part, parts: Sequence[Part], borders: Borders) -> bool:
    """Whether only the reporting clause of the utterance before comes between: `“…,” Holt said.`.

    What is said then ends with a full stop, since another clause would need a comma.
    """
    start, end = before.outer.end, parts[0].outer.start
    between = text[start:end]
    if len(between) > _CLAUSE or "\n" in between or not between.rstrip().endswith("."):
        return False
    if text[before.words.end - 1] in ".…" or text[parts[-1].words.end - 1] not in ".?!…":
        return False
    return bool(between.strip(" .\u00a0")) and not _begins_sentence(borders, start, end - 1)


def _ends(text: str, before: Part, block: Block, borders: Borders) -> bool:
    """Whether nothing but a reporting clause follows the words in their paragraph."""
    end = block.start + len(text[block.start : block.end].rstrip(_SIGNS))
    if before.outer.end >= end:
        return True
    has_clause = text[before.words.end - 1] not in ".…" and end - before.outer.end <= _CLAUSE
    return has_clause and not _begins_sentence(borders, before.outer.end, end)


def _begins_sentence(borders: Borders, start: int, end: int) -> bool:
    """Whether a sentence begins behind `start`, up to `end`."""
    return bisect_right(borders.sentences, start) < bisect_right(borders.sentences, end)


def _fills(text: str, parts: Sequence[Part], block: Block) -> bool:
    """Whether the words are all that is in their paragraph, the last of several included."""
    last = parts[-1].outer
    if text[block.start : parts[0].outer.start].strip(_SIGNS):
        return False
    line = text.find("\n\n", last.end)
    return not text[last.end : line if line >= 0 else len(text)].strip(_SIGNS)

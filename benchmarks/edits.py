"""Edits whose outcome is known.

Every character carries where it came from, and the fate of a passage is read off the edits
themselves.

Knows nothing of how Gloss follows a passage.

A passage stands when at least half of its characters do (white space apart), moved with most of
them or not; a figure that took another value in its place stands. It is replaced when it was the
larger part of what something else was put in place of; else it is removed. That is what the words
mean in the house.
"""

import random
import re
from collections.abc import Callable

from app.text.sentences import sentences
from app.text.spans import Span, one_paragraph_a_gap
from benchmarks.tracked_edits import (
    FIGURE,
    WORDS,
    Tracked,
    invented,
    paragraph_at,
    sentence_at,
    units,
    without,
)


def nothing(_t: Tracked, _span: Span, _rng: random.Random) -> None:
    """No edit at all."""


def line_on_top(t: Tracked, _span: Span, rng: random.Random) -> None:
    """A paragraph before the first."""
    t.put(0, 0, invented(rng) + "\n\n")


def letter(t: Tracked, span: Span, rng: random.Random) -> None:
    """One letter of the passage is another."""
    at = rng.choice([i for i in range(span.start, span.end) if t.text[i].isalnum()] or [span.start])
    t.put(at, at + 1, rng.choice([c for c in "aeioustrn" if c != t.text[at].lower()]))


def word(t: Tracked, span: Span, rng: random.Random) -> None:
    """One word of the passage is another."""
    match = rng.choice(
        list(re.finditer(r"\w+", span.of(t.text))) or list(re.finditer(r"\S+", span.of(t.text)))
    )
    t.put(span.start + match.start(), span.start + match.end(), rng.choice(WORDS))


def negation(t: Tracked, span: Span, rng: random.Random) -> None:
    """`not` stands between two words of the passage."""
    inside = [span.start + m.start() for m in re.finditer(r"(?<=\w) (?=\w)", span.of(t.text))]
    if inside:
        at = rng.choice(inside)
        t.put(at, at, " not")


def curly(t: Tracked, _span: Span, _rng: random.Random) -> None:
    """Straight marks become curly ones; curly ones become straight."""
    t.fold(
        {
            '"': lambda at: "“" if at == 0 or t.text[at - 1].isspace() else "”",
            "'": lambda _: "’",
            "“": lambda _: '"',
            "”": lambda _: '"',
            "’": lambda _: "'",
        }
    )


def no_break(t: Tracked, _span: Span, _rng: random.Random) -> None:
    """Every other space is one that does not break."""
    t.fold({" ": lambda at: "\u00a0" if at % 2 else " "})


def copied_earlier(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's sentence stands once more, at the head of the text."""
    t.put(0, 0, sentence_at(t.text, span.start).of(t.text) + "\n\n")


def to_the_end(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's sentence goes to the end, as a paragraph."""
    unit = sentence_at(t.text, span.start)
    if t.text[unit.end :].strip():
        t.carry(unit.start, unit.end, len(t.text), "\n\n")


def sentence_gone(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's sentence goes."""
    without(t, sentence_at(t.text, span.start))


def paragraph_gone(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's paragraph goes."""
    without(t, paragraph_at(t.text, span.start))


def around(t: Tracked, span: Span, rng: random.Random) -> None:
    """What stands around the passage is other words.

    Its own paragraph, and the one before and behind.
    """
    blocks = [Span(b.start, b.end) for b in one_paragraph_a_gap(t.text)]
    own = next((n for n, b in enumerate(blocks) if b.start <= span.start < b.end), 0)
    for block in blocks[max(0, own - 1) : own + 2][::-1]:
        start = max(span.end, block.start)
        _invent(t, start, block.end, rng, lead=" " if start == span.end else "")
        end = min(span.start, block.end)
        _invent(t, block.start, end, rng, tail=" " if end == span.start else "")


def _invent(
    t: Tracked, start: int, end: int, rng: random.Random, *, lead: str = "", tail: str = ""
) -> None:
    """Puts as many invented words in place of a stretch; a tail follows them without a stop."""
    words = t.text[start:end]
    if words.strip():
        instead = invented(rng, len(words.split())).rstrip("." if tail else "")
        t.put(start, end, lead + instead + tail)


def figure(t: Tracked, span: Span, rng: random.Random) -> None:
    """A figure of the passage, or else of its sentence, has another value."""
    own, sentence = (
        [*FIGURE.finditer(t.text, s.start, s.end)] for s in (span, sentence_at(t.text, span.start))
    )
    if own or sentence:
        match = rng.choice(own or sentence)
        most = 2 * int(match[0].replace(",", "")) + 20
        t.figure(*match.span(), f"{rng.randint(1, most):,}")


def moved_and_changed(t: Tracked, span: Span, rng: random.Random) -> None:
    """One word of the passage's sentence is another, and the sentence goes to the end.

    As a paragraph.
    """
    _reworded(t, sentence_at(t.text, span.start), rng)
    to_the_end(t, span, rng)


def paragraph_moved_and_changed(t: Tracked, span: Span, rng: random.Random) -> None:
    """One word of every sentence of the passage's paragraph is another.

    And the paragraph goes to the end.
    """
    _reworded(t, paragraph_at(t.text, span.start), rng)
    unit = paragraph_at(t.text, span.start)
    if t.text[unit.end :].strip():
        t.carry(unit.start, unit.end, len(t.text), "\n\n")


def on_top(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's paragraph goes to the head; so far away that it is not the rest that moved."""
    unit = paragraph_at(t.text, span.start)
    if _far(unit, 0):
        t.carry(unit.start, unit.end, 0, "", "\n\n")


def on_top_and_the_rest_changed(t: Tracked, _span: Span, rng: random.Random) -> None:
    """The last paragraph goes to the head, and a word of every sentence before it is another."""
    for block in one_paragraph_a_gap(t.text)[-2::-1]:
        _reworded(t, Span(block.start, block.end), rng)
    last = paragraph_at(t.text, len(t.text) - 1)
    t.carry(last.start, last.end, 0, "", "\n\n")


def _reworded(t: Tracked, unit: Span, rng: random.Random) -> None:
    """One word of each of its sentences is another, with a capital where it had one.

    Else two sentences would become one.
    """
    for sentence in reversed([*sentences(t.text, unit.start, unit.end)]):
        words = list(re.finditer(r"(?<![.,:\d])\w+(?![.,:]?\d)", sentence.of(t.text)))
        if len(words) > 2:
            replaced, other = rng.choice(words), rng.choice(WORDS)
            at = sentence.start + replaced.start()
            t.put(
                at, at + len(replaced[0]), other.capitalize() if replaced[0][0].isupper() else other
            )


Edit = Callable[[Tracked, Span, random.Random], None]
SINGLE: tuple[tuple[str, Edit], ...] = (
    ("none", nothing),
    ("a line inserted on top", line_on_top),
    ("one letter changed", letter),
    ("one word replaced", word),
    ("`not` inserted", negation),
    ("straight quotes made curly", curly),
    ("no-break spaces", no_break),
    ("the sentence copied earlier too", copied_earlier),
    ("the sentence moved to the end", to_the_end),
    ("the sentence deleted", sentence_gone),
    ("the paragraph deleted", paragraph_gone),
    ("the text around rewritten", around),
)
REWORDED: tuple[tuple[str, Edit], ...] = (
    ("a figure changed", figure),
    ("the sentence moved and reworded", moved_and_changed),
    ("the paragraph moved and reworded", paragraph_moved_and_changed),
    ("the paragraph moved to the top", on_top),
    ("last to the top, the rest reworded", on_top_and_the_rest_changed),
)
"""Edits that change words and may carry them as well."""


def sentence_put(t: Tracked, span: Span, rng: random.Random) -> None:
    """A new sentence stands behind this one."""
    at = sentence_at(t.text, span.start).end
    t.put(at, at, " " + invented(rng))


def sentence_replaced(t: Tracked, span: Span, rng: random.Random) -> None:
    """Another sentence stands instead of this one."""
    unit = sentence_at(t.text, span.start)
    t.put(unit.start, unit.end, invented(rng))


def _far(unit: Span, to: int) -> bool:
    return max(unit.start - to, to - unit.end) > 2 * (unit.end - unit.start)


def sentence_carried(t: Tracked, span: Span, rng: random.Random) -> None:
    """The sentence goes to the end of another paragraph.

    So far away that it is not the rest that moved.
    """
    unit, target = sentence_at(t.text, span.start), paragraph_at(t.text, rng.randrange(len(t.text)))
    if _far(unit, target.end):
        t.carry(unit.start, unit.end, target.end, " ")


def paragraph_carried(t: Tracked, span: Span, rng: random.Random) -> None:
    """The paragraph goes before another one, so far away that it is not the rest that moved."""
    unit, target = (
        paragraph_at(t.text, span.start),
        paragraph_at(t.text, rng.randrange(len(t.text))),
    )
    if _far(unit, target.start):
        t.carry(unit.start, unit.end, target.start, "", "\n\n")


def parted(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The paragraph is parted behind this sentence."""
    at = sentence_at(t.text, span.start).end
    if at < len(t.text) and t.text[at] == " ":
        t.put(at, at + 1, "\n\n", instead=False)


def copied(t: Tracked, span: Span, rng: random.Random) -> None:
    """The sentence stands once more somewhere else."""
    at = paragraph_at(t.text, rng.randrange(len(t.text))).end
    t.put(at, at, " " + sentence_at(t.text, span.start).of(t.text))


RANDOM: tuple[Edit, ...] = (
    *(
        line_on_top,
        letter,
        letter,
        word,
        word,
        word,
        negation,
        curly,
        no_break,
        sentence_put,
        sentence_put,
        sentence_replaced,
    ),
    *(
        sentence_carried,
        paragraph_carried,
        parted,
        copied,
        sentence_gone,
        sentence_gone,
        paragraph_gone,
        around,
    ),
)


def stacked(t: Tracked, rng: random.Random, count: int) -> list[str]:
    """`count` random edits, each at a random sentence; the texts in turn, the first one too."""
    texts = [t.text]
    for _ in range(count):
        places = units(t.text)
        if places:
            rng.choice(RANDOM)(t, rng.choice(places), rng)
            texts.append(t.text)
    return texts

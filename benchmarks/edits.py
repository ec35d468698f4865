"""Edits with a known outcome: each character carries its origin, which gives the verdict.

It does not depend on how Gloss follows a passage.

A passage is kept when at least half of its characters are (white space apart), moved with most of
them or not; a figure with another value in its place is kept. It is replaced when it was the larger
part of what something else was put in place of; else it is removed. These are the meanings of the
words in the glossary.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.text.sentences import sentences
from app.text.spans import Span, one_paragraph_a_gap

_FIGURE = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?![\w]|[.,:]\d)")
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})
WORDS = """
    lantern basin orchard quarry weaver thimble copper meadow ladder violet harvest gravel kettle
    saddle mirror tunnel blanket cellar marble pepper ribbon shutter timber velvet walnut anchor
    beacon candle dagger ember feather garnet hollow island juniper kernel lattice mortar needle
    otter pebble quill raven sable tallow umber vessel willow yarrow zephyr barely slowly twice
    nearly brightly under beyond against beside within carried folded painted counted mended
    borrowed gathered scattered
""".split()


@dataclass(frozen=True, slots=True)
class Truth:
    """What really became of a passage.

    `core` are its characters that stand (in the new text), `about` what may be shown with them.

    `words_changed` says whether its words are others now, None where it has no place.
    """

    verdict: str
    span: Span | None
    core: frozenset[int] = frozenset()
    about: Span | None = None
    words_changed: bool | None = None


@dataclass
class Tracked:
    """A text whose characters know their origin and their change.

    The offset in the first text (-1: new), and whether it was moved elsewhere.
    """

    first: str
    text: str = ""
    ids: list[int] = field(default_factory=list)
    change: list[int] = field(default_factory=list)
    carried: list[bool] = field(default_factory=list)
    changed: list[set[int]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Tracked":
        """A text before any edit."""
        return cls(text, text, list(range(len(text))), [-1] * len(text), [False] * len(text))

    def put(self, start: int, end: int, words: str, *, instead: bool = True) -> None:
        """Put `words` in place of a stretch.

        What it was replaced with is remembered, unless words are only added or removed.
        """
        number = -1
        if words and start < end and instead:
            gone = {i for i in self.ids[start:end] if i >= 0 and not self.first[i].isspace()}
            for n in set(self.change[start:end]) - {-1}:
                gone |= self.changed[n]
            number = len(self.changed)
            self.changed.append(gone)
        self._splice(
            start, end, words, [-1] * len(words), [number] * len(words), [False] * len(words)
        )

    def figure(self, start: int, end: int, figure: str) -> None:
        """Put another figure in place of one, which is the same figure with another value."""
        same = slice(start, start + min(end - start, len(figure)))
        more = max(0, len(figure) - (end - start))
        ids, change = (
            [*self.ids[same], *[-1] * more],
            [*self.change[same], *[len(self.changed)] * more],
        )
        self.changed.append({i for i in self.ids[start:end] if i >= 0})
        self._splice(start, end, figure, ids, change, [self.carried[start]] * len(figure))

    def carry(self, start: int, end: int, to: int, before: str = "", behind: str = "") -> None:
        """Cut a stretch and paste it at `to`, which is not inside it, between new characters."""
        piece = self.text[start:end], self.ids[start:end], self.change[start:end]
        if to > end:
            self._paste(to, piece, before, behind)
            self.put(start, end, "")
        else:
            self.put(start, end, "")
            self._paste(to, piece, before, behind)

    def fold(self, table: dict[str, Callable[[int], str]]) -> None:
        """Exchange single characters for their typographic likes: they remain what they were."""
        self.text = "".join(table[c](at) if c in table else c for at, c in enumerate(self.text))

    def _paste(
        self, to: int, piece: tuple[str, list[int], list[int]], before: str, behind: str
    ) -> None:
        words, ids, change = piece
        new, old = ([-1] * len(before), [-1] * len(behind))
        carried = [True] * len(words)
        flags = [False] * len(before) + carried + [False] * len(behind)
        self._splice(to, to, before + words + behind, new + ids + old, new + change + old, flags)

    def _splice(
        self,
        start: int,
        end: int,
        words: str,
        ids: list[int],
        change: list[int],
        carried: list[bool],
    ) -> None:
        self.text = self.text[:start] + words + self.text[end:]
        self.ids[start:end] = ids
        self.change[start:end] = change
        self.carried[start:end] = carried

    def truth(self, span: Span) -> Truth:
        """The verdict on a span of the first text."""
        cited = {i for i in range(span.start, span.end) if not self.first[i].isspace()}
        kept = [at for at, i in enumerate(self.ids) if i in cited]
        moved = 2 * sum(self.carried[at] for at in kept) > len(kept)
        core = [at for at in kept if self.carried[at] == moved]
        if not kept or 2 * len(core) < len(cited):
            return self._gone(cited)
        whole = Span(core[0], core[-1] + 1)
        about = self._about(whole, cited)
        is_complete = len(core) == len(cited)
        same = is_complete and _plain(whole.of(self.text)) == _plain(span.of(self.first))
        verdict = "same" if same else "changed"
        return Truth("moved" if moved else verdict, whole, frozenset(core), about, not same)

    def _gone(self, cited: set[int]) -> Truth:
        places = [
            at
            for at, n in enumerate(self.change)
            if n >= 0
            and self.changed[n] & cited
            and 2 * len(self.changed[n] & cited) >= len(self.changed[n])
        ]
        if not places:
            return Truth("removed", None)
        return Truth("replaced", None, frozenset(places), Span(places[0], places[-1] + 1))

    def _about(self, whole: Span, cited: set[int]) -> Span:
        """The widest stretch that a reader would still call the passage.

        With what replaced its own words at its edges.
        """
        start, end = whole.start, whole.end
        while start > 0 and self._ours(start - 1, cited):
            start -= 1
        while end < len(self.text) and self._ours(end, cited):
            end += 1
        return Span(start, end)

    def _ours(self, at: int, cited: set[int]) -> bool:
        n = self.change[at]
        return (
            self.text[at].isspace()
            or self.ids[at] in cited
            or (n >= 0 and bool(self.changed[n] & cited))
        )


def _plain(words: str) -> str:
    return " ".join(words.translate(_PLAIN).split())


def units(text: str) -> list[Span]:
    """The sentences of every paragraph."""
    return [s for b in one_paragraph_a_gap(text) for s in sentences(text, b.start, b.end)]


def passages(text: str) -> list[tuple[str, Span]]:
    """Names, phrases, sentences and paragraphs.

    All paragraphs and sentences, and of each sentence its names and a phrase from its middle.
    """
    found = [("paragraph", Span(b.start, b.end)) for b in one_paragraph_a_gap(text)]
    for sentence in units(text):
        found.append(("sentence", sentence))
        words = [
            Span(sentence.start + m.start(), sentence.start + m.end())
            for m in re.finditer(r"\w+(?:[’'-]\w+)*", sentence.of(text))
        ]
        if len(words) >= 6:
            found.append(
                ("phrase", Span(words[len(words) // 3].start, words[len(words) // 3 + 3].end))
            )
        names = re.finditer(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*", sentence.of(text))
        found += [
            ("name", Span(sentence.start + name.start(), sentence.start + name.end()))
            for name in names
        ]
    return found


def _sentence(text: str, at: int) -> Span:
    return next((s for s in units(text) if s.start <= at < s.end), Span(at, at + 1))


def _paragraph(text: str, at: int) -> Span:
    blocks = one_paragraph_a_gap(text)
    return next(
        (Span(b.start, b.end) for b in blocks if b.start <= at < b.end),
        Span(blocks[0].start, blocks[0].end),
    )


def invented(rng: random.Random, count: int = 0) -> str:
    """A sentence of words that no demo article uses much."""
    words = rng.choices(WORDS, k=count or rng.randint(7, 16))
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def _without(t: Tracked, unit: Span) -> None:
    """Take out a sentence or a paragraph with the white space beside it."""
    start, end = unit.start, unit.end
    while end < len(t.text) and t.text[end].isspace():
        end += 1
    if end == len(t.text) or "\n" in t.text[unit.end : end]:
        end = unit.end
        while (
            start > 0
            and t.text[start - 1].isspace()
            and (t.text[start - 1] != "\n" or end == len(t.text) or t.text[end] == "\n")
        ):
            start -= 1
    t.put(start, end, "")


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
    found = rng.choice(
        list(re.finditer(r"\w+", span.of(t.text))) or list(re.finditer(r"\S+", span.of(t.text)))
    )
    t.put(span.start + found.start(), span.start + found.end(), rng.choice(WORDS))


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
    t.put(0, 0, _sentence(t.text, span.start).of(t.text) + "\n\n")


def to_the_end(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's sentence goes to the end, as a paragraph."""
    unit = _sentence(t.text, span.start)
    if t.text[unit.end :].strip():
        t.carry(unit.start, unit.end, len(t.text), "\n\n")


def sentence_gone(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's sentence goes."""
    _without(t, _sentence(t.text, span.start))


def paragraph_gone(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's paragraph goes."""
    _without(t, _paragraph(t.text, span.start))


def around(t: Tracked, span: Span, rng: random.Random) -> None:
    """Other words around the passage: in its paragraph, and in those before and behind."""
    blocks = [Span(b.start, b.end) for b in one_paragraph_a_gap(t.text)]
    own = next((n for n, b in enumerate(blocks) if b.start <= span.start < b.end), 0)
    for block in blocks[max(0, own - 1) : own + 2][::-1]:
        _put_other_words(t, max(span.end, block.start), block.end, span, rng)
        _put_other_words(t, block.start, min(span.start, block.end), span, rng)


def _put_other_words(t: Tracked, start: int, end: int, span: Span, rng: random.Random) -> None:
    """Other words in place of a stretch before or behind the passage, parted from it by a space."""
    words = t.text[start:end]
    if not words.strip():
        return
    new = invented(rng, len(words.split()))
    if end == span.start:
        new = new.rstrip(".") + " "
    elif start == span.end:
        new = " " + new
    t.put(start, end, new)


def figure(t: Tracked, span: Span, rng: random.Random) -> None:
    """A figure of the passage, or else of its sentence, has another value."""
    own, sentence = (
        [*_FIGURE.finditer(t.text, s.start, s.end)] for s in (span, _sentence(t.text, span.start))
    )
    if own or sentence:
        found = rng.choice(own or sentence)
        most = 2 * int(found[0].replace(",", "")) + 20
        t.figure(*found.span(), f"{rng.randint(1, most):,}")


def moved_and_changed(t: Tracked, span: Span, rng: random.Random) -> None:
    """Another word in the passage's sentence, which goes to the end as a paragraph."""
    _reworded(t, _sentence(t.text, span.start), rng)
    to_the_end(t, span, rng)


def paragraph_moved_and_changed(t: Tracked, span: Span, rng: random.Random) -> None:
    """Another word in every sentence of its paragraph, which goes to the end."""
    _reworded(t, _paragraph(t.text, span.start), rng)
    unit = _paragraph(t.text, span.start)
    if t.text[unit.end :].strip():
        t.carry(unit.start, unit.end, len(t.text), "\n\n")


def on_top(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The passage's paragraph goes to the head; so far away that it is not the rest that moved."""
    unit = _paragraph(t.text, span.start)
    if _far(unit, 0):
        t.carry(unit.start, unit.end, 0, "", "\n\n")


def on_top_and_the_rest_changed(t: Tracked, _span: Span, rng: random.Random) -> None:
    """The last paragraph goes to the head, and a word of every sentence before it is another."""
    for block in one_paragraph_a_gap(t.text)[-2::-1]:
        _reworded(t, Span(block.start, block.end), rng)
    last = _paragraph(t.text, len(t.text) - 1)
    t.carry(last.start, last.end, 0, "", "\n\n")


def _reworded(t: Tracked, unit: Span, rng: random.Random) -> None:
    """Another word in each of its sentences, with a capital where it had one.

    Else two sentences would become one.
    """
    for sentence in reversed([*sentences(t.text, unit.start, unit.end)]):
        words = list(re.finditer(r"(?<![.,:\d])\w+(?![.,:]?\d)", sentence.of(t.text)))
        if len(words) > 2:
            found, other = rng.choice(words), rng.choice(WORDS)
            at = sentence.start + found.start()
            t.put(at, at + len(found[0]), other.capitalize() if found[0][0].isupper() else other)


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
    at = _sentence(t.text, span.start).end
    t.put(at, at, " " + invented(rng))


def sentence_replaced(t: Tracked, span: Span, rng: random.Random) -> None:
    """Another sentence stands instead of this one."""
    unit = _sentence(t.text, span.start)
    t.put(unit.start, unit.end, invented(rng))


def _far(unit: Span, to: int) -> bool:
    return max(unit.start - to, to - unit.end) > 2 * (unit.end - unit.start)


def sentence_carried(t: Tracked, span: Span, rng: random.Random) -> None:
    """The sentence goes to the end of another paragraph.

    So far away that it is not the rest that moved.
    """
    unit, target = _sentence(t.text, span.start), _paragraph(t.text, rng.randrange(len(t.text)))
    if _far(unit, target.end):
        t.carry(unit.start, unit.end, target.end, " ")


def paragraph_carried(t: Tracked, span: Span, rng: random.Random) -> None:
    """The paragraph goes before another one, so far away that it is not the rest that moved."""
    unit, target = _paragraph(t.text, span.start), _paragraph(t.text, rng.randrange(len(t.text)))
    if _far(unit, target.start):
        t.carry(unit.start, unit.end, target.start, "", "\n\n")


def parted(t: Tracked, span: Span, _rng: random.Random) -> None:
    """The paragraph is parted behind this sentence."""
    at = _sentence(t.text, span.start).end
    if at < len(t.text) and t.text[at] == " ":
        t.put(at, at + 1, "\n\n", instead=False)


def copied(t: Tracked, span: Span, rng: random.Random) -> None:
    """The sentence stands once more somewhere else."""
    at = _paragraph(t.text, rng.randrange(len(t.text))).end
    t.put(at, at, " " + _sentence(t.text, span.start).of(t.text))


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
        found = units(t.text)
        if found:
            rng.choice(RANDOM)(t, rng.choice(found), rng)
            texts.append(t.text)
    return texts

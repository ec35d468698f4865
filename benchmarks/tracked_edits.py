"""A text that is edited while the truth of every passage is kept."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.text.sentences import sentences
from app.text.spans import Span, one_paragraph_a_gap

FIGURE = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?![\w]|[.,:]\d)")
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
    """A text of which each character knows its offset in the first text (-1: new), its change.

    And whether it was carried elsewhere.
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

        What went for them is remembered unless they only follow or take leave.
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
        """Put another figure in place of one.

        What stands there is still that figure, with another value.
        """
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
        """What became of a span of the first text."""
        cited = {i for i in range(span.start, span.end) if not self.first[i].isspace()}
        core, moved = self._standing(cited)
        if not core or 2 * len(core) < len(cited):
            return self._gone(cited)
        whole = Span(core[0], core[-1] + 1)
        has_same_words = _plain(whole.of(self.text)) == _plain(span.of(self.first))
        same = has_same_words and len(core) == len(cited)
        verdict = "same" if same else "changed"
        return Truth(
            "moved" if moved else verdict,
            whole,
            frozenset(core),
            self._about(whole, cited),
            not same,
        )

    def _standing(self, cited: set[int]) -> tuple[list[int], bool]:
        """The cited characters that stand where most of them do, and whether that is elsewhere."""
        standing = [at for at, i in enumerate(self.ids) if i in cited]
        carried = [at for at in standing if self.carried[at]]
        if 2 * len(carried) > len(standing):
            return carried, True
        return [at for at in standing if not self.carried[at]], False

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

        With what was put in place of its own words at its edges.
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

    All paragraphs and sentences, and of each sentence its names and a phrase in its midst.
    """
    chosen = [("paragraph", Span(b.start, b.end)) for b in one_paragraph_a_gap(text)]
    for sentence in units(text):
        chosen.append(("sentence", sentence))
        words = [
            Span(sentence.start + m.start(), sentence.start + m.end())
            for m in re.finditer(r"\w+(?:[’'-]\w+)*", sentence.of(text))
        ]
        if len(words) >= 6:
            chosen.append(
                ("phrase", Span(words[len(words) // 3].start, words[len(words) // 3 + 3].end))
            )
        names = re.finditer(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*", sentence.of(text))
        chosen += [
            ("name", Span(sentence.start + name.start(), sentence.start + name.end()))
            for name in names
        ]
    return chosen


def sentence_at(text: str, at: int) -> Span:
    """The sentence at an offset."""
    return next((s for s in units(text) if s.start <= at < s.end), Span(at, at + 1))


def paragraph_at(text: str, at: int) -> Span:
    """The paragraph at an offset."""
    blocks = one_paragraph_a_gap(text)
    return next(
        (Span(b.start, b.end) for b in blocks if b.start <= at < b.end),
        Span(blocks[0].start, blocks[0].end),
    )


def invented(rng: random.Random, count: int = 0) -> str:
    """A sentence of words that no demo article uses much."""
    words = rng.choices(WORDS, k=count or rng.randint(7, 16))
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def without(t: Tracked, unit: Span) -> None:
    """Take out a sentence or a paragraph together with the white space.

    That parted it from the next or the last.
    """
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

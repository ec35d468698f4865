"""What a layer is: text in, findings out.

A layer runs without a database, in a worker or a benchmark.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from app.engines.model.choice import DEFAULT, ModelChoice, has_learnt
from app.layers import density
from app.text.sentences import sentences
from app.text.spans import Block, Doubt, Span, one_paragraph_a_gap

if TYPE_CHECKING:
    from app.engines.model.tagger import Reading
HEADS = frozenset(
    """
    names:worldwide names:common names:wnut17 names:re3d act:news
    content:news cue:news source:news content:gum cue:gum source:gum
    claims:news claims:debates claims:speeches
    """.split()
)
"""The heads of the model that layers ask. The answers of the others are not kept: they are nearly
half of what a long text would need."""
_WORD = re.compile(r"[^\W_]{1,8}|\S")
"""What counts as one: the model reads about one piece for each, of signs exactly one."""


@dataclass(frozen=True)
class Doc:
    """One text to annotate.

    `language` is a primary BCP 47 subtag or `und`; `declared` is the date that the source gives.

    `declared_language` is the language that the source gives; `language` may differ from it.
    `date_doubted`: the importer raised a doubt about the date. `date_settled`: the editor gave or
    confirmed the date in `declared`, so that no layer doubts it. `model` is the model that
    reads the text, if it has learnt the language. Of a text of more than `most_words` only the
    beginning is annotated.
    """

    text: str
    language: str = "en"
    declared: date | None = None
    blocks: tuple[Block, ...] = ()
    model: ModelChoice = DEFAULT
    date_doubted: bool = False
    date_settled: bool = False
    declared_language: str | None = None
    most_words: int | None = None

    @classmethod
    def bare(cls, text: str, language: str = "en", declared: date | None = None) -> "Doc":
        """A Doc for a string without an importer: blank lines separate its paragraphs."""
        return cls(text, language, declared, one_paragraph_a_gap(text))

    def beginning(self) -> "Doc":
        """What of it is annotated: whole blocks, but of a first block that is too long a part.

        Offsets stay the same. The Doc itself where all of it is annotated.
        """
        most = _end_of_words(self.text, self.most_words)
        if most == len(self.text):
            return self
        blocks = tuple(b for b in self.blocks if b.end <= most)
        if not blocks:
            blocks = tuple(replace(b, end=most) for b in self.blocks[:1] if b.start < most)
        end = blocks[-1].end if blocks else most
        return replace(self, text=self.text[:end], blocks=blocks)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of every block, in order; none crosses the border of a block."""
        return tuple(s for b in self.blocks for s in sentences(self.text, b.start, b.end))

    @cached_property
    def reading(self) -> "Reading | None":
        """The model's output for the text, computed once for all layers.

        None in a language that the model has not learnt: there only rules work.
        """
        if not has_learnt(self.language, self.text):
            return None
        from app.engines.model import tagger

        parts = [(b.start, b.end) for b in self.blocks]
        return tagger.chosen(self.model).read(self.text, parts, HEADS)


def _end_of_words(text: str, most: int | None) -> int:
    """Where the first `most` words end; the end of the text where it has no more."""
    if most is None or len(text) <= most:
        return len(text)
    beyond = next(islice(_WORD.finditer(text), most, None), None)
    return len(text) if beyond is None else beyond.start()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a layer yields before it is stored.

    Layer, span and `kind` (entity kind, quotation type, …) identify it; `body` is the body of the
    JSON contract; `creator` is `engine@version`; `confidence` is 0–1.
    """

    layer: str
    start: int
    end: int
    kind: str
    body: Mapping[str, Any]
    confidence: float
    creator: str

    @property
    def span(self) -> Span:
        """The words that it is about."""
        return Span(self.start, self.end)

    def as_json(self, text: str, threshold: float = 0.0) -> dict[str, Any]:
        """The annotation as JSON.

        Below its layer's `threshold` no step of the density control draws it.
        """
        return {
            "layer": self.layer,
            "start": self.start,
            "end": self.end,
            "exact": text[self.start : self.end],
            "confidence": self.confidence,
            "creator": self.creator,
            "body": dict(self.body),
            "shown": density.shown(self, threshold),
        }


Earlier = Mapping[str, Sequence[Finding]]


class Layer(Protocol):
    """One kind of annotation.

    Registered in `layers.LAYERS`; a layer sees the findings of those before it. Its `find` imports
    what it works with, so that pages and forms, which need only the rest, do not wait for it.

    `name` is the value of `layer` in JSON, `label` the word in the legend (English, translated by
    gettext), `card` the panel that a mark opens on hover (None: the default card), `kinds` the
    values that `Finding.kind` may have, `threshold` the confidence from which a finding is stored
    and shown.
    """

    name: str
    label: str
    card: str | None
    engine: str
    version: str
    kinds: tuple[str, ...]
    threshold: float

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """Its findings and doubts about `doc`, in any order.

        Any exception is recorded as a failed run.
        """
        ...

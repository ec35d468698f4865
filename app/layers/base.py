"""What a layer is: text in, findings out.

Pure: it runs in a worker or a benchmark without a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from app.engines.model import tagger
from app.engines.model.tagger import Reading
from app.layers import density
from app.text.sentences import sentences
from app.text.spans import Block, Doubt, Span, one_paragraph_a_gap


@dataclass(frozen=True)
class Doc:
    """One text to annotate.

    `language` is a primary BCP 47 subtag or `und`; `declared` the date that the source claims.

    `declared_language` is what the source says of its language, which `language` need not be.
    `date_doubted`: whoever read the source raised a doubt on that date. `date_settled`: a person
    gave or confirmed it, so that `declared` is that day and nothing doubts it. `threads` is how
    many the model may use for it; the answers are the same with any number.
    """

    text: str
    language: str = "en"
    declared: date | None = None
    blocks: tuple[Block, ...] = ()
    threads: int = 1
    date_doubted: bool = False
    date_settled: bool = False
    declared_language: str | None = None

    @classmethod
    def bare(cls, text: str, language: str = "en", declared: date | None = None) -> "Doc":
        """A Doc for a string that no importer has seen: blank lines part its paragraphs."""
        return cls(text, language, declared, one_paragraph_a_gap(text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of every block, in order; none crosses a block's border."""
        return tuple(s for b in self.blocks for s in sentences(self.text, b.start, b.end))

    @cached_property
    def reading(self) -> Reading | None:
        """What the model answers for the text, one pass for all layers; None in a language it has not learnt: there rules alone work."""
        if not tagger.has_learnt(self.language, self.text):
            return None
        return tagger.load(self.threads).read(self.text, [(b.start, b.end) for b in self.blocks])


@dataclass(frozen=True, slots=True)
class Finding:
    """What a layer yields before it is stored.

    `kind` is the part of its identity beside layer and span (entity kind, quotation type, …);
    `body` is the wire body of the contract; `creator` is `engine@version`; `confidence` is 0–1.
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
        """The words it is about."""
        return Span(self.start, self.end)

    def as_json(self, text: str, threshold: float = 0.0) -> dict[str, Any]:
        """The annotation on the wire; `threshold` is its layer's, below which no step of the density control draws it."""
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

    Registered in `layers.LAYERS`, in the order of work; a layer sees the findings of those before
    it.

    `name` is the wire's `layer`, `label` the legend's word (English, through gettext), `card` the
    panel that a mark opens on hover (None: the default card), `kinds` the values that
    `Finding.kind` may have, `threshold` the confidence from which it is stored and shown.
    """

    name: str
    label: str
    card: str | None
    engine: str
    version: str
    kinds: tuple[str, ...]
    threshold: float

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """Its findings in `doc`, in any order, and the doubts it raises.

        What it raises is recorded as a failed run.
        """
        ...

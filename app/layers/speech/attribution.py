"""An attribution: words that share a cue and a source, before the speaker is known."""

from dataclasses import dataclass

from app.engines.reporting.polarity import Polarity
from app.layers.speech.contents import Part
from app.text.spans import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """Contents that share a cue.

    `whole` says of each part whether it belongs to a statement; `source_probability` how likely
    the source is that of these words. `named` is where the text names the one whom the source
    means, if only the layout shows it: `A:`.
    """

    parts: tuple[Part, ...]
    confidence: float
    whole: tuple[bool, ...]
    cue: Span | None = None
    source: Span | None = None
    polarity: Polarity = "affirmed"
    source_probability: float = 0.0
    named: Span | None = None

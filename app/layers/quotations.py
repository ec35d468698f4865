"""The layer `quotation`: what was said or thought, with cue, source and speaker.

By the model, or by rules in a language that it has not learnt. Who a source stands for is decided
in `linking.sources.speakers`.
"""

from collections.abc import Iterable

from app.engines.model.choice import ENGINE
from app.layers.base import Doc, Earlier, Finding
from app.text.spans import Doubt
from app.translations import N_

KINDS = ("direct", "indirect", "mixed")


class Quotations:
    """Words that somebody said, and what somebody thinks."""

    name = "quotation"
    label = N_("Quotations")
    card: str | None = "quotation_card"
    engine = ENGINE
    version = "3"
    kinds: tuple[str, ...] = KINDS
    # PolNeAR's dev: .79 of attributions found with their source at .74 precision; at .3 .77 at .77
    threshold = 0.2

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """A finding for each piece of each attribution and for exact words inside a mixed piece."""
        from app.layers.speech import statement_pieces

        return statement_pieces.found(doc, earlier.get("entity", ()))


LAYER = Quotations()

"""The layer `claim`: check-worthy sentences and whose claim each is. It does not judge truth."""

from collections.abc import Iterable

from app.engines.model.choice import ENGINE
from app.layers.base import Doc, Earlier, Finding
from app.text.spans import Doubt
from app.translations import N_


class Claims:
    """Check-worthy sentences, ranked by the model and by signs in their words.

    In a language that the model has not learnt, by signs alone.
    """

    name = "claim"
    label = N_("Claims")
    card: str | None = "claim_card"
    engine = ENGINE
    version = "4"
    kinds: tuple[str, ...] = ("claim",)
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """Every sentence, its check-worthiness as the confidence."""
        from app.layers.assertions import claim_sentences

        return claim_sentences.found(doc, earlier)


LAYER = Claims()

"""The layer `entity`: names with their kinds, joined into chains, and the roles of people."""

from collections.abc import Iterable

from app.engines.model.choice import ENGINE
from app.layers.base import Doc, Earlier, Finding
from app.text.spans import Doubt
from app.translations import N_

KINDS = (
    N_("person"),
    N_("organization"),
    N_("place"),
    N_("group"),
    N_("facility"),
    N_("event"),
    N_("product"),
    N_("work"),
    N_("other"),
)
"""The kinds of entities, and the words by which pages call them."""


class Entities:
    """Names by the embedded model, in other languages by lists and introductions in the text."""

    name = "entity"
    label = N_("Names")
    card: str | None = "entity_card"
    engine = ENGINE
    version = "3"
    kinds: tuple[str, ...] = KINDS
    # Of the thresholds from 0 to 0.5 the best for typed F1 on worldwide's and cleanconll's dev
    # parts: .853, .767; at 0.45 .852, .765.
    threshold = 0.35

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - the first layer of all
        """Every mention, with the kind and name of its chain.

        As the first layer it also raises the doubt about the language.
        """
        from app.layers.names import chained_names

        return chained_names.found(doc)


LAYER = Entities()

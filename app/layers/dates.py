"""The layer `date`: when the text says that things happened or will happen.

Relative dates count from the declared date, unless that is missing or doubted, and from times that
the text names. A date that cannot be known has no value and a sentence that says why
(`body.unresolved`, else null).
"""

from collections.abc import Iterable

from app.engines import word_lists
from app.layers.base import Doc, Earlier, Finding
from app.text.spans import Doubt
from app.translations import N_

DOUBTFUL = "not resolved: the article's date is doubtful"
UNDATED = "not resolved: the article has no date"
EITHER_SIDE = "not resolved: the context does not show whether it is in the past or the future"
NOTHING_NAMED = (
    "not resolved: the text before it does not state precisely enough the time it is relative to"
)


class Dates:
    """Explicit and relative dates by English rules; explicit ones in every language of CLDR."""

    name = "date"
    label = N_("Dates")
    card: str | None = "date_card"
    engine = word_lists.ENGINE
    version = "3"
    kinds: tuple[str, ...] = ("date",)
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - dates need no other layer
        """Every expression, with its value where it can be known, and the doubt if there is one.

        Only explicit dates can contradict the declared one; where they do, nothing counts from it.
        """
        from app.layers.temporal import expressions

        return expressions.found(doc)


LAYER = Dates()

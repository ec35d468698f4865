"""From which step of the density control an annotation is drawn, and when a page names a speaker.

Pages, lists, exports and the JSON API all ask here; the style sheet draws the answer. Depends
neither on the layers nor on the store.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from app.layers.creators import is_person
from app.linking.sources.mentions import SURE_SPEAKER
from app.translations import N_

Step = Literal["few", "some", "all"]

STEPS: tuple[tuple[Step, str, str], ...] = (
    ("few", N_("Few"), N_("only the most certain and most important annotations")),
    ("some", N_("Some"), N_("also annotations that are likely to be correct")),
    ("all", N_("All"), N_("every annotation that was found")),
)
"""The steps of the density control, from the one that draws least: name, word, what it shows."""
DEFAULT: Step = "some"
RANK: Mapping[Step, int] = {"few": 3, "some": 2, "all": 1}
"""The rank of an annotation by its first step; classes in the style sheet end in it."""


class Thresholds(NamedTuple):
    """The confidences from which `few` and `some` draw; `all` draws everything stored."""

    few: float
    some: float


# What is drawn by default, chosen by figures.
# Names: the 100 articles of worldwide's dev part, exact borders and kind: from .5 .903 are right
# and .852 of the marked names are found (.35: .878 .877; .7: .922 .804; .8: .944 .751); `few`
# draws only those that are central as well.
# Quotations: twenty articles of newswire and pages in which a reader had marked 202 statements
# before anything ran, by `python -m benchmarks.statements`: from .75 on for reported words .05 and
# .08 of the marks of either ten are on nothing, and .90 of the statements have the right speaker
# (.6: .09, .11, .91).
# Dates are found by rule and ranked by its certainty. Claims: on the sentences of the news that may
# be learnt from, by a head that has not learnt from them, .83 of those from .65 on are worth
# checking, which is one sentence in eight (.6: .81; .8: .89).
BARS: Mapping[str, Thresholds] = {
    "entity": Thresholds(few=0.7, some=0.5),
    "date": Thresholds(few=0.9, some=0.6),
    "quotation": Thresholds(few=0.8, some=0.5),
    "reported": Thresholds(few=0.8, some=0.75),
    "attitude": Thresholds(few=0.85, some=0.7),
    "claim": Thresholds(few=0.8, some=0.65),
}
_FRAGMENT = 0.1
"""What a fragment of a sentence needs above the bar; chosen with the bars."""
_ROUNDING = 1e-9


class Drawn(Protocol):
    """The part of an annotation that decides: of a finding, a stored row, or a row of a page."""

    @property
    def layer(self) -> str: ...  # noqa: D102 - explained by the class

    @property
    def kind(self) -> str: ...  # noqa: D102 - explained by the class

    @property
    def confidence(self) -> float: ...  # noqa: D102 - explained by the class

    @property
    def creator(self) -> str: ...  # noqa: D102 - explained by the class

    @property
    def body(self) -> Mapping[str, Any]: ...  # noqa: D102 - explained by the class


def category(mark: Drawn) -> str:
    """The category that the legend turns on and off: the layer, or a part of it.

    Quotations have three parts: direct words (`quotation`), `reported` words and an `attitude`.
    """
    if mark.layer != "quotation":
        return mark.layer
    if mark.body.get("act") == "attitude":
        return "attitude"
    return "quotation" if mark.kind == "direct" else "reported"


def thresholds(mark: Drawn) -> Thresholds | None:
    """The bars of an annotation; None for one that is never hidden."""
    bars = BARS.get(category(mark))
    if bars and not is_whole(mark):
        return Thresholds(bars.few + _FRAGMENT, bars.some + _FRAGMENT)
    return bars


def shown(mark: Drawn, threshold: float = 0.0) -> Step | None:
    """The first step that draws it; None below its layer's `threshold`.

    Every step draws what a person wrote or corrected.
    """
    bars = thresholds(mark)
    if bars is None or is_person(mark.creator) or "found_speaker" in mark.body:
        return "few"
    confidence = mark.confidence + _ROUNDING
    if confidence < threshold:
        return None
    if is_vague(mark):
        return "all"
    if confidence >= bars.few and _is_central(mark):
        return "few"
    return "some" if confidence >= bars.some else "all"


def _is_central(mark: Drawn) -> bool:
    """Whether `few` may draw it: of names only those that the article is about."""
    return bool(mark.body.get("central", True))


def is_vague(mark: Drawn) -> bool:
    """Whether it is a date without a known time, such as `recently` or `these days`.

    There is nothing to say about such a date.
    """
    value = mark.body.get("value")
    return mark.layer == "date" and (value is None or str(value).endswith("_REF"))


def is_below_default(mark: Drawn) -> bool:
    """Whether its confidence is below what the default step asks for."""
    bars = thresholds(mark)
    return bars is not None and mark.confidence + _ROUNDING < bars.some


def is_shown(mark: Drawn, step: Step = DEFAULT) -> bool:
    """Whether a step draws it."""
    return is_drawn(shown(mark), step)


def is_drawn(first: Step | None, step: Step = DEFAULT) -> bool:
    """Whether a step draws what `first` is the first step to draw, as `shown` says."""
    return first is not None and RANK[first] >= RANK[step]


def is_whole(mark: Drawn) -> bool:
    """Whether a quotation is an utterance or a whole reported clause, not a fragment."""
    return bool(mark.body.get("whole", True))


def is_named(mark: Drawn) -> bool:
    """Whether the speaker is named, not described (`critics`)."""
    if "found_speaker" in mark.body:
        return True
    named = mark.body.get("named")
    return bool(mark.body.get("chain") if named is None else named)


def is_speaker_sure(mark: Drawn) -> bool:
    """Whether a page may name the speaker without a `perhaps`; a corrected speaker is sure."""
    if "found_speaker" in mark.body:
        return True
    stored = mark.body.get("speaker_confidence")
    confidence = mark.confidence if stored is None else float(stored)
    return confidence + _ROUNDING >= SURE_SPEAKER

"""From which step of the density control an annotation is drawn, and when a page names a speaker.

The one place that decides it.

Pure: asks neither layers nor store. Pages, lists, exports and the wire read the same answer; the
style sheet draws it.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from app.layers.creators import is_person
from app.linking.sources.speakers import SURE_SPEAKER

Step = Literal["few", "some", "all"]

STEPS: tuple[tuple[Step, str, str], ...] = (
    ("few", "few", "only the surest and what is central"),
    ("some", "some", "the likely ones too"),
    ("all", "all", "everything that was found"),
)
"""The steps of the density control, from the one that draws least: name, word, what it shows."""
DEFAULT: Step = "some"
RANK: Mapping[Step, int] = {"few": 3, "some": 2, "all": 1}
"""How far up an annotation stands that is drawn from a step on; the style sheet's classes end in
it."""


class Thresholds(NamedTuple):
    """The confidences from which `few` and `some` draw; `all` draws whatever was stored."""

    few: float
    some: float


# What is drawn by default, chosen by figures. Names: the 100 articles of worldwide's dev part,
# exact borders and kind:
# from .5 .859 are right and .809 of the marked names are found (.35: .816 .846; .7: .896 .739; .8:
# .929 .664); few
# draws only what is central as well. Quotations: ten articles (five of worldwide's dev part, five
# pages) in which a
# reader had marked a hundred statements before anything ran, by `python -m benchmarks.statements`,
# over the bars from
# .2 to .8 in steps of .1 for each sort; of those that leave at most a tenth of the marks on nothing
# these find most
# with the right speaker. Dates are found by rule and ranked by its certainty. The claims' bar is a
# design choice: no
# corpus says how many claims a page can bear.
BARS: Mapping[str, Thresholds] = {
    "entity": Thresholds(few=0.7, some=0.5),
    "date": Thresholds(few=0.9, some=0.6),
    "quotation": Thresholds(few=0.8, some=0.5),
    "reported": Thresholds(few=0.8, some=0.6),
    "attitude": Thresholds(few=0.85, some=0.7),
    "claim": Thresholds(few=0.8, some=0.55),
}
_FRAGMENT = 0.1
"""What a fragment of a sentence needs beyond the bar; chosen with the bars."""
_ROUNDING = 1e-9


class Drawn(Protocol):
    """What the rule reads of an annotation: a finding, a stored row, a row of a page."""

    @property
    def layer(self) -> str: ...  # noqa: D102 - said by the class

    @property
    def kind(self) -> str: ...  # noqa: D102

    @property
    def confidence(self) -> float: ...  # noqa: D102

    @property
    def creator(self) -> str: ...  # noqa: D102

    @property
    def body(self) -> Mapping[str, Any]: ...  # noqa: D102


def sort(mark: Drawn) -> str:
    """What the legend turns on and off: the layer, or of quotations direct words (`quotation`), `reported` ones, an `attitude`."""
    if mark.layer != "quotation":
        return mark.layer
    if mark.body.get("act") == "attitude":
        return "attitude"
    return "quotation" if mark.kind == "direct" else "reported"


def thresholds(mark: Drawn) -> Thresholds | None:
    """The bars of an annotation; None for what is never hidden."""
    found = BARS.get(sort(mark))
    if found and not is_whole(mark):
        return Thresholds(found.few + _FRAGMENT, found.some + _FRAGMENT)
    return found


def shown(mark: Drawn, threshold: float = 0.0) -> Step | None:
    """The first step that draws it; None for what lies below its layer's `threshold`.

    What a person wrote or corrected is drawn by all.
    """
    limits = thresholds(mark)
    if limits is None or is_person(mark.creator) or "found_speaker" in mark.body:
        return "few"
    sure = mark.confidence + _ROUNDING
    if sure < threshold:
        return None
    if is_vague(mark):
        return "all"
    if sure >= limits.few and _is_central(mark):
        return "few"
    return "some" if sure >= limits.some else "all"


def _is_central(mark: Drawn) -> bool:
    """Whether it may stand among the few: of names those that the article is about."""
    return bool(mark.body.get("central", True))


def is_vague(mark: Drawn) -> bool:
    """Whether it is a date that names no time (`recently`, `these days`) or whose time is not known: there is nothing to tell of it."""
    value = mark.body.get("value")
    return mark.layer == "date" and (value is None or str(value).endswith("_REF"))


def is_below_default(mark: Drawn) -> bool:
    """Whether its confidence is below what the default step asks for."""
    limits = thresholds(mark)
    return limits is not None and mark.confidence + _ROUNDING < limits.some


def is_shown(mark: Drawn, step: Step = DEFAULT) -> bool:
    """Whether a step draws it."""
    first = shown(mark)
    return first is not None and RANK[first] >= RANK[step]


def is_whole(mark: Drawn) -> bool:
    """Whether the words of a quotation are an utterance or a whole reported clause, and no fragment of a sentence."""
    return bool(mark.body.get("whole", True))


def is_named(mark: Drawn) -> bool:
    """Whether who speaks is called by a name, not described (`critics`)."""
    if "found_speaker" in mark.body:
        return True
    named = mark.body.get("named")
    return bool(mark.body.get("chain") if named is None else named)


def is_speaker_sure(mark: Drawn) -> bool:
    """Whether a page may name the speaker without a `perhaps`; a person's word is sure."""
    if "found_speaker" in mark.body:
        return True
    sure = mark.body.get("speaker_confidence")
    return (mark.confidence if sure is None else float(sure)) + _ROUNDING >= SURE_SPEAKER

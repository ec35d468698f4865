"""What has become of a passage: same, moved, changed, replaced or removed."""

from dataclasses import dataclass
from typing import Literal

from app.text.spans import Span

Verdict = Literal["same", "moved", "changed", "replaced", "removed"]
Outcome = Literal["same", "moved", "moved-reworded", "changed", "replaced", "removed"]


@dataclass(frozen=True, slots=True)
class AnchorState:
    """A passage in a later text.

    `span` is its place there, None when it was replaced or removed; `replaced_by` what was put in
    its place. `kept` is the share (0–1) of the cited characters that are still there. `reworded`
    says whether the words differ from those cited in more than white space and the form of
    quotation marks and dashes.
    """

    verdict: Verdict
    span: Span | None
    replaced_by: Span | None
    kept: float
    reworded: bool = False

    @property
    def words_changed(self) -> bool | None:
        """`reworded`, whatever the verdict; None where the passage has no place."""
        return self.reworded if self.span else None

    @property
    def outcome(self) -> Outcome:
        """The verdict as readers get it; see `outcome_of`."""
        return outcome_of(self.verdict, self.words_changed)


def outcome_of(verdict: Verdict, words_changed: bool | None) -> Outcome:
    """The verdict as readers get it: what moved and was reworded is never shown as just moved."""
    return "moved-reworded" if verdict == "moved" and words_changed else verdict

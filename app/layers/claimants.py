"""Whose claim a sentence is: the writer's own, or somebody's whose words the quotation layer found in it. Decides no check-worthiness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.engines.word_lists import words
from app.layers.base import Finding
from app.text.spans import Span

# of a sentence that stands in somebody's words before the claim is theirs; the scare quote
# `"urgent"` is no claimant's
_SHARE = 0.4
# words of a reported clause that is the claim although the words before it are longer (`told the
# council on Thursday that …`)
_FEWEST = 3
_PRONOUNS = words(
    """i you he she it we they who which that this these those one ones some others both all many most several him her them us me
    nobody everybody everyone anybody"""
)
_BESIDE = re.compile(r"(?:,|\b(?:who|which|that|whose)(?:\s+\w+){0,2})\s*\Z", re.IGNORECASE)
_ASSERTING = re.compile(
    r"\b(?:believ|think|thought|suspect|assum|fear|doubt|know|knew|estimat|convinced|consider|reckon)",
    re.IGNORECASE,
)
_LOOKED_AT = 40  # characters before a cue in which a relative pronoun is looked for


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims it, and the chain; both None where the claim is the writer's, or reported and nobody says by whom.

    `reported` tells these two apart; None where the text was not read and nobody knows.
    """

    name: str | None = None
    chain: str | None = None
    reported: bool | None = False


def claimant(text: str, sentence: Span, said: Sequence[Finding]) -> Claimant:
    """The speaker of the words that hold most of the sentence, or of the clause that its main verb reports. `said` touch the sentence."""
    best, most = None, 0
    for finding in filter(_asserts, said):
        shared = min(finding.end, sentence.end) - max(finding.start, sentence.start)
        if shared > most and (
            shared >= _SHARE * (sentence.end - sentence.start) or _is_main(text, sentence, finding)
        ):
            best, most = finding, shared
    if best is None:
        return Claimant()
    source: dict[str, Any] = best.body.get("source") or {}
    name = best.body.get("speaker") or source.get("exact")
    if not name or name.casefold().strip() in _PRONOUNS:
        return Claimant(reported=True)
    return Claimant(name, best.body.get("chain"), reported=True)


def _asserts(finding: Finding) -> bool:
    """Whether who is its source says that it is so: what somebody wants, plans or votes for is the writer's to tell."""
    cue: dict[str, Any] = finding.body.get("cue") or {}
    return finding.body.get("act", "speech") == "speech" or bool(
        _ASSERTING.search(cue.get("exact", ""))
    )


def _is_main(text: str, sentence: Span, finding: Finding) -> bool:
    """Whether the finding is a clause that the sentence ends or begins with and its main verb reports: `Holt said on Friday that …`."""
    cue: dict[str, Any] = finding.body.get("cue") or {}
    if (
        not cue
        or not sentence.start <= cue["start"] < sentence.end
        or len(finding.span.of(text).split()) < _FEWEST
    ):
        return False
    first = text[sentence.start : finding.start].strip("\"'“‘«„ \n")
    last = text[finding.end : sentence.end].strip(".!?\"'”’»“ \n")
    before = text[max(sentence.start, cue["start"] - _LOOKED_AT) : cue["start"]]
    return (not first or not last) and not _BESIDE.search(before)

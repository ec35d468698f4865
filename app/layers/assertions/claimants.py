"""Whose claim a sentence is: the writer's own, or that of a speaker whose quotation it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.engines.word_lists import words
from app.layers.base import Finding
from app.text.spans import Span

# The share of a sentence that a quotation must fill before its speaker is the claimant: a scare
# quote such as `"urgent"` has none.
_SHARE = 0.4
# Words from which a reported clause is the claim although the words before it are longer (`told
# the council on Thursday that …`).
_FEWEST = 3
_PRONOUNS = words(
    """
    i you he she it we they who which that this these those one ones some others both all many most
    several him her them us me nobody everybody everyone anybody
    """
)
_RELATIVE_BEFORE = re.compile(
    r"(?:,|\b(?:who|which|that|whose)(?:\s+\w+){0,2})\s*\Z", re.IGNORECASE
)
_ASSERTING = re.compile(
    r"\b(?:believ|think|thought|suspect|assum|fear|doubt|know|knew|estimat|convinced|consider"
    r"|reckon)",
    re.IGNORECASE,
)
_LOOKED_AT = 40  # characters before a cue in which a relative pronoun is looked for


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims it, with the chain of the name.

    Both are None where the claim is the writer's, or is reported without a named source;
    `reported` tells these two apart. It is None where quotations were not looked for by the model.
    """

    name: str | None = None
    chain: str | None = None
    reported: bool | None = False


def claimant(text: str, sentence: Span, quotations: Sequence[Finding]) -> Claimant:
    """The speaker of the quotation that holds most of the sentence or of its main clause.

    `quotations` are those that touch the sentence.
    """
    best = _best_quotation(text, sentence, quotations)
    if best is None:
        return Claimant()
    source: dict[str, Any] = best.body.get("source") or {}
    name = best.body.get("speaker") or source.get("exact")
    if not name or name.casefold().strip() in _PRONOUNS:
        return Claimant(reported=True)
    return Claimant(name, best.body.get("chain"), reported=True)


def _best_quotation(text: str, sentence: Span, quotations: Sequence[Finding]) -> Finding | None:
    """The asserting quotation that shares most characters with the sentence, if it is enough."""
    best, most = None, 0
    needed = _SHARE * (sentence.end - sentence.start)
    for finding in filter(_asserts, quotations):
        shared = min(finding.end, sentence.end) - max(finding.start, sentence.start)
        if shared <= most:
            continue
        if shared >= needed or _is_main(text, sentence, finding):
            best, most = finding, shared
    return best


def _asserts(finding: Finding) -> bool:
    """Whether the source states a fact; that somebody wants or plans it is the writer's claim."""
    cue: dict[str, Any] = finding.body.get("cue") or {}
    is_speech = finding.body.get("act", "speech") == "speech"
    return is_speech or bool(_ASSERTING.search(cue.get("exact", "")))


def _is_main(text: str, sentence: Span, finding: Finding) -> bool:
    """Whether the main verb of the sentence reports the finding: `Holt said on Friday that …`.

    The finding then begins or ends the sentence.
    """
    cue: dict[str, Any] = finding.body.get("cue") or {}
    if not cue or not sentence.start <= cue["start"] < sentence.end:
        return False
    if len(finding.span.of(text).split()) < _FEWEST:
        return False
    before_finding = text[sentence.start : finding.start].strip("\"'“‘«„ \n")
    after_finding = text[finding.end : sentence.end].strip(".!?\"'”’»“ \n")
    if before_finding and after_finding:
        return False
    before_cue = text[max(sentence.start, cue["start"] - _LOOKED_AT) : cue["start"]]
    return not _RELATIVE_BEFORE.search(before_cue)

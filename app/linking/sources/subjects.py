"""The subject that stands right before a verb of saying, where the model marks none: a pronoun or a name. Pure; knows words, no model."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from app.text.spans import Span

_ADVERBS = (
    r"(?:\s+(?:\w+ly|also|then|now|once|often|never|still|just|later|always|even|again|too|further"
    r"|soon|already))*"
)
_AUXILIARIES = (
    r"(?:\s+(?:has|have|had|is|are|was|were|will|would|did|does|do|could|can|may|might|must|should"
    r"|(?:did|does|do|has|have|was|were)n['’]t))?"
)
_VERB_LEAD = _ADVERBS + _AUXILIARIES + _ADVERBS
_PRONOUN = re.compile(
    rf"\b(?P<who>he|she|it|they|we|i|you|who|which){_VERB_LEAD}[^\S\n]*$", re.IGNORECASE
)
_GAP = re.compile(rf",?{_VERB_LEAD}[^\S\n]+")
_LOOSE = re.compile(
    r"\b(?:of|for|in|on|at|to|from|with|by|about|against|and|or|between|under|over|after|before|than|as)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"(?:seem|appear|is\b|was\b|['’]s\b|look|turn|happen|remain|became|becomes)", re.IGNORECASE
)
_LEAD = 60  # characters before a cue in which its subject is looked for


def subject_of(text: str, cue: Span, names: Sequence[Span]) -> Span | None:
    """The pronoun or name right before the cue, adverbs and one auxiliary between; `names` in order. None where anything else stands."""
    lead = max(0, cue.start - _LEAD)
    found = _PRONOUN.search(text[lead : cue.start])
    if found:
        if found["who"].casefold() == "it" and _EXPLETIVE.match(cue.of(text)):
            return None
        return Span(lead + found.start("who"), lead + found.end("who"))
    n = bisect_left(names, Span(cue.start, 0)) - 1
    if (
        n < 0
        or not _GAP.fullmatch(text, names[n].end, cue.start)
        or _LOOSE.search(text[max(0, names[n].start - 12) : names[n].start])
    ):
        return None
    return names[n]

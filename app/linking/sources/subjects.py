"""The subject right before a verb of saying, where the model marks none: a pronoun or a name."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from app.text.spans import Span

_ADVERBS = (
    r"(?:\s+(?:\w{1,30}ly|also|then|now|once|often|never|still|just|later|always|even|again|too|further"
    r"|soon|already)){0,4}"
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
    r"\b(?:of|for|in|on|at|to|from|with|by|about|against|and|or|between|under|over|after|before"
    r"|than|as)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"(?:seem|appear|is\b|was\b|['’]s\b|look|turn|happen|remain|became|becomes)", re.IGNORECASE
)
_LEAD = 60  # characters before a cue in which its subject is looked for
_PREPOSITION = 12  # characters before a name in which its preposition is


def subject_of(text: str, cue: Span, names: Sequence[Span]) -> Span | None:
    """The pronoun or name right before the cue, only adverbs and one auxiliary between.

    `names` are in order. None where anything else comes before it.
    """
    lead = max(0, cue.start - _LEAD)
    pronoun = _PRONOUN.search(text[lead : cue.start])
    if pronoun:
        is_expletive = pronoun["who"].casefold() == "it" and _EXPLETIVE.match(cue.of(text))
        if is_expletive:
            return None
        return Span(lead + pronoun.start("who"), lead + pronoun.end("who"))
    n = bisect_left(names, Span(cue.start, 0)) - 1
    return names[n] if n >= 0 and _is_subject(text, names[n], cue) else None


def _is_subject(text: str, name: Span, cue: Span) -> bool:
    """Whether a name is next to the cue and does not depend on a preposition."""
    if not _GAP.fullmatch(text, name.end, cue.start):
        return False
    return not _LOOSE.search(text[max(0, name.start - _PREPOSITION) : name.start])

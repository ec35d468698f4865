"""Whether a cue states its words: what is asked or planned is no statement.

By rules, and by the model for cues that they do not list. Of denials it finds
a third of those that the rules find on PolNeAR's dev part, and no other: polarity stays with the
rules.
"""

from app.engines.model.tagger import Reading
from app.engines.reporting.questions_and_plans import asks, plans
from app.text.spans import Span

HEAD = "act:news"
_NO_STATEMENTS = ("asked", "planned")
_SURE = 0.6
"""Its share among all acts, over the cue's words, from which an act is believed."""


def is_asked_or_planned(text: str, reading: Reading | None, cue: Span, content: Span) -> bool:
    """Whether the cue only asks its content or plans what it says."""
    words = cue.of(text)
    if asks(words) or plans(words, content.of(text)):
        return True
    head = reading.labels.heads.get(HEAD) if reading else None
    if reading is None or head is None:
        return False
    shares = {act: reading.share(HEAD, act, cue) for act in head.kinds}
    best = max(shares, key=lambda act: shares[act])
    return best in _NO_STATEMENTS and shares[best] >= _SURE * sum(shares.values())

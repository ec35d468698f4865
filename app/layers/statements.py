"""Which of the words reported are a statement: an utterance, a clause, or a thing that is judged or announced. The rest are fragments.

What is listed as said by somebody is a statement; a fragment is shown inside its sentence only. Knows no speaker and no model.
"""

import re
from collections.abc import Sequence
from typing import Literal

from app.engines.cues import is_plain_saying, reporting
from app.layers.clauses import is_clause, is_infinitive, is_subordinate
from app.layers.contents import Part
from app.layers.utterances import is_utterance

Form = Literal["utterance", "clause", "infinitive", "object", "fragment"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OBJECT = 4  # words from which a thing that is judged or announced is a statement: `condemned the so-called referendums`
_TOLD = 6  # words from which what follows `said` is taken for a clause although no verb of it is known


def form_of(text: str, parts: Sequence[Part], cue: str | None) -> Form:
    """What the reported parts of one attribution (all of one kind: told, or in marks) are to their cue, read together.

    Whether a cue's words are a statement depends on the cue: one `condemned the vote` by saying so, but `lost the vote` otherwise.
    """
    if parts[0].kind == "direct":
        return _form_in_marks(text, parts, cue)
    words = " ".join(p.words.of(text) for p in parts)
    kind = reporting(cue or "")
    count = count_words(words)
    if kind == "planning":
        return "fragment"
    if kind == "doing":
        return "clause" if is_subordinate(words) and is_clause(words) else "fragment"
    if is_clause(words) or (count >= _TOLD and is_plain_saying(cue or "")):
        return "clause"
    if is_infinitive(words):
        return "infinitive"
    return "object" if kind == "judging" and count >= _OBJECT else "fragment"


def _form_in_marks(text: str, parts: Sequence[Part], cue: str | None) -> Form:
    """Words in marks are an utterance where they stand by themselves; with nothing said of who speaks, only a sentence is."""
    if cue is None:
        return "utterance" if any(is_utterance(text, p.words) for p in parts) else "fragment"
    return "utterance" if any(p.free for p in parts) else "fragment"


def count_words(words: str) -> int:
    """How many words there are."""
    return len(_WORD.findall(words))

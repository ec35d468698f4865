"""Of which gender an article's people are, as far as titles, roles, first names and pronouns tell.

Pure; decides no speaker.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from app.linking.names.first_names import FEMALE, MALE
from app.linking.names.noun_phrases import HE, MEN, WOMEN, WORD, headed
from app.linking.sources.mentions import NamedMention, SpeechLine

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_TOLD = 5  # votes of a title, a role or a first name against one of a pronoun; chosen, not tuned
_SUBJECT = 2  # votes of `he` and `she`: `him` and `her` in a sentence are often somebody else
_BEFORE = 12  # characters before a name in which its title stands
_NEAR = 4  # people of one sentence beyond whom a pronoun tells nothing


def genders(
    text: str, people: Sequence[NamedMention], told: SpeechLine, sentences: Sequence[int]
) -> Mapping[str, str]:
    """`m` or `f` by the key of each person of whom it is known.

    `told` are the people outside quotation marks.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in people:
        words = _describing(text, mention)
        votes[mention.key]["m"] += _TOLD * bool(words & (MEN | MALE))
        votes[mention.key]["f"] += _TOLD * bool(words & (WOMEN | FEMALE))
    _count_pronouns(text, votes, told, sentences)
    return {key: "m" if c["m"] > c["f"] else "f" for key, c in votes.items() if c["m"] != c["f"]}


def _describing(text: str, mention: NamedMention) -> set[str]:
    """The words beside a name that may tell: a title or kin before it, its role, its first name."""
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    titles = {word.casefold().rstrip(".") for word in WORD.findall(before)[-1:]}
    role = set(headed(WORD.findall((mention.role or "").casefold())))
    first = {word.casefold().rstrip(".") for word in mention.name.split()[:1]}
    return titles | role | first


def _count_pronouns(
    text: str, votes: dict[str, Counter[str]], told: SpeechLine, sentences: Sequence[int]
) -> None:
    """One vote for each pronoun that follows the only person of its sentence."""
    for pronoun in _PRONOUN.finditer(text):
        n = bisect_right(sentences, pronoun.start()) - 1
        if n < 0:
            continue
        before = [m for m in told.before(pronoun.start(), _NEAR) if m.start >= sentences[n]]
        who = {m.key for m in before}
        if len(who) == 1 and len(before) < _NEAR:
            word = pronoun[0].casefold()
            votes[who.pop()]["m" if word in HE else "f"] += _SUBJECT if word in ("he", "she") else 1

"""The gender of an article's people, as far as titles, roles, first names and pronouns show it."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from app.linking.names.first_names import FEMALE, MALE
from app.linking.names.noun_phrases import HE, MEN, WOMEN, WORD, headed
from app.linking.sources.mentions import NamedMention, OrderedMentions

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_BY_WORDS = (
    5  # votes of a title, a role or a first name against one of a pronoun; chosen, not tuned
)
_BY_SUBJECT = 2  # votes of `he` and `she`: `him` and `her` in a sentence are often somebody else
_BEFORE = 12  # characters before a name in which its title is
_NEAR = 4  # people of one sentence from which on a pronoun shows nothing


def genders(
    text: str,
    people: Sequence[NamedMention],
    outside_marks: OrderedMentions,
    sentences: Sequence[int],
) -> Mapping[str, str]:
    """`m` or `f` by the key of each person whose gender is known.

    `outside_marks` are the people outside quotation marks, `sentences` ascending starts.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in people:
        words = _describing(text, mention)
        votes[mention.key]["m"] += _BY_WORDS * bool(words & (MEN | MALE))
        votes[mention.key]["f"] += _BY_WORDS * bool(words & (WOMEN | FEMALE))
    _count_pronouns(text, votes, outside_marks, sentences)
    return {
        key: "m" if count["m"] > count["f"] else "f"
        for key, count in votes.items()
        if count["m"] != count["f"]
    }


def _describing(text: str, mention: NamedMention) -> set[str]:
    """The words that may show it: a title or kin before the name, its role, its first name."""
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    titles = {word.casefold().rstrip(".") for word in WORD.findall(before)[-1:]}
    role = set(headed(WORD.findall((mention.role or "").casefold())))
    first = {word.casefold().rstrip(".") for word in mention.name.split()[:1]}
    return titles | role | first


def _count_pronouns(
    text: str,
    votes: dict[str, Counter[str]],
    outside_marks: OrderedMentions,
    sentences: Sequence[int],
) -> None:
    """Add the votes of each pronoun that follows the only person of its sentence."""
    for pronoun in _PRONOUN.finditer(text):
        n = bisect_right(sentences, pronoun.start()) - 1
        if n < 0:
            continue
        last = outside_marks.before(pronoun.start(), _NEAR)
        before = [m for m in last if m.start >= sentences[n]]
        keys = {m.key for m in before}
        if len(keys) == 1 and len(before) < _NEAR:
            word = pronoun[0].casefold()
            weight = _BY_SUBJECT if word in ("he", "she") else 1
            votes[keys.pop()]["m" if word in HE else "f"] += weight

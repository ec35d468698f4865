"""The role that a text gives a person beside the name.

Before it (`Kremlin spokesman`) or in commas behind it (`, the chief pilot,`). Judges no kinds.
"""

import re
from collections.abc import Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Sighting, Word
from app.text.spans import Span

_LONGEST_DESCRIPTION = 90  # characters behind a name; longer ones tell a story
_APPOSITION = re.compile(r"[^,;:.()\n“”\"—–]{3,90}")
# Words that end a description; behind other words than these the apposition is none.
_BREAKS = re.compile(
    r"\b(?:who|which|whose|that|said|says|told|and|as|is|was|were|are|has|had|have|will|would|but)\b"
)
_CLEAN_BREAKS = frozenset({"who", "which", "whose", "and"})
_LONGEST_PORTFOLIO = 7  # words of `of Foreign Affairs and Trade` and the like
_PORTFOLIO_WORDS = word_lists.PORTFOLIOS | {"and", "the"}
_LONGEST_BODY = 4  # words of a well-known organization before a role
_TITLES = word_lists.ROLES | word_lists.COURTESY | {"elect"}
_ROLES_AND_KIN = word_lists.ROLES | word_lists.KIN
# What ends the head of a description: prepositions and a further article.
_ENDS_HEAD = word_lists.words(
    "of for at in from to with by on as into about against after before over under near the a an"
)
_HEAD_WITHIN = 5  # words of a description among which its head is
_DETERMINERS = frozenset({"the", "its", "their", "our", "his", "her"})
_ARTICLE = re.compile(r"(?:the|an?|its|his|her|their) ")
_AGE = re.compile(r"\d{2,3}, ")
_SPACE_OR_HYPHEN = frozenset({" ", "-"})
_APOSTROPHES = frozenset({"'", "’"})


def role_of(text: str, words: Sequence[Word], k: int, seen: Sequence[Sighting]) -> Span | None:
    """The description beside sighting number `k`, without its article, or None."""
    return _before(words, k, seen) or _behind(text, seen[k].span.end)


# Before the name


def _before(words: Sequence[Word], k: int, seen: Sequence[Sighting]) -> Span | None:
    """From the furthest modifier to the word before the name: `former Kremlin press spokesman`.

    A mere `Mr` is no role.
    """
    first = seen[k].name.first
    begin = _titles_begin(words, first)
    if not any(word.lower in word_lists.ROLES for word in words[begin:first]):
        return None
    begin = _modifiers_begin(words, begin, [sighting.name for sighting in seen[:k]])
    return Span(words[begin].start, words[first - 1].end)


def _titles_begin(words: Sequence[Word], first: int) -> int:
    """Where the titles directly before a name begin.

    `Secretary of State`, `Major General`, `president-elect`.
    """
    begin = first
    while begin > 0 and words[begin].gap in _SPACE_OR_HYPHEN:
        if words[begin - 1].lower in _TITLES:
            begin -= 1
        elif (office := _portfolio_begin(words, begin)) is not None:
            begin = office
        else:
            break
    return begin


def _portfolio_begin(words: Sequence[Word], end: int) -> int | None:
    """Where `Minister of Foreign Affairs` begins that ends before `end`."""
    for of in range(end - 2, max(0, end - _LONGEST_PORTFOLIO), -1):
        if words[of + 1].gap != " " or words[of + 1].text not in _PORTFOLIO_WORDS:
            return None
        if words[of].text == "of" and words[of - 1].lower in word_lists.ROLES:
            return of - 1
    return None


def _modifiers_begin(words: Sequence[Word], begin: int, names: list[Name]) -> int:
    """Where what describes the role at `begin` begins.

    Listed modifiers, one noun behind an article, and the names that the role belongs to. `names`
    are those before it, the nearest last; what is taken in is removed from them.
    """
    while begin > 0 and words[begin].gap in _SPACE_OR_HYPHEN:
        if names and names[-1].last == begin:
            begin = names.pop().first
        elif names and names[-1].last == begin - 1 and _is_possessive(words[begin - 1]):
            return names[-1].first
        elif (body := _body_begin(words, begin)) is not None:
            begin = body
        elif _modifies(words, begin - 1):
            begin -= 1
        else:
            break
    return begin


def _is_possessive(word: Word) -> bool:
    return word.text == "s" and word.gap in _APOSTROPHES


def _body_begin(words: Sequence[Word], end: int) -> int | None:
    """Where a well-known organization of several words begins that ends before `end`.

    `White House` before `Press Secretary`.
    """
    for begin in range(max(0, end - _LONGEST_BODY), end - 1):
        inside = words[begin:end]
        is_spaced = all(word.gap == " " for word in inside[1:])
        if is_spaced and " ".join(word.text for word in inside) in word_lists.ORGANIZATIONS:
            return begin
    return None


def _modifies(words: Sequence[Word], k: int) -> bool:
    """Whether the word describes the role behind it."""
    if words[k].lower in word_lists.ROLE_MODIFIERS:
        return True
    return words[k].text.islower() and _describes(words, k)


def _describes(words: Sequence[Word], k: int) -> bool:
    """Whether a lower-case word that is no listed modifier describes the role behind it.

    Another role, a noun behind an article, half of `transport and works`.
    """
    word = words[k].lower
    before = words[k - 1].lower if k > 0 and words[k].gap == " " else ""
    if word == "and":
        leads_to_role = words[k + 1].lower in word_lists.ROLES
        return before in word_lists.ROLE_MODIFIERS and not leads_to_role
    if word in word_lists.OPENERS or word in word_lists.SPEECH_VERBS:
        return False
    if word in word_lists.ROLES or before in _DETERMINERS:
        return True
    return before == "and" and _is_modifier(words, k - 2)


def _is_modifier(words: Sequence[Word], k: int) -> bool:
    return k >= 0 and words[k].lower in word_lists.ROLE_MODIFIERS


# Behind the name


def _behind(text: str, name_end: int) -> Span | None:
    """The description in an apposition behind a name, which must end at a mark.

    `, the chief pilot,` and `, 34, a marine biologist at the institute.`
    """
    if text[name_end : name_end + 2] != ", ":
        return None
    start = name_end + 2
    age = _AGE.match(text, start, start + 6)
    start = age.end() if age else start
    match = _APPOSITION.match(text, start, start + _LONGEST_DESCRIPTION)
    if match is None or text[match.end() : match.end() + 1] not in tuple(",.;\n—–"):
        return None
    description = _until_break(match.group())
    if description is None:
        return None
    article = _ARTICLE.match(description)
    offset = article.end() if article else 0
    if not _is_headed_by_role(description[offset:]) or _begins_with_name(description):
        return None
    return Span(start + offset, start + len(description.rstrip()))


def _until_break(apposition: str) -> str | None:
    """The apposition up to `who`, `which`, `whose` or `and`; None where it is a clause instead."""
    stop = _BREAKS.search(apposition)
    if stop is None:
        return apposition
    return apposition[: stop.start()] if stop.group() in _CLEAN_BREAKS else None


def _begins_with_name(description: str) -> bool:
    """Whether it begins with a capital and soon has neither a possessive nor a role.

    `, Orle's mayor` and `, President of Tollness` are descriptions; others are further names.
    """
    if not description[:1].isupper():
        return False
    opening = description.lower().split()[:4]
    return not any(w.endswith(("'s", "’s")) or w in word_lists.ROLES for w in opening)


def _is_headed_by_role(description: str) -> bool:
    """Whether its head is a role or a relative.

    `speaking to the minister`, `like the mayor` and `in charge of a pilot` name somebody else's.
    """
    opening = [w.strip("'’").lower() for w in description.split()[:_HEAD_WITHIN]]
    head_end = next((n for n, w in enumerate(opening) if w in _ENDS_HEAD), len(opening))
    return any(w in _ROLES_AND_KIN for w in opening[:head_end])

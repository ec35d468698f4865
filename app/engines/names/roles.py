"""What a text calls a person beside the name: `Kremlin spokesman` before it, `the chief pilot` in commas behind. Judges no kinds."""

import re
from collections.abc import Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Sighting, Word
from app.text.spans import Span

_FURTHEST = 90  # characters of a description behind a name; longer ones tell a story
_APPOSITION = re.compile(r"[^,;:.()\n“”\"—–]{3,90}")
_BREAKS = re.compile(
    r"\b(?:who|which|whose|that|said|says|told|and|as|is|was|were|are|has|had|have|will|would|but)\b"
)
_LONGEST_PORTFOLIO = 7  # words of `of Foreign Affairs and Trade` and the like
_PORTFOLIO_WORDS = word_lists.PORTFOLIOS | {"and", "the"}
_TITLES = word_lists.ROLES | word_lists.COURTESY | {"elect"}
_OF_SOMEBODY = word_lists.ROLES | word_lists.KIN
_HEADED = word_lists.words(
    "of for at in from to with by on as into about against after before over under near the a an"
)
"""What ends the head of a description: prepositions and a further article."""
_AGE = re.compile(r"\d{2,3}, ")


def role_of(text: str, found: Sequence[Word], k: int, seen: Sequence[Sighting]) -> Span | None:
    """The description beside sighting number `k`, without its article, or None."""
    return _before(found, k, seen) or _behind(text, seen[k].span.end)


def _before(found: Sequence[Word], k: int, seen: Sequence[Sighting]) -> Span | None:
    """From the furthest modifier to the word before the name: `former Kremlin press spokesman`.

    A mere `Mr` is no role.
    """
    first = seen[k].name.first
    begin = _titled(found, first)
    if not any(w.lower in word_lists.ROLES for w in found[begin:first]):
        return None
    return Span(found[_modifiers(found, begin, k, seen)].start, found[first - 1].end)


def _titled(found: Sequence[Word], first: int) -> int:
    """Where the titles begin that stand directly before a name: `Secretary of State`, `Major General`, `president-elect`."""
    begin = first
    while begin > 0 and found[begin].gap in {" ", "-"}:
        if found[begin - 1].lower in _TITLES:
            begin -= 1
        elif (office := _portfolio(found, begin)) is not None:
            begin = office
        else:
            break
    return begin


def _portfolio(found: Sequence[Word], at: int) -> int | None:
    """Where `Minister of Foreign Affairs` before `at` begins."""
    for of in range(at - 2, max(0, at - _LONGEST_PORTFOLIO), -1):
        if found[of + 1].gap != " " or found[of + 1].text not in _PORTFOLIO_WORDS:
            return None
        if found[of].text == "of" and found[of - 1].lower in word_lists.ROLES:
            return of - 1
    return None


def _modifiers(found: Sequence[Word], begin: int, k: int, seen: Sequence[Sighting]) -> int:
    """Takes in what describes the role to its left: listed modifiers, one noun behind an article, and the names it belongs to."""
    previous = k - 1
    while begin > 0 and found[begin].gap in {" ", "-"}:
        word = found[begin - 1]
        if previous >= 0 and seen[previous].name.last == begin:
            begin, previous = seen[previous].name.first, previous - 1
        elif (
            word.text == "s"
            and word.gap in {"'", "’"}
            and previous >= 0
            and seen[previous].name.last == begin - 1
        ):
            return seen[previous].name.first
        elif (body := _body(found, begin)) is not None:
            begin = body
        elif word.lower in word_lists.ROLE_MODIFIERS or (
            word.text.islower() and _describes(found, begin - 1)
        ):
            begin -= 1
        else:
            break
    return begin


def _body(found: Sequence[Word], end: int) -> int | None:
    """Where a well-known body of several words begins that ends before `end`: `White House` before `Press Secretary`."""
    for begin in range(max(0, end - _LONGEST_BODY), end - 1):
        words = found[begin:end]
        if (
            all(w.gap == " " for w in words[1:])
            and " ".join(w.text for w in words) in word_lists.ORGANIZATIONS
        ):
            return begin
    return None


_LONGEST_BODY = 4  # words


def _describes(found: Sequence[Word], at: int) -> bool:
    """Whether a lower-case word belongs to the role behind it: a role too, a noun behind an article, half of `transport and works`."""
    word = found[at].lower
    before = found[at - 1].lower if at and found[at].gap == " " else ""
    if word == "and":
        return before in word_lists.ROLE_MODIFIERS and found[at + 1].lower not in word_lists.ROLES
    if word in word_lists.OPENERS or word in word_lists.SPEECH_VERBS:
        return False
    paired = before == "and" and at > 1 and found[at - 2].lower in word_lists.ROLE_MODIFIERS
    return (
        word in word_lists.ROLES or before in {"the", "its", "their", "our", "his", "her"} or paired
    )


def _behind(text: str, at: int) -> Span | None:
    """`, the chief pilot,` and `, 34, a marine biologist at the institute.`: it must hold a role word and end at a mark."""
    if text[at : at + 2] != ", ":
        return None
    at += 2
    age = _AGE.match(text, at, at + 6)
    at = age.end() if age else at
    match = _APPOSITION.match(text, at, at + _FURTHEST)
    if not match or match.end() >= len(text) or text[match.end()] not in ",.;\n—–":
        return None
    stop = _BREAKS.search(match.group())
    said = match.group() if not stop else match.group()[: stop.start()]
    article = next(
        (a for a in ("the ", "a ", "an ", "its ", "his ", "her ", "their ") if said.startswith(a)),
        "",
    )
    if (stop and stop.group() not in {"who", "which", "whose", "and"}) or not _holds_role(
        said[len(article) :]
    ):
        return None
    if said[:1].isupper() and not any(
        w[-2:] in {"'s", "’s"} or w in word_lists.ROLES for w in said.lower().split()[:4]
    ):
        return None
    return Span(at + len(article), at + len(said.rstrip()))


def _holds_role(description: str) -> bool:
    """Whether it is headed by a role: `speaking to the minister`, `like the mayor` and `in charge of a pilot` name somebody else's."""
    words = [w.strip("'’").lower() for w in description.split()[:5]]
    head = next((n for n, w in enumerate(words) if w in _HEADED), len(words))
    return any(w in _OF_SOMEBODY for w in words[:head])

"""Where names may stand: words, runs of capitalised words, and the titles among them.

Decides no kind and joins no mentions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.engines import word_lists
from app.engines.places import gazetteer
from app.text.spans import Span

# Initials with stops ("U.S.", "P.J."), else a word with its inner apostrophes; a possessive 's
# stands alone so that a name ends before it.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[^\W_]|[\u0300-\u036f])+(?:['’](?!s\b)(?:[^\W_]|[\u0300-\u036f])+)*"
)
_REOPENS = re.compile(r"""[\n:;"“”„«»‘•–—(\[!?…]|\.\ \Z|\ '\Z""", re.X)
_PLAIN_GAPS = frozenset({" ", "\u00a0", "-", "\u2011", " & ", "&"})
_STOP_GAPS = frozenset({". ", ".\u00a0"})
_STOPPED = frozenset(word_lists.COURTESY | {"st", "jr", "mt", "ft"})
_OWNERS = frozenset({"'", "’"})
_SHARED_HEADS = word_lists.words("ministry department office minister institute")
_LONGEST = 12  # words in one run; longer ones are lists or shouting


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, what stands between it and the word before, and whether a sentence, quotation or clause opens with it."""

    start: int
    end: int
    text: str
    gap: str
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, inner ones (`iPad`) included."""
        return self.text[0].isupper() or (
            len(self.text) > 2 and self.text[0].isalpha() and self.text[1].isupper()
        )

    @property
    def lower(self) -> str:
        """Its lower-case form, without a stop."""
        return self.text.lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate: words `first` to `last` (exclusive) of the text.

    `titled` says that a person's title stands before it, `quoted` that it is a work's title in
    quotation marks.
    """

    first: int
    last: int
    titled: bool = False
    quoted: bool = False


class Sighting(NamedTuple):
    """A name where it stands: its words, its characters, and the reasons for its kind with their weights."""

    name: Name
    span: Span
    reasons: tuple[tuple[str, float], ...]


def words(text: str, sentences: Sequence[Span]) -> list[Word]:
    """The words of every sentence, in order."""
    found: list[Word] = []
    for sentence in sentences:
        at = sentence.start
        for n, match in enumerate(_WORD.finditer(text, sentence.start, sentence.end)):
            gap = text[at : match.start()] if n else "\n"
            found.append(
                Word(match.start(), match.end(), match.group(), gap, not n or _reopens(gap))
            )
            at = match.end()
    return found


def _reopens(gap: str) -> bool:
    """Whether a capital behind this gap may be the punctuation's doing."""
    return gap != " " and bool(_REOPENS.search(gap))


def names(found: Sequence[Word], common: frozenset[str]) -> Iterator[Name]:
    """The candidates among `found`, in order.

    `common` holds lower-case words whose capital at an opening says nothing.
    """
    at = 0
    while at < len(found):
        if not _may_begin(found, at):
            at += 1
            continue
        end = _run(found, at)
        yield from _cut(found, _without_opener(found, at, end, common), end)
        at = end


def _may_begin(found: Sequence[Word], at: int) -> bool:
    word = found[at]
    if word.text in word_lists.CALENDAR or word.text in {
        "I",
        "I'm",
        "I’m",
        "I've",
        "I’ve",
        "I'll",
        "I’ll",
        "I'd",
        "I’d",
    }:
        return False
    if (
        word.lower in word_lists.LEADING_PARTICLES and not word.capital
    ):  # "al-Assad", "bin Salman", "van Dijk"
        return (
            at + 1 < len(found)
            and found[at + 1].gap in {" ", "-"}
            and found[at + 1].capital
            and word.lower in {"al", "bin", "ibn", "van", "von", "el"}
        )
    return word.capital


def _run(found: Sequence[Word], at: int) -> int:
    """The end of the run of name words that begins at `at`."""
    end, begin = at + 1, at
    while end < len(found) and end - begin < _LONGEST:
        step = _step(found, begin, end)
        if not step:
            break
        end += step
    return end


def _step(found: Sequence[Word], begin: int, end: int) -> int:
    """How many words carry the run on from `end`: 0 where it ends."""
    word, before = found[end], found[end - 1]
    if word.capital and word.text not in word_lists.CALENDAR:
        if word.gap in _PLAIN_GAPS or (
            word.gap in _STOP_GAPS and (len(before.text) == 1 or before.lower in _STOPPED)
        ):
            return 1
        return int(
            word.gap in {"' ", "’ "} and before.text.endswith("s") and _ends_in_head(found, end)
        )
    if word.text == "s" and word.gap in _OWNERS:
        return 2 * int(before.lower in word_lists.PLURAL_OWNERS and _capital(found, end + 1, {" "}))
    if word.gap == "-" and _is_second_half(found, begin, end):
        return 1
    if word.gap not in {" ", "-"}:
        return 0
    if word.text in word_lists.INNER_PARTICLES:
        ahead = next((k for k in range(1, 4) if not _is_particle(found, end + k)), 4)
        return ahead + 1 if _capital(found, end + ahead, {" ", "-"}) else 0
    return _of(found, begin, end)


def _is_second_half(found: Sequence[Word], begin: int, end: int) -> bool:
    """The small half of `Lee Wing-yung`; not the one of `New York-based`."""
    word = found[end]
    short = (
        len(word.text) <= 5
        and len(found[end - 1].text) <= 6
        and word.text.isalpha()
        and word.text.islower()
    )
    return (
        short
        and end - begin >= 2
        and word.text not in word_lists.HYPHENATED
        and word.text not in word_lists.OPENERS
        and found[end - 1].text not in gazetteer.groups()
    )


def _of(found: Sequence[Word], begin: int, end: int) -> int:
    """`University of X`, `Ministry of the Interior`, `Secretary of State`, `Ministry of Health and Welfare`, `Centre for X`."""
    word, before = found[end].text, found[end - 1]
    skip = (
        2
        if end + 1 < len(found) and found[end + 1].text == "the" and found[end + 1].gap == " "
        else 1
    )
    if not _capital(found, end + skip, {" "}):
        return 0
    if word == "of":
        role = before.lower in word_lists.ROLES and found[end + skip].text in word_lists.PORTFOLIOS
        return skip + 1 if before.lower in word_lists.HEADS_WITH_OF or role else 0
    if word == "for":
        return (
            skip + 1
            if before.lower
            in {
                "centre",
                "center",
                "institute",
                "ministry",
                "office",
                "department",
                "agency",
                "movement",
                "society",
                "alliance",
            }
            else 0
        )
    if word == "and" and skip == 1 and _is_shared_head(found, begin, end):
        return 2
    inside = any(
        w.text in {"of", "for"} and found[k - 1].lower in _SHARED_HEADS
        for k, w in enumerate(found[begin:end], begin)
    )
    return 2 if word == "and" and inside and skip == 1 else 0


def _is_shared_head(found: Sequence[Word], begin: int, end: int) -> bool:
    """`the Food and Agriculture Organization`: one plain word, then words that end in a head."""
    before = found[begin]
    plain = (
        end - begin == 1
        and begin > 0
        and found[begin - 1].lower == "the"
        and before.text[1:].islower()
        and before.lower not in word_lists.ROLES
    )
    known = (
        before.text in gazetteer.groups()
        or before.text in gazetteer.places()
        or before.text in word_lists.ORGANIZATIONS
        or before.lower in word_lists.HEADS
    )
    return plain and not known and _capital(found, end + 2, {" "}) and _ends_in_head(found, end + 1)


def _capital(found: Sequence[Word], at: int, gaps: set[str]) -> bool:
    return (
        at < len(found)
        and found[at].capital
        and found[at].gap in gaps
        and found[at].text not in word_lists.CALENDAR
    )


def _is_particle(found: Sequence[Word], at: int) -> bool:
    return (
        at < len(found)
        and found[at].text in word_lists.INNER_PARTICLES
        and found[at].gap in {" ", "-"}
    )


def _ends_in_head(found: Sequence[Word], at: int) -> bool:
    """Whether the capitals from `at` on end in a head such as `Association` (`Harbour Pilots' Association`)."""
    end = at + 1
    while end < len(found) and end - at < 5 and found[end].capital and found[end].gap == " ":
        end += 1
    return found[end - 1].lower in word_lists.HEADS


def _without_opener(found: Sequence[Word], at: int, end: int, common: frozenset[str]) -> int:
    """The run's first word that its capital makes a name: an opening `However` or `The` is cut off."""
    while at < end and (
        found[at].lower in word_lists.OPENERS
        or (found[at].opens and (found[at].lower in common or _is_participle(found[at])))
    ):
        if not found[at].opens and found[at].lower not in {"the", "a", "an", "this", "that"}:
            break
        if (
            found[at].text.isupper()
            and len(found[at].text) > 1
            and found[at].text in word_lists.ACRONYMS
        ):  # "US", not "us"
            break
        if (
            found[at].text.isupper()
            and found[at].lower not in word_lists.OPENERS
            and at + 1 < end
            and found[at + 1].text.isupper()
        ):  # "PORT ORLE"
            break
        if (
            end - at == 2
            and found[at].lower not in word_lists.OPENERS
            and found[at + 1].lower in word_lists.HEADS
            and found[at + 1].gap == " "
        ):
            break  # "Mole Race": a head alone names nothing
        at += 1
        while at < end and not found[at].capital:
            at += 1
    return at


def _is_participle(word: Word) -> bool:
    """`Dubbed`, `Speaking`: verbs that open a sentence before a name."""
    return (
        len(word.text) > 5
        and word.lower.endswith(("ed", "ing"))
        and word.lower not in word_lists.GIVEN
        and word.text.istitle()
    )


def _cut(found: Sequence[Word], at: int, end: int) -> Iterator[Name]:
    """The names in one run: `US President Joe Biden` has two, the words of the title between them stay with the second."""
    while end > at and not found[end - 1].capital and found[end - 1].gap != "-":
        end -= 1
    if at >= end:
        return
    title = None if is_headed(found, at, end) else _title(found, at, end)
    if title is None:
        yield from _nationals(found, at, end, titled=False)
        return
    begin, after = title
    if begin > at:
        yield from _nationals(found, at, begin, titled=False)
    if after < end and (more := _title(found, after, end)) and more[0] == after:
        after = more[1]
    if after < end:
        yield from _nationals(found, after, end, titled=True)


def is_headed(found: Sequence[Word], at: int, end: int) -> bool:
    """Whether the run ends in the head of an organization, a place or a facility, and so is no titled person."""
    courtesy = found[at].lower in word_lists.COURTESY or (
        end - at == 3 and found[at + 1].lower in word_lists.GIVEN
    )
    return (
        end - at > 1
        and not courtesy
        and found[end - 1].lower in word_lists.HEADS
        and found[end - 2].lower not in word_lists.GIVEN
    )


def _title(found: Sequence[Word], at: int, end: int) -> tuple[int, int] | None:
    """The first title in the run: from its first modifier to behind its last word."""
    for k in range(at, end):
        if found[k].lower in word_lists.COURTESY or found[k].lower in word_lists.ROLES:
            begin = k
            while (
                begin > at
                and found[begin - 1].lower in word_lists.ROLE_MODIFIERS
                and found[begin].gap in {" ", "-"}
            ):
                begin -= 1
            return begin, _title_end(found, k + 1, end)
    return None


def _title_end(found: Sequence[Word], at: int, end: int) -> int:
    """Behind `General`, `of State`, and a second title (`Chief Executive`)."""
    while at < end:
        word = found[at]
        if (
            word.lower in word_lists.ROLES
            or word.lower in word_lists.COURTESY
            or (word.gap == "-" and word.lower in {"general", "elect", "chief"})
        ):
            at += 1
        elif word.text == "of" and at + 1 < end:
            at += 2 + (found[at + 1].text == "the")
            while at < end and (found[at].text in word_lists.PORTFOLIOS or found[at].text == "and"):
                at += 1
        else:
            break
    return min(at, end)


def _nationals(found: Sequence[Word], at: int, end: int, *, titled: bool) -> Iterator[Name]:
    """Parts a leading nationality from a name that is no organization: `Russian Vladimir` is two, `Russian Orthodox Church` one."""
    while end > at and not found[end - 1].capital and found[end - 1].gap != "-":
        end -= 1
    while at < end and not (found[at].capital or found[at].lower in word_lists.LEADING_PARTICLES):
        at += 1
    if at >= end:
        return
    for width in (2, 1):
        known = " ".join(w.text for w in found[at : at + width]) in gazetteer.groups()
        if (
            known
            and width < end - at
            and not is_headed(found, at, end)
            and found[at + width].gap in {" ", "-"}
        ):
            yield Name(at, at + width)
            yield Name(at + width, end, titled)
            return
    yield Name(at, end, titled)

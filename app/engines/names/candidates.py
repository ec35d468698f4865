"""Candidate names by their capitals: runs without their openers, parted at titles and peoples.

Judges no kinds and joins no mentions.
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Word
from app.engines.names.runs import run_end
from app.engines.places import gazetteer

_FIRST_PERSON = frozenset({"I", "I'm", "I’m", "I've", "I’ve", "I'll", "I’ll", "I'd", "I’d"})
# Particles that a person's name may begin with: `van Dijk`, `al-Assad`.
_LEADING_PARTICLES = word_lists.words("de da di du del della van von al el ibn bin ben la le der")
# Those of them that begin a name even in lower case, before a capital.
_PARTICLES_THAT_BEGIN = frozenset({"al", "bin", "ibn", "van", "von", "el"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_HYPHENATED_TITLES = frozenset({"general", "elect", "chief"})  # `Secretary-General`
_SPACE_OR_HYPHEN = frozenset({" ", "-"})


def names(words: Sequence[Word], common: frozenset[str]) -> Iterator[Name]:
    """The candidates among the words, in order.

    `common` holds lower-case words whose capital at the opening of a sentence says nothing.
    """
    k = 0
    while k < len(words):
        if not _may_begin(words, k):
            k += 1
            continue
        end = run_end(words, k)
        first = _without_openers(words, k, end, common)
        yield from _split_at_title(words, first, end)
        k = end


def _may_begin(words: Sequence[Word], k: int) -> bool:
    """Whether a run may begin with this word."""
    word = words[k]
    if word.text in word_lists.CALENDAR or word.text in _FIRST_PERSON:
        return False
    if word.capital or word.lower not in _LEADING_PARTICLES:
        return word.capital
    if word.lower not in _PARTICLES_THAT_BEGIN or k + 1 >= len(words):
        return False
    after = words[k + 1]
    return after.capital and after.gap in _SPACE_OR_HYPHEN


def _without_openers(words: Sequence[Word], first: int, end: int, common: frozenset[str]) -> int:
    """The run's first word behind openers such as `However` and `The`."""
    while first < end and _may_be_opener(words[first], common):
        if _is_kept(words, first, end):
            break
        first += 1
        while first < end and not words[first].capital:
            first += 1
    return first


def _may_be_opener(word: Word, common: frozenset[str]) -> bool:
    if word.lower in word_lists.OPENERS:
        return True
    return word.opens and (word.lower in common or _is_participle(word))


def _is_kept(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether a word that may only open the sentence belongs to the name after all.

    Such a word (`However`, `The`) may have its capital only because a sentence begins with it.
    """
    word = words[first]
    if not word.opens and word.lower not in _ARTICLES:
        return True  # inside a sentence only articles are cut off
    if _is_known_acronym(word.text):
        return True  # "US", not "us"
    if word.lower in word_lists.OPENERS or first + 1 >= end:
        return False
    after = words[first + 1]
    if word.text.isupper() and after.text.isupper():
        return True  # "PORT ORLE"
    # Of two words whose second is a head ("Mole Race") both are the name: "Race" alone is none.
    return end - first == 2 and after.lower in word_lists.HEADS and after.gap == " "


def _is_known_acronym(written: str) -> bool:
    return written.isupper() and len(written) > 1 and written in word_lists.ACRONYMS


def _is_participle(word: Word) -> bool:
    """Whether it is a verb form that opens a sentence before a name: `Dubbed`, `Speaking`."""
    has_form = len(word.text) > 5 and word.lower.endswith(("ed", "ing"))
    return has_form and word.lower not in word_lists.GIVEN and word.text.istitle()


def _split_at_title(words: Sequence[Word], first: int, end: int) -> Iterator[Name]:
    """The names in one run, parted at a person's title, which belongs to neither.

    `US President Joe Biden` has two names, and the second is titled.
    """
    end = _without_small_end(words, first, end)
    if first >= end:
        return
    title = None if is_headed(words, first, end) else _first_title(words, first, end)
    if title is None:
        yield from _split_nationality(words, first, end, titled=False)
        return
    title_begin, title_end = title
    if title_begin > first:
        yield from _split_nationality(words, first, title_begin, titled=False)
    # A second title may follow directly: "Prime Minister Dr Hale".
    second = _first_title(words, title_end, end)
    if second is not None and second[0] == title_end:
        title_end = second[1]
    if title_end < end:
        yield from _split_nationality(words, title_end, end, titled=True)


def _without_small_end(words: Sequence[Word], first: int, end: int) -> int:
    """The end of the run before the lower-case words at its end, but for hyphenated ones."""
    while end > first and not words[end - 1].capital and words[end - 1].gap != "-":
        end -= 1
    return end


def is_headed(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether the run ends in the head of an organization, a place, a facility or an event.

    Such a run is no titled person, whatever titles it has inside.
    """
    if end - first < 2 or words[first].lower in word_lists.COURTESY:
        return False
    is_person = end - first == 3 and words[first + 1].lower in word_lists.GIVEN
    has_given_name = words[end - 2].lower in word_lists.GIVEN
    return not is_person and not has_given_name and words[end - 1].lower in word_lists.HEADS


def _is_title(word: Word) -> bool:
    return word.lower in word_lists.COURTESY or word.lower in word_lists.ROLES


def _first_title(words: Sequence[Word], first: int, end: int) -> tuple[int, int] | None:
    """The first title in the run: from its first modifier to behind its last word."""
    title = next((k for k in range(first, end) if _is_title(words[k])), None)
    if title is None:
        return None
    begin = title
    while begin > first and _is_modified(words, begin):
        begin -= 1
    return begin, _title_end(words, title + 1, end)


def _is_modified(words: Sequence[Word], k: int) -> bool:
    """Whether the word before `k` modifies the title at `k`: `Deputy Prime Minister`."""
    return words[k - 1].lower in word_lists.ROLE_MODIFIERS and words[k].gap in _SPACE_OR_HYPHEN


def _title_end(words: Sequence[Word], k: int, end: int) -> int:
    """Behind `General`, `of State` and a second title (`Chief Executive`) from `k` on."""
    while k < end:
        word = words[k]
        if _is_title(word) or (word.gap == "-" and word.lower in _HYPHENATED_TITLES):
            k += 1
        elif word.text == "of" and k + 1 < end:
            k = _portfolio_end(words, k, end)
        else:
            break
    return min(k, end)


def _portfolio_end(words: Sequence[Word], of: int, end: int) -> int:
    """Behind `of the Interior` or `of Health and Welfare`: at least one word is the portfolio."""
    has_article = words[of + 1].text == "the"
    k = of + 3 if has_article else of + 2
    while k < end and (words[k].text in word_lists.PORTFOLIOS or words[k].text == "and"):
        k += 1
    return k


def _split_nationality(
    words: Sequence[Word], first: int, end: int, *, titled: bool
) -> Iterator[Name]:
    """Parts a leading nationality from a name that is no organization.

    `Russian Vladimir` is two names, `Russian Orthodox Church` one.
    """
    end = _without_small_end(words, first, end)
    while first < end and not _may_lead(words[first]):
        first += 1
    if first >= end:
        return
    width = _nationality_width(words, first, end)
    if width:
        yield Name(first, first + width)
    yield Name(first + width, end, titled)


def _may_lead(word: Word) -> bool:
    return word.capital or word.lower in _LEADING_PARTICLES


def _nationality_width(words: Sequence[Word], first: int, end: int) -> int:
    """How many words of the nationality lead the name: 2 (`South African`), 1, or 0 for none."""
    if is_headed(words, first, end):
        return 0
    for width in (2, 1):
        written = " ".join(w.text for w in words[first : first + width])
        is_parted = width < end - first and words[first + width].gap in _SPACE_OR_HYPHEN
        if is_parted and written in gazetteer.groups():
            return width
    return 0

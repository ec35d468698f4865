"""How far a run of capitalised words goes, with the small words that names have inside."""

from collections.abc import Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Word, ends_in_head, is_capital
from app.engines.places import gazetteer

_LONGEST_RUN = 12  # words; longer ones are lists or headlines in capitals
_LONGEST_PARTICLES = 4  # particles in a row: `de la` has two, no name has five
_SPACE = frozenset({" "})
_SPACE_OR_HYPHEN = frozenset({" ", "-"})
_PLAIN_GAPS = frozenset({" ", "\u00a0", "-", "\u2011", " & ", "&"})
_STOP_GAPS = frozenset({". ", ".\u00a0"})
_APOSTROPHES = frozenset({"'", "’"})
_PLURAL_POSSESSIVE_GAPS = frozenset({"' ", "’ "})
# Abbreviations whose stop does not end a name: `Mr. Hale`, `St. Anne`.
_ABBREVIATIONS = frozenset(word_lists.COURTESY | {"st", "jr", "mt", "ft"})
# Words that own something inside a name: `Women's Institute`, `St John's Church`.
_OWNERS = word_lists.words(
    "people children women men workers girls boys king queen prince st saint lady bishop world"
)
# Heads after which a name goes on with `for`: `Centre for Tidal Research`.
_HEADS_WITH_FOR = word_lists.words(
    "centre center institute ministry office department agency movement society alliance"
)
# Heads whose subject may have two parts: `Ministry of Health and Welfare`.
_HEADS_WITH_AND = word_lists.words("ministry department office minister institute")
# Second halves of compounds that are not part of the name before the hyphen: `Orle-based`.
_COMPOUND_ENDINGS = word_lists.words(
    """
    led based born run held like wide style owned era area made only free bred backed built ruled
    bound sized trained funded type
    """
)


def run_end(words: Sequence[Word], first: int) -> int:
    """The end (exclusive) of the run of name words that begins at `first`."""
    end = first + 1
    while end < len(words) and end - first < _LONGEST_RUN:
        step = _step(words, first, end)
        if not step:
            break
        end += step
    return end


def _step(words: Sequence[Word], first: int, end: int) -> int:
    """How many words the run takes in from `end` on: 0 where it ends."""
    word = words[end]
    if word.capital and word.text not in word_lists.CALENDAR:
        return int(_joins_capital(words, end))
    if word.text == "s" and word.gap in _APOSTROPHES:
        return _step_over_possessive(words, end)
    if word.gap == "-" and _is_second_half(words, first, end):
        return 1
    if word.gap not in _SPACE_OR_HYPHEN:
        return 0
    if word.text in word_lists.INNER_PARTICLES:
        return _step_over_particles(words, end)
    return _step_over_small_word(words, first, end)


def _step_over_possessive(words: Sequence[Word], end: int) -> int:
    """Over the 's and the capital behind it, in names such as `St John's Church`."""
    owns = words[end - 1].lower in _OWNERS and is_capital(words, end + 1, _SPACE)
    return 2 if owns else 0


def _joins_capital(words: Sequence[Word], end: int) -> bool:
    """Whether the capitalised word at `end` belongs to the run before it."""
    word, before = words[end], words[end - 1]
    if word.gap in _PLAIN_GAPS:
        return True
    is_abbreviated = len(before.text) == 1 or before.lower in _ABBREVIATIONS
    if word.gap in _STOP_GAPS and is_abbreviated:
        return True
    is_owned = word.gap in _PLURAL_POSSESSIVE_GAPS and before.text.endswith("s")
    return is_owned and ends_in_head(words, end)  # `Harbour Pilots' Association`


def _is_second_half(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether it is the lower-case half of `Lee Wing-yung`, and not that of `New York-based`."""
    half, before = words[end].text, words[end - 1].text
    is_short = len(half) <= 5 and len(before) <= 6
    if not is_short or not half.isalpha() or not half.islower():
        return False
    is_compound = half in _COMPOUND_ENDINGS or half in word_lists.OPENERS
    return end - first >= 2 and not is_compound and before not in gazetteer.groups()


def _step_over_particles(words: Sequence[Word], end: int) -> int:
    """Over the particles from `end` on to the capital behind them: `van der Berg`."""
    count = 1
    while count < _LONGEST_PARTICLES and _is_particle(words, end + count):
        count += 1
    return count + 1 if is_capital(words, end + count, _SPACE_OR_HYPHEN) else 0


def _is_particle(words: Sequence[Word], k: int) -> bool:
    if k >= len(words):
        return False
    return words[k].text in word_lists.INNER_PARTICLES and words[k].gap in _SPACE_OR_HYPHEN


def _step_over_small_word(words: Sequence[Word], first: int, end: int) -> int:
    """Over `of`, `for` or `and`, with or without `the`, where the name goes on behind it.

    `University of X`, `Ministry of the Interior`, `Secretary of State`, `Centre for X`, `Ministry
    of Health and Welfare`.
    """
    has_article = _is_article(words, end + 1)
    step = 2 if has_article else 1
    if not is_capital(words, end + step, _SPACE):
        return 0
    small_word, before = words[end].text, words[end - 1]
    if small_word == "of":
        goes_on = _takes_of(before, words[end + step])
    elif small_word == "for":
        goes_on = before.lower in _HEADS_WITH_FOR
    else:
        goes_on = small_word == "and" and not has_article and _takes_and(words, first, end)
    return step + 1 if goes_on else 0


def _is_article(words: Sequence[Word], k: int) -> bool:
    return k < len(words) and words[k].text == "the" and words[k].gap == " "


def _takes_of(head: Word, after: Word) -> bool:
    """Whether a name may go on with `of` between these two words."""
    is_portfolio = head.lower in word_lists.ROLES and after.text in word_lists.PORTFOLIOS
    return head.lower in word_lists.HEADS_WITH_OF or is_portfolio


def _takes_and(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether the run from `first` to `end` may go on with `and`: its head has two subjects."""
    if _is_shared_head(words, first, end):
        return True
    return any(
        words[k].text in {"of", "for"} and words[k - 1].lower in _HEADS_WITH_AND
        for k in range(first, end)
    )


def _is_shared_head(words: Sequence[Word], first: int, end: int) -> bool:
    """`the Food and Agriculture Organization`: one plain word, then words that end in a head."""
    follows_article = first > 0 and words[first - 1].lower == "the"
    if end - first != 1 or not follows_article or not _is_plain(words[first]):
        return False
    return is_capital(words, end + 2, _SPACE) and ends_in_head(words, end + 1)


def _is_plain(word: Word) -> bool:
    """Whether it is an ordinary word with a capital: no role, no head, no name that lists have."""
    if not word.text[1:].islower():
        return False
    is_general = word.lower in word_lists.ROLES or word.lower in word_lists.HEADS
    is_place = word.text in gazetteer.groups() or word.text in gazetteer.places()
    return not is_general and not is_place and word.text not in word_lists.ORGANIZATIONS

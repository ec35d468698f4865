"""Evidence for the kind of a name from the words before and behind it."""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Word

_Evidence = tuple[str, float]
ACTS = 3.0  # the weight of acting as only organizations do
# Common nouns before a name that only organizations have.
_MEDIA = word_lists.words(
    "broadcaster newspaper airline magazine manufacturer retailer carmaker lender insurer"
)
_SHIP_PARTS = word_lists.words("skipper crew captain hull deck bow stern bridge cargo mast engines")
_SHIP_ACTS = word_lists.words("sank capsized foundered berthed docked")
_BOARDED = word_lists.words("aboard boarded boarding")
_SETTLEMENTS = word_lists.words(
    """
    city cities town towns village villages district districts constituency constituencies suburb
    suburbs province provinces hamlet
    """
)
_LONGEST_DESCRIPTION = 5  # words of `, the two northern constituencies`
_SPACES = frozenset({" ", "\u00a0"})
_GAPS_BEFORE = _SPACES | {" “", ' "', " „", " «", " ‘", " ‹", " '"}
_APOSTROPHES = frozenset({"'", "’"})
_ARTICLES = frozenset({"the", "a", "an"})
# People that an organization has: `the director of X`.
_HEADS_OF = word_lists.words(
    """
    director manager chairman chair coach captain executive shareholders member members founder
    owner leader employees
    """
)

_WORDS_BEFORE: dict[str, _Evidence] = {
    **dict.fromkeys(
        word_lists.SPEECH_VERBS | {"named", "called", "whose", "and", "with"}, ("person", 0.3)
    ),
    **dict.fromkeys(("a", "an"), ("person", -1.0)),
    **dict.fromkeys(word_lists.LOCATIVES, ("place", 0.5)),
    **dict.fromkeys(("in", "near", "across", "outside", "inside", "throughout"), ("place", 1.2)),
    **dict.fromkeys(_BOARDED, ("product", 4.0)),
}
# Common nouns, which count in lower case only.
_NOUNS_BEFORE: dict[str, _Evidence] = {
    **dict.fromkeys(word_lists.ROLES, ("person", 2.5)),
    **dict.fromkeys(word_lists.KIN, ("person", 1.5)),
    **dict.fromkeys(word_lists.BODIES, ("organization", 2.0)),
    **dict.fromkeys(_MEDIA, ("organization", 4.0)),
}


def before(words: Sequence[Word], name: Name) -> Iterator[_Evidence]:
    """Evidence from the words before the name.

    Across an opening quotation mark only the word for a ship counts: `the ferry "Orla"`.
    """
    gap = words[name.first].gap
    if name.first == 0 or gap not in _GAPS_BEFORE:
        return
    if words[name.first - 1].lower in word_lists.SHIPS:
        yield "product", 6.0
    elif gap in _SPACES:
        yield from _directly_before(words, name)


def _directly_before(words: Sequence[Word], name: Name) -> Iterator[_Evidence]:
    """What the word right before the name says."""
    word = words[name.first - 1].text
    low = word.lower()
    if low == "the":
        yield from _behind_article(words, name)
    elif low in {"of", "on"}:
        yield from _behind_preposition(words, name, low)
    elif low == "during" and not _is_possessive(words, name):
        yield "event", 2.5
        yield "place", -2.0
    elif low in _WORDS_BEFORE:
        yield _WORDS_BEFORE[low]
    elif word in _NOUNS_BEFORE:
        yield _NOUNS_BEFORE[word]


def _word_before_that(words: Sequence[Word], name: Name) -> str:
    """The second word before the name, in lower case; nothing at the beginning of the text."""
    return words[name.first - 2].lower if name.first > 1 else ""


def _behind_article(words: Sequence[Word], name: Name) -> Iterator[_Evidence]:
    """What `the` before the name says: a person has no article."""
    if _word_before_that(words, name) in _BOARDED:
        yield "product", 3.0
        return
    if name.last - name.first == 1:
        yield "organization", 0.3
    elif words[name.last - 1].lower not in word_lists.HEADS:
        yield "organization", 0.6
    else:  # the head has said what it is
        yield "organization", 0.0
    yield "person", -1.5


def _behind_preposition(words: Sequence[Word], name: Name, word: str) -> Iterator[_Evidence]:
    """What `of` and `on` before the name say, with the word before them."""
    earlier = _word_before_that(words, name)
    if word == "of" and earlier in word_lists.REGION_NOUNS:
        yield "place", 2.0
    elif word == "of" and earlier in _HEADS_OF:
        yield "organization", 1.0
    elif word == "on" and name.last - name.first == 1:
        yield "place", 0.6


def _is_possessive(words: Sequence[Word], name: Name) -> bool:
    """Whether a possessive 's follows the name."""
    if name.last >= len(words):
        return False
    return words[name.last].text == "s" and words[name.last].gap in _APOSTROPHES


def after(words: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[_Evidence]:
    """What the words behind the name say."""
    if name.last >= len(words):
        return
    after = words[name.last]
    if _is_a_ship(words, name):
        yield "product", 5.0
        yield "place", -1.0
    elif after.gap == " ":
        yield from _directly_after(after, name, words[name.last - 1].lower)
    elif after.gap == ", ":
        yield from _behind_comma(words, name.last, places)
    elif after.gap == " (" and after.text.isupper() and len(after.text) > 1:
        yield "organization", 0.8  # its abbreviation


def _is_a_ship(words: Sequence[Word], name: Name) -> bool:
    """`the Guillemot's skipper`, `the Guillemot sank`."""
    if _is_possessive(words, name):
        owned = words[name.last + 1 : name.last + 2]
        return bool(owned) and owned[0].lower in _SHIP_PARTS
    return words[name.last].gap == " " and words[name.last].lower in _SHIP_ACTS


def _directly_after(after: Word, name: Name, head: str) -> Iterator[_Evidence]:
    """What the next word says: `said`, `region`, `people`, `party`.

    `head` is the name's last word: behind the name of a bay, `voted` says that it is a party.
    """
    is_called_a_group = after.text in {"group", "party"} and not name.titled
    acts = after.lower in word_lists.AGENCY_VERBS and head in word_lists.PLACE_HEADS
    if after.lower in word_lists.SPEECH_VERBS:
        yield "person", 0.8
    elif after.lower in word_lists.REGION_NOUNS:
        yield "place", 1.5
    elif after.lower in word_lists.PEOPLE_NOUNS:
        yield "group", 1.2
    elif is_called_a_group or acts:
        yield "organization", ACTS


def _behind_comma(words: Sequence[Word], k: int, places: frozenset[str]) -> Iterator[_Evidence]:
    """What an apposition says: `, who`, `, 61,`, `, the firm`, `, Portugal`."""
    after = words[k].text
    if _is_described_as(words, k, _SETTLEMENTS):
        yield "place", 2.5
    elif after == "which":
        yield "person", -1.0
    elif after in {"who", "whose"}:
        yield "person", 1.0
    elif _is_described_as(words, k, word_lists.BODIES):
        yield "organization", 1.5
    elif _is_age(words, k):
        yield "person", 2.0
    elif after in places and after not in word_lists.ACRONYMS:
        yield "place", 0.6


def _is_age(words: Sequence[Word], k: int) -> bool:
    """Whether it is a number of two or three digits, and not the day in `PORT ORLE, 13 Sept`."""
    number = words[k].text
    if not number.isdigit() or not 2 <= len(number) <= 3:
        return False
    is_day = k + 1 < len(words) and words[k + 1].text in word_lists.CALENDAR
    return not is_day


def _is_described_as(words: Sequence[Word], k: int, nouns: frozenset[str]) -> bool:
    """Whether a description with an article at `k` has one of the nouns, and no role before it.

    `, the two northern constituencies`; `, a towing company`.
    """
    if words[k].text not in _ARTICLES:
        return False
    for word in words[k + 1 : k + _LONGEST_DESCRIPTION]:
        if word.gap != " " or word.lower in word_lists.ROLES:
            return False
        if word.text in nouns:
            return True
    return False

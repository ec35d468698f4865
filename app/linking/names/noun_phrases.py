"""Word lists for phrases that name a speaker: pronouns, determiners, people, bodies, writings."""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
THEY = frozenset("they them it".split())
NOBODY = frozenset(
    """
    i we you who which that this these those one someone somebody anyone anybody everyone everybody
    nobody some many most others both all me us what another whoever neither nobody none two three
    four five six seven eight nine ten further whose each
    """.split()
)
DETERMINERS = frozenset(
    """
    the a an his her its their my our your this that these those one some several many both another
    """.split()
)
INDEFINITE = frozenset("a an one two three four five several many some".split())
OWNED = frozenset("its his her their our".split())
OBJECTS = frozenset("me us him them it".split())
RELATIVE = frozenset(["who", "which", "that"])
MEN = frozenset(
    """
    mr sir lord king prince duke baron father brother son husband uncle grandfather boy man emperor
    monsieur herr señor pope bishop imam spokesman chairman congressman businessman policeman
    fisherman councilman salesman actor statesman widower
    """.split()
)
WOMEN = frozenset(
    """
    mrs ms miss lady queen princess duchess baroness dame mother sister daughter wife aunt
    grandmother girl woman empress madame frau señora spokeswoman chairwoman congresswoman
    businesswoman policewoman actress councilwoman stateswoman nun madam widow heroine
    """.split()
)
BODIES = frozenset(
    """
    council ministry government company party court army navy police board union agency bank
    commission committee parliament senate cabinet authority university department office embassy
    administration team club association hospital museum church firm group newspaper paper campaign
    opposition prosecution defence defense report inquiry coalition alliance
    """.split()
)
# A text is nobody: its author is named elsewhere, or not at all.
WRITINGS = frozenset(
    """
    letter note log sheet card stamp line paragraph sentence report review document paper leaflet
    sign poster memo email e-mail message text song verse book diary minutes statement complaint
    filing indictment lawsuit recording page form caption headline return recorder findings study
    survey poll finding chapter article act law rule rules
    """.split()
)
# Heads of one person that no list of roles has.
_PERSON = frozenset(
    """
    person source insider neighbor neighbour relative friend colleague parent child teenager worker
    member employee user customer buyer seller reader voter leader player fan passenger patient
    counterpart mp weatherman spokesperson expert suspect aide nurse
    """.split()
)
_BEHIND_HEADS = frozenset("of for in at to from who with on".split())


def headed(words: Sequence[str]) -> Sequence[str]:
    """The words of a phrase as far as its head noun: up to a preposition or a relative."""
    ends = (n for n, word in enumerate(words) if n and word in _BEHIND_HEADS)
    return words[: next(ends, len(words))]


def head(words: Sequence[str]) -> str:
    """The head noun: the last word before a preposition."""
    return headed(words)[-1]


def is_plural(noun: str) -> bool:
    """Whether a noun looks like a plural."""
    if noun in ("men", "women", "people", "children"):
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))


def is_one_person(words: Sequence[str], roles: frozenset[str]) -> bool:
    """Whether the head of the phrase, in small letters, is a word for one person.

    `roles` are words for offices and trades.
    """
    noun = head(words) if words else ""
    return not is_plural(noun) and noun in roles | MEN | WOMEN | _PERSON


def gender(words: Sequence[str]) -> str | None:
    """`m` or `f` where the head noun of a phrase in small letters shows it."""
    noun = head(words) if words else ""
    if noun in MEN:
        return "m"
    return "f" if noun in WOMEN else None

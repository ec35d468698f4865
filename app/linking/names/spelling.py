"""Forms under which spellings of one name meet.

Without marks, without the way of transliterating, without what firms append. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from app.linking.names import short_forms

_FIRMS = frozenset(
    (
        "inc ltd llc plc corp corporation co company gmbh ag sa spa nv oyj asa ab kk limited "
        "incorporated"
    ).split()
)
_LATER = short_forms.LATER
_SOUNDS = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("kh", "h"),
    ("ph", "f"),
    ("dj", "j"),
    ("ou", "u"),
    ("zh", "z"),
    ("ck", "k"),
    ("th", "t"),
)
_LETTERS = str.maketrans({"q": "k", "c": "k", "w": "v", "z": "s", "g": "h", "x": "k"})
_PEOPLES = {
    "briton": "british",
    "scot": "scottish",
    "kurd": "kurdish",
    "swede": "swedish",
    "dane": "danish",
    "finn": "finnish",
    "pole": "polish",
    "spaniard": "spanish",
    "turk": "turkish",
    "serb": "serbian",
    "croat": "croatian",
    "moslem": "muslim",
    "frenchman": "french",
    "frenchmen": "french",
    "englishman": "english",
    "englishmen": "english",
    "irishman": "irish",
    "irishmen": "irish",
    "dutchman": "dutch",
    "dutchmen": "dutch",
    "welshman": "welsh",
    "welshmen": "welsh",
}
"""Nouns for peoples whose adjective is another word."""
# letters of a coarse form: shorter ones are shared by names that have nothing to do with each other
_SHORTEST = 4
# similarity of two spellings with one coarse form: Kheyrabad and Khairabad .78, Yeltsin and Yelstin
# .86, Sergei and Sergey .83
_ALIKE = 0.75


def plain(folded: str) -> str:
    """A folded name without marks on letters, hyphens as spaces: `gdańsk` is `gdansk`."""
    apart = unicodedata.normalize("NFKD", folded)
    bare = (
        "".join(ch for ch in apart if not unicodedata.combining(ch))
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("đ", "d")
    )
    return re.sub(r"\s+", " ", re.sub(r"['`ʼ]", "", re.sub(r"[-\u2010-\u2015]", " ", bare))).strip()


def last(folded: str, kind: str) -> str | None:
    """The word by which a person named in full is called alone, or None."""
    words = [w for w in folded.split(" ") if w not in _LATER]
    return words[-1] if kind == "person" and len(words) > 1 else None


def short(folded: str, kind: str) -> str | None:
    """A shorter name by which others may call it.

    A person's first two names of three, a firm's without what firms append.
    """
    if kind == "person":
        parts = folded.split(" ")
        return (
            " ".join(parts[:2])
            if len(parts) > 2 and not any(w in _LATER or len(w) < 3 for w in parts[2:])
            else None
        )
    return (
        min(short_forms.fronts(folded), key=len, default=None) if kind == "organization" else None
    )


def outer(folded: str) -> str:
    """A person's first and last name, with what tells namesakes apart.

    `habern william freeman` is `habern freeman`.
    """
    words = folded.split(" ")
    behind = [w for w in words if w in _LATER]
    inner = [w for w in words if w not in _LATER]
    return " ".join([inner[0], inner[-1], *behind]) if len(inner) > 2 else folded


def core(folded: str, kind: str) -> str:
    """What of a name other spellings of it keep.

    Of firms without `inc`, of persons first and last name, of groups the singular.
    """
    bare = plain(folded)
    if kind == "person":
        return outer(bare)
    if kind == "group":
        return _one_of(bare)
    words = bare.split(" ")
    while kind == "organization" and len(words) > 1 and words[-1].strip(",&") in _FIRMS:
        words.pop()
    return " ".join(words).rstrip(",& ")


def coarse(folded: str, kind: str) -> str | None:
    """The consonants as they sound, words apart; None for a person's single name.

    What is short stays as it is.
    """
    name = core(folded, kind)
    if kind == "person" and " " not in name:
        return None
    form = " ".join(_sound(w) for w in name.split(" "))
    return form if len(form.replace(" ", "")) >= _SHORTEST else name


def alike(a: str, b: str, kind: str) -> bool:
    """Whether two folded names are spellings of one.

    The same core, or near it with one coarse form and no other number or initial.
    """
    one, other = core(a, kind), core(b, kind)
    if not (set(_middle(a)) <= set(_middle(b)) or set(_middle(b)) <= set(_middle(a))):
        return False
    if one == other:
        return True
    if (
        coarse(a, kind) != coarse(b, kind)
        or kind not in {"person", "place"}
        or set(_numbers(one)) != set(_numbers(other))
    ):
        return False
    return DamerauLevenshtein.normalized_similarity(one, other) >= _ALIKE


def _one_of(people: str) -> str:
    """The adjective by which a people is called: `libyans` are `libyan`, `scots` are `scottish`."""
    one = (
        people[:-1]
        if len(people) > 4 and people.endswith("s") and not people.endswith(("ss", "us"))
        else people
    )
    return _PEOPLES.get(one, one)


def _middle(folded: str) -> Iterator[str]:
    """Initials of the names between first and last."""
    return (w[0] for w in plain(folded).split(" ")[1:-1] if w)


def _numbers(name: str) -> Iterator[str]:
    return (w for w in name.split(" ") if w in _LATER or any(ch.isdigit() for ch in w))


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = word.translate(_LETTERS)
    heard = word[:1] + re.sub(r"[aeiouyj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", "i" + heard[1:] if heard[:1] in {"y", "j", "e"} else heard)


_SOUND_PAIRS = {
    frozenset(p)
    for p in ("gh", "iy", "kc", "uo", "ei", "ou", "sz", "vw", "ie", "ae", "kq", "jy", "hk", "oa")
}


def one_letter_apart(a: str, b: str) -> bool:
    """One letter exchanged for one that transliterations exchange.

    Or one letter doubled or dropped inside a long name.
    """
    if DamerauLevenshtein.distance(a, b, score_cutoff=1) != 1 or a[-1] != b[-1]:
        return False
    if len(a) == len(b):
        return any(frozenset((x, y)) in _SOUND_PAIRS for x, y in zip(a, b, strict=True) if x != y)
    long, short = sorted((a, b), key=len, reverse=True)
    return len(short) >= 7 and any(
        long[:k] + long[k + 1 :] == short and long[k] in "hyjei'`" + long[k - 1]
        for k in range(2, len(long) - 1)
    )

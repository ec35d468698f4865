"""The forms under which different spellings of one name are found and compared.

Without diacritics, without differences of transliteration, without what firms append.
"""

import re
import unicodedata

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
# Letters of a coarse form: shorter ones are shared by unrelated names.
_SHORTEST = 4
# Similarity of two spellings with one coarse form: Kheyrabad and Khairabad .78, Yeltsin and Yelstin
# .86, Sergei and Sergey .83.
_ALIKE = 0.75
_MARKS = re.compile(r"['`ʼ]")
_HYPHENS = re.compile(r"[-\u2010-\u2015]")
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})


def plain(folded: str) -> str:
    """A folded name without diacritics, hyphens as spaces: `gdańsk` is `gdansk`."""
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch)).translate(_STROKES)
    spaced = _MARKS.sub("", _HYPHENS.sub(" ", bare))
    return re.sub(r"\s+", " ", spaced).strip()


def last(folded: str, kind: str) -> str | None:
    """The last name of a person named in full, or None."""
    words = [w for w in folded.split(" ") if w not in _LATER]
    return words[-1] if kind == "person" and len(words) > 1 else None


def short(folded: str, kind: str) -> str | None:
    """A shorter name in other articles: a person's first two names, a firm's without `inc`."""
    if kind == "organization":
        return min(short_forms.fronts(folded), key=len, default=None)
    if kind != "person":
        return None
    parts = folded.split(" ")
    has_suffix = any(word in _LATER or len(word) < 3 for word in parts[2:])
    return " ".join(parts[:2]) if len(parts) > 2 and not has_suffix else None


def outer(folded: str) -> str:
    """A person's first and last name: `habern william freeman` is `habern freeman`.

    With what distinguishes namesakes, such as `jr`.
    """
    words = folded.split(" ")
    suffixes = [w for w in words if w in _LATER]
    names = [w for w in words if w not in _LATER]
    return " ".join([names[0], names[-1], *suffixes]) if len(names) > 2 else folded


def core(folded: str, kind: str) -> str:
    """The part of a name that its other spellings keep.

    Of firms the name without `inc`, of people the first and last name, of groups the singular.
    """
    bare = plain(folded)
    if kind == "person":
        return outer(bare)
    if kind == "group":
        return _adjective(bare)
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

    They have the same core, or similar cores with one coarse form; no number or middle initial
    contradicts it.
    """
    middle_a, middle_b = _middle_initials(a), _middle_initials(b)
    if not (middle_a <= middle_b or middle_b <= middle_a):
        return False
    core_a, core_b = core(a, kind), core(b, kind)
    if core_a == core_b:
        return True
    if kind not in {"person", "place"} or _numbers(core_a) != _numbers(core_b):
        return False
    if coarse(a, kind) != coarse(b, kind):
        return False
    return DamerauLevenshtein.normalized_similarity(core_a, core_b) >= _ALIKE


def _adjective(people: str) -> str:
    """The adjective for a people: `libyans` are `libyan`, `scots` are `scottish`."""
    is_plural = len(people) > 4 and people.endswith("s") and not people.endswith(("ss", "us"))
    singular = people[:-1] if is_plural else people
    return _PEOPLES.get(singular, singular)


def _middle_initials(folded: str) -> set[str]:
    """Initials of the names between first and last."""
    return {word[0] for word in plain(folded).split(" ")[1:-1] if word}


def _numbers(name: str) -> set[str]:
    """The words that number a thing or a namesake: `2nd`, `jr`."""
    return {word for word in name.split(" ") if word in _LATER or any(ch.isdigit() for ch in word)}


def _sound(word: str) -> str:
    """The consonants of a word as they sound, doubled ones once."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = word.translate(_LETTERS)
    consonants = word[:1] + re.sub(r"[aeiouyj]", "", word[1:])
    if consonants[:1] in {"y", "j", "e"}:
        consonants = "i" + consonants[1:]
    return re.sub(r"(.)\1+", r"\1", consonants)


_SOUND_PAIRS = {
    frozenset(p)
    for p in ("gh", "iy", "kc", "uo", "ei", "ou", "sz", "vw", "ie", "ae", "kq", "jy", "hk", "oa")
}


def one_letter_apart(a: str, b: str) -> bool:
    """Whether one letter differs as transliterations do.

    One exchanged for a similar sound, or one doubled or dropped inside a long name.
    """
    if DamerauLevenshtein.distance(a, b, score_cutoff=1) != 1 or a[-1] != b[-1]:
        return False
    if len(a) == len(b):
        return any(frozenset((x, y)) in _SOUND_PAIRS for x, y in zip(a, b, strict=True) if x != y)
    long, short = sorted((a, b), key=len, reverse=True)
    return len(short) >= 7 and _is_letter_dropped(long, short)


def _is_letter_dropped(long: str, short: str) -> bool:
    """Whether the short name is the long one without a silent or doubled letter inside."""
    return any(
        long[:k] + long[k + 1 :] == short and long[k] in "hyjei'`" + long[k - 1]
        for k in range(2, len(long) - 1)
    )

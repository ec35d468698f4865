"""The reporting clause beside words that somebody said, in other languages than English: its verb, and whose name it gives.

By closed lists (`reporting_words`) and place alone. A name is taken only where it stands directly beside the verb, with at most an office
or a form of address between: what stands further off may be anybody. Knows no marks; decides not what is speech.
"""

import re
from dataclasses import dataclass
from functools import cache

from app.engines import word_lists
from app.engines.places import gazetteer
from app.engines.reporting.clause_words import (
    ADDRESSES,
    ARTICLES,
    GERMAN_NOBODY,
    GERMAN_OFFICES,
    OFFICES,
    PARTICLES,
    SIGNS,
    VERBS,
)
from app.text.spans import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SPACE = re.compile(r"[ \u00a0\u202f]+|\.[ \u00a0]?")
_PRONOUN = re.compile(
    r"(?:\w+-(?:t-)?(?:il|elle|on|ils|elles)|a-t-(?:il|elle|on)\s\w+)\b"
)  # French, verb and pronoun in one
_STOPS = re.compile(r"[.!?…。！？؟।\n»”“\"״」]")
_REACH = 120  # characters before the marks in which the verb of their clause is looked for
_BEYOND = 60  # and behind them; where no capital begins a sentence, fewer
_NEAR = 24  # characters between marks and verb; a subject and an adverb have room in it
_PARTICLES = {
    "ja": re.compile(r"(?:と|って|などと?)[^。、]{0,4}"),
    "ko": re.compile(r"(?:이?라고|고|이?라며|며|면서)\s?[^.]{0,10}"),
}
_LONGEST = 4  # words of a name; a German one has three, for nouns stand behind it
_ABSTRACT = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|ungen|heiten|keiten|schaften|tionen|täten)\Z"
)
_SURNAMES_AFTER_AN_ARTICLE = frozenset(
    {"el"}
)  # languages in which names have one: `είπε ο Γιώργος Μαρίνος`


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: its verb, the words that say who speaks, and the name in them.

    `beside` says that nothing but punctuation stands between the quotation and the clause; `end`
    where a clause behind it ends.
    """

    cue: Span
    source: Span | None
    name: Span | None
    beside: bool
    end: int


def behind(text: str, at: int, end: int, language: str) -> Clause | None:
    """The clause that follows a quotation which ends at `at`: `…“, sagte Hagen`."""
    if language in SIGNS:
        return _sign_behind(text, at, end, language)
    verbs = _verbs(language)
    if verbs is None:
        return None
    start = re.compile(r"[,;]?\s*(?:[—–―-]\s*)?").match(text, at, end)
    opened = start.end() if start else at
    cue = verbs.match(text, opened, end)
    if cue:
        found = who(text, cue.end(), end, language)
        return _clause(Span(*cue.span()), found, cue.end())
    if language == "fr" and (said := _PRONOUN.match(text, opened, end)):
        return Clause(Span(*said.span()), None, None, beside=True, end=said.end())
    return _subject_first(text, opened, end, language, verbs) if text[at:opened].strip() else None


def _subject_first(
    text: str, at: int, end: int, language: str, verbs: re.Pattern[str]
) -> Clause | None:
    """`…”, Holtti sanoo` and `…”, hän sanoo`, behind a comma."""
    found = who(text, at, end, language)
    after = found[0].end if found else (m.end() if (m := _TOKEN.match(text, at, end)) else at)
    space = _SPACE.match(text, after, end)
    cue = verbs.match(text, space.end(), end) if space else None
    return _clause(Span(*cue.span()), found, cue.end()) if cue else None


def _clause(cue: Span, found: tuple[Span, Span | None] | None, end: int) -> Clause:
    if found is None:
        return Clause(cue, None, None, beside=True, end=end)
    return Clause(cue, found[0], found[1], beside=True, end=max(end, found[0].end))


def before(text: str, start: int, at: int, language: str) -> Clause | None:
    """The clause that leads to a quotation which begins at `at`, in the same sentence: `Hagen sagte: „…`.

    `start` is where its block begins. A single word before the verb may be a common noun that opens the sentence: it is a source without
    a name, for the caller to know.
    """
    begin = max(start, at - _REACH)
    for stop in _STOPS.finditer(text, begin, at):
        begin = stop.end() if text[stop.end() : at].strip() else begin
    if language in SIGNS:
        return _sign_before(text, begin, at, language)
    verbs = _verbs(language)
    cues = list(verbs.finditer(text, begin, at)) if verbs else []
    if not cues:
        return None
    cue, last = Span(*cues[-1].span()), text[cues[-1].end() : at].strip()
    begin += len(text[begin:at]) - len(text[begin:at].lstrip())
    if last in ("", ":", ","):
        found = who(text, begin, cue.start, language, opens=True)
        whole = found is not None and not text[found[0].end : cue.start].strip()
        source, name = found if found and whole else (None, None)
        return Clause(cue, source, name, beside=True, end=at)
    found = who(text, cue.end, at, language)
    if found and text[found[0].end : at].strip() in (":", ","):
        return Clause(cue, found[0], found[1], beside=True, end=at)
    return Clause(cue, None, None, beside=last.endswith(":"), end=at)


def who(
    text: str, at: int, end: int, language: str, opens: bool = False
) -> tuple[Span, Span | None] | None:
    """The noun phrase at `at` that names a person, and the name in it; None where it names nobody for sure.

    `opens`: the phrase begins a sentence, where an article has a capital too, and a single word is not sure to be a name (None).
    """
    begin: int | None = None
    article = office = titled = False
    for token in _tokens(text, at, end):
        word, low = token[0], token[0].lower()
        if low in ADDRESSES:
            titled, begin = True, token.start() if begin is None else begin
        elif low in ARTICLES and (word.islower() or (opens and begin is None and not article)):
            article = True
        elif low in OFFICES or (
            language == "de" and is_german_office(low) and _capital_follows(text, token.end(), end)
        ):
            office, begin = True, token.start() if begin is None else begin
        elif word[0].isupper() and low not in ARTICLES:
            name = _name(text, token.start(), end, language)
            plain = article and not office and not titled
            bare = not office and not titled
            if name and opens and bare and not article and " " not in name.of(text):
                return name, None
            sure = name is not None and _is_somebody(
                name.of(text).split(), language, plain=plain, bare=bare
            )
            return (
                (Span(token.start() if begin is None else begin, name.end), name)
                if name and sure
                else None
            )
        else:
            return None
    return None


def _tokens(text: str, at: int, end: int) -> list[re.Match[str]]:
    """The next words, parted by nothing but spaces and the stops of abbreviations."""
    found: list[re.Match[str]] = []
    space = _SPACE.match(text, at, end)
    at = space.end() if space else at
    while len(found) < 2 * _LONGEST and (token := _TOKEN.match(text, at, end)):
        found.append(token)
        space = _SPACE.match(text, token.end(), end)
        if space is None or (space[0][0] == "." and not _is_abbreviation(token[0])):
            break
        at = space.end()
    return found


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word.lower() in ADDRESSES


def _capital_follows(text: str, at: int, end: int) -> bool:
    ahead = _tokens(text, at, end)
    return bool(ahead) and ahead[0][0][0].isupper()


def is_german_office(low: str) -> bool:
    """Whether a German word in small letters is an office or a calling, as its ending shows: `umweltministerin`."""
    return low.endswith(GERMAN_OFFICES)


def is_noun(word: str) -> bool:
    """Whether the ending of a German word makes it an abstract noun."""
    return bool(_ABSTRACT.search(word))


def _name(text: str, at: int, end: int, language: str) -> Span | None:
    """The capitalised words from `at` on, particles between them included."""
    longest = 3 if language == "de" else _LONGEST
    last, count = at, 0
    for token in _tokens(text, at, end):
        word = token[0]
        if word[0].isupper() and word not in GERMAN_NOBODY:
            last, count = token.end(), count + 1
        elif word not in PARTICLES:
            break
        if count == longest:
            break
    return Span(at, last) if count else None


def _is_somebody(name: list[str], language: str, *, plain: bool, bare: bool) -> bool:
    """Whether capitalised words name a person.

    `plain`: behind a mere article; `bare`: without an office or a form of address.
    """
    if plain and (language not in _SURNAMES_AFTER_AN_ARTICLE or len(name) < 2):
        return False
    whole = " ".join(name)
    if (
        whole in gazetteer.places(language)
        or whole in word_lists.ORGANIZATIONS
        or whole in word_lists.ACRONYMS
    ):
        return False
    if len(name) > 1:
        return True
    abstract = language == "de" and (is_noun(whole) or is_german_office(whole.lower()))
    acronym = whole.isupper() and len(whole) > 1
    return not (abstract or acronym or (bare and whole.lower() in ARTICLES))


@cache
def _verbs(language: str) -> re.Pattern[str] | None:
    """The verbs of a language as whole words, the longest first."""
    listed = sorted(VERBS.get(language, ()), key=len, reverse=True)
    if not listed:
        return None
    written = "|".join(
        re.escape(verb).replace("\\ ", r"\s").replace("'", "['’]") for verb in listed
    )
    return re.compile(rf"(?<![\w-])(?:{written})(?![\w-])")


@cache
def _signs(language: str) -> re.Pattern[str]:
    written = "|".join(sorted(map(re.escape, SIGNS[language]), key=len, reverse=True))
    return re.compile(
        written
        if language in ("zh", "ja", "ko")
        else rf"(?<!\w)[\u0648\u0641\u05d5]?(?:{written})(?!\w)"
    )


def _sign_before(text: str, begin: int, at: int, language: str) -> Clause | None:
    """A verb of saying before the marks; it is beside them if only a few letters or a colon stand between."""
    found = list(_signs(language).finditer(text, begin, at)) if language != "ja" else []
    if not found:
        return None
    between = text[found[-1].end() : at].strip()
    beside = between in ("", ":", "：", ",", "，", "،") or between.endswith((":", "："))
    return Clause(Span(*found[-1].span()), None, None, beside=beside, end=at)


def _sign_behind(text: str, at: int, end: int, language: str) -> Clause | None:
    """A verb of saying behind the marks, in the same clause."""
    stop = re.compile(r"[.。！？!?؟।\n「“«״\"]").search(text, at, min(end, at + _BEYOND))
    last = stop.start() if stop else min(end, at + _BEYOND)
    found = _signs(language).search(text, at, last)
    if found is None or len(text[at : found.start()].split()) > (
        2 if language not in ("zh", "ja", "ko") else 3
    ):
        return None
    near = (
        found.start() - at <= _NEAR
        if language not in _PARTICLES
        else bool(_PARTICLES[language].fullmatch(text, at, found.start()))
    )
    return Clause(Span(*found.span()), None, None, beside=near, end=found.end())

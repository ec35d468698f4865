"""Reporting clauses beside direct speech in other languages than English: the verb and the speaker.

By closed lists (`clause_words`) and position alone. A name is taken only right beside the verb,
with at most an office or a form of address between; what is further off may be anybody. What is
speech is decided elsewhere.
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
# What may stand between a quotation and the clause behind it: a comma, a dash.
_LEAD_IN = re.compile(r"[,;]?\s*(?:[—–―-]\s*)?")
# French, verb and pronoun in one: `dit-il`, `a-t-elle ajouté`.
_VERB_WITH_PRONOUN = re.compile(
    r"(?:\w+-(?:t-)?(?:il|elle|on|ils|elles)|a-t-(?:il|elle|on)\s\w+)\b"
)
_STOPS = re.compile(r"[.!?…。！？؟।\n»”“\"״」]")
_SIGN_STOPS = re.compile(r"[.。！？!?؟।\n「“«״\"]")
_COMMAS = frozenset({",", "，", "،"})
_COLONS = (":", "：")
_REACH = 120  # characters before the marks in which the verb of their clause is looked for
_BEYOND = 60  # and behind them; where no capital begins a sentence, fewer
_NEAR = 24  # characters between marks and verb; a subject and an adverb have room in it
# Languages written without spaces between words, or with endings that join the words.
_UNSPACED = frozenset({"zh", "ja", "ko"})
# What Japanese and Korean put between quoted words and the verb.
_QUOTING_PARTICLES = {
    "ja": re.compile(r"(?:と|って|などと?)[^。、]{0,4}"),
    "ko": re.compile(r"(?:이?라고|고|이?라며|며|면서)\s?[^.]{0,10}"),
}
_LONGEST_NAME = 4  # words
_LONGEST_GERMAN_NAME = 3  # words; nouns with capitals follow it
_ABSTRACT = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|ungen|heiten|keiten|schaften|tionen|täten)\Z"
)
# Languages in which a name has an article: `είπε ο Γιώργος Μαρίνος`.
_NAMES_WITH_ARTICLE = frozenset({"el"})

NounPhrase = tuple[Span, Span | None]
"""The words that give a speaker, and the name in them or None."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: its verb, the words that give the speaker, and the name in them.

    `beside` says that nothing but punctuation stands between the quotation and the clause; `end` is
    where a clause behind the quotation ends.
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
    lead_in = _LEAD_IN.match(text, at, end)
    start = lead_in.end() if lead_in else at
    cue = verbs.match(text, start, end)
    if cue:
        return _clause(cue, who(text, cue.end(), end, language))
    if language == "fr" and (cue := _VERB_WITH_PRONOUN.match(text, start, end)):
        return _clause(cue, None)
    has_punctuation = bool(text[at:start].strip())
    return _subject_first(text, start, end, language, verbs) if has_punctuation else None


def _subject_first(
    text: str, at: int, end: int, language: str, verbs: re.Pattern[str]
) -> Clause | None:
    """The clause `subject verb` after a quotation: `…”, Holtti sanoo`.

    Without a name any single word may be the subject (a pronoun); the verb must follow directly.
    """
    subject = who(text, at, end, language)
    if subject:
        subject_end = subject[0].end
    else:
        word = _TOKEN.match(text, at, end)
        subject_end = word.end() if word else at
    space = _SPACE.match(text, subject_end, end)
    cue = verbs.match(text, space.end(), end) if space else None
    return _clause(cue, subject) if cue else None


def _clause(cue: re.Match[str], phrase: NounPhrase | None) -> Clause:
    """A clause right behind the quotation."""
    verb = Span(*cue.span())
    if phrase is None:
        return Clause(verb, None, None, beside=True, end=verb.end)
    source, name = phrase
    return Clause(verb, source, name, beside=True, end=max(verb.end, source.end))


def before(text: str, start: int, at: int, language: str) -> Clause | None:
    """The clause that leads to a quotation which begins at `at`: `Hagen sagte: „…`.

    It is in the same sentence; `start` is where the block begins. A single word before the verb may
    be a common noun that opens the sentence: it is a source without a name, and the caller must
    know it.
    """
    begin = _sentence_begin(text, max(start, at - _REACH), at)
    if language in SIGNS:
        return _sign_before(text, begin, at, language)
    verbs = _verbs(language)
    cues = list(verbs.finditer(text, begin, at)) if verbs else []
    if not cues:
        return None
    cue = Span(*cues[-1].span())
    between = text[cue.end : at].strip()
    if between in ("", ":", ","):
        return _with_subject_before(text, begin, cue, at, language)
    return _with_subject_after(text, cue, at, language)


def _sentence_begin(text: str, begin: int, at: int) -> int:
    """Where the sentence begins that leads to `at`, not before `begin`."""
    for stop in _STOPS.finditer(text, begin, at):
        if text[stop.end() : at].strip():
            begin = stop.end()
    return begin


def _with_subject_before(text: str, begin: int, cue: Span, at: int, language: str) -> Clause:
    """`Hagen sagte: „…`: the subject fills the sentence before the verb."""
    opening = text[begin:at]
    begin += len(opening) - len(opening.lstrip())
    subject = who(text, begin, cue.start, language, opens=True)
    if subject is None or text[subject[0].end : cue.start].strip():
        return Clause(cue, None, None, beside=True, end=at)
    return Clause(cue, *subject, beside=True, end=at)


def _with_subject_after(text: str, cue: Span, at: int, language: str) -> Clause:
    """`… sagte Hagen: „…`: the subject stands between the verb and the quotation."""
    subject = who(text, cue.end, at, language)
    if subject and text[subject[0].end : at].strip() in (":", ","):
        return Clause(cue, *subject, beside=True, end=at)
    ends_in_colon = text[cue.end : at].strip().endswith(":")
    return Clause(cue, None, None, beside=ends_in_colon, end=at)


def who(text: str, at: int, end: int, language: str, opens: bool = False) -> NounPhrase | None:
    """The noun phrase at `at` that names a person, and the name in it; None where nobody is sure.

    `opens`: the phrase begins a sentence. There an article has a capital too, and a single word is
    not sure to be a name (None).
    """
    lead = _Lead()
    for token in _tokens(text, at, end):
        if not _read_lead(lead, text, token, end, language, opens=opens):
            return _named(text, lead, token, end, language, opens=opens)
    return None


@dataclass(slots=True)
class _Lead:
    """What stands before the name in a noun phrase."""

    begin: int | None = None
    """Where a form of address or an office begins."""
    has_article: bool = False
    has_office: bool = False
    has_address: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether neither an office nor a form of address introduces the name."""
        return not self.has_office and not self.has_address


def _read_lead(
    lead: _Lead, text: str, token: re.Match[str], end: int, language: str, *, opens: bool
) -> bool:
    """Takes the token into the lead; False where it is no part of one."""
    low = token[0].lower()
    may_be_capital = opens and lead.begin is None and not lead.has_article
    if low in ADDRESSES:
        lead.has_address = True
    elif low in ARTICLES and (token[0].islower() or may_be_capital):
        lead.has_article = True
        return True
    elif low in OFFICES or _is_office_before_name(text, token, end, language):
        lead.has_office = True
    else:
        return False
    if lead.begin is None:
        lead.begin = token.start()
    return True


def _is_office_before_name(text: str, token: re.Match[str], end: int, language: str) -> bool:
    """Whether it is a German office with a capitalised word behind it."""
    if language != "de" or not is_german_office(token[0].lower()):
        return False
    ahead = _tokens(text, token.end(), end)
    return bool(ahead) and ahead[0][0][0].isupper()


def _named(
    text: str, lead: _Lead, token: re.Match[str], end: int, language: str, *, opens: bool
) -> NounPhrase | None:
    """The noun phrase of the lead and the name that begins with the token."""
    if not token[0][0].isupper() or token[0].lower() in ARTICLES:
        return None
    name = _name(text, token.start(), end, language)
    if name is None:
        return None
    words = name.of(text).split(" ")
    if opens and lead.is_bare and not lead.has_article and len(words) == 1:
        return name, None
    if not _is_somebody(name.of(text).split(), lead, language):
        return None
    begin = token.start() if lead.begin is None else lead.begin
    return Span(begin, name.end), name


def _tokens(text: str, at: int, end: int) -> list[re.Match[str]]:
    """The next words, with nothing between but spaces and the stops of abbreviations."""
    tokens: list[re.Match[str]] = []
    space = _SPACE.match(text, at, end)
    at = space.end() if space else at
    while len(tokens) < 2 * _LONGEST_NAME and (token := _TOKEN.match(text, at, end)):
        tokens.append(token)
        space = _SPACE.match(text, token.end(), end)
        if space is None or (space[0][0] == "." and not _is_abbreviation(token[0])):
            break
        at = space.end()
    return tokens


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word.lower() in ADDRESSES


def is_german_office(low: str) -> bool:
    """Whether the ending of a lower-case German word makes it an office: `umweltministerin`."""
    return low.endswith(GERMAN_OFFICES)


def is_noun(word: str) -> bool:
    """Whether the ending of a German word makes it an abstract noun."""
    return bool(_ABSTRACT.search(word))


def _name(text: str, at: int, end: int, language: str) -> Span | None:
    """The capitalised words from `at` on, particles between them included."""
    longest = _LONGEST_GERMAN_NAME if language == "de" else _LONGEST_NAME
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


def _is_somebody(name: list[str], lead: _Lead, language: str) -> bool:
    """Whether capitalised words behind this lead name a person."""
    may_have_article = language in _NAMES_WITH_ARTICLE and len(name) > 1
    if lead.has_article and lead.is_bare and not may_have_article:
        return False  # a noun
    if _is_something_else(" ".join(name), language):
        return False
    return len(name) > 1 or _is_surname(name[0], lead, language)


def _is_something_else(written: str, language: str) -> bool:
    """Whether it is a known place or organization."""
    is_organization = written in word_lists.ORGANIZATIONS or written in word_lists.ACRONYMS
    return is_organization or written in gazetteer.places(language)


def _is_surname(word: str, lead: _Lead, language: str) -> bool:
    """Whether a single capitalised word may be a surname."""
    if word.isupper() and len(word) > 1:  # an abbreviation
        return False
    if language == "de" and (is_noun(word) or is_german_office(word.lower())):
        return False
    return not (lead.is_bare and word.lower() in ARTICLES)


@cache
def _verbs(language: str) -> re.Pattern[str] | None:
    """The verbs of a language as whole words, the longest first; None without any."""
    listed = sorted(VERBS.get(language, ()), key=len, reverse=True)
    if not listed:
        return None
    written = "|".join(
        re.escape(verb).replace("\\ ", r"\s").replace("'", "['’]") for verb in listed
    )
    return re.compile(rf"(?<![\w-])(?:{written})(?![\w-])")


@cache
def _signs(language: str) -> re.Pattern[str]:
    """The verbs of a language without capitals, the longest first."""
    written = "|".join(sorted(map(re.escape, SIGNS[language]), key=len, reverse=True))
    if language in _UNSPACED:
        return re.compile(written)
    # Arabic and Hebrew write `and` in one word with the verb.
    return re.compile(rf"(?<!\w)[\u0648\u0641\u05d5]?(?:{written})(?!\w)")


def _sign_before(text: str, begin: int, at: int, language: str) -> Clause | None:
    """A verb of saying before the marks, beside them if only a comma or a colon stands between."""
    if language == "ja":  # the verb follows
        return None
    verbs = list(_signs(language).finditer(text, begin, at))
    if not verbs:
        return None
    between = text[verbs[-1].end() : at].strip()
    beside = not between or between in _COMMAS or between.endswith(_COLONS)
    return Clause(Span(*verbs[-1].span()), None, None, beside=beside, end=at)


def _sign_behind(text: str, at: int, end: int, language: str) -> Clause | None:
    """A verb of saying behind the marks, in the same clause."""
    furthest = min(end, at + _BEYOND)
    stop = _SIGN_STOPS.search(text, at, furthest)
    verb = _signs(language).search(text, at, stop.start() if stop else furthest)
    if verb is None:
        return None
    most_words = 3 if language in _UNSPACED else 2
    if len(text[at : verb.start()].split()) > most_words:
        return None
    particles = _QUOTING_PARTICLES.get(language)
    if particles is None:
        beside = verb.start() - at <= _NEAR
    else:
        beside = particles.fullmatch(text, at, verb.start()) is not None
    return Clause(Span(*verb.span()), None, None, beside=beside, end=verb.end())

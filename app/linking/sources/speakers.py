"""Which of an article's people a source means: `she`, `the minister`, `Holt`.

Pronouns are resolved in `pronouns`, offices in `offices`, joint speakers found in `coordination`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.linking.names.noun_phrases import (
    BODIES,
    DETERMINERS,
    HE,
    INDEFINITE,
    NOBODY,
    OBJECTS,
    OWNED,
    RELATIVE,
    SHE,
    THEY,
    WORD,
    WRITINGS,
    head,
    is_one_person,
    is_plural,
)
from app.linking.sources.article_names import ArticleNames
from app.linking.sources.coordination import parts
from app.linking.sources.described_roles import APPOSED, ENDED, described_roles
from app.linking.sources.genders import genders
from app.linking.sources.mentions import NamedMention, Speaker
from app.linking.sources.offices import Offices, is_held
from app.linking.sources.pronouns import Pronouns, Turn
from app.text.spans import Span

_BETWEEN = re.compile(r"\s?(?:,\s\d{1,3})?(?:\([^)]{1,30}\))?,?\s")
_TITLE_BETWEEN = re.compile(r",\s(?P<title>[^,.;:()\n“”\"]{3,60}?),?\s")
_CLAUSE_BEHIND = re.compile(
    r",\s(?:who|which|whose|where|in|by|at|for|from|of|with|as|\w+(?:ed|ing))\b"
)
# `the senator, who`, `the new harbour minister, who`: only with a comma, for `the senator who` is
# one of several.
_OFFICE_BEFORE = re.compile(r"\b(?P<office>[Tt]he (?:[^\W\d_][\w'’-]* ){0,3}?[a-z][\w'’-]*),\s\Z")
_LONGEST_OFFICE = 60  # characters
# Mentions in the last two paragraphs among whom `the minister` must be the only one without a role.
_FEW = 12
_NEAREST = 3  # mentions before `who` that it may mean
_MANY = 40  # turns that are looked back on; keeps hostile text linear
# How likely a source resolved in each way means whom it was given to. Read on half of PolNeAR's dev
# articles and 70 of worldwide's: of 60 names that are in their source otherwise than in full all
# are right, of 16 relatives 15, of 11 offices 10, of 8 guesses 7.
_NAMED, _APPOSITION, _RELATIVE, _OFFICE, _GUESSED = 0.98, 0.95, 0.9, 0.85, 0.55
_COLLECTIVE, _AGAIN, _SHARED = 0.8, 0.9, 0.8
_PRONOUNS = RELATIVE | HE | SHE | THEY | NOBODY
_ARTICLES = ("the", "a", "an")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase of the text: where it is, and its words in small letters, at least one."""

    span: Span
    words: Sequence[str]

    @property
    def head(self) -> str:
        """Its head noun."""
        return head(self.words)


class Cast:
    """The people and bodies of one article, in the order of their mentions.

    `marked` are the stretches in quotation marks, `roles` words for offices and trades.
    """

    def __init__(
        self,
        text: str,
        mentions: Iterable[NamedMention],
        sentences: Sequence[Span] = (),
        marked: Sequence[Span] = (),
        roles: frozenset[str] = frozenset(),
    ) -> None:
        self._text = text
        self._roles = roles
        self._names = ArticleNames(text, mentions, marked)
        people, outside_marks = self._names.people, self._names.people_outside_marks
        self._by_key = {m.key: m for m in people}
        self._offices = Offices(
            described_roles(text, people), [(m.start, m.key) for m in outside_marks.mentions]
        )
        starts = [s.start for s in sentences]
        self._pronouns = Pronouns(
            text,
            starts,
            outside_marks,
            self._names.bodies,
            genders(text, people, outside_marks, starts),
            roles,
        )

    def speakers(self, source: Span, turns: Sequence[Turn] = ()) -> tuple[Speaker, ...]:
        """Whom the noun phrase at `source` means, several where they speak jointly.

        `turns` are the earlier ones. Empty where nothing decides.
        """
        phrases = parts(self._text, source, self._names.within(source))
        if len(phrases) > 1:
            joint = [self.speaker(phrase, turns) for phrase in phrases]
            return tuple(dict.fromkeys(speaker for speaker in joint if speaker))
        if source.of(self._text).casefold() == "they":
            return self._pronouns.they(source.start, turns)
        speaker = self.speaker(source, turns)
        return (speaker,) if speaker else ()

    def speaker(self, source: Span, turns: Sequence[Turn] = ()) -> Speaker | None:
        """Whom the noun phrase at `source` means, if it is one; None where nothing decides."""
        phrase = self._phrase(source)
        if phrase is None:
            return None
        if len(phrase.words) == 1 and phrase.words[0] in _PRONOUNS:
            return self._by_pronoun(source.start, phrase.words[0], turns)
        named = self._named(source) or self._apposed(phrase)
        if named:
            return self._without_doubt(source, named)
        phrase = self._without_clause(phrase)
        if phrase.words[-1] in OBJECTS:
            return self._described(phrase, turns)
        if _is_writing(phrase):
            return self._publisher(phrase)
        return self._collective(phrase) or self._in_office(phrase) or self._described(phrase, turns)

    def _phrase(self, span: Span) -> _Phrase | None:
        """The phrase at a span, None without words.

        A single letter, as the `Q` of an interview, names nobody.
        """
        words = [word.casefold() for word in WORD.findall(span.of(self._text))]
        return _Phrase(span, words) if len("".join(words)) > 1 else None

    def _by_pronoun(self, at: int, word: str, turns: Sequence[Turn]) -> Speaker | None:
        """Whom a single pronoun means."""
        if word in RELATIVE:
            return self._antecedent(at)
        if word in HE | SHE:
            return self._pronouns.person(at, "m" if word in HE else "f", turns)
        if word == "it":
            return self._pronouns.it(at)
        several = self._pronouns.they(at, turns) if word in THEY else ()
        return several[0] if several else None

    def _without_doubt(self, source: Span, named: Speaker) -> Speaker | None:
        """The speaker, less sure by a last name that others have too.

        None where nothing decides which of them it means.
        """
        surname = named.name.casefold().split()[-1]
        if surname not in self._names.shared_surnames:
            return named
        written = source.of(self._text)
        if " " not in named.name.strip() and named.name in written:
            return None
        is_bare = len(WORD.findall(written)) == 1
        return named.with_confidence(_SHARED) if is_bare else named

    def _without_clause(self, phrase: _Phrase) -> _Phrase:
        """The phrase without a clause behind a comma: `the study, published in May`."""
        start = phrase.span.start
        clause = _CLAUSE_BEHIND.search(self._text, start, phrase.span.end)
        shorter = self._phrase(Span(start, clause.start())) if clause else None
        return shorter or phrase

    def _antecedent(self, at: int) -> Speaker | None:
        """Whom `who` or `which` means: the name right before it.

        A comma, an age, brackets or a title may be between them.
        """
        for mention in self._names.before(at, _NEAREST):
            if mention.kind in ("place", "other"):
                continue
            if _BETWEEN.fullmatch(self._text, mention.end, at):
                is_last_of_several = self._text.endswith(" and ", 0, mention.start)
                return Speaker.of(mention, _GUESSED if is_last_of_several else _RELATIVE)
            if mention.kind == "person" and self._has_title_behind(mention, at):
                return Speaker.of(mention, _RELATIVE)
        office = _OFFICE_BEFORE.search(self._text, max(0, at - _LONGEST_OFFICE), at)
        phrase = self._phrase(Span(*office.span("office"))) if office else None
        return self._in_office(phrase) if phrase else None

    def _has_title_behind(self, mention: NamedMention, at: int) -> bool:
        """Whether only a title is between a name and a position: `Holt, the mayor, who`."""
        between = _TITLE_BETWEEN.fullmatch(self._text, mention.end, at)
        if between is None:
            return False
        return not self._roles.isdisjoint(WORD.findall(between["title"].casefold()))

    def _publisher(self, phrase: _Phrase) -> Speaker | None:
        """The body at the end of `the findings of the Audit Board`; a text alone is nobody."""
        for mention in self._names.within(phrase.span):
            if mention.kind == "organization" and mention.end == phrase.span.end:
                return Speaker.of(mention, _COLLECTIVE)
        return None

    def _apposed(self, phrase: _Phrase) -> Speaker | None:
        """Who is named right behind a description: `its chair, Ana Holt, said`."""
        if is_plural(phrase.head):
            return None
        end = phrase.span.end
        for mention in self._names.behind(end, 2):
            if (
                mention.kind == "person"
                and APPOSED.fullmatch(self._text[end : mention.start])
                and ENDED.match(self._text, mention.end)
            ):
                return Speaker.of(mention, _APPOSITION)
        return None

    def _named(self, source: Span) -> Speaker | None:
        """The name that is the phrase's head: a person at its end, or the whole of it."""
        inside = self._names.within(source)
        if _are_several(self._text, inside):
            return None
        people_first = sorted(inside, key=lambda m: m.kind != "person")
        for mention in people_first:
            if self._ends(mention, source) and self._is_head(mention, source):
                return Speaker.of(mention, _NAMED)
        return None

    def _is_head(self, mention: NamedMention, source: Span) -> bool:
        """Whether only articles, or before a person a description, come before the name."""
        lead = [w.casefold() for w in WORD.findall(self._text[source.start : mention.start])]
        if all(word in _ARTICLES for word in lead):
            return True
        return mention.kind == "person" and not _is_complement(lead)

    def _ends(self, mention: NamedMention, source: Span) -> bool:
        """Whether nothing but a description follows the name in the source."""
        after = self._text[mention.end : source.end].strip()
        if mention.kind == "person" and after.startswith(("of ", "from ", "at ", "for ", "who ")):
            return True
        return after[:1] in ("", ",", "(") or after in ("'s", "’s", "'", "’")

    def _in_office(self, phrase: _Phrase) -> Speaker | None:
        """The person whose described role `the foreign minister` fits best.

        Else one without a role whom the text has just named.
        """
        words = phrase.words
        if words[0] in OWNED and len(words) == 2 and not is_plural(words[1]):
            return self._person(self._offices.only(words[1]), _OFFICE)
        if words[0] not in ("the", "this", "that"):
            return None
        start, of_whom = phrase.span.start, self._names_in(phrase)
        key, has_others = self._offices.holder(words[1:], phrase.head, start, of_whom)
        if not key and not of_whom and is_held(phrase.head):
            return self._person(self._only_without_role(start), _GUESSED)
        return self._person(key, _GUESSED if has_others else _OFFICE)

    def _only_without_role(self, at: int) -> str | None:
        """The only person of the last two paragraphs whose role is not described."""
        near = [
            m
            for m in self._names.people_outside_marks.before(at, _FEW)
            if self._text.count("\n\n", m.start, at) < 2
        ]
        keys = {m.key for m in near if not self._offices.is_described(m.key)}
        return keys.pop() if len(keys) == 1 else None

    def _person(self, key: str | None, confidence: float) -> Speaker | None:
        return Speaker.of(self._by_key[key], confidence) if key else None

    def _names_in(self, phrase: _Phrase) -> frozenset[str]:
        """The words of names in a description: `the chairman of the Conservative Party`."""
        words = WORD.findall(phrase.span.of(self._text))[1:]
        capitalized = [w for w in words if w[0].isupper() and not w.isdigit()]
        return frozenset(w.casefold() for w in capitalized) - self._roles

    def _collective(self, phrase: _Phrase) -> Speaker | None:
        """The last body whose name ends in the noun of `the council`, else the noun itself."""
        if phrase.words[0] != "the" or len(phrase.words) != 2 or phrase.head not in BODIES:
            return None
        body = self._names.last_body(phrase.head, phrase.span.start)
        return Speaker.of(body, _COLLECTIVE) if body else Speaker(phrase.head)

    def _described(self, phrase: _Phrase, turns: Sequence[Turn]) -> Speaker | None:
        """The description as written, without `the`.

        A bare `the official` means the last speaker who was described so, if there is one.
        """
        words = phrase.words
        tokens = list(WORD.finditer(self._text, phrase.span.start, phrase.span.end))
        has_determiner = words[0] in DETERMINERS and len(tokens) > 1
        rest = tokens[1:] if has_determiner else tokens
        if len(rest) == 1 and _is_single_noun(rest[0][0]):
            return self._described_before(words, turns)
        if words[-1] in OBJECTS and "who" not in words:
            return None
        if not has_determiner and _is_action(rest[0][0]):
            return None
        start = phrase.span.start if words[0] in INDEFINITE else rest[0].start()
        return Speaker(" ".join(self._text[start : rest[-1].end()].split()), None)

    def _described_before(self, words: Sequence[str], turns: Sequence[Turn]) -> Speaker | None:
        """Who spoke before as `an official of the port` and is `the official` now."""
        if words[0] != "the" or not is_one_person(words, self._roles):
            return None
        for _, speakers in reversed(turns[-_MANY:]):
            described = [s for s in speakers if not s.chain and _head_of(s) == words[-1]]
            if described:
                return Speaker(described[-1].name, None, _AGAIN)
        return None


def _head_of(speaker: Speaker) -> str:
    """The head noun of a description."""
    return head(WORD.findall(speaker.name.casefold()) or [""])


def _is_single_noun(word: str) -> bool:
    """Whether the word is neither a name nor a plural."""
    is_plural_noun = word.casefold().endswith("s") or word.casefold() in ("police", "people")
    return not word[0].isupper() and not is_plural_noun


def _is_action(word: str) -> bool:
    """Whether a phrase begins with a verb: `opening the quay` is nobody."""
    return word.islower() and word.endswith("ing")


def _is_writing(phrase: _Phrase) -> bool:
    """Whether the phrase is a text or a part of one: `the rest of the report`."""
    if phrase.head in WRITINGS:
        return True
    return phrase.head in ("rest", "end", "part") and phrase.words[-1] in WRITINGS


def _are_several(text: str, mentions: Sequence[NamedMention]) -> bool:
    """Whether `Holt and Reed` are two people."""
    people = [m for m in mentions if m.kind == "person"]
    for a, b in pairwise(people):
        between = text[a.end : b.start]
        if a.key != b.key and " and " in between and " of " not in between:
            return True
    return False


def _is_complement(lead: Sequence[str]) -> bool:
    """Whether what comes before a name makes it somebody else's: `a spokesman for`."""
    if not lead:
        return False
    return "for" in lead or lead[-1] in ("of", "to", "with", "by", "at", "from", "and", "or")

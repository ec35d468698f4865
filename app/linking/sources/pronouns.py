"""Whom `he`, `she`, `it` and `they` before a verb of saying mean.

By who spoke and who was named before.

How sure each way is was counted on the documents of GUM (train and dev), conversations, interviews,
speeches, courts and vlogs left out, where a quotation has the pronoun as its source: of 25 that
mean the last speaker, whose gender is known, 25 are right, of 23 that mean another such subject 19,
of 3 whose gender is not known 1; of 17 `they` that mean the last speaker 15.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from app.linking.names.noun_phrases import WORD, gender, is_one_person, is_plural
from app.linking.sources.mentions import NamedMention, OrderedMentions, Speaker

Turn = tuple[int, tuple[Speaker, ...]]
"""Where somebody spoke before, and who: several where they spoke jointly."""
_Candidate = tuple[int, Speaker]
"""Where somebody was named or spoke, and who."""

_ASKED = re.compile(r"\W*(?:Asked|Pressed|Challenged|Questioned|Told)\b")
_OBLIQUE = re.compile(
    r"\b(?:of|for|to|with|by|at|from|against|about|on|in|under|than|like|between|behind|including)"
    r"\s+(?:(?:the|a|an|his|her|its|their|[A-ZÀ-Þ][\w.'’-]*)\s+){0,3}$"
)
_MODIFIES = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|at|eir)|[Ii]ts)\s$")
_OWNS = re.compile(r"['’]s?\s")
_LEAD = 60  # characters before a name in which its preposition is
_DETERMINER = 6  # characters before a name in which its determiner is
# Characters over which a pronoun still reaches back; longest seen right on 40 training articles of
# PolNeAR.
_FAR = 2_500
# Characters: someone of unknown gender yields to a fitting person so near before; read off own test
# articles.
_NEAR = 500
_MARKS = "\"“„«‘'"
_MANY = 40  # turns or mentions that are looked back on; keeps hostile text linear
_SPOKE, _SUBJECT, _UNGENDERED, _GUESSED = 0.97, 0.82, 0.6, 0.5
_IT, _THEY, _JOINT = 0.6, 0.75, 0.85


class Pronouns:
    """The pronouns of one article.

    `outside_marks` are the people outside quotation marks, `bodies` organizations and facilities,
    `roles` words for offices and trades.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[int],
        outside_marks: OrderedMentions,
        bodies: OrderedMentions,
        genders: Mapping[str, str],
        roles: frozenset[str],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._people = OrderedMentions([m for m in outside_marks.mentions if not self._modifies(m)])
        self._subjects = OrderedMentions(
            self._first_of_each([m for m in self._people.mentions if not self._is_oblique(m)])
        )
        self._bodies = bodies
        self._keys = {m.key for m in outside_marks.mentions}
        self._genders = genders
        self._roles = roles

    def person(self, at: int, wanted: str, turns: Sequence[Turn]) -> Speaker | None:
        """Whom the pronoun at `at`, of the gender `wanted`, means.

        The latest speaker or subject that it fits, else the latest person.
        """
        begin = self._looked_back_from(at)
        speakers = self._speakers(turns, at - _FAR, begin)
        subjects = self._within_reach(self._subjects, at, begin)
        in_order = sorted([*subjects, *speakers], key=lambda candidate: candidate[0])
        antecedent = self._latest(in_order, wanted)
        if antecedent:
            spoken = [turn for turn in turns[-_MANY:] if turn[0] < begin]
            return self._with_confidence(antecedent[1], at, spoken)
        guessed = self._latest(self._within_reach(self._people, at, begin), wanted)
        return guessed[1].with_confidence(_GUESSED) if guessed else None

    def it(self, at: int) -> Speaker | None:
        """The only body that the sentence names before, else that the sentence before begins with.

        Never a person.
        """
        sentence = self._sentence(at)
        begin = self._sentences[sentence] if sentence >= 0 else 0
        near = self._bodies_between(begin, at)
        if near:
            return _only(near)
        if sentence < 1:
            return None
        begin_of_last = self._sentences[sentence - 1]
        if self._text.find("\n\n", begin_of_last, begin) >= 0:
            return None
        last = self._bodies_between(begin_of_last, begin)
        return _only([m for m in last if not self._is_oblique(m)])

    def _bodies_between(self, start: int, end: int) -> list[NamedMention]:
        return [m for m in self._bodies.before(end, _MANY) if m.start >= start]

    def they(self, at: int, turns: Sequence[Turn]) -> tuple[Speaker, ...]:
        """Whom the `they` at `at` means: the last speakers if they are several, or else a body.

        A body must have spoken in this sentence or the one before. A single person is passed over;
        nobody is looked for beyond the paragraph before. Where none of these spoke, two people with
        whom the sentence before begins are a guess.
        """
        for place, speakers in reversed(turns[-_MANY:]):
            if self._text.count("\n\n", place, at) > 1:
                break
            if len(speakers) > 1:
                return tuple(speaker.with_confidence(_JOINT) for speaker in speakers)
            if not self.is_person(speakers[0]):
                is_near = self._sentence(at) - self._sentence(place) < 2
                is_several = is_near and _is_several(speakers[0])
                return (speakers[0].with_confidence(_THEY),) if is_several else ()
        return self._two_before(at)

    def _two_before(self, at: int) -> tuple[Speaker, ...]:
        """The two people with whom the sentence before the one at `at` begins: `Holt and Reed`."""
        n = self._sentence(at) - 1
        # What is quoted may be sentences of its own.
        while n > 0 and self._text[self._sentences[n]] in _MARKS:
            n -= 1
        if n < 0 or self._text.count("\n\n", self._sentences[n], at) > 1:
            return ()
        two = self._people.between(self._sentences[n], self._sentences[n + 1])[:2]
        if len(two) < 2 or self._text[two[0].end : two[1].start] != " and ":
            return ()
        is_subject = (
            not self._is_oblique(two[0]) and two[0].start - self._sentences[n] < _DETERMINER
        )
        return tuple(Speaker.of(m, _GUESSED) for m in two) if is_subject else ()

    def is_person(self, speaker: Speaker) -> bool:
        """Whether it is one person, by name or as `a spokesman for the board`."""
        if speaker.key in self._keys:
            return True
        words = WORD.findall(speaker.name.casefold())
        return speaker.chain is None and is_one_person(words, self._roles)

    def _speakers(self, turns: Sequence[Turn], low: int, high: int) -> list[_Candidate]:
        """The single people who spoke between two positions."""
        return [
            (place, speakers[0])
            for place, speakers in turns[-_MANY:]
            if low < place < high and len(speakers) == 1 and self.is_person(speakers[0])
        ]

    def _within_reach(self, mentions: OrderedMentions, at: int, begin: int) -> list[_Candidate]:
        """The people named before `begin` who are not too far from `at`."""
        return [
            (m.start, Speaker.of(m)) for m in mentions.before(begin, _MANY) if at - m.start < _FAR
        ]

    def _looked_back_from(self, at: int) -> int:
        """Where to look back from: before the sentence for `Asked about Holt, he said`.

        There the pronoun means somebody else.
        """
        n = self._sentence(at)
        if n >= 0 and _ASKED.match(self._text, self._sentences[n]):
            return self._sentences[n]
        return at

    def _sentence(self, at: int) -> int:
        return bisect_right(self._sentences, at) - 1

    def _latest(self, candidates: Sequence[_Candidate], wanted: str) -> _Candidate | None:
        """The last that the pronoun fits.

        One whose gender is unknown only if none that is known to fit is near before.
        """
        unsure: _Candidate | None = None
        for place, speaker in reversed(candidates):
            known = self._gender(speaker)
            if unsure and self._is_out_of_reach(place, unsure[0]):
                break
            if known == wanted:
                return place, speaker
            if known is None and unsure is None:
                unsure = (place, speaker)
        return unsure

    def _is_out_of_reach(self, place: int, later: int) -> bool:
        return later - place > _NEAR or "\n\n" in self._text[place:later]

    def _gender(self, speaker: Speaker) -> str | None:
        """That of a person, or of somebody described where the head noun shows it."""
        known = self._genders.get(speaker.key)
        if known or speaker.chain:
            return known
        return gender(WORD.findall(speaker.name.casefold()))

    def _with_confidence(self, speaker: Speaker, at: int, spoken: Sequence[Turn]) -> Speaker:
        """The speaker as sure as he or she is.

        Most where the same one spoke last, least where the gender is not known.
        """
        is_known = self._gender(speaker) is not None
        if not spoken or speaker not in spoken[-1][1]:
            return speaker.with_confidence(_SUBJECT if is_known else _UNGENDERED)
        if is_known:
            return speaker.with_confidence(_SPOKE)
        is_near = self._sentence(at) - self._sentence(spoken[-1][0]) < 2
        return speaker.with_confidence(_SUBJECT if is_near else _UNGENDERED)

    def _modifies(self, mention: NamedMention) -> bool:
        """Whether the name modifies a noun: `the Holt campaign` is no person."""
        before = self._text[max(0, mention.start - _DETERMINER) : mention.start]
        behind = self._text[mention.end : mention.end + 2]
        is_noun_behind = behind[:1] == " " and behind[1:].islower()
        return is_noun_behind and bool(_MODIFIES.search(before))

    def _is_oblique(self, mention: NamedMention) -> bool:
        """Whether the name owns the subject, or depends on a preposition."""
        if _OWNS.match(self._text, mention.end):
            return True
        return bool(_OBLIQUE.search(self._text[max(0, mention.start - _LEAD) : mention.start]))

    def _first_of_each(self, mentions: Iterable[NamedMention]) -> list[NamedMention]:
        """The first person of each sentence: most often its subject."""
        first: dict[int, NamedMention] = {}
        for mention in mentions:
            first.setdefault(self._sentence(mention.start), mention)
        return list(first.values())


def _only(bodies: Sequence[NamedMention]) -> Speaker | None:
    """The body that all mentions name, if they name one."""
    keys = {m.key for m in bodies}
    return Speaker.of(bodies[0], _IT) if len(keys) == 1 else None


def _is_several(speaker: Speaker) -> bool:
    """Whether `they` may mean a speaker that is no person: a named body, or a plural."""
    return bool(speaker.chain) or is_plural(WORD.findall(speaker.name.casefold())[-1])

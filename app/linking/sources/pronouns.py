"""Whom `he`, `she`, `it` and `they` before a verb of saying stand for, by what was said and named before. Pure; knows no offices.

How sure each way is was counted on the documents of GUM (train and dev), conversations, interviews, speeches, courts and vlogs left out,
where a quotation has the pronoun as its source: of 25 that stand for whoever spoke last, whose gender is known, 25 are right, of 23 that
stand for another such subject 19, of 3 whose gender is not known 1; of 17 `they` that stand for the last who spoke 15.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from app.linking.names.noun_phrases import WORD, gender, is_one_person, is_plural
from app.linking.sources.mentions import NamedMention, Speaker, SpeechLine

Turn = tuple[int, tuple[Speaker, ...]]
"""Where somebody spoke before, and who: several where they spoke jointly."""

_ASKED = re.compile(r"\W*(?:Asked|Pressed|Challenged|Questioned|Told)\b")
_OBLIQUE = re.compile(
    r"\b(?:of|for|to|with|by|at|from|against|about|on|in|under|than|like|between|behind|including)\s+"
    r"(?:(?:the|a|an|his|her|its|their|[A-ZÀ-Þ][\w.'’-]*)\s+){0,3}$"
)
_MODIFIES = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|at|eir)|[Ii]ts)\s$")
_OWNS = re.compile(r"['’]s?\s")
_LEAD = 60  # characters before a name in which its preposition stands
# characters over which a pronoun still reaches back; longest seen right on 40 training articles of
# PolNeAR
_FAR = 2_500
# characters: someone of unknown gender yields to a fitting person so near before; read off own test
# articles
_NEAR = 500
_MANY = 40  # and over how many turns or mentions; keeps hostile text linear
_SPOKE, _SUBJECT, _UNGENDERED, _GUESSED = 0.97, 0.82, 0.6, 0.5
_IT, _THEY, _JOINT = 0.6, 0.75, 0.85


class Pronouns:
    """The pronouns of one article.

    `told` are the people outside quotation marks, `bodies` organizations and facilities.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[int],
        told: SpeechLine,
        bodies: SpeechLine,
        genders: Mapping[str, str],
        roles: frozenset[str],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._told = SpeechLine([m for m in told.mentions if not self._modifies(m)])
        self._subjects = SpeechLine(
            self._first_of_each([m for m in self._told.mentions if not self._is_oblique(m)])
        )
        self._bodies = bodies
        self._people = {m.key for m in told.mentions}
        self._genders = genders
        self._roles = roles

    def person(self, at: int, wanted: str, turns: Sequence[Turn]) -> Speaker | None:
        """The latest speaker or subject that the pronoun at `at` fits, else the latest person that it fits; of `Ann's uncle` the uncle."""
        begin = self._asked(at)
        said = [
            (p, who[0])
            for p, who in turns[-_MANY:]
            if at - _FAR < p < begin and len(who) == 1 and self.is_person(who[0])
        ]
        told = [
            (m.start, Speaker(m.name, m.chain))
            for m in self._subjects.before(begin, _MANY)
            if at - m.start < _FAR
        ]
        found = self._latest(sorted(told + said, key=lambda e: e[0]), wanted)
        if found:
            return self._weighed(found[1], at, [turn for turn in turns[-_MANY:] if turn[0] < begin])
        others = [
            (m.start, Speaker(m.name, m.chain))
            for m in self._told.before(begin, _MANY)
            if at - m.start < _FAR
        ]
        guessed = self._latest(others, wanted)
        return Speaker(guessed[1].name, guessed[1].chain, _GUESSED) if guessed else None

    def it(self, at: int) -> Speaker | None:
        """The only body that the sentence names before, else the one that the sentence before begins with; never a person."""
        here = self._sentence(at)
        begin = self._sentences[here] if here >= 0 else 0
        near = [m for m in self._bodies.before(at, _MANY) if m.start >= begin]
        if near:
            return (
                Speaker(near[0].name, near[0].chain, _IT)
                if len({m.key for m in near}) == 1
                else None
            )
        if here < 1 or self._text.find("\n\n", self._sentences[here - 1], begin) >= 0:
            return None
        before = [
            m for m in self._bodies.before(begin, _MANY) if m.start >= self._sentences[here - 1]
        ]
        firm = [m for m in before if not self._is_oblique(m)]
        if firm and len({m.key for m in firm}) == 1:
            return Speaker(firm[0].name, firm[0].chain, _IT)
        return None

    def they(self, at: int, turns: Sequence[Turn]) -> tuple[Speaker, ...]:
        """The last who spoke, if they are several, no further back than one paragraph; a body if it spoke in this sentence or the last."""
        for place, who in reversed(turns[-_MANY:]):
            if self._text.count("\n\n", place, at) > 1:
                return ()
            if len(who) > 1:
                return tuple(Speaker(s.name, s.chain, _JOINT) for s in who)
            if not self.is_person(who[0]):
                is_near = self._sentence(at) - self._sentence(place) < 2
                fits = who[0].chain or is_plural(WORD.findall(who[0].name.casefold())[-1])
                return (Speaker(who[0].name, who[0].chain, _THEY),) if is_near and fits else ()
        return ()

    def is_person(self, speaker: Speaker) -> bool:
        """Whether it is one person, by name or as `a spokesman for the board`."""
        return speaker.key in self._people or (
            speaker.chain is None and self._is_described(speaker)
        )

    def _is_described(self, speaker: Speaker) -> bool:
        return is_one_person(WORD.findall(speaker.name.casefold()), self._roles)

    def _asked(self, at: int) -> int:
        """Where to look back from: before the sentence for `Asked about Holt, he said`, for there he is somebody else."""
        n = self._sentence(at)
        return self._sentences[n] if n >= 0 and _ASKED.match(self._text, self._sentences[n]) else at

    def _sentence(self, at: int) -> int:
        return bisect_right(self._sentences, at) - 1

    def _latest(
        self, candidates: Sequence[tuple[int, Speaker]], wanted: str
    ) -> tuple[int, Speaker] | None:
        """The last that the pronoun fits; one whose gender is unknown only if none that is known to fit stands near before."""
        unsure: tuple[int, Speaker] | None = None
        for place, s in reversed(candidates):
            known = self._gender(s)
            if unsure and (unsure[0] - place > _NEAR or "\n\n" in self._text[place : unsure[0]]):
                break
            if known == wanted:
                return place, s
            unsure = unsure or ((place, s) if known is None else None)
        return unsure

    def _gender(self, speaker: Speaker) -> str | None:
        """That of a person, or of somebody described where the head noun tells it."""
        known = self._genders.get(speaker.key)
        return known or (None if speaker.chain else gender(WORD.findall(speaker.name.casefold())))

    def _weighed(self, s: Speaker, at: int, spoken: Sequence[Turn]) -> Speaker:
        """The speaker as sure as he or she is: most where the same one spoke last, least where the gender is not known."""
        known = self._gender(s) is not None
        if spoken and s in spoken[-1][1]:
            is_near = self._sentence(at) - self._sentence(spoken[-1][0]) < 2
            sure = _SPOKE if known else _SUBJECT if is_near else _UNGENDERED
        else:
            sure = _SUBJECT if known else _UNGENDERED
        return Speaker(s.name, s.chain, sure)

    def _modifies(self, mention: NamedMention) -> bool:
        """Whether `the Holt campaign` is no person."""
        behind = self._text[mention.end : mention.end + 2]
        named = bool(_MODIFIES.search(self._text[max(0, mention.start - 6) : mention.start]))
        return named and behind[:1] == " " and behind[1:].islower()

    def _is_oblique(self, mention: NamedMention) -> bool:
        """Whether the name is somebody's whose thing is the subject, or hangs on a preposition."""
        if _OWNS.match(self._text, mention.end):
            return True
        return bool(_OBLIQUE.search(self._text[max(0, mention.start - _LEAD) : mention.start]))

    def _first_of_each(self, mentions: Sequence[NamedMention]) -> list[NamedMention]:
        """The first person of each sentence: most often its subject."""
        seen: dict[int, NamedMention] = {}
        for m in mentions:
            seen.setdefault(self._sentence(m.start), m)
        return list(seen.values())

"""Which of the words that depend on one cue are reported, and whether they make a statement.

Only a statement is listed as said by somebody: an utterance, a clause, or a thing that the cue
judges or announces. A fragment is shown inside its sentence only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.engines.reporting.cues import is_plain_saying, reporting
from app.engines.word_lists import words
from app.layers.speech.clauses import is_adverbial, is_clause, is_infinitive, is_subordinate
from app.layers.speech.contents import Part
from app.layers.speech.marks.utterances import is_utterance
from app.text.spans import Span

Form = Literal["utterance", "clause", "infinitive", "object", "fragment"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Words from which a thing that is judged or announced is a statement: `condemned the so-called
# referendums`.
_OBJECT = 4
# Words from which what follows `said` is taken for a clause although no verb of it is known.
_LONG_ENOUGH = 6
_CLOSE = 2  # characters between a cue and what is at once before or behind it
# Whoever undergoes these hears the words: `was told that` says nothing of who said it, though the
# one who did is not known.
_HEARS = re.compile(
    r"\b(?:told|asked|informed|warned|assured|reminded|urged|ordered|advised|instructed"
    r"|questioned)\b",
    re.IGNORECASE,
)
# What somebody asks about is a topic: `asked Morrison about concerns that nobody had raised`.
_ASKS = re.compile(r"\b(?:ask|question|quizz|press|grill)(?:s|ed|es|ing)?\b", re.IGNORECASE)
_TOPIC = re.compile(r"[^,;:“”\"]{0,80}?\babout\b", re.IGNORECASE)
# `described them as new` begins at `them as`
_AS = re.compile(r"(?:them|it|him|her|us|me|this|these|those)\s+as\b", re.IGNORECASE)
# Whoever is thanked, named or left is no content: `thanked him`, `could have considered them`.
_PEOPLE = words("him her them me us himself herself themselves")
# Nor is what one does to these anything said, but `said so`, `which he denied` are.
_POINTERS = _PEOPLE | words(
    "it he she they this that these those which who whom what so one ones we i you itself "
    "there all both none some any"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What is reported with one cue: its parts, and of each whether it belongs to a statement."""

    parts: tuple[Part, ...]
    whole: tuple[bool, ...]


def reported(text: str, joined: Sequence[Part], cue: Span, source: Span | None) -> Reported | None:
    """Which of the parts that depend on a cue are reported.

    None where none is: only pronouns, or the words for the speaker.
    """
    cue_words = cue.of(text)
    said = _without_far(_without_speakers(text, joined, cue, source), cue)
    direct = [p for p in said if p.kind == "direct"]
    indirect = [p for p in said if p.kind != "direct"]
    if indirect and _only_points(_joined(text, indirect), cue_words):
        said, indirect = direct, []
    if not said:
        return None

    statements = _statements(text, direct, indirect, cue_words, has_source=source is not None)
    return Reported(tuple(said), tuple(part.words in statements for part in said))


def _statements(
    text: str, direct: Sequence[Part], indirect: Sequence[Part], cue: str, *, has_source: bool
) -> set[Span]:
    """The parts that belong to a statement.

    Not those that only say when or where, and no pronouns next to a clause.
    """
    statements = set()
    if direct and _form_in_marks(text, direct, cue) != "fragment":
        statements |= {p.words for p in direct}
    if indirect and form_of(_joined(text, indirect), cue, nobody=not has_source) != "fragment":
        statements |= {p.words for p in indirect}
    pointers = {p.words for p in indirect if _is_pointer(p.words.of(text))}
    return statements - pointers - _adverbials(text, indirect)


def form_of(content: str, cue: str, nobody: bool = False) -> Form:
    """The form of reported words; it depends on the cue.

    `condemned the long vote` states something, `lost it` does not. `nobody`: no source is known;
    then `was announced that` states something, while whoever `was told that` has said nothing.
    """
    cue_kind = reporting(cue)
    if cue_kind == "planning" or _is_object(content, cue):
        return "fragment"
    if cue_kind == "undergoing" and (not nobody or _HEARS.search(cue)):
        return "fragment"
    if cue_kind in ("doing", "undergoing"):
        states = is_subordinate(content) and is_clause(content)
        return "clause" if states else "fragment"
    return _form_of_saying(content, cue, judges=cue_kind == "judging")


def _is_object(content: str, cue: str) -> bool:
    """Whether the words are a topic that somebody asks about, or what is described as something."""
    return bool(_AS.match(content) or (_ASKS.search(cue) and _TOPIC.match(content)))


def _form_of_saying(content: str, cue: str, *, judges: bool) -> Form:
    """The form of words that a cue says, thinks or judges."""
    count = count_words(content)
    if is_clause(content) or (count >= _LONG_ENOUGH and is_plain_saying(cue)):
        return "clause"
    if is_infinitive(content):
        return "infinitive"
    # `denied any wrongdoing` is short; whom one `apologized to` is nothing said.
    names_thing = count >= _OBJECT or content.casefold().startswith("any ")
    if judges and names_thing and not cue.rstrip().endswith(" to"):
        return "object"
    return "fragment"


def form_alone(text: str, parts: Sequence[Part]) -> Form:
    """The form of words in marks without a cue: only a sentence is an utterance."""
    return "utterance" if any(is_utterance(text, p.words) for p in parts) else "fragment"


def count_words(content: str) -> int:
    """How many words there are."""
    return len(_WORD.findall(content))


def _form_in_marks(text: str, parts: Sequence[Part], cue: str) -> Form:
    """The form of words in marks: an utterance by themselves, amid a sentence a fragment."""
    if any(p.free for p in parts):
        return "utterance"
    if is_plain_saying(cue) and any(is_clause(p.words.of(text)) for p in parts):
        return "clause"
    return "fragment"


def _joined(text: str, parts: Sequence[Part]) -> str:
    return " ".join(p.words.of(text) for p in parts)


def _adverbials(text: str, indirect: Sequence[Part]) -> set[Span]:
    """The parts that only say when or where next to a clause.

    As in `At the same time, she said, that nobody had come`.
    """
    if len(indirect) < 2:
        return set()
    clauses = {p.words for p in indirect if is_clause(p.words.of(text))}
    if not clauses:
        return set()
    others = [p.words for p in indirect if p.words not in clauses]
    return {words for words in others if is_adverbial(words.of(text))}


def _only_points(content: str, cue: str) -> bool:
    """Whether the words only point at somebody, or at something that the cue does not say."""
    says_nothing = reporting(cue) in ("doing", "planning", "undergoing")
    pointing = _POINTERS if says_nothing else _PEOPLE
    return all(word.casefold() in pointing for word in _WORD.findall(content))


def _is_pointer(content: str) -> bool:
    """Whether the words stand for others, as in `which he denied` and `said so`.

    Nobody can read a statement in them alone.
    """
    return all(word.casefold() in _POINTERS for word in _WORD.findall(content))


def _without_far(said: Sequence[Part], cue: Span) -> list[Part]:
    """The parts without reported ones that have a surer one between them and the cue.

    These are the writer's more often than not: of 31 attributions with such a part in half of
    PolNeAR's dev, 22 were wrong with it.
    """
    indirect = [p for p in said if p.kind != "direct"]
    before = [p for p in indirect if p.words.end <= cue.start]
    behind = [p for p in indirect if p.words.end > cue.start]
    far = {*_less_sure(before[-1:], before[:-1]), *_less_sure(behind[:1], behind[1:])}
    return [p for p in said if p.words not in far]


def _less_sure(nearest: Sequence[Part], others: Sequence[Part]) -> list[Span]:
    return [p.words for n in nearest for p in others if p.confidence < n.confidence]


def _without_speakers(
    text: str, joined: Sequence[Part], cue: Span, source: Span | None
) -> list[Part]:
    """The parts without those that are the speaker, or the beginning of the words for one.

    As in `“…,” said the man everybody calls “Tick.”`.
    """
    follows_utterance = any(p.free and 0 <= cue.start - p.outer.end <= _CLOSE for p in joined)
    speakers = [
        p.words
        for p in joined
        if p.kind != "direct" and _is_speaker(text, p.words, cue, source, follows_utterance)
    ]
    return [p for p in joined if not any(s.covers(p.words) for s in speakers)]


def _is_speaker(
    text: str, part: Span, cue: Span, source: Span | None, follows_utterance: bool
) -> bool:
    """Whether the words begin where the source does, or follow a cue after its utterance."""
    if source is not None and part.start == source.start and part.end <= source.end + _CLOSE:
        return True
    is_next_to_cue = 0 <= part.start - cue.end <= _CLOSE
    return follows_utterance and is_next_to_cue and not is_subordinate(part.of(text))

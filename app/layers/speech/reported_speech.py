"""What of the words that hang on one cue is reported at all, and whether it makes a statement: a whole clause or a fragment.

What is listed as said by somebody is a statement: an utterance, a clause, or a thing that the cue judges or announces. A fragment is
shown inside its sentence only. Knows the cue's and the source's places; knows no speaker and no model.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.engines.reporting.cues import is_plain_saying, reporting
from app.engines.word_lists import words
from app.layers.speech.clauses import is_adverbial, is_clause, is_infinitive, is_subordinate
from app.layers.speech.contents import Part
from app.layers.speech.utterances import is_utterance
from app.text.spans import Span

Form = Literal["utterance", "clause", "infinitive", "object", "fragment"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# words from which a thing that is judged or announced is a statement: `condemned the so-called
# referendums`
_OBJECT = 4
_TOLD = (
    6  # words from which what follows `said` is taken for a clause although no verb of it is known
)
_CLOSE = 2  # characters between a cue and what stands at once before or behind it
# Whoever undergoes these hears the words: `was told that` says nothing of who said it, though the
# one who did is not known.
_HEARS = re.compile(
    r"\b(?:told|asked|informed|warned|assured|reminded|urged|ordered|advised|instructed|questioned)\b",
    re.IGNORECASE,
)
# What somebody asks about is a topic: `asked Morrison about concerns that nobody had raised`.
_ASKS = re.compile(r"\b(?:ask|question|quizz|press|grill)(?:s|ed|es|ing)?\b", re.IGNORECASE)
_TOPIC = re.compile(r"[^,;:“”\"]{0,80}?\babout\b", re.IGNORECASE)
_AS = re.compile(
    r"(?:them|it|him|her|us|me|this|these|those)\s+as\b", re.IGNORECASE
)  # `described them as new` begins at `as new`
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
    """What of the parts that hang on a cue is reported; None where nothing is: bare pronouns, or the words that say who speaks."""
    speakers = _speakers(text, joined, cue, source)
    said = _near([p for p in joined if not any(s.covers(p.words) for s in speakers)], cue)
    marked = [p for p in said if p.kind == "direct"]
    told = [p for p in said if p.kind != "direct"]
    in_marks = _form_in_marks(text, marked, cue.of(text)) if marked else None
    form = form_of(_joined(text, told), cue.of(text), source is None) if told else None
    if told and _points(_joined(text, told), cue.of(text)):
        said, form = marked, None
    if not said:
        return None
    forms = {True: in_marks, False: form}
    beside = _adverbials(text, told) | {p.words for p in told if _is_pointer(p.words.of(text))}
    whole = tuple(forms[p.kind == "direct"] != "fragment" and p.words not in beside for p in said)
    return Reported(tuple(said), whole)


def form_of(told: str, cue: str, nobody: bool = False) -> Form:
    """What reported words are to their cue, on which it depends: `condemned the long vote` states something, `lost it` does not.

    `nobody`: no source is known; then `was announced that` states something, while whoever `was told that` has said nothing.
    """
    kind = reporting(cue)
    if _AS.match(told) or (_ASKS.search(cue) and _TOPIC.match(told)):
        return "fragment"
    if kind == "planning" or (kind == "undergoing" and (not nobody or _HEARS.search(cue))):
        return "fragment"
    if kind in ("doing", "undergoing"):
        return "clause" if is_subordinate(told) and is_clause(told) else "fragment"
    count = count_words(told)
    if is_clause(told) or (count >= _TOLD and is_plain_saying(cue)):
        return "clause"
    if is_infinitive(told):
        return "infinitive"
    named = count >= _OBJECT or told.casefold().startswith("any ")  # `denied any wrongdoing`
    judged = (
        kind == "judging" and named and not cue.rstrip().endswith(" to")
    )  # `apologized to` whom
    return "object" if judged else "fragment"


def form_alone(text: str, parts: Sequence[Part]) -> Form:
    """What words in marks are with which no cue goes: only a sentence is an utterance."""
    return "utterance" if any(is_utterance(text, p.words) for p in parts) else "fragment"


def count_words(told: str) -> int:
    """How many words there are."""
    return len(_WORD.findall(told))


def _form_in_marks(text: str, parts: Sequence[Part], cue: str) -> Form:
    """Words in marks are an utterance where they stand by themselves; amid somebody's sentence they are a fragment."""
    if any(p.free for p in parts):
        return "utterance"
    return (
        "clause"
        if is_plain_saying(cue) and any(is_clause(p.words.of(text)) for p in parts)
        else "fragment"
    )


def _joined(text: str, parts: Sequence[Part]) -> str:
    return " ".join(p.words.of(text) for p in parts)


def _adverbials(text: str, told: Sequence[Part]) -> set[Span]:
    """Of several parts those that only say when or where beside a clause: `At the same time, she said, that nobody had come`."""
    if len(told) < 2:
        return set()
    clauses = {p.words for p in told if is_clause(p.words.of(text))}
    return {
        p.words
        for p in told
        if clauses - {p.words} and p.words not in clauses and is_adverbial(p.words.of(text))
    }


def _points(told: str, cue: str) -> bool:
    """Whether the words only point at somebody, or at something that the cue does not say."""
    known = _POINTERS if reporting(cue) in ("doing", "planning", "undergoing") else _PEOPLE
    return all(w.casefold() in known for w in _WORD.findall(told))


def _is_pointer(told: str) -> bool:
    """Whether the words stand for others, as `which he denied` and `said so` do: nobody can read a statement in them alone."""
    return all(w.casefold() in _POINTERS for w in _WORD.findall(told))


def _near(said: Sequence[Part], cue: Span) -> list[Part]:
    """The parts without those told that have a surer told part between them and the cue: these are the writer's more often than not.

    Of 31 attributions with such a part in half of PolNeAR's dev, 22 were wrong with it.
    """
    told = [p for p in said if p.kind != "direct"]
    before = [p for p in told if p.words.end <= cue.start]
    behind = [p for p in told if p.words.end > cue.start]
    far = {*_less_sure(before[-1:], before[:-1]), *_less_sure(behind[:1], behind[1:])}
    return [p for p in said if p.words not in far]


def _less_sure(nearest: Sequence[Part], others: Sequence[Part]) -> list[Span]:
    return [p.words for n in nearest for p in others if p.confidence < n.confidence]


def _speakers(text: str, joined: Sequence[Part], cue: Span, source: Span | None) -> list[Span]:
    """The parts that are no content but who speaks, or the beginning of it: `“…,” said the man everybody calls “Tick.”`."""
    spoken = any(p.free and 0 <= cue.start - p.outer.end <= _CLOSE for p in joined)
    return [
        p.words
        for p in joined
        if p.kind != "direct" and _is_speaker(text, p.words, cue, source, spoken)
    ]


def _is_speaker(text: str, told: Span, cue: Span, source: Span | None, spoken: bool) -> bool:
    """Whether the words begin where the source does, or stand at once behind a cue that has its utterance before it (`spoken`)."""
    if source is not None and told.start == source.start and told.end <= source.end + _CLOSE:
        return True
    return spoken and 0 <= told.start - cue.end <= _CLOSE and not is_subordinate(told.of(text))

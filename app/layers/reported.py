"""Indirect speech by rule: the clause that a cue reports. Minimal on purpose, for a model replaces it where it knows the language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engines.clauses import Phrase, Token, phrase_from
from app.engines.cues import AUXILIARIES, CONJUNCTIONS, DAYS, DETERMINERS, HEARERS, MEDIA, PREPOSITIONS, PRONOUNS, WANTS
from app.engines.frames import Frame
from app.layers.attributing import Sentence
from app.text.spans import Span

_ADJUNCTS = frozenset("on in during after at last this earlier late via by yesterday today".split())


@dataclass(frozen=True, slots=True)
class Reported:
    """The words of one reported clause and the reporting one."""

    words: Span
    frame: Frame
    rule: str
    mixed: bool  # whether words in marks stand in it


def reported(sentence: Sentence, quoting: frozenset[tuple[int, int]]) -> list[Reported]:
    """The reported clauses of one sentence, none inside another. `quoting` are the cues that free quotations hang on."""
    found: list[Reported] = []
    reach = -1
    for frame in sentence.frames:
        if frame.cue in quoting:
            continue
        for first, last, rule in _contents(sentence, frame):
            first, last = _stripped(sentence.tokens, first, last)
            inside = sentence.tokens[first : last + 1]
            if first > reach and sum(t.is_word for t in inside) > 2:
                found.append(Reported(Span(inside[0].start, inside[-1].end), frame, rule, any(t.quote >= 0 for t in inside)))
                reach = last
    return found


def _contents(sentence: Sentence, frame: Frame) -> Iterator[tuple[int, int, str]]:
    tokens, last = sentence.tokens, len(sentence.tokens) - 1
    if frame.order == "according":
        comma = _comma(tokens, frame.right + 1)
        if frame.left <= 1 and comma is not None:
            yield comma + 1, last, "according"
        elif frame.left > 1:
            yield _clause_start(tokens, frame.left), frame.left - 1, "according"
        return
    at = _past_adjuncts(tokens, frame, frame.right + 1)
    if _is_wish(tokens, frame):
        yield frame.right + 1, _end(tokens, frame.right + 1, sentence, frame), "wish"
    elif frame.verb.clause and frame.order != "agent" and at <= last:
        if tokens[at].lower == "that":
            yield at, _end(tokens, at, sentence, frame), "that"
        elif not frame.verb.that_only and _begins_clause(tokens, at):
            yield at, _end(tokens, at, sentence, frame), "bare"
    if _is_trailing(tokens, frame, at):
        yield _clause_start(tokens, frame.left), frame.left - 2, "trailing"


def _is_wish(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether what is wanted follows: `hopes to open the quay`; not the passive `expected to`."""
    after = frame.right + 1
    wants = frame.verb.lemma in WANTS and tokens[frame.cue[1]].lower != "expected"
    return wants and after < len(tokens) and tokens[after].lower == "to"


def _is_trailing(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether the clause comes first, as in `The plan is dead, Holt said on Monday`."""
    if not frame.verb.inverts or frame.order not in ("plain", "inverted") or frame.left < 4 or tokens[frame.left - 1].text != ",":
        return False
    return at >= len(tokens) or (not tokens[at].is_word and tokens[at].quote < 0)


def _comma(tokens: Sequence[Token], at: int) -> int | None:
    return next((k for k in range(at, min(len(tokens), at + 40)) if tokens[k].text == ","), None)


def _clause_start(tokens: Sequence[Token], before: int) -> int:
    """Where the clause that ends before `before` begins: the sentence, or what follows its last semicolon."""
    return next((k + 1 for k in range(before - 1, 0, -1) if tokens[k].text == ";"), 0)


def _past_adjuncts(tokens: Sequence[Token], frame: Frame, at: int) -> int:
    """Past whom it was said to, and when and where."""
    if frame.verb.hearer and frame.order != "inverted" and at < len(tokens) and tokens[at].lower != "that":
        hearer = (at, at) if tokens[at].lower in HEARERS else phrase_from(tokens, at)
        at = hearer[1] + 1 if hearer and not _is_verbal(tokens, hearer[1] + 1) else at
    for _ in range(4):
        if at < len(tokens) and (
            tokens[at].lower in DAYS or (tokens[at].is_adverb and tokens[at].lower != "only") or tokens[at].lower in ("today", "yesterday")
        ):
            at += 1
        elif at < len(tokens) and (end := _adjunct(tokens, at)):
            at = end + 1
    return at


def _adjunct(tokens: Sequence[Token], at: int) -> int | None:
    """The last token of `on Thursday`, `in a statement`, `during an interview`, `to reporters` at `at`."""
    if tokens[at].lower == "to":
        return next((k for k in range(at + 1, min(len(tokens), at + 4)) if tokens[k].lower in HEARERS), None)
    if tokens[at].lower not in _ADJUNCTS:
        return None
    for k in range(at + 1, min(len(tokens), at + 8)):
        if not tokens[k].is_word:
            return k - 1 if tokens[k].text in ",." and k > at + 1 else None
        if tokens[k].lower in DAYS or tokens[k].lower in MEDIA:
            return k
    return None


def _is_verbal(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].lower in AUXILIARIES or tokens[at].is_past)


def _begins_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause with a subject and a verb stands at `at`."""
    first = tokens[at]
    if not first.is_word and first.quote < 0:
        return False
    if first.lower in PREPOSITIONS | CONJUNCTIONS and first.lower not in ("if", "when", "while", "in", "after", "although"):
        return False
    rest = tokens[at + 1 : at + 30]
    if first.lower in PREPOSITIONS:
        return any(t.lower in AUXILIARIES for t in rest)
    if first.lower in PRONOUNS and first.lower not in DETERMINERS:
        return bool(rest) and (rest[0].is_word or rest[0].quote >= 0)
    return any(
        t.lower in AUXILIARIES or t.is_past or (t.lower.endswith("s") and t.text[:1].islower() and n > 0) for n, t in enumerate(rest)
    )


def _end(tokens: Sequence[Token], at: int, sentence: Sentence, frame: Frame) -> int:
    """The last token of the clause at `at`: the sentence's end, or before a further reporting clause set off by comma."""
    for other in sentence.frames:
        before = tokens[other.cue[0] - 1] if other.order == "shared" else tokens[other.left - 1]
        start = other.cue[0] if other.order == "shared" else other.left
        if (
            other.cue[0] > frame.cue[0]
            and start > at
            and (before.text == "," or before.lower in ("but", "and") or other.order == "according")
        ):
            return start - 1
    for k in range(at, len(tokens) - 1):
        if tokens[k].text == ";" or (tokens[k].text == "," and tokens[k + 1].lower in ("but",)):
            return k - 1
    return len(tokens) - 1


def _stripped(tokens: Sequence[Token], first: int, last: int) -> Phrase:
    """Without signs and joining words at the ends."""
    while last > first and _is_loose(tokens[last], ")%]"):
        last -= 1
    while first < last and _is_loose(tokens[first], "($€£#@["):
        first += 1
    return first, last


def _is_loose(token: Token, but: str) -> bool:
    return token.quote < 0 and (token.lower in ("and", "but") or (not token.is_word and token.text not in but))

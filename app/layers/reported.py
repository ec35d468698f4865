"""Indirect speech by rule: the clause that a cue reports. Minimal on purpose, for a model replaces it where it knows the language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engines.clauses import Phrase, Token, phrase_from
from app.engines.cues import AUXILIARIES, CONJUNCTIONS, DAYS, DETERMINERS, HEARERS, MEDIA, PREPOSITIONS, PRONOUNS, WANTS
from app.engines.frames import Frame
from app.layers.attributing import Sentence
from app.text.spans import Span

_THINGS = frozenset(["it", "this", "that", "these", "them"])
_RELATIVE = frozenset(["which", "who", "that", "whom"])
_JOINS = _RELATIVE | {"and", "but"}
_NO_VERBS = PREPOSITIONS | CONJUNCTIONS | DETERMINERS | {"this", "plus", "less", "perhaps", "always"}
_ADJUNCTS = frozenset("on in during after at last this earlier late via by yesterday today".split())


@dataclass(frozen=True, slots=True)
class Reported:
    """The words of one reported clause and the reporting one."""

    words: tuple[Span, ...]  # two where the clause stands amid them: `The rule, he confirmed, has been suspended`
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
            pieces = [_stripped(sentence.tokens, *piece) for piece in _pieces(sentence, frame, first, last)]
            inside = [t for first, last in pieces for t in sentence.tokens[first : last + 1]]
            if pieces and pieces[0][0] > reach and sum(t.is_word for t in inside) > 2:
                words = tuple(Span(sentence.tokens[first].start, sentence.tokens[last].end) for first, last in pieces)
                found.append(Reported(words, frame, rule, any(t.quote >= 0 for t in inside)))
                reach = pieces[-1][1]
    return found


def _pieces(sentence: Sentence, frame: Frame, first: int, last: int) -> list[Phrase]:
    """The content from `first` to `last`, with what goes on behind a reporting clause set off by commas."""
    tokens, at = sentence.tokens, frame.right + 1
    if first > frame.left:
        return [(first, last)]
    lead = frame.left - 1 - (tokens[frame.left - 1].text == ",")
    if frame.order == "according" and lead >= 0 and tokens[lead].lower in _JOINS and _goes_on(sentence, at + (_text(tokens, at) == ",")):
        return [(at, _end(tokens, at, sentence, frame))]  # `…, which according to Holt was spent`: what comes before is told
    if tokens[frame.left - 1].text != ",":
        return [(first, last)]
    goes_on = at + 1 < len(tokens) and tokens[at].text == "," and _goes_on(sentence, at + 1)
    rest = [(at + 1, _end(tokens, at + 1, sentence, frame))] if goes_on else []
    if goes_on or _holds_verb(tokens[first : last + 1]):
        return [(first, last), *rest]
    return []


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether the clause that a reporting one interrupts goes on at `at`."""
    if at >= len(sentence.tokens):
        return False
    token = sentence.tokens[at]
    cues = {f.cue[0] for f in sentence.frames} | {f.left for f in sentence.frames}
    loose = CONJUNCTIONS | {"adding", "saying", "with"}
    if any(t.lower in ("which", "whom") for t in sentence.tokens[at : at + 5]):
        return False  # `a print-out of which`
    return token.is_word and token.lower not in loose and at not in cues and not token.lower.endswith("ing")


def _holds_verb(tokens: Sequence[Token]) -> bool:
    """Whether anything in it may be a verb; too lenient on purpose, for the lists of verbs are short."""
    return any(
        t.quote >= 0 or t.lower in AUXILIARIES or t.is_past or (n and t.lower.endswith(("s", "en", "n't", "n’t")))
        for n, t in enumerate(tokens)
    )


def _contents(sentence: Sentence, frame: Frame) -> Iterator[tuple[int, int, str]]:
    tokens, last = sentence.tokens, len(sentence.tokens) - 1
    if frame.order == "according":
        comma = _comma(tokens, frame.right + 1)
        if comma is not None and comma < last and tokens[comma + 1].lower in _RELATIVE:
            comma = _comma(tokens, comma + 1)
        if frame.left <= 1 and comma is not None:
            yield comma + 1, last, "according"
        elif frame.left > 1:
            yield _clause_start(tokens, frame.left), frame.left - 1, "according"
        return
    at = _past_adjuncts(tokens, frame, frame.right + 1)
    if _is_wish(tokens, frame):
        yield frame.right + 1, _end(tokens, frame.right + 1, sentence, frame), "wish"
    elif frame.verb.clause and frame.order != "agent" and at <= last:
        at = _that_ahead(tokens, at) or at
        if tokens[at].lower == "that" and _is_clause(tokens, at + 1):
            yield at, _end(tokens, at, sentence, frame), "that"
        elif not frame.verb.that_only and _begins_clause(tokens, at) and not (frame.verb.lemma == "add" and tokens[at].text[:1].isdigit()):
            yield at, _end(tokens, at, sentence, frame), "bare"
    if _is_trailing(tokens, frame, at):
        yield _clause_start(tokens, frame.left), frame.left - 2, "trailing"


def _is_wish(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether what is wanted follows: `hopes to open the quay`; not the passive `expected to`."""
    after = frame.right + 1
    wants = frame.verb.lemma in WANTS and tokens[frame.cue[1]].lower != "expected"
    return wants and after + 1 < len(tokens) and tokens[after].lower == "to" and tokens[after + 1].lower not in _THINGS


def _is_trailing(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether the clause comes first, as in `The plan is dead, Holt said on Monday`."""
    if not frame.verb.inverts or frame.order not in ("plain", "inverted") or frame.left < 4 or tokens[frame.left - 1].text != ",":
        return False
    if frame.stands_for or (frame.source and tokens[frame.source[0]].lower in _RELATIVE):
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


def _that_ahead(tokens: Sequence[Token], at: int) -> int | None:
    """The `that` behind further adjuncts: `told the inquiry two weeks ago that`, `said in evidence the next day that`."""
    if tokens[at].lower not in PREPOSITIONS and not any(t.lower == "ago" for t in tokens[at : at + 4]):
        return None
    for k in range(at + 1, min(len(tokens), at + 12)):
        if tokens[k].lower == "that":
            return k
        if (
            not tokens[k].is_word
            or tokens[k].lower in AUXILIARIES
            or tokens[k].is_past
            or tokens[k].lower in CONJUNCTIONS - {"after", "before"}
        ):
            return None
    return None


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause stands behind `that`, not a noun: `wrote that warning when he was deputy`."""
    stops = ("when", "where", "after", "while", "because")
    stop = next((k for k in range(at + 1, min(len(tokens), at + 4)) if tokens[k].lower in stops), None)
    return stop is None or stop == at or _holds_verb(tokens[at - 1 : stop])


def _adjunct(tokens: Sequence[Token], at: int) -> int | None:
    """The last token of `on Thursday`, `in a statement`, `during an interview`, `to reporters` at `at`."""
    if tokens[at].lower == "to":
        return next((k for k in range(at + 1, min(len(tokens), at + 4)) if tokens[k].lower in HEARERS - {"it"}), None)
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
        return bool(rest) and (rest[0].is_word or rest[0].quote >= 0) and rest[0].lower not in DETERMINERS  # `thought it a scandal`
    if first.lower in _THINGS and rest and rest[0].lower in ("when", "while", "as", "because", "after", "before"):
        return False  # `repeated this when he was called`
    if first.lower.endswith("thing") and rest and rest[0].lower in _RELATIVE:
        return False  # `said something that was heard`
    return any(
        t.lower in AUXILIARIES or t.is_past or (t.lower.endswith("s") and t.text[:1].islower() and n > 0 and t.lower not in _NO_VERBS)
        for n, t in enumerate(rest)
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
            return _before_semicolon(tokens, at, start - 1)
    for k in range(at, len(tokens) - 1):
        if (tokens[k].text == ";" and not _lists(tokens, k)) or (tokens[k].text == "," and tokens[k + 1].lower in ("but",)):
            return k - 1
    return len(tokens) - 1


def _before_semicolon(tokens: Sequence[Token], at: int, last: int) -> int:
    """`last`, or what stands before the semicolon that ends the clause earlier."""
    return next((k - 1 for k in range(at + 1, last) if tokens[k].text == ";" and not _lists(tokens, k)), last)


def _lists(tokens: Sequence[Token], semicolon: int) -> bool:
    """Whether a further `that …` or `and that …` of the same speaker follows."""
    return any(t.lower == "that" for t in tokens[semicolon + 1 : semicolon + 3])


def _stripped(tokens: Sequence[Token], first: int, last: int) -> Phrase:
    """Without signs and joining words at the ends."""
    while last > first and _is_loose(tokens[last], ")%]"):
        last -= 1
    while first < last and _is_loose(tokens[first], "($€£#@["):
        first += 1
    return first, last


def _is_loose(token: Token, but: str) -> bool:
    return token.quote < 0 and (token.lower in ("and", "but") or (not token.is_word and token.text not in but))

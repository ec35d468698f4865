"""Speech behind a dash at the beginning of a line, as Spanish, French, Polish and others print it.

Finds what is said and who its reporting clause names. A list is not speech: a line must have such a
clause, speak or ask like a person, or stand beside one that does. Knows no marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engines.reporting import reporting_clauses
from app.engines.reporting.clause_words import DASHES, PERSONS, VERBS
from app.engines.reporting.reporting_clauses import Clause
from app.text.spans import Block, Span

_OPENS = re.compile(r"[—–―-][ \u00a0\u202f]?(?=[^\W_]|[¿¡…«\"“])")
_INNER = re.compile(
    r"(?P<end>[,.!?…;:]?)[ \u00a0\u202f]*[—–―][ \u00a0\u202f]*|(?P<hyphen>[,.!?…]?) - "
)
_COMMA = re.compile(r"[,!?…]+[ \u00a0\u202f]+")
_STOP = re.compile(r"[.!?…](?=\s|\Z)")
_ENDS = ".!?…;"
_SAYS = re.compile(r"\w+")
_FEWEST = 2  # words of a line


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of dialogue: `outer` is the line, `words` what is said in it, with the verb, the source and the name of its clause."""

    outer: Span
    words: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    name: Span | None = None


def turns(text: str, blocks: Sequence[Block], language: str) -> list[Turn]:
    """The lines of dialogue, in order; none in a language that does not print it so, unless a clause says who speaks."""
    lines = [line for b in blocks if b.kind == "paragraph" for line in _lines(text, b)]
    found = [_turn(text, line, language) for line in lines]
    return [
        turn
        for n, turn in enumerate(found)
        if turn and (turn.cue or _is_spoken(text, found, n, language))
    ]


def _lines(text: str, block: Block) -> Iterator[Span | None]:
    """The lines of a block that begin with a dash; None for every other."""
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        words = line.strip()
        start = at + len(line) - len(line.lstrip())
        yield Span(start, start + len(words)) if _OPENS.match(words) else None
        at += len(line) + 1


def _turn(text: str, line: Span | None, language: str) -> Turn | None:
    """What is said in a line that begins with a dash, its inserted clauses taken out."""
    opened = _OPENS.match(text, line.start, line.end) if line else None
    if line is None or opened is None or (language not in DASHES and language not in VERBS):
        return None
    said, clauses = _parted(text, Span(opened.end(), line.end), language)
    words = tuple(span for span in (_trimmed(text, s) for s in said) if span)
    if not words or len(_SAYS.findall(text, words[0].start, words[-1].end)) < _FEWEST:
        return None
    if not clauses:
        return Turn(line, words)
    clause = next((c for c in clauses if c.source), clauses[0])
    return Turn(line, words, clause.cue, clause.source, clause.name)


def _parted(text: str, line: Span, language: str) -> tuple[list[Span], list[Clause]]:
    """The stretches of speech of a line, and the reporting clauses between and behind them.

    Behind an inserted clause the speech goes on only if a dash closes the clause.
    """
    said: list[Span] = []
    clauses: list[Clause] = []
    start = line.start
    while inserted := _inserted(text, Span(start, line.end), language):
        dash, clause = inserted
        said.append(Span(start, _until(dash)))
        clauses.append(clause)
        closing = _INNER.search(text, max(dash.end(), clause.end), line.end)
        if closing is None or closing.end() >= line.end:
            return said, clauses
        start = closing.end()
    for comma in _COMMA.finditer(text, start, line.end):
        behind = reporting_clauses.behind(text, comma.end(), line.end, language)
        if behind and not _ends_later(text, behind, line):
            return [*said, Span(start, comma.start() + (text[comma.start()] != ","))], [
                *clauses,
                behind,
            ]
    return [*said, Span(start, line.end)], clauses


def _inserted(text: str, rest: Span, language: str) -> tuple[re.Match[str], Clause] | None:
    """The first dash in the rest of a line behind which a reporting clause stands, with the clause."""
    for dash in _INNER.finditer(text, rest.start, rest.end):
        clause = reporting_clauses.behind(text, dash.end(), rest.end, language)
        if clause:
            return dash, clause
    return None


def _until(dash: re.Match[str]) -> int:
    """Where the speech before an inserted clause ends: with its own full stop or question mark, without a comma."""
    sign = dash["end"] or dash["hyphen"] or ""
    return dash.start() + (len(sign) if sign and sign in ".!?…" else 0)


def _ends_later(text: str, clause: Clause, line: Span) -> bool:
    """Whether much more stands in the sentence of a clause: then its verb is probably none of saying."""
    stop = _STOP.search(text, clause.end, line.end)
    return len(text[clause.end : stop.start() if stop else line.end].split()) > 12


def _trimmed(text: str, span: Span) -> Span | None:
    """Without white space and the comma before a clause; None if nothing is left."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" \u00a0\u202f.,:;"))
    end = span.end - (len(words) - len(words.rstrip(" \u00a0\u202f,:—–―-")))
    return Span(start, end) if start < end else None


def _is_spoken(text: str, found: Sequence[Turn | None], n: int, language: str) -> bool:
    """Whether a line without a reporting clause is speech: it is a sentence, and it or a line beside it speaks like a person."""
    turn = found[n]
    if turn is None or language not in DASHES or not _is_sentence(text, turn):
        return False
    beside = [t for t in found[max(0, n - 1) : n + 2] if t and t is not turn]
    return _is_personal(text, turn, language) or any(
        t.cue or _is_personal(text, t, language) for t in beside
    )


def _is_sentence(text: str, turn: Turn) -> bool:
    first = text[turn.words[0].start]
    return not first.islower() and text[turn.words[-1].end - 1] in _ENDS


def _is_personal(text: str, turn: Turn, language: str) -> bool:
    words = " ".join(span.of(text) for span in turn.words)
    asks = words[-1] in "!?" or (language == "el" and words[-1] == ";")
    return asks or bool(
        PERSONS.get(language, frozenset()) & {w.casefold() for w in _SAYS.findall(words)}
    )

"""What is said in a text that the model cannot read: words in marks and behind dashes, by their form and what stands beside them.

The marks decide; a speaker is given only where a reporting clause names one beside them (`engines.reporting`). A name, a title or a word
in marks is nobody's speech. Knows no model and no store.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.engines.reporting import reporting_clauses
from app.engines.reporting.clause_words import NAMING, NO_CAPITALS, PERSONS
from app.engines.reporting.reporting_clauses import Clause
from app.layers.speech.contents import Marks, Part
from app.layers.speech.dash_dialogue import Turn, turns
from app.layers.speech.quotation_marks import Quotation, QuotedPiece
from app.layers.speech.utterances import is_title
from app.text.spans import Block, Span

# Confidence: with a reporting clause beside the marks; by the form of a sentence; of words that
# only are too many for a name.
# In the tests' own texts of seventeen languages every quotation found by the first two is one.
_TOLD, _FORMED, _LONG = 0.9, 0.7, 0.5
_FEWEST = 3  # words of a sentence that shows itself by its form alone
_FEWEST_OF_A_PART = 5  # words of a part of a sentence that is more than a word in marks
_TOO_MANY_FOR_A_TITLE = 8
_ENDS = ".!?…。！？؟۔।;"
_INNER = "”“’‘»›«‹\"'」』״"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CHINESE = re.compile(r"[぀-ヿ一-鿿㐀-䶿]")
_KANA = re.compile(r"[ぁ-ゖ]")
_A_WORD = 2  # Chinese characters or kana that count as a word
_NEAR = 40  # characters before the marks in which a naming word is looked for
_PARTICLE_TELLS = frozenset(
    {"ja", "ko"}
)  # languages in which a particle between quotation and verb says that it is one
_SPACES = 4  # at most between the marks and what stands before them
_BETWEEN = 50  # characters of a clause between two quotations of one speaker


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of one speaker that belong together, with the reporting clause if there is one."""

    parts: tuple[Part, ...]
    confidence: float
    cue: Span | None = None
    source: Span | None = None

    @property
    def whole(self) -> bool:
        """Whether it is a statement of its own, not words inside somebody's sentence."""
        return self.confidence > _LONG


def spoken(marks: Marks, blocks: Sequence[Block], language: str) -> list[Spoken]:
    """Everything that is said, in order."""
    text = marks.text
    lines = turns(text, blocks, language)
    behind_dashes = [line.outer for line in lines]
    found = [_of_turn(line) for line in lines]
    surnames = {name.of(text).split()[-1] for name in named(text, marks.whole, blocks, language)}
    before: tuple[int, Spoken] | None = None
    for q, block in _in_blocks(marks.whole, blocks):
        if any(outer.covers(q.pieces[0].outer) for outer in behind_dashes):
            continue
        clause, follows = _clause_of(text, q, block, language, surnames)
        carries = (
            before is not None
            and not follows
            and _carries_on(text, before[0], q.pieces[0].outer.start)
        )
        carried = before[1] if before and carries else None
        sure = _TOLD if carried else _surely(text, q, block, clause, language)
        if not sure:
            continue
        parts = tuple(Part(p.words, p.outer, "direct", "marks", sure) for p in q.pieces)
        one = Spoken(parts, sure, clause.cue if clause else None, clause.source if clause else None)
        if carried:
            found.remove(carried)
            one = replace(carried, parts=(*carried.parts, *parts))
        found.append(one)
        before = (clause.end, one) if clause and clause.source and follows else None
    return sorted(found, key=lambda s: s.parts[0].words)


def named(
    text: str, whole: Sequence[Quotation], blocks: Sequence[Block], language: str
) -> Iterator[Span]:
    """The names that reporting clauses give, in order."""
    lines = turns(text, blocks, language)
    spans = [line.name for line in lines if line.name]
    for q, block in _in_blocks(whole, blocks):
        clause, _ = _clause_of(text, q, block, language, set())
        if clause and clause.name:
            spans.append(clause.name)
    yield from sorted(set(spans))


def _clause_of(
    text: str, q: Quotation, block: Block, language: str, surnames: set[str]
) -> tuple[Clause | None, bool]:
    """The reporting clause of words in marks, and whether it follows them.

    A source without a name must be one of the `surnames`.
    """
    ends = max(block.end, q.pieces[-1].outer.end)
    after = reporting_clauses.behind(text, q.pieces[-1].outer.end, ends, language)
    if after:
        return after, True
    clause = reporting_clauses.before(text, block.start, q.pieces[0].outer.start, language)
    if clause and clause.source and not clause.name and clause.source.of(text) not in surnames:
        clause = replace(clause, source=None)
    return clause, False


def _of_turn(turn: Turn) -> Spoken:
    sure = _TOLD if turn.cue else _FORMED
    parts = tuple(Part(words, words, "direct", "marks", sure) for words in turn.words)
    return Spoken(parts, sure, turn.cue, turn.source)


def _in_blocks(
    whole: Sequence[Quotation], blocks: Sequence[Block]
) -> Iterator[tuple[Quotation, Block]]:
    """Every quotation with the block in which it begins."""
    at = 0
    for q in whole:
        while at + 1 < len(blocks) and blocks[at + 1].start <= q.pieces[0].outer.start:
            at += 1
        yield q, blocks[at]


def _carries_on(text: str, end: int, start: int) -> bool:
    """Whether nothing but the rest of a reporting clause parts two quotations: `“…”, sagte Hagen am Montag. „…`."""
    if not 0 <= end <= start <= end + _BETWEEN:
        return False
    between = text[end:start]
    return (
        "\n" not in between
        and bool(re.fullmatch(r"[^.!?:\"„“”«»‹›]*[.:,]\s*[—–]?\s*", between))
        and not any(w[0].isupper() for w in _WORD.findall(between))
    )


def _surely(text: str, q: Quotation, block: Block, clause: Clause | None, language: str) -> float:
    """How surely the words in marks are speech; 0 where they are not."""
    piece = q.pieces[0]
    count = max(words_in(p.words.of(text)) for p in q.pieces)
    told = (
        clause is not None
        and clause.beside
        and (clause.source is not None or _is_told(text, piece, count, language))
    )
    if _is_name(text, piece, block, language, told=told):
        return 0.0
    if told:
        return _TOLD
    if clause and count >= _FEWEST:
        return _FORMED
    if any(_is_sentence(text, p, language) for p in q.pieces):
        return _FORMED
    if count >= _TOO_MANY_FOR_A_TITLE or (
        count >= _FEWEST and _speaks_of_itself(text, piece.words, language)
    ):
        return _LONG
    small = text[piece.words.start].islower() or language in NO_CAPITALS
    return _LONG if small and count >= _FEWEST_OF_A_PART else 0.0


def words_in(words: str) -> int:
    """How many words there are; where they are written without spaces, two characters count as one."""
    characters = len(_CHINESE.findall(words))
    return len(_WORD.findall(_CHINESE.sub(" ", words))) + characters // _A_WORD


def _is_told(text: str, piece: QuotedPiece, count: int, language: str) -> bool:
    """Whether words with a reporting clause beside them are long enough for speech; few words must be set off, and begin a sentence."""
    if language in _PARTICLE_TELLS:
        return True
    if count >= _FEWEST:
        return (
            language in NO_CAPITALS
            or not is_title(text, piece.words)
            or _before(text, piece) == ":"
        )
    return _is_set_off(text, piece) and _before(text, piece) in ("", *":：", *_ENDS)


def _is_set_off(text: str, piece: QuotedPiece) -> bool:
    """Whether a colon leads to the marks, or a comma or a question mark parts them from what follows."""
    before, after = _before(text, piece), text[piece.outer.end : piece.outer.end + 2].lstrip()[:1]
    return (
        before in (":", "：")
        or (after in (",", "，", "،") and after != "")
        or text[piece.words.end - 1] in "!?,，؟！？"
    )


def _is_name(text: str, piece: QuotedPiece, block: Block, language: str, *, told: bool) -> bool:
    """Whether the marks hold a name, a title or a word as such.

    `told`: a reporting clause beside them says that they are speech.
    """
    if text[piece.outer.start] in "『《〈":
        return True
    lead = text[max(block.start, piece.outer.start - _NEAR) : piece.outer.start].casefold()
    if lead.rstrip().endswith((":", "：")):
        return False
    if language in ("zh", "ja"):
        return any(lead.rstrip().endswith(word) for word in NAMING)
    last = _WORD.findall(lead)[-2:]
    naming = bool(last) and any(word.startswith(NAMING) for word in last)
    return naming or (not told and language not in NO_CAPITALS and is_title(text, piece.words))


def _is_sentence(text: str, piece: QuotedPiece, language: str) -> bool:
    """Whether the words are a sentence by their form: they begin as one and end with a stop, or what they lead to begins with a comma."""
    words = piece.words.of(text).rstrip(_INNER)
    count = words_in(words)
    asks = words[-1] in "!?？！؟;" and count > 1
    if (count < _FEWEST and not asks) or not _begins(text, piece, language):
        return False
    behind = text[piece.outer.end : piece.outer.end + 2].lstrip()[:1]
    announced = _before(text, piece) in (":", "：")
    if words[-1] in _ENDS or behind in (",", "，", "،") or announced:
        return True
    if language == "ja":
        return len(_KANA.findall(words)) > 2
    alone = _before(text, piece) in ("", *_ENDS)
    return alone and behind in (".", "。", "") and count > _FEWEST


def _before(text: str, piece: QuotedPiece) -> str:
    """The sign or letter before the marks, white space left out; empty at the beginning of a line or far from any."""
    return (
        text[max(0, piece.outer.start - _SPACES) : piece.outer.start]
        .rstrip(" \u00a0\u202f\t")
        .rpartition("\n")[2][-1:]
    )


def _begins(text: str, piece: QuotedPiece, language: str) -> bool:
    first = text[piece.words.start]
    if language in NO_CAPITALS or not first.isalpha():
        return True
    return first.isupper() or not (first.islower() or first.isupper())


def _speaks_of_itself(text: str, words: Span, language: str) -> bool:
    found = {w.casefold() for w in _WORD.findall(words.of(text))}
    return bool(PERSONS.get(language, frozenset()) & found)

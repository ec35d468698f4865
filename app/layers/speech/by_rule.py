"""What is said in a text that the model cannot read: words in marks and behind dashes, by form.

The marks decide; a speaker is given only where a reporting clause next to them names one
(`engines.reporting`). A name, a title or a word in marks is nobody's speech.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.engines.reporting import reporting_clauses
from app.engines.reporting.clause_words import NAMING, NO_CAPITALS, PERSONS
from app.engines.reporting.reporting_clauses import Clause
from app.layers.speech.contents import Marks, Part
from app.layers.speech.dash_dialogue import DialogueLine, dialogue_lines
from app.layers.speech.marks.quotation_marks import Quotation, QuotedPiece
from app.layers.speech.marks.utterances import is_title
from app.text.spans import Block, Span

# Confidence: with a reporting clause next to the marks; by the form of a sentence; of words that
# are only too many for a name.
# In the tests' own texts of seventeen languages every quotation found by the first two is one.
_WITH_CLAUSE, _SENTENCE, _LONG = 0.9, 0.7, 0.5
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
# Languages in which a particle between quotation and verb marks the quotation.
_WITH_PARTICLE = frozenset({"ja", "ko"})
_SPACES = 4  # at most between the marks and what comes before them
_BETWEEN = 50  # characters of a clause between two quotations of one speaker
_REST_OF_CLAUSE = re.compile(r"[^.!?:\"„“”«»‹›]*[.:,]\s*(?:[—–]\s*)?")


@dataclass(frozen=True, slots=True)
class QuotedSpeech:
    """Words of one speaker that belong together, with the reporting clause if there is one."""

    parts: tuple[Part, ...]
    confidence: float
    cue: Span | None = None
    source: Span | None = None

    @property
    def whole(self) -> bool:
        """Whether it is a statement of its own, not words inside another sentence."""
        return self.confidence > _LONG


def quoted_speech(marks: Marks, blocks: Sequence[Block], language: str) -> list[QuotedSpeech]:
    """Everything that is said, in order."""
    text = marks.text
    lines = dialogue_lines(text, blocks, language)
    speech = [_of_line(line) for line in lines]
    surnames = _surnames(text, marks.whole, blocks, language)
    # Where the clause ends that follows the last quotation and names its speaker.
    clause_end: int | None = None
    for quotation, block in _in_blocks(marks.whole, blocks):
        outer = quotation.pieces[0].outer
        if any(line.outer.covers(outer) for line in lines):
            continue
        clause, follows = _clause_of(text, quotation, block, language, surnames)
        continues = not follows and _is_continued(text, clause_end, outer.start)
        if continues:
            speech[-1] = _with_parts(speech[-1], quotation)
            clause_end = None
            continue
        confidence = _confidence(text, quotation, block, clause, language)
        if confidence:
            speech.append(_of_quotation(quotation, confidence, clause))
            clause_end = _speaker_clause_end(clause) if follows else None
    return sorted(speech, key=lambda s: s.parts[0].words)


def speaker_names(
    text: str, whole: Sequence[Quotation], blocks: Sequence[Block], language: str
) -> Iterator[Span]:
    """The names that reporting clauses give, in order."""
    lines = dialogue_lines(text, blocks, language)
    spans = [line.name for line in lines if line.name]
    for quotation, block in _in_blocks(whole, blocks):
        clause, _ = _clause_of(text, quotation, block, language, set())
        if clause and clause.name:
            spans.append(clause.name)
    yield from sorted(set(spans))


def _surnames(
    text: str, whole: Sequence[Quotation], blocks: Sequence[Block], language: str
) -> set[str]:
    """The last words of the names that reporting clauses give."""
    return {name.of(text).split()[-1] for name in speaker_names(text, whole, blocks, language)}


def _clause_of(
    text: str, quotation: Quotation, block: Block, language: str, surnames: set[str]
) -> tuple[Clause | None, bool]:
    """The reporting clause of words in marks, and whether it follows them.

    A source without a name must be one of the `surnames`.
    """
    last = quotation.pieces[-1].outer.end
    after = reporting_clauses.behind(text, last, max(block.end, last), language)
    if after:
        return after, True
    first = quotation.pieces[0].outer.start
    clause = reporting_clauses.before(text, block.start, first, language)
    if clause and clause.source and not clause.name and clause.source.of(text) not in surnames:
        clause = replace(clause, source=None)
    return clause, False


def _speaker_clause_end(clause: Clause | None) -> int | None:
    """The end of a clause that names the speaker."""
    return clause.end if clause and clause.source else None


def _of_line(line: DialogueLine) -> QuotedSpeech:
    confidence = _WITH_CLAUSE if line.cue else _SENTENCE
    parts = tuple(Part(words, words, "direct", "marks", confidence) for words in line.words)
    return QuotedSpeech(parts, confidence, line.cue, line.source)


def _of_quotation(quotation: Quotation, confidence: float, clause: Clause | None) -> QuotedSpeech:
    parts = _parts(quotation, confidence)
    if clause is None:
        return QuotedSpeech(parts, confidence)
    return QuotedSpeech(parts, confidence, clause.cue, clause.source)


def _with_parts(speech: QuotedSpeech, continued: Quotation) -> QuotedSpeech:
    """The speech with the quotation that goes on behind its reporting clause."""
    return replace(speech, parts=(*speech.parts, *_parts(continued, _WITH_CLAUSE)))


def _parts(quotation: Quotation, confidence: float) -> tuple[Part, ...]:
    return tuple(Part(p.words, p.outer, "direct", "marks", confidence) for p in quotation.pieces)


def _in_blocks(
    whole: Sequence[Quotation], blocks: Sequence[Block]
) -> Iterator[tuple[Quotation, Block]]:
    """Every quotation with the block in which it begins."""
    n = 0
    for quotation in whole:
        while n + 1 < len(blocks) and blocks[n + 1].start <= quotation.pieces[0].outer.start:
            n += 1
        yield quotation, blocks[n]


def _is_continued(text: str, clause_end: int | None, start: int) -> bool:
    """Whether only the rest of a reporting clause separates two quotations.

    As in `“…”, sagte Hagen am Montag. „…`.
    """
    if clause_end is None or not 0 <= clause_end <= start <= clause_end + _BETWEEN:
        return False
    between = text[clause_end:start]
    if "\n" in between or not _REST_OF_CLAUSE.fullmatch(between):
        return False
    return not any(word[0].isupper() for word in _WORD.findall(between))


def _confidence(
    text: str, quotation: Quotation, block: Block, clause: Clause | None, language: str
) -> float:
    """How surely the words in marks are speech; 0 where they are not."""
    piece = quotation.pieces[0]
    count = max(words_in(p.words.of(text)) for p in quotation.pieces)
    is_reported = clause is not None and _reports(text, clause, piece, count, language)
    if _is_name(text, piece, block, language, is_reported=is_reported):
        return 0.0
    if is_reported:
        return _WITH_CLAUSE
    if clause and count >= _FEWEST:
        return _SENTENCE
    if any(_is_sentence(text, p, language) for p in quotation.pieces):
        return _SENTENCE
    return _LONG if _is_too_long_for_name(text, piece, count, language) else 0.0


def words_in(words: str) -> int:
    """How many words there are; where no spaces are written, two characters count as one."""
    characters = len(_CHINESE.findall(words))
    return len(_WORD.findall(_CHINESE.sub(" ", words))) + characters // _A_WORD


def _is_too_long_for_name(text: str, piece: QuotedPiece, count: int, language: str) -> bool:
    """Whether the words are more than a name, a title or a word as such would have."""
    if count >= _TOO_MANY_FOR_A_TITLE:
        return True
    if count >= _FEWEST and _has_first_person(text, piece.words, language):
        return True
    is_part_of_sentence = text[piece.words.start].islower() or language in NO_CAPITALS
    return is_part_of_sentence and count >= _FEWEST_OF_A_PART


def _reports(text: str, clause: Clause, piece: QuotedPiece, count: int, language: str) -> bool:
    """Whether a reporting clause next to the marks reports the words in them."""
    if not clause.beside:
        return False
    return clause.source is not None or _is_reportable(text, piece, count, language)


def _is_reportable(text: str, piece: QuotedPiece, count: int, language: str) -> bool:
    """Whether words next to a reporting clause are enough for speech.

    A few words must be set off, and begin a sentence.
    """
    if language in _WITH_PARTICLE:
        return True
    before = _sign_before(text, piece)
    if count >= _FEWEST:
        return language in NO_CAPITALS or before == ":" or not is_title(text, piece.words)
    return _is_set_off(text, piece) and before in ("", *":：", *_ENDS)


def _is_set_off(text: str, piece: QuotedPiece) -> bool:
    """Whether a colon comes before the marks, or a comma or a question mark ends them."""
    if _sign_before(text, piece) in (":", "：") or _sign_behind(text, piece) in (",", "，", "،"):
        return True
    return text[piece.words.end - 1] in "!?,，؟！？"


def _is_name(
    text: str, piece: QuotedPiece, block: Block, language: str, *, is_reported: bool
) -> bool:
    """Whether the marks hold a name, a title or a word as such.

    `is_reported`: a reporting clause next to them shows that they are speech.
    """
    if text[piece.outer.start] in "『《〈":
        return True
    lead = text[max(block.start, piece.outer.start - _NEAR) : piece.outer.start].casefold()
    if lead.rstrip().endswith((":", "：")):
        return False
    if language in ("zh", "ja"):
        return any(lead.rstrip().endswith(word) for word in NAMING)
    last_words = _WORD.findall(lead)[-2:]
    if any(word.startswith(NAMING) for word in last_words):
        return True
    return not is_reported and language not in NO_CAPITALS and is_title(text, piece.words)


def _is_sentence(text: str, piece: QuotedPiece, language: str) -> bool:
    """Whether the words are a sentence by their form.

    They begin as one and end with a stop, or a comma follows the marks.
    """
    words = piece.words.of(text).rstrip(_INNER)
    count = words_in(words)
    fewest = 2 if words[-1] in "!?？！؟;" else _FEWEST
    if count < fewest or not _begins_sentence(text, piece, language):
        return False
    behind, before = _sign_behind(text, piece), _sign_before(text, piece)
    if words[-1] in _ENDS or behind in (",", "，", "،") or before in (":", "："):
        return True
    if language == "ja":
        return len(_KANA.findall(words)) > 2
    return count > _FEWEST and before in ("", *_ENDS) and behind in (".", "。", "")


def _sign_before(text: str, piece: QuotedPiece) -> str:
    """The sign or letter before the marks, white space left out.

    Empty at the beginning of a line or far from any.
    """
    before = text[max(0, piece.outer.start - _SPACES) : piece.outer.start]
    return before.rstrip(" \u00a0\u202f\t").rpartition("\n")[2][-1:]


def _sign_behind(text: str, piece: QuotedPiece) -> str:
    """The sign or letter behind the marks, at most one space between; empty where there is none."""
    return text[piece.outer.end : piece.outer.end + 2].lstrip()[:1]


def _begins_sentence(text: str, piece: QuotedPiece, language: str) -> bool:
    first = text[piece.words.start]
    if language in NO_CAPITALS or not first.isalpha():
        return True
    # Letters of a script without capitals are neither.
    return first.isupper() or not first.islower()


def _has_first_person(text: str, words: Span, language: str) -> bool:
    folded = {word.casefold() for word in _WORD.findall(words.of(text))}
    return bool(PERSONS.get(language, frozenset()) & folded)

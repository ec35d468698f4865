"""Which reporting clause the words in marks belong to. Owns the order of the rules and what is no speech; resolves nobody."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engines.clauses import Phrase, Token, main_subject, phrase_to, sentences_of
from app.engines.frames import Frame, frames
from app.layers.base import Doc
from app.layers.marks import Piece
from app.layers.utterances import is_free, is_name, is_title, is_utterance
from app.text.spans import Span

_LONGEST = 240  # tokens, marks counting as one: the longest of 27,816 sentences of PolNeAR's training articles has 220; more is no sentence
_SPEAKS_ON = tuple(",?!…—–-")


@dataclass(slots=True)
class Sentence:
    """One sentence: its tokens, its reporting clauses, the number of its block."""

    tokens: list[Token]
    frames: list[Frame]
    block: int
    lone: bool  # whether nothing but words in marks stands in it


@dataclass(frozen=True, slots=True)
class Said:
    """Why words in marks are speech: the rule, and the sentence with its clause or bare source. `free` is a whole utterance."""

    rule: str
    sentence: int
    frame: Frame | None = None
    source: Phrase | None = None
    free: bool = False

    @property
    def home(self) -> tuple[int, int]:
        """What all pieces of one attribution share."""
        return self.sentence, self.frame.cue[0] if self.frame else -1


def read(doc: Doc, pieces: Sequence[Piece], known: bool = True) -> list[Sentence]:
    """The sentences of every block; a token's `quote` is the index of its piece, and `pieces` come in order.

    Unless the language is `known`, no clauses are looked for.
    """
    out: list[Sentence] = []
    starts, opens = [s.start for s in doc.sentences], [p.outer.start for p in pieces]
    for n, block in enumerate(doc.blocks):
        own = doc.sentences[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        first, last = bisect_left(opens, block.start), bisect_left(opens, block.end)
        rows = sentences_of(doc.text, own, [p.outer for p in pieces[first:last]])
        for row in _merged(doc.text, [[_numbered(t, first) for t in row] for row in rows], pieces):
            out += [_sentence(part, n, known) for part in _parts(row)]
    return out


def _sentence(tokens: list[Token], block: int, known: bool) -> Sentence:
    return Sentence(tokens, frames(tokens) if known else [], block, all(t.quote >= 0 or not t.is_word for t in tokens))


def _parts(row: list[Token]) -> list[list[Token]]:
    """A row of tokens, in parts if it is too long for a sentence."""
    return [row[k : k + _LONGEST] for k in range(0, len(row), _LONGEST)]


def _numbered(token: Token, first: int) -> Token:
    return token if token.quote < 0 else Token(token.start, token.end, "", token.quote + first)


def _merged(text: str, rows: list[list[Token]], pieces: Sequence[Piece]) -> Iterator[list[Token]]:
    """Sentences, with `"Really?" | Holt asked.` joined again: there the mark did not end it."""
    held: list[Token] = []
    for row in rows:
        if held and not _ends_before(text, held[-1], row, pieces):
            held = held + row
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _ends_before(text: str, last: Token, row: list[Token], pieces: Sequence[Piece]) -> bool:
    if last.quote < 0:
        return True
    found = frames(row[:16])
    if not found or found[0].left != 0 or found[0].order not in ("plain", "inverted"):
        return True
    if text[pieces[last.quote].words.end - 1] in _SPEAKS_ON:
        return False
    after = row[found[0].right + 1 :]
    return bool(after) and (len(after) > 1 or after[0].is_word)


def attribute(text: str, read_: Sequence[Sentence], pieces: Sequence[Piece]) -> dict[int, Said]:
    """For each piece that is speech, why. Pieces without a clause of their own take their neighbours' within the block."""
    said: dict[int, Said] = {}
    for n, sentence in enumerate(read_):
        for at, token in enumerate(sentence.tokens):
            if token.quote >= 0 and (own := _own(text, read_, n, at, pieces[token.quote].words)):
                said[token.quote] = own
    _spread(text, read_, pieces, said)
    return said


def _own(text: str, read_: Sequence[Sentence], n: int, at: int, words: Span) -> Said | None:
    """The clause in its own sentence to which the stretch at `at` belongs."""
    sentence = read_[n]
    tokens = sentence.tokens
    free = is_free(text, tokens, at, words)
    ends = text[words.end - 1] in _SPEAKS_ON
    after = next((f for f in sentence.frames if _follows(tokens, f, at)), None)
    named = is_name(text, tokens, at, words)
    if after and ends and not (named or (at and tokens[at - 1].is_word and is_title(text, words))):
        return Said("after", n, after, after.source, free)
    if named:
        return None
    near = next((f for f in reversed(sentence.frames) if f.right < at and _is_near(tokens, f, at)), None)
    if near:
        return Said("before", n, near, near.source, free)
    before = next((f for f in reversed(sentence.frames) if f.right < at and not _is_spent(text, tokens, f, at)), None)
    if after:
        return Said("after", n, after, after.source, free)
    if at and tokens[at - 1].text == ":" and (subject := _announcer(tokens, at - 1)):
        return Said("colon", n, None, subject, free)
    if is_title(text, words):
        return None
    trailing = next((f for f in sentence.frames if f.left > at and _trails(tokens, f)), None)
    if before and (before.verb.clause or not trailing or trailing.order != "according"):
        before = _governing(sentence, before, at)
        return Said("within", n, before, before.source)
    return Said("trailing", n, trailing, trailing.source) if trailing else None


def _governing(sentence: Sentence, nearest: Frame, at: int) -> Frame:
    """The clause that words further on belong to: not `had no right to talk about …, and that …` but the `said` before it."""
    outer = next((f for f in reversed(sentence.frames) if f.right < nearest.left and f.verb.clause and f.order == "plain"), None)
    if outer and _reports(sentence.tokens, outer, nearest):
        return outer
    distant = at - nearest.right > 4 and nearest.order == "shared" and nearest.verb.form == "base"
    return outer if outer and distant else nearest


def _reports(tokens: Sequence[Token], outer: Frame, inner: Frame) -> bool:
    """Whether the inner clause is part of what the outer one's speaker says of himself: `said that she had read it "twice"`."""
    if inner.source is None or inner.order != "plain" or tokens[inner.source[0]].lower not in ("he", "she", "it", "they"):
        return False
    between = tokens[outer.right + 1 : inner.left]
    return len(between) < 4 and bool(between) and between[-1].lower == "that" and inner.cue[0] < inner.cue[1]


def _announcer(tokens: Sequence[Token], colon: int) -> Phrase | None:
    """Who a colon announces: a name right before it that a dash or nothing precedes, else the sentence's subject."""
    near = phrase_to(tokens, colon - 1, 0)
    if near and (near[0] == 0 or not tokens[near[0] - 1].is_word or tokens[near[0] - 1].lower == "from") and tokens[near[1]].is_name:
        return near
    return main_subject(tokens, colon)


def _is_spent(text: str, tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether the clause closes a quotation before it, so that what comes after is told: `"…," said Holt, who wore an "I vote" badge`."""
    before = tokens[frame.left - 1] if frame.left else None
    if before is None or before.quote < 0 or not text[before.start + 1].isupper():
        return False
    return at - frame.right > 2 and frame.order in ("plain", "inverted") and not any(t.lower == "that" for t in tokens[frame.right : at])


def _follows(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether the clause stands right behind the marks: `"…," Holt said`."""
    gap = tokens[at + 1 : frame.left]
    return frame.left > at and len(gap) <= 1 and all(t.text in ",—–-" and t.text for t in gap)


def _is_near(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """Whether only small matter stands between clause and marks: `said on Monday: "…`, `told reporters that "…`."""
    gap = tokens[frame.right + 1 : at]
    return len(gap) <= 10 and all(t.quote < 0 for t in gap) and (not gap or gap[-1].text in (":", ",") or gap[-1].lower in ("that", "as"))


def _trails(tokens: Sequence[Token], frame: Frame) -> bool:
    before = tokens[frame.left - 1]
    return frame.order == "according" or before.text == "," or before.quote >= 0


def _spread(text: str, read_: Sequence[Sentence], pieces: Sequence[Piece], said: dict[int, Said]) -> None:
    """Give quotations without a clause that of the one before or after, or the subject of what leads up to them."""
    waiting = [(n, at, t.quote) for n, s in enumerate(read_) for at, t in enumerate(s.tokens) if t.quote >= 0 and t.quote not in said]
    for n, at, quote in waiting:
        if read_[n].lone or (at == 0 and is_utterance(text, pieces[quote].words)):
            _give(said, quote, _from_before(read_, n, said))
    for n, _, quote in reversed(waiting):
        if read_[n].lone and quote not in said:
            _give(said, quote, _from_after(read_, n, said))
    for n, at, quote in waiting:
        words = pieces[quote].words
        named = is_title(text, words) or is_name(text, read_[n].tokens, at, words)
        if quote not in said and is_utterance(text, words) and (read_[n].lone or not named):
            _give(said, quote, (_led(read_, n, said) if read_[n].lone else None) or Said("none", n, free=True))


def _give(said: dict[int, Said], quote: int, why: Said | None) -> None:
    if why:
        said[quote] = why


def _from_before(read_: Sequence[Sentence], n: int, said: dict[int, Said]) -> Said | None:
    """The attribution of the quotation before, if that stands in the same block."""
    if not n or read_[n - 1].block != read_[n].block:
        return None
    last = next((said[t.quote] for t in reversed(read_[n - 1].tokens) if t.quote in said), None)
    return Said("continued", last.sentence, last.frame, last.source, free=True) if last and last.free else None


def _from_after(read_: Sequence[Sentence], n: int, said: dict[int, Said]) -> Said | None:
    if n + 1 >= len(read_) or read_[n + 1].block != read_[n].block or not read_[n + 1].tokens or read_[n + 1].tokens[0].quote not in said:
        return None
    following = said[read_[n + 1].tokens[0].quote]
    return Said("announced", following.sentence, following.frame, following.source, free=True) if following.free else None


def _led(read_: Sequence[Sentence], n: int, said: dict[int, Said]) -> Said | None:
    """The subject of the sentence that leads up to a bare quotation: `Holt was blunt.`, or a block that ends with a colon."""
    if not n:
        return None
    before = read_[n - 1]
    colon = before.tokens[-1].text == ":"
    if before.block != read_[n].block and not colon:
        return None
    if colon and before.frames and before.frames[-1].source:
        return Said("led", n - 1, before.frames[-1], before.frames[-1].source, free=True)
    quoted = next((said[t.quote] for t in reversed(before.tokens) if t.quote in said and said[t.quote].source), None)
    if quoted:
        return Said("led", quoted.sentence, quoted.frame, quoted.source, free=True)
    clause = next((f for f in before.frames if f.order != "shared" and f.source), None)
    subject = clause.source if clause else main_subject(before.tokens, len(before.tokens))
    if before.lone or subject is None or (clause is None and not _is_personal(before.tokens, subject)):
        return None
    return Said("led", n - 1, clause, subject, free=True)


def _is_personal(tokens: Sequence[Token], subject: Phrase) -> bool:
    """Whether a bare subject may be a speaker: a name, a personal pronoun, or `the minister`."""
    last = tokens[subject[1]]
    return last.is_name or last.lower in ("he", "she", "they", "who") or tokens[subject[0]].lower in ("the", "his", "her", "their")

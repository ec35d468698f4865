"""Interviews and transcripts: turns that begin with a label, `Q:`, `ORR:` or `Mara Orr —`.

It decides by layout, and by the names that the text gives in other places. `Note:`, a list of
candidates and a score are none: labels must come back, and those who speak say `I`, `you` or ask.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.engines.reporting.clause_words import PERSONS
from app.engines.word_lists import ROLES, words
from app.layers.speech.attribution import Attribution
from app.layers.speech.contents import Part
from app.layers.speech.transcripts.interviewees import fits, interviewee, named_by
from app.linking.sources.mentions import NamedMention
from app.text.spans import Block, Span

_WORD = r"[A-ZÀ-Þ][\w.'’&-]*"
# One to five capitalised words, small particles between them, behind an article or not.
_NAME = rf"(?:[Tt]he )?{_WORD}(?: (?:de|da|di|van|von|der|la|al|bin|of|{_WORD})){{0,4}}"
# A label begins its line, perhaps behind an opening mark. A colon or a dash with spaces follows it,
# behind `Q` and `A` also a full stop.
_LABEL = re.compile(
    rf"[ \u00a0]*[\"“„«]?(?P<label>Q|A|{_NAME})"
    r"(?:(?P<sign>:|(?<=\b[QA])\.)|[ \u00a0](?P<dash>[—–])(?=[ \u00a0]))[ \u00a0]*(?=\S)"
)
_QUESTION, _ANSWER = words("q question frage"), words("a answer antwort")
_SPEAKERS = words(
    """
    interviewer interviewee reporter journalist host cohost moderator presenter anchor narrator
    questioner question answer audience crowd voice speaker caller operator dispatcher chair court
    judge justice counsel lawyer prosecutor defendant witness clerk man woman boy girl officer
    """
)
# What labels else: rubrics, credits, facts about an event or a person. They end a turn.
_RUBRICS = words(
    """
    note notes photo photos picture image video audio caption credit credits source sources update
    updated correction clarification editor's editor’s advertisement related also read watch see
    more tip tips warning fact facts claim claims verdict ruling rating truth reality context
    analysis background summary where when who what why how which time date day place venue location
    address phone email website web contact tickets admission price prices cost info details
    information age born education experience occupation job party family hometown residence
    ingredients method directions serves makes step key pros cons pro con best worst result results
    score final group total odds weather forecast ps p.s headline title author byline published
    """
)
_SPOKEN = words(
    "i i'm i’m i've i’ve i'd i’d i'll i’ll me my we we're we’re we've we’ve us our you your you're "
    "you’re"
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")  # words in marks inside a paragraph
_ASIDE = re.compile(r"[\[(*][^\n]*[\])*]\.?")  # `(Laughter.)` in a paragraph of its own
_IN_LABEL = -1
_FEWEST = 3  # turns of a transcript with names; two are enough with `Q` and `A`
_CONFIDENCE = 0.95  # as behind a signature; the layout leaves hardly a doubt
_OPENING, _CLOSING = "\"“„«'‘", "\"”“»'’"


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows one label: a stretch for each paragraph.

    `named` is where the text names the speaker, if the label itself does not.
    """

    label: Span
    sign: Span
    words: tuple[Span, ...]
    named: Span | None = None

    def covers(self, span: Span) -> bool:
        """Whether a span is in one of its stretches."""
        return any(own.covers(span) for own in self.words)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with its sign, where its words begin and end, and the index of its block."""

    key: str
    label: Span
    sign: Span
    words: Span
    block: int


def turns(
    text: str, blocks: Sequence[Block], people: Sequence[NamedMention], language: str = "en"
) -> list[Turn]:
    """The turns of the interview or transcript that a text is or holds; none in other texts.

    `people` are the people whom the text names, in order.
    """
    spoken = PERSONS.get(language, _SPOKEN)
    labels = _without_headline(list(_labels(text, blocks)))
    keys = _speaking(text, labels, people, spoken)
    if not keys:
        return []
    speaking = [lab.label for lab in labels if lab.key in keys]
    elsewhere = _outside(people, speaking)
    answers = interviewee(text, [m for m in elsewhere if m.start < speaking[0].start])
    found = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stretches = _stretches(text, blocks, label, following, spoken)
        if stretches and label.key in keys:
            is_answer = label.key in _ANSWER
            named = answers if is_answer else named_by(text, label.label, elsewhere)
            found.append(Turn(label.label, label.sign, stretches, named))
    return found


def _outside(people: Sequence[NamedMention], labels: Sequence[Span]) -> list[NamedMention]:
    """The mentions that are in none of the labels; both are in order."""
    starts = [lab.start for lab in labels]

    def is_inside(mention: NamedMention) -> bool:
        n = bisect_right(starts, mention.start) - 1
        return n >= 0 and labels[n].covers(Span(mention.start, mention.end))

    return [m for m in people if not is_inside(m)]


def attributions(said: Sequence[Attribution], found: Sequence[Turn]) -> Iterator[Attribution]:
    """The attributions with the turns among them.

    Inside a turn only those stay that have their own cue there: `A: Holt said it was late.`
    """
    for attribution in said:
        kept = _outside_labels(attribution, found) if found else attribution
        if kept:
            yield kept
    for turn in found:
        parts = tuple(Part(w, w, "direct", "labels", _CONFIDENCE, free=True) for w in turn.words)
        yield Attribution(
            parts,
            _CONFIDENCE,
            (True,) * len(parts),
            turn.sign,
            turn.label,
            source_probability=_CONFIDENCE,
            named=turn.named,
        )


def _outside_labels(attribution: Attribution, found: Sequence[Turn]) -> Attribution | None:
    """The attribution with the parts that are in the same turn as its cue, or both in none.

    None where no part is left.
    """
    cue = attribution.cue
    own_turn = _turn_of(cue, found) if cue else None
    pairs = [
        (part, whole)
        for part, whole in zip(attribution.parts, attribution.whole, strict=True)
        if _turn_of(part.words, found) == own_turn
    ]
    if not pairs or own_turn == _IN_LABEL:
        return None
    parts, whole = zip(*pairs, strict=True)
    return replace(attribution, parts=parts, whole=whole)


def _turn_of(span: Span, found: Sequence[Turn]) -> int | None:
    """The index of the turn that a span is in; `_IN_LABEL` for a label."""
    for n, turn in enumerate(found):
        if turn.label.start <= span.start < turn.sign.end:
            return _IN_LABEL
        if turn.covers(span):
            return n
    return None


def _labels(text: str, blocks: Sequence[Block]) -> Iterator[_Label]:
    """What looks like a label at the beginning of each line of a paragraph."""
    for n, block in enumerate(blocks):
        if block.kind not in ("paragraph", "list_item"):
            continue
        found = []
        start = block.start
        for line in text[block.start : block.end].split("\n"):
            label = _LABEL.match(text, start, start + len(line))
            if label:
                found.append(label)
            start += len(line) + 1
        ends = [*(label.start() for label in found[1:]), block.end]
        for label, end in zip(found, ends, strict=False):
            key = label["label"].casefold().removeprefix("the ")
            span = Span(*label.span("label"))
            sign = Span(*label.span("sign" if label["sign"] else "dash"))
            yield _Label(key, span, sign, Span(label.end(), end), n)


def _without_headline(labels: Sequence[_Label]) -> Sequence[_Label]:
    """The labels without that of a headline, `Orr: quay will close`, behind which none follows."""
    is_headline = labels and labels[0].block == 0 and (len(labels) < 2 or labels[1].block > 1)
    return labels[1:] if is_headline else labels


def _speaking(
    text: str, labels: Sequence[_Label], people: Sequence[NamedMention], spoken: frozenset[str]
) -> set[str]:
    """The labels that are speakers; empty where the text is no transcript."""
    keys = {lab.key for lab in labels if not _is_rubric(lab.key)}
    if _QUESTION & keys and _ANSWER & keys:
        return keys & (_QUESTION | _ANSWER)
    return _names_of_speakers(text, labels, keys, people, spoken)


def _names_of_speakers(
    text: str,
    labels: Sequence[_Label],
    keys: set[str],
    people: Sequence[NamedMention],
    spoken: frozenset[str],
) -> set[str]:
    """The names and roles among the labels, if several come back as in a transcript."""
    speaker_of = {key: _person(key, people) or key for key in keys}
    known = _known(speaker_of)
    again = _coming_back([lab for lab in labels if lab.key in keys], speaker_of)
    speaking = known | again
    if known.isdisjoint(again) and len(again) < 2:
        return set()
    several = len({speaker_of[key] for key in speaking}) > 1
    return speaking if several and _speak(text, labels, speaking, spoken) else set()


def _known(speaker_of: Mapping[str, str]) -> set[str]:
    """The labels that are a person's name or a word for somebody who speaks."""
    return {key for key, speaker in speaker_of.items() if speaker != key or _is_role(key)}


def _is_role(key: str) -> bool:
    return key.split()[-1] in _SPEAKERS | ROLES


def _coming_back(labels: Sequence[_Label], speaker_of: Mapping[str, str]) -> set[str]:
    """The labels whose speaker has more than one turn."""
    counts = Counter(speaker_of[lab.key] for lab in labels)
    return {lab.key for lab in labels if counts[speaker_of[lab.key]] > 1}


def _person(label: str, people: Sequence[NamedMention]) -> str | None:
    """What identifies the person whom a label means: `Mara Orr:` comes back as `Orr:`.

    None where it is nobody's name; where several bear it, the label with a sign before it.
    """
    keys = {m.key for m in people if fits(label, m)}
    return keys.pop() if len(keys) == 1 else (f"={label}" if keys else None)


def _speak(text: str, labels: Sequence[_Label], speaking: set[str], spoken: frozenset[str]) -> bool:
    """Whether there are turns enough, and a third of them speak like a person."""
    in_turns = [lab for lab in labels if lab.key in speaking]
    personal = sum(_is_spoken(lab.words.of(text), spoken) for lab in in_turns)
    return len(in_turns) >= _FEWEST and 3 * personal >= len(in_turns)


def _is_rubric(key: str) -> bool:
    return not _RUBRICS.isdisjoint(key.split())


def _is_spoken(stretch: str, spoken: frozenset[str]) -> bool:
    """Whether words outside marks ask, or speak of the speaker or the one spoken to."""
    own = _MARKED.sub(" ", stretch) if stretch[:1] not in _OPENING else stretch
    if "?" in own:
        return True
    return any(token.casefold() in spoken for token in _TOKEN.findall(own))


def _stretches(
    text: str,
    blocks: Sequence[Block],
    label: _Label,
    following: _Label | None,
    spoken: frozenset[str],
) -> tuple[Span, ...]:
    """What a label's turn says: the words behind it, and the paragraphs up to the next label.

    These must speak like a person, unless they are between `Q` and `A`.
    """
    end = following.block if following else len(blocks)
    is_interview = label.key in _QUESTION | _ANSWER and following is not None
    stretches = [_trimmed(text, label.words)]
    for block in blocks[label.block + 1 : end]:
        stretch = _trimmed(text, Span(block.start, block.end))
        words_of_block = stretch.of(text)
        if block.kind == "paragraph" and _ASIDE.fullmatch(words_of_block):
            continue
        if block.kind != "paragraph" or not (is_interview or _is_spoken(words_of_block, spoken)):
            break
        stretches.append(stretch)
    return tuple(filter(partial(_has_word, text), stretches))


def _has_word(text: str, stretch: Span) -> bool:
    return _TOKEN.search(text, stretch.start, stretch.end) is not None


def _trimmed(text: str, span: Span) -> Span:
    """Without white space, and without marks around the whole of it."""
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    end = span.end - (len(said) - len(said.rstrip()))
    if end - start > 1 and text[start] in _OPENING:
        inner = text[start + 1 : end]
        if not any(mark in inner[:-1] for mark in _OPENING[:4] + _CLOSING[:4]):
            start += 1
            end -= inner[-1] in _CLOSING
    elif start < end and text[end - 1] in '"”»' and text.count(text[end - 1], start, end) == 1:
        end -= 1
    return Span(min(start, end), end)

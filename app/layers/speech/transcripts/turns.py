"""Interviews and transcripts: turns that begin with a label, `Q:`, `ORR:` or `Mara Orr —`.

It decides by layout, and by the names that the text gives in other places. `Note:`, a list of
candidates and a score are none: labels must come back, and those who speak say `I`, `you` or ask.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from app.engines.reporting.clause_words import PERSONS
from app.engines.word_lists import ROLES, words
from app.layers.speech.attribution import Attribution
from app.layers.speech.contents import Part
from app.layers.speech.transcripts.interviewees import Bearers, interviewee
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
_REPEATED = (
    4  # at most each fourth label of an interview is that of the same kind as the one before
)
_OPTIONS = frozenset("bc")
_SECOND_OPTION = re.compile(r"[^\n]*\n+[ \u00a0]*[Bb][.:)][ \u00a0]")  # in the next line
_MARK = re.compile(r"[\"“”„«»]")
_CLOSED_BY = {'"': '"', "“": '”"', "„": '“”"', "«": "»", "»": "«"}
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
    bearers = Bearers(elsewhere)
    found = []
    for label, stretches in _said(text, blocks, labels, keys, spoken):
        named = answers if label.key in _ANSWER else bearers.named(label.key)
        found.append(Turn(label.label, label.sign, stretches, named))
    return found


def _said(
    text: str,
    blocks: Sequence[Block],
    labels: Sequence[_Label],
    keys: set[str],
    spoken: frozenset[str],
) -> Iterator[tuple[_Label, tuple[Span, ...]]]:
    """The labels that are speakers, with the stretches behind each; none without words."""
    last = max(n for n, label in enumerate(labels) if label.key in keys)
    ends = [*(label.block for label in labels[1:]), len(blocks)]
    for n, (label, end) in enumerate(zip(labels, ends, strict=True)):
        if label.key not in keys:
            continue
        stretches = _stretches(text, blocks[label.block + 1 : end], label, n == last, spoken)
        if stretches:
            yield label, stretches


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
    places = _Places(found)
    for attribution in said:
        kept = _outside_labels(attribution, places) if found else attribution
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


class _Places:
    """Where turns and their labels are; the turns are in the order of the text."""

    def __init__(self, found: Iterable[Turn]) -> None:
        self._all: list[tuple[Span, int]] = []
        for n, turn in enumerate(found):
            self._all.append((Span(turn.label.start, turn.sign.end), _IN_LABEL))
            self._all += ((words, n) for words in turn.words)
        self._starts = [place.start for place, _ in self._all]

    def turn_of(self, span: Span) -> int | None:
        """The index of the turn that a span is in; `_IN_LABEL` for one that begins in a label."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return None
        place, turn = self._all[at]
        is_in_label = turn == _IN_LABEL and span.start < place.end
        return turn if is_in_label or (turn != _IN_LABEL and place.covers(span)) else None


def _outside_labels(attribution: Attribution, places: _Places) -> Attribution | None:
    """The attribution with the parts that are in the same turn as its cue, or both in none.

    None where no part is left.
    """
    cue = attribution.cue
    own_turn = places.turn_of(cue) if cue else None
    pairs = [
        (part, whole)
        for part, whole in zip(attribution.parts, attribution.whole, strict=True)
        if places.turn_of(part.words) == own_turn
    ]
    if not pairs or own_turn == _IN_LABEL:
        return None
    parts, whole = zip(*pairs, strict=True)
    return replace(attribution, parts=parts, whole=whole)


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
        if _is_interview(text, [lab for lab in labels if lab.key in keys]):
            return keys & (_QUESTION | _ANSWER)
        keys -= _QUESTION | _ANSWER | _OPTIONS
    return _names_of_speakers(text, labels, keys, people, spoken)


def _is_interview(text: str, labels: Sequence[_Label]) -> bool:
    """Whether a question comes first, answers take turns with questions, and none is an option."""
    asks = [lab.key in _QUESTION for lab in labels if lab.key in _QUESTION | _ANSWER]
    repeated = sum(one == other for one, other in pairwise(asks))
    return asks[0] and repeated * _REPEATED <= len(asks) - 1 and not _has_options(text, labels)


def _has_options(text: str, labels: Sequence[_Label]) -> bool:
    """Whether `B` comes behind `A`, as where one of several answers is to be chosen."""
    if not _OPTIONS.isdisjoint(lab.key for lab in labels):
        return any(lab.key == "a" for lab in labels)
    answers = (lab for lab in labels if lab.key == "a")
    return any(_SECOND_OPTION.match(text, lab.words.start) for lab in answers)


def _names_of_speakers(
    text: str,
    labels: Sequence[_Label],
    keys: set[str],
    people: Sequence[NamedMention],
    spoken: frozenset[str],
) -> set[str]:
    """The names and roles among the labels, if several come back as in a transcript."""
    bearers = Bearers(people)
    speaker_of = {key: bearers.person(key) or key for key in keys}
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
    text: str, between: Sequence[Block], label: _Label, is_last: bool, spoken: frozenset[str]
) -> tuple[Span, ...]:
    """What a label's turn says: the words behind it, and the paragraphs up to the next label.

    These must speak like a person, unless they are between `Q` and `A`. Behind the last label only
    those are the turn's over which words in marks go on.
    """
    is_interview = label.key in _QUESTION | _ANSWER
    stretches = [_trimmed(text, label.words)]
    before = text[max(0, label.label.start - 1) : label.words.end]  # with a mark before the label
    for block in between:
        stretch = _trimmed(text, Span(block.start, block.end))
        words_of_block = stretch.of(text)
        if block.kind == "paragraph" and _ASIDE.fullmatch(words_of_block):
            continue
        speaks = not is_last and (is_interview or _is_spoken(words_of_block, spoken))
        paragraph = text[block.start : block.end].strip()
        if block.kind != "paragraph" or not (speaks or _goes_on(before, paragraph)):
            break
        stretches.append(stretch)
        before = paragraph if paragraph[:1] in _CLOSED_BY else ""
    return tuple(filter(partial(_has_word, text), stretches))


def _goes_on(before: str, paragraph: str) -> bool:
    """Whether marks are open at the end of a paragraph and the next repeats or closes them."""
    closing = ""
    for mark in _MARK.findall(before):
        closing = "" if mark in closing else (closing or _CLOSED_BY.get(mark, ""))
    return bool(closing) and (paragraph[:1] in _CLOSED_BY or paragraph[-1:] in closing)


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

"""What the layer `claim` finds: every sentence, how check-worthy it is, and whose claim it is."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from app.engines import word_lists
from app.engines.claims import checkworthiness, uncheckable
from app.engines.model.choice import ENGINE
from app.engines.model.tagger import Reading
from app.layers.assertions.claimants import Claimant, claimant
from app.layers.base import Doc, Earlier, Finding
from app.linking.within import sports_teams
from app.text.spans import Block, Span

_OUTER = " \t\n\u00a0\"'“”‘’„‚«»‹›"
_NOT_RUNNING_TEXT = frozenset({"heading", "caption", "table", "code"})
_NEWS = "claims:news"  # the head that has learnt from sentences of the news, if the model has it
# The weights of the heads where it has. A fifth for the others costs .003 of average precision on
# sentences of the news (five folds) and gives .001 on claimbuster's that training keeps out.
_HEADS_WITH_NEWS = {_NEWS: 0.8, "claims:debates": 0.16, "claims:speeches": 0.04}
# The same where it has not. On the sentences that training
# keeps out, 1, 0.8 and 0.6 for the first give an average precision of .961, .961, .960 on
# claimbuster's and .881, .887, .891 on policlaim's.
_HEADS = {"claims:debates": 0.8, "claims:speeches": 0.2}
_FINAL = ".!?…:;,\"”»'’"
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_CERTAIN = 1e-6  # the model's answers are held this far from 0 and 1
_MOST_IN_HEADLINE, _MOST_IN_LINE = 200, 100  # characters of a headline, of another such line
_SHARE_OF_CAPITALS = 0.85  # of the longer words of a line in title case


def found(doc: Doc, earlier: Earlier) -> Iterator[Finding]:
    """Every sentence, its check-worthiness as the confidence."""
    quotations = _Ordered(earlier.get("quotation", ()))
    sentences = _sentences_with_signs(doc, earlier)
    _add_signs_of_article(doc, sentences, quotations)
    model = _SentenceModel(doc.reading)
    for sentence in sentences:
        who = claimant(doc.text, sentence.span, quotations.touching(sentence.span))
        if doc.reading is None and not who.reported:
            # Without the model many quotations are missed: nobody knows whose claim it is.
            who = replace(who, reported=None)
        yield _finding(doc.text, sentence, model.worth(sentence), who, model.creator)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, its words without outer marks, and its signs, to which others are added."""

    span: Span
    words: Span
    signs: dict[str, float]


class _Ordered:
    """Findings by start, so that those in a span are found by bisection."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = sorted(findings, key=lambda f: f.start)
        self._starts = [f.start for f in self._findings]
        self._longest = max((f.end - f.start for f in findings), default=0)

    def within(self, span: Span) -> list[Finding]:
        """Those that begin in the span."""
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.end)
        return self._findings[low:high]

    def touching(self, span: Span) -> list[Finding]:
        """Those that share a character with it."""
        # No finding that begins earlier is long enough to reach the span.
        low = bisect_left(self._starts, span.start - self._longest)
        high = bisect_left(self._starts, span.end)
        return [f for f in self._findings[low:high] if f.end > span.start]


class _SentenceModel:
    """What the model answers for sentences; nothing where it has not read the text."""

    def __init__(self, reading: Reading | None) -> None:
        self._reading = reading
        known = reading.labels.claims if reading else {}
        self.has_news = _NEWS in known
        heads = _HEADS_WITH_NEWS if self.has_news else _HEADS
        self._heads = {head: weight for head, weight in heads.items() if head in known}
        self.creator = word_lists.CREATOR
        if reading and self._heads:
            self.creator = f"{ENGINE}@{reading.labels.version}"

    def log_odds(self, sentence: Span) -> float | None:
        """That the sentence is check-worthy: the weighted mean of the heads."""
        if self._reading is None or not self._heads:
            return None
        total = 0.0
        for head, weight in self._heads.items():
            answer = self._reading.worth(head, sentence)
            bounded = min(1 - _CERTAIN, max(_CERTAIN, answer))
            total += weight * log(bounded / (1 - bounded))
        return total / sum(self._heads.values())

    def worth(self, sentence: _Sentence) -> float:
        """The check-worthiness by the model and by the signs, 0–1."""
        learnt = self.log_odds(sentence.span)
        if self.has_news and learnt is not None:
            return checkworthiness.worth_in_news(sentence.signs, learnt)
        return checkworthiness.worth(sentence.signs, learnt)


def _sentences_with_signs(doc: Doc, earlier: Earlier) -> list[_Sentence]:
    """Every sentence that has words."""
    names = _Ordered(earlier.get("entity", ()))
    dates = _Ordered(earlier.get("date", ()))
    sentences = []
    for span, is_apart in _sentences(doc):
        words = _trimmed(doc.text, span)
        if words is None:
            continue
        has_date = any(_is_dated(f) for f in dates.within(span))
        name_count = len(names.within(span))
        signs = checkworthiness.signs(words.of(doc.text), has_date, name_count, is_apart)
        sentences.append(_Sentence(span, words, signs))
    return sentences


def _add_signs_of_article(doc: Doc, sentences: Sequence[_Sentence], quotations: _Ordered) -> None:
    """Add the signs of the whole article to every sentence.

    It may be a report of sport, an opinion piece or an advertisement.
    """
    by_writer = [s.signs for s in sentences if not quotations.touching(s.span)]
    is_argued = uncheckable.argues(by_writer)
    is_advertised = uncheckable.advertises([s.signs for s in sentences])
    is_sport = sports_teams.is_sport(doc.text)
    for sentence in sentences:
        sentence.signs["argued"] = float(is_argued)
        sentence.signs["advertised"] = float(is_advertised)
        sentence.signs["trifle"] = float(is_sport or sentence.signs["trifle"])


def _sentences(doc: Doc) -> Iterator[tuple[Span, bool]]:
    """Every sentence, and whether it is outside the running text, as headings and tables are."""
    apart = [b for b in doc.blocks if b.kind in _NOT_RUNNING_TEXT or _is_headline(doc, b)]
    n = 0
    for sentence in doc.sentences:
        while n < len(apart) and apart[n].end <= sentence.start:
            n += 1
        yield sentence, n < len(apart) and apart[n].start <= sentence.start


def _is_headline(doc: Doc, block: Block) -> bool:
    """Whether a paragraph reads like a heading that the importer did not mark.

    A short line without final punctuation, or a first line in title case.
    """
    written = doc.text[block.start : block.end]
    is_first = block.start == doc.blocks[0].start
    most = _MOST_IN_HEADLINE if is_first else _MOST_IN_LINE
    if len(doc.blocks) < 2 or len(written) >= most:
        return False
    return written[-1] not in _FINAL or (is_first and _is_title_case(written))


def _is_title_case(line: str) -> bool:
    """Whether nearly all longer words are capitalised; a sentence has others even among names."""
    longer = [w for w in _LONGER_WORD.findall(line) if w[0].isupper() != w[0].islower()]
    capitals = sum(w[0].isupper() for w in longer)
    return len(longer) > 3 and capitals >= _SHARE_OF_CAPITALS * len(longer)


def _trimmed(text: str, sentence: Span) -> Span | None:
    """The sentence without outer white space and without marks whose other half is elsewhere.

    None if nothing is left.
    """
    words = sentence.of(text)
    bare = words.strip().strip(_OUTER).strip()
    if not bare:
        return None
    kept = bare if _is_balanced(bare) else words.strip()
    start = sentence.start + words.index(kept)
    return Span(start, start + len(kept))


def _is_balanced(words: str) -> bool:
    """Whether every mark has its other half in the words."""
    return (
        words.count('"') % 2 == 0
        and words.count("“") == words.count("”")
        and words.count("«") == words.count("»")
    )


def _is_dated(finding: Finding) -> bool:
    return not str(finding.body["value"]).endswith("_REF")


def _finding(text: str, sentence: _Sentence, worth: float, who: Claimant, creator: str) -> Finding:
    words = sentence.words
    body = {
        "check_worthiness": worth,
        "claimant": who.name,
        "claimant_chain": who.chain,
        "reported": who.reported,
        "why": checkworthiness.why(words.of(text), sentence.signs),
    }
    return Finding("claim", words.start, words.end, "claim", body, worth, creator)

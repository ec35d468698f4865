"""Names as the embedded model reads them, in the kinds of the contract.

Mentions are joined elsewhere.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.engines import word_lists
from app.engines.model.blending import blend
from app.engines.model.tagger import Head, Reading, TaggedSpan
from app.engines.names import kind_evidence
from app.engines.names.capitalized import Name, Sighting, Word
from app.engines.names.multiword import is_numbered
from app.engines.names.non_names import common_acronyms, is_no_name, named_after
from app.engines.places import gazetteer
from app.layers.base import Doc
from app.layers.names import by_form

# The second is blended in: it has learnt from all corpora, but only three kinds. On dev parts, the
# layer as a whole, typed F1 with and without: worldwide .850 .849, cleanconll .768 .766, gum .593
# .577. A model trained on open licences alone has only the second.
_HEADS = ("names:worldwide", "names:common")
_NO_NAMES = frozenset({"date", "money"})
_UNKNOWN = "misc"
_OF_UNKNOWN = frozenset({"event", "work", "product"})  # what a name of no kind may be
# What rules can mark where the head has no such kind.
_OF_RULES = _OF_UNKNOWN | {"group", "facility"}
_OF_PRODUCTS = ("names:wnut17", "names:re3d")
_SURE_PRODUCT = 0.7  # the sum of their shares
_QUOTES = frozenset("\"'“”„‟‘’‚«»‹›")

# The confidence from which a mention lends some to others of its name, and how much of it: 0.2
# points on worldwide's dev part, nothing on cleanconll's.
_LENDS, _LENT = 0.7, 0.8
_OWNER = re.compile(r"([^'’]+)['’]s\s+(?=\S)")

SAID = 3.4
"""Weight, on the scale of `kind_evidence.evidence`, of a kind of which the model is sure."""
# How much the form of a name's own words counts beside it: on worldwide's dev part 0.2 points of F1
# over 1, 0.1 over 0.
_FORM = 0.5
_SURE = 2.5  # weight from which rules mark by themselves


def sightings(
    doc: Doc, words: Sequence[Word], reading: Reading
) -> list[tuple[Sighting, float | None]]:
    """The names among the words of the text, in order, with the model's confidence.

    The confidence is None where only rules have marked a name.
    """
    heads = [reading.labels.heads[h] for h in _HEADS if h in reading.labels.heads]
    by_model = list(named_after(words, list(_sightings(doc.text, words, reading, heads))))
    if "group" in heads[0].kinds:
        return [*by_model]
    return _completed(by_model, by_form.sightings(doc, words))


def _sightings(
    text: str, words: Sequence[Word], reading: Reading, heads: Sequence[Head]
) -> Iterator[tuple[Sighting, float]]:
    """The names that the model marks, with the reasons for their kinds, and its confidence."""
    starts, ends = [w.start for w in words], [w.end for w in words]
    common = frozenset(w.text for w in words if w.text.islower())
    common_nouns = common_acronyms(words)
    tagged = list(blend(reading, heads[0], heads[-1]))
    for tag in _with_lent_confidence(text, list(_without_owners(text, tagged))):
        # From characters to words: every word that the tag touches.
        name = Name(
            bisect_left(ends, tag.start + 1),
            bisect_left(starts, tag.end),
            quoted=tag.kind == _UNKNOWN and _is_quoted(text, tag),
        )
        if tag.kind in _NO_NAMES or not _is_name(words, name, tag.kind):
            continue
        if is_no_name(words, name, common_nouns):
            continue
        ruled = kind_evidence.evidence(words, name, gazetteer.places(), common, _FORM)
        yield Sighting(name, tag.span, tuple(_reasons(tag, ruled, reading))), tag.confidence


def _without_owners(text: str, tagged: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """The spans, `Russia's Security Council` as two names.

    Only where the owner is a known place or marked by itself elsewhere.
    """
    kind_of = {text[tag.start : tag.end]: tag.kind for tag in tagged}
    kind_of |= dict.fromkeys(gazetteer.places(), "place")
    for tag in tagged:
        owner = _OWNER.match(text, tag.start, tag.end)
        kind = kind_of.get(owner[1]) if owner and tag.kind != _UNKNOWN else None
        if owner and kind:
            yield TaggedSpan(tag.start, owner.end(1), kind, tag.confidence)
            yield TaggedSpan(owner.end(), tag.end, tag.kind, tag.confidence)
        else:
            yield tag


def _with_lent_confidence(text: str, tagged: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """The spans, with some confidence from the surest mention of the same name."""
    best: dict[str, float] = {}
    for tag in tagged:
        written = text[tag.start : tag.end]
        best[written] = max(tag.confidence, best.get(written, 0.0))
    for tag in tagged:
        surest = best[text[tag.start : tag.end]]
        lent = _LENT * surest if surest >= _LENDS else 0.0
        yield replace(tag, confidence=max(tag.confidence, lent))


def _is_quoted(text: str, tag: TaggedSpan) -> bool:
    return (
        tag.start > 0 and text[tag.start - 1] in _QUOTES and text[tag.end : tag.end + 1] in _QUOTES
    )


def _is_name(words: Sequence[Word], name: Name, kind: str) -> bool:
    """Whether it has a word; a name of no kind also needs a capital.

    And it must not be a numbered thing or a listed common abbreviation.
    """
    inside = words[name.first : name.last]
    if not inside or kind != _UNKNOWN:
        return bool(inside)
    written = kind_evidence.phrase(words, name.first, name.last)
    if written in word_lists.NOT_NAMES or written in word_lists.CALENDAR:
        return False
    return any(word.capital for word in inside) and not is_numbered(words, name)


def _reasons(
    tag: TaggedSpan, ruled: Sequence[kind_evidence.Evidence], reading: Reading
) -> Iterator[kind_evidence.Evidence]:
    """The model's kind, and the evidence of the words in the name and next to it.

    Where the model has no kind for it, the evidence alone.
    """
    weight_of_model = SAID * tag.confidence
    if tag.kind != _UNKNOWN:
        yield tag.kind, weight_of_model
        yield from ruled
        return
    fitting = [reason for reason in ruled if reason[0] in _OF_UNKNOWN]
    kind, weight = max(fitting, key=lambda reason: reason[1], default=("", 0.0))
    if weight < 1:
        kind = "product" if _is_product(reading, tag) else "other"
    yield kind, weight_of_model
    yield from fitting


def _is_product(reading: Reading, tag: TaggedSpan) -> bool:
    """Whether the two heads that have learnt weapons, cars and gadgets take it for one."""
    shares = (reading.share(head, "product", tag.span) for head in _OF_PRODUCTS)
    return sum(shares) > _SURE_PRODUCT


def _completed(
    by_model: Sequence[tuple[Sighting, float]], by_rule: Sequence[Sighting]
) -> list[tuple[Sighting, float | None]]:
    """What the model marks, and between it the rules' names of kinds that it does not know."""
    ends = [sighting.span.end for sighting, _ in by_model]
    completed: list[tuple[Sighting, float | None]] = [*by_model]
    for sighting in by_rule:
        kind, weight = max(sighting.reasons, key=lambda r: r[1], default=("other", 0.0))
        if kind not in _OF_RULES or weight < _SURE:
            continue
        following = bisect_left(ends, sighting.span.start + 1)
        if following == len(by_model) or by_model[following][0].span.start >= sighting.span.end:
            completed.append((sighting, None))
    return sorted(completed, key=lambda item: item[0].span)

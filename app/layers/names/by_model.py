"""Names as the embedded model reads them, with the kinds of the contract. Joins no mentions."""

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

# The second is blended in: it has learnt from all corpora, if three kinds only. On dev parts, the
# layer as a whole, typed F1 with and
# without: worldwide .850 .849, cleanconll .768 .766, gum .593 .577. A model trained on open
# licences alone has only the second.
_HEADS = ("names:worldwide", "names:common")
_NO_NAMES = frozenset({"date", "money"})
_UNKNOWN = "misc"
_OF_UNKNOWN = frozenset({"event", "work", "product"})  # what a name of no kind may be
_OF_RULES = _OF_UNKNOWN | {
    "group",
    "facility",
}  # what rules can mark where the head knows no such kind
_OF_PRODUCTS = ("names:wnut17", "names:re3d")
_QUOTES = frozenset("\"'“”„‟‘’‚«»‹›")

_LENDS, _LENT = (
    0.7,
    0.8,
)  # the confidence from which, and how much of it: 0.2 points on worldwide's dev part, nothing on cleanconll's
_OWNER = re.compile(r"([^'’]+)['’]s\s+(?=\S)")

SAID = 3.0
"""Weight, beside those of `kinds.evidence`, of a kind of which the model is sure."""
# how much the look of a name's own words counts beside it: on worldwide's dev part 0.2 points of F1
# over 1, 0.1 over 0
_FORM = 0.5
_SURE = 2.5  # weight from which rules mark by themselves


def sightings(
    doc: Doc, found: Sequence[Word], reading: Reading
) -> list[tuple[Sighting, float | None]]:
    """The names among the text's words `found`, in order, with the model's confidence; None for what rules alone have marked."""
    heads = [reading.labels.heads[h] for h in _HEADS if h in reading.labels.heads]
    made = list(named_after(found, list(_read(doc.text, found, reading, heads))))
    if "group" in heads[0].kinds:
        return [*made]
    return _completed(made, by_form.sightings(doc, found))


def _read(
    text: str, found: Sequence[Word], reading: Reading, heads: Sequence[Head]
) -> Iterator[tuple[Sighting, float]]:
    starts, ends = [w.start for w in found], [w.end for w in found]
    common = frozenset(w.text for w in found if w.text.islower())
    nouns = common_acronyms(found)
    for m in _steadied(text, list(_parted(text, list(blend(reading, heads[0], heads[-1]))))):
        name = Name(
            bisect_left(ends, m.start + 1),
            bisect_left(starts, m.end),
            quoted=m.kind == _UNKNOWN and _is_quoted(text, m),
        )
        if (
            m.kind not in _NO_NAMES
            and _is_name(found, name, m.kind)
            and not is_no_name(found, name, nouns)
        ):
            ruled = kind_evidence.evidence(found, name, gazetteer.places(), common, _FORM)
            yield Sighting(name, m.span, tuple(_reasons(m, ruled, reading))), m.confidence


def _parted(text: str, marked: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """`Russia's Security Council` as two names, if the owner is a known place or marked by itself elsewhere."""
    kind_of = {text[m.start : m.end]: m.kind for m in marked} | dict.fromkeys(
        gazetteer.places(), "place"
    )
    for m in marked:
        owner = _OWNER.match(text, m.start, m.end)
        if owner and (kind := kind_of.get(owner[1])) and m.kind != _UNKNOWN:
            yield TaggedSpan(m.start, owner.end(1), kind, m.confidence)
            yield TaggedSpan(owner.end(), m.end, m.kind, m.confidence)
        else:
            yield m


def _steadied(text: str, marked: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """Names of which the model is surer elsewhere in the text, with some of that confidence."""
    best: dict[str, float] = {}
    for m in marked:
        best[text[m.start : m.end]] = max(m.confidence, best.get(text[m.start : m.end], 0.0))
    for m in marked:
        elsewhere = best[text[m.start : m.end]]
        yield replace(
            m, confidence=max(m.confidence, _LENT * elsewhere if elsewhere >= _LENDS else 0.0)
        )


def _is_quoted(text: str, m: TaggedSpan) -> bool:
    return m.start > 0 and text[m.start - 1] in _QUOTES and text[m.end : m.end + 1] in _QUOTES


def _is_name(found: Sequence[Word], name: Name, kind: str) -> bool:
    """Whether it has a word; a name of no kind needs a capital, and is neither a numbered thing nor a listed common abbreviation."""
    inside = found[name.first : name.last]
    if not inside or kind != _UNKNOWN:
        return bool(inside)
    written = kind_evidence.phrase(found, name.first, name.last)
    is_common = written in word_lists.NOT_NAMES or written in word_lists.CALENDAR
    return any(w.capital for w in inside) and not is_common and not is_numbered(found, name)


def _reasons(
    m: TaggedSpan, ruled: Sequence[kind_evidence.Evidence], reading: Reading
) -> Iterator[kind_evidence.Evidence]:
    """The model's kind, and what the name's words and those beside it say; that alone where the model has no kind for it."""
    if m.kind != _UNKNOWN:
        yield m.kind, SAID * m.confidence
        yield from ruled
        return
    fitting = [r for r in ruled if r[0] in _OF_UNKNOWN]
    kind, weight = max(fitting, key=lambda r: r[1], default=("", 0.0))
    yield (
        kind if weight >= 1 else "product" if _is_product(reading, m) else "other",
        SAID * m.confidence,
    )
    yield from fitting


def _is_product(reading: Reading, m: TaggedSpan) -> bool:
    """Whether the two heads that have met weapons, cars and gadgets hold it for one."""
    return sum(reading.share(h, "product", m.span) for h in _OF_PRODUCTS) > 0.7


def _completed(
    read: Sequence[tuple[Sighting, float]], ruled: Sequence[Sighting]
) -> list[tuple[Sighting, float | None]]:
    """What the model marks, with the rules' names of kinds that it does not know between."""
    ends = [s.span.end for s, _ in read]
    made: list[tuple[Sighting, float | None]] = [*read]
    for s in ruled:
        kind, weight = max(s.reasons, key=lambda r: r[1], default=("other", 0.0))
        at = bisect_left(ends, s.span.start + 1)
        if (
            kind in _OF_RULES
            and weight >= _SURE
            and (at == len(read) or read[at][0].span.start >= s.span.end)
        ):
            made.append((s, None))
    return sorted(made, key=lambda m: m[0].span)

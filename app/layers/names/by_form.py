"""Names found by form alone, where the model has not learnt the language: capitals, titles, endings, CLDR. Joins no mentions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names import context_evidence, kind_evidence
from app.engines.names.candidates import names
from app.engines.names.capitalized import Name, Sighting, Word
from app.engines.names.multiword import dateline, joined
from app.engines.places import gazetteer
from app.layers.base import Doc
from app.text.spans import Block, Span

_SURE_PLACE = 1.2
_LONGEST_LINE = 120  # characters of a heading in capitals; what is longer shouts
_DATELINES_WITHIN = 4  # blocks from the top: a title, a byline and a date may stand before it
_LENT = (
    1.5  # what a listed place lends the others: more than the article before a list says against it
)


def sightings(doc: Doc, found: Sequence[Word]) -> list[Sighting]:
    """The names among the text's words `found`, in order."""
    common = frozenset(w.text for w in found if w.text.islower())
    candidates = _sure(doc, found, joined(doc.text, found, names(found, common), common))
    places = gazetteer.places(doc.language)
    reasons = [kind_evidence.evidence(found, c, places, common) for c in candidates]
    _dated(doc, found, candidates, reasons)
    _parties(found, candidates, reasons)
    _spread(found, candidates, reasons)
    return [_sighting(found, c, r) for c, r in zip(candidates, reasons, strict=True)]


def _sighting(
    found: Sequence[Word], name: Name, reasons: Sequence[kind_evidence.Evidence]
) -> Sighting:
    """The name with its evidence; `Crimean peninsula` takes its lower-case noun along, and is a place."""
    start, last = found[name.first].start, name.last
    noun = (
        last < len(found)
        and found[last].gap == " "
        and found[last].text in word_lists.GEOGRAPHIC_NOUNS
    )
    if noun and any(kind == "group" for kind, _ in reasons):
        return Sighting(name, Span(start, found[last].end), (("place", 3.0),))
    return Sighting(name, Span(start, found[last - 1].end), tuple(reasons))


def _sure(doc: Doc, found: Sequence[Word], candidates: list[Name]) -> list[Name]:
    """Without those that only an opening or a heading's capitals made: such a word must be a name elsewhere, or a known one."""
    shouting = [s for b in doc.blocks for s in _shouting(doc.text, b)]
    loud = _inside(shouting, [found[c.first].start for c in candidates])
    known = {
        found[k].text
        for c, is_loud in zip(candidates, loud, strict=True)
        if not is_loud
        for k in range(c.first, c.last)
        if not found[k].opens or c.last - c.first > 1
    }
    places = gazetteer.places(doc.language)
    return [
        c
        for c, is_loud in zip(candidates, loud, strict=True)
        if _is_sure(found, c, is_loud, known, places)
    ]


def _is_sure(
    found: Sequence[Word], name: Name, loud: bool, known: set[str], places: frozenset[str]
) -> bool:
    if name.quoted:
        return True
    first, single = found[name.first], name.last - name.first == 1
    written = kind_evidence.phrase(found, name.first, name.last)
    if (
        written in word_lists.NOT_NAMES
        or _is_money(found, name)
        or (
            single
            and (
                len(written) < 2
                or (written.lower() in word_lists.ROLES | word_lists.COURTESY and not name.titled)
            )
        )
    ):
        return False
    if not (loud or (first.opens and single)) or name.titled:
        return True
    if (
        written in known
        or written in places
        or written in gazetteer.groups()
        or written in word_lists.ORGANIZATIONS
        or written in word_lists.ACRONYMS
    ):
        return True
    if loud:
        return not single and all(found[k].text in known for k in range(name.first, name.last))
    after = found[name.last] if name.last < len(found) else None
    return first.text.isupper() or bool(
        after
        and (
            (after.gap in {"'", "’"} and after.text == "s")
            or (after.gap == " " and after.lower in word_lists.SPEECH_VERBS)
        )
    )


def _is_money(found: Sequence[Word], name: Name) -> bool:
    """The letters before a currency mark (`US$`)."""
    return (
        name.last < len(found)
        and found[name.last].gap[:1] in {"$", "€", "£"}
        and found[name.last - 1].text.isupper()
    )


def _in_title_case(text: str, block: Block) -> bool:
    """Whether most words of a short block without a full stop have a capital: there a capital says nothing."""
    if block.end - block.start > 200 or (
        block.kind != "heading" and text[block.end - 1] in '.!?:;"”'
    ):
        return False
    longer = [w for w in text[block.start : block.end].split() if len(w) > 3 and w[0].isalpha()]
    return len(longer) >= 3 and sum(w[0].isupper() for w in longer) > 0.7 * len(longer)


def _shouting(text: str, block: Block) -> Iterator[Span]:
    """The block if it is in title case, else its lines in capitals: there a capital says nothing."""
    if _in_title_case(text, block):
        yield Span(block.start, block.end)
        return
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        if line.isupper() and len(line) < _LONGEST_LINE:
            yield Span(at, at + len(line))
        at += len(line) + 1


def _inside(blocks: Sequence[Span], starts: Sequence[int]) -> list[bool]:
    """For ascending `starts`, whether each lies in one of the ascending `blocks`."""
    answers, at = [], 0
    for start in starts:
        while at < len(blocks) and blocks[at].end <= start:
            at += 1
        answers.append(at < len(blocks) and blocks[at].start <= start)
    return answers


def _dated(
    doc: Doc,
    found: Sequence[Word],
    candidates: Sequence[Name],
    reasons: list[list[kind_evidence.Evidence]],
) -> None:
    """What a dateline names before its bracket are places, what stands in it an agency."""
    for block in doc.blocks[:_DATELINES_WITHIN]:
        places, agency = dateline(doc.text, block.start)
        for k, c in enumerate(candidates):
            if places.start <= found[c.first].start < places.end:
                reasons[k][:] = [("place", 4.0)]
            elif agency.start <= found[c.first].start < agency.end:
                reasons[k][:] = [("organization", 3.0)]


def _parties(
    found: Sequence[Word], candidates: Sequence[Name], reasons: list[list[kind_evidence.Evidence]]
) -> None:
    """A name with a place's ending that votes, or is called a group, more often than anything is in it, is an organization."""
    acts: dict[str, int] = defaultdict(int)
    for c, rs in zip(candidates, reasons, strict=True):
        acts[kind_evidence.phrase(found, c.first, c.last)] += sum(
            (kind, weight >= context_evidence.ACTS) == ("organization", True) for kind, weight in rs
        )
        acts[kind_evidence.phrase(found, c.first, c.last)] -= sum(
            kind == "place" and weight < kind_evidence.HEADED for kind, weight in rs
        )
    for c, rs in zip(candidates, reasons, strict=True):
        if (
            acts[kind_evidence.phrase(found, c.first, c.last)] > 0
            and ("place", kind_evidence.HEADED) in rs
        ):
            rs[:] = [
                ("organization", 1.0) if r == ("place", kind_evidence.HEADED) else r for r in rs
            ]


def _spread(
    found: Sequence[Word], candidates: Sequence[Name], reasons: list[list[kind_evidence.Evidence]]
) -> None:
    """A place makes places of what is listed with it: `Donetsk, Kherson, Luhansk and Zaporizhzhia regions`."""
    written = [kind_evidence.phrase(found, c.first, c.last) for c in candidates]
    total: dict[str, float] = defaultdict(float)
    for w, rs in zip(written, reasons, strict=True):
        total[w] += sum(weight if kind == "place" else -max(0.0, weight) for kind, weight in rs)
    for listed in _lists(found, candidates):
        if any(total[written[k]] >= _SURE_PLACE for k in listed):
            for k in listed:
                if abs(total[written[k]]) < _SURE_PLACE:
                    reasons[k].append(("place", _LENT))


def _lists(found: Sequence[Word], candidates: Sequence[Name]) -> Iterator[range]:
    """Maximal runs of candidates joined by commas, `and` and `or` alone."""
    begin = 0
    for k in range(1, len(candidates) + 1):
        if k == len(candidates) or not _coordinated(found, candidates[k - 1], candidates[k]):
            if k - begin > 1:
                yield range(begin, k)
            begin = k


def _coordinated(found: Sequence[Word], a: Name, b: Name) -> bool:
    between, gap = found[a.last : b.first], found[b.first].gap
    if not between:
        return gap == ", "
    return (
        len(between) == 1
        and between[0].text in {"and", "or"}
        and between[0].gap in {" ", ", "}
        and gap == " "
    )

"""Names found by form alone: capitals, titles, endings, CLDR. Mentions are joined elsewhere.

Used where the model has not learnt the language, and beside it for kinds that it does not know.
"""

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
_LONGEST_LINE = 120  # characters of a heading in capitals; longer text in capitals is shouting
_LONGEST_TITLE = 200  # characters of a block in title case
_DATELINES_WITHIN = 4  # blocks from the top: a title, a byline and a date may come before it
# What a listed place lends the others: more than the article before a list says against it.
_LENT = 1.5


def sightings(doc: Doc, words: Sequence[Word]) -> list[Sighting]:
    """The names among the words of the text, in order."""
    common = frozenset(w.text for w in words if w.text.islower())
    candidates = _sure(doc, words, joined(doc.text, words, names(words, common), common))
    places = gazetteer.places(doc.language)
    reasons = [kind_evidence.evidence(words, c, places, common) for c in candidates]
    _add_datelines(doc, words, candidates, reasons)
    _add_parties(words, candidates, reasons)
    _add_listed_places(words, candidates, reasons)
    return [_sighting(words, c, r) for c, r in zip(candidates, reasons, strict=True)]


def _sighting(
    words: Sequence[Word], name: Name, reasons: Sequence[kind_evidence.Evidence]
) -> Sighting:
    """The name with its evidence.

    `Crimean peninsula` takes its lower-case noun along, and is a place.
    """
    start = words[name.first].start
    is_group = any(kind == "group" for kind, _ in reasons)
    if is_group and _is_geographic_noun(words, name.last):
        return Sighting(name, Span(start, words[name.last].end), (("place", 3.0),))
    return Sighting(name, Span(start, words[name.last - 1].end), tuple(reasons))


def _is_geographic_noun(words: Sequence[Word], n: int) -> bool:
    """Whether `peninsula` or the like follows at once."""
    return n < len(words) and words[n].gap == " " and words[n].text in word_lists.GEOGRAPHIC_NOUNS


def _sure(doc: Doc, words: Sequence[Word], candidates: list[Name]) -> list[Name]:
    """Without those that are names only by the first word of a sentence or a heading's capitals.

    Such a word must be a name elsewhere in the text, or a known one.
    """
    in_capitals = [s for b in doc.blocks for s in _in_capitals(doc.text, b)]
    is_loud = _inside(in_capitals, [words[c.first].start for c in candidates])
    quiet = [c for c, loud in zip(candidates, is_loud, strict=True) if not loud]
    known = _known_words(words, quiet)
    places = gazetteer.places(doc.language)
    return [
        c
        for c, loud in zip(candidates, is_loud, strict=True)
        if _is_sure(words, c, loud, known, places)
    ]


def _known_words(words: Sequence[Word], candidates: Sequence[Name]) -> set[str]:
    """The words of names that capitals show outside headings, single first words left out."""
    known = set()
    for name in candidates:
        is_single = name.last - name.first == 1
        if is_single and words[name.first].opens:
            continue
        known |= {word.text for word in words[name.first : name.last]}
    return known


def _is_sure(
    words: Sequence[Word], name: Name, loud: bool, known: set[str], places: frozenset[str]
) -> bool:
    """Whether a candidate is a name; `loud` is one among capitals that say nothing."""
    if name.quoted:
        return True
    if _is_no_name(words, name):
        return False
    is_single = name.last - name.first == 1
    has_sure_capital = not loud and not (words[name.first].opens and is_single)
    if name.titled or has_sure_capital:
        return True
    return _is_confirmed(words, name, loud, known, places)


def _is_confirmed(
    words: Sequence[Word], name: Name, loud: bool, known: set[str], places: frozenset[str]
) -> bool:
    """Whether something besides its capital shows that a candidate is a name."""
    written = kind_evidence.phrase(words, name.first, name.last)
    if written in known or _is_listed(written, places):
        return True
    if loud:
        inside = words[name.first : name.last]
        return len(inside) > 1 and all(word.text in known for word in inside)
    return words[name.first].text.isupper() or _owns_or_speaks(words, name.last)


def _is_no_name(words: Sequence[Word], name: Name) -> bool:
    """Whether it is on the list of what is none, money, a single letter or a bare office."""
    written = kind_evidence.phrase(words, name.first, name.last)
    if written in word_lists.NOT_NAMES or _is_money(words, name):
        return True
    if name.last - name.first > 1:
        return False
    is_office = written.lower() in word_lists.ROLES | word_lists.COURTESY
    return len(written) < 2 or (is_office and not name.titled)


def _is_listed(written: str, places: frozenset[str]) -> bool:
    """Whether a list has the name."""
    return (
        written in places
        or written in gazetteer.groups()
        or written in word_lists.ORGANIZATIONS
        or written in word_lists.ACRONYMS
    )


def _owns_or_speaks(words: Sequence[Word], n: int) -> bool:
    """Whether a possessive `s` or a verb of saying is the word at `n`."""
    if n >= len(words):
        return False
    after = words[n]
    is_possessive = after.gap in {"'", "’"} and after.text == "s"
    return is_possessive or (after.gap == " " and after.lower in word_lists.SPEECH_VERBS)


def _is_money(words: Sequence[Word], name: Name) -> bool:
    """Whether it is the letters before a currency mark (`US$`)."""
    return (
        name.last < len(words)
        and words[name.last].gap[:1] in {"$", "€", "£"}
        and words[name.last - 1].text.isupper()
    )


def _in_title_case(text: str, block: Block) -> bool:
    """Whether most words of a short block without a full stop have a capital."""
    if block.end - block.start > _LONGEST_TITLE:
        return False
    if block.kind != "heading" and text[block.end - 1] in '.!?:;"”':
        return False
    longer = [w for w in text[block.start : block.end].split() if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in longer)
    return len(longer) >= 3 and capitals > 0.7 * len(longer)


def _in_capitals(text: str, block: Block) -> Iterator[Span]:
    """Where a capital says nothing: a block in title case, or lines of a block in capitals."""
    if _in_title_case(text, block):
        yield Span(block.start, block.end)
        return
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        if line.isupper() and len(line) < _LONGEST_LINE:
            yield Span(start, start + len(line))
        start += len(line) + 1


def _inside(spans: Sequence[Span], starts: Sequence[int]) -> list[bool]:
    """For ascending `starts`, whether each is in one of the ascending `spans`."""
    answers, n = [], 0
    for start in starts:
        while n < len(spans) and spans[n].end <= start:
            n += 1
        answers.append(n < len(spans) and spans[n].start <= start)
    return answers


def _add_datelines(
    doc: Doc,
    words: Sequence[Word],
    candidates: Sequence[Name],
    reasons: list[list[kind_evidence.Evidence]],
) -> None:
    """Make places of what a dateline names before its bracket, an agency of what is in it."""
    for block in doc.blocks[:_DATELINES_WITHIN]:
        places, agency = dateline(doc.text, block.start)
        for k, c in enumerate(candidates):
            if places.start <= words[c.first].start < places.end:
                reasons[k][:] = [("place", 4.0)]
            elif agency.start <= words[c.first].start < agency.end:
                reasons[k][:] = [("organization", 3.0)]


def _add_parties(
    words: Sequence[Word], candidates: Sequence[Name], reasons: list[list[kind_evidence.Evidence]]
) -> None:
    """Make an organization of a name with a place's ending that acts like one.

    It votes, or is called a group, more often than anything is said to be in it.
    """
    written = [kind_evidence.phrase(words, c.first, c.last) for c in candidates]
    acts: dict[str, int] = defaultdict(int)
    for name, own in zip(written, reasons, strict=True):
        acts[name] += sum(_act(reason) for reason in own)
    by_ending = ("place", kind_evidence.HEADED)
    for name, own in zip(written, reasons, strict=True):
        if acts[name] > 0:
            own[:] = [("organization", 1.0) if reason == by_ending else reason for reason in own]


def _act(reason: kind_evidence.Evidence) -> int:
    """1 where something acts like an organization, -1 where something is said to be in it."""
    kind, weight = reason
    if kind == "organization" and weight >= context_evidence.ACTS:
        return 1
    return -1 if kind == "place" and weight < kind_evidence.HEADED else 0


def _add_listed_places(
    words: Sequence[Word], candidates: Sequence[Name], reasons: list[list[kind_evidence.Evidence]]
) -> None:
    """Make places of what is listed with one.

    As in `Donetsk, Kherson, Luhansk and Zaporizhzhia regions`.
    """
    written = [kind_evidence.phrase(words, c.first, c.last) for c in candidates]
    total: dict[str, float] = defaultdict(float)
    for name, own in zip(written, reasons, strict=True):
        total[name] += sum(weight if kind == "place" else -max(0.0, weight) for kind, weight in own)
    for listed in _lists(words, candidates):
        if not any(total[written[k]] >= _SURE_PLACE for k in listed):
            continue
        for k in listed:
            if abs(total[written[k]]) < _SURE_PLACE:
                reasons[k].append(("place", _LENT))


def _lists(words: Sequence[Word], candidates: Sequence[Name]) -> Iterator[range]:
    """Maximal runs of candidates joined by commas, `and` and `or` alone."""
    begin = 0
    for k in range(1, len(candidates) + 1):
        if k < len(candidates) and _are_coordinated(words, candidates[k - 1], candidates[k]):
            continue
        if k - begin > 1:
            yield range(begin, k)
        begin = k


def _are_coordinated(words: Sequence[Word], a: Name, b: Name) -> bool:
    """Whether only a comma, or `and` or `or`, is between two names."""
    between, gap = words[a.last : b.first], words[b.first].gap
    if not between:
        return gap == ", "
    if len(between) > 1 or gap != " ":
        return False
    return between[0].text in {"and", "or"} and between[0].gap in {" ", ", "}

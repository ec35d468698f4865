"""Names that single capitals do not show: titles in quotation marks, `Harbour and Land`, numbered things, and a dispatch's dateline."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Word, is_headed
from app.engines.places import gazetteer
from app.text.spans import Span

_TITLE = re.compile(r"[“„«‹‘\"][^“”„«»‹›‘\"\n.,;:!?]{4,60}[”“»›’\"]")
_SMALL = 3  # letters of the words that a title writes small
_LABELS = word_lists.words(
    "appendix annex section chapter figure table page volume part article clause schedule "
    "exhibit room gate platform plan option grade "
    "class type recommendation group item line phase stage block box row column level form "
    "model version vitamin hepatitis"
)
_PARTY = word_lists.words(
    "party parties member members leader leaders candidate group coalition voters mp mps"
)
_DATELINE = re.compile(
    r"(?P<places>[A-Z][^\n()]{1,60}?)\s?(?:\((?P<agency>[^()\n]{2,30})\)\s?)?[-–—]{1,2}\s"
)
_DATED = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)")


def dateline(text: str, start: int) -> tuple[Span, Span]:
    """Where `PORT ORLE, 3 Jan (ABC) -` names its places and its agency; empty spans unless the block at `start` opens with one."""
    match = _DATELINE.match(text, start)
    first = re.match(r"[^\W\d_]+", match["places"]) if match else None
    if (
        not match
        or not first
        or not first.group().isupper()
        or len(first.group()) < 2
        or not (match["agency"] or _DATED.search(match["places"]))
    ):
        return Span(start, start), Span(start, start)
    return Span(*match.span("places")), Span(*match.span("agency")) if match["agency"] else Span(
        start, start
    )


def joined(
    text: str, found: Sequence[Word], candidates: Iterable[Name], common: frozenset[str]
) -> list[Name]:
    """The candidates, with titles and coordinated names in one, and without numbered things (`Appendix F`)."""
    kept = [c for c in candidates if not is_numbered(found, c)]
    return _with_pairs(found, _with_titles(text, found, kept), common)


def is_numbered(found: Sequence[Word], name: Name) -> bool:
    """`Appendix F`, `Section 379`."""
    last = found[name.last - 1].text
    number = len(last) == 1 or last in {"II", "III", "IV", "VI"} or last.isdigit()
    return name.last - name.first == 2 and found[name.first].lower in _LABELS and number


def _with_titles(text: str, found: Sequence[Word], names: list[Name]) -> list[Name]:
    """Every quoted run of at least two capitalised words, all but its small words, is one name: `“The Miller's Long Goodbye”`."""
    starts = {w.start: k for k, w in enumerate(found)}
    ends = {w.end: k + 1 for k, w in enumerate(found)}
    made, at = [], 0
    for match in _TITLE.finditer(text):
        first, last = starts.get(match.start() + 1), ends.get(match.end() - 1)
        if (
            first is None
            or last is None
            or not _is_title(found, first, last)
            or (first and found[first - 1].lower in word_lists.SHIPS)
        ):
            continue
        while at < len(names) and names[at].first < first:
            made.append(names[at])
            at += 1
        while at < len(names) and names[at].first < last:
            at += 1
        made.append(Name(first, last, quoted=True))
    return made + names[at:]


def _is_title(found: Sequence[Word], first: int, last: int) -> bool:
    longer = [w for w in found[first:last] if w.text != "s"]
    capitals = sum(w.capital for w in longer)
    if (
        capitals < 2
        or not longer[0].capital
        or any(not w.capital and len(w.text) > _SMALL for w in longer)
    ):
        return False
    if (
        all(w.text.isupper() for w in longer)
        or longer[-1].lower in word_lists.HEADS
        or is_headed(found, first, last)
    ):
        return False
    return longer[0].lower not in word_lists.GIVEN and not _is_known(longer[0])


def _with_pairs(found: Sequence[Word], names: list[Name], common: frozenset[str]) -> list[Name]:
    """`Harbour and Land` is one name where its parts are plain words that never stand alone, and it comes again or is called a party."""
    pairs = {
        n.first - 2: (found[n.first - 2].text, found[n.first].text)
        for n in names
        if _ends_pair(found, n)
    }
    alone = Counter(
        found[n.first].text
        for n in names
        if n.last - n.first == 1 and not (n.first in pairs and found[n.first].opens)
    )
    together = Counter(pairs.values())
    seconds = Counter(second for _, second in pairs.values())
    opening = Counter(first for at, (first, _) in pairs.items() if found[at].opens)
    taken = {
        at
        for at, pair in pairs.items()
        if alone[pair[0]] <= together[pair] - opening[pair[0]]
        and alone[pair[1]] == together[pair] == seconds[pair[1]]
        and _is_unit(found, at, together[pair], common)
    }
    kept = [n for n in names if n.first not in taken and n.first - 2 not in taken]
    return sorted([*kept, *(Name(at, at + 3) for at in taken)], key=lambda n: n.first)


def _ends_pair(found: Sequence[Word], name: Name) -> bool:
    """Whether the name is the second of two plain capitalised words with `and` between them, the first no known name."""
    at = name.first - 2
    if at < 0 or name.last - name.first != 1 or name.titled or found[at + 1].text != "and":
        return False
    first, second = found[at], found[name.first]
    free = at == 0 or first.opens or not (found[at - 1].capital and first.gap in {" ", "-"})
    spaced = found[at + 1].gap == " " == second.gap
    return (
        free
        and spaced
        and first.capital
        and first.lower not in word_lists.OPENERS
        and not _is_known(first)
        and not _is_known(second)
    )


def _is_known(word: Word) -> bool:
    """Whether the word is a name that the lists have, or in capitals."""
    return (
        word.text in gazetteer.places()
        or word.text in gazetteer.groups()
        or word.text in word_lists.ORGANIZATIONS
        or word.lower in word_lists.GIVEN
        or word.text.isupper()
    )


def _is_unit(found: Sequence[Word], at: int, times: int, common: frozenset[str]) -> bool:
    """Whether the two words are no names by themselves, and the text treats them as one."""
    before = [w.lower for w in found[max(0, at - 3) : at]]
    near = {*before, *(w.lower for w in found[at + 3 : at + 6])}
    plain = sum(
        w.lower in common or w.lower in word_lists.HEADS for w in (found[at], found[at + 2])
    )
    return plain == 2 or (
        plain == 1
        and (
            times > 1
            or bool(_PARTY & near)
            or before[-1:] in (["of"], ["whose"], ["for"])
            or found[at].opens
        )
    )

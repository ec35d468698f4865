"""The names of one article, looked up by position, last name, or the last word of a body."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.linking.names.noun_phrases import WORD
from app.linking.sources.mentions import NamedMention, OrderedMentions
from app.text.spans import Span

_LONGEST = 200  # characters of a source in which unmarked last names are looked for


class ArticleNames:
    """The mentions of one article, in order; `marked` are the stretches in quotation marks."""

    def __init__(
        self, text: str, mentions: Iterable[NamedMention], marked: Sequence[Span] = ()
    ) -> None:
        self._text = text
        in_order = sorted(mentions, key=lambda m: (m.start, -m.end))
        self.mentions = _given_to_people(text, in_order)
        self._starts = [m.start for m in self.mentions]
        self.people = self._of_kinds("person")
        outside_marks = [m for m in self.people if not _is_inside(m, marked)]
        self.people_outside_marks = OrderedMentions(outside_marks)
        self.bodies = OrderedMentions(self._of_kinds("organization", "facility"))
        self._by_last_word = _by_last_word(self._of_kinds("organization", "facility", "group"))
        self.shared_surnames = _shared_surnames(self.people)
        """Last names of several people of the article, in small letters."""
        self._by_surname = _by_surname(self.people, self.shared_surnames)

    def _of_kinds(self, *kinds: str) -> list[NamedMention]:
        return [m for m in self.mentions if m.kind in kinds]

    def within(self, source: Span) -> Sequence[NamedMention]:
        """The names inside a source, in order, unmarked last names of known people among them."""
        low, high = bisect_left(self._starts, source.start), bisect_left(self._starts, source.end)
        inside = [m for m in self.mentions[low:high] if m.end <= source.end]
        end = min(source.end, source.start + _LONGEST)
        for word in WORD.finditer(self._text, source.start, end):
            # A last name may be written in capitals.
            written = word[0].title() if word[0].isupper() else word[0]
            person = self._by_surname.get(written)
            if person and not any(m.start < word.end() and word.start() < m.end for m in inside):
                unmarked = NamedMention(
                    word.start(), word.end(), "person", person.name, person.chain
                )
                inside.append(unmarked)
        return sorted(inside, key=lambda m: m.start)

    def before(self, position: int, most: int) -> Sequence[NamedMention]:
        """The last mentions that begin before a position, the nearest first."""
        high = bisect_left(self._starts, position)
        return self.mentions[max(0, high - most) : high][::-1]

    def behind(self, position: int, most: int) -> Sequence[NamedMention]:
        """The first mentions that begin at or behind a position."""
        low = bisect_left(self._starts, position)
        return self.mentions[low : low + most]

    def last_body(self, noun: str, position: int) -> NamedMention | None:
        """The last body before a position whose name ends in a noun: `the council`."""
        bodies = self._by_last_word.get(noun)
        last = bodies.before(position, 1) if bodies else ()
        return last[0] if last else None


def _is_inside(mention: NamedMention, marked: Sequence[Span]) -> bool:
    n = bisect_right(marked, Span(mention.start, 1 << 62)) - 1
    return n >= 0 and mention.end <= marked[n].end


def _shared_surnames(people: Sequence[NamedMention]) -> frozenset[str]:
    """Last names of several people of the article, in small letters."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for m in people:
        if len(m.name.split()) > 1:
            bearers[m.name.casefold().split()[-1]].add(m.key)
    return frozenset(name for name, keys in bearers.items() if len(keys) > 1)


def _by_surname(people: Sequence[NamedMention], shared: frozenset[str]) -> dict[str, NamedMention]:
    """People named in full by their last name as written, if only one has it."""
    full = {m.name.split()[-1]: m for m in people if " " in m.name}
    return {name: m for name, m in full.items() if name.casefold() not in shared}


def _given_to_people(text: str, mentions: Sequence[NamedMention]) -> list[NamedMention]:
    """The mentions, with a bare `Hale` given to Conrad Hale where `Hale Dredging` had it."""
    owners: dict[str, NamedMention] = {}
    for m in mentions:
        if m.kind == "person" and len(m.name.split()) > 1:
            owners.setdefault(m.name.casefold().split()[-1], m)
    return [_given_to_person(m, text[m.start : m.end].casefold(), owners) for m in mentions]


def _given_to_person(
    mention: NamedMention, written: str, owners: Mapping[str, NamedMention]
) -> NamedMention:
    """The mention, as the person's whose last name is written, if its own name only begins so."""
    words = mention.name.casefold().split()
    owner = owners.get(written)
    if owner is None or len(words) < 2 or words[-1] == written or words[0] != written:
        return mention
    return NamedMention(mention.start, mention.end, "person", owner.name, owner.chain, None)


def _by_last_word(bodies: Sequence[NamedMention]) -> dict[str, OrderedMentions]:
    """Bodies by the last word of their name, in small letters: `council`."""
    by_last_word: dict[str, list[NamedMention]] = defaultdict(list)
    for m in bodies:
        words = m.name.casefold().split()
        by_last_word[words[-1] if words else ""].append(m)
    return {word: OrderedMentions(mentions) for word, mentions in by_last_word.items()}

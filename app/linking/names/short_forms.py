"""The shorter and turned forms by which a name is used again in the same article.

All names are folded. Which of them mean one thing is decided in `linking.within`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

LATER = frozenset("jr sr ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())
"""What distinguishes namesakes at the end of a name: never left out."""
# What an acronym of a name may leave out.
_SMALL = frozenset(["of", "the", "and", "for", "on", "in"])
_LONGEST_END = 4  # words of a name's end that may be used alone
_TAILS = frozenset(
    """
    inc incorporated ltd limited llc llp plc corp corporation co company companies gmbh ag sa spa nv
    group holding holdings partners media publishing news press pictures studios entertainment
    records capital investment investments global international partnership securities asset
    management ventures fund funds bank financial insurance minerals mining metals resources energy
    oil gas petroleum power industries enterprises motors motor automotive airlines airways shipping
    logistics technologies technology systems software electronics semiconductor pharmaceuticals
    pharma biotech therapeutics laboratories labs foods brewing retail stores properties
    construction engineering steel chemicals communications telecom network networks broadcasting
    solutions services brothers sons
    """.split()
)
"""What a firm's full name adds to its short one: `GateHouse Media`, `Alden Capital`, `Fortress
Investment Group`."""
_WATERS = frozenset(["river", "mount", "lake"])
_OFFICIAL = frozenset(
    (
        "republic democratic federal federative islamic people's peoples socialist arab united "
        "kingdom state plurinational bolivarian"
    ).split()
)
_NOT_SHORT = frozenset(["republic of china", "republic of congo", "republic of the congo"])
"""Official names whose last words alone mean another country."""


def ends(folded: str) -> Iterator[str]:
    """The last words of a body's name: `marine institute` of `orle marine institute`."""
    parts = folded.split(" ")
    for k in range(max(1, len(parts) - _LONGEST_END), len(parts)):
        yield " ".join(parts[k:])


def fronts(folded: str) -> Iterator[str]:
    """The first words of a firm's name before what firms append."""
    parts = folded.split(" ")
    for k in range(len(parts) - 1, 0, -1):
        if parts[k].strip(",&") not in _TAILS and parts[k] not in {"&", "and"}:
            return
        yield " ".join(parts[:k]).rstrip(",")


def turned(folded: str) -> Iterator[str]:
    """`defence ministry` for `ministry of defence`, `arab league` for `league of arab states`."""
    head, _, rest = folded.partition(" of ")
    rest = rest.removeprefix("the ")
    if not rest or " " in head:
        return
    yield f"{rest} {head}"
    shorter, _, last = rest.rpartition(" ")
    if last in {"states", "nations", "countries"} and shorter:
        yield f"{shorter} {head}"


def waters(folded: str) -> Iterator[str]:
    """`lircay river` and `lircay` for `river lircay`, and the other way round.

    Of lakes and mountains only the turned name.
    """
    first, _, rest = folded.partition(" ")
    front, _, last = folded.rpartition(" ")
    for word, name in ((first, rest), (last, front)):
        if word in _WATERS and name:
            yield f"{word} {name}"
            yield f"{name} {word}"
            if word == "river":
                yield name


def official(folded: str) -> str | None:
    """`chile` of `republic of chile`; None where the short name means another country.

    None also for names of any other form.
    """
    form, of, name = folded.partition(" of ")
    words = form.split(" ")
    if not of or folded in _NOT_SHORT:
        return None
    is_official = words[-1] in {"republic", "kingdom", "state"} and _OFFICIAL.issuperset(words)
    return name.removeprefix("the ") if is_official else None


def of_person(folded: str) -> Iterator[str]:
    """Shorter names of a person, of two words or more.

    `suu kyi` and `aung san suu` of `aung san suu kyi`; `joshua norton` of `joshua abraham norton`.
    """
    parts = folded.split(" ")
    for k in range(1, len(parts) - 1):
        yield " ".join(parts[k:])
        if not any(w in LATER or len(w) < 3 for w in parts[k + 1 :]):
            yield " ".join(parts[: k + 1])
    if len(parts) > 2:
        yield f"{parts[0]} {parts[-1]}"


def initials(folded: str) -> set[str]:
    """`kdp` of `kurdistan democratic party`, with and without small words.

    None of a name of one or two words.
    """
    words = re.findall(r"\w+", folded)
    if len(words) < 3:
        return set()
    large = [word for word in words if word not in _SMALL]
    return {"".join(word[0] for word in words), "".join(word[0] for word in large)}


# Letters of a place's acronym (`USSR`); longer capitals are a dateline's or a heading's (`PARIS`,
# `PORT ORLE`).
_LONGEST_ACRONYM = 4


def fullest(names: Iterable[str], kind: str) -> str:
    """The name with the most words that is no acronym, of these the longest.

    Of places, of these the most frequent.
    """
    count = Counter(names)

    def rank(name: str) -> tuple[int, bool, int, int, int]:
        frequency = count[name] if kind == "place" else 0
        return name.count(" "), not name.isupper(), frequency, len(name), count[name]

    name = max(count, key=rank)
    is_place_in_capitals = kind == "place" and name.isupper() and len(name) > _LONGEST_ACRONYM
    return name.title() if is_place_in_capitals else name

"""By which shorter or turned form a name of the same article is called again.

Pure: folded names in, folded names out; joins nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

LATER = frozenset("jr sr ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())
"""What tells namesakes apart behind a name: never left out."""
_SMALL = frozenset(
    ["of", "the", "and", "for", "on", "in"]
)  # what an acronym of a name may leave out
_LONGEST_END = 4  # words of a name's end by which it may be called again
_TAILS = frozenset(
    """
        inc incorporated ltd limited llc llp plc corp corporation co company companies gmbh ag sa
        spa nv group holding holdings partners media publishing news press pictures studios
        entertainment records capital investment investments global international partnership
        securities asset management ventures fund funds bank financial insurance minerals mining
        metals resources energy oil gas petroleum power industries enterprises motors motor
        automotive airlines airways shipping logistics technologies technology systems software
        electronics semiconductor pharmaceuticals pharma biotech therapeutics laboratories labs
        foods brewing retail stores properties construction engineering steel chemicals
        communications telecom network networks broadcasting solutions services brothers sons
    """.split()
)
"""What a firm's full name has behind the words by which it is called: `GateHouse Media`, `Alden
Capital`, `Fortress Investment Group`."""
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
    """The last words of a body's name.

    `marine institute`, `institute` of `orle marine institute`.
    """
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
    """`lircay river` and `lircay` for `river lircay` and the other way round.

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
    """`chile` of `republic of chile`.

    None for other names, and where the short name means another country.
    """
    form, of, name = folded.partition(" of ")
    words = form.split(" ")
    if (
        not of
        or words[-1] not in {"republic", "kingdom", "state"}
        or not _OFFICIAL.issuperset(words)
        or folded in _NOT_SHORT
    ):
        return None
    return name.removeprefix("the ")


def of_person(folded: str) -> Iterator[str]:
    """`suu kyi` and `aung san suu` of `aung san suu kyi`.

    `joshua norton` of `joshua abraham norton`: two words and more.
    """
    parts = folded.split(" ")
    for k in range(1, len(parts) - 1):
        yield " ".join(parts[k:])
        if not any(w in LATER or len(w) < 3 for w in parts[k + 1 :]):
            yield " ".join(parts[: k + 1])
    if len(parts) > 2:
        yield f"{parts[0]} {parts[-1]}"


def initials(folded: str) -> set[str]:
    """`kdp` of `kurdistan democratic party`, small words counted or not.

    None of one or two words.
    """
    parts = re.findall(r"\w+", folded)
    if len(parts) < 3:
        return set()
    return {"".join(p[0] for p in used) for used in (parts, [p for p in parts if p not in _SMALL])}


# letters of a place's (`USSR`); longer capitals are a dateline's or a heading's (`PARIS`, `PORT
# ORLE`)
_LONGEST_ACRONYM = 4


def fullest(names: Iterable[str], kind: str) -> str:
    """The longest name in words that is no acronym.

    Of places the one written most often among the longest.
    """
    count = Counter(names)
    name = max(
        count,
        key=lambda n: (
            n.count(" "),
            not n.isupper(),
            count[n] if kind == "place" else 0,
            len(n),
            count[n],
        ),
    )
    return (
        name.title()
        if kind == "place" and name.isupper() and len(name) > _LONGEST_ACRONYM
        else name
    )

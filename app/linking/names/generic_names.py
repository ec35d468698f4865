"""Generic names of bodies, which say what they are and not whose: `Congress`, `Ministry of Health`.

Every country has one, so the name alone decides nothing: the country or town of the article does. A
name with any other word in it (`Knesset`, `Harbour Board of Port Orle`) is not generic.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORDS = frozenset(
    """
    congress parliament senate assembly house chamber council councils cabinet government ministry
    ministries department departments office bureau agency authority authorities administration
    commission commissions committee committees board court courts tribunal bank treasury police
    army navy force forces guard guards service services party parties union unions federation
    association associations confederation front movement coalition alliance opposition league
    presidency prosecutor prosecutors prosecutor's attorney secretariat directorate inspectorate
    registry ombudsman university college school hospital museum library airport station stadium
    church cathedral embassy consulate exchange institute centre center organisation organization
    corporation society foundation fund chancellery chancellor constabulary command staff branch
    unit section division bench bar legislature judiciary senators representatives deputies commons
    lords elders ministers nobles delegates times post news herald tribune gazette courier chronicle
    journal telegraph observer press radio television tv national federal central state royal
    supreme high higher lower upper constitutional appeal appeals criminal civil general special
    public foreign interior exterior internal external home defence defense finance finances health
    education justice labour labor agriculture energy transport transportation environment
    environmental economy economic trade commerce industry industrial science sciences culture
    cultural tourism sports sport security intelligence immigration customs tax revenue revenues
    election elections electoral human rights civic anti corruption counterterrorism terrorism
    narcotics drugs drug food fisheries forestry forests mines mining water works housing urban
    rural planning development investment statistics statistical weather meteorological met climate
    fire brigade rescue coast border armed air military naval land ground reserve monetary stock
    securities medical nursing teaching social welfare family women women's youth children
    children's workers workers' worker's people's peoples popular citizens' affairs relations
    veterans communications information media technology aviation maritime port ports harbour harbor
    roads railway railways rail road city town county municipal provincial regional district local
    village metropolitan crown magistrates' magistrates family democratic democrats democrat liberal
    liberals conservative conservatives socialist socialists communist communists christian
    republican republicans progressive progressives green greens nationalist nationalists unity
    independence independent reform freedom liberty solidarity radical moderate centrist grand great
    first second third new united joint chief audit auditor accounts budget oversight ethics
    judicial legal legislative executive political permanent standing select steering advisory
    consultative inquiry truth reconciliation investigation investigations transitional interim
    provisional revolutionary ruling day war constitution code act law bill budget penal
    """.split()
)
_SMALL = frozenset("of the for and on in to a an & at".split())
_ITS_OWN = {
    **dict.fromkeys(
        (
            f"{what} department"
            for what in (
                "state treasury commerce justice labor defense agriculture interior energy"
            ).split()
        ),
        "US",
    ),
    "federal reserve": "US",
    "federal reserve board": "US",
    "house of lords": "GB",
    "house of commons": "GB",
    "communist party of china": "CN",
}
"""Generic names that in English news mean one country's body; where another's is meant, its country
is next to the name."""
_OF_NATIONS = frozenset(["security council", "general assembly"])
NATIONS = "UN"
"""The code for the bodies of the United Nations, in place of a country."""
_BEHIND = re.compile(r" (?:of|in|for)(?: the)? | ?\(")
_BETWEEN = frozenset({" ", "'s ", "’s ", "' ", "’ "})  # a country and the name of its body
_MOST = 0.5  # share of an article's mentions of countries above which it is about one


def is_generic(folded: str) -> bool:
    """Whether every word of a folded name is one that many bodies have."""
    words = {word for word in re.split(r"[ \-]", folded) if word}
    return words <= _WORDS | _SMALL and bool(words & _WORDS)


def country(
    text: str,
    folded: str,
    mentions: Iterable[tuple[int, int]],
    named: Sequence[tuple[int, int, str]],
) -> str | None:
    """The code of the country whose body a generic name means; None where nothing shows it.

    `named` are the places and peoples of the article with their countries, in order. What is right
    next to the name decides, then whose such a name nearly always is, then the country of most of
    `named`.
    """
    adjacent = Counter(
        code for start, end in mentions for code in _adjacent(text, start, end, named)
    )
    if adjacent:
        return adjacent.most_common(1)[0][0]
    codes = Counter(code for _, _, code in named)
    if folded in _OF_NATIONS and NATIONS in codes:
        return NATIONS
    if folded in _ITS_OWN:
        return _ITS_OWN[folded]
    codes.pop(NATIONS, None)
    if not codes:
        return None
    code, number = codes.most_common(1)[0]
    return code if number > _MOST * codes.total() else None


def _adjacent(
    text: str, start: int, end: int, named: Sequence[tuple[int, int, str]]
) -> Iterable[str]:
    """The countries named right before and behind a name.

    As in `India's Congress`, `the Chilean Congress` and `the Congress of Chile`.
    """
    behind = _BEHIND.match(text, end)
    for first, last, code in named:
        is_before = text[last:start] in _BETWEEN
        is_behind = behind is not None and behind.end() == first
        if is_before or is_behind:
            yield code

"""Bodies whose names say what they are and not whose: `Congress`, `Ministry of Health`.

Owns the words of such names. Pure.

There is one in every country, so the name alone says nothing: the country or town decides, as the
article tells it. A name with any other word in it (`Knesset`, `Harbour Board of Port Orle`) is
somebody's own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORDS = frozenset(
    """
        congress parliament senate assembly house chamber council councils cabinet government
        ministry ministries department departments office bureau agency authority authorities
        administration commission commissions committee committees board court courts tribunal bank
        treasury police army navy force forces guard guards service services party parties union
        unions federation association associations confederation front movement coalition alliance
        opposition league presidency prosecutor prosecutors prosecutor's attorney secretariat
        directorate inspectorate registry ombudsman university college school hospital museum
        library airport station stadium church cathedral embassy consulate exchange institute centre
        center organisation organization corporation society foundation fund chancellery chancellor
        constabulary command staff branch unit section division bench bar legislature judiciary
        senators representatives deputies commons lords elders ministers nobles delegates times post
        news herald tribune gazette courier chronicle journal telegraph observer press radio
        television tv national federal central state royal supreme high higher lower upper
        constitutional appeal appeals criminal civil general special public foreign interior
        exterior internal external home defence defense finance finances health education justice
        labour labor agriculture energy transport transportation environment environmental economy
        economic trade commerce industry industrial science sciences culture cultural tourism sports
        sport security intelligence immigration customs tax revenue revenues election elections
        electoral human rights civic anti corruption counterterrorism terrorism narcotics drugs drug
        food fisheries forestry forests mines mining water works housing urban rural planning
        development investment statistics statistical weather meteorological met climate fire
        brigade rescue coast border armed air military naval land ground reserve monetary stock
        securities medical nursing teaching social welfare family women women's youth children
        children's workers workers' worker's people's peoples popular citizens' affairs relations
        veterans communications information media technology aviation maritime port ports harbour
        harbor roads railway railways rail road city town county municipal provincial regional
        district local village metropolitan crown magistrates' magistrates family democratic
        democrats democrat liberal liberals conservative conservatives socialist socialists
        communist communists christian republican republicans progressive progressives green greens
        nationalist nationalists unity independence independent reform freedom liberty solidarity
        radical moderate centrist grand great first second third new united joint chief audit
        auditor accounts budget oversight ethics judicial legal legislative executive political
        permanent standing select steering advisory consultative inquiry truth reconciliation
        investigation investigations transitional interim provisional revolutionary ruling day war
        constitution code act law bill budget penal
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
"""Names of such words that one country's body has in news in English; where another's is meant, its
country stands beside it."""
_OF_NATIONS = frozenset(["security council", "general assembly"])
NATIONS = "UN"
"""What stands for the country of the United Nations' own bodies."""
_BEHIND = re.compile(r" (?:of|in|for)(?: the)? | ?\(")
_MOST = 0.5  # share of an article's mentions of countries from which it speaks of one


def is_generic(folded: str) -> bool:
    """Whether every word of a folded name is one that many bodies have."""
    words = [w for w in re.split(r"[ \-]", folded) if w]
    return (
        bool(words)
        and all(w in _WORDS or w in _SMALL for w in words)
        and any(w in _WORDS for w in words)
    )


def country(
    text: str,
    folded: str,
    mentions: Iterable[tuple[int, int]],
    named: Sequence[tuple[int, int, str]],
) -> str | None:
    """The code of the country whose body a generic name means.

    None where the article does not tell.

    `named` are the places and peoples of the article with their countries, in order. What stands
    directly beside the name decides, then whose such a name nearly always is, then the country that
    most of them are of.
    """
    beside = Counter(code for start, end in mentions for code in _beside(text, start, end, named))
    if beside:
        return beside.most_common(1)[0][0]
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


def _beside(
    text: str, start: int, end: int, named: Sequence[tuple[int, int, str]]
) -> Iterable[str]:
    """The countries named directly before (`India's Congress`, `the Chilean Congress`).

    And behind (`the Congress of Chile`).
    """
    behind = _BEHIND.match(text, end)
    for from_, to, code in named:
        if text[to:start] in {" ", "'s ", "’s ", "' ", "’ "} or (behind and behind.end() == from_):
            yield code

"""Whether the name of a place means its team: `England beat Pakistan by 107 runs`. English.

The article must report sport, and the name must be in positions of contestants at least as often as
in positions of places. Measured on the dev part of cleanconll_evalonly (a third of it sport):
B-cubed over all articles .878 without, .896 with.
"""

import re
from collections.abc import Iterable

from app.translations import N_

_SPORT = re.compile(
    r"\b(?:soccer|football|cricket|rugby|baseball|basketball|hockey|tennis|handball|"
    r"volleyball|wickets?|innings|one-day international|"
    r"halftime|half-time|scorers?|goalkeepers?|midfielders?|strikers?|qualifiers?|semi-?finals?|quarter-?finals?|standings|"
    r"championships?|league|tournament|playoffs?|world cup|davis cup|fed "
    r"cup|coach|captain|matches|batsmen|bowlers?|overs|"
    r"touchdowns?|homers?|pitchers?|division|friendly|fixtures?|referee|penalty|goals?|squad|season|"
    r"test match|grand prix)\b",
    re.I,
)
SPORTS = {
    N_("cricket"): (
        r"cricket\w*|wickets?|innings|batsm[ae]n|bowlers?|bowled|overs|one-day international|lbw"
    ),
    N_("football"): (
        r"soccer|goalkeepers?|midfielders?|strikers?|fifa|uefa|free kick|corner kick|equali[sz]er"
        r"|scorers?|premier league|world cup qualif\w+"
    ),
    N_("rugby"): r"rugby|tries|scrum\w*|fly-half|lineout|wallabies|all blacks|springboks?",
    N_("baseball"): r"baseball|homers?|home runs?|pitchers?|inning|shutout|bullpen|mlb",
    N_("basketball"): r"basketball|nba|rebounds?|three-pointers?|free throws?",
    N_("ice hockey"): r"ice hockey|nhl|puck|power play|goaltender|stanley cup",
    N_("American football"): (
        r"nfl|touchdowns?|quarterbacks?|super bowl|linebackers?|interceptions?"
    ),
    N_("tennis"): r"tennis|davis cup|fed cup|wimbledon|grand slam|tiebreak\w*|atp|wta",
    N_("handball"): r"handball",
    N_("volleyball"): r"volleyball",
}
"""Each sport, by the word that pages call it, with words that only its reports have."""
_WHICH = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in SPORTS.items()}
_CLEARLY = 2  # times as often as words of any other sport
_ENOUGH = 2  # different words of sport
_EVERY = 60  # words, of which one is of sport: reports of politics borrow fewer
_WIN = (
    r"beat|beats|defeated|defeat|defeats|drew|draw|draws|thrashed|thrash|edged|edge|crushed"
    r"|trounced|downed|outplayed|routed|overcame|won|win|wins|lost|lose|loses|tied|kicked off"
    r"|scraped?|qualified|scored|batted|bowled|all out|declared|led|trailed|play|plays|played|host"
    r"|hosts|face|faces"
)
_SCORE = r"\d{1,3}(?![\d:]|-\d\d-|(?:st|nd|rd|th)\b)"
"""A number that may be points, runs or games; no year, no date, no rank."""
_AFTER = re.compile(
    rf" ?(?:(?:will |have |had |were |has )?(?:{_WIN})\b|,? ?{_SCORE}|[-–] {_SCORE}"
    r"|[-–] [A-Z][\w.]+ [A-Z]|vs?\b\.?|versus\b|at [A-Z]|\( ?\d"
    r"|'s? (?:\w+ )?(?:captain|coach|squad|match|side|team|innings|bowlers?|batsmen|goalkeeper"
    r"|striker|midfielder)\b"
    r"|(?:captain|coach|squad|side|team|goalkeeper|manager|striker|midfielder|defender)\b)",
    re.I,
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_WIN}|against|vs?\.?|versus|over|past|to play|match with)|\d(?: with)?|\d ,) "
    r"(?:the )?(?:\d+-man )?$",
    re.I,
)
_FIXTURE = re.compile(r"\b[A-Z][\w.]{0,40} (?:at|AT) $")
_TABLE = re.compile(r"(?:^|\n)[^\n]{0,3}$")
_THERE = re.compile(
    r"\b(?:in|at|from|near|of|to|into|across|outside|through|around) (?:the )?$|\( ?$", re.I
)
_DATELINE = re.compile(r" ?,? ?(?:\d{4}-\d\d-\d\d|: [A-Z]|\(\w+\) ?[-–—])")
_REACH = 24  # characters on either side that are looked at


def is_sport(text: str) -> bool:
    """Whether an article reports sport."""
    words = [match[0].lower() for match in _SPORT.finditer(text)]
    return len(set(words)) >= _ENOUGH and len(words) * _EVERY >= text.count(" ")


def sport(text: str) -> str | None:
    """Which sport a report of sport is about, if its words clearly show it.

    Teams of different sports have one name.
    """
    counts = sorted(
        ((len(words.findall(text)), name) for name, words in _WHICH.items()), reverse=True
    )
    (most, name), (second, _) = counts[:2]
    return name if most and most >= _CLEARLY * second else None


def is_team(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether these mentions of a place in a report of sport mean a team.

    They do if at least as many are of contestants as say where something is.
    """
    contestants = places = 0
    for start, end in spans:
        before = text[max(0, start - _REACH) : start].replace("\n", " \n")[-_REACH:]
        after = text[end : end + _REACH]
        if _is_contestant(before, after):
            contestants += 1
        elif _THERE.search(before) or _DATELINE.match(after):
            places += 1
    return contestants >= places


def _is_contestant(before: str, after: str) -> bool:
    """Whether a name between these words wins, loses, plays or has a score."""
    if _AFTER.match(after) or _FIXTURE.search(before):
        return True
    return bool(_BEFORE.search(before)) and not _TABLE.search(before)

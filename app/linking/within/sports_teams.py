"""Whether a place is named as the team that plays under its name.

`England beat Pakistan by 107 runs`. Pure; English.

Two things must be so: the article reports sport, and the name stands where contestants stand more
often than where places do. Measured on the dev part of cleanconll_evalonly (a third of it sport):
B-cubed over all articles .878 without, .896 with.
"""

import re
from collections.abc import Iterable

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
_SPORTS = {
    "cricket": (
        r"cricket\w*|wickets?|innings|batsm[ae]n|bowlers?|bowled|overs|one-day "
        r"international|lbw"
    ),
    "football": r"soccer|goalkeepers?|midfielders?|strikers?|fifa|uefa|free kick|corner "
    r"kick|equali[sz]er|scorers?|premier league|"
    r"world cup qualif\w+",
    "rugby": r"rugby|tries|scrum\w*|fly-half|lineout|wallabies|all blacks|springboks?",
    "baseball": r"baseball|homers?|home runs?|pitchers?|inning|shutout|bullpen|mlb",
    "basketball": r"basketball|nba|rebounds?|three-pointers?|free throws?",
    "ice hockey": r"ice hockey|nhl|puck|power play|goaltender|stanley cup",
    "American football": r"nfl|touchdowns?|quarterbacks?|super bowl|linebackers?|interceptions?",
    "tennis": r"tennis|davis cup|fed cup|wimbledon|grand slam|tiebreak\w*|atp|wta",
    "handball": r"handball",
    "volleyball": r"volleyball",
}
_WHICH = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in _SPORTS.items()}
_CLEARLY = 2  # times as often as the words of any other sport
_ENOUGH = 2  # different words of sport
_EVERY = 60  # words, of which one is of sport: reports of politics borrow fewer
_WIN = (
    r"beat|beats|defeated|defeat|defeats|drew|draw|draws|thrashed|thrash|edged|edge|crushed|trounced|downed|outplayed|routed|overcame|"
    r"won|win|wins|lost|lose|loses|tied|kicked "
    r"off|scraped?|qualified|scored|batted|bowled|all out|declared|led|trailed|"
    r"play|plays|played|host|hosts|face|faces"
)
_SCORE = r"\d{1,3}(?![\d:]|-\d\d-|(?:st|nd|rd|th)\b)"
"""A number that may be points, runs or games; no year, no date, no rank."""
_AFTER = re.compile(
    rf" ?(?:(?:will |have |had |were |has )?(?:{_WIN})\b|,? ?{_SCORE}|[-–] {_SCORE}|[-–] "
    r"[A-Z][\w.]+ [A-Z]|"
    r"vs?\b\.?|versus\b|at [A-Z]|\( ?\d|"
    r"'s? (?:\w+ "
    r")?(?:captain|coach|squad|match|side|team|innings|bowlers?|batsmen|goalkeeper|striker|midfielder)\b|"
    r"(?:captain|coach|squad|side|team|goalkeeper|manager|striker|midfielder|defender)\b)",
    re.I,
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_WIN}|against|vs?\.?|versus|over|past|to play|match with)|\d(?: with)?|\d ,) "
    r"(?:the )?(?:\d+-man )?$",
    re.I,
)
_FIXTURE = re.compile(r"\b[A-Z][\w.]* (?:at|AT) $")
_TABLE = re.compile(r"(?:^|\n)[^\n]{0,3}$")
_THERE = re.compile(
    r"\b(?:in|at|from|near|of|to|into|across|outside|through|around) (?:the )?$|\( ?$", re.I
)
_DATELINE = re.compile(r" ?,? ?(?:\d{4}-\d\d-\d\d|: [A-Z]|\(\w+\) ?[-–—])")
_REACH = 24  # characters on either side that are looked at


def is_sport(text: str) -> bool:
    """Whether an article reports sport."""
    found = [match[0].lower() for match in _SPORT.finditer(text)]
    return len(set(found)) >= _ENOUGH and len(found) * _EVERY >= text.count(" ")


def sport(text: str) -> str | None:
    """Which sport a report of sport is about, if its words say so clearly.

    Teams of two sports go by one name.
    """
    counts = sorted(
        ((len(words.findall(text)), name) for name, words in _WHICH.items()), reverse=True
    )
    (most, name), (next_, _) = counts[:2]
    return name if most and most >= _CLEARLY * next_ else None


def is_team(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether these mentions of a place in a report of sport mean a team.

    Some contest, and more than tell where something is.
    """
    contests = places = 0
    for start, end in spans:
        before, after = (
            text[max(0, start - _REACH) : start].replace("\n", " \n")[-_REACH:],
            text[end : end + _REACH],
        )
        if (
            _AFTER.match(after)
            or _FIXTURE.search(before)
            or (_BEFORE.search(before) and not _TABLE.search(before))
        ):
            contests += 1
        elif _THERE.search(before) or _DATELINE.match(after):
            places += 1
    return contests >= places

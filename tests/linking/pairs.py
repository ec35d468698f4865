"""Pairs of names with articles round them.

Different things of similar names, and one thing by two names. People and towns are invented.
"""

Case = tuple[str, str, str, str]
"""Two articles with marked names, and a name in each."""

_BODIES = (
    ("Congress", "organization"),
    ("Parliament", "organization"),
    ("Senate", "organization"),
    ("Supreme Court", "organization"),
    ("Constitutional Court", "organization"),
    ("National Assembly", "organization"),
    ("House of Representatives", "organization"),
    ("Democratic Party", "organization"),
    ("Labour Party", "organization"),
    ("Conservative Party", "organization"),
    ("Liberal Party", "organization"),
    ("Socialist Party", "organization"),
    ("Communist Party", "organization"),
    ("Republican Party", "organization"),
    ("Green Party", "organization"),
    ("Ministry of Health", "organization"),
    ("Foreign Ministry", "organization"),
    ("Interior Ministry", "organization"),
    ("Ministry of Defence", "organization"),
    ("Central Bank", "organization"),
    ("Electoral Commission", "organization"),
    ("Security Council", "organization"),
    ("National Police", "organization"),
    ("Air Force", "organization"),
    ("Coast Guard", "organization"),
    ("National Museum", "facility"),
    ("Constitution", "work"),
    ("Penal Code", "work"),
    ("Civil War", "event"),
    ("Independence Day", "event"),
)
_LANDS = (
    ("Santiago", "Chile", "New Delhi", "India"),
    ("Lima", "Peru", "Accra", "Ghana"),
    ("Nairobi", "Kenya", "Oslo", "Norway"),
)


def _of_two_countries() -> list[Case]:
    cases = []
    for n, (name, kind) in enumerate(_BODIES):
        one, land, two, other = _LANDS[n % len(_LANDS)]
        first = (
            f"In [{one}|place] people spoke of the [{name}|{kind}] on Monday. [{land}|place] "
            "has changed, they said."
        )
        second = (
            f"The [{name}|{kind}] was much in the papers of [{two}|place], and all "
            f"[{other}|place] read them."
        )
        cases.append((first, second, name, name))
    return cases


_MET = "[{0}|person] opened a bakery in [Port Orle|place]. The town was pleased."
_SAID = "[{0}|person] told the court in [Skerry|place] that the boat was old."


def _people() -> list[Case]:
    pairs = (
        ("Benny Quill", "Quill"),
        ("Ida Fenwick", "Fenwick"),
        ("Moor", "Ada Moor"),
        ("Reed", "Reed"),
        ("Tom Harrow", "Ina Harrow"),
        ("John Barrow Jr", "John Barrow Sr"),
        ("Karl Stone II", "Karl Stone III"),
        ("Anna Lind", "Anna Lund"),
        ("Marta Vance", "Marta Vane"),
        ("Peter Quincy Shaw", "Peter Walter Shaw"),
        ("Li", "Austin Li Weiran"),
        ("Ruth", "Ruth Calder"),
        ("Rosa Delgado", "Rosa Delgado Prieto"),
        ("Kessler", "Konrad Kessler"),
        ("Holt", "Mary Holt"),
    )
    return [(_MET.format(one), _SAID.format(other), one, other) for one, other in pairs]


_IN_ONE: tuple[tuple[str, str, str], ...] = (
    (
        "[Today Nicaragua|organization] reports that [Nicaragua|place] has a new road.",
        "Today Nicaragua",
        "Nicaragua",
    ),
    (
        "The [American University of Kabul|organization] reopened. [Kabul|place] was calm.",
        "American University of Kabul",
        "Kabul",
    ),
    (
        "[Pavel Brell|person] leads the band. The [Brell network|organization] grew.",
        "Pavel Brell",
        "Brell network",
    ),
    ("The [Bank of Ghana|organization] met. [Ghana|place] waited.", "Bank of Ghana", "Ghana"),
    (
        "The [Times of Malta|organization] wrote of it. [Malta|place] is small.",
        "Times of Malta",
        "Malta",
    ),
    ("[Radio Kenya|organization] told it first. All [Kenya|place] heard.", "Radio Kenya", "Kenya"),
    (
        "The [Embassy of Peru|organization] closed. [Peru|place] did not say why.",
        "Embassy of Peru",
        "Peru",
    ),
    (
        "The [Delaware River|place] froze. [Delaware|place] closed its schools.",
        "Delaware River",
        "Delaware",
    ),
    ("[Sudan|place] borders [South Sudan|place].", "Sudan", "South Sudan"),
    (
        "[North Korea|place] and [South Korea|place] met. [Korea|place] was one land once.",
        "South Korea",
        "Korea",
    ),
    ("[Ann Moor|person] and [Bo Moor|person] differ.", "Ann Moor", "Bo Moor"),
    (
        "The [Eastmere Board|organization] and the [Saltmarsh Board|organization] met.",
        "Eastmere Board",
        "Saltmarsh Board",
    ),
    ("[Ford Ferries|organization] sued [Nell Ford|person].", "Ford Ferries", "Nell Ford"),
    (
        (
            "[Russia|place]'s [Security Council|organization] met as [Norway|place]'s [Supreme "
            "Court|organization] did."
        ),
        "Security Council",
        "Supreme Court",
    ),
    (
        "[Skerry Rock|place] burned. [Skerry Bank|organization] did not.",
        "Skerry Rock",
        "Skerry Bank",
    ),
)
_OTHERS: tuple[Case, ...] = (
    (
        "The [Orle Museum of Sea|facility] is old.",
        "The [Orle Museum of Trade|facility] is new.",
        "Orle Museum of Sea",
        "Orle Museum of Trade",
    ),
    (
        "[QPM|organization] met in [Skerry|place].",
        "[Quarry Pilots Mutual|organization] is broke.",
        "QPM",
        "Quarry Pilots Mutual",
    ),
    (
        "The film “[Low Water|work]” won.",
        "The film “[Low Waters|work]” lost.",
        "Low Water",
        "Low Waters",
    ),
    (
        "[Hale Minerals|organization] dug in [Yukon|place].",
        "[Hale|organization] sold soap.",
        "Hale Minerals",
        "Hale",
    ),
    ("[Georgia|place] votes.", "The singer [Georgia|person] sang.", "Georgia", "Georgia"),
)

APART: list[Case] = [
    *_of_two_countries(),
    *_people(),
    *((one, one, a, b) for one, a, b in _IN_ONE),
    *_OTHERS,
]

_TOGETHER_IN_ONE: tuple[tuple[str, str, str], ...] = (
    (
        (
            "The [Centre for Harbour Research|organization] ([CHR|organization]) opened. The "
            "[CHR|organization] is new."
        ),
        "Centre for Harbour Research",
        "CHR",
    ),
    (
        "The [CHR|organization] ([Centre for Harbour Research|organization]) opened.",
        "CHR",
        "Centre for Harbour Research",
    ),
    (
        (
            "The institute's [Centre for Reef Study|organization] ([CRS|other]) grew; "
            "[Orle|place]'s [CRS|organization] is known."
        ),
        "Centre for Reef Study",
        "CRS",
    ),
    ("The [U. S.|place] agreed. The [United States|place] will pay.", "U. S.", "United States"),
    ("The [U. K.|place] agreed. [Britain|place] will pay.", "U. K.", "Britain"),
    ("[South Korea|place] won. [Korea|place] was glad.", "South Korea", "Korea"),
    (
        "The [Democratic Republic of Congo|place] voted; the [DRC|place] is large.",
        "Democratic Republic of Congo",
        "DRC",
    ),
    (
        "The [Republic of Chile|place] was young. [Chile|place] had no ships.",
        "Republic of Chile",
        "Chile",
    ),
    (
        "The [Arab League|organization], formally the [League of Arab States|organization], met.",
        "Arab League",
        "League of Arab States",
    ),
    (
        (
            "The [Ministry of Defence|organization] denied it. The [Defence "
            "Ministry|organization] was sure."
        ),
        "Ministry of Defence",
        "Defence Ministry",
    ),
    (
        "The [University of Orle|organization] closed. [Orle University|organization] is old.",
        "University of Orle",
        "Orle University",
    ),
    (
        "[Ramón Freire Serrano|person] fled. [Freire|person] came back.",
        "Ramón Freire Serrano",
        "Freire",
    ),
    (
        "[Austin Li Weiran|person] sang. [Li|person] was tired. Then [Li Chen|person] sang.",
        "Austin Li Weiran",
        "Li",
    ),
    ("[Daniel Zhang Yong|person] sold it. [Zhang|person] was glad.", "Daniel Zhang Yong", "Zhang"),
    (
        "[Ada Moor Vance|person] came. [Ada Moor|person] spoke. [Ada|person] left.",
        "Ada Moor Vance",
        "Ada",
    ),
    (
        "[Ken Doctor|person], an analyst, was asked. [Doctor|person] said no.",
        "Ken Doctor",
        "Doctor",
    ),
    (
        "[Lantern Media|organization] cut jobs. [Lantern|organization] is broke.",
        "Lantern Media",
        "Lantern",
    ),
    ("[Hale|organization] sank. [Hale Co|organization] was old.", "Hale", "Hale Co"),
    ("[BQC Minerals|organization] dug. [BQC|organization] was sued.", "BQC Minerals", "BQC"),
    (
        "[Brack Capital|organization] bought it. [Brack|organization] sold it.",
        "Brack Capital",
        "Brack",
    ),
    (
        "[Fort Investment Group|organization] lent. [Fort|organization] was paid.",
        "Fort Investment Group",
        "Fort",
    ),
    (
        "They met at the [Sorrel River|place]. The [River Sorrel|place] was high.",
        "Sorrel River",
        "River Sorrel",
    ),
    (
        "They met at the [Sorrel River|place]. At [Sorrel|place] it rained.",
        "Sorrel River",
        "Sorrel",
    ),
    ("[Mount Tor|place] smoked. [Tor Mount|place] is high.", "Mount Tor", "Tor Mount"),
    ("[Redwan Khoury|person] died. [Redwan|place] was a student.", "Redwan Khoury", "Redwan"),
    (
        "[Virginia Halloran|person] ran. [Virginia|place] was unhurt.",
        "Virginia Halloran",
        "Virginia",
    ),
    ("[Aung Maw Sein Kyi|person] spoke. [Sein Kyi|person] left.", "Aung Maw Sein Kyi", "Sein Kyi"),
    (
        "The [Harbour Board|organization] met. The [Board|organization] voted.",
        "Harbour Board",
        "Board",
    ),
)
_WITH = " [Cid Cedar|person] of the [Lantern Fund|organization] came too."
_TOGETHER_IN_TWO: tuple[Case, ...] = (
    (
        "The [Congress|organization] of [Chile|place] met.",
        "In [Santiago|place] the [Congress|organization] voted. [Chile|place] waited.",
        "Congress",
        "Congress",
    ),
    (
        "[India|place]'s [Supreme Court|organization] ruled.",
        "The [Indian|group] [Supreme Court|organization] ruled again.",
        "Supreme Court",
        "Supreme Court",
    ),
    (
        "The [Labour Party|organization] lost in [Norway|place].",
        "[Norwegian|group] voters left the [Labour Party|organization].",
        "Labour Party",
        "Labour Party",
    ),
    ("The [Knesset|organization] met.", "The [Knesset|organization] voted.", "Knesset", "Knesset"),
    (
        "The [Orle Ferry Company|organization] is old.",
        "The [Orle Ferry Company|organization] is sold.",
        "Orle Ferry Company",
        "Orle Ferry Company",
    ),
    ("[Ida Fenwick|person] ran.", "[Ida Fenwick|person] slept.", "Ida Fenwick", "Ida Fenwick"),
    ("[Ina Marsh|person] ran." + _WITH, "[Marsh|person] slept." + _WITH, "Ina Marsh", "Marsh"),
    (
        "[Thorne|person] ran." + _WITH,
        "[Silas Thorne|person] slept." + _WITH,
        "Thorne",
        "Silas Thorne",
    ),
    (
        "[Nell Brook|person] ran." + _WITH,
        "[Nell Brook Hansen|person] slept." + _WITH,
        "Nell Brook",
        "Nell Brook Hansen",
    ),
    (
        "[Una Pike Larsen|person] ran." + _WITH,
        "[Una Pike|person] slept." + _WITH,
        "Una Pike Larsen",
        "Una Pike",
    ),
    (
        "[Orsel Media|organization] grew." + _WITH,
        "[Orsel|organization] shrank." + _WITH,
        "Orsel Media",
        "Orsel",
    ),
    (
        "[Poland|place] voted.",
        "The [Republic of Poland|place] paid.",
        "Poland",
        "Republic of Poland",
    ),
    ("The [United States|place] voted.", "The [U. S.|place] paid.", "United States", "U. S."),
    (
        "The [DRC|place] voted.",
        "The [Democratic Republic of Congo|place] paid.",
        "DRC",
        "Democratic Republic of Congo",
    ),
    ("[Libyan|group] ships came.", "[Libyans|group] voted.", "Libyan", "Libyans"),
)

TOGETHER: list[Case] = [*((one, "", a, b) for one, a, b in _TOGETHER_IN_ONE), *_TOGETHER_IN_TWO]

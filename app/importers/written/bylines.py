"""Bylines as people write them: “By Jane Roe, John Doe and Ada Moor | Elm Press”.

From the words to the people, one each: without “By”, roles, agencies, handles, credits of
photographers and what stands behind. The rules look at form alone and know no names.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from app.importers.written import dates
from app.importers.written.roles import (
    COLLECTIVE,
    DEPARTMENTS,
    ORGANIZATION,
    is_agency,
    is_desk,
    is_role,
    without_role,
)
from app.importers.written.spelling import plain

LONGEST = 400
"""Characters of a byline that are read."""
NAME_LONGEST = 80
PEOPLE_MAX = 50
INITIALS = 3
SHORTEST = 2

# What begins a byline. The bare prepositions count only where the line is one, or where a name
# follows: see `begins_as_byline`.
_VERBS = (
    r"(?:an? )?(?:articles?|story|stories|words?|text|analysis|report(?:ed|ing)?|"
    r"review(?:ed)?|post(?:ed)?|"
    r"publish(?:ed)?|written|submitted|contributed|created|opinion|commentary|essay|interview|"
    r"column|blog(?: ?post)?|author|guest post|(?:ein )?(?:artikel|beitrag|blog[- ]?beitrag|"
    r"kommentar|bericht|"
    r"gastbeitrag|analyse|interview)|eingestellt|eingereicht|gespeichert|hochgeladen|"
    r"geschrieben|verfasst|veröffentlicht|erstellt|"
    r"publié|écrit|rédigé|escrito|publicado|redactado|scritto|pubblicato|geschreven|gepubliceerd|"
    r"napisał|skrevet|skriven|(?:un )?article|propos recueillis)"
)
_BY = r"(?:by|von|vom|par|por|di|da|door|av|af|przez|od|от)"
_LABELS = (
    r"(?:authors?|autor(?:en|in|innen|es|a|as|i|zy)?|auteurs?|auteure|autrice|autore|writers?|"
    r"words|text|texte|texto|testo|redaktion|redacteur|redazione|verfasser(?:in)?|forfatter|"
    r"författare|szerző|автор|текст|by-?line|author\(s\)|autor/in|autor\*in|auteur\(s\)|"
    r"reporter|reported by|written by|story by|words by|作者|文|著者|記者|执笔|執筆|撰文|글|기자)"
)
_LEAD = re.compile(
    rf"\A\W{{0,3}}(?:{_VERBS} {_BY}\b:?|{_LABELS} ?[:：／]|{_LABELS}/ |{_BY}(?= |:)"
    rf"(?! the way\b):?|(?:作者|文|著者|記者|执笔|執筆|撰文)[:：/／ ])\s*",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    rf"\W{{0,3}}(?:{_VERBS} {_BY}\b|{_LABELS} ?[:：／]|{_LABELS}/ )", re.IGNORECASE
)
_OTHERS_WORK = re.compile(
    r"(?:^|[\s|·•(/,;–—-])(?:with )?(?:additional )?"
    r"(?:photo(?:graph)?s?|photography|pictures?|illustrations?|graphics?|images?|videos?|fotos?|bild(?:er)?|"
    r"grafik(?:en)?|illustrationen|fotografie|edited|translated|translation|übersetzt|übersetzung|traduit|"
    r"reporting|research|editing|media)"
    r"(?: (?:by|von|par|de|por|di)\b|(?: ?credit)? ?:)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[(\[]?@[\w.]{2,40}[)\]]?|[(\[]?[\w.+-]{1,64}(?:@|\[at\])[\w.-]{2,80}[)\]]?")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S{0,300}", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]|[«»\"“”„]")
_COUNTS = re.compile(r"\s(?:發表在|發表於|发表于|發佈於|发布于|留言|人氣|人气|閱讀|阅读|評論|评论)")
"""What Chinese pages put behind the author: where it is filed, and how often it was read."""
_SEGMENTS = re.compile(r"\s[|·•›»/–—-]{1,2}\s|\s?[|•·;；]\s?|\n|//|\t| / ")
_JOINERS = re.compile(
    r"\s?[,，、]\s?(?:and |und |et |y |e |og |och |en )?|"
    r"\s(?:and|&|und|et|y|e|og|och|en|i|with|mit|con|avec|und mit|＆)\s",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s(?:in|for|at|of the|of|from|on|am|um|vom|le|el|il|à|hat|has|aus|für|pour|para|per|"
    r"reports?|is|"
    r"(?i:(?:last )?updated|published|posted|aktualisiert|veröffentlicht|publié|publicado|"
    r"special to))"
    r"(?:[\s:,].*)?$",
    re.DOTALL,
)
_AGENCY_BEHIND = re.compile(r"/[A-Z][A-Z-]{1,8}$")
"""An agency's sign behind a name: Jane Roe/ELM."""
_WHEN = re.compile(r"\s(?:am|um|vom|on) (?:[A-ZÄÖÜ].*)?$|\s(?:am|um|vom|on)$", re.DOTALL)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\.?|(?:mo|di|mi|do|fr|sa|so)\.?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?!\d)(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[A-Z]{2,4}|Uhr)\b)?|\b(?:19|20)\d\d\b|"
    r"(?<!\d)\d+ (?:hours?|minutes?|days?|min)\b",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"\d\s?(?:min|sec|std|minut)|min(?:ute)?s? read|lesezeit|lesedauer|\d comments?|"
    r"(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties)\W{0,3}\d",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de da do dos das del della di du des la le las los el al bin ben ibn bint van von vom "
    "vander der "
    "den ter ten te zu zum zur af av och y e i v. st. saint san santa o d l".split()
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3・=]{2,20}")
_POSSESSED = ("alle ", "all ", "more ", "view ", "mehr ", "about ", "über ", "posts ", "see ")


def begins_as_byline(line: str) -> bool:
    """Whether a line begins with “By” and a name follows, or with “Author:” or “Written by”."""
    lead = _LEAD.match(line)
    if lead is None or len(line) > LONGEST:
        return False
    if _EXPLICIT.match(line):
        return True
    return looks_like_person(first) if (first := next(iter(people(line)), "")) else False


def is_labelled(line: str) -> bool:
    """Whether a line says that it names its author: “Author:”, “Written by”; not “By” alone."""
    return _EXPLICIT.match(line) is not None and len(line) <= LONGEST


def people(written: str, sites: Collection[str] = ()) -> tuple[str, ...]:
    """The people that a byline names, each once; `sites` are names that are none of theirs.

    A byline that names nobody but “staff” gives that; one that names a site, none.
    """
    line = " ".join(written[:LONGEST].replace("\n", " | ").split())
    line = _LEAD.sub("", line, count=1)
    credit = _OTHERS_WORK.search(line)
    if credit:
        line = line[: credit.start()]
    line = _ADDRESS.sub(" ", _HANDLE.sub(" ", _COUNTS.split(line, maxsplit=1)[0]))
    line = _BRACKETS.sub(" ", line)
    named: list[str] = []
    for segment in _SEGMENTS.split(line):
        found = _in_segment(_without_days(segment).strip(), sites)
        is_list = all(map(looks_like_person, (*named, *found))) and ":" not in segment
        if named and segment.strip() and not (found and is_list):
            break
        named += found
    return best(list(dict.fromkeys(" ".join(name.split()) for name in named)))


@lru_cache(maxsize=1_024)
def looks_like_person(name: str) -> bool:
    """Whether a name has the form of a person's: two to five words that begin with capitals."""
    if _EAST_ASIAN.fullmatch(name.replace(" ", "")):
        return True
    words = name.split()
    if not 2 <= len(words) <= 6 or any(c.isdecimal() for c in name):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return len(proper) >= 2 and all(_is_capitalised(word) for word in proper)


def _is_capitalised(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return bool(first) and (first.isupper() or not first.islower())


def _without_days(line: str) -> str:
    """The line up to the first date or time in it, or behind one at its beginning."""
    for day in dates.find(line):
        head = line[: day.start].strip(" ,|-–—·•(")
        line = head if any(c.isalpha() for c in head) else line[day.end :]
        break
    time = _TIME.search(line)
    if time is None:
        return line
    return line[: time.start()]


def _in_segment(segment: str, sites: Collection[str]) -> list[str]:
    """The people of one part of a byline; none where it is a role, an agency or a site."""
    segment = _LEAD.sub("", segment, count=1)
    parts = [part for part in _JOINERS.split(segment) if part and part.strip()]
    if any(len(part.strip()) < SHORTEST for part in parts):
        parts = [segment]  # “Mac & i” is one name
    names: list[str] = []
    for part in parts[:PEOPLE_MAX]:
        name = _without_site(_person(part), sites)
        if name and not _is_nobody(name, sites):
            names.append(name)
    return names


def _person(part: str) -> str:
    """A name without what stands around it."""
    name = part.strip(" .,:;-–—*•|/+")
    name = _LEAD.sub("", name, count=1)
    name = _WHEN.sub("", name)
    shorter = _BEHIND.sub("", name)
    if looks_like_person(shorter) or _EAST_ASIAN.match(shorter):
        name = shorter
    name = without_role(_AGENCY_BEHIND.sub("", name)).strip(" ,:;-–—")
    return name + "." if part.rstrip().endswith("Jr.") and name.endswith("Jr") else name


def _without_site(name: str, sites: Collection[str]) -> str:
    """A name without the site's behind it: “Jane Roe Elm Press”."""
    words = name.split()
    own = {plain(site) for site in sites} - {""}
    for n in range(2, len(words)):
        if plain("".join(words[n:])) in own:
            return " ".join(words[:n])
    return name


def _is_nobody(name: str, sites: Collection[str]) -> bool:
    is_too_long = len(name) > NAME_LONGEST or len(name.split()) > 8
    if is_too_long or not any(c.isalpha() for c in name):
        return True
    if any(is_kind(name) for is_kind in (is_agency, is_desk, is_role, _is_label)):
        return True
    return len(name) < SHORTEST or any(_is_site(plain(name), site) for site in sites)


def _is_label(name: str) -> bool:
    """Whether words are a weekday, a reading time, a mere “by” or a link such as “More by”."""
    folded = name.casefold()
    if folded in _PARTICLES or folded.startswith(_POSSESSED):
        return True
    patterns = (_WEEKDAY.fullmatch(name), _READING_TIME.search(name), _LEAD.fullmatch(name + " "))
    return any(patterns)


def _is_site(letters: str, site: str) -> bool:
    """Whether a name is the site's, with the initials of a person behind it at most."""
    own = plain(_BRACKETS.sub(" ", site))
    if not own or not letters.startswith(own):
        return False
    rest = letters[len(own) :]
    return len(rest) <= INITIALS or rest in DEPARTMENTS


def best(names: Sequence[str]) -> tuple[str, ...]:
    """The names that count: people before their newspaper, and both before “staff”.

    A single word behind somebody's full name is a town, a degree or a part of a department.
    """
    particular = [name for name in names if not COLLECTIVE.search(name)]
    persons = [name for name in particular if not ORGANIZATION.search(name)]
    if len(persons) > 1 and looks_like_person(persons[0]):
        persons = _without_department(persons)
    return tuple((persons or particular or names[:1])[:PEOPLE_MAX])


def _without_department(names: Sequence[str]) -> list[str]:
    """Names up to the first that is one word; none of those that begin with an acronym."""
    kept: list[str] = []
    for name in names:
        if " " not in name and "." not in name and not _EAST_ASIAN.fullmatch(name):
            break
        first, *rest = name.split()
        is_acronym = 3 <= len(first) <= 4 and first.isupper() and not name.isupper()
        if not (is_acronym and kept and rest):
            kept.append(name)
    return kept

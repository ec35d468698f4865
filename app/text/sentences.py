"""Where sentences begin and end.

Owns the abbreviations. Form alone decides, without blocks and without a language's grammar.
"""

import re

from app.text.spans import Span

_HARD = "!?。！？｡؟։።॥।۔"  # these end a sentence whatever stands before them
_UNSPACED = "。！？｡"  # and these need no space behind
# One stop with what closes behind it: marks, brackets, a French mark after its thin space,
# reference numbers.
_STOP = re.compile(
    rf"[.…{_HARD}]+(?:[\"'”’»›)\]}}“‘«‹」』）】》]|[ \u00a0\u202f][»”](?=[\s,;]|$)|\[\d{{1,3}}\])*",
)
_BORDER = re.compile(r"\n[^\S\n]*\n|\t")  # a blank line, a table cell
_OPENERS = "\"'“‘„‚«‹»›”([{¿¡—–-•*’"
_WORD = re.compile(r"[^\W_]{1,24}(?:[.’'-][^\W_]{1,24}){0,12}\Z")
_WORD_AHEAD = re.compile(r"[^\W_]{1,24}")
_LONGEST_WORD = 24
_NUMBERING = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    """Mr Mrs Ms Mx Dr Drs Prof Profs Gen Sen Sens Rep Reps Gov Govs Lt Col Sgt Capt Cpl Pvt Maj
    Adm Cmdr Brig Cmdt Rev Hon Pres Fr St Ste Messrs Mme Mlle MM Supt Det Insp Amb Atty Asst Dep
    Mt Ft Hr Hrn Frl Sra Srta Dña Sig Dott Ing Mag Dipl vs cf eg ie viz ca approx bzw e.g i.e
    z.B d.h u.a v esp incl д-р проф ул им"""
)
_BEFORE_NUMBERS = _words(
    """No Nos Nr Art Arts Sec Secs Abs Ch Vol Vols Fig Figs Eq Ex Para Paras p pp ch vol fig art
    sec para no nos c b d r fl Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed
    Thu Thur Thurs Fri Sat Sun"""
)
_MONTHS = _words(
    """Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec January February March April June July
    August September October November December Januar Februar März Mai Juni Juli Oktober
    Dezember Jänner"""
)
_DAYS_AND_ZONES = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat
    Sun EST EDT ET CST CDT CT MST MDT PST PDT PT GMT UTC BST CET CEST"""
)
# May end a sentence or stand inside one: only a word that begins sentences tells.
_EITHER = _words(
    "Inc Corp Co Cos Ltd Bros Jr Sr Esq Ph.D M.D B.A M.A Univ Assn Dept Gov't Ave Blvd Rd St "
    "LLC Plc S.A"
)
_STATES = _words(
    """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Me Mich Minn Miss Mo Mont
    Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo"""
)
_STARTERS = _words(
    """A After All Also Although An And Another Any As At Because Before Both But By Despite During
    Each Earlier Even Every For From Had Has Have He Her Here His How However I If In Instead Is
    It Its Last Later Many Meanwhile More Most My Nearly Neither No Nobody None Nor Not Nothing
    Now Of On Once One Only Or Other Others Our Over Several She Since So Some Still Such That
    The Their Then There These They This Those Though Through Thus To Today Two Under Until We
    What When Where Whether Which While Who Why With Yet You Your Der Die Das Ein Eine Er Sie Es
    Wir Und Aber Le Les Un Une Il Elle Ils Nous Mais El Los Las Una Pero"""
)


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]` in order, without outer white space. Linear."""
    spans: list[Span] = []
    at = start
    for border in _BORDER.finditer(text, start, end):
        spans += _within(text, at, border.start())
        at = border.end()
    return spans + _within(text, at, end)


def _within(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    at = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() >= at and _ends(text, at, stop, end):
            spans += _trimmed(text, at, stop.end())
            at = stop.end()
    return spans + _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return [Span(start, end)] if start < end else []


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether `stop` ends the sentence that begins at `begin`."""
    after = stop.end()
    if after >= end:
        return True
    if not text[after].isspace():
        return any(c in _UNSPACED for c in stop[0])
    ahead = _ahead(text, after, end)
    if not _may_begin(text, ahead, end):
        return False
    marks = stop[0]
    if (
        any(c in _HARD for c in marks)
        or marks.startswith(("..", "…"))
        or any(c in marks for c in '"”’“«»')
    ):
        return True
    return not _abbreviates(text, begin, stop.start(), after, ahead, end)


def _ahead(text: str, at: int, end: int) -> int:
    """Where the next word begins: past white space and a few opening marks."""
    while at < end and text[at].isspace():
        at += 1
    last = min(end, at + 4)
    while at < last and (text[at] in _OPENERS or text[at] in " \u00a0\u202f"):
        at += 1
    return at


def _may_begin(text: str, at: int, end: int) -> bool:
    """Whether a sentence may begin at `at`: `iPhone` may, `the` may not."""
    if at >= end:
        return True
    if text[at].islower():
        return at + 1 < end and text[at + 1].isupper()
    return text[at] not in ".,;:!?…"


def _abbreviates(text: str, begin: int, dot: int, after: int, ahead: int, end: int) -> bool:
    """Whether the full stop at `dot` belongs to the word before it."""
    match = _WORD.search(text[max(begin, dot - _LONGEST_WORD) : dot])
    if not match:
        return False
    word, heading = match[0], _word_at(text, ahead, end)
    if _is_numbering(text, begin, dot):
        return not word.isdigit() or len(word) < 3 or heading == ""
    if word in _TITLES:
        return True
    if heading[:1].isdigit():
        return word in _BEFORE_NUMBERS
    if word[-1].isdigit():
        return word.isdigit() and len(word) < 3 and heading in _MONTHS
    is_in_list = text[max(begin, dot - len(word) - 2) : dot - len(word)].endswith(", ")
    return _is_inside(word, heading, after_comma=is_in_list, opened=_opened(text, after, ahead))


def _word_at(text: str, at: int, end: int) -> str:
    """The word that begins at an offset, as far as it is needed; empty for none."""
    match = _WORD_AHEAD.match(text, at, end)
    return match[0] if match else ""


def _is_numbering(text: str, begin: int, dot: int) -> bool:
    """Whether the sentence so far is only the number of an item: `12.`, `b.`, `iv.`."""
    if dot - begin >= _LONGEST_WORD:
        return False
    return _NUMBERING.fullmatch(text[begin:dot].strip()) is not None


def _opened(text: str, after: int, ahead: int) -> bool:
    return any(c in _OPENERS for c in text[after:ahead])


def _is_inside(word: str, heading: str, *, after_comma: bool, opened: bool) -> bool:
    """Whether an abbreviation that may end a sentence is inside one here.

    Initials, acronyms, companies, states, months and hours: the word after it, `heading`, decides.
    """
    if word.lower() in ("a.m", "p.m"):
        return heading in _DAYS_AND_ZONES
    if word in _BEFORE_NUMBERS and len(word) > 2:
        return heading in _MONTHS
    is_state = word in _STATES and after_comma
    if is_state or word in _EITHER or _is_initials(word):
        return not opened and heading not in _STARTERS
    return False


def _is_initials(word: str) -> bool:
    """Whether it is an initial, such as J, or an acronym, such as U.S."""
    if len(word) == 1:
        return word.isupper() and word != "I"
    return "." in word and all(len(part) <= 2 for part in word.split("."))

"""Whether reported words make a statement: a clause with a predicate of its own, or only the name of a thing. English; knows no cue.

A predicate is a finite verb that belongs neither to a relative clause (`the man who left`) nor to a shortened one (`remarks Holt had
made`). There is no parser: verbs are known by lists and endings, and by what stands before them.
"""

import re

from app.engines.dates.tense import is_past
from app.engines.word_lists import words

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,;:()—–]")
_AUXILIARIES = words(
    """is are was were am isn't aren't wasn't weren't has have had hasn't haven't hadn't do does did don't doesn't didn't will would can
    could may might must shall should ought won't wouldn't can't cannot couldn't shouldn't mustn't ain't isn’t aren’t wasn’t weren’t
    hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t mustn’t ain’t"""
)
_PRESENT = words(
    """says seems appears remains becomes makes takes gives gets goes comes needs wants means shows knows thinks believes feels looks
    keeps lets begins starts continues stays stands holds leads lies sits brings puts sets tells asks calls works lives runs
    helps requires allows includes contains involves represents reflects suggests proves poses raises creates provides offers
    supports opposes deserves depends belongs exists happens matters costs pays plays wins loses faces fails tends hopes
    plans intends expects considers regards sees finds leaves serves turns moves grows falls rises shares owns loves hates likes
    demands undermines violates threatens affects ensures constitutes lacks bears carries understands agrees wishes prefers
    tries seeks uses cares fits applies ends opens closes meets follows accounts relies speaks exceeds amounts consists differs
    remain seem appear need want believe think know feel mean deserve belong exist tend hope intend expect agree depend"""
)
_SUBJECTS = words(
    "i he she it they we you there nobody everyone everybody someone somebody nothing "
    "everything this that these those what"
)
_CONTRACTED = re.compile(
    r"(?i)(?:i|he|she|it|they|we|you|there|that|this|what|who|here|let)['’](?:s|re|ve|m|ll|d)$"
)
_COMPLEMENTIZERS = words(
    "that whether if how why when where what who because unless until once while although "
    "though since as"
)
_DEPENDENT = words("that whether if how why")
_RELATIVES = words("who which that whose whom where what")
_NAMED_SO = words(
    "call calls called describe describes described see sees saw term terms termed dub dubs "
    "dubbed regard regards regarded"
)
_LINKS = words(
    """and or but nor of for in on at by to from with without about against over under into through between among during before after
    than like as despite toward towards upon within amid per via regarding concerning including"""
)
_DETERMINERS = words(
    "the a an his her its their our my your this that these those some any no every each all "
    "both more most many"
)
_BARE = words(
    "not never also still only just now already always often once even soon again then really "
    "actually simply probably likely"
)
_OBJECTS = _DETERMINERS | words(
    "him her it them us me you himself herself themselves itself up out off down away back that to"
)
# Past forms that stand behind a noun as participles more often than not: `the letter written by`,
# `those involved`.
_PARTICIPLES = words(
    "been done given known written shown taken seen born made used based involved related left"
)
_FEW = 3  # words of the shortest infinitive: `to sail again`
# words behind which `that` is no pronoun: 98 % of such contents in PolNeAR's training articles are
# clauses
_MANY = 5


def is_clause(content: str) -> bool:
    """Whether the words say something of something: `that the quay was closed`, `The quay will stay closed`; not `the closed quay`."""
    found = _TOKEN.findall(content)
    while found and not found[0][0].isalnum():
        found.pop(0)
    if len(found) < 2:
        return False
    first = [w.casefold() for w in found[:6]]
    if first[0] == "what" and _NAMED_SO & set(first[2:]):
        return False  # `what she called a farce` names a thing
    depends = len(found) > (_MANY if first[0] == "that" else 2)
    return (depends and first[0] in _DEPENDENT) or _has_predicate(found)


def is_subordinate(content: str) -> bool:
    """Whether a conjunction makes the words depend on a cue: `that the quay was closed`, `whether it was`, `how it was`."""
    first = _TOKEN.search(content)
    return first is not None and first[0].casefold() in _DEPENDENT


def is_adverbial(content: str) -> bool:
    """Whether the words begin with a preposition, as those that say when, where or besides what."""
    first = _TOKEN.search(content)
    return first is not None and first[0].casefold() in _LINKS


def is_infinitive(content: str) -> bool:
    """Whether the words are an infinitive, alone or with whom it is asked of: `to open the quay`, `Holt not to open the quay`."""
    found = [w.casefold() for w in _TOKEN.findall(content)[:14]]
    return any(w == "to" and _is_infinitive(found, n) for n, w in enumerate(found))


def _is_infinitive(found: list[str], n: int) -> bool:
    """Whether `to` at `n` has a verb behind it and begins the words or follows a short noun phrase."""
    following = found[n + 1 : n + 2]
    if (
        not following
        or following[0] in _DETERMINERS
        or not following[0].isalpha()
        or len(found) - n < _FEW
    ):
        return False
    return not following[0].endswith(("ing", "tion", "ment"))


def _has_predicate(found: list[str]) -> bool:
    owed = 0  # verbs that relative clauses will take
    lower = [w.casefold() for w in found]
    first = 1 if lower[0] in _COMPLEMENTIZERS else 0
    for n in range(first, len(found)):
        if lower[n] in _RELATIVES and n > first and not _is_complementizer(lower, n):
            owed += 1
        elif _is_finite(found, lower, n):
            if _continues(lower, n):
                continue
            if owed:
                owed -= 1
            elif not _is_reduced(found, lower, n, first):
                return True
    return False


def _is_complementizer(lower: list[str], n: int) -> bool:
    """Whether `that` follows a verb or stands for a thing: `said that`, `and that was`."""
    return lower[n] == "that" and (
        lower[n - 1] in _AUXILIARIES or lower[n - 1] in ("and", "but", ",") or is_past(lower[n - 1])
    )


def _continues(lower: list[str], n: int) -> bool:
    """Whether the verb is one of a chain already counted: `have been made`, `was arrested`."""
    before = [w for w in lower[max(0, n - 3) : n] if w not in _BARE and not w.endswith("ly")][-1:]
    return bool(before) and (
        before[0] in _AUXILIARIES or before[0] in ("be", "been", "being", "to", "having")
    )


def _is_finite(found: list[str], lower: list[str], n: int) -> bool:
    word = lower[n]
    if word in _AUXILIARIES:
        return not (found[n][0].isupper() and n and word in ("may", "will", "might"))
    if _CONTRACTED.match(word):
        return True
    before = lower[n - 1] if n else ""
    if word in _PRESENT:
        return (
            before not in _DETERMINERS | {"to", "of"} or before in _SUBJECTS
        ) and not before.endswith(("'s", "’s"))
    if (
        before in _SUBJECTS - {"that", "this", "these", "those", "her"}
        and word.isalpha()
        and word not in _LINKS | _BARE | _DETERMINERS | _RELATIVES
    ):
        return not word.endswith(("ly", "ing")) and found[n][0].islower()
    return bool(n) and is_past(word) and _is_narrated(found, lower, n)


def _is_narrated(found: list[str], lower: list[str], n: int) -> bool:
    """Whether a past form tells what happened (`Holt sank the boat`) and describes no noun (`the boat sunk by Holt`, `a sunken boat`)."""
    word, before, after = lower[n], lower[n - 1], lower[n + 1] if n + 1 < len(lower) else ""
    if before in _RELATIVES:
        return True
    if before in _DETERMINERS | _LINKS | {","} or word in _PARTICIPLES or after == "by":
        return before in _SUBJECTS - _DETERMINERS
    if n + 1 < len(found) and found[n + 1][0].isupper():
        return True
    return (
        after in _OBJECTS
        or found[n - 1][0].isupper()
        or after.endswith("ly")
        or before in _BARE
        or not word.endswith("ed")
    )


def _is_reduced(found: list[str], lower: list[str], n: int, first: int) -> bool:
    """Whether the verb is that of a shortened relative clause: a noun, at once another subject, the verb (`remarks Holt had made`)."""
    k = n - 1
    while k >= first and (lower[k] in _BARE or lower[k].endswith("ly")):
        k -= 1
    if k <= first:
        return False
    subject = k
    if lower[k] in _SUBJECTS - {"this", "that", "these", "those", "there"}:
        subject = k
    elif found[k][0].isupper():
        while subject > first and found[subject - 1][0].isupper():
            subject -= 1
    else:
        return False
    if subject <= first:
        return False
    head = lower[subject - 1]
    plain = (
        head.isalpha()
        and found[subject - 1][0].islower()
        and head not in _LINKS | _DETERMINERS | _COMPLEMENTIZERS | _BARE
    )
    return (
        plain
        and not is_past(head)
        and head not in _AUXILIARIES | _PRESENT
        and not head.endswith("ly")
        and subject - 1 > first - 1
        and (first == 0)
    )

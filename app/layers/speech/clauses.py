"""Whether reported words make a statement: a clause with a predicate of its own. English.

A predicate is a finite verb that belongs neither to a relative clause (`the man who left`) nor to a
shortened one (`remarks Holt had made`). There is no parser: verbs are known by lists and endings,
and by what comes before them.
"""

import re
from collections.abc import Sequence

from app.engines.dates.tense import is_past
from app.engines.word_lists import words

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,;:()—–]")
_AUXILIARIES = words(
    """
    is are was were am isn't aren't wasn't weren't has have had hasn't haven't hadn't do does did
    don't doesn't didn't will would can could may might must shall should ought won't wouldn't can't
    cannot couldn't shouldn't mustn't ain't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t
    doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t mustn’t ain’t
    """
)
_PRESENT = words(
    """
    says seems appears remains becomes makes takes gives gets goes comes needs wants means shows
    knows thinks believes feels looks keeps lets begins starts continues stays stands holds leads
    lies sits brings puts sets tells asks calls works lives runs helps requires allows includes
    contains involves represents reflects suggests proves poses raises creates provides offers
    supports opposes deserves depends belongs exists happens matters costs pays plays wins loses
    faces fails tends hopes plans intends expects considers regards sees finds leaves serves turns
    moves grows falls rises shares owns loves hates likes demands undermines violates threatens
    affects ensures constitutes lacks bears carries understands agrees wishes prefers tries seeks
    uses cares fits applies ends opens closes meets follows accounts relies speaks exceeds amounts
    consists differs remain seem appear need want believe think know feel mean deserve belong exist
    tend hope intend expect agree depend
    """
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
    """
    and or but nor of for in on at by to from with without about against over under into through
    between among during before after than like as despite toward towards upon within amid per via
    regarding concerning including
    """
)
_DETERMINERS = words(
    "the a an his her its their our my your this that these those some any no every each all "
    "both more most many"
)
_BARE_ADVERBS = words(
    "not never also still only just now already always often once even soon again then really "
    "actually simply probably likely"
)
_OBJECTS = _DETERMINERS | words(
    "him her it them us me you himself herself themselves itself up out off down away back that to"
)
# Past forms that are participles behind a noun more often than not: `the letter written by`,
# `those involved`.
_PARTICIPLES = words(
    "been done given known written shown taken seen born made used based involved related left"
)
_NAMES = frozenset({"may", "will", "might"})
_CHAIN = _AUXILIARIES | {"be", "been", "being", "to", "having"}
# Pronouns that are nothing but a subject, at least before a verb in any form.
_SURE_SUBJECTS = _SUBJECTS - {"that", "this", "these", "those", "her"}
_REDUCED_SUBJECTS = _SUBJECTS - {"this", "that", "these", "those", "there"}
_SHORTEST_INFINITIVE = 3  # words: `to sail again`
# Words beyond which `that` at the beginning is no pronoun: 98 % of such contents in PolNeAR's
# training articles are clauses.
_THAT_CLAUSE = 5
_LOOKED_AT = 14  # tokens of a content in which an infinitive begins


def is_clause(content: str) -> bool:
    """Whether the words say something of something.

    As `that the quay was closed` and `The quay will stay closed`, not `the closed quay`.
    """
    tokens = _TOKEN.findall(content)
    while tokens and not tokens[0][0].isalnum():
        tokens.pop(0)
    if len(tokens) < 2:
        return False
    first = [token.casefold() for token in tokens[:6]]
    if first[0] == "what" and _NAMED_SO & set(first[2:]):
        return False  # `what she called a farce` names a thing
    is_long_enough = len(tokens) > (_THAT_CLAUSE if first[0] == "that" else 2)
    if is_long_enough and first[0] in _DEPENDENT:
        return True
    return _has_predicate(tokens)


def is_subordinate(content: str) -> bool:
    """Whether a conjunction makes the words depend on a cue: `that the quay was closed`, `how`."""
    first = _TOKEN.search(content)
    return first is not None and first[0].casefold() in _DEPENDENT


def is_adverbial(content: str) -> bool:
    """Whether the words begin with a preposition, as those that say when or where."""
    first = _TOKEN.search(content)
    return first is not None and first[0].casefold() in _LINKS


def is_infinitive(content: str) -> bool:
    """Whether the words are an infinitive, alone or with a subject.

    As `to open the quay` and `Holt not to open the quay`.
    """
    words = [word.casefold() for word in _TOKEN.findall(content)[:_LOOKED_AT]]
    return any(word == "to" and _is_infinitive(words, n) for n, word in enumerate(words))


def _is_infinitive(words: Sequence[str], n: int) -> bool:
    """Whether `to` at `n` has a verb behind it."""
    if len(words) - n < _SHORTEST_INFINITIVE:
        return False
    following = words[n + 1]
    if following in _DETERMINERS or not following.isalpha():
        return False
    return not following.endswith(("ing", "tion", "ment"))


def _has_predicate(tokens: Sequence[str]) -> bool:
    """Whether a finite verb remains that no relative clause takes."""
    relatives = 0  # relative pronouns whose verb is still to come
    lower = [token.casefold() for token in tokens]
    first = 1 if lower[0] in _COMPLEMENTIZERS else 0
    for n in range(first, len(tokens)):
        if n > first and _begins_relative_clause(lower, n):
            relatives += 1
        elif not _is_new_verb(tokens, lower, n):
            continue
        elif relatives:
            relatives -= 1
        elif not _is_reduced(tokens, lower, n, first):
            return True
    return False


def _begins_relative_clause(lower: Sequence[str], n: int) -> bool:
    return lower[n] in _RELATIVES and not _is_complementizer(lower, n)


def _is_new_verb(tokens: Sequence[str], lower: Sequence[str], n: int) -> bool:
    """Whether a finite verb is here that is not part of one already counted."""
    return _is_finite(tokens, lower, n) and not _continues(lower, n)


def _is_complementizer(lower: Sequence[str], n: int) -> bool:
    """Whether `that` follows a verb or stands for a thing: `said that`, `and that was`."""
    if lower[n] != "that":
        return False
    before = lower[n - 1]
    return before in _AUXILIARIES or before in ("and", "but", ",") or is_past(before)


def _continues(lower: Sequence[str], n: int) -> bool:
    """Whether the verb is one of a chain already counted: `have been made`, `was arrested`."""
    before = [word for word in lower[max(0, n - 3) : n] if not _is_adverb(word)]
    return bool(before) and before[-1] in _CHAIN


def _is_adverb(word: str) -> bool:
    return word in _BARE_ADVERBS or word.endswith("ly")


def _is_finite(tokens: Sequence[str], lower: Sequence[str], n: int) -> bool:
    """Whether the word is a finite verb, by lists, its ending and the word before it."""
    word = lower[n]
    if word in _AUXILIARIES:
        # `Will` and `May` inside a sentence are names.
        is_name = n > 0 and word in _NAMES and tokens[n][0].isupper()
        return not is_name
    if _CONTRACTED.match(word):
        return True
    if word in _PRESENT:
        return n == 0 or _may_precede_present(lower[n - 1])
    return n > 0 and _follows_subject(tokens, lower, n)


def _follows_subject(tokens: Sequence[str], lower: Sequence[str], n: int) -> bool:
    """Whether a word on no list is a verb after a pronoun, or one in the past tense."""
    word = lower[n]
    if lower[n - 1] in _SURE_SUBJECTS and _may_be_verb(word):
        return tokens[n][0].islower() and not word.endswith(("ly", "ing"))
    return is_past(word) and _is_narrated(tokens, lower, n)


def _may_precede_present(before: str) -> bool:
    """Whether a form such as `plans` is a verb after this word: not after `the` or `Holt's`."""
    if before.endswith(("'s", "’s")):
        return False
    return before in _SUBJECTS or before not in _DETERMINERS | {"to", "of"}


def _may_be_verb(word: str) -> bool:
    is_function_word = word in _LINKS | _BARE_ADVERBS | _DETERMINERS | _RELATIVES
    return word.isalpha() and not is_function_word


def _is_narrated(tokens: Sequence[str], lower: Sequence[str], n: int) -> bool:
    """Whether a past form is a verb (`Holt sank the boat`) and does not describe a noun.

    As in `the boat sunk by Holt` or `a sunken boat`.
    """
    word, before = lower[n], lower[n - 1]
    after = lower[n + 1] if n + 1 < len(lower) else ""
    if before in _RELATIVES:
        return True
    is_described = before in _DETERMINERS | _LINKS | {","}
    if is_described or word in _PARTICIPLES or after == "by":
        return before in _SUBJECTS - _DETERMINERS
    if tokens[n - 1][0].isupper() or before in _BARE_ADVERBS or not word.endswith("ed"):
        return True
    return _begins_object(tokens, n + 1)


def _begins_object(tokens: Sequence[str], n: int) -> bool:
    """Whether an object or an adverb is at `n`."""
    if n >= len(tokens):
        return False
    word = tokens[n].casefold()
    return tokens[n][0].isupper() or word in _OBJECTS or word.endswith("ly")


def _is_reduced(tokens: Sequence[str], lower: Sequence[str], n: int, first: int) -> bool:
    """Whether the verb is that of a shortened relative clause: `remarks Holt had made`.

    That is a noun, at once another subject, and the verb.
    """
    if first:
        return False
    subject = _subject_start(tokens, lower, n)
    return subject is not None and subject > 0 and _is_plain_noun(tokens[subject - 1])


def _subject_start(tokens: Sequence[str], lower: Sequence[str], n: int) -> int | None:
    """Where the pronoun or name begins that is the subject of the verb at `n`."""
    last = n - 1
    while last >= 0 and _is_adverb(lower[last]):
        last -= 1
    if last <= 0:
        return None
    if lower[last] in _REDUCED_SUBJECTS:
        return last
    start = last
    if not tokens[start][0].isupper():
        return None
    while start > 0 and tokens[start - 1][0].isupper():
        start -= 1
    return start


def _is_plain_noun(token: str) -> bool:
    """Whether a word may be the noun that a shortened relative clause describes."""
    word = token.casefold()
    if not word.isalpha() or not token[0].islower():
        return False
    if word in _LINKS | _DETERMINERS | _COMPLEMENTIZERS | _BARE_ADVERBS:
        return False
    is_verb = word in _AUXILIARIES | _PRESENT or is_past(word)
    return not is_verb and not word.endswith("ly")

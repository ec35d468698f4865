"""What words in marks look like: an utterance of its own, a part of one, a name or a title.

It decides by form only; speakers are found elsewhere.
"""

import re

from app.layers.speech.marks.quotation_marks import QuotedPiece
from app.text.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LEAD_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PERSONAL = frozenset(
    (
        "i we you i'm we're i’m we’re my our don't don’t it's it’s that's that’s i've i’ve we've "
        "we’ve let's let’s"
    ).split()
)
_SMALL = frozenset("of the and a an in on for to at de la le du der die das".split())
_COMMA_OUTSIDE = re.compile(r"\s?[^\w\s],")
_ENDS = frozenset(".?!,…—–-")
_BEGINS = frozenset(".?!…:,—–-―\"”“»«’'‹›)]")
_BEFORE = 60  # characters before the marks in which a naming word is looked for
_LONGEST_NICKNAME, _LONGEST_TITLE, _LONGEST_UTTERANCE = 60, 200, 400  # characters that are read
_BY_THE_WAY = frozenset(
    (
        "also then once now still often always just even only simply sometimes later first widely "
        "commonly"
    ).split()
)
_NAME = r"[^\W\d_a-zß-ÿ](?:\.|[^\W\d_]*(?:['’-][^\W\d_]+)*)"
_SIGNER = rf"({_NAME}(?: (?:{_NAME}|de|da|di|van|von|der|la|al|bin|of|the))*)"
_SIGNED = re.compile(rf"\s?([―—–]|--?)\s?{_SIGNER}(?=\.?\s*(?:\n|\Z)|,[^\n]*(?:\n|\Z))")
# On a line of its own a full name, and what the person is in a few words: else the next speaker of
# a dialogue begins there.
_SIGNED_BELOW = re.compile(
    rf"[^\S\n]*\n\s*([―—–]|--?)\s?(?={_NAME} ){_SIGNER}(?=\s*(?:\n|\Z)|,[^\n.!?]{{1,60}}(?:\n|\Z))"
)
_DESK = re.compile(rf"[Ff]rom (?:the desk|the pen|the office) of\s{_SIGNER}[^\n]{{0,80}}\n\s*\Z")
# Before words in marks, at the beginning of a line: a full name and what the person is, behind a
# dash (`Ana Holt, pilot — “…”`); somebody without a name and a colon (`Another: “…”`).
_NAMED_BEFORE = re.compile(
    rf"(?:\A|\n)\s{{0,9}}(?={_NAME} \w){_SIGNER}(?:,[^\n.!?:—–]{{1,60}})?\s([―—–])\s?\Z"
)
_NAMELESS_BEFORE = re.compile(
    r"(?:\A|\n)\s{0,9}(?:and )?((?:one|another|yet another|others?|someone|somebody|some|many"
    r"|a (?:second|third|fourth|fifth|sixth))(?: [a-z]+){0,3})(:)\s?\Z",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 120
# A verb or noun of these before words in marks names something; it does not report speech.
_NAMING_VERBS = frozenset(
    (
        "named dubbed titled entitled nicknamed termed styled christened labelled labeled known "
        "so-called"
    ).split()
)
_NAMING_NOUNS = frozenset(
    """
    term word words phrase name nickname slogan title book novel film movie song album play show
    series episode poem essay article painting ship ferry boat vessel yacht trawler operation
    codename magazine newspaper single track opera musical documentary exhibition motto expression
    label rule programme program campaign project band group hashtag chant headline column podcast
    game concept
    """.split()
)
# What people call somebody or something is its name: `goes by “Shorty”`, `everybody calls “Tick”`,
# `engineers call it “the lip”`.
_GOES_BY = re.compile(
    r"\b(?:(?:go(?:es|ne)?|went|going|known) (?:simply |only |just |also )?by"
    r"|answer(?:s|ed|ing)? to"
    r"|(?:every(?:one|body)|people|locals|friends|neighbours|neighbors|colleagues|fans|residents"
    r"|villagers|they|all|some|we) calls?(?: him| her| it| them)?"
    r"|call (?:him|her|it|them)) $",
    re.IGNORECASE,
)
_NICKNAME = 3  # words of a name that people call somebody by, at most: `the lip`, `Big Nell`


def is_free(text: str, begin: int, piece: QuotedPiece) -> bool:
    """Whether the stretch is an utterance of its own, after a sentence, a colon or a comma.

    `begin` is where its block begins.
    """
    words = piece.words
    before = text[max(begin, piece.outer.start - _BEFORE) : piece.outer.start].rstrip()[-1:]
    ends = text[words.end - 1] in _ENDS
    if text[words.start].isalpha() and not text[words.start].isupper():
        return before == "," and ends
    begins = not before or before in _BEGINS or ends
    after = text[piece.outer.end : piece.outer.end + 3].lstrip(" \u00a0")[:1]
    return begins and (ends or not after.isalnum())


def is_name(text: str, begin: int, piece: QuotedPiece) -> bool:
    """Whether the word before the marks announces a name, a title or a word as such.

    `begin` is where its block begins.
    """
    lead = text[max(begin, piece.outer.start - _BEFORE) : piece.outer.start]
    if not lead.rstrip()[-1:].isalnum():
        return False
    return _last_word_names(lead) or _is_nickname(text, lead, piece.words)


def _last_word_names(lead: str) -> bool:
    """Whether a naming verb or noun ends the words, adverbs and `as`, `the` or `a` left out."""
    words = [w for w in _LEAD_WORD.findall(lead.casefold()) if w not in _BY_THE_WAY][-2:]
    if len(words) > 1 and words[-1] in ("as", "the", "a"):
        words.pop()
    return bool(words) and words[-1] in _NAMING_VERBS | _NAMING_NOUNS


def _is_nickname(text: str, lead: str, words: Span) -> bool:
    """Whether people go by the words, a short name behind `goes by` or `they call it`.

    A judgement is none (`they call it “a farce”`).
    """
    name = _WORD.findall(words.of(text)[:_LONGEST_NICKNAME])
    if not name or len(name) > _NICKNAME:
        return False
    looks_like_name = name[0][0].isupper() or name[0] == "the"
    return looks_like_name and bool(_GOES_BY.search(lead))


def is_title(text: str, words: Span) -> bool:
    """Whether the words are written like a name: capitals where they count, and no full stop."""
    tokens = _WORD.findall(words.of(text)[:_LONGEST_TITLE])
    counting = [w for w in tokens if w.casefold() not in _SMALL]
    if not counting or tokens[0] in ("I", "We"):
        return False
    if not all(w[0].isupper() or w[0].isdigit() for w in counting):
        return False
    last = text[words.end - 1]
    return last not in "?!" and (len(counting) > 1 or last != ".")


def is_utterance(text: str, words: Span) -> bool:
    """Whether the words read like a sentence that somebody says."""
    tokens = [w.casefold() for w in _WORD.findall(words.of(text)[:_LONGEST_UTTERANCE])]
    if len(tokens) < 3:
        return False
    has_capital = text[words.start].isupper()
    if has_capital and text[words.end - 1] in ".?!,…":
        return True
    # Most languages put the comma outside the marks.
    comma_outside = has_capital and _COMMA_OUTSIDE.match(text, words.end)
    return len(tokens) > 3 and bool(comma_outside or _PERSONAL & set(tokens))


def signature(text: str, end: int) -> tuple[Span, Span] | None:
    """The dash and the name of a signature behind words in marks that end at `end`.

    It ends their line, or is the next one: `“…” — Ana Holt`.
    """
    reach = end + _LONGEST_SIGNATURE
    signed = _SIGNED.match(text, end, reach) or _SIGNED_BELOW.match(text, end, reach)
    return (Span(*signed.span(1)), Span(*signed.span(2))) if signed else None


def speaker_before(text: str, start: int) -> tuple[Span, Span] | None:
    """The sign and the words for a speaker between a line's beginning and words in marks."""
    lead = max(0, start - _LONGEST_SIGNATURE)
    before = _NAMED_BEFORE.search(text[lead:start]) or _NAMELESS_BEFORE.search(text[lead:start])
    if before is None or (lead and before.start() == 0 and text[lead] != "\n"):
        return None
    (sign, sign_end), (who, who_end) = before.span(2), before.span(1)
    return Span(lead + sign, lead + sign_end), Span(lead + who, lead + who_end)


def desk(text: str, start: int) -> tuple[Span, Span] | None:
    """The first words and the name of a desk line above words in marks at `start`.

    Such a line reads `From the desk of Ana Holt, chief pilot.`
    """
    lead = max(0, start - _LONGEST_SIGNATURE)
    line = _DESK.search(text[lead:start])
    if line is None:
        return None
    words = Span(lead + line.start(), lead + line.start(1) - 1)
    name = Span(lead + line.start(1), lead + line.end(1))
    return words, name

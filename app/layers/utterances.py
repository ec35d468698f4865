"""What words in marks look like: an utterance of its own, a part of one, a name or a title. Owns form only; knows no speaker."""

import re
from collections.abc import Sequence

from app.engines.clauses import Token
from app.engines.cues import ADVERBS, NAMING_NOUNS, NAMING_VERBS
from app.text.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PERSONAL = frozenset("i we you i'm we're i’m we’re my our don't don’t it's it’s that's that’s i've i’ve we've we’ve let's let’s".split())
_SMALL = frozenset("of the and a an in on for to at de la le du der die das".split())
_COMMA_OUTSIDE = re.compile(r"\s?[^\w\s],")


def is_free(text: str, tokens: Sequence[Token], at: int, words: Span) -> bool:
    """Whether the stretch is an utterance of its own: it begins where a sentence, or what a colon or comma announces, begins."""
    before = tokens[at - 1] if at else None
    if not (text[words.start].isupper() or not text[words.start].isalpha()):
        return before is not None and before.text == "," and text[words.end - 1] in ".?!,"
    begins = before is None or before.quote >= 0 or before.text in (":", ",", "—", "–") or text[words.end - 1] in ".?!,"
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return begins and (after is None or text[words.end - 1] in ".?!,…—–-" or not after.is_word)


def is_name(text: str, tokens: Sequence[Token], at: int, words: Span) -> bool:
    """Whether the words before the marks say that this is a name, a title or a word as such."""
    k = at - 1
    while k > 0 and tokens[k].lower in ADVERBS:
        k -= 1
    before = tokens[k].lower if k >= 0 else ""
    if before in ("as", "the") and k > 0:
        return tokens[k - 1].lower == "known" or (before == "the" and tokens[k - 1].lower in NAMING_VERBS)
    if before in NAMING_NOUNS:
        return (
            tokens[k - 1].lower in ("the", "a", "its", "his", "her", "their", "our", "this", "that")
            or is_title(text, words)
            or tokens[k - 1].is_word
        )
    return before in NAMING_VERBS or before in ("so-called", "word", "words", "term")


def is_title(text: str, words: Span) -> bool:
    """Whether the words are written like a name: every word that counts with a capital, and no full stop."""
    found = _WORD.findall(words.of(text)[:200])
    names = [w for w in found if w.casefold() not in _SMALL]
    capital = bool(names) and all(w[0].isupper() or w[0].isdigit() for w in names) and found[0] not in ("I", "We")
    return capital and (len(names) > 1 or text[words.end - 1] not in ".") and text[words.end - 1] not in "?!"


def is_utterance(text: str, words: Span) -> bool:
    """Whether the words read like a sentence that somebody says."""
    found = [w.casefold() for w in _WORD.findall(words.of(text)[:400])]
    whole = text[words.start].isupper() and text[words.end - 1] in ".?!,…"
    parted = text[words.start].isupper() and bool(_COMMA_OUTSIDE.match(text, words.end))  # as most languages put it
    return len(found) > 2 and (whole or (len(found) > 3 and (parted or bool(_PERSONAL & set(found)))))

"""What an inline element says and plain text has no mark for, written in characters.

Superscripts and subscripts, quoted words and deleted ones. The tree is changed once, before the
article is looked for, so that every reader of it sees the same words.
"""

import re

from lxml.html import HtmlElement

RAISED = str.maketrans("0123456789+-\u2212()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-\u2212()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₍₎", "0123456789+-()ni0123456789+-()")

DELETED = ("del", "s", "strike")
DELETED_MAX_CHARACTERS = 500  # a longer one is an element that was never closed. Not tuned
_SCRIPT_MAX_CHARACTERS = 40
_EXPONENT = re.compile(r"[+\-\u2212]?\d{1,4}|[ni]")
_NOTE_MARK = re.compile(r"\d{1,3}(?:[,\u2013-] ?\d{1,3}){0,5}|[a-z*†‡§]")
_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d{2}\Z")
_AFTER_UNIT = re.compile(r"(?<![^\W\d])(?:[kcdmµ]?m|ft|in|mi|yd|kg|px|[A-Za-zα-ω])\Z")
_ARROWS = "↩↑⤴⏎↵"
_OPENING_QUOTES = "\"'“”„«»‚‘’「『"


def level(words: str) -> str:
    """`words` with raised and lowered figures as common ones, to compare with another reading."""
    return words.translate(_LEVEL)


def alphanumeric(words: str) -> str:
    """The letters and digits of `words`, by which it is found in another reading."""
    return _NOT_ALPHANUMERIC.sub("", words)


def write_out(root: HtmlElement) -> None:
    """Changes `root`: 10<sup>6</sup> into 10⁶, a note's mark into [1], <q>x</q> into “x”.

    Deleted words are removed, and a note's way back (↩).
    """
    for node in list(root.iter(*DELETED)):
        if _is_deleted(node):
            _remove(node)
    for node in list(root.iter("a")):
        if _is_way_back(node):
            _remove(node)
    for node in list(root.iter("q")):
        _quote(node)
    for node in list(root.iter("sup", "sub")):
        words = "".join(node.itertext()).strip()
        if words and len(words) <= _SCRIPT_MAX_CHARACTERS:
            _script(node, words)


def _is_deleted(node: HtmlElement) -> bool:
    length = sum(len(words) for words in node.itertext())
    return node.getparent() is not None and length <= DELETED_MAX_CHARACTERS


def _is_way_back(link: HtmlElement) -> bool:
    """Whether a link is an arrow from a note to the place that refers to it."""
    if not (link.get("href") or "").startswith("#") or len(link):
        return False
    words = (link.text or "").strip()
    return bool(words) and words[0] in _ARROWS and not any(c.isalnum() for c in words[:9])


def _remove(node: HtmlElement) -> None:
    """Takes an element and its words out; of the blanks on both sides one stays."""
    tail = node.tail or ""
    if _before(node)[-1:].isspace():
        tail = tail.lstrip()
    node.tail = tail
    node.drop_tree()


def _quote(node: HtmlElement) -> None:
    """Puts quotation marks around what has none of its own."""
    node.tag = "span"
    words = "".join(node.itertext()).strip()
    if not words or words[0] in _OPENING_QUOTES:
        return
    node.text = "“" + (node.text or "")
    _append(node, "”")


def _append(node: HtmlElement, words: str) -> None:
    """Adds words at an element's end."""
    if len(node):
        node[-1].tail = (node[-1].tail or "") + words
    else:
        node.text = (node.text or "") + words


def _script(node: HtmlElement, words: str) -> None:
    """Writes a superscript or subscript in characters of its own, or a note's mark in brackets."""
    before = _before(node)
    if node.tag == "sub":
        is_figure = words.translate(LOWERED) != words
        if is_figure and (before[-1:].isdigit() or before[-1:] in "/⁄" or _precedes_figure(node)):
            _translate(node, LOWERED)
    elif _is_raised(node, words, before):
        _translate(node, RAISED)
    elif _is_note_mark(node, words, before):
        node.text = "[" + (node.text or "")
        _append(node, "]")


def _is_raised(node: HtmlElement, words: str, before: str) -> bool:
    """Whether a superscript is an exponent or a numerator."""
    if not _EXPONENT.fullmatch(words) or _is_note_link(node):
        return False
    if before[-1:].isdigit():
        return not (words.isdigit() and _YEAR.search(before))
    if not words.isdigit():
        return False
    is_numerator = (node.tail or "")[:1] in ("/", "⁄")
    return is_numerator or _AFTER_UNIT.search(before) is not None


def _is_note_mark(node: HtmlElement, words: str, before: str) -> bool:
    """Whether a superscript behind a word or a sentence refers to a note."""
    if not before or before[-1].isspace() or not _NOTE_MARK.fullmatch(words):
        return False
    return words.isdigit() or _is_note_link(node) or not words[0].isalpha()


def _is_note_link(node: HtmlElement) -> bool:
    """Whether it contains a link, or is in one to a place on its own page."""
    if node.find(".//a") is not None:
        return True
    return any((link.get("href") or "").startswith("#") for link in node.iterancestors("a"))


def _precedes_figure(node: HtmlElement) -> bool:
    return (node.tail or "")[:1].isdigit()


def _translate(node: HtmlElement, characters: dict[int, int]) -> None:
    node.text = (node.text or "").translate(characters)
    for inner in node.iterdescendants():
        inner.text = (inner.text or "").translate(characters)
        inner.tail = (inner.tail or "").translate(characters)


def _before(node: HtmlElement) -> str:
    """The last words before an element in its line, as far as they are its neighbour's."""
    previous = node.getprevious()
    if previous is not None:
        if previous.tail:
            return str(previous.tail[-_SCRIPT_MAX_CHARACTERS:])
        return "".join(previous.itertext())[-_SCRIPT_MAX_CHARACTERS:]
    parent = node.getparent()
    if parent is None:
        return ""
    if parent.text:
        return str(parent.text[-_SCRIPT_MAX_CHARACTERS:])
    return _before(parent) if parent.tag in ("a", "span", "b", "strong", "i", "em") else ""

"""Citations of passages, read back out of text, Markdown, BibTeX, CSL-JSON and RIS. Owns how they are recognised; knows no library.

What is cited may say anything, also what looks like a citation. So the written forms keep the words on one line, and a line means what it
means by its place and its beginning. Everything is read once from left to right: the time is linear in the input.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.text.canonical import canonical

_CODE = r"[A-Za-z0-9_-]{12,22}(?![A-Za-z0-9_-])"
"""72 to 128 random bits; what is longer is some other site's /p/the-title-of-an-article."""
_PLACE = re.compile(rf"/p/({_CODE})")
_FARTHEST = 300  # characters before /p/ in which the address may begin
_SCHEME = re.compile(r"https?://[^\s<>\"“”]*\Z")
_LINE = re.compile(
    rf"<?(https?://[^\s<>]{{1,{_FARTHEST}}}?/p/({_CODE}))(?:/cite)?>?[;,] captured "
    rf"(\S{{1,40}})[;,] SHA-256 `?([0-9A-Za-z]{{1,128}})`?\.?"
)
_TAIL = re.compile(
    r"(?:/cite)?[>)\]]{0,3}[;,.]?(?:\s{0,9}captured (?P<time>\S{1,40}?)(?=[;,.]?(?:\s|\Z)))?"
    r"[;,.]?(?:\s{0,9}SHA-256:?\s{0,9}`?(?P<sha256>[0-9A-Za-z]{1,128})`?)?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"Captured (\S{1,40}); SHA-256 ([0-9A-Za-z]{1,128})")
_QUOTED = re.compile(r"[>\s]*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BIBTEX = re.compile(r"@[A-Za-z]{1,40}\s{0,9}\{")
_KEY = re.compile(r"[^,{}\s]{0,200}")
_FIELD = re.compile(r"\s*,\s*([A-Za-z][\w-]{0,40})\s{0,9}=\s{0,9}")
_BARE = re.compile(r"[^,}\n]*")
_BRACE = re.compile(r"[{}]")
_LATEX = re.compile(r"\\text([a-z]{1,20})(?:\{\}|\s)|\\([&%$#_{}])|[{}]")
_LATEX_WORDS = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
}
_RIS = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says: the passage's code, and where it gives them the address, words, time and SHA-256, as they are written."""

    code: str
    link: str | None = None
    words: str | None = None
    captured: str | None = None
    sha256: str | None = None


def parse(given: str) -> Iterator[Cited]:
    """Every citation in `given`, in order, in any of the five forms or as a bare link.

    Nothing is an error: what is none is passed by.
    """
    text = canonical(given)
    if text.lstrip()[:1] in ("[", "{"):
        try:
            yield from _csl(json.loads(text))
            return
        except (ValueError, RecursionError):
            pass
    yield from _lines(text)


def _lines(text: str) -> Iterator[Cited]:
    """Line by line: a BibTeX entry, a RIS record, three lines that belong together, or words around links."""
    at, loose, lines = 0, [], _Lines(text)
    while at < len(lines.starts):
        found, behind = _bibtex(lines, at) or _ris(lines, at) or _three(lines, at) or (None, at)
        if behind == at:
            loose.append(lines.bare(at))
            at += 1
            continue
        yield from _links("\n".join(loose))
        loose, at = [], behind
        if found:
            yield found
    yield from _links("\n".join(loose))


class _Lines:
    """A text in lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.next_words: list[int] = []  # for each line, the first from there on that is not empty
        coming = len(self.starts)
        for at in range(len(self.starts) - 1, -1, -1):
            coming = at if self.bare(at) else coming
            self.next_words.append(coming)
        self.next_words.reverse()

    def end(self, at: int) -> int:
        """Where a line ends."""
        return self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)

    def of(self, offset: int) -> int:
        """The number of the first line that begins at or after `offset`; looked for from the end of a piece on."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.starts[middle] < offset else (low, middle)
        return low

    def whole(self, at: int) -> str:
        """A line as it stands."""
        return self.text[self.starts[at] : self.end(at)]

    def bare(self, at: int) -> str:
        """A line without white space around it and without the marks of a quoted mail or a Markdown quotation."""
        line = self.whole(at)
        return line[_end(_QUOTED, line, 0) :].rstrip()

    def after(self, at: int) -> int:
        """The next line that is not empty."""
        return self.next_words[at + 1] if at + 1 < len(self.starts) else len(self.starts)


def _three(lines: _Lines, at: int) -> tuple[Cited, int] | None:
    """“words”, — what they are from, the link with time and hash: plain text, or Markdown when the link stands in angle brackets."""
    words = lines.bare(at)
    if len(words) < 2 or words[0] != "“" or words[-1] != "”":
        return None
    source = lines.after(at)
    last = (
        lines.after(source)
        if source < len(lines.starts) and lines.bare(source).startswith("—")
        else source
    )
    if last >= len(lines.starts):
        return None
    tail = lines.bare(last)
    found = _LINE.fullmatch(tail)
    if not found:
        return None
    link, code, captured, sha256 = found.groups()
    said = words[1:-1]
    return Cited(
        code, link, _ESCAPED.sub(r"\1", said) if tail.startswith("<") else said, captured, sha256
    ), last + 1


def _links(text: str) -> Iterator[Cited]:
    """Every link to a passage, with the quoted words before it, or right behind it on its line."""
    places = list(_PLACE.finditer(text))
    before = 0
    for number, place in enumerate(places):
        if place.start() < before:
            continue
        start = _address(text, before, place.start())
        roof = places[number + 1].start() if number + 1 < len(places) else len(text)
        tail = _TAIL.match(text, place.end(), roof)
        words, end = _quoted(text[before:start]), tail.end() if tail else place.end()
        if words is None:
            line = text[end : _line_end(text, end, roof)]
            words = _quoted(line) if line.lstrip(" \t:;,.—–-")[:1] in ("“", '"') else None
            end += len(line) if words else 0
        link = text[start : place.end()] if start < place.start() else None
        yield Cited(place[1], link, words, tail and tail["time"], tail and tail["sha256"])
        before = end


def _address(text: str, floor: int, at: int) -> int:
    """Where the address begins that goes on with /p/ at `at`; `at` itself when there is none."""
    low = max(floor, at - _FARTHEST)
    start = text.rfind("http", low, at)
    return start if start >= 0 and _SCHEME.match(text[start:at]) else at


def _line_end(text: str, start: int, roof: int) -> int:
    end = text.find("\n", start, roof)
    return end if end >= 0 else roof


def _quoted(text: str) -> str | None:
    """The words in the first quotation marks; marks inside them are counted, straight ones reach to the last."""
    curly, straight = text.find("“"), text.find('"')
    if curly < 0 or 0 <= straight < curly:
        last = text.rfind('"')
        return text[straight + 1 : last] if straight < last else None
    open_ = 0
    for mark in re.finditer("[“”]", text[curly:]):
        open_ += 1 if mark[0] == "“" else -1
        if open_ == 0:
            return text[curly + 1 : curly + mark.start()]
    return None


def _made(address: str | None, words: str | None, note: str) -> Cited | None:
    """A citation from the fields that reference managers keep."""
    place = _PLACE.search(address or "")
    if place is None or address is None:
        return None
    told = _NOTE.search(note)
    captured, sha256 = told.groups() if told else (None, None)
    start = _address(address, 0, place.start())
    return Cited(
        place[1],
        address[start : place.end()] if start < place.start() else None,
        words,
        captured,
        sha256,
    )


def _csl(value: Any) -> Iterator[Cited]:
    items = value.get("items", [value]) if isinstance(value, dict) else value
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            address, words, note = (item.get(name) for name in ("URL", "abstract", "note"))
            found = _made(_string(address), _string(words), _string(note) or "")
            if found:
                yield found


def _string(value: object) -> str | None:
    return canonical(value) if isinstance(value, str) else None


def _bibtex(lines: _Lines, at: int) -> tuple[Cited | None, int] | None:
    """The entry that begins on this line, up to the brace that closes it; one that is never closed takes the rest."""
    entry = _BIBTEX.match(lines.text, lines.starts[at])
    if not entry:
        return None
    fields: dict[str, str] = {}
    here = _end(_KEY, lines.text, entry.end())
    while name := _FIELD.match(lines.text, here):
        value, here = _value(lines.text, name.end())
        fields.setdefault(name[1].lower(), _LATEX.sub(_unescaped, value))
    closed = lines.text.find("}", here)
    behind = lines.of(closed) if closed >= 0 else len(lines.starts)
    return _made(fields.get("url"), fields.get("abstract"), fields.get("note", "")), max(
        behind, at + 1
    )


def _value(text: str, start: int) -> tuple[str, int]:
    """A field's value and where it ends: in braces that match, in straight quotation marks, or bare."""
    if text.startswith("{", start):
        open_ = 0
        for brace in _BRACE.finditer(text, start):
            open_ += 1 if brace[0] == "{" else -1
            if open_ == 0:
                return text[start + 1 : brace.start()], brace.end()
        return text[start + 1 :], len(text)
    if text.startswith('"', start):
        end = text.find('"', start + 1)
        return (text[start + 1 : end], end + 1) if end >= 0 else (text[start + 1 :], len(text))
    end = _end(_BARE, text, start)
    return text[start:end].strip(), end


def _end(shape: re.Pattern[str], text: str, start: int) -> int:
    """Where what has this shape ends; `start` when nothing there has."""
    found = shape.match(text, start)
    return found.end() if found else start


def _unescaped(found: re.Match[str]) -> str:
    word, mark = found.groups()
    return _LATEX_WORDS.get(word, found[0]) if word else mark or ""


def _ris(lines: _Lines, at: int) -> tuple[Cited | None, int] | None:
    """The record that begins on this line, up to its ER; a line without a tag goes on with the one before it."""
    if not lines.text.startswith(("TY  - ", "TY - "), lines.starts[at]):
        return None
    fields: list[tuple[str, list[str]]] = []
    while at < len(lines.starts):
        found = _RIS.match(lines.whole(at))
        if found and found[1] == "TY" and fields:
            break
        at += 1
        if found and found[1] == "ER":
            break
        if found:
            fields.append((found[1], [found[2]]))
        elif fields:
            fields[-1][1].append(lines.whole(at - 1))
    return _made(_first(fields, "UR"), _first(fields, "AB", "N2"), _first(fields, "N1") or ""), at


def _first(fields: Sequence[tuple[str, Sequence[str]]], *tags: str) -> str | None:
    return next(("\n".join(value).strip() for tag, value in fields if tag in tags), None)

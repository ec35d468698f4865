"""Parses citations of passages out of text, Markdown, BibTeX, CSL-JSON and RIS.

The cited words may say anything, even something that looks like a citation. So the written formats
keep the words on one line, and what a line means depends on its place and its beginning. Everything
is read once from left to right: the time is linear in the input.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.text.canonical import canonical

_CODE = r"[A-Za-z0-9_-]{12,22}(?![A-Za-z0-9_-])"
"""72 to 128 random bits; anything longer is some other site's /p/the-title-of-an-article."""
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
    """What a citation says: the code of a passage, and its other parts where it has them.

    The address, the words, the time and the SHA-256 are as they are written.
    """

    code: str
    link: str | None = None
    words: str | None = None
    captured: str | None = None
    sha256: str | None = None


def parse(pasted: str) -> Iterator[Cited]:
    """Every citation in `pasted`, in order, in any of the five formats or as a bare link.

    Nothing is an error: anything else is skipped.
    """
    text = canonical(pasted)
    if text.lstrip()[:1] in ("[", "{"):
        try:
            yield from _csl(json.loads(text))
            return
        except (ValueError, RecursionError):
            pass
    yield from _lines(text)


def _lines(text: str) -> Iterator[Cited]:
    """Line by line: a BibTeX entry, a RIS record, the three lines of a citation, or other words."""
    lines = _Lines(text)
    at = 0
    other: list[str] = []
    while at < len(lines.starts):
        entry = _bibtex(lines, at) or _ris(lines, at) or _three_lines(lines, at)
        if entry is None:
            other.append(lines.bare(at))
            at += 1
            continue
        yield from _links("\n".join(other))
        other.clear()
        citation, at = entry
        if citation:
            yield citation
    yield from _links("\n".join(other))


class _Lines:
    """A text in lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        # For each line, the first one from there on that is not empty.
        self.next_words: list[int] = []
        coming = len(self.starts)
        for at in range(len(self.starts) - 1, -1, -1):
            coming = at if self.bare(at) else coming
            self.next_words.append(coming)
        self.next_words.reverse()

    def end(self, at: int) -> int:
        """Where a line ends."""
        return self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)

    def of(self, offset: int) -> int:
        """The number of the first line that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def whole(self, at: int) -> str:
        """A line as it is."""
        return self.text[self.starts[at] : self.end(at)]

    def bare(self, at: int) -> str:
        """A line without outer white space and without the marks of quoted mail or Markdown."""
        line = self.whole(at)
        return line[_end(_QUOTED, line, 0) :].rstrip()

    def after(self, at: int) -> int:
        """The next line that is not empty."""
        return self.next_words[at + 1] if at + 1 < len(self.starts) else len(self.starts)


def _three_lines(lines: _Lines, at: int) -> tuple[Cited, int] | None:
    """The citation that begins on this line, and the line after it; None for no citation.

    Its lines are “words”, — what they are from (may be missing), the link with time and hash. It is
    Markdown when the link is in angle brackets, else plain text.
    """
    quoted = lines.bare(at)
    if len(quoted) < 2 or quoted[0] != "“" or quoted[-1] != "”":
        return None
    last = lines.after(at)
    if last < len(lines.starts) and lines.bare(last).startswith("—"):
        last = lines.after(last)
    if last >= len(lines.starts):
        return None
    link_line = lines.bare(last)
    parts = _LINE.fullmatch(link_line)
    if not parts:
        return None
    link, code, captured, sha256 = parts.groups()
    is_markdown = link_line.startswith("<")
    words = _ESCAPED.sub(r"\1", quoted[1:-1]) if is_markdown else quoted[1:-1]
    return Cited(code, link, words, captured, sha256), last + 1


def _links(text: str) -> Iterator[Cited]:
    """Every link to a passage, with the quoted words before it, or after it on its line."""
    places = list(_PLACE.finditer(text))
    roofs = [*(place.start() for place in places[1:]), len(text)]
    done = 0
    for place, roof in zip(places, roofs, strict=False):
        if place.start() < done:
            continue  # part of what was read as the words of another one
        start = _address_start(text, done, place.start())
        tail = _TAIL.match(text, place.end(), roof)
        words, end = _quoted(text[done:start]), tail.end() if tail else place.end()
        if words is None:
            rest_of_line = text[end : _line_end(text, end, roof)]
            words = _quoted_at_start(rest_of_line)
            end += len(rest_of_line) if words else 0
        link = text[start : place.end()] if start < place.start() else None
        yield Cited(place[1], link, words, tail and tail["time"], tail and tail["sha256"])
        done = end


def _address_start(text: str, floor: int, at: int) -> int:
    """Where the address begins that continues with /p/ at `at`; `at` itself when there is none."""
    low = max(floor, at - _FARTHEST)
    start = text.rfind("http", low, at)
    return start if start >= 0 and _SCHEME.match(text[start:at]) else at


def _line_end(text: str, start: int, roof: int) -> int:
    end = text.find("\n", start, roof)
    return end if end >= 0 else roof


def _quoted_at_start(line: str) -> str | None:
    """The quoted words that a line begins with, after punctuation."""
    begins_quoted = line.lstrip(" \t:;,.—–-")[:1] in ("“", '"')
    return _quoted(line) if begins_quoted else None


def _quoted(text: str) -> str | None:
    """The words in the first quotation marks.

    Curly marks inside them are matched in pairs; straight ones reach to the last of their kind.
    """
    curly, straight = text.find("“"), text.find('"')
    if curly < 0 or 0 <= straight < curly:
        last = text.rfind('"')
        return text[straight + 1 : last] if straight < last else None
    depth = 0
    for mark in re.finditer("[“”]", text[curly:]):
        depth += 1 if mark[0] == "“" else -1
        if depth == 0:
            return text[curly + 1 : curly + mark.start()]
    return None


def _from_fields(address: str | None, words: str | None, note: str) -> Cited | None:
    """A citation from the fields that reference managers keep; None without a passage's address."""
    place = _PLACE.search(address or "")
    if place is None or address is None:
        return None
    proof = _NOTE.search(note)
    captured, sha256 = proof.groups() if proof else (None, None)
    start = _address_start(address, 0, place.start())
    link = address[start : place.end()] if start < place.start() else None
    return Cited(place[1], link, words, captured, sha256)


def _csl(value: Any) -> Iterator[Cited]:
    items = value.get("items", [value]) if isinstance(value, dict) else value
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            address, words, note = (_string(item.get(k)) for k in ("URL", "abstract", "note"))
            citation = _from_fields(address, words, note or "")
            if citation:
                yield citation


def _string(value: object) -> str | None:
    return canonical(value) if isinstance(value, str) else None


def _bibtex(lines: _Lines, at: int) -> tuple[Cited | None, int] | None:
    """The entry that begins on this line, and the line after the brace that closes it.

    One that is never closed takes the rest of the text.
    """
    entry = _BIBTEX.match(lines.text, lines.starts[at])
    if not entry:
        return None
    fields: dict[str, str] = {}
    here = _end(_KEY, lines.text, entry.end())
    while name := _FIELD.match(lines.text, here):
        value, here = _value(lines.text, name.end())
        fields.setdefault(name[1].lower(), _LATEX.sub(_unescaped, value))
    closed = lines.text.find("}", here)
    following = lines.of(closed) if closed >= 0 else len(lines.starts)
    citation = _from_fields(fields.get("url"), fields.get("abstract"), fields.get("note", ""))
    return citation, max(following, at + 1)


def _value(text: str, start: int) -> tuple[str, int]:
    """A field's value and where it ends: in braces, in straight quotation marks, or bare."""
    if text.startswith("{", start):
        depth = 0
        for brace in _BRACE.finditer(text, start):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return text[start + 1 : brace.start()], brace.end()
        return text[start + 1 :], len(text)
    if text.startswith('"', start):
        end = text.find('"', start + 1)
        return (text[start + 1 : end], end + 1) if end >= 0 else (text[start + 1 :], len(text))
    end = _end(_BARE, text, start)
    return text[start:end].strip(), end


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where the match of a pattern at `start` ends; `start` when there is none."""
    match = pattern.match(text, start)
    return match.end() if match else start


def _unescaped(match: re.Match[str]) -> str:
    word, mark = match.groups()
    return _LATEX_WORDS.get(word, match[0]) if word else mark or ""


def _ris(lines: _Lines, at: int) -> tuple[Cited | None, int] | None:
    """The record that begins on this line, and the line after its ER, or of the next record.

    A line without a tag continues the one before it.
    """
    if not lines.text.startswith(("TY  - ", "TY - "), lines.starts[at]):
        return None
    fields: list[tuple[str, list[str]]] = []
    while at < len(lines.starts):
        line = lines.whole(at)
        field = _RIS.match(line)
        tag, value = field.groups() if field else ("", line)
        if tag == "TY" and fields:
            break
        at += 1
        if tag == "ER":
            break
        if tag:
            fields.append((tag, [value]))
        elif fields:
            fields[-1][1].append(value)
    address, words = _first(fields, "UR"), _first(fields, "AB", "N2")
    return _from_fields(address, words, _first(fields, "N1") or ""), at


def _first(fields: Sequence[tuple[str, Sequence[str]]], *tags: str) -> str | None:
    return next(("\n".join(value).strip() for tag, value in fields if tag in tags), None)

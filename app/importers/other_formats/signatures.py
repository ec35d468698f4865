"""Formats recognised by how their files begin, whatever their names say.

Each signature stands at the very beginning; a text that mentions one is a text.
"""

import csv
import json
import re
from itertools import islice

from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.other_formats.headers import message_format
from app.importers.other_formats.xml_root import xml_format
from app.text import charsets

HEAD_BYTES = 4_096
JSON_MAX_BYTES = 2_000_000
"""A longer list is not parsed to see whether it is JSON: that takes many times its size."""

# (where, what stands there, the format); those of ASCII characters need a NUL after them, which no
# text has.
_BINARY: tuple[tuple[int, bytes, OtherFormat], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", formats.IMAGE),
    (0, b"\xff\xd8\xff", formats.IMAGE),
    (0, b"II*\x00", formats.IMAGE),
    (0, b"MM\x00*", formats.IMAGE),
    (0, b"\x00\x00\x01\x00", formats.IMAGE),
    (4, b"ftypavif", formats.IMAGE),
    (4, b"ftyphei", formats.IMAGE),
    (4, b"ftyp", formats.MEDIA),
    (0, b"\x1aE\xdf\xa3", formats.MEDIA),
    (0, b"SQLite format 3\x00", formats.SQLITE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", formats.OFFICE),
    (0, b"\x1f\x8b", formats.GZIP),
    (0, b"\xfd7zXZ\x00", formats.ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", formats.ARCHIVE),
    (0, b"Rar!\x1a\x07", formats.ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", formats.ARCHIVE),
    (257, b"ustar", formats.TAR),
    (0, b"\x7fELF", formats.PROGRAM),
    (0, b"\x00asm", formats.PROGRAM),
    (60, b"BOOKMOBI", formats.KINDLE),
)
_BINARY_IN_LETTERS: tuple[tuple[bytes, OtherFormat], ...] = (
    (b"GIF87a", formats.IMAGE),
    (b"GIF89a", formats.IMAGE),
    (b"BM", formats.IMAGE),
    (b"ID3", formats.MEDIA),
    (b"OggS", formats.MEDIA),
    (b"fLaC", formats.MEDIA),
    (b"BZh", formats.ARCHIVE),
    (b"MZ", formats.PROGRAM),
    (b"wOFF", formats.FONT),
    (b"wOF2", formats.FONT),
    (b"bplist00", formats.WEBARCHIVE),
)
_IN_ZIP: tuple[tuple[re.Pattern[bytes], OtherFormat], ...] = tuple(
    (re.compile(rb"PK\x03\x04.{26}" + beginning, re.DOTALL), known)
    for beginning, known in (
        (rb"mimetype(?:.{0,64})application/epub\+zip", formats.EPUB),
        (rb"mimetype(?:.{0,64})application/vnd\.oasis\.opendocument", formats.OPEN_DOCUMENT),
        (rb"word/", formats.WORD),
        (rb"xl/", formats.EXCEL),
        (rb"ppt/", formats.POWERPOINT),
    )
)
"""Names of files inside a ZIP file, and what the first file inside says."""
BINARY_FORMATS = frozenset(
    [
        *(known for _, _, known in _BINARY),
        *(known for _, known in (*_BINARY_IN_LETTERS, *_IN_ZIP)),
        formats.PDF,
    ]
)
"""Those that are known to be no text, so that nobody can want them as text."""
_OUR_GENERATOR = '<meta name="generator" content="Gloss"'
_OUR_DATA = b'<template class="gloss"'
_WEB_ARCHIVE = re.compile(rb"\s{0,99}WARC/\d\.\d{1,2}[ \t]*\r?\n")
"""Its records may hold anything."""
_COMPRESSED_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<!doctype[^>]{0,400}>\s{0,99})?<html[^>]{0,200}\sdata-sfz[\s>]",
    re.IGNORECASE,
)
"""A page that SingleFile saved as a ZIP file behind a page that unpacks it."""
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
_TEXTUAL: tuple[tuple[re.Pattern[str], OtherFormat], ...] = (
    (re.compile(r"\{\\rtf\d?[\\{ \n]"), formats.RTF),
    (re.compile(r"%PDF-\d\.\d[ \t]*[\n%]"), formats.PDF),
    (re.compile(r"%!PS(?:-Adobe-\d\.\d[^\n]{0,80})?\n"), formats.POSTSCRIPT),
    (
        re.compile(r"\AWEBVTT(?:[ \t][^\n]{0,200})?\n[\s\S]*?\d\d:\d\d\.\d{3} --> "),
        formats.SUBTITLES,
    ),
    (re.compile(r"\d{1,6}\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d"), formats.SUBTITLES),
    (re.compile(r"BEGIN:VCALENDAR\s"), formats.CALENDAR),
    (re.compile(r"BEGIN:VCARD\s"), formats.CONTACTS),
    (re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file", re.IGNORECASE), formats.BOOKMARKS),
    (
        re.compile(
            r"(?:<!DOCTYPE html[^>]{0,100}>\s{0,50})?<html[^>]{0,200}>[^\0]{0,1000}?"
            r"<title>\s{0,20}(?:Pocket Export|Instapaper: Export)\s{0,20}</title>",
            re.IGNORECASE,
        ),
        formats.READING_LIST,
    ),
)
_JSON_OBJECT = re.compile(r'\{\s{0,200}"(?:[^"\\\n]|\\.){0,200}"\s{0,20}:')
_JSON_FEED = re.compile(r'"version"\s{0,9}:\s{0,9}"https?://jsonfeed\.org/')
_JSON_OBJECTS = re.compile(r"\[\s{0,200}" + _JSON_OBJECT.pattern)
_JSON_ARRAY = re.compile(r'\[\s{0,200}(?:[\[{"\d\]-]|null\b|true\b|false\b)')
_ROWS_MIN = 4
_COLUMNS_MIN = 3
_HEADER_CELL_MAX = 40


def by_content(data: bytes) -> OtherFormat | None:
    """The format that the bytes are in; None for what can be text, Markdown or a page."""
    head = data[:HEAD_BYTES]
    found = _binary(head)
    if found is not None:
        return found
    if _has_many_controls(head) and charsets.wide(head) is None:
        return formats.BINARY
    text = _beginning(head)
    if _OUR_GENERATOR in text and _OUR_DATA in data:
        return formats.GLOSS_HTML
    return (
        _textual(text)
        or xml_format(text)
        or message_format(text)
        or _json(data, text)
        or _table(text)
    )


def _textual(text: str) -> OtherFormat | None:
    return next((known for pattern, known in _TEXTUAL if pattern.match(text)), None)


def _has_many_controls(head: bytes) -> bool:
    """Whether one in ten bytes is a control character, not counting white space and escapes."""
    if head.startswith(tuple(mark for mark, _ in charsets.MARKS)):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return 10 * controls > len(head)


def _beginning(head: bytes) -> str:
    """The first characters, without a byte order mark and white space, with LF line ends."""
    for mark, charset in charsets.MARKS:
        if head.startswith(mark):
            head = head[len(mark) :]
            return _with_lf(head.decode(charset, "replace"))
    return _with_lf(head.decode(charsets.wide(head) or "latin-1", "replace"))


def _with_lf(text: str) -> str:
    return text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")


def _binary(head: bytes) -> OtherFormat | None:
    for start, magic, known in _BINARY:
        if head.startswith(magic, start):
            return known
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((known for part, known in _IN_ZIP if part.search(head)), formats.ZIP)
    if _COMPRESSED_PAGE.match(head):
        return formats.ZIP
    if _WEB_ARCHIVE.match(head):
        return formats.WARC
    return _binary_in_letters(head) if 0 in head else None


def _binary_in_letters(head: bytes) -> OtherFormat | None:
    """The format of a file that begins with letters; only where a NUL says that it is no text."""
    if head.startswith(b"RIFF"):
        return formats.IMAGE if head[8:12] == b"WEBP" else formats.MEDIA
    return next((known for magic, known in _BINARY_IN_LETTERS if head.startswith(magic)), None)


def _json(data: bytes, text: str) -> OtherFormat | None:
    """JSON or JSON Lines: an object with a key, or a list that is JSON to its end."""
    if _JSON_OBJECT.match(text):
        return _json_of_objects(text)
    if _JSON_OBJECTS.match(text):
        return formats.JSON
    if not _JSON_ARRAY.match(text) or len(data) > JSON_MAX_BYTES:
        return None
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return None
    return formats.JSON


def _json_of_objects(text: str) -> OtherFormat:
    """Which of the formats that are made of objects."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(line.startswith("{") for line in lines[:2]):
        return formats.JSON_LINES if lines[0].rstrip().endswith("}") else formats.JSON
    return formats.JSON_FEED if _JSON_FEED.search(text) else formats.JSON


def _table(text: str) -> OtherFormat | None:
    """CSV: several rows of as many short cells, under a row of names."""
    complete = text[: text.rfind("\n") + 1]
    for delimiter in (",", ";", "\t"):
        try:
            rows = list(islice(csv.reader(complete.splitlines(), delimiter=delimiter), 50))
        except csv.Error:
            continue
        spaced = complete.count(delimiter + " ") * 5 > complete.count(delimiter)
        if not spaced and _are_rows(rows):
            return formats.CSV
    return None


def _are_rows(rows: list[list[str]]) -> bool:
    if len(rows) < _ROWS_MIN or len(rows[0]) < _COLUMNS_MIN:
        return False
    header = rows[0]
    is_named = all(0 < len(cell) <= _HEADER_CELL_MAX for cell in header)
    return is_named and all(len(row) == len(header) for row in rows[:-1])

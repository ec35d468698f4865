"""The records of a web archive (WARC 0.17 to 1.1), one after the other.

A record that is wrong is `BadRecord`, and the next one is looked for: at the next line that begins
one, behind the header of the bad record. Source: ISO 28500:2017, as “The WARC Format 1.1” of the
IIPC gives it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.importers.archives import limits as unpacking
from app.importers.base import Readable
from app.importers.file_parts.header_fields import header_fields
from app.importers.web_archives import limits
from app.importers.web_archives.record_source import RecordSource

_VERSION = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])[ \t]*\r?\n")
_BEGINNING = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_NEXT = re.compile(rb"\n(?=WARC/\d\.\d{1,2}[ \t]*\r?\n)")
_NEXT_AFTER_BLANK = re.compile(rb"\n\r?\n(?=WARC/\d\.\d{1,2}[ \t]*\r?\n)")
_VERSION_MAX_BYTES = 16
_OVERLAP_BYTES = 24
"""As much as one of the patterns matches is kept of what was searched."""
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_WRONG_LENGTH = "The length of the record is wrong."
_CUT_OFF = "The record is cut off, or its length is wrong."
_RECORD_END = b"\r\n\r\n"
_LENGTH_DIGITS_MAX = 18
_BETWEEN_MAX = 64
"""Bytes behind a block that are looked at: four are line ends, the next record begins."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its header fields by lower-case names, and its block.

    `place` is its first byte in the archive when unpacked. Of a block that is larger than what is
    held only the beginning is given, and `is_whole` is False.
    """

    place: int
    fields: Mapping[str, str]
    block: bytes
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class BadRecord:
    """Something in an archive that is no record, or a damaged one, and why."""

    place: int
    message: str
    fields: Mapping[str, str]


def records(file: Readable) -> Iterator[Record | BadRecord]:
    """Everything in an archive from its beginning on. Raises ArchiveLimit."""
    source = RecordSource(file)
    bad = 0
    is_reported = False
    while bad <= limits.DAMAGE_MAX:
        if _at_something(source):
            found = _record(source)
            is_reported = isinstance(found, BadRecord)
            if is_reported:
                _find_next(source)
            yield found
        elif not source.is_broken:
            return
        else:
            source.go_on()
            if not is_reported:
                yield BadRecord(source.place, "The compressed data is damaged.", {})
                is_reported = True
        bad += is_reported
    yield BadRecord(source.place, "The archive is too damaged; the rest was not read.", {})


def _at_something(source: RecordSource) -> bool:
    """Passes over line ends; whether anything is left before the end or a damaged member."""
    while source.fill(1):
        blank = len(source.buffer) - len(source.buffer.lstrip(b"\r\n"))
        if blank == 0:
            return True
        source.drop(blank)
    return False


def _record(source: RecordSource) -> Record | BadRecord:
    """The record at which the source stands; then behind it, or behind the header of a bad one."""
    place = source.place
    source.fill(_VERSION_MAX_BYTES)
    if not _VERSION.match(source.buffer):
        return _bad(source, place, "There is no record of a known version here.")
    end = _header_end(source)
    if end is None:
        reason = "The header is cut off." if _is_at_end(source) else "The header is too long."
        return _bad(source, place, reason)
    fields = _fields(bytes(source.buffer[:end]))
    source.drop(end)
    digits = fields.get("content-length", "")
    if not digits.isdecimal() or len(digits) > _LENGTH_DIGITS_MAX:
        return BadRecord(place, "The record does not say how long it is.", fields)
    if int(digits) > unpacking.MEMBER_MAX_BYTES:
        return _large(source, place, fields, int(digits))
    return _held(source, place, fields, int(digits))


def _bad(source: RecordSource, place: int, message: str) -> BadRecord:
    """A bad record of which nothing is known; the source goes forward, so that it ends."""
    source.drop(1)
    return BadRecord(place, message, {})


def _is_at_end(source: RecordSource) -> bool:
    return len(source.buffer) < limits.HEADER_MAX_BYTES


def _header_end(source: RecordSource) -> int | None:
    """Where the block begins; None without an empty line in what a header may be long."""
    searched = 0
    while True:
        found = _HEADER_END.search(source.buffer, searched, limits.HEADER_MAX_BYTES)
        if found is not None:
            return found.end()
        searched = max(0, len(source.buffer) - 3)
        is_over = len(source.buffer) >= limits.HEADER_MAX_BYTES
        if is_over or not source.fill(len(source.buffer) + 1):
            return None


def _fields(header: bytes) -> dict[str, str]:
    """The fields behind the line with the version."""
    return header_fields(header.decode("utf-8", "replace").partition("\n")[2])


def _held(
    source: RecordSource, place: int, fields: dict[str, str], length: int
) -> Record | BadRecord:
    """A record with its whole block."""
    if not source.fill(length):
        return BadRecord(place, _CUT_OFF, fields)
    if not _ends_at(source, length):
        return BadRecord(place, _WRONG_LENGTH, fields)
    block = bytes(source.buffer[:length])
    source.drop(length)
    return Record(place, fields, block)


def _ends_at(source: RecordSource, length: int) -> bool:
    """Whether a block of this length ends as it should, or is followed by a record or nothing."""
    source.fill(length + _BETWEEN_MAX)
    behind = bytes(source.buffer[length : length + _BETWEEN_MAX])
    rest = behind.lstrip(b"\r\n")
    is_ended = behind.startswith(_RECORD_END)
    return is_ended or not rest or _BEGINNING.match(rest) is not None


def _large(
    source: RecordSource, place: int, fields: dict[str, str], length: int
) -> Record | BadRecord:
    """A record whose block is not held; another record inside shows that its length is wrong."""
    source.fill(limits.HEAD_BYTES)
    head = bytes(source.buffer[: limits.HEAD_BYTES])
    while length > len(source.buffer) - _OVERLAP_BYTES:
        found = _NEXT_AFTER_BLANK.search(source.buffer)
        if found is not None:
            source.drop(found.end())
            return BadRecord(place, _WRONG_LENGTH, fields)
        passed = max(0, len(source.buffer) - _OVERLAP_BYTES)
        source.drop(passed)
        length -= passed
        if not source.fill(len(source.buffer) + 1):
            return BadRecord(place, _CUT_OFF, fields)
    if not _ends_at(source, length):
        return BadRecord(place, _WRONG_LENGTH, fields)
    source.drop(length)
    return Record(place, fields, head, is_whole=False)


def _find_next(source: RecordSource) -> None:
    """Goes to the next line that begins a record, or to the end."""
    if _BEGINNING.match(source.buffer):
        return
    while (found := _NEXT.search(source.buffer)) is None:
        source.drop(max(0, len(source.buffer) - _OVERLAP_BYTES))
        if not source.fill(len(source.buffer) + 1):
            source.drop(len(source.buffer))
            return
    source.drop(found.end())

"""Web archives (WARC): the captured pages, each with its address and the time of its capture.

One capture is one file to read. What is no page, or was not there, is counted by its kind.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from app.errors import Unprocessable
from app.importers.archives.member_names import RESOURCES, skipped, visible
from app.importers.base import Packed, PackedFile, Part, Readable, Unreadable
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.urls import LONGEST
from app.importers.web_archives import digests, http_answer
from app.importers.web_archives.http_answer import HttpAnswer
from app.importers.web_archives.records import BadRecord, Record, records
from app.translations import N_

RECORD_KINDS = {
    "revisit": N_("revisit records"),
    "request": N_("request records"),
    "metadata": N_("metadata records"),
    "warcinfo": N_("warcinfo records"),
    "conversion": N_("conversion records"),
    "continuation": N_("segmented records"),
}
SEGMENTED = RECORD_KINDS["continuation"]
UNKNOWN = N_("records of unknown kinds")
NO_PAGES = N_("records without a web address")
REDIRECTS = N_("redirects")
ERRORS = N_("pages with an error status")
EMPTY = N_("pages without content")
DATA = N_("data files of websites")
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_FEED_TYPES = frozenset(
    (*formats.RSS.media_types, *formats.ATOM.media_types, *formats.JSON_FEED.media_types)
)
_DOCUMENTS = (
    *(formats.PDF, formats.EPUB, formats.WORD, formats.EXCEL, formats.POWERPOINT),
    *(formats.OPEN_DOCUMENT, formats.RTF),
)
_DOCUMENT_TYPES = frozenset(kind for known in _DOCUMENTS for kind in known.media_types)
_RESOURCE_TYPES = frozenset(
    (*formats.STYLESHEET.media_types, *formats.SCRIPT.media_types, *formats.SVG.media_types)
)
_RESOURCE_FAMILIES = ("image/", "audio/", "video/", "font/")
_FOR_PROGRAMS = ("/robots.txt", "/ads.txt", "/app-ads.txt", "/humans.txt", "/security.txt")
_EMPTY_STATUS = (204, 205)


class WarcImporter:
    """Pages that a crawler or a browser captured."""

    name = "warc"
    label = N_("Web archive (WARC)")
    suffixes: tuple[str, ...] = formats.WARC.suffixes
    media_types: tuple[str, ...] = formats.WARC.media_types
    signatures: tuple[OtherFormat, ...] = (formats.WARC,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: web archives are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """Each captured page; a record that is wrong is `Unreadable` and stops no other."""
        return self.read_file(io.BytesIO(data), url)

    def read_file(self, file: Readable, url: str | None = None) -> Iterator[Part | Packed]:  # noqa: ARG002 - each record has its own
        """The same of a file that is read from its beginning on."""
        passed_over: Counter[str] = Counter()
        for record in records(file):
            found = _page(record)
            if isinstance(found, str):
                passed_over[found] += 1
            else:
                yield found
        yield from skipped(passed_over)


def _page(record: Record | BadRecord) -> PackedFile | Unreadable | str:
    """The page of a record, why it can't be read, or the kind of what is passed over."""
    if isinstance(record, BadRecord):
        return _unreadable(record, record.message)
    kind = _passed_over(record)
    if kind is not None:
        return kind
    try:
        return _captured(record)
    except Unprocessable as error:
        return _unreadable(record, error.message)


def _passed_over(record: Record) -> str | None:
    """What a record is called that has no page by its own header; None for others."""
    kind = record.fields.get("warc-type", "").lower()
    if kind not in ("response", "resource"):
        return RECORD_KINDS.get(kind, UNKNOWN)
    if record.fields.get("warc-segment-number"):
        return SEGMENTED
    return None if _address(record) else NO_PAGES


def _address(record: Record | BadRecord) -> str | None:
    """The captured address, which WARC 1.0 writes in angle brackets; None for no web address."""
    written = record.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    is_web = written[:8].lower().startswith(("http://", "https://"))
    return written if is_web else None


def _captured(record: Record) -> PackedFile | str:
    """The page of a response or a resource. Raises Unprocessable."""
    answer = _answer(record)
    kind = _status_kind(answer.status) or _type_kind(answer, _address(record) or "")
    if kind is not None:
        return kind
    if not record.is_whole:
        raise Unprocessable("The page is too large.")
    if truncated := record.fields.get("warc-truncated"):
        raise Unprocessable(f"The capture is not complete (truncated: {truncated[:40]}).")
    captured_at = _time(record.fields.get("warc-date", ""))
    if captured_at is None:
        raise Unprocessable("The record does not say when the page was captured.")
    digests.check(record, answer)
    body = answer.payload()
    if not body.strip():
        return EMPTY
    return PackedFile(body, None, answer.media_type, _address(record), captured_at)


def _answer(record: Record) -> HttpAnswer:
    """The answer of the server; that of a resource is its block. Raises Unprocessable."""
    media_type = record.fields.get("content-type", "")
    is_http = media_type.replace(" ", "").lower().startswith("application/http")
    if record.fields["warc-type"].lower() == "response" and (is_http or not media_type):
        return http_answer.parsed(record.block)
    return HttpAnswer(200, {"content-type": media_type}, record.block)


def _status_kind(status: int) -> str | None:
    if status in _EMPTY_STATUS:
        return EMPTY
    if 300 <= status < 400:
        return REDIRECTS
    return None if status in (200, 201, 202, 203) else ERRORS


def _type_kind(answer: HttpAnswer, url: str) -> str | None:
    """What an answer is called that is no page by its media type, or by its address."""
    media_type = (answer.media_type or "").partition(";")[0].strip().lower()
    if media_type.startswith(_RESOURCE_FAMILIES) or media_type in _RESOURCE_TYPES:
        return RESOURCES
    if url.partition("?")[0].endswith(_FOR_PROGRAMS):
        return DATA
    is_read = media_type in _PAGE_TYPES or media_type in _FEED_TYPES | _DOCUMENT_TYPES
    if is_read or (not media_type and answer.body):
        return None
    return DATA


def _time(written: str) -> datetime | None:
    """The time of a capture, in UTC where it names no zone; None where it cannot be read."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unreadable(record: Record | BadRecord, message: str) -> Unreadable:
    """A record that cannot be read, with its place in the archive when unpacked."""
    place = f"record at byte {record.place:,}"
    address = _address(record)
    return Unreadable(f"{visible(address[:LONGEST])} ({place})" if address else place, message)

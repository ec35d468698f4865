"""The importers in the order in which they are tried; the one way from bytes to Drafts.

Pure: no database, no network.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from app.errors import GlossError, Unprocessable, Unsupported, text_too_long
from app.importers.archives.gzip_file import GzipImporter
from app.importers.archives.member_names import visible
from app.importers.archives.tar_file import TarImporter
from app.importers.archives.unpacking import Unpacking, held, looked_into, unpacking_of
from app.importers.archives.zip_file import ZipImporter
from app.importers.base import (
    FAILURES,
    AddressOnly,
    Draft,
    Importer,
    ListedFeed,
    Packed,
    PackedFile,
    PackedStream,
    Part,
    StreamImporter,
    Unreadable,
)
from app.importers.data_files import table_file
from app.importers.data_files.json_file import JsonImporter
from app.importers.data_files.link_list import LinkListImporter
from app.importers.data_files.table_file import TableImporter
from app.importers.data_files.xml_file import XmlImporter
from app.importers.file_parts import fetched_parts
from app.importers.mail.mailbox_file import MailboxImporter
from app.importers.mail.message import MailImporter
from app.importers.markdown_file import MarkdownImporter
from app.importers.other_formats import formats, signatures
from app.importers.other_formats.formats import OtherFormat
from app.importers.own_formats.annotated_html import AnnotatedHtmlImporter
from app.importers.saved_pages.mhtml import MhtmlImporter
from app.importers.saved_pages.web_archive import WebArchiveImporter
from app.importers.text import TextImporter
from app.importers.urls import canonical_url
from app.importers.web_archives.warc_file import WarcImporter
from app.importers.web_page import HtmlImporter
from app.text import charsets
from app.text.canonical import decode

IMPORTERS: tuple[Importer, ...] = (
    HtmlImporter(),
    AnnotatedHtmlImporter(),
    MarkdownImporter(),
    JsonImporter(),
    TableImporter(),
    LinkListImporter(),
    XmlImporter(),
    ZipImporter(),
    GzipImporter(),
    TarImporter(),
    WarcImporter(),
    MhtmlImporter(),
    WebArchiveImporter(),
    MailImporter(),
    MailboxImporter(),
    TextImporter(),
)
HEAD_BYTES = 4_096
_MARKS = tuple(mark for mark, _ in charsets.MARKS)
_UNKNOWN_TYPE = "application/octet-stream"
_TYPES_THAT_DECIDE_NOTHING = (
    *("", _UNKNOWN_TYPE, "application/x-www-form-urlencoded"),
    "application/xml",
)
"""Media types that programs send whatever the content is."""


def choose(
    name: str | None,
    media_type: str | None,
    head: bytes,
    format: str = "auto",
    signature: OtherFormat | None = None,
) -> Importer:
    """The importer for a format: by signature, file suffix, media type or the first bytes.

    In this order. Raises Unsupported.
    """
    if format != "auto":
        return _named(format)
    kind, suffix = _kind(media_type), _suffix(name)
    importer = _by_signature(signature) or _by_name(suffix, kind) or _by_content(head, kind)
    if importer is None:
        raise _unsupported(kind, suffix)
    return importer


def _by_signature(signature: OtherFormat | None) -> Importer | None:
    return next((i for i in IMPORTERS if signature in i.signatures), None)


def _by_name(suffix: str, kind: str) -> Importer | None:
    """The importer of a file's suffix, else of its media type."""
    for importer in IMPORTERS:
        if suffix in importer.suffixes:
            return importer
    for importer in IMPORTERS:
        if kind in importer.media_types:
            return importer
    return None


def _by_content(head: bytes, kind: str) -> Importer | None:
    """The first importer that recognises the bytes.

    None where the media type names something other than text: that is believed.
    """
    if kind not in _TYPES_THAT_DECIDE_NOTHING and not kind.startswith("text/"):
        return None
    for importer in IMPORTERS:
        if importer.recognises(head):
            return importer
    return None


def _kind(media_type: str | None) -> str:
    """A media type without parameters, in lower case; empty where there is none."""
    return (media_type or "").partition(";")[0].strip().lower()


def _suffix(name: str | None) -> str:
    """The suffix of a file name with its dot, in lower case; empty where there is none."""
    if not name or "." not in name:
        return ""
    return "." + name.rpartition(".")[2].lower()


def _unsupported(kind: str, suffix: str) -> Unsupported:
    """The error for a file that no importer takes: what it is, and what is supported instead."""
    if kind and kind != _UNKNOWN_TYPE:
        message = f"Files of the type {kind} cannot be imported."
    elif suffix:
        message = f"Files ending in {suffix} cannot be imported."
    else:
        message = "The format of this file was not recognized."
    return Unsupported(f"{message} {_supported()}")


def _supported() -> str:
    labels = ", ".join(importer.label for importer in IMPORTERS)
    return f"Supported formats: {labels}."


def _refused(
    data: bytes,
    name: str | None,
    media_type: str | None,
    format: str,
    signature: OtherFormat | None,
) -> OtherFormat | None:
    """The format of `data` where it is one that holds no article of its own; else None.

    Its content decides, and its name where no importer recognises the content. What is sent as
    plain text on purpose is refused only where it is no text at all.
    """
    other = signature
    if other is None and format == "auto":
        other = _other_by_name(_suffix(name), _kind(media_type), data[:HEAD_BYTES])
    if other is None or _by_signature(other) is not None:
        return None
    is_wanted_as_text = format == TextImporter.name and other not in signatures.BINARY_FORMATS
    return None if is_wanted_as_text else other


def _other_by_name(suffix: str, kind: str, head: bytes) -> OtherFormat | None:
    if _by_name(suffix, kind) is not None:
        return None
    is_recognised = any(importer.recognises(head) for importer in IMPORTERS[:-1])
    by_suffix = None if is_recognised else formats.by_suffix(suffix)
    return formats.by_media_type(kind) or by_suffix


def read(
    data: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    format: str = "auto",
    longest: int,
    fetched: bool = False,
) -> list[Draft]:
    """The articles in `data`, each of at most `longest` characters.

    `fetched` says that a server gave the bytes; see `PackedFile`. Raises Unsupported or
    Unprocessable with the reason where there is none, and nothing else, whatever the bytes.
    `read_parts` also tells what else is in a file.
    """
    packed = PackedFile(data, name, media_type, url, is_fetched=fetched)
    parts = list(read_parts(packed, format=format, longest=longest))
    drafts = [part for part in parts if isinstance(part, Draft)]
    if drafts:
        return drafts
    for part in parts:
        if isinstance(part, Unreadable):
            raise Unprocessable(part.message)
    if any(isinstance(part, ListedFeed) for part in parts):
        raise Unprocessable("This is a list of feeds, not an article.")
    if any(isinstance(part, AddressOnly) for part in parts):
        raise Unprocessable("This file contains addresses of articles but no article text.")
    raise Unprocessable("No article found.")


def read_parts(packed: Packed, *, format: str = "auto", longest: int) -> Iterator[Part]:
    """What is in a file, one part after the other; files inside a container are read as well.

    An article of more than `longest` characters is unreadable. Of what was fetched only pages,
    texts and feeds are read. Raises Unsupported or Unprocessable before the first part where
    nothing of the file can be read.
    """
    yield from _from_address(packed, format, longest, unpacking_of(packed))


def _from_address(
    packed: Packed, format: str, longest: int, unpacking: Unpacking
) -> Iterator[Part]:
    """The parts of one file under the canonical spelling of its address."""
    asked_for = packed.url
    packed = replace(packed, url=canonical_url(asked_for) if asked_for else None)
    for part in _parts(packed, format, longest, unpacking):
        if isinstance(part, Draft) and asked_for and asked_for not in part.spellings:
            yield replace(part, spellings=(*part.spellings, asked_for))
        else:
            yield part


def _parts(packed: Packed, format: str, longest: int, unpacking: Unpacking) -> Iterator[Part]:
    """The parts of one file. Raises Unsupported or Unprocessable before the first one."""
    packed, importer = _chosen(packed, format)
    is_first = True
    try:
        for part in _read(packed, importer):
            if isinstance(part, PackedFile | PackedStream):
                yield from _inside(part, longest, unpacking)
            elif isinstance(part, Draft):
                yield _checked(part, packed, longest)
            else:
                yield part
            is_first = False
    except (GlossError, *FAILURES) as error:
        failure = error if isinstance(error, GlossError) else _unreadable(importer, error)
        if is_first:
            raise failure from error
        yield Unreadable(visible(packed.name or packed.url or ""), failure.message)


def _read(packed: Packed, importer: Importer) -> Iterable[Part | Packed]:
    if isinstance(packed, PackedFile):
        parts = importer.read(with_charset(packed.data, packed.media_type), packed.url)
        return fetched_parts.harmless(parts, importer, packed) if packed.is_fetched else parts
    if isinstance(importer, StreamImporter):
        return importer.read_file(packed.file, packed.url)
    raise TypeError(f"{importer.name} is not read as a stream")


def _inside(packed: Packed, longest: int, unpacking: Unpacking) -> Iterator[Part]:
    """The parts of a file in a container; one that cannot be read stops no other."""
    unpacking.depth += 1
    try:
        unpacking.count(packed)  # raises to end the container: its next file is no better
        yield from _item(packed, longest, unpacking)
    finally:
        unpacking.depth -= 1


def _item(packed: Packed, longest: int, unpacking: Unpacking) -> Iterator[Part]:
    try:
        yield from _from_address(packed, "auto", longest, unpacking)
    except GlossError as error:
        yield Unreadable(visible(packed.name or packed.url or ""), error.message)


def _chosen(packed: Packed, format: str) -> tuple[Packed, Importer]:
    """A file with its importer; held in memory where that needs the whole file.

    Raises Unsupported, Unprocessable for one that is refused.
    """
    if isinstance(packed, PackedFile):
        return packed, _importer(packed, format)
    head, file = looked_into(packed.file)
    signature = signatures.by_content(head) if format == "auto" else None
    importer = _named(format) if format != "auto" else _by_signature(signature)
    if isinstance(importer, StreamImporter):
        return replace(packed, file=file), importer
    whole = held(packed, file)
    return whole, _importer(whole, format)


def _importer(packed: PackedFile, format: str) -> Importer:
    """The importer of a file. Raises Unsupported, Unprocessable for one that is refused."""
    data, name, media_type = packed.data, packed.name, packed.media_type
    if not data.strip(b" \t\r\n\x00"):
        raise Unprocessable("The file is empty.")
    signature = _signature(data)
    if packed.is_fetched and signature is formats.GLOSS_HTML:
        return HtmlImporter()  # anybody can write one: it is what people see
    refused = _refused(data, name, media_type, format, signature)
    if refused is not None:
        raise Unprocessable(f"{refused.message} {refused.hint or _supported()}")
    importer = choose(name, media_type, data[:HEAD_BYTES], format, signature)
    return fetched_parts.importer_of_address(importer) if packed.is_fetched else importer


def _signature(data: bytes) -> OtherFormat | None:
    """What the bytes are recognised as: a table also by the names of its columns alone."""
    found = signatures.by_content(data)
    is_table = found is None and table_file.names_columns(data[:HEAD_BYTES])
    return formats.CSV if is_table else found


def _checked(draft: Draft, packed: Packed, longest: int) -> Draft | Unreadable:
    """The Draft with the time its container was captured; unreadable when it is too long."""
    if len(draft.text) > longest:
        message = text_too_long(len(draft.text), longest)
        return Unreadable(draft.source_url or packed.name or "", message)
    if draft.captured_at is None and packed.captured_at is not None:
        return replace(draft, captured_at=packed.captured_at)
    return draft


def _unreadable(importer: Importer, error: Exception) -> Unprocessable:
    return Unprocessable(f"Could not be read as {importer.label}: {type(error).__name__}.")


def large_files(head: bytes, name: str, format: str) -> Literal["streamed", "held"] | None:
    """How files that begin like this are read where they are larger than one article may be.

    None for a format of single articles, or of none that is known.
    """
    signature = signatures.by_content(head) if format == "auto" else None
    try:
        importer = choose(name, None, head[:HEAD_BYTES], format, signature)
    except Unsupported:
        return None
    if isinstance(importer, StreamImporter):
        return "streamed"
    is_data = isinstance(importer, JsonImporter | TableImporter | XmlImporter)
    return "held" if is_data else None


def _named(format: str) -> Importer:
    for importer in IMPORTERS:
        if importer.name == format:
            return importer
    raise Unsupported(
        f"Unknown format “{format[:40]}”. Known formats: auto, "
        f"{', '.join(i.name for i in IMPORTERS)}."
    )


def with_charset(data: bytes, media_type: str | None) -> bytes:
    """`data` as UTF-8 with a byte order mark, where its transport declares a charset that fits.

    That outranks what the bytes themselves declare; a byte order mark outranks both.
    """
    for part in (media_type or "").split(";")[1:]:
        key, _, value = part.partition("=")
        is_charset = key.strip().lower() == "charset" and not data.startswith(_MARKS)
        if is_charset and charsets.fits(data, value):
            return codecs.BOM_UTF8 + decode(data, value).encode("utf-8")
    return data

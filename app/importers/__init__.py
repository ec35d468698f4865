"""The importers in the order in which they are tried; the one way from bytes to Drafts.

Pure: no database, no network.
"""

import codecs
from dataclasses import replace

from app.errors import GlossError, Unprocessable, Unsupported
from app.importers.base import Draft, Importer
from app.importers.markdown_file import MarkdownImporter
from app.importers.other_formats import formats, signatures
from app.importers.other_formats.formats import OtherFormat
from app.importers.text import TextImporter
from app.importers.urls import canonical_url
from app.importers.web_page import HtmlImporter
from app.text import charsets
from app.text.canonical import decode

IMPORTERS: tuple[Importer, ...] = (HtmlImporter(), MarkdownImporter(), TextImporter())
HEAD_BYTES = 4_096
_MARKS = tuple(mark for mark, _ in charsets.MARKS)
_UNKNOWN_TYPE = "application/octet-stream"
_TYPES_THAT_DECIDE_NOTHING = (
    *("", _UNKNOWN_TYPE, "application/x-www-form-urlencoded"),
    "application/xml",
)
"""Media types that programs send whatever the content is."""


def choose(name: str | None, media_type: str | None, head: bytes, format: str = "auto") -> Importer:
    """The importer for a format: by name, by file suffix, media type or the first bytes.

    In this order. Raises Unsupported.
    """
    if format != "auto":
        return _named(format)
    kind, suffix = _kind(media_type), _suffix(name)
    importer = _by_name(suffix, kind) or _by_content(head, kind)
    if importer is None:
        raise _unsupported(kind, suffix)
    return importer


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
    data: bytes, name: str | None, media_type: str | None, format: str
) -> OtherFormat | None:
    """The format of `data` where it is one that holds no article of its own; else None.

    Its content decides, and its name where no importer recognises the content. What is sent as
    plain text on purpose is refused only where it is no text at all.
    """
    other = signatures.by_content(data)
    if other is None and format == "auto":
        other = _other_by_name(_suffix(name), _kind(media_type), data[:HEAD_BYTES])
    if other is None or _is_imported(other):
        return None
    is_wanted_as_text = format == TextImporter.name and other not in signatures.BINARY_FORMATS
    return None if is_wanted_as_text else other


def _other_by_name(suffix: str, kind: str, head: bytes) -> OtherFormat | None:
    if _by_name(suffix, kind) is not None:
        return None
    is_recognised = any(importer.recognises(head) for importer in IMPORTERS[:-1])
    by_suffix = None if is_recognised else formats.by_suffix(suffix)
    return formats.by_media_type(kind) or by_suffix


def _is_imported(other: OtherFormat) -> bool:
    """Whether an importer reads files with these suffixes or of these media types."""
    return any(
        set(other.suffixes) & set(importer.suffixes)
        or set(other.media_types) & set(importer.media_types)
        for importer in IMPORTERS
    )


def read(
    data: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    format: str = "auto",
    longest: int,
) -> list[Draft]:
    """The articles in `data`, each of at most `longest` characters.

    Raises Unsupported or Unprocessable with the reason, and nothing else, whatever the bytes.
    """
    asked_for, url = url, canonical_url(url) if url else None
    if not data.strip(b" \t\r\n\x00"):
        raise Unprocessable("The file is empty.")
    refused = _refused(data, name, media_type, format)
    if refused is not None:
        raise Unprocessable(f"{refused.message} {refused.hint or _supported()}")
    importer = choose(name, media_type, data[:HEAD_BYTES], format)
    try:
        drafts = list(importer.read(_with_charset(data, media_type), url))
    except GlossError:
        raise
    except (
        RecursionError,
        MemoryError,
        ValueError,
        ArithmeticError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        raise Unprocessable(
            f"Could not be read as {importer.label}: {type(error).__name__}."
        ) from error
    if not drafts:
        raise Unprocessable("No article found.")
    for draft in drafts:
        if len(draft.text) > longest:
            raise Unprocessable(
                f"The text has {len(draft.text):,} characters; the limit is {longest:,}."
            )
    return _spelled(drafts, asked_for)


def _spelled(drafts: list[Draft], url: str | None) -> list[Draft]:
    """The Drafts with the address that was asked for, as it was spelled."""
    if not url:
        return drafts
    return [replace(draft, spellings=(*draft.spellings, url)) for draft in drafts]


def _named(format: str) -> Importer:
    for importer in IMPORTERS:
        if importer.name == format:
            return importer
    raise Unsupported(
        f"Unknown format “{format[:40]}”. Known formats: auto, "
        f"{', '.join(i.name for i in IMPORTERS)}."
    )


def _with_charset(data: bytes, media_type: str | None) -> bytes:
    """`data` as UTF-8 with a byte order mark, where its transport declares a charset that fits.

    That outranks what the bytes themselves declare; a byte order mark outranks both.
    """
    for part in (media_type or "").split(";")[1:]:
        key, _, value = part.partition("=")
        is_charset = key.strip().lower() == "charset" and not data.startswith(_MARKS)
        if is_charset and charsets.fits(data, value):
            return codecs.BOM_UTF8 + decode(data, value).encode("utf-8")
    return data

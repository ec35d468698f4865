"""The importers in the order in which they are tried; the one way from bytes to Drafts.

Pure: no database, no network.
"""

import codecs

from app.errors import GlossError, Unprocessable, Unsupported
from app.importers.base import Draft, Importer
from app.importers.html import HtmlImporter
from app.importers.markdown import MarkdownImporter
from app.importers.text import TextImporter
from app.importers.urls import canonical_url
from app.text import charsets
from app.text.canonical import decode

IMPORTERS: tuple[Importer, ...] = (HtmlImporter(), MarkdownImporter(), TextImporter())
HEAD_BYTES = 4_096
_MARKS = tuple(mark for mark, _ in charsets.MARKS)
_UNKNOWN_TYPE = "application/octet-stream"
_TYPES_THAT_DECIDE_NOTHING = ("", _UNKNOWN_TYPE, "application/x-www-form-urlencoded")
"""Media types that programs send whatever the content is."""


def choose(name: str | None, media_type: str | None, head: bytes, format: str = "auto") -> Importer:
    """The importer for a format: by name, by file suffix, media type or the first bytes.

    In this order. Raises Unsupported.
    """
    if format != "auto":
        return _named(format)
    kind = (media_type or "").partition(";")[0].strip().lower()
    suffix = _suffix(name)
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
    supported = ", ".join(importer.label for importer in IMPORTERS)
    return Unsupported(f"{message} Supported formats: {supported}.")


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
    url = canonical_url(url) if url else None
    if not data.strip(b" \t\r\n\x00"):
        raise Unprocessable("The file is empty.")
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
    return drafts


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

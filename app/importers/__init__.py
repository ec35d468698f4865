"""The importers, in the order in which they are asked; the one way from bytes to Drafts.

Pure: no database, no network.
"""

from app.errors import GlossError, Unprocessable, Unsupported
from app.importers.base import Draft, Importer
from app.importers.html import HtmlImporter
from app.importers.markdown import MarkdownImporter
from app.importers.text import TextImporter
from app.importers.urls import canonical_url
from app.text.canonical import decode

IMPORTERS: tuple[Importer, ...] = (HtmlImporter(), MarkdownImporter(), TextImporter())
HEAD_BYTES = 4_096
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def choose(name: str | None, media_type: str | None, head: bytes, format: str = "auto") -> Importer:
    """The importer named by `format`, else by file name, media type or the first bytes, in this order. Raises Unsupported."""
    if format != "auto":
        return _named(format)
    kind = (media_type or "").partition(";")[0].strip().lower()
    suffix = "." + name.rpartition(".")[2].lower() if name and "." in name else ""
    told = [i for i in IMPORTERS if suffix in i.suffixes] or [
        i for i in IMPORTERS if kind in i.media_types
    ]
    found = told or [i for i in IMPORTERS if i.recognises(head)]
    if found and (
        told
        or kind in ("", "application/octet-stream", "application/x-www-form-urlencoded")
        or kind.startswith("text/")
    ):
        return found[0]
    what = (
        f"of the type {kind}"
        if kind and kind != "application/octet-stream"
        else f"with the ending {suffix}"
        if suffix
        else "like this"
    )
    raise Unsupported(
        f"No importer reads files {what}. Known formats: {', '.join(i.label for i in IMPORTERS)}."
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

    Raises Unsupported or Unprocessable, naming what is wrong; nothing else, whatever the bytes.
    """
    url = canonical_url(url) if url else None
    if not data.strip(b" \t\r\n\x00"):
        raise Unprocessable("It is empty.")
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
            f"It cannot be read as {importer.label}: {type(error).__name__}."
        ) from error
    if not drafts:
        raise Unprocessable("There is no article in it.")
    for draft in drafts:
        if len(draft.text) > longest:
            raise Unprocessable(
                f"The text has {len(draft.text):,} characters; at most {longest:,} are imported."
            )
    return drafts


def _named(format: str) -> Importer:
    for importer in IMPORTERS:
        if importer.name == format:
            return importer
    raise Unsupported(
        f"There is no importer “{format[:40]}”. Known: auto, "
        f"{', '.join(i.name for i in IMPORTERS)}."
    )


def _with_charset(data: bytes, media_type: str | None) -> bytes:
    """`data` as marked UTF-8 where its transport declares a charset, which outranks what stands inside; a byte order mark outranks both."""
    for part in (media_type or "").split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset" and not data.startswith(_MARKS):
            return b"\xef\xbb\xbf" + decode(data, value.strip()).encode("utf-8")
    return data

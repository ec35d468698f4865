"""The parts of a file as the tests of services read them."""

from app import importers
from app.errors import GlossError
from app.importers.base import AddressOnly, Draft, PackedFile, Part, Skipped, Unreadable
from app.settings import Settings

LONGEST = Settings().text_max_characters


def parts(data: bytes | str, name: str | None = None) -> list[Part]:
    """Every part."""
    raw = data.encode() if isinstance(data, str) else data
    return list(importers.read_parts(PackedFile(raw, name), longest=LONGEST))


def parts_or_refusal(data: bytes, name: str | None = None) -> tuple[list[Part], str | None]:
    """Every part, and why the file is refused if it is."""
    try:
        return parts(data, name), None
    except GlossError as error:
        return [], error.message


def pages(found: list[Part]) -> dict[str | None, Draft | AddressOnly]:
    """Articles and addresses by their address."""
    return {address(part): part for part in found if isinstance(part, Draft | AddressOnly)}


def address(part: Draft | AddressOnly) -> str | None:
    """The address of an article, or of what has only an address."""
    return part.source_url if isinstance(part, Draft) else part.url


def unreadable(found: list[Part]) -> list[Unreadable]:
    """What could not be read."""
    return [part for part in found if isinstance(part, Unreadable)]


def skipped(found: list[Part]) -> dict[str, int]:
    """What was passed over."""
    return {part.what: part.count for part in found if isinstance(part, Skipped)}

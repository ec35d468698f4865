"""Images of knowledge-base entries: fetched from their addresses, or read from the list's folder.

An image that cannot be used never prevents its entry from being stored: the problem is reported.
"""

from pathlib import Path

from app import fetch
from app.errors import GlossError, NotFound, TooLarge, Unprocessable
from app.fetch.requests import IMAGE
from app.importers.images import measure
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.settings import Settings
from app.store.db.library import Library
from app.store.entities import images


def take(
    library: Library, settings: Settings, folder: Path | None, entry: KnowledgeEntry
) -> tuple[bool, str | None]:
    """Stores the image of a stored entry; returns whether it changed, and what went wrong.

    `folder` is the list's folder, or None for standard input. An address is not fetched again while
    the stored image comes from it. A failure keeps an older image.
    """
    if entry.image is None:
        return False, entry.image_wrong
    is_address = _is_address(entry.image)
    if is_address:
        with library.reading() as s:
            if images.origin(s, entry.key) == entry.image:
                return False, None
    try:
        if is_address:
            data = _fetch(entry.image, settings)
        else:
            data = _read(folder, entry.image, settings.image_max_bytes)
        image = measure(data, settings.image_max_side_pixels)
    except GlossError as error:
        return False, f"Image skipped: {error.message}"
    with library.writing() as s:
        return images.put(s, entry.key, image, data, entry.image), None


def _is_address(image: str) -> bool:
    return image.lower().startswith(("http://", "https://"))


def _fetch(address: str, settings: Settings) -> bytes:
    """The bytes at an address. Raises FetchFailed."""
    max_bytes = min(settings.image_max_bytes, settings.fetch_max_bytes)
    image_settings = settings.model_copy(update={"fetch_max_bytes": max_bytes})
    return fetch.fetch(address, image_settings, IMAGE).data


def _read(folder: Path | None, path: str, max_bytes: int) -> bytes:
    """The bytes of a file in a folder; symbolic links must not lead out of it.

    Raises NotFound, TooLarge or Unprocessable.
    """
    if folder is None:
        raise Unprocessable(
            "A list read from standard input has no folder, so an image must be a web address."
        )
    root = folder.resolve()
    try:
        file = (root / path).resolve(strict=True)
        if not file.is_relative_to(root) or not file.is_file():
            raise Unprocessable(f"{path} is not a file inside the list's folder.")
        with file.open("rb") as source:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise NotFound(f"Cannot read {path}: {error.strerror}.") from error
    except RuntimeError as error:
        # Python 3.11 and 3.12 raise this for a loop of links; later versions raise OSError.
        raise NotFound(f"Cannot read {path}: its links form a loop.") from error
    if len(data) > max_bytes:
        raise TooLarge(f"{path} is larger than {max_bytes:,} bytes.")
    return data

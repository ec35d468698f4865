"""Pictures of what is imported: fetched once from their addresses, or read from beside the list that names them. On the pipeline's floor.

Nothing that a picture lacks stands in the way of its entry: what is wrong with it is told, and the entry stays.
"""

from pathlib import Path

from app import fetch
from app.errors import GlossError, NotFound, TooLarge, Unprocessable
from app.importers.images import measure
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.settings import Settings
from app.store.db.library import Library
from app.store.entities import images


def take(
    library: Library, settings: Settings, folder: Path | None, given: KnowledgeEntry
) -> tuple[bool, str | None]:
    """Whether the picture of a stored entry is another now, and why it is not as its list says; `folder` is the list's, if it has one.

    An address that the stored picture came from is not asked again; a failure leaves an older picture where it is.
    """
    if given.image is None:
        return False, given.image_wrong
    if _is_address(given.image):
        with library.reading() as s:
            if images.origin(s, given.key) == given.image:
                return False, None
    try:
        data = (
            _fetched(given.image, settings)
            if _is_address(given.image)
            else _read(folder, given.image, settings.image_max_bytes)
        )
        picture = measure(data, settings.image_max_side_pixels)
    except GlossError as error:
        return False, f"Its image is left out. {error.message}"
    with library.writing() as s:
        return images.put(s, given.key, picture, data, given.image), None


def _is_address(image: str) -> bool:
    return image.lower().startswith(("http://", "https://"))


def _fetched(address: str, settings: Settings) -> bytes:
    """The bytes at an address. Raises FetchFailed."""
    small = settings.model_copy(
        update={"fetch_max_bytes": min(settings.image_max_bytes, settings.fetch_max_bytes)}
    )
    return fetch.fetch(address, small, fetch.IMAGE).data


def _read(folder: Path | None, path: str, most: int) -> bytes:
    """The bytes of a file inside a folder, wherever links lead.

    Raises NotFound, TooLarge or Unprocessable.
    """
    if folder is None:
        raise Unprocessable(
            "A list from standard input has no folder, so only an address can be its image."
        )
    root = folder.resolve()
    try:
        file = (root / path).resolve(strict=True)
        if not file.is_relative_to(root) or not file.is_file():
            raise Unprocessable(f"{path} is no file inside the folder of the list.")
        with file.open("rb") as source:
            data = source.read(most + 1)
    except (
        OSError,
        RuntimeError,
    ) as error:  # a loop of links is either, as Python's version has it
        raise NotFound(
            f"{path} cannot be read: "
            f"{getattr(error, 'strerror', None) or 'its links go in a circle'}."
        ) from error
    if len(data) > most:
        raise TooLarge(f"{path} has more than {most:,} bytes.")
    return data

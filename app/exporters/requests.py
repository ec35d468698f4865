"""What an exporter is given: chosen articles or all, as far as its reader may see them."""

from collections.abc import Iterable, Sequence

from app.exporters import selection
from app.exporters.archive import contents
from app.exporters.base import Exporter, Selected
from app.store.articles.access import Reader
from app.store.db.library import Library


def selected(
    exporter: Exporter, library: Library, reader: Reader, ids: Sequence[int], base_url: str
) -> Iterable[Selected]:
    """What the exporter writes: these articles, or everything where none is named.

    Raises NotFound or Gone, when it is read, for one of `ids` that the reader may not see.
    """
    if exporter.is_whole:
        return contents.files(library, reader, ids or None, base_url)
    if ids:
        return selection.chosen(library, reader, ids, base_url)
    return selection.everything(library, reader, base_url)

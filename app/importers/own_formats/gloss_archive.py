"""`gloss export --format zip` read again: everything in its order, whatever else is packed with it.

Corrections come twice: the key of entities before the articles that name them, the log after them.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.errors import Unprocessable
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive, ArchiveLimit
from app.importers.base import Packed, PackedFile, Part, Unreadable
from app.importers.own_formats.contents import ExportedCorrections
from app.text.canonical import decode
from app.translations import N_

MANIFEST = "gloss.json"
CORRECTIONS = "corrections.jsonl"
ARTICLES = "articles/"
SUBSCRIPTIONS = "subscriptions.opml"
LAST = ("passages.json", "boards.json")
"""What is read after the articles, in this order."""


class GlossArchiveFormat:
    """A person's whole data."""

    label = N_("Gloss export (ZIP)")

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether it has the file that says so, and articles."""
        return MANIFEST in names and any(name.startswith(ARTICLES) for name in names)

    def read(
        self,
        archive: Archive,
        url: str | None,  # noqa: ARG002 - articles have their own
    ) -> Iterable[Part | Packed]:
        """The key of corrections, the articles, passages, boards and the log."""
        names = archive.names()
        log = list(_log(archive)) if CORRECTIONS in names else []
        lines = tuple(one for one in log if isinstance(one, str))
        yield from (one for one in log if isinstance(one, Unreadable))
        if lines:
            yield ExportedCorrections(lines[:1], is_whole=False)
        yield from (_member(archive, name) for name in _in_order(names))
        if lines:
            yield ExportedCorrections(lines)
        if SUBSCRIPTIONS in names:
            yield _member(archive, SUBSCRIPTIONS)


def _in_order(names: Sequence[str]) -> list[str]:
    """The articles, then what is about them."""
    articles = sorted(name for name in names if _is_article(name))
    return [*articles, *(last for last in LAST if last in names)]


def _is_article(name: str) -> bool:
    return name.startswith(ARTICLES) and name.endswith(".json")


def _member(archive: Archive, name: str) -> PackedFile | Unreadable:
    try:
        return PackedFile(archive.open(name), shown(name))
    except ArchiveLimit:
        raise
    except Unprocessable as error:
        return Unreadable(shown(name), error.message)


def _log(archive: Archive) -> Iterator[str | Unreadable]:
    packed = _member(archive, CORRECTIONS)
    if isinstance(packed, Unreadable):
        yield packed
        return
    yield from (line for line in decode(packed.data).split("\n") if line.strip())

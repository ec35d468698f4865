"""The exporter: a ZIP file that is written while it is sent, the same for the same library."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence

from app.exporters.base import (
    NOT_EXPORTABLE,
    AnnotatedArticle,
    ArchiveFile,
    Exporter,
    LeftOut,
    Selected,
    WrittenItems,
    left_out,
)
from app.exporters.gloss_json import GlossJson
from app.store.db.ids import id_of
from app.translations import N_

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file: that of the export is in none, so that two exports can be compared."""
_FILE_MODE = 0o644 << 16
_UNIX = 3
_AT_ONCE_BYTES = 65_536


class ZipExport(Exporter):
    """Everything in one ZIP file. An article that was left out is named in `left-out.txt`."""

    name = "zip"
    label = N_("ZIP with everything: all revisions, notes, boards, passages and corrections")
    media_type = "application/zip"
    suffix = ".zip"
    is_importable = True
    is_whole = True

    def write(
        self,
        articles: Iterable[Selected],
        base_url: str,  # noqa: ARG002 - articles have theirs
        written: WrittenItems | None = None,
    ) -> Iterator[bytes]:
        """The file, piece by piece."""
        so_far = WrittenItems() if written is None else written
        output = _Output()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it only writes
            for selected in articles:
                file = self._file(selected, so_far)
                if file is not None:
                    yield from _added(archive, file, output)
            if so_far.left_out:
                yield from _added(archive, _left_out_file(so_far.left_out), output)
        yield output.take()

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The file of one revision."""
        alone = GlossJson()
        return [alone.head(a.base_url), *alone.items(a), alone.tail(WrittenItems())]

    def _file(self, selected: Selected, so_far: WrittenItems) -> ArchiveFile | None:
        if isinstance(selected, AnnotatedArticle):
            name = f"articles/{id_of(selected.article):08}/{selected.revision.number:05}.json"
            try:
                so_far.items += 1
                return ArchiveFile(name, self.items(selected))
            except NOT_EXPORTABLE as error:
                selected = left_out(id_of(selected.article), error)
        if isinstance(selected, LeftOut):
            so_far.left_out.append(selected)
        return selected if isinstance(selected, ArchiveFile) else None


class _Output:
    """Where the archive is written to: what was written since it was last asked for.

    It cannot be rewound, and so every file has its sizes behind it.
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Adds to what is taken next."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """What was written, once."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _added(archive: zipfile.ZipFile, file: ArchiveFile, output: _Output) -> Iterator[bytes]:
    info = zipfile.ZipInfo(file.name, _EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = _FILE_MODE, _UNIX
    with archive.open(info, "w", force_zip64=True) as member:
        waiting = 0
        for piece in file.pieces:
            waiting += member.write(piece.encode("utf-8", "replace"))
            if waiting >= _AT_ONCE_BYTES:
                waiting = 0
                yield output.take()
    yield output.take()


def _left_out_file(left: Iterable[LeftOut]) -> ArchiveFile:
    return ArchiveFile("left-out.txt", [f"Article {x.article_id}: {x.message}\n" for x in left])

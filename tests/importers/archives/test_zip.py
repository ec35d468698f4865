import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.archives import limits, member_names
from app.importers.archives.zip_archive import Archive
from app.importers.archives.zip_file import ARCHIVE_FORMATS, ZipImporter
from app.importers.base import PackedFile, PackedStream
from tests.importers.parts import found_in, page, words

CUT = "The ZIP file is cut off or damaged; files may be missing."


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("name", [None, "export.zip", "export.html", "export.txt", "export.bin"])
def test_every_file_inside_is_read_whatever_the_archive_is_called(name: str | None) -> None:
    archive = zipped({"a.html": page(1), "folder/b.md": b"# Wall\n\nNine were for it.\n"})
    found = found_in(PackedFile(archive, name))
    assert found.texts == [words(1), "Nine were for it."]
    assert not found.unreadable


def test_what_is_no_article_is_counted_and_what_is_refused_says_so_itself() -> None:
    found = found_in(
        zipped(
            {
                "__MACOSX/._a.html": b"x",
                ".DS_Store": b"x",
                "a_files/site.css": b"p {}",
                "a_files/frame.html": page(9),
                "a.html": page(1),
                "photo.JPG": b"\xff\xd8\xff\xe0",
                "paper.pdf": b"%PDF-1.7\n",
                "book.epub": zipped({"mimetype": b"application/epub+zip"}, zipfile.ZIP_STORED),
                "letter.docx": zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
                "empty.txt": b"",
            }
        )
    )
    assert found.texts == [words(1)]
    assert found.skipped == {
        member_names.SYSTEM_FILES: 2,
        member_names.RESOURCES: 2,
        member_names.FRAMES: 1,
    }
    reasons = {part.item: part.message for part in found.unreadable}
    assert reasons["empty.txt"] == "The file is empty."
    assert reasons["paper.pdf"].startswith("This is a PDF file")
    assert reasons["book.epub"].startswith("This is an EPUB book")
    assert reasons["letter.docx"].startswith("This is a Word document")
    assert "Import the address" in reasons["paper.pdf"]


def test_a_document_whose_first_names_say_nothing_is_refused_by_the_others() -> None:
    names = {"[Content_Types].xml": b"x", "docProps/thumb": bytes(range(256)) * 20}
    assert "Word document" in (found_in(zipped(names | {"word/document.xml": b"x"})).refused or "")
    book = {"META-INF/container.xml": b"x", "mimetype": b"application/epub+zip"}
    assert "EPUB" in (found_in(zipped(book)).refused or "")
    numbers = {"a.xlsx": zipped({"xl/workbook.xml": b"x", "[Content_Types].xml": b"x"})}
    assert "Save the table as CSV" in found_in(zipped(numbers)).messages[0]


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.html",
        "/etc/passwd.html",
        "C:\\Windows\\a.html",
        "a\nb.html",
        "\u202etxt.html",
        "名前.html",
        "a" * 5_000 + ".html",
    ],
)
def test_a_name_is_only_a_name(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = sorted(tmp_path_factory.getbasetemp().iterdir())
    found = found_in(zipped({name: page(1), "b.bin": b"\x00\x01\x02" * 99}))
    assert found.texts == [words(1)]
    assert sorted(tmp_path_factory.getbasetemp().iterdir()) == before
    refused = found_in(zipped({name.replace("html", "pdf"): b"%PDF-1.7\n"})).unreadable[0]
    assert refused.item.isprintable()
    assert len(refused.item) <= limits.NAME_MAX_CHARACTERS


def test_archives_are_read_three_levels_deep() -> None:
    third = zipped({"c.html": page(3), "fourth.zip": zipped({"d.html": page(4)})})
    second = zipped({"b.html": page(2), "third.zip": third})
    found = found_in(zipped({"a.html": page(1), "second.zip": second}))
    assert found.texts == [words(1), words(2), words(3)]
    assert found.messages == ["Archives inside archives are read 3 levels deep."]


def test_what_is_too_deep_stops_no_other() -> None:
    deep = zipped({"c.zip": zipped({"d.zip": zipped({"e.html": page(9)})})})
    found = found_in(
        zipped({"deep.zip": deep, "a.html": page(1), "b.zip": zipped({"c.html": page(2)})})
    )
    assert found.texts == [words(1), words(2)]
    assert len(found.unreadable) == 1


def test_an_encrypted_member_and_another_method_lose_only_themselves() -> None:
    data = bytearray(zipped({"a.html": page(1), "b.html": page(2), "c.html": page(3)}))
    first_entry = data.index(b"PK\x01\x02")
    second_entry = data.index(b"PK\x01\x02", first_entry + 1)
    struct.pack_into("<H", data, first_entry + 8, 1)  # the flag of encryption
    struct.pack_into("<H", data, second_entry + 10, 9)  # Deflate64
    found = found_in(bytes(data))
    assert found.texts == [words(3)]
    assert [part.item for part in found.unreadable] == ["a.html", "b.html"]
    assert "encrypted" in found.messages[0]
    assert "not supported" in found.messages[1]


def test_a_method_that_unpacks_without_a_bound_is_not_read() -> None:
    assert "not supported" in found_in(zipped({"a.html": page(1)}, zipfile.ZIP_BZIP2)).messages[0]
    assert "not supported" in found_in(zipped({"a.html": page(1)}, zipfile.ZIP_LZMA)).messages[0]


def test_a_damaged_member_loses_only_itself() -> None:
    data = bytearray(zipped({"a.html": page(1), "b.html": page(2)}))
    data[50] ^= 0xFF
    found = found_in(bytes(data))
    assert found.texts == [words(2)]
    assert found.messages == ["The file is damaged inside the archive."]


@given(st.data())
def test_an_archive_that_is_cut_off_loses_only_the_rest(data: st.DataObject) -> None:
    archive = zipped({f"{n}.html": page(n) for n in range(4)})
    found = found_in(archive[: data.draw(st.integers(4, len(archive) - 1))])
    assert found.texts == [words(n) for n in range(len(found.drafts))]
    assert found.refused or CUT in found.messages


def test_an_archive_without_its_list_is_read_by_the_headers_of_its_files() -> None:
    whole = zipped({f"{n}.html": page(n) for n in range(3)})
    found = found_in(whole[: whole.index(b"PK\x01\x02")])
    assert found.texts == [words(0), words(1), words(2)]
    assert found.messages == [CUT]
    stream = io.BytesIO()
    unseekable = io.BufferedWriter(_NoSeek(stream))  # sizes stand behind the files
    with zipfile.ZipFile(unseekable, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", page(7))
        archive.writestr("b.html", page(8))
    written = stream.getvalue()
    assert found_in(written[: written.index(b"PK\x01\x02")]).texts == [words(7), words(8)]


class _NoSeek(io.RawIOBase):
    """A file that is only written."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._file.write(data)  # type: ignore[arg-type]  # what io gives


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 255))
def test_any_bytes_are_an_archive_or_refused(tail: bytes, place: int, value: int) -> None:
    archive = bytearray(zipped({"a.html": page(1), "b.txt": b"words of a text"}))
    archive[place % len(archive)] = value
    assert found_in(bytes(archive) + tail).is_told
    assert found_in(b"PK\x03\x04" + tail).is_told
    assert found_in(b"PK\x05\x06" + tail).is_told


def test_a_large_file_is_read_from_a_disk() -> None:
    file = io.BytesIO(zipped({"a.html": page(1)}))
    assert found_in(PackedStream(file, "a.zip")).texts == [words(1)]


def test_a_format_sees_names_and_bytes_and_nothing_else() -> None:
    archive = Archive(io.BytesIO(zipped({"a/b.html": page(1), "c.txt": b"c", "d/": b""})))
    assert archive.names() == ("a/b.html", "c.txt")
    assert archive.open("c.txt") == b"c"
    for known in ARCHIVE_FORMATS:
        assert not known.recognises(archive.names())
        assert known.label
    assert found_in(zipped({})).refused == "The archive is empty."
    assert not ZipImporter().recognises(b"PK")

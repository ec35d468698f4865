import gzip
import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.archives import limits, tar_file
from app.importers.archives.gzip_stream import DamagedGzip, GzipStream
from app.importers.base import PackedFile, PackedStream
from tests.importers.parts import found_in, page, words

DAMAGED = "The compressed data is damaged or cut off."


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive with these members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def unpacked(data: bytes) -> tuple[bytes, int]:
    """What a gzip file holds, and how many members of it are damaged."""
    stream, damaged = GzipStream(io.BytesIO(data)), 0
    parts: list[bytes] = []
    while True:
        try:
            part = stream.read(1_000)
        except DamagedGzip:
            damaged += 1
            continue
        if not part:
            return b"".join(parts), damaged
        parts.append(part)


@pytest.mark.parametrize("name", [None, "page.html.gz", "page.txt"])
def test_a_compressed_file_is_read_as_what_is_inside(name: str | None) -> None:
    assert found_in(PackedFile(gzip.compress(page(1)), name)).texts == [words(1)]


def test_the_name_inside_tells_what_the_content_does_not() -> None:
    file = io.BytesIO()
    with gzip.GzipFile("wall.md", "wb", fileobj=file) as packed:
        packed.write(b"# The wall\n\nNine were *for* it.\n")
    found = found_in(file.getvalue())
    assert (found.drafts[0].title, found.texts) == ("The wall", ["Nine were for it."])


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(0, 3))
def test_all_members_are_one_file(members: list[bytes], zeros: int) -> None:
    data = b"".join(map(gzip.compress, members)) + bytes(zeros)
    assert unpacked(data) == (b"".join(members), 0)


@given(st.data())
def test_a_damaged_member_loses_only_itself(data: st.DataObject) -> None:
    members = [gzip.compress(b"%d" % n * 50, mtime=0) for n in range(4)]
    hurt = data.draw(st.integers(0, 3))
    broken = bytearray(members[hurt])
    # the checksum or the length, so that no change is overlooked
    broken[data.draw(st.integers(len(broken) - 8, len(broken) - 1))] ^= 0xFF
    found, damaged = unpacked(b"".join([*members[:hurt], bytes(broken), *members[hurt + 1 :]]))
    assert damaged == 1
    for n in set(range(4)) - {hurt}:
        assert b"%d" % n * 50 in found


@given(st.data())
def test_a_gzip_file_that_is_cut_off_gives_what_is_before(data: st.DataObject) -> None:
    whole = gzip.compress(b"a" * 200 + b"b") + gzip.compress(b"c" * 300)
    found, damaged = unpacked(whole[: data.draw(st.integers(1, len(whole) - 1))])
    assert (b"a" * 200 + b"b" + b"c" * 300).startswith(found)
    assert damaged <= 1


def test_a_page_that_is_cut_off_is_not_half_an_article() -> None:
    found = found_in(gzip.compress(page(1) * 20)[:-9])
    assert not found.drafts
    assert found.messages == [DAMAGED]


def test_every_file_of_a_tar_archive_is_read() -> None:
    members = {
        "../a.html": page(1),
        "b" * 150 + ".html": page(2),
        "photo.png": b"x",
        "bin": bytes(range(256)),
    }
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        names = members if form != tarfile.USTAR_FORMAT else {**members, "b" * 150 + ".html": b""}
        data = tarred({k: v for k, v in names.items() if v}, form)
        for file in (data, gzip.compress(data)):
            found = found_in(file)
            assert found.texts == [words(1), words(2)][: 1 + (form != tarfile.USTAR_FORMAT)]
            assert found.skipped == {"images, styles, scripts and media": 1}
            assert [part.item for part in found.unreadable] == ["bin"]


def test_links_and_folders_are_counted() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.DIRTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo("passwd")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert found_in(file.getvalue()).skipped == {tar_file.LINKS: 3}


def test_a_damaged_header_loses_only_its_file() -> None:
    data = bytearray(tarred({f"{n}.html": page(n) for n in range(3)}))
    data[1_024 + 3] ^= 0xFF
    found = found_in(bytes(data))
    assert found.texts == [words(0), words(2)]
    assert found.messages == ["A part of the archive is damaged."]


@given(st.data())
def test_a_tar_archive_that_is_cut_off_loses_only_the_rest(data: st.DataObject) -> None:
    archive = tarred({f"{n}.html": page(n) for n in range(3)})
    length = data.draw(st.integers(300, len(archive)))
    found = found_in(archive[:length])
    assert found.texts == [words(n) for n in range(len(found.drafts))]
    assert len(found.drafts) >= length // 1_024 - 1 or len(found.drafts) == 3


def test_a_file_on_a_disk_is_read_as_a_stream() -> None:
    file = io.BytesIO(gzip.compress(tarred({"a.html": page(1)})))
    assert found_in(PackedStream(file, "a.tar.gz")).texts == [words(1)]


def test_what_is_only_held_in_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBER_MAX_BYTES", 1_000)
    large = page(1) + b" " * 2_000
    sentence = "The file is larger than 1,000 bytes when unpacked."
    assert found_in(gzip.compress(large)).messages == [sentence]
    assert found_in(tarred({"a.html": large, "b.html": page(2)})).messages == [sentence]
    assert found_in(tarred({"a.html": large, "b.html": page(2)})).texts == [words(2)]

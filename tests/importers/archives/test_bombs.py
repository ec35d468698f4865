"""Files that want to be large: each is given up early, and what stands before it is read.

What they cost in seconds and memory is measured by `python -m benchmarks.hostile files`.
"""

import gzip
import tracemalloc
import zlib

import pytest

from app.importers.archives import limits
from benchmarks.hostile import archives
from tests.importers.hostile_files import FILES
from tests.importers.parts import Found, found_in, page, words
from tests.importers.test_hostile import check_fields, check_text


def held_megabytes(data: bytes) -> tuple[Found, float]:
    """What is found in a file, and the most memory that Python held meanwhile, in MB."""
    tracemalloc.start()
    try:
        return found_in(data), tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("name", "format_", "data"), FILES, ids=[name for name, _, _ in FILES])
def test_a_hostile_file_is_refused_or_becomes_plain_text(
    name: str, format_: str, data: bytes
) -> None:
    for asked in ("auto", format_):
        found = found_in(data, format=asked)
        for draft in found.drafts:
            check_text(draft)
            check_fields(draft)
            assert "alert" not in draft.text
        for part in found.unreadable:
            assert part.item.isprintable(), name
            assert "Error" not in part.message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archives.gzipped_zeros(60), "The file unpacks to more than"),
        (archives.gzipped_again(9), "Archives inside archives are read 3 levels deep."),
        (gzip.compress(b"") * 20_000, "The gzip file has too many parts without content."),
        (archives.overlapping(500), "The archive is a ZIP bomb: its files overlap."),
        (archives.many_entries(limits.FILES_MAX + 1), "The archive has more than 100,000 files."),
        (
            archives.flat_bomb(1, 30, b"a"),
            "The file is larger than 20,000,000 bytes when unpacked.",
        ),
        (archives.lying_sizes(10), "The file is damaged inside the archive."),
        (archives.flat_bomb(3, 19, b"a"), "The archive unpacks to more than 6,"),
        (
            archives.captured(zlib.compress(bytes(30_000_000)), b"Content-Encoding: deflate\r\n"),
            "The page is larger than",
        ),
        (
            archives.captured(archives.gzipped_zeros(30), b"Content-Encoding: gzip\r\n"),
            "larger than|more than",
        ),
        (
            archives.record(b"x", 10**9) * 2_000,
            "The archive is too damaged; the rest was not read.",
        ),
        (archives.tar_of_headers(1_000), "The file is empty."),
        (archives.multipart(b"\r\n--elm\r\n\r\nwords" * 2_000), "more than 1,000 parts"),
        (archives.nested_parts(500), "more than 10 levels deep"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bomb_is_given_up_early(data: bytes, reason: str) -> None:
    found, megabytes = held_megabytes(data)
    reasons = [*found.messages, found.refused or ""]
    assert any(part in message for message in reasons for part in reason.split("|")), reasons[:3]
    assert not found.drafts
    assert megabytes < 150


def test_what_stands_before_a_bomb_is_read() -> None:
    bomb = b"a" * 19_000_000
    found = found_in(archives.zipped({"a.html": page(1), **{f"{n}.txt": bomb for n in range(9)}}))
    assert found.texts == [words(1)]
    assert len(found.unreadable) <= 2
    archive = archives.captured(page(1)) + archives.captured(
        archives.gzipped_zeros(40), b"Content-Encoding: gzip\r\n"
    )
    found = found_in(gzip.compress(archive + archives.captured(page(2))))
    assert found.texts == [words(1), words(2)]


def test_a_web_archive_that_unpacks_to_too_much_is_given_up() -> None:
    zeros = archives.gzipped_zeros(100, b"\r\n")
    found = found_in(gzip.compress(archives.captured(page(1))) + zeros)
    assert found.texts == [words(1)]
    assert found.messages[-1].startswith("The file unpacks to more than")

import base64
import gzip
import hashlib
import io
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers.archives import limits
from app.importers.base import PackedFile, PackedStream
from app.importers.web_archives import limits as web_limits
from app.importers.web_archives import wacz, warc_file
from tests.importers.parts import found_in, page, words
from tests.importers.web_archives import making
from tests.importers.web_archives.making import answer, packed, record

WRONG_LENGTH = "The length of the record is wrong."
CUT_OFF = "The record is cut off, or its length is wrong."


def capture(n: int, **given: str) -> bytes:
    """A capture of page `n`."""
    return record(answer(page(n)), f"https://elm.example/{n}", **given)  # type: ignore[arg-type]  # all are strings


def digest(data: bytes, name: str = "sha1") -> str:
    """A digest as crawlers write it."""
    value = base64.b32encode(hashlib.new(name, data).digest()).decode()
    return f"{name}:{value}"


ALL = [capture(n) for n in range(4)]


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
@pytest.mark.parametrize("name", [None, "crawl.warc", "crawl.html", "crawl.bin"])
def test_each_capture_is_an_article_with_its_address_and_time(
    version: str, name: str | None
) -> None:
    archive = capture(1, version=version) + capture(2, date="2021-06-01T08:30:00.123456Z")
    found = found_in(PackedFile(archive, name))
    assert [draft.source_url for draft in found.drafts] == [
        "https://elm.example/1",
        "https://elm.example/2",
    ]
    assert [draft.captured_at for draft in found.drafts] == [
        datetime(2020, 5, 3, 10, tzinfo=UTC),
        datetime(2021, 6, 1, 8, 30, 0, 123456, tzinfo=UTC),
    ]
    assert found.texts == [words(1), words(2)]


def test_two_captures_of_one_address_are_two_parts() -> None:
    address = "HTTPS://Elm.example:443/a/../pier?utm_source=x"
    archive = record(answer(page(1)), address) + record(
        answer(page(2)), "<https://elm.example/pier>", date="2022-01-01T00:00:00Z"
    )
    found = found_in(archive)
    assert [draft.source_url for draft in found.drafts] == ["https://elm.example/pier"] * 2
    assert address in found.drafts[0].spellings
    assert found.drafts[1].captured_at == datetime(2022, 1, 1, tzinfo=UTC)


def test_compressed_archives_are_read_whatever_their_members_are() -> None:
    for data in (packed(ALL), gzip.compress(b"".join(ALL)), gzip.compress(packed(ALL))):
        assert found_in(data).texts == [words(n) for n in range(4)]
    first_is_packed = record(answer(gzip.compress(page(1)), Content_Encoding="gzip"))
    assert found_in(first_is_packed + ALL[2]).texts == [words(1), words(2)]


def test_what_is_no_page_is_counted_by_its_kind() -> None:
    others = [
        record(b"software: x", None, kind="warcinfo", media_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(b"", kind="revisit"),
        record(b"", kind="revisit"),
        record(b"fetchTimeMs: 1", kind="metadata"),
        record(b"words", kind="conversion", media_type="text/plain"),
        record(b"more", kind="continuation", WARC_Segment_Number="2"),
        record(answer(page(1)), WARC_Segment_Number="1"),
        record(b"x", kind="screenshot"),
        record(b"elm.example. 60 IN A 192.0.2.1", "dns:elm.example", media_type="text/dns"),
        record(answer(page(1), "404 Not Found")),
        record(answer(page(1), "500 Internal Server Error")),
        record(answer(b"", "301 Moved Permanently", Location="/2")),
        record(answer(b"", "204 No Content")),
        record(answer(b"  \n")),
        record(answer(b"\x89PNG", media_type="image/png")),
        record(answer(b"p {}", media_type="text/css")),
        record(answer(b"let a", media_type="text/javascript; charset=utf-8")),
        record(answer(b"{}", media_type="application/json")),
        record(answer(b"User-agent: *", media_type="text/plain"), "https://elm.example/robots.txt"),
    ]
    found = found_in(b"".join([*others, ALL[1]]))
    assert found.texts == [words(1)]
    assert not found.unreadable
    assert found.skipped == {
        "warcinfo records": 1,
        "request records": 1,
        "revisit records": 2,
        "metadata records": 1,
        "conversion records": 1,
        "segmented records": 2,
        warc_file.UNKNOWN: 1,
        warc_file.NO_PAGES: 1,
        "pages with an error status": 2,
        "redirects": 1,
        warc_file.EMPTY: 2,
        "images, styles, scripts and media": 3,
        warc_file.DATA: 2,
    }


def test_a_resource_is_a_page_and_a_document_is_refused_by_its_own_sentence() -> None:
    resource = record(page(1), kind="resource", media_type="text/html; charset=utf-8")
    text = record(b"Nine were for it.", kind="resource", media_type="text/plain")
    paper = record(answer(b"%PDF-1.7\n", media_type="application/pdf"), "https://elm.example/a.pdf")
    found = found_in(resource + text + paper)
    assert found.texts == [words(1), "Nine were for it."]
    assert found.messages[0].startswith("This is a PDF file")


@pytest.mark.parametrize(
    ("coding", "encoded"),
    [
        ("gzip", gzip.compress(page(1))),
        ("x-gzip", gzip.compress(page(1))),
        ("deflate", zlib.compress(page(1))),
        ("deflate", zlib.compress(page(1))[2:-4]),
        ("identity", page(1)),
        ("gzip", page(1)),  # browsers that unpack keep the field
        ("br", page(1)),
        ("gzip, gzip", gzip.compress(gzip.compress(page(1)))),
    ],
)
def test_content_codings_are_undone(coding: str, encoded: bytes) -> None:
    assert found_in(record(answer(encoded, Content_Encoding=coding))).texts == [words(1)]


def test_transfer_codings_are_undone_where_the_body_is_in_one() -> None:
    body = page(1)
    chunks = b"%x;a=b\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n" % (9, body[:9], len(body) - 9, body[9:])
    for sent in (chunks, body, chunks[:-5]):
        assert found_in(record(answer(sent, Transfer_Encoding="chunked"))).texts == [words(1)]
    both = gzip.compress(body)
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(both), both)
    coded = answer(chunk, Transfer_Encoding="chunked", Content_Encoding="gzip")
    assert found_in(record(coded)).texts == [words(1)]


def test_a_page_in_too_many_chunks_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "CHUNKS_MAX", 100)
    sent = answer(b"1\r\na\r\n" * 101, Transfer_Encoding="chunked")
    found = found_in(record(sent) + ALL[1])
    assert found.texts == [words(1)]
    assert found.messages == ["The page was sent in more than 100 chunks."]


def test_brotli_is_undone() -> None:
    compressed = brotli.compress(page(1))
    assert found_in(record(answer(compressed, Content_Encoding="br"))).texts == [words(1)]
    zeros = brotli.compress(bytes(limits.MEMBER_MAX_BYTES + 1), quality=1)
    for sent in (zeros, compressed[:-9], b"\x8b\x03\x80<p>\x03"):
        found = found_in(record(answer(sent, Content_Encoding="br")) + ALL[2])
        assert found.texts == [words(2)]
        assert len(found.unreadable) == 1


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (capture(9, length="12"), WRONG_LENGTH),
        (capture(9, length="90000"), CUT_OFF),
        (capture(9, length="25000000"), WRONG_LENGTH),
        (capture(9, length="4000000000"), WRONG_LENGTH),
        (capture(9, length="-5"), "The record does not say how long it is."),
        (capture(9, length="9" * 400), "The record does not say how long it is."),
        (capture(9, version="7.7"), "There is no record of a known version here."),
        (b"garbage\r\n\r\n", "There is no record of a known version here."),
        (b"WARC/1.0\r\nWARC-Type: resp", "The header is too long."),
        (record(b"no answer"), "The record contains no HTTP response."),
        (capture(9, date=""), "The record does not say when the page was captured."),
        (capture(9, date="yesterday"), "The record does not say when the page was captured."),
        (capture(9, WARC_Truncated="length"), "not complete (truncated: length)"),
        (capture(9, WARC_Block_Digest="sha1:" + "A" * 32), "its digest does not match"),
        (capture(9, WARC_Payload_Digest=digest(b"x")), "its digest does not match"),
        (
            record(answer(gzip.compress(page(9))[:-9], Content_Encoding="gzip")),
            "damaged or cut off",
        ),
        (record(answer(b"\x99\x01\x02", Content_Encoding="deflate")), "damaged or cut off"),
        (record(answer(b"\x99\x01\x02", Content_Encoding="zstd")), "not supported"),
    ],
)
def test_a_bad_record_loses_only_itself(bad: bytes, message: str) -> None:
    found = found_in(b"".join([ALL[0], bad, ALL[1]]))
    is_swallowed = message == "The header is too long."
    assert found.texts == ([words(0)] if is_swallowed else [words(0), words(1)])
    if not is_swallowed:
        (problem,) = found.unreadable
        assert message in problem.message
        assert f"record at byte {len(ALL[0]):,}" in problem.item


def test_digests_that_match_in_some_form_are_right() -> None:
    body, block = page(1), answer(page(1))
    right = [
        {"WARC_Block_Digest": digest(block)},
        {"WARC_Block_Digest": "sha256:" + hashlib.sha256(block).hexdigest()},
        {"WARC_Payload_Digest": digest(body, "md5")},
        {"WARC_Payload_Digest": "unheard-of:abc"},
    ]
    for fields in right:
        assert found_in(record(block, **fields)).texts == [words(1)]  # type: ignore[arg-type]


def test_records_may_stand_close_together_or_far_apart() -> None:
    for end in (b"", b"\r\n", b"\n\n", b"\r\n" * 9):
        archive = b"".join(
            record(answer(page(n)), f"https://elm.example/{n}", end=end) for n in (1, 2)
        )
        assert found_in(archive).texts == [words(1), words(2)]
    assert found_in(b"\r\n\r\n" + ALL[0].replace(b"\r\n", b"\n")).texts == []


@settings(max_examples=20)
@given(st.lists(st.integers(0, 9), max_size=4), st.booleans())
def test_archives_written_one_after_the_other_are_one(numbers: list[int], is_packed: bool) -> None:
    records = [capture(n) for n in numbers]
    found = found_in(packed(records) if is_packed else b"".join(records) or b"\n")
    assert found.texts == [words(n) for n in numbers]
    assert not found.unreadable


@settings(max_examples=30)
@given(st.data())
def test_an_archive_that_is_cut_off_loses_only_the_rest(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([b"".join(ALL), packed(ALL), gzip.compress(b"".join(ALL))]))
    found = found_in(whole[: data.draw(st.integers(40, len(whole)))])
    assert found.texts == [words(n) for n in range(len(found.drafts))]
    assert len(found.unreadable) <= 1


@settings(max_examples=20)
@given(st.data())
def test_a_wrong_byte_costs_at_most_its_record_and_the_next(data: st.DataObject) -> None:
    place = data.draw(st.integers(len(ALL[0]), len(ALL[0]) + len(ALL[1]) - 1))
    broken = bytearray(b"".join(ALL))
    broken[place] = data.draw(st.integers(0, 255))
    found = found_in(bytes(broken))
    assert {words(0), words(3)} <= set(found.texts)
    members = [gzip.compress(one, mtime=0) for one in ALL]
    hurt = bytearray(members[1])
    hurt[place % len(hurt)] ^= 0xFF
    packed_found = found_in(b"".join([members[0], bytes(hurt), *members[2:]]))
    assert {words(0), words(3)} <= set(packed_found.texts)


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_between_records_lose_no_record_after_them(noise: bytes) -> None:
    found = found_in(ALL[0] + noise + b"\r\n\r\n" + ALL[1])
    assert found.texts[0] == words(0)
    assert words(1) in found.texts or b"WARC/" in noise


def test_a_page_larger_than_what_is_held_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBER_MAX_BYTES", 3_000)
    large = record(answer(page(1) + b" " * 200_000), "https://elm.example/large")
    film = record(answer(b"x" * 200_000, media_type="video/mp4"))
    found = found_in(film + large + ALL[2])
    assert found.texts == [words(2)]
    assert found.messages == ["The page is too large."]
    assert found.skipped == {"images, styles, scripts and media": 1}


def test_an_archive_on_a_disk_is_read_as_a_stream() -> None:
    file = io.BytesIO(packed(ALL))
    assert found_in(PackedStream(file, "a.warc.gz")).texts == [words(n) for n in range(4)]
    assert found_in(PackedStream(io.BytesIO(ALL[1]))).texts == [words(1)]


def test_a_wacz_file_is_read_without_its_index() -> None:
    archive = making.wacz({"a.warc.gz": packed(ALL[:2]), "b.warc": ALL[2]})
    found = found_in(archive)
    assert found.texts == [words(0), words(1), words(2)]
    assert found.skipped == {wacz.INDEX: 3}
    assert not found.unreadable

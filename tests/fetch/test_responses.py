"""Which responses are accepted: status, type, compression, length, deadline."""

import gzip
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from app.errors import FetchFailed
from app.fetch import fetch
from app.fetch.failures import NotFoundThere
from tests.fetch.refusing import refusal
from tests.website import PAGE, Site

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("status", "is_missing"), [(404, True), (410, True), (403, False), (500, False)]
)
def test_a_missing_page_is_told_apart_from_a_failure(
    site: Site, status: int, is_missing: bool
) -> None:
    site.serve("/a", b"", status)
    with pytest.raises(FetchFailed) as caught:
        fetch(site.url("/a"), site.settings())
    assert isinstance(caught.value, NotFoundThere) is is_missing


@pytest.mark.parametrize(
    "status", [202, 204, 206, 304, 400, 401, 403, 404, 410, 418, 429, 500, 503]
)
def test_another_status_is_a_failure_that_names_it(site: Site, status: int) -> None:
    site.serve("/", b"" if status in (204, 304) else b"sorry", status)
    assert f"answered {status}" in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    "media_type",
    ["application/pdf", "image/png", "application/zip", "text/css", "multipart/x-mixed-replace"],
)
def test_a_type_that_is_not_a_page_is_refused_by_name(site: Site, media_type: str) -> None:
    site.serve("/", Content_Type=media_type)
    assert media_type in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    ("declared", "media_type", "charset"),
    [
        ("TEXT/Plain;Charset='KOI8-R'", "text/plain", "KOI8-R"),
        ("text/markdown", "text/markdown", None),
    ],
)
def test_types_are_compared_without_case(
    site: Site, declared: str, media_type: str, charset: str | None
) -> None:
    site.serve("/", Content_Type=declared)
    fetched = fetch(site.url("/"), site.settings())
    assert (fetched.media_type, fetched.charset) == (media_type, charset)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
    ],
)
def test_a_compressed_page_is_decompressed(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = PAGE * 20_000
    site.serve("/", pack(body), Content_Encoding=encoding)
    assert fetch(site.url("/"), site.settings()).data == body


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "aes128gcm"])
def test_an_unsupported_compression_is_refused(site: Site, encoding: str) -> None:
    site.serve("/", gzip.compress(PAGE), Content_Encoding=encoding)
    assert "encoded as" in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_decompression_bomb_is_stopped_at_the_limit(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.serve("/", pack(b"\x00" * 50_000_000), Content_Encoding=encoding)
    assert "larger than 100,000 bytes" in refusal(
        site.url("/"), site.settings(fetch_max_bytes=100_000)
    )


@pytest.mark.parametrize(
    "body", [gzip.compress(PAGE * 50)[:-20], b"\x1f\x8b\x08\x00", b"not packed at all"]
)
def test_broken_compression_is_a_failure(site: Site, body: bytes) -> None:
    site.serve("/", body, Content_Encoding="gzip")
    refusal(site.url("/"), site.settings())


def test_a_page_over_the_limit_is_refused(site: Site) -> None:
    site.serve("/", b"x" * 2_000)
    assert "larger than 1,999 bytes" in refusal(site.url("/"), site.settings(fetch_max_bytes=1_999))
    assert len(fetch(site.url("/"), site.settings(fetch_max_bytes=2_000)).data) == 2_000


def test_an_endless_page_is_stopped_at_the_limit(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(CHUNKED)
        while True:
            handler.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")

    site.answers["/"] = endless
    assert "larger than" in refusal(site.url("/"), site.settings(fetch_max_bytes=100_000))


@pytest.mark.parametrize("length", ["1000", "99999999999999"])
def test_a_body_that_ends_before_its_declared_length_is_a_failure(site: Site, length: str) -> None:
    site.serve("/", PAGE, Content_Length=length)
    assert "cut off" in refusal(site.url("/"), site.settings())


def test_no_more_than_the_declared_length_is_read(site: Site) -> None:
    site.serve("/", PAGE, Content_Length="10")
    assert fetch(site.url("/"), site.settings()).data == PAGE[:10]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 100,
        b"HTTP/9.9 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        CHUNKED + b"zz\r\n",
        CHUNKED + b"ff\r\nshort",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe://x\r\n\r\n",
    ],
)
def test_a_response_that_is_not_http_is_a_failure(site: Site, answer: bytes) -> None:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)

    site.answers["/"] = respond
    refusal(site.url("/"), site.settings())

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from app import fetch as fetching
from app.errors import FetchFailed
from app.fetch import Fetched, FetchRequest, NotFoundThere, fetch, is_public
from app.settings import Settings
from tests.website import PAGE, Site


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


def refusal(url: str, settings: Settings) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetch(url, settings)
    return caught.value.message


def test_a_page_comes_with_its_type_and_charset(site: Site) -> None:
    site.serve("/news")
    assert fetch(site.url("/news#part"), site.settings()) == Fetched(
        site.url("/news"), PAGE, "text/html", "utf-8"
    )


def test_the_request_names_the_host_and_this_program_and_carries_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    site.serve("/a")
    fetch(site.url("/a?b=c d"), site.settings(base_url="https://gloss.example"))
    path, headers = site.asked[0]
    assert path == "/a?b=c%20d"
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert headers["user-agent"].startswith("Gloss/")
    assert headers["user-agent"].endswith("(+https://gloss.example)")
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_what_is_wanted_is_asked_for_and_nothing_else_is_taken(site: Site) -> None:
    wanted = FetchRequest(
        "summary", ("application/json",), "application/json", "desk@ostra.example"
    )
    site.serve("/a", b"{}", Content_Type="application/json")
    assert (
        fetch(site.url("/a"), site.settings(base_url="https://gloss.example"), wanted).data == b"{}"
    )
    headers = site.asked[0][1]
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].endswith("(+https://gloss.example; desk@ostra.example)")
    site.serve("/b", b"<p>", Content_Type="text/html")
    with pytest.raises(FetchFailed, match="text/html, and no summary"):
        fetch(site.url("/b"), site.settings(), wanted)


@pytest.mark.parametrize(
    ("status", "there"), [(404, False), (410, False), (403, True), (500, True)]
)
def test_what_is_not_there_is_told_from_what_failed(site: Site, status: int, there: bool) -> None:
    site.serve("/a", b"", status)
    with pytest.raises(FetchFailed) as caught:
        fetch(site.url("/a"), site.settings())
    assert isinstance(caught.value, NotFoundThere) is not there


def test_a_private_address_is_refused_unless_host_and_port_are_allowed(site: Site) -> None:
    site.serve("/")
    for allowed in (
        (),
        (f"127.0.0.1:{site.port + 1}",),
        (f"localhost:{site.port}",),
        ("127.0.0.1",),
        (f"127.0.0.1:{site.port}0",),
    ):
        assert "public address" in refusal(site.url(), site.settings(fetch_allow=allowed))
    assert site.asked == []


HOSTILE_ADDRESSES = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255
192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1 2001::1 2001:0:7f00:1::1 2001:db8::1 2001:10::1 2001:20::1 2002:7f00:1::1
2002:808:808::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0
fec0::1 ff02::1 ff0e::1 4000::1 not-an-address
""".split()


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.216.34",
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2a00:1450:4001:80b::200e",
    ],
)
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(address)


HOSTILE_URLS = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.000.000.001:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::]:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:0:0:0:0:80ff:fffe]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/",
    "http://10.0.0.1/",
    "http://192.168.1.1/admin",
    "http://172.16.0.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://user@127.0.0.1:{port}/",
    "http://user:secret@localhost:{port}/",
    "http://public.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@public.example/",
    "http://\u2460\u2461\u2466.0.0.1:{port}/",
    "http://\uff11\uff12\uff17.0.0.1:{port}/",
    "http://127\u30020\u30020\u30021:{port}/",
    "http:127.0.0.1:{port}",
    "//127.0.0.1:{port}/",
    "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "dict://127.0.0.1:{port}/",
    "data:text/html,x",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "http://127.0.0.1:{port}/\r\nX-Injected: 1",
    "http://127.0.0.1:{port}\r\n/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:99999/",
    "http://",
    "",
]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_no_spelling_of_a_private_place_is_asked(site: Site, url: str) -> None:
    site.serve("/")
    assert "could not be fetched" in refusal(
        url.replace("{port}", str(site.port)), site.settings(fetch_allow=())
    )
    assert site.asked == []


def resolving(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> list[str]:
    """Makes the system resolver answer as told; what it was asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        if host not in answers:
            raise socket.gaierror("unknown")
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port))
            for a in answers[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["10.1.1.1"],
        ["::ffff:169.254.169.254"],
        ["2606:4700::1111", "fd00::1"],
    ],
)
def test_a_public_name_of_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    resolving(monkeypatch, {"public.example": addresses})
    assert "public address" in refusal("http://public.example/", Settings())


def test_the_name_is_resolved_once_and_the_checked_address_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolving(monkeypatch, {"public.example": ["127.0.0.1"]})
    site.serve("/a")
    found = fetch(
        site.url("/a", "public.example"),
        site.settings(fetch_allow=(f"public.example:{site.port}",)),
    )
    assert found.data == PAGE
    assert asked == ["public.example"]
    assert site.asked[0][1]["host"] == f"public.example:{site.port}"


def test_a_name_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, {})
    assert "host is not known" in refusal("http://nowhere.example/", Settings())


def test_encryption_is_checked_under_the_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    encrypted = fetching._encrypted

    def noted(plain: Any, host: str) -> Any:
        names.append(host)
        return encrypted(plain, host)

    monkeypatch.setattr(fetching, "_encrypted", noted)
    resolving(monkeypatch, {"public.example": ["127.0.0.1"]})
    url = site.url("/", "public.example").replace("http:", "https:")
    said = refusal(url, site.settings(fetch_allow=(f"public.example:{site.port}",)))
    assert names == ["public.example"]
    assert "certificate or encryption" in said


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, status: int) -> None:
    site.serve("/old", b"", status, Location="new?x=1#part")
    site.serve("/new")
    assert fetch(site.url("/old"), site.settings()).url == site.url("/new?x=1")


def test_five_redirects_are_followed_and_six_are_not(site: Site) -> None:
    for n in range(6):
        site.serve(f"/{n}", b"", 302, Location=f"/{n + 1}")
    site.serve("/6")
    assert fetch(site.url("/1"), site.settings()).url == site.url("/6")
    assert "redirected more than 5 times" in refusal(site.url("/0"), site.settings())


def test_a_redirect_in_circles_ends(site: Site) -> None:
    site.serve("/a", b"", 302, Location="/a")
    assert "redirected" in refusal(site.url("/a"), site.settings())
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "http://[::1]:{port}/",
        "http://0x7f.1:{port}/",
        "file:///etc/passwd",
        "//user@127.0.0.1:{port}/",
        "ftp://127.0.0.1/",
    ],
)
def test_a_redirect_to_a_private_place_is_refused(site: Site, location: str) -> None:
    site.serve("/a", b"", 302, Location=location.replace("{port}", str(site.port)))
    refusal(site.url("/a"), site.settings(fetch_allow=(f"127.0.0.1:{site.port}",)))
    assert len(site.asked) == 1


def test_every_hop_of_a_redirect_needs_its_own_permission(site: Site) -> None:
    other = Site()
    try:
        other.serve("/")
        site.serve("/a", b"", 302, Location=other.url("/"))
        assert "public address" in refusal(site.url("/a"), site.settings())
        assert other.asked == []
    finally:
        other.close()


@pytest.mark.parametrize(
    "status", [202, 204, 206, 304, 400, 401, 403, 404, 410, 418, 429, 500, 503]
)
def test_another_answer_is_a_failure_that_names_it(site: Site, status: int) -> None:
    site.serve("/", b"" if status in (204, 304) else b"sorry", status)
    assert f"answers {status}" in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    "media_type",
    ["application/pdf", "image/png", "application/json", "text/css", "multipart/x-mixed-replace"],
)
def test_what_is_no_page_is_refused_by_name(site: Site, media_type: str) -> None:
    site.serve("/", Content_Type=media_type)
    assert media_type in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    ("declared", "media_type", "charset"),
    [
        ("TEXT/Plain;Charset='KOI8-R'", "text/plain", "KOI8-R"),
        ("text/markdown", "text/markdown", None),
    ],
)
def test_types_are_read_without_case(
    site: Site, declared: str, media_type: str, charset: str | None
) -> None:
    site.serve("/", Content_Type=declared)
    found = fetch(site.url("/"), site.settings())
    assert (found.media_type, found.charset) == (media_type, charset)


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
def test_a_packed_page_is_unpacked(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = PAGE * 20_000
    site.serve("/", pack(body), Content_Encoding=encoding)
    assert fetch(site.url("/"), site.settings()).data == body


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "aes128gcm"])
def test_another_packing_is_refused(site: Site, encoding: str) -> None:
    site.serve("/", gzip.compress(PAGE), Content_Encoding=encoding)
    assert "packed as" in refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_bomb_is_left_packed(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    site.serve("/", pack(b"\x00" * 50_000_000), Content_Encoding=encoding)
    assert "larger than 100,000 bytes" in refusal(
        site.url("/"), site.settings(fetch_max_bytes=100_000)
    )


@pytest.mark.parametrize(
    "body", [gzip.compress(PAGE * 50)[:-20], b"\x1f\x8b\x08\x00", b"not packed at all"]
)
def test_a_broken_packing_is_a_failure(site: Site, body: bytes) -> None:
    site.serve("/", body, Content_Encoding="gzip")
    refusal(site.url("/"), site.settings())


def test_a_page_over_the_limit_is_refused(site: Site) -> None:
    site.serve("/", b"x" * 2_000)
    assert "larger than 1,999 bytes" in refusal(site.url("/"), site.settings(fetch_max_bytes=1_999))
    assert len(fetch(site.url("/"), site.settings(fetch_max_bytes=2_000)).data) == 2_000


def test_a_page_without_an_end_is_cut_by_the_limit(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        while True:
            handler.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")

    site.answers["/"] = endless
    assert "larger than" in refusal(site.url("/"), site.settings(fetch_max_bytes=100_000))


@pytest.mark.parametrize("length", ["1000", "99999999999999"])
def test_a_body_that_ends_before_its_declared_length_is_a_failure(site: Site, length: str) -> None:
    site.serve("/", PAGE, Content_Length=length)
    assert "cut off" in refusal(site.url("/"), site.settings())


def test_no_more_is_read_than_was_declared(site: Site) -> None:
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
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe://x\r\n\r\n",
    ],
)
def test_an_answer_that_is_no_http_is_a_failure(site: Site, answer: bytes) -> None:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)

    site.answers["/"] = say
    refusal(site.url("/"), site.settings())


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_a_slow_drip_does_not_extend_the_deadline(site: Site, head: bytes) -> None:
    hung_up = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(head)
            for _ in range(600):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            hung_up.set()

    site.answers["/"] = drip
    assert "took longer than 0.5 seconds" in refusal(site.url("/"), site.settings(seconds=0.5))
    assert hung_up.wait(20)


def test_a_server_that_never_answers_is_given_up(site: Site) -> None:
    released = threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        released.wait(20)

    site.answers["/"] = wait
    assert "took longer" in refusal(site.url("/"), site.settings(seconds=0.3))
    released.set()


def test_a_resolver_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(20) and [])
    assert "took longer" in refusal("http://public.example/", Settings(fetch_timeout_seconds=0.2))
    released.set()


def test_a_place_where_nobody_listens_is_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "the connection failed" in refusal(
        f"http://127.0.0.1:{port}/", Settings(fetch_allow=(f"127.0.0.1:{port}",))
    )


def test_a_message_shows_no_control_characters() -> None:
    assert refusal("http://127.0.0.1/\x1b[31m\r\n", Settings()).isprintable()

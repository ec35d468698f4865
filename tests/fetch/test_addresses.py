"""Which addresses may be reached, however they are spelled, resolved or redirected to."""

import socket
from typing import Any

import pytest

from app.errors import FetchFailed
from app.fetch import exchanges, fetch
from app.fetch.addresses import is_public
from app.fetch.robots import forget
from app.settings import Settings
from tests.fetch.refusing import refusal
from tests.website import PAGE, Site


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
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1
192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1
2001::1 2001:0:7f00:1::1 2001:db8::1 2001:10::1 2001:20::1 2002:7f00:1::1 2002:808:808::1
3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
not-an-address
""".split()


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_an_address_that_is_not_public_is_recognized(address: str) -> None:
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
def test_a_public_address_is_recognized(address: str) -> None:
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
def test_no_spelling_of_a_private_address_is_requested(site: Site, url: str) -> None:
    site.serve("/")
    assert "Could not fetch" in refusal(
        url.replace("{port}", str(site.port)), site.settings(fetch_allow=())
    )
    assert (site.asked, site.robots_asked) == ([], 0)


@pytest.mark.parametrize("robots", [True, False])
def test_no_spelling_of_a_private_address_is_redirected_to(site: Site, robots: bool) -> None:
    hosts = [host for address in HOSTILE_ADDRESSES for host in (address, f"[{address}]")]
    spellings = [*HOSTILE_URLS, *(f"http://{host}:{{port}}/" for host in hosts)]
    assert len(spellings) >= 100
    gate = Site()
    try:
        # Only the gate may be reached: what it redirects to must be refused, also for robots.txt.
        settings = gate.settings(fetch_allow=(f"127.0.0.1:{gate.port}",), fetch_robots=robots)
        for number, spelling in enumerate(spellings):
            location = spelling.replace("{port}", str(site.port))
            if not location.isprintable() or not location or location == "http://":
                continue
            header = location.encode().decode("latin-1")
            gate.serve(f"/{number}", b"", 302, Location=header)
            if robots:
                gate.serve("/robots.txt", b"", 302, Location=header)
                forget()
            assert "Could not fetch" in refusal(gate.url(f"/{number}"), settings), location
    finally:
        gate.close()
    assert (site.asked, site.robots_asked) == ([], 0)


def resolving(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> list[str]:
    """Replaces the system resolver by these answers; returns the list of names it was asked for."""
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
def test_a_host_name_that_resolves_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    resolving(monkeypatch, {"public.example": addresses})
    assert "public address" in refusal("http://public.example/", Settings())


def test_the_name_is_resolved_once_and_the_checked_address_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolving(monkeypatch, {"public.example": ["127.0.0.1"]})
    site.serve("/a")
    fetched = fetch(
        site.url("/a", "public.example"),
        site.settings(fetch_allow=(f"public.example:{site.port}",), fetch_robots=False),
    )
    assert fetched.data == PAGE
    assert asked == ["public.example"]
    assert site.asked[0][1]["host"] == f"public.example:{site.port}"


def test_an_unknown_host_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, {})
    assert "host was not found" in refusal("http://nowhere.example/", Settings())


def test_the_certificate_is_checked_for_the_host_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    encrypted = exchanges._encrypted

    def recorded(plain: Any, host: str) -> Any:
        names.append(host)
        return encrypted(plain, host)

    monkeypatch.setattr(exchanges, "_encrypted", recorded)
    resolving(monkeypatch, {"public.example": ["127.0.0.1"]})
    url = site.url("/", "public.example").replace("http:", "https:")
    allowed = (f"public.example:{site.port}",)
    message = refusal(url, site.settings(fetch_allow=allowed, fetch_robots=False))
    assert names == ["public.example"]
    assert "certificate or TLS" in message


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
def test_a_redirect_to_a_private_address_is_refused(site: Site, location: str) -> None:
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


def test_a_message_shows_no_control_characters() -> None:
    assert refusal("http://127.0.0.1/\x1b[31m\r\n", Settings()).isprintable()


def test_a_page_that_is_not_listed_may_not_lead_to_a_private_host_that_is(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = site.settings()
    monkeypatch.setattr("app.fetch.is_allowed", lambda *_: False)
    with pytest.raises(FetchFailed, match="does not resolve to a public address"):
        fetch(site.url("/"), settings)

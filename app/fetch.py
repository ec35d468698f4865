"""The one socket: fetches a public page, and nothing else.

No other module opens an outgoing connection.

Owns what may be reached (public addresses, and `fetch_allow`), how long it may take and how large
it may be. A name is resolved once and the connection goes to an address that was checked, so that a
second answer of the name server changes nothing. Knows nothing of articles. Proxy settings, cookies
and credentials are ignored on purpose.
"""

import http.client
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from app import __version__
from app.errors import FetchFailed, Unprocessable
from app.importers.urls import DEFAULT_PORTS, link
from app.settings import Settings

MEDIA_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/x-markdown",
)
IMAGE_TYPES = (
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *(
        "image/jpg",
        "image/pjpeg",
        "application/octet-stream",
        "binary/octet-stream",
    ),  # what some servers say of the same bytes
)
REDIRECTS = (301, 302, 303, 307, 308)
REDIRECTS_MAX = 5
READ_BYTES = 65_536
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
_DOTTED_QUAD = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
_V4_REFUSED = tuple(
    ipaddress.IPv4Network(n)
    for n in (
        "192.88.99.0/24",
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.175.48.0/24",
    )
)
_V6_PUBLIC = ipaddress.IPv6Network(
    "2000::/3"
)  # everything else is local, multicast, mapped, translated or unassigned
_V6_REFUSED = tuple(
    ipaddress.IPv6Network(n)
    for n in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What an address is asked for: its noun, the media types that are taken, how they are asked for, whom the server may write to.

    `same_origin` follows no redirect to another scheme, host or port.
    """

    noun: str
    media_types: tuple[str, ...]
    accept: str
    contact: str | None = None
    same_origin: bool = False


PAGE = FetchRequest(
    "page", MEDIA_TYPES, "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8"
)
IMAGE = FetchRequest("image", IMAGE_TYPES, "image/webp,image/png,image/jpeg,image/gif")


class NotFoundThere(FetchFailed):
    """The server answers that there is nothing at the address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the address at which it was found in the end, its bytes without their compression, and what its server says they are."""

    url: str
    data: bytes
    media_type: str
    charset: str | None

    @property
    def content_type(self) -> str:
        """Type and charset together, as a Content-Type says them."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


def fetch(url: str, settings: Settings, wanted: FetchRequest = PAGE) -> Fetched:
    """The page at `url`, or what else is wanted, after at most five redirects.

    Raises FetchFailed naming the address and the reason.
    """
    deadline = time.monotonic() + settings.fetch_timeout_seconds
    here = _readable(url, url)
    try:
        for _ in range(REDIRECTS_MAX + 1):
            found = _once(here, settings, deadline, wanted)
            if isinstance(found, Fetched):
                return found
            there = _readable(found, url)
            if wanted.same_origin and urlsplit(there)[:2] != urlsplit(here)[:2]:
                raise _failed(url, f"it leads elsewhere, to {urlsplit(there).hostname}")
            here = there
    except TimeoutError as error:
        raise _failed(
            here, f"it took longer than {settings.fetch_timeout_seconds:g} seconds"
        ) from error
    except ssl.SSLError as error:
        raise _failed(
            here,
            f"its certificate or encryption does not hold ({error.reason or 'no reason given'})",
        ) from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise _failed(here, f"the connection failed ({_reason(error)})") from error
    raise _failed(url, f"it was redirected more than {REDIRECTS_MAX} times")


def is_public(address: str) -> bool:
    """Whether an IP address, as the system resolver writes it, belongs to the public internet and stands for itself."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in _V4_REFUSED)
    return ip in _V6_PUBLIC and not any(ip in net for net in _V6_REFUSED)


def _readable(url: str, asked: str) -> str:
    """`url` in a form that can be asked for, without its fragment.

    Raises FetchFailed naming `asked`.
    """
    try:
        return link(url.strip()).partition("#")[0]
    except (Unprocessable, ValueError) as error:
        raise _failed(
            asked, error.message if isinstance(error, Unprocessable) else "it is no address"
        ) from error


def _once(url: str, settings: Settings, deadline: float, wanted: FetchRequest) -> Fetched | str:
    """One request: a page, or the address it redirects to."""
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    connected = _connect(url, parts.hostname or "", port, settings, deadline)
    connection = http.client.HTTPConnection(parts.hostname or "", port)
    connection.sock = _Wire(connected, deadline)  # all that http.client asks of a socket
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=_headers(parts.netloc, settings, wanted))
        response = connection.getresponse()
        location = response.getheader("Location")
        if response.status in REDIRECTS and location:
            return urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        return _page(url, response, settings, wanted)
    finally:
        connected.close()


def _headers(host: str, settings: Settings, wanted: FetchRequest) -> dict[str, str]:
    contact = f"; {wanted.contact}" if wanted.contact else ""
    return {
        "Host": host,
        "User-Agent": f"Gloss/{__version__} (+{settings.base_url}{contact})",
        "Accept": wanted.accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _page(
    url: str, response: http.client.HTTPResponse, settings: Settings, wanted: FetchRequest
) -> Fetched:
    """The answer as what was wanted.

    Raises FetchFailed for another status, type or encoding, and for a body too long or cut off.
    """
    if response.status not in (200, 203):
        said = _failed(
            url,
            (
                f"its server answers {response.status} "
                f"{http.client.responses.get(response.status, '')}"
            ).rstrip(),
        )
        raise NotFoundThere(said.message) if response.status in (404, 410) else said
    declared = response.getheader("Content-Type") or ""
    media_type = declared.partition(";")[0].strip().lower()
    if media_type and media_type not in wanted.media_types:
        raise _failed(url, f"it is of the type {media_type[:60]}, and no {wanted.noun}")
    charset = _CHARSET.search(declared[:400])
    data = bytearray()
    for part in _inflated(url, response):
        data += part
        if len(data) > settings.fetch_max_bytes:
            raise _failed(url, f"it is larger than {settings.fetch_max_bytes:,} bytes")
    if response.length:
        raise _failed(url, f"it was cut off {response.length:,} bytes before its end")
    return Fetched(url, bytes(data), media_type, charset[1] if charset else None)


def _inflated(url: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body piece by piece, each of at most `READ_BYTES`, so that what was packed small is never unpacked whole."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding in ("identity", ""):
        while part := response.read(READ_BYTES):
            yield part
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _failed(url, f"it is packed as {encoding[:60]}, which was not asked for")
    unpack: Any = None
    while part := response.read(READ_BYTES):
        unpack = unpack or zlib.decompressobj(_window(encoding, part))
        out = b"more"
        while not unpack.eof and (part or len(out) == READ_BYTES):
            out = unpack.decompress(part, READ_BYTES)
            yield out
            part = unpack.unconsumed_tail
    if unpack is not None and not unpack.eof:
        raise _failed(url, "its compression was cut off")


def _window(encoding: str, head: bytes) -> int:
    """The window that zlib takes for gzip, for deflate as it is meant, and for deflate as some servers send it, without its header."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    return (
        zlib.MAX_WBITS
        if head[0] & 0x0F == 8 and len(head) > 1 and (head[0] * 256 + head[1]) % 31 == 0
        else -zlib.MAX_WBITS
    )


def _connect(url: str, host: str, port: int, settings: Settings, deadline: float) -> socket.socket:
    """A connection to an address of `host` that was checked, encrypted under the name for https."""
    places = _places(url, host, port, settings, deadline)
    problem: OSError = OSError("there is no address")
    for n, (family, place) in enumerate(places):
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(_left(deadline) / (len(places) - n))
            plain.connect(place)
            plain.settimeout(_left(deadline))
            return _encrypted(plain, host) if url.startswith("https:") else plain
        except OSError as error:
            plain.close()
            problem = error
    raise problem


def _encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _places(
    url: str, host: str, port: int, settings: Settings, deadline: float
) -> list[tuple[int, Any]]:
    """Where `host` is, resolved once.

    Raises FetchFailed when any of its addresses is not public and the setting does not allow it.
    """
    last = host.rstrip(".").rpartition(".")[2]
    if ":" not in host and _NUMBER.fullmatch(last) and not _DOTTED_QUAD.fullmatch(host):
        raise _failed(url, "its host is a number in an unusual spelling")
    found = _resolve(url, host, port, deadline)
    bracketed = f"[{host}]" if ":" in host else host
    allowed = f"{bracketed}:{port}" in {entry.strip().lower() for entry in settings.fetch_allow}
    if not allowed and not all(is_public(place[0]) for _, place in found):
        raise _failed(url, "it does not lead to a public address")
    return found


def _resolve(url: str, host: str, port: int, deadline: float) -> list[tuple[int, Any]]:
    """The system resolver's answer, in a thread of its own, for the resolver knows no deadline."""
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.extend(
                socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            )
        except (OSError, UnicodeError):
            return

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_left(deadline))
    if asking.is_alive():
        raise TimeoutError
    found = [
        (int(family), place)
        for family, _, _, _, place in list(answers)
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not found:
        raise _failed(url, "its host is not known")
    return found


def _left(deadline: float) -> float:
    """The seconds until `deadline`. Raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Wire:
    """A socket as `http.client` needs one, which holds every single read and write to one deadline; a slow drip does not extend it."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Sends all of `data`."""
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - asked for as a socket's
        """What the answer is read from."""
        return io.BufferedReader(_Reading(self._socket, self._deadline))

    def close(self) -> None:
        """Nothing: http.client lets go of a connection that it will not use again while the answer is still being read."""


class _Reading(io.RawIOBase):
    """The reading side of a wire."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket = connected
        self._deadline = deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as are there."""
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)


def _reason(error: Exception) -> str:
    """A few words without addresses or paths."""
    said = getattr(error, "strerror", None) or type(error).__name__
    return str(said)[:80].lower()


def _failed(url: str, reason: str) -> FetchFailed:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in url[:200])
    return FetchFailed(f"{shown} could not be fetched: {reason}.")

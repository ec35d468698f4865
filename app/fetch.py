"""Fetches a public page or image; no other module opens an outgoing connection.

Owns what may be reached (public addresses, and those in `fetch_allow`), how long it may take and
how large it may be. A host name is resolved once, and the connection goes to an address that was
checked, so a second, different DNS answer cannot redirect it (DNS rebinding). Proxy settings,
cookies and credentials are ignored on purpose.
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
    # what some servers call the same bytes
    *("image/jpg", "image/pjpeg", "application/octet-stream", "binary/octet-stream"),
)
REDIRECTS = (301, 302, 303, 307, 308)
REDIRECTS_MAX = 5
READ_BYTES = 65_536
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
_DOTTED_QUAD = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
# Special-purpose blocks (IANA registries) that Python's `is_global` lets pass in some version.
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
# Everything else is local, multicast, mapped, translated or unassigned.
_V6_PUBLIC = ipaddress.IPv6Network("2000::/3")
_V6_REFUSED = tuple(
    ipaddress.IPv6Network(n)
    for n in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is wanted from an address.

    `noun` names it in errors; `media_types` are accepted, `accept` is the header that asks for
    them; `contact` is where the server's owner can write; with `same_origin` no redirect to another
    scheme, host or port is followed.
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
    """The server answered 404 or 410."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: its address after redirects, its decompressed bytes and their declared type."""

    url: str
    data: bytes
    media_type: str
    charset: str | None

    @property
    def content_type(self) -> str:
        """The value of a Content-Type header for these bytes."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


def fetch(url: str, settings: Settings, wanted: FetchRequest = PAGE) -> Fetched:
    """Fetches `url`, following at most five redirects: a page, or what `wanted` asks for.

    Raises FetchFailed naming the address and the reason.
    """
    deadline = time.monotonic() + settings.fetch_timeout_seconds
    current = _normalized(url, url)
    try:
        for _ in range(REDIRECTS_MAX + 1):
            response = _request(current, settings, deadline, wanted)
            if isinstance(response, Fetched):
                return response
            target = _normalized(response, url)
            if wanted.same_origin and urlsplit(target)[:2] != urlsplit(current)[:2]:
                raise _failed(url, f"it redirects to another site, {urlsplit(target).hostname}")
            current = target
    except TimeoutError as error:
        seconds = settings.fetch_timeout_seconds
        raise _failed(current, f"it took longer than {seconds:g} seconds") from error
    except ssl.SSLError as error:
        reason = error.reason or "no reason given"
        raise _failed(current, f"its certificate or TLS is not valid ({reason})") from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise _failed(current, f"the connection failed ({_reason(error)})") from error
    raise _failed(url, f"it was redirected more than {REDIRECTS_MAX} times")


def is_public(address: str) -> bool:
    """Whether an IP address, as the system resolver writes it, is on the public internet.

    Addresses that embed another one (mapped, translated, tunnelled) are not.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])  # without a zone such as %eth0
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in _V4_REFUSED)
    return ip in _V6_PUBLIC and not any(ip in net for net in _V6_REFUSED)


def _normalized(url: str, requested: str) -> str:
    """`url` as it can be requested, without its fragment.

    Raises FetchFailed naming `requested`, the address that was first asked for.
    """
    try:
        return link(url.strip()).partition("#")[0]
    except Unprocessable as error:
        raise _failed(requested, error.message) from error
    except ValueError as error:
        raise _failed(requested, "it is not a valid address") from error


def _request(url: str, settings: Settings, deadline: float, wanted: FetchRequest) -> Fetched | str:
    """One request: the response, or the address that it redirects to."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    connected = _connect(url, host, port, settings, deadline)
    connection = http.client.HTTPConnection(host, port)
    # Not a real socket: it has the methods that http.client calls, each held to the deadline.
    connection.sock = _DeadlineSocket(connected, deadline)
    try:
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        connection.request("GET", target, headers=_headers(parts.netloc, settings, wanted))
        response = connection.getresponse()
        location = response.getheader("Location")
        if response.status in REDIRECTS and location:
            # http.client reads headers as Latin-1; servers that do not escape send UTF-8.
            decoded = location.encode("latin-1", "replace").decode("utf-8", "replace")
            return urljoin(url, decoded)
        return _accepted(url, response, settings, wanted)
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


def _accepted(
    url: str, response: http.client.HTTPResponse, settings: Settings, wanted: FetchRequest
) -> Fetched:
    """The response, read whole.

    Raises FetchFailed for another status, type or encoding, and for a body too long or cut off.
    """
    _check_status(url, response)
    declared = response.getheader("Content-Type") or ""
    media_type = declared.partition(";")[0].strip().lower()
    if media_type and media_type not in wanted.media_types:
        raise _failed(url, f"its type is {media_type[:60]}, not a supported {wanted.noun} type")
    charset = _CHARSET.search(declared[:400])
    data = bytearray()
    for part in _decompressed(url, response):
        data += part
        if len(data) > settings.fetch_max_bytes:
            raise _failed(url, f"it is larger than {settings.fetch_max_bytes:,} bytes")
    if response.length:
        raise _failed(url, f"it was cut off {response.length:,} bytes before its end")
    return Fetched(url, bytes(data), media_type, charset[1] if charset else None)


def _check_status(url: str, response: http.client.HTTPResponse) -> None:
    """Raises NotFoundThere for 404 and 410, FetchFailed for every other failure."""
    if response.status in (200, 203):
        return
    phrase = http.client.responses.get(response.status, "")
    failed = _failed(url, f"its server answered {response.status} {phrase}".rstrip())
    if response.status in (404, 410):
        raise NotFoundThere(failed.message)
    raise failed


def _decompressed(url: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in pieces of at most `READ_BYTES`, so that no small file expands without limit."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding in ("identity", ""):
        while part := response.read(READ_BYTES):
            yield part
    elif encoding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(url, response, encoding)
    else:
        raise _failed(url, f"it is encoded as {encoding[:60]}, which was not requested")


def _inflated(url: str, response: http.client.HTTPResponse, encoding: str) -> Iterator[bytes]:
    """A compressed body, decompressed. Raises FetchFailed when it ends too early."""
    decompressor: Any = None
    while part := response.read(READ_BYTES):
        decompressor = decompressor or zlib.decompressobj(_window_bits(encoding, part))
        # One piece of input may give many pieces of output: go on while there is input left, or
        # while a full piece says that the decompressor may hold more.
        output = b""
        while not decompressor.eof and (part or len(output) == READ_BYTES):
            output = decompressor.decompress(part, READ_BYTES)
            yield output
            part = decompressor.unconsumed_tail
    if decompressor is not None and not decompressor.eof:
        raise _failed(url, "the compressed data is incomplete")


def _window_bits(encoding: str, head: bytes) -> int:
    """What tells zlib the format: gzip, zlib, or raw deflate, which some servers send instead."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    # A zlib stream begins with a two-byte header that is a multiple of 31 (RFC 1950).
    is_zlib = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _connect(url: str, host: str, port: int, settings: Settings, deadline: float) -> socket.socket:
    """A connection to a checked address of `host`, with TLS for https."""
    addresses = _checked_addresses(url, host, port, settings, deadline)
    problem: OSError = OSError("no address was given")
    for tried, (family, address) in enumerate(addresses):
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            # The first of several addresses must not use up all the time.
            plain.settimeout(_seconds_left(deadline) / (len(addresses) - tried))
            plain.connect(address)
            plain.settimeout(_seconds_left(deadline))
            return _encrypted(plain, host) if url.startswith("https:") else plain
        except OSError as error:
            plain.close()
            problem = error
    raise problem


def _encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _checked_addresses(
    url: str, host: str, port: int, settings: Settings, deadline: float
) -> list[tuple[int, Any]]:
    """The addresses of `host` (family, socket address), resolved once.

    Raises FetchFailed when one of them is not public and `fetch_allow` does not name the host.
    """
    # `127.1` or `0x7f000001` would be resolved as addresses in spellings that nobody expects.
    last_label = host.rstrip(".").rpartition(".")[2]
    if ":" not in host and _NUMBER.fullmatch(last_label) and not _DOTTED_QUAD.fullmatch(host):
        raise _failed(url, "its host is a number in an unusual spelling")
    addresses = _resolve(url, host, port, deadline)
    bracketed = f"[{host}]" if ":" in host else host
    is_allowed = f"{bracketed}:{port}" in {entry.strip().lower() for entry in settings.fetch_allow}
    if not is_allowed and not all(is_public(address[0]) for _, address in addresses):
        raise _failed(url, "it does not resolve to a public address")
    return addresses


def _resolve(url: str, host: str, port: int, deadline: float) -> list[tuple[int, Any]]:
    """The system resolver's answer, from a thread, because the resolver has no timeout."""
    answers: list[Any] = []

    def resolve() -> None:
        try:
            answers.extend(
                socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            )
        except (OSError, UnicodeError):
            return

    resolving = threading.Thread(target=resolve, daemon=True)
    resolving.start()
    resolving.join(_seconds_left(deadline))
    if resolving.is_alive():
        raise TimeoutError
    addresses = [
        (int(family), address)
        for family, _, _, _, address in list(answers)
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not addresses:
        raise _failed(url, "its host was not found")
    return addresses


def _seconds_left(deadline: float) -> float:
    """The seconds until `deadline`. Raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _DeadlineSocket:
    """What `http.client` needs of a socket, with one deadline for all reads and writes together.

    A socket's own timeout starts anew with each read, so a slow drip of bytes would extend it.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Sends all of `data` before the deadline."""
        self._socket.settimeout(_seconds_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - asked for as a socket's
        """The stream that the response is read from."""
        return io.BufferedReader(_DeadlineReader(self._socket, self._deadline))

    def close(self) -> None:
        """Does nothing: http.client calls it while the response is still being read."""


class _DeadlineReader(io.RawIOBase):
    """The reading side of a `_DeadlineSocket`."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket = connected
        self._deadline = deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as are there."""
        self._socket.settimeout(_seconds_left(self._deadline))
        return self._socket.recv_into(buffer)


def _reason(error: Exception) -> str:
    """A few words about an error, without addresses or paths."""
    words = getattr(error, "strerror", None) or type(error).__name__
    return str(words)[:80].lower()


def _failed(url: str, reason: str) -> FetchFailed:
    printable = "".join(c if c.isprintable() else "\ufffd" for c in url[:200])
    return FetchFailed(f"Could not fetch {printable}: {reason}.")

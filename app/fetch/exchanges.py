"""One HTTP request and its response, read whole. Knows no redirects, robots or waiting.

Proxy settings, cookies and credentials are ignored on purpose.
"""

import http.client
import re
import socket
import ssl
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from app import __version__
from app.fetch import waiting
from app.fetch.addresses import checked_addresses
from app.fetch.bodies import decompressed
from app.fetch.deadlines import DeadlineSocket, seconds_left
from app.fetch.failures import AddressFailed, NotFoundThere, NotModified
from app.fetch.requests import Fetched, FetchRequest, Validators, sendable_etag, sendable_time
from app.importers.urls import DEFAULT_PORTS
from app.settings import Settings

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
PASSING = (429, 502, 503, 504)
"""Statuses of a server that is busy or being restarted."""
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address that a response names instead, and whether it is there for good."""

    url: str
    is_permanent: bool


def exchange(
    url: str,
    settings: Settings,
    deadline: float,
    wanted: FetchRequest,
    known: Validators | None = None,
) -> Fetched | Redirect:
    """One request to `url`: the response, or where it redirects to.

    With `known` validators of this address the request is conditional, and NotModified is raised
    when nothing changed. Raises AddressFailed, and what sockets and `http.client` raise.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    condition = known.headers() if known is not None and known.url == url else {}
    headers = _headers(parts.netloc, settings, wanted) | condition
    connected = _connect(url, host, port, settings, deadline)
    connection = http.client.HTTPConnection(host, port)
    # Not a real socket: it has the methods that http.client calls, each held to the deadline.
    connection.sock = DeadlineSocket(connected, deadline)
    try:
        connection.request("GET", target_of(url), headers=headers)
        response = connection.getresponse()
        redirect = _redirect(url, response)
        if redirect is not None:
            return redirect
        if response.status == 304 and condition:
            raise NotModified(url, "it has not changed", status_there=304)
        return _accepted(url, response, settings, wanted)
    finally:
        connected.close()


def target_of(url: str) -> str:
    """The path and query of an address, as they are requested."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _redirect(url: str, response: http.client.HTTPResponse) -> Redirect | None:
    """Where a response redirects to; None where it is the answer."""
    location = response.getheader("Location")
    if response.status not in REDIRECTS or not location:
        return None
    # http.client reads headers as Latin-1; servers that do not escape send UTF-8.
    decoded = location.encode("latin-1", "replace").decode("utf-8", "replace")
    return Redirect(urljoin(url, decoded), response.status in PERMANENT)


def _connect(url: str, host: str, port: int, settings: Settings, deadline: float) -> socket.socket:
    """A connection to a checked address of `host`, with TLS for https."""
    addresses = checked_addresses(url, host, port, settings, deadline)
    problem: OSError = OSError("no address was given")
    for tried, (family, address) in enumerate(addresses):
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            # The first of several addresses must not use up all the time.
            plain.settimeout(seconds_left(deadline) / (len(addresses) - tried))
            plain.connect(address)
            plain.settimeout(seconds_left(deadline))
            return _encrypted(plain, host) if url.startswith("https:") else plain
        except OSError as error:
            plain.close()
            problem = error
    raise problem


def _encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _headers(host: str, settings: Settings, wanted: FetchRequest) -> dict[str, str]:
    contact = wanted.contact or settings.fetch_contact
    written = f"; {contact}" if contact else ""
    return {
        "Host": host,
        "User-Agent": f"Gloss/{__version__} (+{settings.base_url}{written})",
        "Accept": wanted.accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _accepted(
    url: str, response: http.client.HTTPResponse, settings: Settings, wanted: FetchRequest
) -> Fetched:
    """The response, read whole.

    Raises AddressFailed for another status, type or encoding, and for a body too long or cut off.
    """
    _check_status(url, response)
    declared = response.getheader("Content-Type") or ""
    media_type = declared.partition(";")[0].strip().lower()
    if media_type and wanted.media_types and media_type not in wanted.media_types:
        reason = f"its type is {media_type[:60]}, not a supported {wanted.noun} type"
        raise AddressFailed(url, reason)
    data = _body(url, response, settings, wanted)
    charset = _CHARSET.search(declared[:400])
    return Fetched(
        url,
        data,
        media_type,
        charset[1] if charset else None,
        etag=sendable_etag(response.getheader("ETag")),
        last_modified=sendable_time(response.getheader("Last-Modified")),
    )


def _body(
    url: str, response: http.client.HTTPResponse, settings: Settings, wanted: FetchRequest
) -> bytes:
    """The body, read whole or cut. Raises AddressFailed where it is too long or ends too early."""
    data = bytearray()
    cut = wanted.cut_at_bytes
    most = settings.fetch_max_bytes if cut is None else cut
    for part in decompressed(url, response):
        data += part
        if len(data) > most and cut is not None:
            return bytes(data[:cut])
        if len(data) > most:
            raise AddressFailed(url, f"it is larger than {most:,} bytes")
    if response.length:
        raise AddressFailed(url, f"it was cut off {response.length:,} bytes before its end")
    return bytes(data)


def _check_status(url: str, response: http.client.HTTPResponse) -> None:
    """Raises NotFoundThere for 404 and 410, AddressFailed for every other failure."""
    status = response.status
    if status in (200, 203):
        return
    phrase = http.client.responses.get(status, "")
    reason = f"its server answered {status} {phrase}".rstrip()
    if status in (404, 410):
        raise NotFoundThere(url, reason, status_there=status)
    raise AddressFailed(
        url,
        reason,
        status_there=status,
        retry_after_seconds=retry_after(response.getheader("Retry-After")),
        is_passing=status in PASSING,
    )


def retry_after(header: str | None) -> float | None:
    """The seconds that `Retry-After` asks to wait, given in seconds or as a date.

    None where it is missing or cannot be read.
    """
    written = (header or "").strip()
    if _SECONDS.fullmatch(written):
        return float(written)
    try:
        moment = parsedate_to_datetime(written[:60])
        return max(0.0, (moment - waiting.time_of_day()).total_seconds())
    except (ValueError, TypeError, OverflowError):  # TypeError: a date without a zone
        return None

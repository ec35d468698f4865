"""Which addresses may be reached: public ones, and those that `fetch_allow` names.

A host name is resolved once, and the connection goes to an address that was checked, so that a
second, different DNS answer cannot redirect it (DNS rebinding).
"""

import ipaddress
import re
import socket
import threading
from typing import Any

from app.fetch.deadlines import seconds_left
from app.fetch.failures import AddressRefused
from app.settings import Settings

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


def checked_addresses(
    url: str, host: str, port: int, settings: Settings, deadline: float
) -> list[tuple[int, Any]]:
    """The addresses of `host` (family, socket address), resolved once.

    Raises AddressRefused when one of them is not public and `fetch_allow` does not name the host.
    """
    # `127.1` or `0x7f000001` would be resolved as addresses in spellings that nobody expects.
    last_label = host.rstrip(".").rpartition(".")[2]
    if ":" not in host and _NUMBER.fullmatch(last_label) and not _DOTTED_QUAD.fullmatch(host):
        raise AddressRefused(url, "its host is a number in an unusual spelling")
    addresses = _resolve(url, host, port, deadline)
    if not is_allowed(host, port, settings) and not all(
        is_public(address[0]) for _, address in addresses
    ):
        raise AddressRefused(url, "it does not resolve to a public address")
    return addresses


def is_allowed(host: str, port: int, settings: Settings) -> bool:
    """Whether the settings name a host, which may then have a private address."""
    bracketed = f"[{host}]" if ":" in host else host
    return f"{bracketed}:{port}" in {entry.strip().lower() for entry in settings.fetch_allow}


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
    resolving.join(seconds_left(deadline))
    if resolving.is_alive():
        raise TimeoutError
    addresses = [
        (int(family), address)
        for family, _, _, _, address in list(answers)
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not addresses:
        raise AddressRefused(url, "its host was not found")
    return addresses

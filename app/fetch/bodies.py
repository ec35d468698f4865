"""Bodies of responses, decompressed piece by piece."""

import http.client
import zlib
from collections.abc import Iterator
from typing import Any

from app.fetch.failures import AddressFailed

READ_BYTES = 65_536


def decompressed(url: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in pieces of at most `READ_BYTES`, so that no small file expands without limit.

    Raises AddressFailed for an encoding that was not requested, and for one that ends too early.
    """
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding in ("identity", ""):
        while part := response.read(READ_BYTES):
            yield part
    elif encoding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(url, response, encoding)
    else:
        raise AddressFailed(url, f"it is encoded as {encoding[:60]}, which was not requested")


def _inflated(url: str, response: http.client.HTTPResponse, encoding: str) -> Iterator[bytes]:
    """A compressed body, decompressed. Raises AddressFailed when it ends too early."""
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
        raise AddressFailed(url, "the compressed data is incomplete")


def _window_bits(encoding: str, head: bytes) -> int:
    """What tells zlib the format: gzip, zlib, or raw deflate, which some servers send instead."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    # A zlib stream begins with a two-byte header that is a multiple of 31 (RFC 1950).
    is_zlib = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS

"""Hostile archives, compressed files and messages: small files that want to be large.

Each is made anew, in seconds; the bombs are those of David Fifield (“A better zip bomb”, 2019), of
42.zip, and of what every format here says of its own lengths.
"""

import gzip
import importlib
import io
import plistlib
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1_000_000
SENTENCE = b"<p>The harbour of Port Elm was closed on Monday, the mayor said.</p>\n"
_HEAD = "WARC-Date: 2020-05-03T10:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

_MAIL = (
    b"From: Ana Orr <ana@elm.example>\r\nTo: desk@elm.example\r\nSubject: The pier\r\n"
    b"Date: Fri, 3 May 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
)


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One hostile file; `make` gives its bytes."""

    name: str
    make: Callable[[], bytes]


def gzipped_zeros(megabytes: int, unit: bytes = b"\x00") -> bytes:
    """A gzip file that unpacks to so many megabytes of one byte."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    chunk = unit * (MEGABYTE // len(unit))
    return b"".join(pack.compress(chunk) for _ in range(megabytes)) + pack.flush()


def gzipped_again(times: int) -> bytes:
    """A page, compressed so many times."""
    data = SENTENCE
    for _ in range(times):
        data = gzip.compress(data)
    return data


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file with these members, deflated."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def flat_bomb(members: int, megabytes: int, unit: bytes) -> bytes:
    """A ZIP file of members that unpack to so many megabytes each."""
    data = unit * (megabytes * MEGABYTE // len(unit))
    return zipped({f"{n}.txt": data for n in range(members)})


def nested_bomb(levels: int, members: int) -> bytes:
    """A ZIP file of ZIP files of ZIP files, as 42.zip is."""
    data = zipped({"a.html": SENTENCE * 10_000})
    for _ in range(levels):
        data = zipped({f"{n}.zip": data for n in range(members)})
    return data


def overlapping(members: int) -> bytes:
    """A ZIP file whose members are all one kernel of data."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bytes(MEGABYTE * 20)
    kernel = packed.compress(data) + packed.flush()
    crc, name = zlib.crc32(data), b"a.html"
    sizes = struct.pack("<3L2H", crc, len(kernel), len(data), len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + sizes + name + kernel
    entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<3H2L", 0, 0, 0, 0, 0)
    entries = b"".join(entry + b"%06d" % n for n in range(members))
    return local + entries + _end(members, len(entries), len(local))


def many_entries(count: int) -> bytes:
    """A ZIP file with so many empty members, each with a header of its own."""
    local, central = [], []
    for n in range(count):
        name = b"%07d.txt" % n
        fields = struct.pack("<3L2H", 0, 0, 0, len(name), 0)
        local.append(b"PK\x03\x04" + struct.pack("<5H", 20, 0, 0, 0, 0) + fields + name)
        place = struct.pack("<3H2L", 0, 0, 0, 0, n * len(local[0]))
        entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 0, 0, 0)
        central.append(entry + fields + place + name)
    body, entries = b"".join(local), b"".join(central)
    return body + entries + _end(min(count, 0xFFFF), len(entries), len(body))


def _end(count: int, length: int, place: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, length, place, 0)


def lying_sizes(claimed: int) -> bytes:
    """A ZIP file that says another size of its member than what it unpacks to."""
    data = bytearray(flat_bomb(1, 100, b"a"))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.rindex(mark) + offset, claimed)
    return bytes(data)


def record(block: bytes, length: int | None = None, kind: str = "response") -> bytes:
    """A record of a web archive; `length` is what it says of itself."""
    size = len(block) if length is None else length
    address = "WARC-Target-URI: https://elm.example/pier\r\n"
    header = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{address}{_HEAD}Content-Length: {size}\r\n\r\n"
    return header.encode() + block + b"\r\n\r\n"


def captured(body: bytes, fields: bytes = b"") -> bytes:
    """A record with an answer of a server."""
    return record(_HTTP + fields + b"\r\n" + body)


def brotli_bomb() -> bytes:
    """A captured page of some hundred bytes that unpacks to a gigabyte."""
    zeros = bytes.fromhex("5bffffff0340000000") + bytes(1_000)
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        return captured(zeros, b"Content-Encoding: br\r\n")
    packer = brotli.Compressor(quality=5)
    parts = [packer.process(bytes(MEGABYTE)) for _ in range(1_000)]
    packed = b"".join(parts) + packer.finish()
    return captured(packed, b"Content-Encoding: br\r\n")


def multipart(parts: bytes, kind: bytes = b"mixed") -> bytes:
    """A message of several parts."""
    head = _MAIL + b"Content-Type: multipart/" + kind + b"; boundary=elm\r\n\r\n"
    return head + parts + b"\r\n--elm--\r\n"


def nested_parts(levels: int) -> bytes:
    """A message of parts inside parts, each with a boundary of its own."""
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(levels)
    )
    closed = b"".join(b"\r\n--b%d--\r\n" % n for n in reversed(range(levels)))
    return _MAIL + opened + b"\r\nwords" + closed


def tar_of_headers(count: int) -> bytes:
    """A compressed tar archive of empty files."""
    return gzip.compress(tarfile.TarInfo("a.html").tobuf() * count)


def deep_plist(levels: int) -> bytes:
    """A saved page of Safari that is lists inside lists."""
    words = plistlib.dumps({"WebMainResource": [[]]}, fmt=plistlib.FMT_BINARY)
    count = levels + 1
    arrays = b"".join(b"\xa1" + struct.pack(">L", n + 1) for n in range(levels)) + b"\xa0"
    offsets = b"".join(struct.pack(">L", 8 + 5 * n) for n in range(count))
    trailer = struct.pack(">6xBBQQQ", 4, 4, count, 0, 8 + len(arrays))
    return words[:8] + arrays + offsets + trailer


def mailbox(message: bytes, count: int) -> bytes:
    """A mailbox of one message again and again."""
    return (b"From ana@elm.example Fri May  3 10:00:00 2024\n" + message + b"\n\n") * count


HOSTILE_FILES: tuple[HostileFile, ...] = (
    HostileFile("gzip: a gigabyte of zeros", lambda: gzipped_zeros(1_000)),
    HostileFile("gzip: twenty gigabytes of zeros", lambda: gzipped_zeros(1_000) * 20),
    HostileFile("gzip: a gigabyte of letters", lambda: gzipped_zeros(1_000, b"a ")),
    HostileFile("gzip: 20 times", lambda: gzipped_again(20)),
    HostileFile("gzip: a million empty members", lambda: gzip.compress(b"") * 1_000_000),
    HostileFile("gzip: a million beginnings", lambda: b"\x1f\x8b\x08" * 6_000_000),
    HostileFile(
        "gzip: a web archive of zeros",
        lambda: gzip.compress(record(b"", 10**12)) + gzipped_zeros(1_000),
    ),
    HostileFile(
        "gzip: a web archive of line ends", lambda: gzipped_zeros(1_000, b"\r\nWARC/1.0\r\n")
    ),
    HostileFile("ZIP: 60 times 20 MB of zeros", lambda: flat_bomb(60, 20, b"\x00")),
    HostileFile("ZIP: 60 times 20 MB of letters", lambda: flat_bomb(60, 20, b"a")),
    HostileFile("ZIP: 50 times 20 MB of paragraphs", lambda: flat_bomb(50, 20, SENTENCE)),
    HostileFile("ZIP: five levels of sixteen", lambda: nested_bomb(5, 16)),
    HostileFile("ZIP: two levels of sixty", lambda: nested_bomb(2, 60)),
    HostileFile("ZIP: overlapping members", lambda: overlapping(1_000)),
    HostileFile("ZIP: a million members", lambda: many_entries(1_000_000)),
    HostileFile("ZIP: 99,000 empty members", lambda: many_entries(99_000)),
    HostileFile("ZIP: a size that is too small", lambda: lying_sizes(10)),
    HostileFile("ZIP: a size that is too large", lambda: lying_sizes(0xFFFFFFFE)),
    HostileFile("ZIP: headers and no list", lambda: b"PK\x03\x04" * 5_000_000),
    HostileFile(
        "ZIP: long names", lambda: zipped({f"{n}" + "n" * 60_000: b"a" for n in range(100)})
    ),
    HostileFile("tar: a million headers", lambda: tar_of_headers(1_000_000)),
    HostileFile(
        "WARC: a length of 4 GB", lambda: record(b"<p>", 4_000_000_000) + b"a " * 10 * MEGABYTE
    ),
    HostileFile("WARC: wrong lengths", lambda: record(SENTENCE, 10**9) * 60_000),
    HostileFile("WARC: lengths that are too short", lambda: record(SENTENCE, 1) * 60_000),
    HostileFile("WARC: beginnings", lambda: b"WARC/1.0\r\n" * 2_000_000),
    HostileFile(
        "WARC: headers without an end", lambda: b"WARC/1.0\r\na: b" + b"\r\nc: d" * 3_000_000
    ),
    HostileFile("WARC: revisits", lambda: record(b"", kind="revisit") * 100_000),
    HostileFile(
        "WARC: chunks of a byte",
        lambda: captured(b"1\r\na\r\n" * 3_000_000, b"Transfer-Encoding: chunked\r\n"),
    ),
    HostileFile(
        "WARC: a gzip bomb",
        lambda: captured(gzipped_zeros(1_000), b"Content-Encoding: gzip\r\n") * 20,
    ),
    HostileFile("WARC: a Brotli bomb", lambda: brotli_bomb() * 20),
    HostileFile(
        "WARC: a deflate bomb",
        lambda: (
            captured(zlib.compress(bytes(100 * MEGABYTE)), b"Content-Encoding: deflate\r\n") * 20
        ),
    ),
    HostileFile("mail: 100,000 parts", lambda: multipart(b"\r\n--elm\r\n\r\nwords" * 100_000)),
    HostileFile("mail: 10,000 levels", lambda: nested_parts(10_000)),
    HostileFile(
        "mail: a field of 19 MB", lambda: _MAIL + b"X: " + b"a" * 19 * MEGABYTE + b"\r\n\r\nwords"
    ),
    HostileFile("mail: a million fields", lambda: _MAIL + b"X: a\r\n" * 1_000_000 + b"\r\nwords"),
    HostileFile(
        "mail: encoded words",
        lambda: _MAIL.replace(b"The pier", b"=?utf-8?q?a?= " * 30_000) + b"\r\nwords",
    ),
    HostileFile(
        "mail: parameters",
        lambda: multipart(
            (b"\r\n--elm\r\nContent-Type: text/plain" + b';"\\"' * 5_000 + b"\r\n\r\nwords") * 900
        ),
    ),
    HostileFile("mail: boundaries that are none", lambda: multipart(b"\r\n--el" * 3_000_000)),
    HostileFile(
        "mail: flowed lines",
        lambda: _MAIL + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> a \n" * 3_800_000,
    ),
    HostileFile(
        "mail: quoted-printable",
        lambda: (
            _MAIL
            + b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + b"=3D=\r\n" * 3_000_000
        ),
    ),
    HostileFile(
        "mail: Base64",
        lambda: _MAIL + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"*A" * 9_000_000,
    ),
    HostileFile(
        "MHTML: 100,000 parts",
        lambda: multipart(
            b"\r\n--elm\r\nContent-Type: text/html\r\n\r\nwords" * 100_000, b"related"
        ).replace(b"To: desk@elm.example\r\n", b""),
    ),
    HostileFile("mbox: separators", lambda: mailbox(b"", 380_000)),
    HostileFile("mbox: messages without a text", lambda: mailbox(_MAIL, 90_000)),
    HostileFile("Safari: lists inside lists", lambda: deep_plist(1_000_000)),
)

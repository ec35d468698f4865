"""Hostile archives, saved pages and messages, as (name, format, bytes): lies, cuts, scripts, names.

Those that are hostile by their size are in `archives/test_bombs.py` and `benchmarks/hostile`.
"""

import gzip
import io
import plistlib
import tarfile
import zipfile

SCRIPT = b"<p>The harbour was closed.</p><script>alert(1)</script><p onclick=alert(1)>Words.</p>"
_NAME = '"><img src=x onerror=alert(1)>\u202e.html'
_FROM = b'From: "=?utf-8?Q?=3Cscript=3Ealert(1)=3C/script=3E?=" <a@elm.example>\r\n'
_HEAD = _FROM + b"Date: Fri, 3 May 2024 10:00:00 +0000\r\nSubject: =?utf-8?Q?a=00b=0D=0Ac?=\r\n"
_HEAD += b"MIME-Version: 1.0\r\n"
_RELATED = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=elm\r\n"
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2020-05-03T10:00:00Z\r\n"
    b"WARC-Target-URI: %s\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s"
)


def _zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _tarred(name: str, size: bytes = b"%011o\x00" % len(SCRIPT)) -> bytes:
    header = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT)[-512:])
    header[124:136] = size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\x00 " % sum(header)
    return bytes(header) + SCRIPT + bytes(1_024)


def _captured(url: bytes, block: bytes, length: int | None = None) -> bytes:
    return _WARC % (url, len(block) if length is None else length, block) + b"\r\n\r\n"


def _mhtml(location: bytes, part: bytes = b"") -> bytes:
    root = b"Content-Type: text/html\r\nContent-Location: " + location + b"\r\n\r\n" + SCRIPT
    return (
        b"From: <Saved by Blink>\r\n"
        + _RELATED
        + b"\r\n--elm\r\n"
        + (part or root)
        + b"\r\n--elm--\r\n"
    )


def _safari(**page: object) -> bytes:
    resource = {"WebResourceData": SCRIPT, "WebResourceMIMEType": "text/html"} | page
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + SCRIPT
_MAIL_HTML = _HEAD + b"Content-Type: text/html\r\n\r\n"
FILES: tuple[tuple[str, str, bytes], ...] = (
    (
        "zip-names",
        "zip",
        _zipped({_NAME: SCRIPT, "../../../etc/passwd": SCRIPT, "/a\x00b": SCRIPT}),
    ),
    ("zip-doubled", "zip", _zipped({"a.html": SCRIPT})[:-22] + _zipped({"b.html": SCRIPT})),
    ("zip-empty", "zip", b"PK\x05\x06" + bytes(18)),
    ("zip-end-alone", "zip", b"PK\x05\x06" + b"\xff" * 18),
    (
        "zip-end-64",
        "zip",
        b"PK\x06\x06" + b"\xff" * 52 + b"PK\x06\x07" + b"\xff" * 16 + b"PK\x05\x06" + b"\xff" * 18,
    ),
    ("zip-header-alone", "zip", b"PK\x03\x04" + b"\xff" * 26),
    ("gzip-script", "gzip", gzip.compress(SCRIPT)),
    ("gzip-name", "gzip", b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + b"<script>" * 99),
    ("gzip-extra", "gzip", b"\x1f\x8b\x08\x1c" + b"\xff" * 99),
    ("gzip-cut", "gzip", b"\x1f\x8b\x08"),
    ("tar-name", "tar", _tarred("<script>alert(1)</script>.html")),
    ("tar-size-negative", "tar", _tarred("a.html", b"\xff" * 12)),
    ("tar-size-huge", "tar", _tarred("a.html", b"\x80" + b"\x7f" * 11)),
    ("tar-size-words", "tar", _tarred("a.html", b"not a number")),
    ("warc-address-script", "warc", _captured(b"javascript:alert(1)", _PAGE)),
    ("warc-address-lines", "warc", _captured(b"https://ok.example/\rSet-Cookie: x", _PAGE)),
    ("warc-address-user", "warc", _captured(b"https://a:b@ok.example/", _PAGE)),
    ("warc-script", "warc", _captured(b"https://ok.example/", _PAGE)),
    ("warc-length-long", "warc", _captured(b"https://ok.example/", _PAGE, 10**17)),
    ("warc-length-short", "warc", _captured(b"https://ok.example/", _PAGE, 1)),
    (
        "warc-nested",
        "warc",
        _captured(b"https://ok.example/", _captured(b"https://ok.example/a", _PAGE)),
    ),
    ("warc-fields", "warc", b"WARC/1.0\r\n" + b"\xff\x00:\r\n" * 99 + b"\r\n"),
    ("mhtml-address", "mhtml", _mhtml(b"javascript:alert(1)")),
    ("mhtml-nested", "mhtml", _mhtml(b"x", _RELATED + b"\r\n--elm\r\n\r\nx")),
    ("mhtml-nothing", "mhtml", b"From: <Saved by Blink>\r\n" + _RELATED + b"\r\n"),
    ("safari-types", "webarchive", _safari(WebResourceURL=7, WebResourceTextEncodingName=[1])),
    ("safari-address", "webarchive", _safari(WebResourceURL="javascript:alert(1)")),
    ("safari-charset", "webarchive", _safari(WebResourceTextEncodingName="unicode_escape")),
    ("safari-trailer", "webarchive", b"bplist00" + b"\xff" * 64),
    ("mail-script", "mail", _MAIL_HTML + SCRIPT),
    (
        "mail-charset",
        "mail",
        _HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\nwords-" + b"a" * 999,
    ),
    (
        "mail-boundary",
        "mail",
        _HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n----\r\n',
    ),
    (
        "mail-pattern",
        "mail",
        _HEAD + b'Content-Type: multipart/mixed; boundary="(a*)*("\r\n\r\n--(a*)*(\r\n\r\nx',
    ),
    ("mail-nul", "mail", _HEAD + b"X-A\x00: b\r\n\r\na\x00b \xed\xa0\x80 words"),
    ("mail-date", "mail", _HEAD.replace(b"2024", b"99999999999999") + b"\r\nwords"),
    ("mail-archived", "mail", _HEAD + b"Archived-At: <javascript:alert(1)>\r\n\r\nwords"),
    ("mbox-empty", "mbox", b"From a Fri May  3 10:00:00 2024\n" * 9),
    ("mbox-script", "mbox", b"From a Fri May  3 10:00:00 2024\n" + _MAIL_HTML + SCRIPT),
    ("mbox-subject", "mbox", b"From a Fri May  3 10:00:00 2024\nSubject: \x1b[31m\xff\n\n\n"),
)

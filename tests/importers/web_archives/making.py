"""Web archives as crawlers write them (ISO 28500), made for the tests."""

import gzip
import io
import zipfile

DATE = "2020-05-03T10:00:00Z"
ANSWER = "application/http; msgtype=response"


def answer(
    body: bytes, status: str = "200 OK", media_type: str = "text/html", **fields: str
) -> bytes:
    """The answer of a server; names of fields are written with `_` for `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes,
    url: str | None = "https://elm.example/1",
    *,
    kind: str = "response",
    media_type: str = ANSWER,
    date: str | None = DATE,
    length: int | str | None = None,
    version: str = "1.0",
    end: bytes = b"\r\n\r\n",
    **fields: str,
) -> bytes:
    """One record; `length` and `end` are what is wrong with it."""
    lines = [f"WARC/{version}", f"WARC-Type: {kind}", f"Content-Type: {media_type}"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"WARC-Date: {date}"] if date else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + end


def packed(records: list[bytes]) -> bytes:
    """A compressed archive, one gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def wacz(archives: dict[str, bytes]) -> bytes:
    """A WACZ file with these web archives."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "x"}\n')
        archive.writestr("indexes/index.cdx.gz", gzip.compress(b"example"))
        for name, data in archives.items():
            archive.writestr(f"archive/{name}", data)
    return file.getvalue()

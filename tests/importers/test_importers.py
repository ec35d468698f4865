import pytest

from app.errors import Unprocessable, Unsupported
from app.importers import IMPORTERS, choose
from tests.importers.reading import read

PAGE = (
    b"<!doctype html><html><body><p>The harbour of Port Elm was closed on Monday.</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "media_type", "head", "chosen"),
    [
        ("a.txt", None, b"<html>", "text"),
        ("a.MD", None, b"words", "markdown"),
        ("a.html", "text/plain", b"words", "html"),
        ("a", "text/html; charset=utf-8", b"words", "html"),
        (None, "application/xhtml+xml", b"words", "html"),
        (None, "text/markdown", b"words", "markdown"),
        (None, None, b"  <!DOCTYPE HTML>", "html"),
        (None, None, b"\xef\xbb\xbf<html lang=en>", "html"),
        (None, None, b"\xff\xfe<\x00p\x00>\x00", "html"),
        (None, None, b"---\ntitle: x\n---\n", "markdown"),
        (None, "application/octet-stream", b"words", "text"),
        ("notes", None, "caf\u00e9".encode("latin-1"), "text"),
    ],
)
def test_the_importer_follows_name_then_type_then_first_bytes(
    name: str | None, media_type: str | None, head: bytes, chosen: str
) -> None:
    assert choose(name, media_type, head).name == chosen


def test_a_named_format_decides() -> None:
    assert choose("a.html", "text/html", PAGE, "text").name == "text"
    with pytest.raises(Unsupported, match="text"):
        choose(None, None, PAGE, "pdf")


@pytest.mark.parametrize(
    ("name", "media_type", "data"),
    [
        (None, "application/x-unheard-of", b"words"),
        (None, "model/obj", b"<p>words</p>"),
    ],
)
def test_a_type_that_no_importer_reads_is_refused_naming_it(
    name: str | None, media_type: str | None, data: bytes
) -> None:
    with pytest.raises(Unsupported, match=r"x-unheard-of|model/obj"):
        read(data, name=name, media_type=media_type)


def test_every_importer_describes_itself() -> None:
    for importer in IMPORTERS:
        assert importer.name
        assert importer.label
        assert all(s.startswith(".") for s in importer.suffixes)
        assert all("/" in m for m in importer.media_types)


def test_a_charset_declared_by_the_transport_outranks_the_page() -> None:
    page = PAGE.replace(b"<body>", b"<meta charset=utf-8><body>").replace(
        b"Monday", "m\u00e5ndag".encode("latin-1")
    )
    assert "m\u00e5ndag" in read(page, media_type="text/html; charset=iso-8859-1")[0].text


def test_a_byte_order_mark_outranks_the_transport() -> None:
    assert (
        read("\ufeffcaf\u00e9 au lait".encode(), media_type="text/plain; charset=iso-8859-1")[
            0
        ].text
        == "caf\u00e9 au lait"
    )


def test_a_text_over_the_limit_is_refused_naming_both_lengths() -> None:
    with pytest.raises(Unprocessable, match=r"11 characters.* 10"):
        read(b"hello world", format="text", longest=10)


def test_the_address_is_canonical_in_the_draft() -> None:
    for format_ in ("text", "html", "markdown"):
        assert (
            read(PAGE, format=format_, url="HTTPS://Elm.example:443/a?utm_source=x#y")[0].source_url
            == "https://elm.example/a"
        )


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(Unprocessable):
        read(PAGE, url="javascript:alert(1)")

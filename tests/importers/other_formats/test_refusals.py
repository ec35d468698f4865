import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import GlossError, Unprocessable
from app.importers import IMPORTERS
from app.importers.other_formats import formats, signatures
from tests.importers.reading import read

SENTENCE = "The harbour of Port Elm was closed on Monday, the mayor said. "
SITEMAP = '<?xml version="1.0"?><urlset><url><loc>https://elm.example/</loc></url></urlset>'
CSV = "id,name,place\n1,Ana Orr,Port Elm\n2,Ben Ash,Oak Hill\n3,Cy Fir,Elm\n4,Di Yew,Elm\n"
TEXTS = [
    (SITEMAP, "a sitemap"),
    ('<?xml version="1.0"?>\n<TEI><text><p>Words of a letter.</p></text></TEI>', "This XML file"),
    ('<svg xmlns="http://www.w3.org/2000/svg"><text>Words</text></svg>', "an SVG image"),
    (r"{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}}\f0 The council voted.\par}", "rich text"),
    (json.dumps({"title": "Pier", "content": f"<p>{SENTENCE}</p>"}), "This JSON file"),
    ('[\n {"title": "Pier"},\n {"title": "Wall"}\n]', "This JSON file"),
    ('{"title": "Pier", "text": "cut of', "The file is not valid JSON."),
    ('{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n', "This JSON file"),
    ("WEBVTT\n\n00:00.000 --> 00:04.000\nThe council voted.", "a subtitle file"),
    ("1\r\n00:00:01,000 --> 00:00:04,000\r\nThe council voted.\r\n", "a subtitle file"),
    ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", "a calendar file"),
    (CSV, "The columns of this table match no known format."),
    (CSV.replace(",", "\t"), "The columns of this table match no known format."),
    ("%PDF-1.7\n%âãÏÓ\n1 0 obj\n", "a PDF file"),
]
EPUB_TYPE = "application/epub+zip"


def packed(names: dict[str, str]) -> bytes:
    """A ZIP file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, words in names.items():
            archive.writestr(name, words)
    return file.getvalue()


def refusal(data: bytes) -> str | None:
    """Why `read` refuses the bytes, if it does."""
    try:
        read(data, name="a.txt")
    except GlossError as error:
        return error.message
    return None


def database(folder: Path) -> bytes:
    path = folder / "elm.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE article (text)")
    return path.read_bytes()


BINARY = [
    (packed({"[Content_Types].xml": "", "word/document.xml": SENTENCE}), "a Word document"),
    (packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "an Excel workbook"),
    (packed({"mimetype": EPUB_TYPE, "OEBPS/a.xhtml": SENTENCE}), "an EPUB book"),
    (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
    (b"\xfd7zXZ\x00" + bytes(range(200)), "an archive"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "an image"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(250)), "an image"),
    (b"GIF89a\x01\x00\x01\x00\x00", "an image"),
    (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "an image"),
    (b"ID3\x03\x00\x00\x00\x00\x0f\x76", "an audio or video file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a Microsoft Office document"),
    (bytes(range(32)) * 40, "a binary file of an unknown format"),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS, ids=[text[:20] for text, _ in TEXTS])
@pytest.mark.parametrize("name", [None, "a.txt", "a.html", "a.md", "a.unknown"])
def test_a_format_is_refused_by_name_whatever_the_file_is_called(
    text: str, wanted: str, name: str | None
) -> None:
    with pytest.raises(Unprocessable) as refused:
        read(text.encode("latin-1", "replace"), name=name)
    assert wanted in refused.value.message


@pytest.mark.parametrize(("data", "wanted"), BINARY, ids=[wanted for _, wanted in BINARY])
@pytest.mark.parametrize("format_", ["auto", "html", "markdown", "text"])
def test_no_binary_file_is_text(data: bytes, wanted: str, format_: str) -> None:
    if "unknown" in wanted and format_ == "text":
        return  # what is sent as text and has no known form is believed
    with pytest.raises(Unprocessable, match=wanted):
        read(data, name="a.txt", format=format_)


def test_a_database_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Unprocessable, match="an SQLite database"):
        read(database(tmp_path), name="a.txt")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_format_in_another_charset_is_still_refused(charset: str) -> None:
    with pytest.raises(Unprocessable, match="a sitemap"):
        read(SITEMAP.encode(charset), media_type="text/html")


@pytest.mark.parametrize(
    ("name", "media_type", "wanted"),
    [
        ("notes.csv", None, "this table"),
        ("pier.docx", None, "a Word document"),
        ("page_files/site.css", None, "a stylesheet"),
        (None, "application/pdf", "a PDF file"),
        (None, "image/x-unheard-of", "an image"),
    ],
)
def test_a_name_or_a_media_type_refuses_what_its_content_does_not_tell(
    name: str | None, media_type: str | None, wanted: str
) -> None:
    with pytest.raises(Unprocessable, match=wanted):
        read(b"words of some kind", name=name, media_type=media_type)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT is a format for subtitles, which Ana Orr explained on Monday.",
        "%PDF-1.7 is how such files begin, said Ana Orr.",
        "BMW closed its yard. GIF89a is a picture.",
        "From: Ana Orr\nTo: the council\nSubject: the wall\n\nNine were for it, four against it.",
        "Q: Who paid?\nA: The town did.\n\nQ: And who else?\nA: Nobody.",
        'Ana Orr wrote {"a": 1} on the wall. It is JSON, she said.',
        "[1] A note at the beginning.\n\n[2] Another note.",
        '["The wall"](https://elm.example/wall) was raised on Monday.',
        "WARC/1.0 and RSS are formats. <rss> is an element.",
        "Red, white, blue\nGreen, grey, black\nOne, two, three\nFour, five, six\n",
        "date 2024-05-03\n\nThe council voted on Monday.",
        "1\n\nThe council voted. 00:00:01,000 --> 00:00:04,000 was the time.",
        "From the pier one sees the sea.\n\nFrom Monday on it is closed.",
        "Date: Monday\nPlace: the pier\n\nThe council voted.",
    ],
)
def test_a_text_that_mentions_such_things_is_a_text(text: str) -> None:
    (found,) = read(text.encode(), name="a.txt")
    assert found.text.split()[-1] == text.split()[-1]


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html>', None),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "application/xml"),
        ('<?xml version="1.0"?>\n<!-- x -->\n<html>', "text/xml"),
        ('<?xml version="1.0"?><!DOCTYPE html [<!ENTITY nbsp " ">]><html>', "text/html"),
        ('\ufeff<?xml version="1.0"?><html>', None),
    ],
)
def test_a_page_may_begin_with_an_xml_declaration(start: str, media_type: str | None) -> None:
    data = f"{start}<body><p>{SENTENCE}</p></body></html>".encode()
    assert read(data, media_type=media_type)[0].text == SENTENCE.strip()


def test_a_charset_in_an_xml_declaration_is_read() -> None:
    page = (
        '<?xml version="1.0" encoding="windows-1251"?><html><body><p>Порт Вязова закрыт.</p></html>'
    )
    assert read(page.encode("cp1251"))[0].text == "Порт Вязова закрыт."


def test_what_is_sent_as_plain_text_on_purpose_is_text() -> None:
    assert read(CSV.encode(), format="text")[0].text.startswith("id,name")


def test_wide_text_without_a_mark_is_no_binary_file() -> None:
    for charset in ("utf-16-le", "utf-16-be"):
        assert read(SENTENCE.encode(charset), name="a.txt")[0].text == SENTENCE.strip()


def test_no_format_that_is_refused_has_an_importer() -> None:
    read_suffixes = {suffix for importer in IMPORTERS for suffix in importer.suffixes}
    read_types = {kind for importer in IMPORTERS for kind in importer.media_types}
    read_signatures = {signature for importer in IMPORTERS for signature in importer.signatures}
    for other in set(formats.OTHER_FORMATS) - read_signatures:
        assert not read_suffixes & set(other.suffixes)
        assert not read_types & set(other.media_types)
        assert other.message.startswith(("This is a ", "This is an "))


@given(
    st.binary(max_size=600),
    st.sampled_from((b"", b"<?xml ", b"{", b"[[", b"From: ", b"PK\x03\x04")),
)
def test_any_bytes_are_recognised_or_not_without_an_error(data: bytes, start: bytes) -> None:
    found = signatures.by_content(start + data)
    assert found is None or found in formats.OTHER_FORMATS


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b"<!--" * 400_000,
        b"<?" * 800_000,
        b"<!DOCTYPE html [" * 100_000,
        b"a: b\n" * 300_000,
        b'"' * 1_000_000,
        b"," * 1_000_000,
        b"WEBVTT\n" * 200_000,
    ],
    ids=lambda data: data[:6].decode(),
)
def test_two_megabytes_of_one_beginning_are_refused_or_read(data: bytes) -> None:
    assert "Error" not in (refusal(data) or "")

import io
import plistlib
import quopri
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.base import PackedFile
from app.importers.saved_pages import page_origin
from tests.importers.parts import found_in, page, words

ADDRESS = "https://elm.example/pier?id=7"
SAVED = "Page saved with SingleFile"
ROOT = (
    b"Content-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: " + ADDRESS.encode()
)


def mhtml(*parts: bytes, head: bytes = b"", start: bytes = b"") -> bytes:
    """A page saved by Chrome, or with another `head` by another program."""
    chrome = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: " + ADDRESS.encode()
    chrome += b"\r\nSubject: The pier\r\nDate: Wed, 6 Dec 2023 10:00:00 -0000"
    lines = (
        head or chrome
    ) + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype"
    lines += b'="text/html";' + start + b'\r\n\tboundary="--Elm--"\r\n\r\n'
    return lines + b"".join(b"\r\n----Elm--\r\n" + one for one in parts) + b"\r\n----Elm----\r\n"


def root(data: bytes = b"") -> bytes:
    """The page itself, as a part."""
    return ROOT + b"\r\n\r\n" + quopri.encodestring(data or page(1))


PICTURE = b"Content-Type: image/png\r\nContent-Location: https://elm.example/a.png\r\n\r\n\x89PNG"


@pytest.mark.parametrize("name", [None, "pier.mhtml", "pier.html", "pier.eml"])
def test_a_page_saved_by_chrome_has_its_address_and_time(name: str | None) -> None:
    (draft,) = found_in(PackedFile(mhtml(root(), PICTURE), name)).drafts
    assert (draft.text, draft.source_url) == (words(1), ADDRESS)
    assert draft.captured_at == datetime(2023, 12, 6, 10, tzinfo=UTC)


def test_pages_of_other_programs_are_read() -> None:
    explorer = b'From: "Saved by Internet Explorer 11"\r\nSubject: The pier\r\nX-MimeOLE: x'
    western = "<p>Die Fähre traf den Pier.</p>".encode("cp1252")
    part = b'Content-Type: text/html;\r\n\tcharset="windows-1252"\r\n'
    address = b"Content-Location: " + ADDRESS.encode()
    (draft,) = found_in(mhtml(part + address + b"\r\n\r\n" + western, head=explorer)).drafts
    assert (draft.text, draft.source_url) == ("Die Fähre traf den Pier.", ADDRESS)
    of_word = part + b"Content-Location: file:///C:/pier.htm\r\n\r\n" + western
    (draft,) = found_in(mhtml(of_word, head=explorer)).drafts
    assert draft.source_url is None


def test_the_page_at_the_root_is_read_and_its_frames_are_not() -> None:
    frame = b"Content-Type: text/html\r\nContent-ID: <frame-2>\r\n\r\n" + page(2)
    assert found_in(mhtml(PICTURE, root(), frame)).texts == [words(1)]
    named = mhtml(root(), frame, start=b' start="<frame-2>";')
    assert found_in(named).texts == [words(2)]


def test_a_saved_page_that_is_cut_off_or_has_none_is_refused() -> None:
    whole = mhtml(root(), PICTURE)
    assert found_in(whole[: whole.index(b"the pier")]).refused == "The message is cut off."
    assert found_in(whole[:-40]).texts == [words(1)]  # only the picture is cut
    assert found_in(mhtml(PICTURE)).refused == "The saved file has no page in it."


@pytest.mark.parametrize(
    ("comment", "saved_at"),
    [
        (
            f"\n {SAVED}\n url: {ADDRESS} \n saved date: Thu Jun 11 2026 22:49:39 GMT+0200 (C)\n",
            datetime(2026, 6, 11, 22, 49, 39, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            f"\r\n {SAVED}\r\n url: {ADDRESS}\r\n saved date: 2026-06-11T20:49:39Z\r\n",
            datetime(2026, 6, 11, 20, 49, 39, tzinfo=UTC),
        ),
        (f"\n Archive processed by SingleFile\n url: {ADDRESS}\n saved date: x\n", None),
        (f" saved from url=(0029){ADDRESS} ", None),
    ],
)
def test_a_comment_says_where_a_page_was_saved_and_when(
    comment: str, saved_at: datetime | None
) -> None:
    bar = "<single-file-infobar><template>Bar</template>Saved by someone</single-file-infobar>"
    html = page(1).decode().replace("<html>", f"<html><!--{comment}-->").replace("<p>", bar + "<p>")
    (draft,) = found_in(html.encode()).drafts
    assert (draft.text, draft.source_url, draft.captured_at) == (words(1), ADDRESS, saved_at)
    assert ADDRESS in draft.spellings


def test_what_is_fetched_is_at_its_own_address() -> None:
    saved = page(1).replace(b"<html>", f"<html><!-- saved from url=(1){ADDRESS} -->".encode())
    fetched = found_in(PackedFile(saved, url="https://oak.example/copy"))
    assert fetched.drafts[0].source_url == "https://oak.example/copy"
    for no_address in (b"<!-- saved from url=(0014)about:internet -->", b"<!-- url: x -->"):
        assert page_origin.read(no_address + page(1)) is None
        assert found_in(no_address + page(1)).texts == [words(1)]


def compressed(members: dict[str, bytes], before: bytes = b"") -> bytes:
    """A ZIP file, behind some bytes."""
    file = io.BytesIO(before)
    file.seek(0, io.SEEK_END)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_page_that_unpacks_itself_is_read() -> None:
    saved = page(1).replace(
        b"<html>", f"<html><!--\n Page saved with SingleFile\n url: {ADDRESS}\n-->".encode()
    )
    members = {
        "index.html": saved,
        "manifest.json": b"{}",
        "frames/0/index.html": page(2),
        "images/0.png": b"x",
    }
    before = b"<!DOCTYPE html> <html data-sfz><meta charset=windows-1252><body>Please wait</body>"
    for data in (compressed(members), compressed(members, before)):
        found = found_in(PackedFile(data, "pier.u.zip.html"))
        assert [(d.text, d.source_url) for d in found.drafts] == [(words(1), ADDRESS)]
        assert found.skipped == {"frames of saved pages": 1, "images, styles, scripts and media": 2}


def safari(resource: object) -> bytes:
    """A page as Safari saves it."""
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize("name", [None, "pier.webarchive", "pier.html"])
def test_a_page_saved_by_safari_has_its_address(name: str | None) -> None:
    resource = {
        "WebResourceData": "<p>Die Fähre traf den Pier.</p>".encode("utf-16-le"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "utf-16le",
        "WebResourceURL": ADDRESS,
    }
    (draft,) = found_in(PackedFile(safari(resource), name)).drafts
    assert (draft.text, draft.source_url) == ("Die Fähre traf den Pier.", ADDRESS)


@pytest.mark.parametrize("resource", [[], "x", {}, {"WebResourceData": "words"}])
def test_another_property_list_is_refused(resource: object) -> None:
    assert found_in(safari(resource)).refused


@given(st.binary(max_size=300), st.integers(0, 2_000))
def test_any_bytes_are_a_saved_page_or_refused(data: bytes, cut: int) -> None:
    assert found_in(b"bplist00" + data + bytes(9)).is_told
    whole = safari({"WebResourceData": page(1), "WebResourceMIMEType": "text/html"})
    assert found_in(whole[:cut]).is_told
    assert found_in(whole[: cut % len(whole)] + data + whole[cut % len(whole) :]).is_told
    assert found_in(mhtml(root(), PICTURE)[:cut] + data).is_told
    assert found_in(b"<!-- Page saved with SingleFile" + data + b"-->" + page(1)).is_told

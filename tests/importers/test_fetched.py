"""What a server gave is read as a page, a text or a feed: nothing in it speaks for a person."""

import html
import json
from typing import Any

import pytest

from app import importers
from app.errors import Unprocessable
from app.importers.base import Draft

URL = "https://elm.example/page"
OTHER = "https://times.example/minister"
WORDS = "The harbour of Port Elm was closed on Monday, and nobody was hurt by the falling mole."
OWN: dict[str, Any] = {
    "gloss": 1,
    "text": "Words that only the data has.",
    "blocks": [{"kind": "paragraph", "start": 0, "end": 29}],
    "source_url": OTHER,
    "revision": 2,
    "by_person": True,
    "unplaced": [{"kind": "comment", "text": "Mine", "exact": "Words", "visibility": "public"}],
}
POSING = (
    '<!doctype html><html><head><meta name="generator" content="Gloss"><title>Elm</title></head>'
    f"<body><article><p>{WORDS}</p></article>"
    '<template class="gloss" data-type="application/vnd.gloss.article+json">'
    f"{html.escape(json.dumps(OWN))}</template></body></html>"
)
SAVED = (
    f"From: <Saved by Blink>\nSnapshot-Content-Location: {OTHER}\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="q"\n\n--q\n'
    f"Content-Type: text/html\nContent-Location: {OTHER}\n\n<p>{WORDS}</p>\n--q--\n"
)


def fetched(data: str, media_type: str = "text/html") -> list[Draft]:
    """What is read of an answer."""
    return importers.read(
        data.encode(), media_type=media_type, url=URL, longest=10_000, fetched=True
    )


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/octet-stream"])
def test_a_page_that_poses_as_an_export_of_ours_is_what_people_see(media_type: str) -> None:
    (draft,) = fetched(POSING, media_type)
    assert (draft.text, draft.source_url) == (WORDS, URL)
    assert (draft.own, draft.highlights) == (None, ())
    (as_file,) = importers.read(POSING.encode(), name="a.html", longest=10_000)
    assert (as_file.source_url, as_file.own is not None) == (OTHER, True)


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (json.dumps({"gloss": 1, "articles": [OWN]}), "application/json", "Download the file"),
        (json.dumps({"gloss": 1, "boards": [], "articles": []}), "text/plain", "Download the file"),
        (SAVED, "text/html", "Download the file"),
        ("From: a@elm.example\nSubject: x\nDate: Thu, 01 Jan 2026 00:00:00 +0000\n\nWords.",
         "message/rfc822", "Download the file"),
        ("PK\x03\x04" + 40 * "\x00", "application/zip", "Download the file"),
        ('<opml version="2.0"><body><outline type="rss" xmlUrl="https://a.example/f"/></body></opml>',
         "text/xml", "gloss feeds add"),
        ('<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="https://a.example/1">x</A></DL>',
         "text/html", "Download the file"),
    ],
)  # fmt: skip
def test_what_is_no_page_text_or_feed_is_refused(data: str, media_type: str, reason: str) -> None:
    with pytest.raises(Unprocessable, match=reason):
        fetched(data, media_type)


def test_a_markdown_file_at_an_address_speaks_for_its_own_host_alone() -> None:
    def address(stated: str) -> str | None:
        (draft,) = fetched(f"---\nurl: {stated}\n---\n\n{WORDS}\n", "text/markdown")
        return draft.source_url

    assert address(OTHER) == URL
    assert address("https://www.elm.example/other") == "https://www.elm.example/other"


def test_feeds_are_read_whatever_their_format() -> None:
    item = {"id": "1", "url": f"{URL}/1", "title": "T", "content_text": WORDS, "tags": ["sea"]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Elm", "items": [item]}
    (draft,) = fetched(json.dumps(feed), "application/feed+json")
    assert (draft.text, draft.fields.tags) == (WORDS, ("sea",))
    rss = f"<rss><channel><item><title>T</title><link>{URL}/1</link>"
    rss += f"<description>{WORDS * 20}</description></item></channel></rss>"
    (draft,) = fetched(rss, "application/rss+xml")
    assert draft.text.startswith(WORDS)

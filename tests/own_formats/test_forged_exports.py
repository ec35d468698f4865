"""A file that says it is an export of ours can be written by anybody: what it is not believed."""

import hashlib
import json
from typing import Any

import pytest
from sqlmodel import col, select

from app import pipeline
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.ingest.captures import Report
from app.store.schema.passages import Passage
from tests.building import stub_layers as stub_layers

pytestmark = pytest.mark.usefixtures("stub_layers")
URL = "https://ostra.example/bridge"
TRUE = (
    "The mayor said on Monday that the bridge across the river will be rebuilt by the city within"
    " two years, and that nobody was hurt when it fell into the water during the storm."
)
FALSE = (
    "Cats, dogs, birds, trees and green hills: buy cheap pills here quickly, dear friends of ours,"
    " today only and never again, because everything must be sold before our shop closes forever."
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article(text: str, **stated: Any) -> dict[str, Any]:
    """The object of an article."""
    blocks = [{"kind": "paragraph", "start": 0, "end": len(text)}]
    return {"gloss": 1, "text": text, "sha256": sha256(text), "blocks": blocks} | (
        {"source_url": URL, "captured_at": "2031-01-02T00:00:00Z"} | stated
    )


def take(library: Library, *found: dict[str, Any], **stated: Any) -> Report:
    """Imports an export with these articles."""
    data = json.dumps({"gloss": 1, "articles": found} | stated).encode()
    return pipeline.import_bytes(library, Settings(), data, name="x.json", annotate=False)


@pytest.mark.parametrize(
    "stated",
    [
        {"revision": 2, "revisions": 2},
        {"revision": 2, "revisions": 2, "previous_sha256": sha256(FALSE)},
        {"revision": 2, "revisions": 2, "captured_at": "2001-01-01T00:00:00Z"},
        {"revision": 1, "revisions": 1, "previous_sha256": sha256(TRUE)},
    ],
)
def test_a_number_alone_makes_no_later_revision(library: Library, stated: dict[str, Any]) -> None:
    take(library, article(TRUE))
    report = take(library, article(FALSE, **stated))
    assert not any(one.created for one in report.stored)
    with library.reading() as s:
        (kept,) = articles.newest(s, EDITOR).items
        assert articles.with_revision(s, EDITOR, kept.id or 0)[1].text == TRUE


def test_what_follows_the_stored_text_is_its_next_revision(library: Library) -> None:
    history = [
        article(TRUE, revision=1, revisions=3),
        article(FALSE, revision=2, revisions=3, previous_sha256=sha256(TRUE)),
        # The clock of the library that exported it went wrong, and the order is as it was.
        article(
            f"{TRUE} So it is.",
            revision=3,
            revisions=3,
            captured_at="2001-01-01T00:00:00Z",
            previous_sha256=sha256(FALSE),
        ),
    ]
    assert [one.number for one in take(library, history[0]).stored] == [1]
    assert [one.number for one in take(library, history[1]).stored] == [2]
    assert [one.number for one in take(library, history[2]).stored] == [3]
    again = [take(library, one).stored[0] for one in history]
    assert [(one.number, one.created) for one in again] == [(1, False), (2, False), (3, False)]


def passage(**stated: Any) -> dict[str, Any]:
    """A passage that everybody may see."""
    words = {"exact": TRUE[:40], "start": 0, "end": 40, "sha256": sha256(TRUE)}
    return words | {"code": "SomeCode1234", "article": URL, "opened": True} | stated


def opened(library: Library) -> list[bool]:
    """Whether the passages are open to everybody."""
    with library.reading() as s:
        return list(s.scalars(select(col(Passage.opened))))


@pytest.mark.parametrize("stated", [{}, {"sha256": "0" * 64}])
def test_passages_of_an_article_that_is_there_stay_closed(
    library: Library, stated: dict[str, Any]
) -> None:
    private = article(TRUE, visibility="private")
    data = json.dumps({"gloss": 1, "articles": [private]}).encode()
    pipeline.import_bytes(library, Settings(), data, name="mine.json", annotate=False)
    report = take(library, private, passages=[passage(**stated)])
    assert opened(library) == [False]
    (told,) = [
        one.also_imported.what
        for one in report
        if one.also_imported and "strangers" in one.also_imported.what
    ]
    assert told
    board = {"code": "BoardCode123", "title": "B", "notes": "", "passages": [passage()]}
    take(
        library,
        private,
        boards=[
            board | {"passages": [passage(start=3, end=43, exact=TRUE[3:43], code="OtherCode123")]}
        ],
    )
    assert opened(library) == [False, False]


def test_passages_that_come_with_their_article_are_as_open_as_they_were(library: Library) -> None:
    private = article(TRUE, visibility="private")
    take(
        library,
        private,
        passages=[
            passage(),
            passage(start=1, end=41, exact=TRUE[1:41], code="OtherCode123", opened=False),
            passage(start=2, end=42, exact=TRUE[2:42], sha256="0" * 64, code="ThirdCode123"),
        ],
    )
    assert sorted(opened(library)) == [False, False, True]

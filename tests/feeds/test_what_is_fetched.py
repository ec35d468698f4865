"""Pages that pose as an export of ours are read as pages, whoever fetched them."""

from app import pipeline, refreshing
from app.bulk_import.awaited import fetch_due
from app.bulk_import.importing import ImportOptions, import_items
from app.bulk_import.items import expanded
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from tests.building import stub_layers as stub_layers
from tests.feeds.conftest import Subscriber, excerpt
from tests.importers.test_fetched import OTHER, POSING, WORDS

BOOKMARKS = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="{}">x</A></DL>'


def stored(library: Library) -> list[tuple[str, str | None]]:
    """The text and the address of every article."""
    with library.reading() as s:
        found = articles.newest(s, EDITOR).items
        shown = [articles.with_revision(s, EDITOR, one.id or 0) for one in found]
        return [(revision.text, article.source_url) for article, revision in shown]


def test_a_page_that_poses_as_an_export_is_a_page_on_every_way_in(
    subscriber: Subscriber, stub_layers: None
) -> None:
    library, site = subscriber.library, subscriber.site
    library.settings = library.settings.model_copy(
        update={"fetch_allow": subscriber.settings.fetch_allow}
    )
    for path in ("/1", "/2", "/3", "/4"):
        site.serve(path, POSING.encode())
    subscriber.serve(excerpt(1))
    subscriber.add()
    (outcome,) = subscriber.run()
    assert outcome.new == 1
    assert len(pipeline.import_url(library, subscriber.settings, site.url("/2")).stored) == 1
    list(import_items(library, expanded([site.url("/3")]), ImportOptions()))
    marks = BOOKMARKS.format(site.url("/4")).encode()
    pipeline.import_bytes(library, Settings(), marks, name="b.html")
    assert [one.error for one in fetch_due(library)] == [None]
    assert [one.error for one in refreshing.refresh(library, subscriber.settings)] == [None] * 4
    assert {text for text, _ in stored(library)} == {WORDS}
    assert OTHER not in {address for _, address in stored(library)}
    assert len(stored(library)) == 4

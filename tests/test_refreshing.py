"""Stored addresses are asked for new revisions; what fails changes nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from app import pipeline, refreshing
from app.errors import Unprocessable
from app.fetch import host_turns, robots, waiting
from app.importers.web_page import HtmlImporter
from app.refreshing import Refreshed
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.ingest import adding
from app.store.ingest.captures import Capture
from app.store.schema.addresses import FetchState
from app.store.schema.articles import Article
from tests.building import draft, stub_layers
from tests.website import Site

__all__ = ["stub_layers"]

SENTENCES = (
    "The ferry Petrel to Hestray runs again after a winter of repairs to its engine and its hull.",
    "The harbour office of Port Elm said that the first crossing would leave on Monday morning.",
    "Ida Fenwick, who has sailed on the route for thirty years, said that she was glad of it.",
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stub_layers: None) -> None:
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    monkeypatch.setattr(host_turns, "folder", lambda: tmp_path / "hosts")
    robots.forget()


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


def page(*more: str, title: str = "The ferry runs again", head: str = "") -> bytes:
    words = "".join(f"<p>{sentence}</p>" for sentence in (*SENTENCES, *more))
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{words}</article></body></html>"
    ).encode()


class Desk:
    """A library, its settings, and a site whose pages it has fetched."""

    def __init__(self, library: Library, site: Site, **given: Any) -> None:
        self.library, self.site = library, site
        self.settings: Settings = site.settings(data=library.settings.data, **given)

    def take(self, path: str, **options: Any) -> int:
        report = pipeline.import_url(self.library, self.settings, self.site.url(path), **options)
        assert report.failed == []
        return report.stored[0].article_id

    def refresh(self, **options: Any) -> list[Refreshed]:
        return list(refreshing.refresh(self.library, self.settings, **options))

    def text(self, article_id: int) -> str:
        with self.library.reading() as s:
            return articles.with_revision(s, EDITOR, article_id)[1].text

    def state(self, article_id: int) -> FetchState:
        with self.library.reading() as s:
            return s.get_one(FetchState, article_id)


def test_a_page_that_changed_is_the_next_revision(library: Library, site: Site) -> None:
    desk = Desk(library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    (same,) = desk.refresh()
    assert same.stored is not None
    assert (same.stored.number, same.stored.created) == (1, False)
    site.serve("/ferry", page("A second boat follows in June, the office said on Tuesday."))
    (changed,) = desk.refresh()
    assert changed.stored is not None
    assert (changed.stored.article_id, changed.stored.number) == (article_id, 2)
    assert "second boat" in desk.text(article_id)
    assert desk.state(article_id).outcome == "changed"


def test_the_server_is_only_asked_whether_the_page_has_changed(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page(), ETag='"v1"')
    article_id = desk.take("/ferry")
    site.serve("/ferry", b"", 304)
    (result,) = desk.refresh()
    assert site.asked[-1][1]["if-none-match"] == '"v1"'
    assert result.stored is not None
    assert (result.stored.number, result.stored.created) == (1, False)
    state = desk.state(article_id)
    assert (state.outcome, state.etag) == ("unchanged", '"v1"')


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_an_answer_that_is_no_page_changes_nothing_and_is_reported(
    sqlite_library: Library, site: Site, status: int
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    before = desk.text(article_id)
    site.serve("/ferry", page("Sorry."), status)
    (result,) = desk.refresh()
    assert result.stored is None
    assert f"answered {status}" in str(result.error)
    assert desk.text(article_id) == before
    state = desk.state(article_id)
    assert (state.outcome, state.url) == ("failed", site.url("/ferry"))
    assert f"answered {status}" in str(state.error)


CONSENT = b"""<!doctype html><title>Your privacy</title><main><h1>Your privacy</h1>
<p>By pressing Accept you agree that we and our partners store cookies on your device.</p>
<p>You can change your choice at any time in the settings of this site.</p></main>"""


def test_a_page_that_may_be_no_article_changes_nothing(sqlite_library: Library, site: Site) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    site.serve("/ferry", CONSENT)
    (result,) = desk.refresh()
    assert result.stored is None
    assert result.error is not None
    assert "Accept" not in desk.text(article_id)


@pytest.mark.parametrize(
    ("status", "target"), [(302, "/signin"), (301, "/"), (308, "/"), (307, "/ferry-2")]
)
def test_a_page_that_leads_elsewhere_changes_nothing(
    sqlite_library: Library, site: Site, status: int, target: str
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    site.serve("/ferry", b"", status, Location=target)
    site.serve(target, page("Another page altogether, with other words on it."))
    (result,) = desk.refresh()
    assert "redirects to another page now" in str(result.error)
    assert "altogether" not in desk.text(article_id)


def test_a_page_that_moved_for_good_stays_the_same_article(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    site.serve("/ferry", b"", 301, Location="/archive/ferry-runs-again")
    site.serve("/archive/ferry-runs-again", page("A correction was made on Tuesday."))
    (result,) = desk.refresh()
    assert result.error is None
    assert desk.state(article_id).url == site.url("/archive/ferry-runs-again")
    assert desk.take("/archive/ferry-runs-again") == article_id
    with sqlite_library.reading() as s:
        assert s.get_one(Article, article_id).source_url == site.url("/ferry")


def test_an_import_through_a_permanent_redirect_joins_and_through_another_does_not(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    for path, status in (("/s/1", 301), ("/s/2", 302)):
        site.serve(path, b"", status, Location="/ferry")
    assert {desk.take(path) for path in ("/s/1", "/ferry", "/s/2")} == {1}
    with sqlite_library.reading() as s:
        found = [adding.find(s, site.url(path)) for path in ("/s/1", "/ferry", "/s/2")]
    assert found == [1, 1, None]


def test_an_import_of_a_moved_page_is_the_next_revision_of_its_article(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    first = desk.take("/ferry")
    site.serve("/ferry", b"", 308, Location="/archive/ferry-1")
    site.serve("/archive/ferry-1", page("A correction was made on Tuesday."))
    assert desk.take("/ferry") == first
    site.serve("/ferry", b"", 301, Location="/")
    site.serve("/", page("The front page has another story today.", title="The Courier"))
    assert desk.take("/ferry") != first


def test_a_page_that_moved_onto_another_article_changes_neither(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    site.serve("/other", page("The other article has this sentence of its own.", title="Other"))
    first, second = desk.take("/ferry"), desk.take("/other")
    site.serve("/ferry", b"", 301, Location="/other")
    results = {result.article_id: result for result in desk.refresh()}
    assert f"leads to article {second} now" in str(results[first].error)
    assert results[second].error is None
    with sqlite_library.reading() as s:
        assert len(articles.revisions(s, second)) == 1


def test_one_bad_address_never_stops_the_rest(sqlite_library: Library, site: Site) -> None:
    desk = Desk(sqlite_library, site)
    for path in ("/a-1", "/b-2", "/c-3"):
        site.serve(path, page(f"Only {path} has this sentence.", title=f"Page {path}"))
        desk.take(path)
    site.serve("/a-1", b"", 404)
    site.serve("/b-2", b"%PDF-1.7", Content_Type="application/pdf")
    assert [result.error is None for result in desk.refresh()] == [False, False, True]


def test_an_interrupted_run_goes_on_with_what_was_asked_longest_ago(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    ids = []
    for path in ("/a-1", "/b-2", "/c-3"):
        site.serve(path, page(f"Only {path} has this sentence.", title=f"Page {path}"))
        ids.append(desk.take(path))
    interrupted = islice(refreshing.refresh(sqlite_library, desk.settings), 2)
    assert [result.article_id for result in interrupted] == ids[:2]
    seen: list[tuple[int, int]] = []
    again = desk.refresh(progress=lambda *at: seen.append(at))
    assert [result.article_id for result in again] == [ids[2], *ids[:2]]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_what_was_asked_lately_is_left_out(sqlite_library: Library, site: Site) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    assert desk.refresh(older_than=timedelta(days=7)) == []
    with sqlite_library.writing() as s:
        s.get_one(FetchState, article_id).asked_at -= timedelta(days=8)
    assert len(desk.refresh(older_than=timedelta(days=7))) == 1
    assert desk.refresh(older_than=timedelta(days=7)) == []


def test_articles_that_were_not_fetched_are_left_alone(sqlite_library: Library, site: Site) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    rewritten = desk.take("/ferry")
    pipeline.ingest(sqlite_library, draft("A pasted text.", url=site.url("/pasted")))
    with sqlite_library.reading() as s:
        source_url = s.get_one(Article, rewritten).source_url
    pipeline.revise(sqlite_library, rewritten, draft("Written by the editor.", url=source_url))
    assert desk.refresh() == []


def test_an_article_from_before_is_asked_at_the_address_it_was_captured_from(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    with sqlite_library.writing() as s:
        url = site.url("/ferry")
        stored = adding.add(s, Capture(draft("Old.", url=url), origin=url))
    (result,) = desk.refresh()
    assert result.stored is not None
    assert (result.stored.article_id, result.stored.number) == (stored.article_id, 2)


def test_a_private_article_stays_private_and_a_withdrawn_one_is_not_asked_for(
    library: Library, site: Site
) -> None:
    desk = Desk(library, site)
    site.serve("/ferry", page())
    site.serve("/gone", page("This one is withdrawn later on.", title="Gone"))
    private, gone = desk.take("/ferry", visibility="private"), desk.take("/gone")
    pipeline.withdraw(library, gone)
    site.serve("/ferry", page("One more sentence for the private article."))
    (result,) = desk.refresh()
    assert (result.article_id, result.error) == (private, None)
    with library.reading() as s:
        assert s.get_one(Article, private).visibility == "private"
        assert articles.newest(s, ANYONE).items == []
        assert s.get(FetchState, gone) is None


def test_robots_txt_is_obeyed_and_no_private_address_asked(
    sqlite_library: Library, site: Site
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    robots.forget()
    (result,) = desk.refresh()
    assert "robots.txt" in str(result.error)
    desk.settings = desk.settings.model_copy(update={"fetch_allow": ()})
    robots.forget()
    asked = site.robots_asked
    for url in ("http://[::1]/a", "http://169.254.169.254/", "http://0x7f.1/", site.url("/ferry")):
        with sqlite_library.writing() as s:
            s.get_one(FetchState, article_id).url = url
        (result,) = desk.refresh()
        assert result.error
    assert (len(site.asked), site.robots_asked) == (1, asked)


def test_a_page_with_several_articles_is_refused(
    sqlite_library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    desk.take("/ferry")
    read = HtmlImporter.read
    twice: Callable[..., Any] = lambda self, data, url=None: [*read(self, data, url)] * 2  # noqa: E731
    monkeypatch.setattr(HtmlImporter, "read", twice)
    assert "2 articles" in str(desk.refresh()[0].error)
    monkeypatch.setattr(
        HtmlImporter, "read", lambda *_: (_ for _ in ()).throw(Unprocessable("A wall."))
    )
    assert "A wall." in str(desk.refresh()[0].error)


def test_nothing_is_lost_where_a_revision_is_stored_and_its_annotation_fails(
    sqlite_library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(sqlite_library, site)
    site.serve("/ferry", page())
    article_id = desk.take("/ferry")
    site.serve("/ferry", page("One more sentence."))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "annotate_revision", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.refresh()
    assert "One more" in desk.text(article_id)
    assert pipeline.annotate_pending(sqlite_library) == 1
    (result,) = desk.refresh()
    assert result.stored is not None
    assert not result.stored.created
    with sqlite_library.reading() as s:
        assert len(articles.revisions(s, article_id)) == 2

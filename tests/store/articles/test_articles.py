"""Articles: identity, revisions, lists, visibility and withdrawal."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app import pipeline
from app.errors import BadRequest, Conflict, Gone, NotFound, Unprocessable
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.schema.articles import Article, Revision
from app.store.summaries import publishers
from app.text.spans import Doubt, Span
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def test_the_same_address_and_text_is_stored_once(library: Library) -> None:
    one = draft("The harbour opens.", url="https://press.example/a", title="Harbour")
    first, again = pipeline.ingest(library, one), pipeline.ingest(library, one)
    assert first.created
    assert not again.created
    assert (again.article_id, again.revision_id, again.number) == (
        first.article_id,
        first.revision_id,
        1,
    )


def test_two_spellings_of_an_address_are_one_article(library: Library) -> None:
    first = pipeline.ingest(library, draft("The harbour opens.", url="https://press.example/a"))
    again = pipeline.ingest(
        library, draft("The harbour opens.", url="HTTPS://Press.Example:443/a#top")
    )
    assert again.article_id == first.article_id
    assert not again.created


def test_a_changed_text_is_a_new_revision_of_the_same_article(library: Library) -> None:
    url = some_url()
    first = pipeline.ingest(library, draft("The harbour opens.", url=url))
    second = pipeline.ingest(library, draft("The harbour closes.", url=url))
    assert (second.article_id, second.number) == (first.article_id, 2)
    with library.reading() as s:
        assert [line.number for line in articles.revisions(s, first.article_id)] == [1, 2]
        assert articles.with_revision(s, ANYONE, first.article_id)[1].text == "The harbour closes."
        assert (
            articles.with_revision(s, ANYONE, first.article_id, 1)[1].text == "The harbour opens."
        )


def test_a_changed_title_with_the_same_text_is_a_revision_with_the_same_sha256(
    library: Library,
) -> None:
    one = draft("The harbour opens.", title="Harbour")
    first = pipeline.ingest(library, one)
    second = pipeline.ingest(library, replace(one, title="Port"))
    assert (second.article_id, second.number) == (first.article_id, 2)
    with library.reading() as s:
        lines = articles.revisions(s, first.article_id)
        assert lines[0].sha256 == lines[1].sha256
        assert articles.get(s, ANYONE, first.article_id).title == "Port"


def test_only_the_newest_revision_is_compared(library: Library) -> None:
    url = some_url()
    numbers = [
        pipeline.ingest(library, draft(text, url=url)).number
        for text in ("Open.", "Closed.", "Open.", "Open.")
    ]
    assert numbers == [1, 2, 3, 3]


def test_another_text_without_an_address_is_another_article(library: Library) -> None:
    assert (
        pipeline.ingest(library, draft("One.")).article_id
        != pipeline.ingest(library, draft("Two.")).article_id
    )


def test_a_given_article_takes_a_revision_whatever_its_text(library: Library) -> None:
    first = pipeline.ingest(library, draft("One."))
    second = pipeline.revise(library, first.article_id, draft("Two."))
    assert (second.article_id, second.number, second.created) == (first.article_id, 2, True)
    with pytest.raises(NotFound):
        pipeline.revise(library, 99, draft("Three."))


def test_an_article_without_words_is_refused(library: Library) -> None:
    with pytest.raises(Unprocessable, match="no text"):
        pipeline.ingest(library, draft(" \n\n "))
    with pytest.raises(Unprocessable, match="canonical"):
        pipeline.ingest(library, draft("a\rb"))


def test_hostile_metadata_is_stored_without_harm(library: Library) -> None:
    stored = ingest(library, "Text.", title="a\0b\ud800c", publisher="\0", byline=("\udfff",))
    with library.reading() as s:
        _, revision = articles.with_revision(s, ANYONE, stored.article_id)
        assert (revision.title, revision.byline) == ("a\ufffdb\ufffdc", ["\ufffd"])


def test_lists_repeat_what_the_newest_revision_says(library: Library) -> None:
    text = "A heading\n\n" + "Some words follow here. " * 20
    doubt = Doubt("date", "No.", (Span(0, 1),))
    stored = ingest(
        library, text.strip(), title="Title", publisher="Press", date="2029-08-06", doubts=(doubt,)
    )
    with library.reading() as s:
        article = articles.get(s, ANYONE, stored.article_id)
        found = articles.doubts(s, stored.revision_id)
    assert (article.title, article.publisher, article.published_on, article.sorted_on) == (
        "Title",
        "Press",
        "2029-08-06",
        "2029-08-06",
    )
    assert (article.words, article.doubts, article.lede) == (82, 1, "A heading")
    assert (found[0].kind, found[0].evidence, found[0].layer) == ("date", [[0, 1]], None)


def test_a_long_first_paragraph_is_cut_between_words(library: Library) -> None:
    stored = ingest(library, "word " * 100 + "end")
    with library.reading() as s:
        lede = articles.get(s, ANYONE, stored.article_id).lede
    assert lede.endswith("word…")
    assert len(lede) <= 201


def test_the_newest_articles_come_first_page_by_page(library: Library) -> None:
    for day in range(1, 8):
        ingest(
            library,
            f"Text {day}.",
            annotated=False,
            date=f"2029-01-{(day + 1) // 2:02}",
            publisher="Press" if day % 2 else "Post",
        )
    with library.reading() as s:
        seen: list[int | None] = []
        cursor = None
        while True:
            page = articles.newest(s, ANYONE, cursor=cursor, limit=3)
            seen += [a.id for a in page.items]
            if not (cursor := page.next):
                break
        by_press = articles.newest(
            s, ANYONE, publisher="Press", since="2029-01-02", until="2029-01-03"
        )
        assert publishers.listed(s, ANYONE) == [("Post", 3), ("Press", 4)]
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert [a.id for a in by_press.items] == [5, 3]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "W10",
        "WyIyMDI5Il0",
        "W251bGwsMV0",
        "WyIyMDI5Iiw5OTk5OTk5OTk5OTk5OTk5OTk5OV0",
        "0" * 4000,
    ],
)
def test_a_foreign_cursor_is_a_bad_request(library: Library, cursor: str) -> None:
    with library.reading() as s, pytest.raises(BadRequest, match="cursor"):
        articles.newest(s, ANYONE, cursor=cursor)


def test_a_private_article_is_not_there_for_others(library: Library) -> None:
    stored = ingest(library, "Secret.", visibility="private", publisher="Press")
    with library.reading() as s:
        assert articles.get(s, EDITOR, stored.article_id).visibility == "private"
        assert articles.newest(s, ANYONE).items == []
        assert publishers.listed(s, ANYONE) == []
        for reader in (ANYONE, Reader(person_id=7)):
            with pytest.raises(NotFound):
                articles.get(s, reader, stored.article_id)
            with pytest.raises(NotFound):
                articles.with_revision(s, reader, stored.article_id)


def test_with_public_reading_closed_nothing_is_there_for_others(library: Library) -> None:
    stored = ingest(library, "Open.")
    closed = Reader(public=False)
    with library.reading() as s:
        assert articles.newest(s, closed).items == []
        with pytest.raises(NotFound):
            articles.get(s, closed, stored.article_id)
        assert articles.get(s, EDITOR, stored.article_id)


def test_a_withdrawn_article_is_gone_and_is_not_taken_in_again(library: Library) -> None:
    one = draft("Words to be erased.", url=some_url())
    stored = pipeline.ingest(library, one)
    pipeline.withdraw(library, stored.article_id)
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s:
        with pytest.raises(Gone, match="withdrawn"):
            articles.get(s, ANYONE, stored.article_id)
        with pytest.raises(Gone):
            articles.with_revision(s, EDITOR, stored.article_id)
        assert articles.newest(s, EDITOR).items == []
        assert s.exec(select(Revision)).all() == []
        tombstone = s.exec(select(Article)).one()
        assert "press.example" not in repr(tombstone)
    with pytest.raises(Conflict, match="withdrawn"):
        pipeline.ingest(library, one)
    with pytest.raises(Conflict, match="withdrawn"):
        pipeline.revise(library, stored.article_id, one)


def test_a_withdrawn_private_article_stays_unknown_to_others(library: Library) -> None:
    stored = ingest(library, "Secret.", visibility="private")
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s, pytest.raises(NotFound):
        articles.get(s, ANYONE, stored.article_id)


def test_ids_are_never_given_again(sqlite_library: Library) -> None:
    first = ingest(sqlite_library, "One.")
    pipeline.withdraw(sqlite_library, first.article_id)
    second = ingest(sqlite_library, "Two.")
    assert second.revision_id > first.revision_id
    assert second.article_id > first.article_id


def test_an_unknown_visibility_is_refused(library: Library) -> None:
    with pytest.raises(BadRequest, match="visibility"):
        pipeline.ingest(library, draft("Text."), visibility="secret")


words = st.text(alphabet="ab \n👩\u200d🚀é\u0301א", min_size=1, max_size=20).filter(
    lambda t: t.strip() == t and t
)
captures = st.tuples(
    words,
    st.sampled_from([None, "Title", "Other"]),
    st.sampled_from([None, "https://press.example/x", "https://press.example/y"]),
)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(captures, min_size=1, max_size=8))
def test_importing_the_newest_capture_again_changes_nothing(
    sqlite_library: Library, drafts: list[tuple[str, str | None, str | None]]
) -> None:
    for text, title, url in drafts:
        one = draft(text, title=title, url=url)
        first = pipeline.ingest(sqlite_library, one)
        again = pipeline.ingest(sqlite_library, one)
        assert not again.created
        assert again.revision_id == first.revision_id
        with sqlite_library.reading() as s:
            _, revision = articles.with_revision(s, ANYONE, first.article_id)
        assert (revision.text, revision.title) == (text, title)

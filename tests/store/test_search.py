"""Search: words and phrases, best first, for who may read; hostile queries find nothing and break nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import pipeline
from app.errors import BadRequest
from app.store import articles, lists, search
from app.store.access import ANYONE, EDITOR
from app.store.engine import Library
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def find(library: Library, query: str, **asked: object) -> list[int | None]:
    with library.reading() as s:
        return [hit.article.id for hit in search.find(s, ANYONE, query, **asked).items]  # type: ignore[arg-type]


def test_every_word_must_be_there_in_title_text_or_among_the_speakers(library: Library) -> None:
    one = ingest(library, "“We sail,” Ida Fenwick said.", title="Harbour news").article_id
    two = ingest(library, "The harbour is closed.").article_id
    assert set(find(library, "harbour")) == {one, two}
    assert find(library, "harbour")[0] == one  # the title weighs more
    assert find(library, "HARBOUR fenwick") == [one]
    assert find(library, "harbour nothing") == []
    assert find(library, '"is closed"') == [two]
    assert find(library, '"closed is"') == []


def test_an_article_is_found_before_it_is_annotated_and_by_its_newest_text_only(library: Library) -> None:
    url = some_url()
    stored = pipeline.ingest(library, draft("An early word.", url=url))
    assert find(library, "early") == [stored.article_id]
    pipeline.ingest(library, draft("A later word.", url=url))
    assert find(library, "early") == []
    assert find(library, "later") == [stored.article_id]


def test_a_snippet_marks_the_words_found_and_is_no_markup(library: Library) -> None:
    ingest(library, "Before <b>it</b> the Harbour & </mark> opened.")
    with library.reading() as s:
        (hit,) = search.find(s, ANYONE, "harbour opened").items
    assert [words for words, matches in hit.snippet if matches] == ["Harbour", "opened"]
    assert " the Harbour & " in "".join(words for words, _ in hit.snippet)  # words, not markup; PostgreSQL leaves out what looks like a tag


def test_hits_come_page_by_page(library: Library) -> None:
    ids = {ingest(library, "harbour " * n + "end " * (9 - n)).article_id for n in range(1, 6)}
    seen: list[int | None] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = search.find(s, ANYONE, "harbour", cursor=cursor, limit=2)
            seen += [hit.article.id for hit in page.items]
            if not (cursor := page.next):
                break
        with pytest.raises(BadRequest):
            search.find(s, ANYONE, "harbour", cursor="WyIxIiwyXQ")
    assert len(seen) == 5
    assert set(seen) == ids


def test_private_and_withdrawn_articles_are_not_found(library: Library) -> None:
    hidden = ingest(library, "A harbour.", visibility="private").article_id
    gone = ingest(library, "Another harbour.").article_id
    pipeline.withdraw(library, gone)
    assert find(library, "harbour") == []
    with library.reading() as s:
        assert [hit.article.id for hit in search.find(s, EDITOR, "harbour").items] == [hidden]
    with library.writing() as s:
        articles.set_visibility(s, hidden, "public")
    assert find(library, "harbour") == [hidden]


@pytest.mark.parametrize("query", ["", "   ", "!!! ???", '"', '""', "* ^ -", "\0", "\ud800", "_"])
def test_a_query_without_words_finds_nothing(library: Library, query: str) -> None:
    ingest(library, "A harbour.")
    assert find(library, query) == []


def test_a_query_is_cut_where_the_limit_says(library: Library) -> None:
    stored = ingest(library, "A harbour.")
    assert find(library, "harbour" + " " * 400 + "nothing") == [stored.article_id]
    assert find(library, "harbour nothing", longest=8) == [stored.article_id]


@settings(max_examples=60)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(['a"b', "AND", "OR", "NOT", "NEAR(", ")", '"', "*", "text:", "-", "^", "harbour", "'", ";"])).map(" ".join)
)
def test_no_query_breaks_the_search(sqlite_library: Library, query: str) -> None:
    with sqlite_library.reading() as s:
        search.find(s, ANYONE, query)


@settings(max_examples=60)
@given(st.text(max_size=30) | st.text("a\"b '\\:&|!()<->*\0é", max_size=20))
def test_no_query_breaks_the_search_on_postgresql(postgresql_library: Library, query: str) -> None:
    with postgresql_library.reading() as s:
        search.find(s, ANYONE, query)


@pytest.mark.parametrize("query", ['harbour"closed', 'harbour"is closed"', '"is closed', '"harbour""is"'])
def test_a_quotation_mark_inside_a_word_parts_it(library: Library, query: str) -> None:
    stored = ingest(library, "The harbour is closed.")
    assert find(library, query) == [stored.article_id]
    assert find(library, 'a"b') == find(library, 'harb"our') == []


def test_a_cursor_tells_a_place_and_not_how_well_an_article_fits(library: Library) -> None:
    for n in range(1, 6):
        ingest(library, "harbour " * n)
    with library.reading() as s:
        first = search.find(s, ANYONE, "harbour", limit=2)
        assert lists.decode(first.next or "", [int]) == [2]
        for place in (-1, search.MOST_HITS, 2**40, 1.5, "2", True):
            with pytest.raises(BadRequest):
                search.find(s, ANYONE, "harbour", cursor=lists.encode([place]))
        assert search.find(s, ANYONE, "harbour", cursor=lists.encode([999])).items == []


def test_leafing_ends_at_the_most_hits(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_HITS", 3)
    for n in range(1, 6):
        ingest(library, "harbour " * n)
    with library.reading() as s:
        first = search.find(s, ANYONE, "harbour", limit=2)
        second = search.find(s, ANYONE, "harbour", limit=2, cursor=first.next)
    assert (len(first.items), len(second.items), second.next) == (2, 1, None)


def test_no_operator_breaks_the_search_on_postgresql(postgresql_library: Library) -> None:
    for query in ("a AND", "NOT b", "a & | !", "(((", "a:*", "'; --", "\\", "<-> a", "a\u0301 \u200d", "%s %(x)s :x"):
        find(postgresql_library, query)

"""Search: words and phrases, best first, for those who may read; hostile queries do no harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import pipeline
from app.errors import BadRequest
from app.store.articles.access import ANYONE, EDITOR
from app.store.db import pagination
from app.store.db.library import Library
from app.store.ingest import lifecycle
from app.store.search import full_text
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def find(library: Library, query: str, **asked: object) -> list[int | None]:
    with library.reading() as s:
        return [hit.article.id for hit in full_text.find(s, ANYONE, query, **asked).items]  # type: ignore[arg-type]


def test_every_word_must_be_there_in_title_text_or_among_the_speakers(library: Library) -> None:
    one = ingest(library, "“We sail,” Ida Fenwick said.", title="Harbour news").article_id
    two = ingest(library, "The harbour is closed.").article_id
    assert set(find(library, "harbour")) == {one, two}
    assert find(library, "harbour")[0] == one  # the title weighs more
    assert find(library, "HARBOUR fenwick") == [one]
    assert find(library, "harbour nothing") == []
    assert find(library, '"is closed"') == [two]
    assert find(library, '"closed is"') == []


def test_an_article_is_found_before_it_is_annotated_and_by_its_newest_text_only(
    library: Library,
) -> None:
    url = some_url()
    stored = pipeline.ingest(library, draft("An early word.", url=url))
    assert find(library, "early") == [stored.article_id]
    pipeline.ingest(library, draft("A later word.", url=url))
    assert find(library, "early") == []
    assert find(library, "later") == [stored.article_id]


def test_a_snippet_marks_the_words_found_and_is_no_markup(library: Library) -> None:
    ingest(library, "Before <b>it</b> the Harbour & </mark> opened.")
    with library.reading() as s:
        (hit,) = full_text.find(s, ANYONE, "harbour opened").items
    assert [words for words, matches in hit.snippet if matches] == ["Harbour", "opened"]
    assert (
        "".join(words for words, _ in hit.snippet)
        == "Before <b>it</b> the Harbour & </mark> opened."[:-1] + "…"
    )


def test_hits_come_page_by_page(library: Library) -> None:
    ids = {ingest(library, "harbour " * n + "end " * (9 - n)).article_id for n in range(1, 6)}
    seen: list[int | None] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = full_text.find(s, ANYONE, "harbour", cursor=cursor, limit=2)
            seen += [hit.article.id for hit in page.items]
            if not (cursor := page.next):
                break
        with pytest.raises(BadRequest):
            full_text.find(s, ANYONE, "harbour", cursor="WyIxIiwyXQ")
    assert len(seen) == 5
    assert set(seen) == ids


def test_private_and_withdrawn_articles_are_not_found(library: Library) -> None:
    hidden = ingest(library, "A harbour.", visibility="private").article_id
    gone = ingest(library, "Another harbour.").article_id
    pipeline.withdraw(library, gone)
    assert find(library, "harbour") == []
    with library.reading() as s:
        assert [hit.article.id for hit in full_text.find(s, EDITOR, "harbour").items] == [hidden]
    with library.writing() as s:
        lifecycle.set_visibility(s, hidden, "public")
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
    | st.lists(
        st.sampled_from(
            [
                'a"b',
                "AND",
                "OR",
                "NOT",
                "NEAR(",
                ")",
                '"',
                "*",
                "text:",
                "-",
                "^",
                "harbour",
                "'",
                ";",
            ]
        )
    ).map(" ".join)
)
def test_no_query_breaks_the_search(sqlite_library: Library, query: str) -> None:
    with sqlite_library.reading() as s:
        full_text.find(s, ANYONE, query)


@settings(max_examples=60)
@given(st.text(max_size=30) | st.text("a\"b '\\:&|!()<->*\0é", max_size=20))
def test_no_query_breaks_the_search_on_postgresql(postgresql_library: Library, query: str) -> None:
    with postgresql_library.reading() as s:
        full_text.find(s, ANYONE, query)


@pytest.mark.parametrize(
    "query", ['harbour"closed', 'harbour"is closed"', '"is closed', '"harbour""is"']
)
def test_a_quotation_mark_inside_a_word_parts_it(library: Library, query: str) -> None:
    stored = ingest(library, "The harbour is closed.")
    assert find(library, query) == [stored.article_id]
    assert find(library, 'a"b') == find(library, 'harb"our') == []


def test_a_cursor_tells_a_place_and_not_how_well_an_article_fits(library: Library) -> None:
    for n in range(1, 6):
        ingest(library, "harbour " * n)
    with library.reading() as s:
        first = full_text.find(s, ANYONE, "harbour", limit=2)
        assert pagination.decode_cursor(first.next or "", [int]) == [2]
        for place in (-1, full_text.MOST_HITS, 2**40, 1.5, "2", True):
            with pytest.raises(BadRequest):
                full_text.find(s, ANYONE, "harbour", cursor=pagination.encode_cursor([place]))
        assert (
            full_text.find(s, ANYONE, "harbour", cursor=pagination.encode_cursor([999])).items == []
        )


def test_leafing_ends_at_the_most_hits(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "MOST_HITS", 3)
    for n in range(1, 6):
        ingest(library, "harbour " * n)
    with library.reading() as s:
        first = full_text.find(s, ANYONE, "harbour", limit=2)
        second = full_text.find(s, ANYONE, "harbour", limit=2, cursor=first.next)
    assert (len(first.items), len(second.items), second.next) == (2, 1, None)


def test_no_operator_breaks_the_search_on_postgresql(postgresql_library: Library) -> None:
    for query in (
        "a AND",
        "NOT b",
        "a & | !",
        "(((",
        "a:*",
        "'; --",
        "\\",
        "<-> a",
        "a\u0301 \u200d",
        "%s %(x)s :x",
    ):
        find(postgresql_library, query)


@pytest.mark.parametrize(
    "query",
    ["Bogota", "bogotá", "BOGOTÁ", "Bogota\u0301", '"in bogota"', "Sao Tome", "são", "Łodz"],
)
def test_latin_letters_are_found_with_accents_and_without(library: Library, query: str) -> None:
    stored = ingest(library, "The ministers met in Bogotá, in Sa\u0303o Tomé and in ŁÓDŹ.")
    assert find(library, query) == [stored.article_id]


def test_a_letter_of_another_script_with_a_mark_is_another_letter(library: Library) -> None:
    stored = ingest(library, "Андрей приехал.")
    assert find(library, "АНДРЕЙ") == [stored.article_id]
    assert find(library, "Андреи") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "Israel -Palestine",
        "-palestine israel",
        '-"peace talks" Israel',
        "Israel -Pálestine -nobody",
    ],
)
def test_a_word_with_a_hyphen_before_it_is_excluded(library: Library, query: str) -> None:
    with_both = ingest(library, "Israel and Palestine began peace talks.").article_id
    alone = ingest(library, "Israel held an election.").article_id
    ingest(library, "Palestine held an election.")
    assert set(find(library, "Israel")) == {with_both, alone}
    assert find(library, query) == [alone]


def test_hyphens_elsewhere_exclude_nothing(library: Library) -> None:
    stored = ingest(library, "The Israel-Palestine talks are well-known.")
    for query in ("Israel-Palestine", "well-known", "israel - palestine", "israel -- palestine"):
        assert find(library, query) == [stored.article_id], query
    assert (
        find(library, "-Israel") == find(library, "-Israel -talks") == []
    )  # what is wanted must be said


def test_no_phrase_goes_from_one_part_of_an_article_to_the_next(library: Library) -> None:
    ingest(library, "“We sail,” Ida Fenwick said.", title="Harbour news")
    assert len(find(library, '"harbour news"')) == len(find(library, '"ida fenwick"')) == 1
    assert (
        find(library, '"news ida"')
        == find(library, '"fenwick we"')
        == find(library, '"news we"')
        == []
    )


WORDS = [
    "Bogotá",
    "bogota",
    "co-op",
    "U.S.",
    "3.14",
    "1e5",
    "x@y.example",
    "https://a.example/b?c=1",
    "don’t",
    "naïve",
    "2031-05-01",
    "№5",
    "Çelik",
    "ﬁn",
]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
)
def test_both_databases_give_the_same_answers(
    sqlite_library: Library, postgresql_library: Library, words: str, query: str
) -> None:
    seen = []
    for library in (sqlite_library, postgresql_library):
        stored = pipeline.ingest(library, draft(words, url=some_url()))
        with library.reading() as s:
            hits = [
                hit
                for hit in full_text.find(s, ANYONE, query, limit=200).items
                if hit.article.id == stored.article_id
            ]
            seen.append([hit.snippet for hit in hits])
        pipeline.withdraw(library, stored.article_id)
    assert seen[0] == seen[1]


def test_a_word_longer_than_postgresql_can_hold_does_not_keep_an_article_out(
    library: Library,
) -> None:
    stored = ingest(library, "harbour " + "é" * 3_000)
    assert find(library, "harbour") == [stored.article_id]

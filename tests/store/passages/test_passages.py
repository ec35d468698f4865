"""Passages: permanent codes, and what became of the words."""

import pytest
from sqlmodel import select

from app import pipeline
from app.errors import Gone, NotFound, Unprocessable
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.passages import passages, revision_texts
from app.store.passages.passages import PassageState
from app.store.schema.passages import Passage
from app.text.diff.revision_map import RevisionMap
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

TEXT = (
    "The harbour opens at dawn on Monday.\n\nThe harbour master promised it would stay open "
    "all winter."
)
FIRST = Span(0, 36)


def share(library: Library, article_id: int, span: Span = FIRST, *, opened: bool = False) -> str:
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, article_id)
        return passages.share(s, article, revision, span, opened=opened)[0].code


def fate(library: Library, code: str, number: int | None = None) -> PassageState:
    with library.reading() as s:
        return passages.state(s, ANYONE, passages.get(s, code), number)


def test_the_same_span_always_has_the_same_code(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    with library.writing() as s:
        article, revision = articles.with_revision(s, ANYONE, stored.article_id)
        one, is_new = passages.share(s, article, revision, FIRST)
        again, is_new_again = passages.share(s, article, revision, FIRST)
    assert (is_new, is_new_again) == (True, False)
    assert one.code == again.code
    assert len(one.code) == 12
    assert (one.exact, one.prefix, one.suffix[:5]) == (FIRST.of(TEXT), "", "\n\nThe")


@pytest.mark.parametrize("span", [Span(0, 0), Span(5, 4), Span(-1, 4), Span(0, len(TEXT) + 1)])
def test_a_span_outside_the_text_is_no_passage(library: Library, span: Span) -> None:
    stored = ingest(library, TEXT, annotated=False)
    with pytest.raises(Unprocessable):
        share(library, stored.article_id, span)


def test_an_untouched_passage_is_the_same_since_it_was_made(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    found = fate(library, share(library, stored.article_id))
    assert (found.verdict, found.span, found.text, found.whole) == (
        "same",
        FIRST,
        FIRST.of(TEXT),
        True,
    )
    assert (found.made_on.revision, found.since.revision) == (1, 1)


def test_a_passage_is_followed_through_every_revision(library: Library) -> None:
    url = some_url()
    stored = ingest(library, TEXT, annotated=False, url=url)
    code = share(library, stored.article_id)
    ingest(library, "News.\n\n" + TEXT, annotated=False, url=url)
    ingest(library, "News.\n\n" + TEXT.replace("dawn", "noon"), annotated=False, url=url)
    ingest(
        library, "News.\n\n" + TEXT.replace("dawn", "noon") + " Or not.", annotated=False, url=url
    )
    ingest(library, "News.\n\n" + TEXT.partition("\n\n")[2], annotated=False, url=url)
    assert [
        (f.verdict, f.since.revision, f.text)
        for f in (fate(library, code, n) for n in (1, 2, 3, 4, None))
    ] == [
        ("same", 1, FIRST.of(TEXT)),
        ("same", 1, FIRST.of(TEXT)),
        ("changed", 3, FIRST.of(TEXT).replace("dawn", "noon")),
        ("changed", 3, FIRST.of(TEXT).replace("dawn", "noon")),
        ("removed", 5, None),
    ]
    with pytest.raises(NotFound, match="no revision 6"):
        fate(library, code, 6)


def test_a_passage_can_be_looked_for_in_an_older_revision(library: Library) -> None:
    url = some_url()
    ingest(library, TEXT.replace("dawn", "noon"), annotated=False, url=url)
    stored = ingest(library, TEXT, annotated=False, url=url)
    found = fate(library, share(library, stored.article_id), 1)
    assert (found.verdict, found.revision.number, found.made_on.revision) == ("changed", 1, 2)


def test_an_unknown_code_is_not_found(library: Library) -> None:
    with library.reading() as s:
        for code in ("nothing", "é" * 12, "a\0b"):
            with pytest.raises(NotFound):
                passages.get(s, code)


def test_a_withdrawn_article_leaves_bare_codes(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    code = share(library, stored.article_id)
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s:
        with pytest.raises(Gone, match="withdrawn"):
            passages.get(s, code)
        bare = s.exec(select(Passage)).one()
    assert (bare.code, bare.revision_id, bare.exact, bare.prefix, bare.suffix) == (
        code,
        None,
        "",
        "",
        "",
    )


def test_a_private_articles_passage_is_seen_only_when_the_editor_opened_it(
    library: Library,
) -> None:
    stored = ingest(library, TEXT, annotated=False, visibility="private")
    closed, opened = (
        share(library, stored.article_id),
        share(library, stored.article_id, Span(0, 11), opened=True),
    )
    with pytest.raises(NotFound):
        fate(library, closed)
    found = fate(library, opened)
    assert (found.text, found.whole) == ("The harbour", False)


OPENED = TEXT + "\n\nNobody outside may know of the third paragraph."


def opened(library: Library, *later: str, span: Span = FIRST) -> str:
    """The code of an opened passage in a private article with these later revisions."""
    url = some_url()
    stored = ingest(library, OPENED, annotated=False, visibility="private", url=url)
    code = share(library, stored.article_id, span, opened=True)
    for text in later:
        ingest(library, text, annotated=False, visibility="private", url=url)
    return code


def test_an_opened_passage_does_not_tell_what_replaced_it(library: Library) -> None:
    code = opened(
        library, OPENED.replace(FIRST.of(TEXT), "Ida Fenwick resigns over secret payments tonight!")
    )
    found = fate(library, code)
    assert (found.verdict, found.span, found.replaced_by) == ("replaced", None, None)
    with library.reading() as s:
        assert passages.state(s, EDITOR, passages.get(s, code)).replaced_by is not None


def test_an_opened_passage_that_took_in_another_paragraph_is_removed_for_its_readers(
    library: Library,
) -> None:
    split = OPENED.replace("opens at dawn", "opens at\n\nA word about the secret payments.\n\ndawn")
    code = opened(library, split, split + " More.")
    found = fate(library, code)
    assert (found.verdict, found.span, found.text, found.since.revision) == (
        "removed",
        None,
        None,
        2,
    )
    with library.reading() as s:
        assert "secret" in (passages.state(s, EDITOR, passages.get(s, code)).text or "")


def test_an_opened_passage_that_grew_far_beyond_its_words_is_removed_for_its_readers(
    library: Library,
) -> None:
    inserted = " ".join(f"Secret number {n} of the ministry is told." for n in range(12))
    code = opened(library, OPENED.replace("at dawn", f"at {inserted} dawn"))
    assert fate(library, code).verdict == "removed"
    assert fate(library, code).text is None
    with library.reading() as s:
        assert "Secret number" in (passages.state(s, EDITOR, passages.get(s, code)).text or "")


def test_an_opened_passage_is_looked_for_where_it_was_cited_and_in_the_newest_text_only(
    library: Library,
) -> None:
    code = opened(library, "News. " + OPENED, "More news. " + OPENED)
    assert [fate(library, code, n).text for n in (1, 3, None)] == [FIRST.of(TEXT)] * 3
    for number in (2, 4):
        with pytest.raises(NotFound, match=f"no revision {number}"):
            fate(library, code, number)


def test_an_opened_passage_whose_words_changed_a_little_is_still_told(library: Library) -> None:
    found = fate(library, opened(library, OPENED.replace("dawn", "noon")))
    assert (found.verdict, found.text) == ("changed", FIRST.of(TEXT).replace("dawn", "noon"))


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every pair of texts that is compared during the test."""
    made: list[tuple[str, str]] = []

    class Counted(RevisionMap):
        def __init__(self, old: str, new: str) -> None:
            made.append((old, new))
            super().__init__(old, new)

    monkeypatch.setattr(revision_texts, "RevisionMap", Counted)
    return made


def test_two_texts_are_compared_once_however_often_their_passages_are_read(
    library: Library, comparisons: list[tuple[str, str]]
) -> None:
    url = some_url()
    mark = f"Seen at {url}. "
    stored = ingest(library, mark + TEXT, annotated=False, url=url)
    codes = [share(library, stored.article_id, Span(0, end)) for end in (5, 9)]
    for n in range(3):
        ingest(library, mark * (n + 2) + TEXT, annotated=False, url=url)
    told = [fate(library, code).span for code in codes * 3]
    assert len(comparisons) == 3
    assert told == told[:2] * 3


def test_withdrawn_texts_are_not_kept_in_memory(sqlite_library: Library) -> None:
    url = some_url()
    stored = ingest(sqlite_library, f"{url} {TEXT}", annotated=False, url=url)
    code = share(sqlite_library, stored.article_id)
    ingest(sqlite_library, f"{url} {TEXT} More.", annotated=False, url=url)
    with sqlite_library.reading() as s:
        hashes = {line.sha256 for line in articles.revisions(s, stored.article_id)}
        fate(sqlite_library, code)
        assert any(hashes >= set(pair) for pair in revision_texts._MAPS.held())
        pipeline.withdraw(sqlite_library, stored.article_id)
        assert not any(hashes & set(pair) for pair in revision_texts._MAPS.held())
        passages.state(
            s, ANYONE, passages.get(s, code)
        )  # a page that was under way sees the old state, and keeps nothing
        assert not any(hashes & set(pair) for pair in revision_texts._MAPS.held())

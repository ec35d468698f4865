"""Passages: permanent codes, and what became of the words."""

import pytest
from sqlmodel import select

from app import pipeline
from app.errors import Gone, NotFound, Unprocessable
from app.store import articles, passages
from app.store.access import ANYONE, EDITOR
from app.store.engine import Library
from app.store.passages import PassageFate
from app.store.tables import Passage
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

TEXT = "The harbour opens at dawn on Monday.\n\nThe harbour master promised it would stay open all winter."
FIRST = Span(0, 36)


def share(library: Library, article_id: int, span: Span = FIRST, *, opened: bool = False) -> str:
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, article_id)
        return passages.share(s, article, revision, span, opened=opened)[0].code


def fate(library: Library, code: str, number: int | None = None) -> PassageFate:
    with library.reading() as s:
        return passages.fate(s, ANYONE, passages.get(s, code), number)


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
    assert (found.verdict, found.span, found.text, found.whole) == ("same", FIRST, FIRST.of(TEXT), True)
    assert (found.made_on.revision, found.since.revision) == (1, 1)


def test_a_passage_is_followed_through_every_revision(library: Library) -> None:
    url = some_url()
    stored = ingest(library, TEXT, annotated=False, url=url)
    code = share(library, stored.article_id)
    ingest(library, "News.\n\n" + TEXT, annotated=False, url=url)
    ingest(library, "News.\n\n" + TEXT.replace("dawn", "noon"), annotated=False, url=url)
    ingest(library, "News.\n\n" + TEXT.replace("dawn", "noon") + " Or not.", annotated=False, url=url)
    ingest(library, "News.\n\n" + TEXT.partition("\n\n")[2], annotated=False, url=url)
    assert [(f.verdict, f.since.revision, f.text) for f in (fate(library, code, n) for n in (1, 2, 3, 4, None))] == [
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
    assert (bare.code, bare.revision_id, bare.exact, bare.prefix, bare.suffix) == (code, None, "", "", "")


def test_a_private_articles_passage_is_seen_only_when_the_editor_opened_it(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False, visibility="private")
    closed, opened = share(library, stored.article_id), share(library, stored.article_id, Span(0, 11), opened=True)
    with pytest.raises(NotFound):
        fate(library, closed)
    found = fate(library, opened)
    assert (found.text, found.whole) == ("The harbour", False)

"""Corrections of fields and text by a person: revisions of their own, which captures respect."""

from dataclasses import replace

import pytest

from app import editing, pipeline
from app.errors import Conflict, NotFound, TooLarge
from app.importers.base import Draft
from app.importers.blocks import BlockText, TextPiece, join
from app.layers.creators import PersonCreator
from app.store.articles import addresses, articles
from app.store.articles.access import EDITOR
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.ingest import edits
from app.store.ingest.captures import StoredRevision
from app.store.ingest.person_fields import RevisionEdit
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.text.spans import Doubt
from tests.building import draft, some_url

TEXT = "The mole stood.\n\nIngrid Vale said so."
PERSON = PersonCreator(1)


def body(*words: str) -> BlockText:
    """Paragraphs."""
    return join([TextPiece("paragraph", one) for one in words])


def stored(library: Library, article_id: int) -> tuple[Article, Revision, list[StoredDoubt]]:
    """The article with its newest revision and the doubts on it."""
    with library.reading() as s:
        article, revision = articles.with_revision(s, EDITOR, article_id)
        return article, revision, articles.doubts(s, revision.id or 0)


def edit(library: Library, first: StoredRevision, **changes: object) -> StoredRevision:
    """The newest revision with these fields changed."""
    _, newest, _ = stored(library, first.article_id)
    as_it_is = RevisionEdit(
        newest.title, tuple(newest.byline), newest.publisher, newest.declared_language
    )
    wanted = replace(as_it_is, **changes)  # type: ignore[arg-type]  # any field
    return editing.edit(library, first.article_id, wanted, base=newest.number, creator=PERSON)


@pytest.fixture
def captured() -> Draft:
    """An article as its source has it."""
    return replace(
        draft(TEXT, url=some_url(), title="The mole", publisher="Courier", byline=("Tom Ash",)),
        provenance={"title": "json-ld"},
        doubts=(Doubt("declared-date-conflict", "Two dates."), Doubt("extraction", "Cut off?")),
    )


def test_a_correction_is_a_revision_by_a_person_and_the_capture_stays(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    second = edit(library, first, title="The old mole", byline=("Tom Ash", "Mara Quist"))
    assert (second.number, second.created) == (2, True)
    article, revision, _ = stored(library, first.article_id)
    assert (article.title, revision.title) == ("The old mole", "The old mole")
    assert revision.creator == str(PERSON)
    assert revision.provenance["title"] == "editor"
    assert revision.replaced["title"] == {"value": "The mole", "provenance": "json-ld"}
    assert sorted(revision.replaced) == ["byline", "title"]
    with library.reading() as s:
        before = articles.revision(s, article, 1)
        assert (before.title, before.creator, before.replaced) == ("The mole", None, {})


def test_an_edit_that_changes_nothing_is_no_revision(library: Library, captured: Draft) -> None:
    first = pipeline.ingest(library, captured)
    assert not edit(library, first).created
    assert not edit(library, first, body=body(*TEXT.split("\n\n"))).created


def test_an_edit_made_on_an_older_revision_is_refused(library: Library, captured: Draft) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="Another")
    wanted = RevisionEdit("Mine", (), None, None)
    with pytest.raises(Conflict, match="has changed"):
        editing.edit(library, first.article_id, wanted, base=1, creator=PERSON)
    with pytest.raises(NotFound):
        editing.edit(library, 99, wanted, base=1, creator=PERSON)
    pipeline.withdraw(library, first.article_id)
    with pytest.raises(Conflict, match="withdrawn"):
        editing.edit(library, first.article_id, wanted, base=2, creator=PERSON)


def test_a_text_that_is_too_long_is_refused(library: Library, captured: Draft) -> None:
    first = pipeline.ingest(library, captured)
    with pytest.raises(TooLarge):
        edit(library, first, body=body("a" * (library.settings.text_max_characters + 1)))


def test_fields_that_a_person_set_win_over_a_later_capture(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="The old mole", declared_language="de")
    assert not pipeline.ingest(library, captured).created
    later = replace(captured, title="Mole news", byline=("Ann Orr",), publisher="Post")
    assert pipeline.ingest(library, later).number == 3
    _, revision, _ = stored(library, first.article_id)
    assert (revision.title, revision.byline, revision.publisher) == (
        "The old mole",
        ["Ann Orr"],
        "Post",
    )
    assert (revision.declared_language, revision.language) == ("de", "de")
    assert revision.creator is None
    assert revision.replaced["title"]["value"] == "Mole news"
    assert not pipeline.ingest(library, later).created


def test_setting_what_the_source_says_gives_the_field_back_to_the_source(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="The old mole")
    edit(library, first, title="The mole")
    _, revision, _ = stored(library, first.article_id)
    assert (revision.replaced, revision.provenance["title"]) == ({}, "json-ld")
    assert pipeline.ingest(library, replace(captured, title="Mole news")).created
    assert stored(library, first.article_id)[1].title == "Mole news"


def test_a_corrected_text_stays_until_the_source_changes_its_own(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, body=body("The mole stood.", "Ingrid Vale denied it."))
    assert not pipeline.ingest(library, captured).created
    titled = pipeline.ingest(library, replace(captured, title="Mole news"))
    _, revision, doubts = stored(library, first.article_id)
    assert (titled.number, revision.text) == (3, "The mole stood.\n\nIngrid Vale denied it.")
    assert [d.kind for d in doubts] == ["declared-date-conflict"]

    changed = draft("The mole fell.", url=captured.source_url)
    assert pipeline.ingest(library, changed).number == 4
    _, revision, doubts = stored(library, first.article_id)
    assert (revision.text, revision.replaced) == ("The mole fell.", {})
    assert [d.kind for d in doubts] == ["text-superseded"]
    assert "revision 3" in doubts[0].message


def test_a_source_that_takes_over_the_correction_says_the_same(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, body=body("The mole stood still."))
    same = replace(
        captured, text="The mole stood still.", blocks=body("The mole stood still.").blocks
    )
    assert not pipeline.ingest(library, same).created


def test_restoring_the_captured_text_gives_it_back_to_the_source(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, body=body("Else."))
    edit(library, first, body=body(*TEXT.split("\n\n")))
    assert stored(library, first.article_id)[1].replaced == {}


def test_another_kind_of_block_is_a_correction_of_the_text(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    heading = join([TextPiece("heading", "The mole stood.", 2), TextPiece("paragraph", TEXT[17:])])
    assert edit(library, first, body=heading).created
    _, revision, _ = stored(library, first.article_id)
    assert revision.text == TEXT
    assert list(revision.replaced) == ["text"]
    assert not pipeline.ingest(library, captured).created


def test_doubts_about_what_a_person_set_are_left_behind_and_others_stay(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="The old mole")
    kinds = [d.kind for d in stored(library, first.article_id)[2]]
    assert kinds == ["declared-date-conflict", "extraction"]
    edit(library, first, body=body("The mole stood for long."))
    article, _, doubts = stored(library, first.article_id)
    assert [d.kind for d in doubts] == ["declared-date-conflict"]
    assert article.doubts == 1
    pipeline.date(library, first.article_id, "2031-03-03", PERSON)
    assert stored(library, first.article_id)[0].doubts == 0


def test_a_language_that_a_person_set_is_not_doubted(library: Library) -> None:
    text = "Die Mole steht seit hundert Jahren, sagte die Hafenmeisterin am Dienstag. " * 8
    first = pipeline.ingest(library, draft(text, url=some_url()))
    pipeline.annotate_revision(library, first.revision_id)
    assert [d.kind for d in stored(library, first.article_id)[2]] == ["language"]
    second = edit(library, first, declared_language="nl")
    pipeline.annotate_revision(library, second.revision_id)
    article, revision, doubts = stored(library, first.article_id)
    assert (revision.language, article.language, doubts) == ("nl", "nl", [])


def test_fields_that_were_typed_with_a_new_text_win_too(library: Library) -> None:
    url = some_url()
    typed = draft("The mole stood.", url=url, title="Typed", date="2031-03-03")
    first = pipeline.ingest(library, typed, creator=PERSON, given={"title", "declared_date"})
    _, revision, _ = stored(library, first.article_id)
    assert (revision.creator, sorted(revision.replaced)) == (
        str(PERSON),
        ["declared_date", "title"],
    )
    pipeline.ingest(library, draft("The mole fell.", url=url, title="Read", date="2030-01-01"))
    _, revision, _ = stored(library, first.article_id)
    assert (revision.title, revision.declared_date, revision.creator) == (
        "Typed",
        "2031-03-03",
        None,
    )


def test_a_text_that_a_person_enters_replaces_a_corrected_one_without_a_doubt(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="The old mole", body=body("Else."))
    pasted = replace(captured, text="Pasted.", blocks=body("Pasted.").blocks, doubts=())
    pipeline.ingest(library, pasted, creator=PERSON)
    _, revision, doubts = stored(library, first.article_id)
    assert (revision.text, revision.title, doubts) == ("Pasted.", "The old mole", [])
    assert list(revision.replaced) == ["title"]


def test_a_revision_that_gives_a_field_itself_replaces_what_a_person_set(
    library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(library, captured)
    edit(library, first, title="The old mole", body=body("Else."))
    pipeline.revise(library, first.article_id, captured, given={"title", "text"})
    _, revision, doubts = stored(library, first.article_id)
    assert (revision.title, revision.text, revision.replaced) == ("The mole", TEXT, {})
    assert "text-superseded" not in [d.kind for d in doubts]


def test_an_address_can_be_given_once_and_belongs_to_one_article(library: Library) -> None:
    url = some_url()
    first = pipeline.ingest(library, draft("One."))
    other = pipeline.ingest(library, draft("Two."))

    def give(article: StoredRevision, address: str, base: int = 1) -> None:
        wanted = RevisionEdit(None, (), None, "en")
        editing.edit(
            library,
            article.article_id,
            wanted,
            base=base,
            creator=PERSON,
            address=address,
        )

    give(first, url + "?utm_source=x")
    assert stored(library, first.article_id)[0].source_url == url
    give(first, url)
    for article, address in ((first, some_url()), (other, url)):
        with pytest.raises(Conflict):
            give(article, address)
    assert pipeline.ingest(library, draft("One more.", url=url)).article_id == first.article_id


def test_an_earlier_capture_that_is_restored_stays_while_the_source_is_cut(
    sqlite_library: Library, captured: Draft
) -> None:
    first = pipeline.ingest(sqlite_library, captured)
    cut = replace(captured, text="The mole stood.", blocks=body("The mole stood.").blocks)
    pipeline.ingest(sqlite_library, cut, replace=True)
    restored = edit(sqlite_library, first, body=body(*TEXT.split("\n\n")))
    assert (restored.number, restored.created) == (3, True)
    again = pipeline.ingest(sqlite_library, cut, replace=True)
    assert (again.number, again.created) == (3, False)
    assert stored(sqlite_library, first.article_id)[1].text == TEXT


def test_a_file_is_still_the_article_that_was_given_an_address(sqlite_library: Library) -> None:
    file = draft("The harbour wall is closed to walkers until spring.", title="Closed")
    first = pipeline.ingest(sqlite_library, file)
    with sqlite_library.writing() as s:
        edits.set_address(s, first.article_id, some_url())
    again = pipeline.ingest(sqlite_library, file)
    assert (again.article_id, again.created) == (first.article_id, False)
    retitled = pipeline.ingest(sqlite_library, replace(file, title="Closed until spring"))
    assert (retitled.article_id, retitled.number) == (first.article_id, 2)


def test_a_file_does_not_bring_back_an_article_that_was_given_an_address(
    sqlite_library: Library,
) -> None:
    file, url = draft("The harbour wall is closed to walkers until spring."), some_url()
    first = pipeline.ingest(sqlite_library, file)
    with sqlite_library.writing() as s:
        edits.set_address(s, first.article_id, url)
    pipeline.withdraw(sqlite_library, first.article_id)
    for one in (file, replace(file, source_url=url)):
        with pytest.raises(Conflict, match="withdrawn"):
            pipeline.ingest(sqlite_library, one)


def test_an_address_that_was_withdrawn_in_a_former_spelling_cannot_be_given(
    sqlite_library: Library,
) -> None:
    former = "https://press.example/harbour/wall-closed?ref=home"
    with sqlite_library.writing() as s:
        s.add(Article(identity=addresses.tombstone(former), withdrawn_at=now()))
    first = pipeline.ingest(sqlite_library, draft("Another wall."))
    with sqlite_library.writing() as s, pytest.raises(Conflict, match="withdrawn"):
        edits.set_address(s, first.article_id, former)

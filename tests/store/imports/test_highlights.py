"""Highlights become notes, wait without a place, and are known when they come again."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app import pipeline
from app.importers.base import NOTE_LAYER, Draft, Highlight
from app.store.admin.doctor import references
from app.store.annotations import notes
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.imports import unplaced_notes
from app.store.imports.outcomes import HighlightCounts
from app.store.ingest import adding, reader_data
from app.store.ingest.captures import Capture
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.imports import ImportedHighlight, UnplacedNote
from app.text.spans import Span
from tests.building import draft

URL = "https://ostra.example/mole"
TEXT = "The mole fell at noon, the pilot said.\n\nNobody was hurt, and the quay is closed now."
AT = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)
EXACT = Highlight("The mole fell at noon", suffix=", the pilot", note="Which mole?", created_at=AT)
CHANGED = Highlight("Nobody got hurt", suffix=", and the quay is closed", tags=("harm", "harm"))
MISSING = Highlight("A second mole will be built", note="By whom?", origin="svc:9")
WHOLE = Highlight("", note="Read again.", origin="svc:10")
ALL = (EXACT, CHANGED, MISSING, WHOLE)


def with_highlights(*highlights: Highlight, text: str = TEXT) -> Draft:
    return replace(draft(text, url=URL), highlights=highlights)


def rows(s: Session) -> list[Annotation]:
    statement = select(Annotation).where(col(Annotation.layer) == NOTE_LAYER)
    return list(s.scalars(statement.order_by(col(Annotation.id))))


def outcomes(s: Session) -> list[str]:
    return sorted(s.scalars(select(col(ImportedHighlight.outcome))))


def newest_revision(s: Session, article_id: int) -> Revision:
    return articles.with_revision(s, EDITOR, article_id)[1]


def test_each_is_placed_reworded_or_kept_without_a_place(library: Library) -> None:
    stored = pipeline.ingest(library, with_highlights(*ALL))
    assert stored.highlights == HighlightCounts(1, 1, 1)
    with library.reading() as s:
        first, second = rows(s)
        assert (first.exact, first.kind, first.visibility) == (EXACT.exact, "comment", "private")
        assert (first.body, first.created_at) == ({"text": "Which mole?"}, AT)
        assert first.creator == "person:1"
        assert second.exact == "Nobody was hurt"
        assert second.body == {"text": "", "tags": ["harm"], "quoted": "Nobody got hurt"}
        waiting = unplaced_notes.of_article(s, stored.article_id)
        assert [(one.exact, one.text) for one in waiting] == [
            ("A second mole will be built", "By whom?"),
            ("", "Read again."),
        ]
        assert notes.newest(s, ANYONE).items == []


def test_the_same_again_adds_nothing_and_counts_the_same(library: Library) -> None:
    first = pipeline.ingest(library, with_highlights(*ALL))
    again = pipeline.ingest(library, with_highlights(*ALL, EXACT))
    assert not again.created
    assert again.highlights == first.highlights
    with library.reading() as s:
        assert len(rows(s)) == 2
        assert unplaced_notes.count(s) == 2


def test_what_was_written_here_and_comes_back_is_the_same_note(library: Library) -> None:
    stored = pipeline.ingest(library, draft(TEXT, url=URL))
    with library.writing() as s:
        start = TEXT.index("Nobody was hurt")
        span = Span(start, start + len("Nobody was hurt"))
        notes.write(s, "person:1", newest_revision(s, stored.article_id), span, "Good.", "private")
    back = Highlight("Nobody was hurt", note="Good.", origin="from-a-file")
    assert pipeline.ingest(library, with_highlights(back)).highlights == HighlightCounts(1)
    with library.reading() as s:
        assert len(rows(s)) == 1


def test_a_note_that_was_changed_or_removed_here_stays_so(library: Library) -> None:
    pipeline.ingest(library, with_highlights(*ALL))
    with library.writing() as s:
        first, second = (row.id or 0 for row in rows(s))
        notes.edit(s, second, "Not quite the words.", "private")
        notes.remove(s, first)
        (missing, _) = s.scalars(select(UnplacedNote).order_by(col(UnplacedNote.id)))
        unplaced_notes.remove(s, missing.id or 0)
    pipeline.ingest(library, with_highlights(*ALL))
    with library.reading() as s:
        assert [row.body.get("text") for row in rows(s)] == [None, "Not quite the words."]
        assert rows(s)[1].body["quoted"] == CHANGED.exact
        assert unplaced_notes.count(s) == 1


def test_a_new_revision_is_searched_for_what_was_not_found(library: Library) -> None:
    pipeline.ingest(library, with_highlights(*ALL))
    pipeline.ingest(library, draft(f"{TEXT}\n\n{MISSING.exact}, they say.", url=URL))
    with library.reading() as s:
        last = rows(s)[-1]
        assert (last.exact, last.body["origin"]) == (MISSING.exact, "svc:9")
        assert [one.text for one in unplaced_notes.of_article(s, last.article_id)] == [WHOLE.note]
        assert outcomes(s) == ["placed", "placed", "reworded", "whole"]
    again = pipeline.ingest(
        library, with_highlights(*ALL, text=f"{TEXT}\n\n{MISSING.exact}, they say.")
    )
    assert again.highlights == HighlightCounts(2, 1, 0)


def test_notes_on_an_older_revision_are_followed_into_the_newest(library: Library) -> None:
    with library.writing() as s:
        first = adding.add(s, Capture(draft(TEXT, url=URL)))
        new = f"News first. {MISSING.exact}.\n\n{TEXT}"
        adding.add(s, Capture(draft(new, url=URL)))
        kept = with_highlights(EXACT, MISSING)
        stored = reader_data.store(s, kept, first, lambda _: "person:1")
        assert stored.highlights == HighlightCounts(2)
    with library.reading() as s:
        lines = notes.newest(s, EDITOR).items
        assert sorted((line.revision, line.verdict) for line in lines) == [(1, "same"), (2, "same")]


def test_nothing_is_left_of_a_withdrawn_article(library: Library) -> None:
    stored = pipeline.ingest(library, with_highlights(*ALL))
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s:
        for table in (UnplacedNote, ImportedHighlight):
            assert s.scalars(select(table)).all() == []


def test_words_and_times_that_no_database_takes_are_made_ones_that_it_does(
    library: Library,
) -> None:
    odd = Highlight(
        "\x00fell\ud800",
        start=-3,
        end=10**30,
        note="a\x00b\r\nc",
        tags=("\ud800",),
        created_at=datetime(1, 1, 1),  # noqa: DTZ001 - what is odd about it
        origin="\x00",
    )
    assert pipeline.ingest(library, with_highlights(odd)).highlights == HighlightCounts(0, 0, 1)


def test_the_doctor_finds_what_is_left_and_what_is_not_recorded(library: Library) -> None:
    stored = pipeline.ingest(library, with_highlights(*ALL))
    with library.writing() as s:
        assert [check.message for check in references.check(s) if not check.ok] == []
        s.execute(delete(ImportedHighlight))
        (unrecorded,) = [check.message for check in references.check(s) if not check.ok]
        assert unrecorded.startswith("Notes without a place whose import is not recorded: 2")
        article = s.get_one(Article, stored.article_id)
        article.withdrawn_at = AT
        s.flush()
        found = [check.message for check in references.check(s) if not check.ok]
        assert any(message.startswith("Withdrawn articles of which") for message in found)

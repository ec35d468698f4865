"""The doctor: nothing to say of a whole library, a sentence for whatever is not as it should be."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app import pipeline
from app.settings import Settings
from app.store.admin import migrations
from app.store.admin.doctor import examination
from app.store.annotations import runs
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.entities import mention_counts
from app.store.ingest import adding
from app.store.ingest.captures import Capture
from app.store.passages import passages
from app.store.schema.articles import Article
from app.text.spans import Span
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def complaints(library: Library) -> list[str]:
    return [
        check.message
        for check in examination.examine(library, pipeline.versions(library))
        if not check.ok
    ]


def test_a_whole_library_gives_no_complaint(library: Library) -> None:
    ingest(library, "“We sail,” Ida Fenwick said.")
    ingest(library, "Ida Fenwick met Silas Thorne.", visibility="private")
    pipeline.withdraw(library, ingest(library, "Silas Thorne left.").article_id)
    ingest(library, "Not annotated.", annotated=False)
    assert complaints(library) == []
    assert "Revisions that are not annotated yet: 1." in [
        check.message for check in examination.examine(library, pipeline.versions(library))
    ]


def followed(library: Library) -> None:
    """An article with a passage that a second revision followed."""
    url = some_url()
    first = ingest(library, "“We sail,” Ida Fenwick said.", url=url)
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, first.article_id)
        passages.share(s, article, revision, Span(1, 8))
    ingest(library, "Today. “We sail,” Ida Fenwick said.", url=url)


def test_passages_that_are_out_of_date_are_reported(library: Library) -> None:
    followed(library)
    assert "All passages and notes are up to date." in [
        check.message for check in examination.examine(library, pipeline.versions(library))
    ]
    with library.writing() as s:
        s.execute(text("DELETE FROM anchor_state"))
    (complaint,) = complaints(library)
    assert "lack an anchor state" in complaint


HARM = {
    (
        "UPDATE revision SET text = 'Other text of enough characters to hold every span that "
        "there is.'"
    ): "do not match their SHA-256",
    'UPDATE annotation SET "end" = 9999': "Annotations that are not inside their text",
    "UPDATE entity_in_article SET mentions = 7": "wrong entity counts",
    "DELETE FROM speaker_in_article": "wrong entity counts",
    "UPDATE publisher_count SET public_annotations = 7": "Publishers with wrong counts",
    "UPDATE entity SET public_mentions = 7": "wrong totals",
    'UPDATE anchor_state SET "end" = 9999': "Anchor states that end beyond",
    "DELETE FROM search_entry": "missing from the search index",
}


@pytest.mark.parametrize("harm", HARM)
def test_every_harm_is_named(library: Library, harm: str) -> None:
    followed(library)
    with library.writing() as s:
        s.execute(text(harm))
    assert any(HARM[harm] in complaint for complaint in complaints(library))


def test_a_stale_index_is_named(sqlite_library: Library) -> None:
    ingest(sqlite_library, "Ida Fenwick came.")
    with sqlite_library.writing() as s:
        s.execute(text("UPDATE search_entry SET speakers = 'Somebody else'"))
    assert any("search index is damaged" in complaint for complaint in complaints(sqlite_library))


@pytest.mark.slow
def test_articles_are_looked_at_a_few_at_a_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.writing() as s:
        for n in range(120):
            adding.add(s, Capture(draft(f"Text {n}.")))
    held: list[int] = []

    def agree(s: Session, article: Article) -> bool:
        held.append(sum(isinstance(row, Article) for row in s.identity_map.values()))
        return True

    monkeypatch.setattr(mention_counts, "agree", agree)
    assert complaints(library) == []
    assert (len(held), max(held) <= 60) == (120, True)


def test_failed_layers_are_named(library: Library) -> None:
    stored = ingest(library, "Text.", annotated=False)
    with library.writing() as s:
        runs.record(s, stored.revision_id, pipeline.versions(library), {"claim": "boom"})
    assert complaints(library) == ["Revisions on which the layer claim failed: 1."]


def test_a_library_without_a_schema_is_told_from_a_damaged_one(tmp_path: object) -> None:
    library = Library(Settings(data=tmp_path / "new"))  # type: ignore[operator]
    assert complaints(library) == [
        f"The schema is missing, but this program needs {migrations.head()}."
    ]
    library.close()

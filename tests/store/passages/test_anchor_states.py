"""What became of passages and notes, stored when a revision arrives."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy import text as sql
from sqlmodel import col

from app import pipeline
from app.store.admin import upgrading
from app.store.annotations import annotations, notes
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.db.text_cache import TextCache
from app.store.passages import anchor_states, passages, revision_texts
from app.store.passages.anchors import Anchor
from app.store.schema.annotations import Annotation
from app.store.schema.passages import Passage, StoredAnchorState
from app.text.diff.anchor_tracker import VERSION
from app.text.diff.revision_map import RevisionMap
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

TEXT = (
    "The ferry to Tolm was late again on Friday.\n\nIts captain, Ida Fenwick, blamed the fog. "
    "The pier stayed open."
)
FOG = Span(TEXT.index("blamed"), TEXT.index("blamed") + len("blamed the fog"))
REVISED = (
    "Update.\n\n" + TEXT,
    "Update.\n\n" + TEXT.replace("the fog", "a fog bank"),
    "Nothing of it stands.",
    TEXT,
)


def share(library: Library, article_id: int, span: Span = FOG, number: int | None = None) -> str:
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, article_id, number)
        return passages.share(s, article, revision, span)[0].code


def note(library: Library, article_id: int, span: Span = FOG) -> int:
    with library.writing() as s:
        _, revision = articles.with_revision(s, EDITOR, article_id)
        return notes.write(s, "person:1", revision, span, "Ask the pier.").id or 0


def stored(library: Library) -> list[tuple[int | None, int | None, str, int | None]]:
    with library.reading() as s:
        f = StoredAnchorState
        rows = s.execute(
            select(col(f.passage_id), col(f.annotation_id), col(f.verdict), col(f.start)).order_by(
                col(f.revision_id), col(f.id)
            )
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def followed(library: Library) -> int:
    """An article through all revisions, with a passage and a note on its first."""
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    share(library, article)
    note(library, article)
    for text in REVISED:
        ingest(library, text, annotated=False, url=url)
    return article


def test_a_revision_tells_what_became_of_every_anchor(library: Library) -> None:
    followed(library)
    moved = FOG.start + len("Update.\n\n")
    told = [("same", moved), ("changed", moved), ("removed", None), ("same", FOG.start)]
    assert [row[2:] for row in stored(library)] == [t for t in told for _ in range(2)]
    assert {row[:2] for row in stored(library)} == {(1, None), (None, 1)}


def test_a_revision_costs_one_map_and_reading_none(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Counted(RevisionMap):
        def __init__(self, old: str, new: str) -> None:
            made.append(new)
            super().__init__(old, new)

    monkeypatch.setattr(revision_texts, "RevisionMap", Counted)
    url = some_url()
    mark = f"Seen at {url}. "
    article = ingest(library, mark + TEXT, annotated=False, url=url).article_id
    codes = [share(library, article, Span(0, end)) for end in (4, 8, 30)]
    for n in range(3):
        ingest(library, mark + REVISED[n], annotated=False, url=url)
        assert len(made) == n + 1
    with library.reading() as s:
        assert [
            passages.state(s, ANYONE, passages.get(s, code)).made_on.revision for code in codes
        ] == [1, 1, 1]
    assert len(made) == 3


def test_a_text_that_came_back_takes_the_verdict_it_had(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    code = share(library, article)
    for text in (
        "Nothing of it stands.",
        TEXT,
        "Nothing of it stands.",
        TEXT.replace("fog", "mist"),
        "Nothing of it stands.",
    ):
        ingest(library, text, annotated=False, url=url)
    with library.reading() as s:
        told = [passages.state(s, ANYONE, passages.get(s, code), n).verdict for n in range(1, 7)]
    assert told == ["same", "removed", "same", "removed", "changed", "removed"]


def test_a_passage_of_an_older_revision_is_followed_when_it_is_shared(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    for text in REVISED[:2]:
        ingest(library, text, annotated=False, url=url)
    share(library, article, number=1)
    assert [row[2] for row in stored(library)] == ["same", "changed"]


def test_what_another_version_of_the_map_told_is_told_anew(library: Library) -> None:
    article = followed(library)
    before = stored(library)
    with library.writing() as s:
        s.execute(update(StoredAnchorState).values(map_version=VERSION - 1, verdict="moved"))
    with library.reading() as s:
        assert anchor_states.stale(s) == [article]
        passage = s.scalars(select(Passage)).one()
        assert (
            passages.state(s, ANYONE, passage, 4).verdict == "removed"
        )  # not told yet: worked out when it is asked for
    assert upgrading.recompute_anchor_states(library) == 1
    assert stored(library) == before
    assert upgrading.recompute_anchor_states(library) == 0


def test_untouched_articles_are_not_stale(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    for text in REVISED:
        ingest(library, text, annotated=False, url=url)
    share(library, article)
    note(library, article)
    with library.reading() as s:
        assert anchor_states.stale(s) == []


def test_fates_go_with_their_article(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    share(library, article)
    note(library, article)
    ingest(library, REVISED[0], annotated=False, url=url)
    pipeline.withdraw(library, article)
    with library.reading() as s:
        assert s.scalar(select(func.count()).select_from(StoredAnchorState)) == 0
        assert s.scalar(select(func.count()).select_from(Annotation)) == 0


def test_following_back_to_an_older_revision_stores_nothing(library: Library) -> None:
    url = some_url()
    ingest(library, REVISED[1], annotated=False, url=url)
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    share(library, article)
    with library.reading() as s:
        passage = s.scalars(select(Passage)).one()
        told = anchor_states.history(s, article, passages.anchor(passage), 1)
        assert [(t.revision, t.state.verdict) for t in told] == [(2, "same"), (1, "changed")]
        assert (
            anchor_states.history(
                s, article, Anchor("passage_id", passage.id or 0, passage.revision_id or 0, FOG), 7
            )
            == []
        )
    assert stored(library) == []


def test_a_note_stands_on_its_words_in_every_revision_that_has_them(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    written = note(library, article)
    for text in REVISED:
        ingest(library, text, annotated=False, url=url)
    seen = []
    with library.reading() as s:
        for number in range(1, 6):
            _, revision = articles.with_revision(s, ANYONE, article, number)
            seen.append(
                [
                    (row.id, revision.text[row.start : row.end])
                    for row in annotations.of_revision(s, ANYONE, revision.id or 0)
                ]
            )
    kept, reworded = (written, "blamed the fog"), (written, "blamed a fog")
    assert seen == [[kept], [kept], [reworded], [], [kept]]


def test_a_revision_arrives_whichever_map_told_of_those_before(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    share(library, article)
    note(library, article)
    for text in REVISED[:2]:
        ingest(library, text, annotated=False, url=url)
    before = stored(library)
    with library.writing() as s:
        s.execute(update(StoredAnchorState).values(map_version=VERSION - 1, verdict="moved"))
    ingest(library, REVISED[2], annotated=False, url=url)
    assert stored(library) == [*before, (1, None, "removed", None), (None, 1, "removed", None)]


def test_a_note_taken_away_leaves_nothing_to_be_told(library: Library) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    written = note(library, article)
    with library.writing() as s:
        notes.remove(s, written)
    ingest(library, REVISED[0], annotated=False, url=url)
    assert upgrading.recompute_anchor_states(library) == 0


def test_a_revision_reads_no_trails_but_those_it_goes_on_from(sqlite_library: Library) -> None:
    url = some_url()
    article = ingest(sqlite_library, TEXT, annotated=False, url=url).article_id
    share(sqlite_library, article)
    note(sqlite_library, article)
    first, second = (
        ingest(sqlite_library, text, annotated=False, url=url).revision_id for text in REVISED[:2]
    )
    with sqlite_library.writing() as s:
        s.execute(
            sql("UPDATE anchor_state SET trail = 'no JSON' WHERE revision_id = :first"),
            {"first": first},
        )
    ingest(sqlite_library, REVISED[2], annotated=False, url=url)
    with sqlite_library.writing() as s:
        s.execute(
            sql("UPDATE anchor_state SET trail = 'no JSON' WHERE revision_id = :second"),
            {"second": second},
        )
    ingest(sqlite_library, REVISED[3] + " Yes.", annotated=False, url=url)
    assert [row[2] for row in stored(sqlite_library)] == [
        v for v in ("same", "changed", "removed", "same") for _ in range(2)
    ]


def test_following_anew_makes_each_map_once_however_few_are_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = some_url()
    article = ingest(library, TEXT, annotated=False, url=url).article_id
    for end in (4, 8, 30):
        share(library, article, Span(0, end))
    for text in REVISED:
        ingest(library, text, annotated=False, url=url)
    before, made = stored(library), list[str]()

    class Counted(RevisionMap):
        def __init__(self, old: str, new: str) -> None:
            made.append(new)
            super().__init__(old, new)

    monkeypatch.setattr(revision_texts, "RevisionMap", Counted)
    monkeypatch.setattr(revision_texts, "_MAPS", TextCache(0))
    with library.writing() as s:
        s.execute(update(StoredAnchorState).values(map_version=VERSION - 1))
    assert upgrading.recompute_anchor_states(library) == 1
    assert made == list(REVISED[:3])
    assert stored(library) == before

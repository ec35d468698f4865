"""Corrections: each does what it says, is counted before, can be undone, outlives annotating anew and new revisions, teaches the linker."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from app import pipeline
from app.errors import Conflict, Gone, NotFound, Unprocessable
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Target
from app.store.annotations import annotations, statements
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.corrections import entries, reach
from app.store.corrections.reach import Reach
from app.store.db.library import Library
from app.store.entities import entities, merge_proposals
from app.store.ingest import lifecycle
from app.store.passages import anchor_states
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.search import SearchEntry
from app.store.search import full_text
from tests.building import ingest, some_url
from tests.store.correcting import state, whole

pytestmark = pytest.mark.usefixtures("stub_layers")

SKERRY = "Ida Fenwick lit the lamp. “It burns,” Fenwick said. Ida Fenwick left."
PIER = "The captain Ida Fenwick sailed. Tom Moor stayed. “We wait,” Moor said."
EDITED_BY = PersonCreator(1)


def entity(library: Library, name: str) -> int:
    with library.reading() as s:
        return (
            s.scalars(
                select(col(Entity.id)).where(Entity.name == name, col(Entity.merged_into).is_(None))
            ).one()
            or 0
        )


def marks(
    library: Library, article_id: int, words: str, layer: str = "entity"
) -> list[AnnotationRow]:
    with library.reading() as s:
        _, revision = articles.with_revision(s, EDITOR, article_id)
        rows = annotations.of_revision(s, EDITOR, revision.id or 0, layer)
        return [r for r in rows if revision.text[r.start : r.end] == words]


def meant(library: Library, article_id: int, words: str, layer: str = "entity") -> list[str | None]:
    return [r.entity_name for r in marks(library, article_id, words, layer)]


def correct(library: Library, wanted: Correction) -> int:
    with library.reading() as s:
        before = reach.count_reach(s, wanted)
    made = pipeline.correct(library, wanted, EDITED_BY)
    with library.writing() as s:
        line = entries.get(s, made)
        assert (line.passages, line.articles) == (before.passages, before.articles)
        assert whole(s)
    return made


def again(library: Library) -> None:
    pipeline.annotate_pending(library, everything=True)


@pytest.fixture
def skerry(library: Library) -> int:
    return ingest(library, SKERRY, date="2031-02-01").article_id


@pytest.fixture
def pier(library: Library, skerry: int) -> int:
    return ingest(library, PIER, date="2031-03-01").article_id


def undone_is_as_before(library: Library, wanted: Correction, check: Callable[[], None]) -> None:
    with library.writing() as s:
        before = state(s, founded=False)
    made = correct(library, wanted)
    check()
    with library.writing() as s:
        corrected = state(s)
    again(library)
    check()
    with library.writing() as s:
        assert state(s) == corrected
        assert whole(s)
    pipeline.undo(library, made, EDITED_BY)
    with library.writing() as s:
        assert state(s, founded=False) == before
        assert whole(s)
    with pytest.raises(Conflict):
        pipeline.undo(library, made, EDITED_BY)


def test_a_merge_moves_everything_and_its_undo_moves_it_back(
    library: Library, skerry: int, pier: int
) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")

    def check() -> None:
        assert meant(library, pier, "Tom Moor") == ["Ida Fenwick"]
        assert meant(library, pier, "We wait,", "quotation") == ["Ida Fenwick"]
        with library.reading() as s:
            assert entities.get(s, ANYONE, tom).merged_into == ida
            assert entities.get(s, ANYONE, ida).mentions == 6
            assert [
                line.annotation.start for line in statements.quotes(s, ANYONE, speaker=tom).items
            ]

    with library.reading() as s:
        assert reach.count_reach(s, Correction("merge", tom, ida)) == Reach(3, 1)
    undone_is_as_before(library, Correction("merge", tom, ida), check)


def test_a_merge_of_a_merge_leads_to_the_last_and_undoing_one_keeps_the_other(
    library: Library, skerry: int, pier: int
) -> None:
    ingest(library, "Bo Reef waved.")
    ida, tom, bo = (entity(library, name) for name in ("Ida Fenwick", "Tom Moor", "Bo Reef"))
    first = correct(library, Correction("merge", tom, ida))
    correct(library, Correction("merge", ida, bo))
    with library.reading() as s:
        assert entities.get(s, ANYONE, tom).merged_into == bo
    pipeline.undo(library, first, EDITED_BY)
    assert meant(library, pier, "Tom Moor") == ["Tom Moor"]
    assert meant(library, pier, "Ida Fenwick") == ["Bo Reef"]
    with pytest.raises(Conflict):
        correct(library, Correction("rename", ida, value="Ida"))


def test_a_split_founds_an_entity_and_a_new_article_of_that_name_asks(
    library: Library, skerry: int, pier: int
) -> None:
    ida = entity(library, "Ida Fenwick")

    def check() -> None:
        assert meant(library, pier, "Ida Fenwick") == ["Ida Fenwick the captain"]
        assert meant(library, skerry, "Ida Fenwick") == ["Ida Fenwick"] * 2

    wanted = Correction(
        "split",
        ida,
        value="Ida Fenwick the captain",
        new_kind="person",
        targets=(Target(pier),),
    )
    undone_is_as_before(library, wanted, check)
    correct(library, wanted)
    ingest(library, "Nobody knew Ida Fenwick there.")
    with library.reading() as s:
        waiting = {(p.first.name, p.second.name) for p in merge_proposals.waiting(s).items}
    assert ("Ida Fenwick", "Ida Fenwick the captain") not in waiting


def test_an_undone_split_leads_back_to_where_it_came_from(
    library: Library, skerry: int, pier: int
) -> None:
    ida = entity(library, "Ida Fenwick")
    made = correct(
        library,
        Correction("split", ida, value="Captain Ida", new_kind="person", targets=(Target(pier),)),
    )
    captain = entity(library, "Captain Ida")
    pipeline.undo(library, made, EDITED_BY)
    with library.reading() as s:
        assert entities.get(s, ANYONE, captain).merged_into == ida


def test_words_are_moved_to_another_entity_alone_by_name_or_all(
    library: Library, skerry: int, pier: int
) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    last = marks(library, skerry, "Ida Fenwick")[-1]

    def alone() -> None:
        assert meant(library, skerry, "Ida Fenwick") == ["Ida Fenwick", "Tom Moor"]

    def by_name() -> None:
        assert meant(library, skerry, "Fenwick") == ["Tom Moor"]
        assert meant(library, skerry, "Ida Fenwick") == ["Ida Fenwick"] * 2

    def all_of_it() -> None:
        assert set(
            meant(library, skerry, "Ida Fenwick") + meant(library, skerry, "It burns,", "quotation")
        ) == {"Tom Moor"}

    undone_is_as_before(
        library,
        Correction("move", ida, tom, targets=(Target(skerry, annotation_id=last.id),)),
        alone,
    )
    undone_is_as_before(
        library,
        Correction("move", ida, tom, targets=(Target(skerry, name="FENWICK"),)),
        by_name,
    )
    undone_is_as_before(library, Correction("move", ida, tom, targets=(Target(skerry),)), all_of_it)


def test_a_rejected_mention_is_gone_until_that_is_undone(
    library: Library, skerry: int, pier: int
) -> None:
    ida = entity(library, "Ida Fenwick")
    first = marks(library, skerry, "Fenwick")[0]

    def check() -> None:
        assert meant(library, skerry, "Fenwick") == []
        with library.reading() as s, pytest.raises(Gone):
            annotations.get(s, EDITOR, first.id)

    undone_is_as_before(
        library,
        Correction("reject", ida, targets=(Target(skerry, annotation_id=first.id),)),
        check,
    )
    undone_is_as_before(
        library,
        Correction("reject", ida, targets=(Target(skerry, name="Fenwick"),)),
        check,
    )
    with library.reading() as s:
        assert annotations.get(s, EDITOR, first.id)[0].id == first.id


def test_a_rejected_quotation_lets_the_one_inside_be_told(library: Library, skerry: int) -> None:
    said = marks(library, skerry, "It burns,", "quotation")[0]
    undone_is_as_before(
        library,
        Correction("reject", targets=(Target(skerry, annotation_id=said.id),)),
        lambda: None,
    )


def test_a_speaker_is_an_entity_a_mere_name_or_nobody(
    library: Library, skerry: int, pier: int
) -> None:
    ida = entity(library, "Ida Fenwick")
    said = marks(library, pier, "We wait,", "quotation")[0]
    where = (Target(pier, annotation_id=said.id),)

    def spoken(entity_name: str | None, speaker: str | None) -> Callable[[], None]:
        def check() -> None:
            (row,) = marks(library, pier, "We wait,", "quotation")
            assert (row.entity_name, row.body["speaker"], row.body["found_speaker"]) == (
                entity_name,
                speaker,
                "Tom Moor",
            )

        return check

    undone_is_as_before(
        library, Correction("speaker", other_id=ida, targets=where), spoken("Ida Fenwick", None)
    )
    undone_is_as_before(
        library,
        Correction("speaker", value="The mate", targets=where),
        spoken(None, "The mate"),
    )
    undone_is_as_before(library, Correction("speaker", targets=where), spoken(None, None))


def test_a_name_and_a_kind_are_given_and_taken_back(
    library: Library, skerry: int, pier: int
) -> None:
    tom = entity(library, "Tom Moor")

    def check() -> None:
        with library.reading() as s:
            found = entities.get(s, ANYONE, tom)
            assert (found.name, found.kind) in {
                ("Thomas Moor", "person"),
                ("Tom Moor", "organization"),
            }

    undone_is_as_before(library, Correction("rename", tom, value=" Thomas   Moor "), check)
    undone_is_as_before(library, Correction("rekind", tom, new_kind="organization"), check)
    correct(library, Correction("rekind", tom, new_kind="organization"))
    assert {r.kind for r in marks(library, pier, "Tom Moor")} == {"organization"}
    correct(library, Correction("rename", tom, value="Thomas Moor"))
    later = ingest(library, "Thomas Moor came back.").article_id
    assert meant(library, later, "Thomas Moor") == ["Thomas Moor"]
    assert len(marks(library, later, "Thomas Moor")) == 1


def test_a_correction_follows_its_words_through_revisions(library: Library) -> None:
    url = some_url()
    first = ingest(library, SKERRY, url=url).article_id
    ingest(library, PIER)
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    last = marks(library, first, "Ida Fenwick")[-1]
    correct(
        library,
        Correction("move", ida, tom, targets=(Target(first, annotation_id=last.id),)),
    )
    ingest(library, "Update. The fog is gone.\n\n" + SKERRY, url=url)
    assert meant(library, first, "Ida Fenwick") == ["Ida Fenwick", "Tom Moor"]
    with library.writing() as s:
        assert whole(s)
        assert anchor_states.stale(s) == []


def test_two_that_were_told_apart_are_not_proposed_again_until_that_is_undone(
    library: Library,
) -> None:
    for text in ("Ida Fenwick came.", "Tom Fenwick came.", "It was Fenwick, said one."):
        ingest(library, text)
    with library.reading() as s:
        (first, *_) = merge_proposals.waiting(s).items
        count = len(merge_proposals.waiting(s).items)
    made = pipeline.correct(
        library, Correction("apart", first.first.id, first.second.id), EDITED_BY
    )
    with library.reading() as s:
        assert len(merge_proposals.waiting(s).items) == count - 1
    again(library)
    with library.reading() as s:
        assert len(merge_proposals.waiting(s).items) == count - 1
    pipeline.undo(library, made, EDITED_BY)
    with library.reading() as s:
        assert len(merge_proposals.waiting(s).items) == count


def test_what_cannot_be_meant_is_refused_with_its_reason(
    library: Library, skerry: int, pier: int
) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    said = marks(library, skerry, "It burns,", "quotation")[0].id
    for wanted in (
        Correction("merge", ida, ida),
        Correction("merge", ida),
        Correction("rename", ida, value="  "),
        Correction("rename", ida, value="Ida Fenwick"),
        Correction("rename", ida, value="x" * 201),
        Correction("rekind", ida, new_kind="ship"),
        Correction("split", ida, value="Other", new_kind="person"),
        Correction("move", ida, tom),
        Correction("move", ida, tom, targets=(Target(skerry, name="Nobody"),)),
        Correction("move", ida, tom, targets=(Target(skerry, annotation_id=said),)),
        Correction("reject", targets=(Target(skerry),)),
    ):
        with library.reading() as s, pytest.raises(Unprocessable):
            reach.count_reach(s, wanted)
    for wanted in (
        Correction("merge", ida, 10**6),
        Correction("move", ida, tom, targets=(Target(10**6),)),
        Correction("reject", targets=(Target(skerry, annotation_id=10**6),)),
    ):
        with library.reading() as s, pytest.raises(NotFound):
            reach.count_reach(s, wanted)
    with library.reading() as s, pytest.raises(NotFound):
        entries.get(s, 10**6)


def test_nothing_of_a_withdrawn_article_is_left_in_the_log(
    library: Library, skerry: int, pier: int
) -> None:
    tom = entity(library, "Tom Moor")
    said = marks(library, pier, "We wait,", "quotation")[0].id
    correct(library, Correction("rename", tom, value="Thomas Secret"))
    correct(
        library,
        Correction("speaker", value="Somebody Secret", targets=(Target(pier, annotation_id=said),)),
    )
    correct(
        library,
        Correction("split", tom, value="Other Secret", new_kind="person", targets=(Target(pier),)),
    )
    pipeline.withdraw(library, pier)
    with library.writing() as s:
        assert not list(s.scalars(select(StoredCorrectionTarget)))
        assert not any("Secret" in (c.value or "") for c in s.scalars(select(StoredCorrection)))
        assert not any("Secret" in e.name + (e.found_name or "") for e in s.scalars(select(Entity)))
        assert whole(s)
        assert len(entries.listed(s).items) == 3


def test_an_entity_that_lives_on_in_another_keeps_its_name_when_an_article_goes(
    library: Library, skerry: int, pier: int
) -> None:
    tom, ida = entity(library, "Tom Moor"), entity(library, "Ida Fenwick")
    later = ingest(library, "Tom Moor came back.").article_id
    made = correct(library, Correction("merge", tom, ida))
    pipeline.withdraw(library, pier)
    with library.reading() as s:
        assert entities.get(s, ANYONE, tom).merged_into == ida
    pipeline.undo(library, made, EDITED_BY)
    assert meant(library, later, "Tom Moor") == ["Tom Moor"]
    with library.writing() as s:
        assert entities.get(s, ANYONE, tom).name == "Tom Moor"
        assert whole(s)


def test_nothing_is_left_of_what_an_undone_split_founded_when_its_article_goes(
    library: Library, skerry: int, pier: int
) -> None:
    tom = entity(library, "Tom Moor")
    made = correct(
        library,
        Correction(
            "split",
            tom,
            value="Thomas Secret",
            new_kind="person",
            targets=(Target(pier, name="Tom Moor"),),
        ),
    )
    pipeline.undo(library, made, EDITED_BY)
    pipeline.withdraw(library, pier)
    with library.writing() as s:
        assert not any(
            "Secret" in e.name + e.folded + (e.found_name or "") + (e.found_folded or "")
            for e in s.scalars(select(Entity))
        )
        assert not any("Secret" in (c.value or "") for c in s.scalars(select(StoredCorrection)))


def test_no_correction_tells_anybody_who_is_named_in_closed_articles_alone(
    library: Library, skerry: int
) -> None:
    closed = ingest(
        library, "Zelda Quimby hid. “Never,” Quimby said.", visibility="private"
    ).article_id
    public = ingest(library, "“We wait,” said nobody. Ingrid Vale slept.").article_id
    zelda, ingrid, ida = (
        entity(library, name) for name in ("Zelda Quimby", "Ingrid Vale", "Ida Fenwick")
    )
    merged = correct(library, Correction("merge", zelda, ida))
    with library.reading() as s:
        assert (
            entities.get(s, ANYONE, zelda).name,
            entities.get(s, ANYONE, zelda).merged_into,
        ) == ("Ida Fenwick", ida)
        assert entities.get(s, EDITOR, zelda).name == "Zelda Quimby"
    pipeline.undo(library, merged, EDITED_BY)
    said = marks(library, public, "We wait,", "quotation")[0].id
    correct(
        library,
        Correction("speaker", other_id=zelda, targets=(Target(public, annotation_id=said),)),
    )
    with library.reading() as s:
        _, revision = articles.with_revision(s, ANYONE, public)
        rows = annotations.of_revision(s, ANYONE, revision.id or 0, "quotation")
        assert [(row.entity_id, row.entity_name) for row in rows] == [(None, None)]
        assert (
            full_text.find(s, EDITOR, "Zelda").items == []
            or closed == full_text.find(s, EDITOR, "Zelda").items[0].article.id
        )
    correct(library, Correction("merge", ingrid, zelda))
    with library.reading() as s:
        assert entities.get(s, ANYONE, zelda).name == "Ingrid Vale"


def test_the_search_finds_words_by_the_speaker_whom_a_person_named(
    library: Library, skerry: int, pier: int
) -> None:
    ida = entity(library, "Ida Fenwick")
    said = marks(library, pier, "We wait,", "quotation")[0].id
    correct(
        library,
        Correction("speaker", other_id=ida, targets=(Target(pier, annotation_id=said),)),
    )
    correct(library, Correction("rename", ida, value="Grace Underhill"))
    assert speakers(library, pier) == "Grace Underhill"
    with library.writing() as s:
        lifecycle.set_visibility(s, skerry, "private")
    assert speakers(library, pier) == "Grace Underhill"  # the article names her as well
    pipeline.withdraw(library, skerry)
    assert speakers(library, pier) == "Grace Underhill"


def speakers(library: Library, article_id: int) -> str:
    with library.reading() as s:
        return s.get_one(SearchEntry, article_id).speakers


def test_the_log_tells_who_when_and_what(library: Library, skerry: int, pier: int) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    made = correct(library, Correction("merge", tom, ida))
    with library.writing() as s:
        found = entries.get(s, made)
        assert (
            found.kind,
            found.entity and found.entity.name,
            found.other and found.other.name,
        ) == ("merge", "Tom Moor", "Ida Fenwick")
        assert [line.id for line in entries.listed(s, entity_id=tom).items] == [made]
        assert entries.listed(s, entity_id=10**6).items == []

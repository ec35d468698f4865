"""Withdrawn and private articles: what corrections of them may still say, and to whom."""

import pytest
from sqlmodel import select

from app import pipeline
from app.linking.corrections.correction import Correction, Target
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.corrections import entries
from app.store.db.library import Library
from app.store.entities import entities
from app.store.ingest import lifecycle
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.search import SearchEntry
from app.store.search import full_text
from tests.building import ingest
from tests.store.correcting import whole
from tests.store.corrections.making import EDITED_BY, correct, entity, marks, meant

pytestmark = pytest.mark.usefixtures("stub_layers")


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


def test_a_merged_entity_keeps_its_name_when_an_article_is_withdrawn(
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


@pytest.mark.slow
def test_nothing_is_left_of_an_undone_split_when_its_article_is_withdrawn(
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


def test_no_correction_reveals_a_name_that_only_private_articles_mention(
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


def test_the_search_finds_quotations_by_the_speaker_whom_an_editor_set(
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

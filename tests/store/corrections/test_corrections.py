"""Each kind of correction: applied, undone, kept when articles are annotated again."""

import re
from collections.abc import Callable, Iterator

import pytest

from app import layers, pipeline
from app.errors import Conflict, Gone
from app.layers.base import Doc, Earlier, Finding
from app.linking.corrections.correction import Correction, Target
from app.store.annotations import annotations
from app.store.articles.access import ANYONE, EDITOR
from app.store.corrections import reach
from app.store.corrections.reach import Reach
from app.store.db.library import Library
from app.store.entities import entities, merge_proposals
from app.store.passages import anchor_states
from app.store.statements import statements
from tests.building import Names, Quotations, ingest, some_url
from tests.store.correcting import whole
from tests.store.corrections.making import (
    EDITED_BY,
    PIER,
    SKERRY,
    again,
    correct,
    entity,
    marks,
    meant,
    undone_is_as_before,
)

pytestmark = pytest.mark.usefixtures("stub_layers")


@pytest.mark.slow
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


def test_a_split_creates_an_entity_that_is_not_proposed_for_merging(
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


@pytest.mark.slow
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


class NestedQuotations(Quotations):
    """Also finds what is in single marks, inside the double ones."""

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        yield from super().find(doc, earlier)
        for n, match in enumerate(re.finditer("‘([^’]+)’", doc.text)):
            body = {"type": "direct", "act": "speech", "attribution": f"n{n}", "source": None}
            body |= {"cue": None, "speaker": None, "chain": None}
            yield Finding("quotation", match.start(1), match.end(1), "direct", body, 0.9, "stub@1")


def test_a_rejected_quotation_no_longer_hides_the_one_inside_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), NestedQuotations()))
    text = "Ida Fenwick waved. “He shouted ‘fire’ and ran,” Fenwick said."
    article = ingest(library, text, date="2031-02-01").article_id
    (outer,) = marks(library, article, "He shouted ‘fire’ and ran,", "quotation")

    def quoted() -> list[str]:
        with library.reading() as s:
            lines = statements.quotes(s, ANYONE, listed=True).items
            return [text[x.annotation.start : x.annotation.end] for x in lines]

    def check() -> None:
        assert quoted() == ["fire"]

    assert quoted() == ["He shouted ‘fire’ and ran,"]
    undone_is_as_before(
        library,
        Correction("reject", targets=(Target(article, annotation_id=outer.id),)),
        check,
    )
    assert quoted() == ["He shouted ‘fire’ and ran,"]


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

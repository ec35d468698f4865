"""Requests resolved and previewed: what is proposed is what would be made, scope by scope."""

import pytest

from app import pipeline
from app.corrections import resolving
from app.corrections.previews import NameChoice, Preview, preview
from app.corrections.requests import CorrectionRequest
from app.errors import Unprocessable
from app.linking.corrections.correction import Target
from app.store.articles.access import EDITOR
from app.store.corrections import entries
from app.store.db.library import Library
from tests.building import ingest
from tests.store.corrections.making import EDITED_BY, PIER, SKERRY, entity, marks

pytestmark = pytest.mark.usefixtures("stub_layers")


@pytest.fixture
def skerry(sqlite_library: Library) -> int:
    skerry = ingest(sqlite_library, SKERRY, date="2031-02-01").article_id
    ingest(sqlite_library, PIER, date="2031-03-01")
    return skerry


def previewed(library: Library, request: CorrectionRequest) -> Preview:
    with library.reading() as s:
        shown = preview(s, EDITOR, request)
    assert isinstance(shown, Preview)
    return shown


def test_every_scope_makes_what_its_preview_says(sqlite_library: Library, skerry: int) -> None:
    ida, tom = entity(sqlite_library, "Ida Fenwick"), entity(sqlite_library, "Tom Moor")
    words = marks(sqlite_library, skerry, "Fenwick")[0].id
    request = CorrectionRequest(do="move", annotation=words, other=tom)
    shown = previewed(sqlite_library, request)
    assert [option.scope for option in shown.options] == ["words", "name", "article"]
    assert [option.correction.targets for option in shown.options] == [
        (Target(skerry, annotation_id=words),),
        (Target(skerry, name="Fenwick"),),
        (Target(skerry),),
    ]
    for option in shown.options:
        assert (option.correction.entity_id, option.correction.other_id) == (ida, tom)
        with sqlite_library.reading() as s:
            asked = request.model_copy(update={"scope": option.scope})
            correction, _ = resolving.resolve(s, EDITOR, asked)
        assert correction == option.correction
        made = pipeline.correct(sqlite_library, correction, EDITED_BY)
        with sqlite_library.reading() as s:
            entry = entries.get(s, made)
        assert (entry.passages, entry.articles) == (
            option.touched.passages,
            option.touched.articles,
        )
        pipeline.undo(sqlite_library, made, EDITED_BY)


def test_the_fields_of_a_preview_ask_for_the_same_again(
    sqlite_library: Library, skerry: int
) -> None:
    ida = entity(sqlite_library, "Ida Fenwick")
    typed = CorrectionRequest(do="merge", entity=ida, to="tom moor")
    shown = previewed(sqlite_library, typed)
    fields = dict(shown.fields)
    assert fields == {
        "do": "merge",
        "entity": str(ida),
        "other": str(entity(sqlite_library, "Tom Moor")),
    }
    again = previewed(sqlite_library, CorrectionRequest(**fields))
    assert again == shown


def test_a_name_that_nobody_or_several_have_is_a_choice(
    sqlite_library: Library, skerry: int
) -> None:
    ingest(sqlite_library, "Tom Fenwick came.")
    tom = entity(sqlite_library, "Tom Moor")
    with sqlite_library.reading() as s:
        several = preview(s, EDITOR, CorrectionRequest(do="merge", entity=tom, to="Fenwi"))
        nobody = preview(s, EDITOR, CorrectionRequest(do="merge", entity=tom, to="Zeppelin"))
    assert isinstance(several, NameChoice)
    assert {row.name for row, _ in several.candidates} == {"Ida Fenwick", "Tom Fenwick"}
    for row, query in several.candidates:
        assert query == f"do=merge&entity={tom}&other={row.id}"
    assert isinstance(nobody, NameChoice)
    assert nobody.candidates == []


def test_a_part_that_keeps_its_entity_leaves_the_others_to_the_new_one(
    sqlite_library: Library, skerry: int
) -> None:
    ida = entity(sqlite_library, "Ida Fenwick")
    split = CorrectionRequest(do="split", entity=ida, value="Captain Ida", article=[skerry])
    shown = previewed(sqlite_library, split)
    assert [t.article_id for t in shown.options[0].correction.targets] == [skerry]
    assert (shown.rest, shown.options[0].correction.new_kind) == (1, "person")
    kept = previewed(sqlite_library, split.model_copy(update={"keep": "chosen"}))
    assert skerry not in [t.article_id for t in kept.options[0].correction.targets]
    everywhere = [t.article_id for t in (*kept.options[0].correction.targets, Target(skerry))]
    with sqlite_library.reading() as s, pytest.raises(Unprocessable, match="No article"):
        preview(s, EDITOR, split.model_copy(update={"keep": "chosen", "article": everywhere}))

"""Between the steps of a correction, and in the search index, no closed article's name is shown."""

import pytest
from sqlmodel import select

from app import pipeline
from app.linking.corrections.correction import Correction, Target
from app.store.articles.access import ANYONE
from app.store.corrections import unfinished
from app.store.db.library import Library
from app.store.entities import entities
from app.store.schema.search import SearchEntry
from app.store.search import full_text
from app.unfinished_corrections import steps
from tests.building import ingest
from tests.store.corrections.making import EDITED_BY, entity, marks

pytestmark = pytest.mark.usefixtures("stub_layers")
PUBLIC = (
    "Ida Fenwick lit the lamp. “It burns,” Tom Moor said.",
    "Ida Fenwick left the lamp. “It smokes,” Tom Moor said.",
    "Ida Fenwick sold the lamp.",
)


@pytest.fixture
def papers(library: Library) -> list[int]:
    """Public articles that name Ida Fenwick; a closed one names somebody that no other does."""
    public = [ingest(library, words, date="2031-02-01").article_id for words in PUBLIC]
    ingest(library, "Secret Informant lit a lamp.", date="2031-03-01", visibility="private")
    return public


@pytest.fixture
def tiny_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)


def shown(library: Library) -> set[str]:
    with library.reading() as s:
        return {row.name for row in entities.find_all(s, ANYONE).items}


def indexed(library: Library) -> set[str]:
    """Every speaker whose quotations the search finds."""
    with library.reading() as s:
        return {name for row in s.scalars(select(SearchEntry)) for name in row.speakers.split("\n")}


def say(library: Library, article_id: int, words: str, speaker: int) -> int:
    said = marks(library, article_id, words, "quotation")[0].id
    target = Target(article_id, annotation_id=said)
    return pipeline.correct(
        library, Correction("speaker", other_id=speaker, targets=(target,)), EDITED_BY
    )


def step(library: Library) -> None:
    with library.writing() as s:
        unfinished.step(s, 1)


@pytest.mark.usefixtures("tiny_steps")
def test_no_step_of_a_merge_or_of_its_undoing_shows_a_closed_name(
    library: Library, papers: list[int]
) -> None:
    secret = entity(library, "Secret Informant")
    merge = Correction("merge", entity(library, "Ida Fenwick"), secret)
    made = pipeline.correct(library, merge, EDITED_BY)
    for _ in papers[1:]:
        assert shown(library) == {"Ida Fenwick", "Tom Moor"}
        with library.reading() as s:
            assert unfinished.find(s, made)
            assert entities.get(s, ANYONE, secret).name == "Ida Fenwick"
        step(library)
    assert shown(library) == {"Ida Fenwick", "Tom Moor"}
    pipeline.undo(library, made, EDITED_BY)
    for _ in papers:
        assert shown(library) == {"Ida Fenwick", "Tom Moor"}
        step(library)
    assert entity(library, "Secret Informant") == secret


@pytest.mark.usefixtures("tiny_steps")
def test_a_name_does_not_wait_for_the_last_step_which_may_touch_nothing(
    library: Library, papers: list[int]
) -> None:
    secret = entity(library, "Secret Informant")
    move = Correction(
        "move",
        entity(library, "Ida Fenwick"),
        secret,
        targets=tuple(Target(article_id) for article_id in papers[:2]),
    )
    pipeline.correct(library, move, EDITED_BY)
    with library.reading() as s:
        assert unfinished.every(s)
        assert entities.get(s, ANYONE, secret).name == "Ida Fenwick"
    pipeline.withdraw(library, papers[1])
    steps.finish(library)
    with library.reading() as s:
        assert unfinished.every(s) == []
        assert entities.get(s, ANYONE, secret).name == "Ida Fenwick"


@pytest.mark.parametrize("is_stepwise", [False, True])
def test_the_most_used_name_is_shown_in_the_end_whatever_the_first_step_met(
    library: Library, monkeypatch: pytest.MonkeyPatch, is_stepwise: bool
) -> None:
    if is_stepwise:
        monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
        monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)
    ingest(library, "Ida Fenwick lit the lamp.", date="2031-02-01")
    for lamp in ("first", "second"):
        ingest(library, f"Ada Reef lit the {lamp} lamp.", date="2031-02-01")
    ingest(library, "Secret Informant hid.", date="2031-02-01", visibility="private")
    ida, ada, secret = (
        entity(library, name) for name in ("Ida Fenwick", "Ada Reef", "Secret Informant")
    )
    pipeline.correct(library, Correction("merge", ida, ada), EDITED_BY)
    pipeline.correct(library, Correction("merge", ada, secret), EDITED_BY)
    assert "Secret Informant" not in shown(library)
    while not steps.finish(library):
        pass
    assert shown(library) == {"Ada Reef"}


def test_the_index_of_a_public_article_never_holds_a_closed_name(
    library: Library, papers: list[int]
) -> None:
    ida, secret = entity(library, "Ida Fenwick"), entity(library, "Secret Informant")
    say(library, papers[0], "It burns,", ida)
    say(library, papers[1], "It smokes,", secret)
    assert indexed(library) == {"Ida Fenwick", ""}
    made = pipeline.correct(library, Correction("merge", ida, secret), EDITED_BY)
    assert indexed(library) == {"Ida Fenwick", ""}
    pipeline.annotate_revision(library, papers[0])
    with library.reading() as s:
        assert full_text.find(s, ANYONE, "Informant").items == []
    # The quotation of the second article is found by the name that may be read now, and no longer.
    assert speakers(library, papers[1]) == "Ida Fenwick"
    pipeline.undo(library, made, EDITED_BY)
    assert speakers(library, papers[1]) == ""
    assert speakers(library, papers[0]) == "Ida Fenwick"


def speakers(library: Library, article_id: int) -> str:
    with library.reading() as s:
        return s.get_one(SearchEntry, article_id).speakers

"""Captures that are stored together: as if each had been stored by itself."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from sqlmodel import Session

from app import pipeline
from app.errors import GlossError
from app.store.db.library import Library
from app.store.ingest import adding
from app.store.ingest.captures import Capture, Outcome, StoredRevision
from tests.building import draft

URL = "https://ostra.example/ferry-"
CAPTURES = [
    Capture(draft("The ferry sailed.")),
    Capture(draft("The mole fell.", url=URL + "1")),
    Capture(draft("The mole fell.", url=URL + "1/?utm_source=x")),
    Capture(replace(draft("The quay is closed."), text=" ")),
    Capture(draft("The mole stands again.", url=URL + "1")),
    Capture(draft("The ferry sailed.")),
    Capture(draft("Nobody sees this.", url=URL + "2"), visibility="private"),
    Capture(draft("The mole fell.", url=URL + "1"), visibility="private"),
    Capture(draft("It moved.", url=URL + "4"), known_as=(URL + "2",)),
    Capture(draft("Erased.", url=URL + "3")),
    Capture(draft("A line.", url=URL + "5"), visibility="nobody"),
    Capture(replace(draft("A wall."), spellings=("https://[",))),
    Capture(draft("The pilot is home.")),
]


class Undone(Exception):
    """Rolls a transaction back."""


def one_by_one(s: Session, captures: Sequence[Capture]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for capture in captures:
        try:
            with s.begin_nested():
                outcomes.append(adding.add(s, capture))
        except GlossError as error:
            outcomes.append(error)
    return outcomes


def described(outcomes: Sequence[Outcome]) -> list[tuple[object, ...]]:
    """Each outcome without ids: of a stored one the place of its article among all articles."""
    ids = sorted({one.article_id for one in outcomes if isinstance(one, StoredRevision)})
    return [
        (ids.index(one.article_id), one.number, one.created)
        if isinstance(one, StoredRevision)
        else (type(one), one.message)
        for one in outcomes
    ]


def test_captures_stored_together_are_stored_as_one_by_one(library: Library) -> None:
    withdrawn = pipeline.ingest(library, draft("Erased.", url=URL + "3"))
    pipeline.withdraw(library, withdrawn.article_id)
    with suppress(Undone), library.writing() as s:
        expected = described(one_by_one(s, CAPTURES))
        raise Undone
    with library.writing() as s:
        assert described(adding.add_all(s, CAPTURES)) == expected
    assert [created for *_, created in expected].count(True) == 6

"""A joint quotation is listed under each speaker and follows corrections of their names."""

import pytest
from sqlmodel import Session, select

from app.layers import AnnotatedText
from app.layers.base import Finding
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.store.schema.annotations import Annotation, FurtherSpeaker
from app.store.statements import statements
from tests.building import ingest

pytestmark = pytest.mark.usefixtures("stub_layers")

TEXT = "Ida Fenwick sailed. Both Ida Fenwick and Silas Thorne condemned the long wait at the quay."
VERSIONS = {"entity": ("test", "1"), "quotation": ("test", "1")}


def name(words: str, at: int, chain: str) -> Finding:
    body = {"kind": "person", "name": words, "chain": chain, "role": None}
    return Finding("entity", at, at + len(words), "person", body, 0.9, "test@1")


def joint(jointly: bool = True) -> list[Finding]:
    start, source = TEXT.index("the long wait"), TEXT.index("Both")
    speakers = [{"speaker": "Ida Fenwick", "chain": "a"}, {"speaker": "Silas Thorne", "chain": "b"}]
    body = {
        "type": "indirect",
        "attribution": "q1",
        "source": {"start": source, "end": TEXT.index(" condemned"), "exact": ""},
        "cue": None,
        "speaker": "Ida Fenwick",
        "chain": "a",
    }
    told = body | ({"speakers": speakers} if jointly else {})
    names = [
        name("Ida Fenwick", 0, "a"),
        name("Ida Fenwick", TEXT.rindex("Ida"), "a"),
        name("Silas Thorne", TEXT.index("Silas"), "b"),
    ]
    return [*names, Finding("quotation", start, len(TEXT) - 1, "indirect", told, 0.9, "test@1")]


def keep(library: Library, revision_id: int, findings: list[Finding]) -> None:
    with library.writing() as s:
        annotation_store.keep(s, revision_id, AnnotatedText(tuple(findings)), VERSIONS)


def said_by(s: Session, who: str | int) -> list[int]:
    return [line.annotation.id for line in statements.quotes(s, ANYONE, speaker=who).items]


def entity_of(s: Session, words: str) -> int:
    rows = s.scalars(select(Annotation).where(Annotation.layer == "entity"))
    return next(r.entity_id or 0 for r in rows if r.body["name"] == words)


def test_what_two_said_is_listed_under_both(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    keep(library, stored.revision_id, joint())
    with library.reading() as s:
        (quotation,) = s.scalars(select(Annotation.id).where(Annotation.layer == "quotation"))
        assert [said_by(s, who) for who in ("Ida Fenwick", "Silas Thorne", "Nobody Else")] == [
            [quotation],
            [quotation],
            [],
        ]
        for who in ("Ida Fenwick", "Silas Thorne"):
            assert said_by(s, entity_of(s, who)) == [quotation]
            said = statements.of_entity(s, ANYONE, entity_of(s, who), 5).said
            assert [line.annotation.id for line in said] == [quotation]


def test_a_further_speaker_is_whoever_the_mention_names_now(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    keep(library, stored.revision_id, joint())
    with library.writing() as s:
        thorne, fenwick = entity_of(s, "Silas Thorne"), entity_of(s, "Ida Fenwick")
        for row in s.scalars(select(Annotation).where(Annotation.entity_id == thorne)):
            row.entity_id = fenwick
    with library.reading() as s:
        assert said_by(s, thorne) == []
        assert len(said_by(s, fenwick)) == 1


def test_who_is_not_found_to_speak_any_more_is_forgotten(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    keep(library, stored.revision_id, joint())
    keep(library, stored.revision_id, joint(jointly=False))
    with library.reading() as s:
        assert said_by(s, "Silas Thorne") == []
        assert len(said_by(s, "Ida Fenwick")) == 1
        assert s.scalars(select(FurtherSpeaker)).all() == []

"""A library annotated by rules is annotated again by the model: ids and people's rows stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app import layers, pipeline
from app.engines.model.choice import ModelChoice
from app.errors import Gone
from app.layers.base import Doc, Earlier, Finding
from app.store.annotations import annotations, runs
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Revision
from app.store.statements import statements
from tests.building import by_hand, ingest, some_url

TEXT = (
    "Ida Fenwick of the Harbour Board said that the light of Skerry Rock was out. She hoped "
    "that it would burn again."
)


@dataclass(frozen=True)
class Phrases:
    """A layer that finds given phrases, each with its kind and confidence, as a given engine."""

    name: str
    engine: str
    found: tuple[tuple[str, str, float], ...]
    version: str = "1"
    label: str = "Phrases"
    card: str | None = None
    kinds: tuple[str, ...] = ("person", "organization", "place", "indirect", "mixed", "claim")
    threshold: float = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        for phrase, kind, confidence in self.found:
            at = doc.text.find(phrase)
            if at >= 0:
                body = (
                    {"name": phrase, "chain": phrase, "kind": kind}
                    if self.name == "entity"
                    else {"act": "speech", "found_by": self.engine}
                )
                yield Finding(
                    self.name,
                    at,
                    at + len(phrase),
                    kind,
                    body,
                    confidence,
                    f"{self.engine}@{self.version}",
                )


RULES = (
    Phrases(
        "entity",
        "rules",
        (
            ("Ida Fenwick", "person", 0.8),
            ("Harbour Board", "organization", 0.7),
            ("Skerry", "person", 0.6),
        ),
    ),
    Phrases(
        "quotation",
        "rules",
        (
            ("that the light of Skerry Rock was out", "indirect", 0.8),
            ("that it would burn again", "indirect", 0.5),
        ),
    ),
    Phrases("claim", "rules", (("She hoped", "claim", 0.8),)),
)
MODEL = (
    Phrases(
        "entity",
        "tagger",
        (
            ("Ida Fenwick", "person", 0.99),
            ("Harbour Board", "place", 0.9),
            ("Skerry Rock", "place", 0.95),
        ),
    ),
    Phrases(
        "quotation",
        "tagger",
        (
            ("that the light of Skerry Rock was out", "indirect", 0.9),
            ("it would burn again", "indirect", 0.6),
        ),
    ),
    Phrases("claim", "tagger", ()),
)
Known = dict[tuple[str, str, str], Annotation]


def known(library: Library, revision_id: int, *, live: bool = True) -> Known:
    """The annotations of a revision by layer, words and kind."""
    with library.reading() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        rows = s.scalars(
            select(Annotation)
            .where(Annotation.revision_id == revision_id)
            .order_by(col(Annotation.id))
        )
        return {
            (a.layer, revision.text[a.start : a.end], a.kind): a
            for a in rows
            if (a.retired_at is None) == live
        }


def again(
    library: Library, monkeypatch: pytest.MonkeyPatch, made_by: tuple[Phrases, ...], **how: Any
) -> int:
    """Annotates what is stale with these layers; how many revisions that were."""
    monkeypatch.setattr(layers, "LAYERS", made_by)
    return pipeline.annotate_pending(library, **how)


@pytest.fixture(autouse=True)
def by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "LAYERS", RULES)


def test_what_another_engine_finds_again_keeps_its_id_and_says_who_found_it_now(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    before = known(library, stored.revision_id)
    assert again(library, monkeypatch, MODEL) == 1
    after = known(library, stored.revision_id)
    kept = before.keys() & after.keys()
    assert {words for _, words, _ in kept} == {
        "Ida Fenwick",
        "that the light of Skerry Rock was out",
    }
    for key in kept:
        was, now = before[key], after[key]
        assert (now.id, now.created_at, now.entity_id) == (was.id, was.created_at, was.entity_id)
        assert (was.creator, now.creator) == ("rules@1", "tagger@1")
        assert now.confidence > was.confidence
        assert now.body != was.body or now.layer == "entity"
    new = {a.id for key, a in after.items() if key not in before}
    assert new.isdisjoint({a.id for a in before.values()})


def test_what_is_not_found_again_is_gone_and_names_what_took_its_place(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    before = known(library, stored.revision_id)
    again(library, monkeypatch, MODEL)
    after = known(library, stored.revision_id)
    successors = {
        ("entity", "Harbour Board", "organization"): ("entity", "Harbour Board", "place"),
        ("entity", "Skerry", "person"): ("entity", "Skerry Rock", "place"),
        ("quotation", "that it would burn again", "indirect"): (
            "quotation",
            "it would burn again",
            "indirect",
        ),
        ("claim", "She hoped", "claim"): None,
    }
    assert successors.keys() == before.keys() - after.keys()
    with library.reading() as s:
        for old, new in successors.items():
            with pytest.raises(Gone) as gone:
                annotations.get(s, ANYONE, before[old].id or 0)
            assert gone.value.successor == (str(after[new].id) if new else None)


def test_going_back_to_the_old_engine_gives_every_old_id_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    before = known(library, stored.revision_id)
    again(library, monkeypatch, MODEL)
    model = known(library, stored.revision_id)
    assert again(library, monkeypatch, RULES) == 1
    back = known(library, stored.revision_id)
    assert {key: a.id for key, a in back.items()} == {key: a.id for key, a in before.items()}
    assert {a.creator for a in back.values()} == {"rules@1"}
    retired = known(library, stored.revision_id, live=False)
    assert retired.keys() == model.keys() - before.keys()
    assert (
        retired["entity", "Skerry Rock", "place"].successor_id
        == before["entity", "Skerry", "person"].id
    )


def test_what_a_person_wrote_is_never_touched_wherever_it_stands(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    at = TEXT.index("Harbour Board")
    with library.writing() as s:
        revision = s.get(Revision, stored.revision_id)
        assert revision is not None
        for layer, kind, end in (
            ("note", "comment", at + 7),
            ("entity", "organization", at + 13),
            ("claim", "claim", at + 20),
        ):
            by_hand(
                s,
                revision,
                Finding(layer, at, end, kind, {"text": layer}, 1.0, "person:1"),
                exact=("Harbour", "the ", " Board"),
            )

    def of_people() -> list[dict[str, Any]]:
        with library.reading() as s:
            rows = s.scalars(
                select(Annotation)
                .where(col(Annotation.creator).like("person:%"))
                .order_by(col(Annotation.id))
            )
            return [row.model_dump() for row in rows]

    before = of_people()
    assert len(before) == 3
    for made_by in (MODEL, RULES):
        again(library, monkeypatch, made_by)
        pipeline.annotate_pending(library, everything=True)
        assert of_people() == before


def test_a_successor_is_never_what_its_reader_may_not_see(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    old = known(library, stored.revision_id)["claim", "She hoped", "claim"]
    with library.writing() as s:
        revision = s.get(Revision, stored.revision_id)
        assert revision is not None
        by_hand(
            s,
            revision,
            Finding("claim", old.start, old.end, "claim", {}, 1.0, "person:1"),
            visibility="private",
        )
    again(library, monkeypatch, MODEL)
    with library.reading() as s, pytest.raises(Gone) as gone:
        annotations.get(s, ANYONE, old.id or 0)
    assert gone.value.successor is None


def test_an_article_is_annotated_again_whole_or_not_at_all(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, TEXT)

    def everything() -> list[list[dict[str, Any]]]:
        with library.reading() as s:
            shown = [
                s.scalars(select(table).order_by(col(table.id)))
                for table in (Annotation, AnnotationRun)
            ]
            return [[row.model_dump() for row in rows] for rows in shown]

    before = everything()

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(runs, "record", broken)  # the last thing that is written about the layers
        with pytest.raises(OSError, match="full"):
            again(library, patched, MODEL)
    assert everything() == before
    assert again(library, monkeypatch, MODEL) == 1


@pytest.mark.slow
def test_an_interrupted_run_goes_on_and_leaves_no_article_half_done(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = [ingest(library, TEXT, url=some_url()).revision_id for _ in range(5)]
    ids = [{key: a.id for key, a in known(library, r).items()} for r in stored]

    def creators() -> list[set[str]]:
        return [{a.creator for a in known(library, r).values()} for r in stored]

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        again(library, monkeypatch, MODEL, progress=interrupt)
    assert creators() == [{"tagger@1"}] * 2 + [{"rules@1"}] * 3
    assert again(library, monkeypatch, MODEL) == 3
    assert creators() == [{"tagger@1"}] * 5
    for revision_id, had in zip(stored, ids, strict=True):
        have = known(library, revision_id)
        assert all(have[key].id == id_ for key, id_ in had.items() if key in have)


def test_stale_is_what_another_engine_or_version_annotated_and_nothing_else(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = some_url()
    old = [
        ingest(library, words, url=url).revision_id for words in (TEXT, TEXT + " Nobody came.")
    ]  # an earlier revision is read too
    withdrawn = ingest(library, "Skerry is gone.")
    monkeypatch.setattr(layers, "LAYERS", MODEL)
    new = ingest(library, "Ida Fenwick came.").revision_id
    pipeline.withdraw(library, withdrawn.article_id)
    with library.reading() as s:
        assert runs.pending(s, pipeline.versions(library)) == old
        assert runs.count_pending(s, pipeline.versions(library)) == len(old)
    seen: list[tuple[int, int]] = []
    assert pipeline.annotate_pending(library, progress=lambda *at: seen.append(at)) == 2
    assert seen == [(1, 2), (2, 2)]
    assert pipeline.annotate_pending(library) == 0
    newer = (*MODEL[:2], Phrases("claim", "tagger", (), version="2"))
    monkeypatch.setattr(layers, "LAYERS", newer)
    with library.reading() as s:
        assert runs.pending(s, pipeline.versions(library)) == [*old, new]
        done = s.scalars(
            select(AnnotationRun)
            .where(AnnotationRun.revision_id == old[0])
            .order_by(col(AnnotationRun.layer))
        )
        model = ModelChoice(library.settings.model).version
        version = f"1+{model}"  # the layer's own and the model's
        assert [(r.layer, r.engine, r.version) for r in done] == [
            ("claim", "tagger", version),
            ("entity", "tagger", version),
            ("quotation", "tagger", version),
        ]


def test_lists_and_counts_say_what_the_new_engine_found(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, TEXT)
    again(library, monkeypatch, MODEL)
    with library.reading() as s:
        assert {q.annotation.creator for q in statements.quotes(s, ANYONE).items} == {"tagger@1"}
        assert statements.claims(s, ANYONE).items == []
        assert articles.get(s, EDITOR, stored.article_id).doubts == 0


phrases = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 6), st.sampled_from(["person", "place"])),
    max_size=6,
    unique=True,
)


@pytest.mark.slow
@settings(max_examples=25)
@given(phrases, phrases)
def test_whatever_two_engines_find_what_both_found_keeps_its_id(
    sqlite_library: Library, first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    text = "abcdefghijklmno"

    def layer(engine: str, found: list[tuple[int, int, str]]) -> Phrases:
        return Phrases("claim", engine, tuple((text[a : a + n], kind, 0.9) for a, n, kind in found))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(layers, "LAYERS", (layer("rules", first),))
        stored = ingest(sqlite_library, text, url=some_url())
        before = known(sqlite_library, stored.revision_id)
        assert again(sqlite_library, patched, (layer("tagger", second),)) >= 1
        after = known(sqlite_library, stored.revision_id)
    assert all(after[key].id == before[key].id for key in before.keys() & after.keys())
    gone = known(sqlite_library, stored.revision_id, live=False)
    assert gone.keys() == before.keys() - after.keys()
    living = {a.id: a for a in after.values()}
    for a in gone.values():
        over = [b for b in living.values() if b.start < a.end and a.start < b.end]
        assert (a.successor_id in living) == bool(over)

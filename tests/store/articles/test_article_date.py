"""An article's date: declared, doubted, given by the editor and taken back, with its effects."""

import json
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app import layers, pipeline
from app.corrections.replaying import replay_log
from app.errors import Conflict, Unprocessable
from app.layers.base import Doc, Earlier, Finding
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Target
from app.store.annotations import annotations, runs
from app.store.articles import article_date, articles
from app.store.articles.access import ANYONE
from app.store.corrections import replay
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities
from app.store.ingest import annotation_store
from app.store.schema.articles import Article
from app.text.spans import Doubt, Span
from tests.building import Names, draft, ingest, some_url

PERSON = PersonCreator(1)
CONFLICT = Doubt("declared-date-conflict", "Its page gives another day.")


class Dates:
    """“that day” is the article's date; a text that mentions 2022 doubts any earlier one."""

    name, label, card, engine, version, threshold = "date", "Dates", None, "stub", "1", 0.5
    kinds: tuple[str, ...] = ("date",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding | Doubt]:
        at = doc.text.find("that day")
        if at >= 0:
            day = doc.declared.isoformat() if doc.declared else None
            yield Finding(
                "date",
                at,
                at + 8,
                "date",
                {"value": day, "relative": True, "anchor": day},
                0.9,
                "stub@1",
            )
        at = doc.text.find("2022")
        if at >= 0 and doc.declared and doc.declared.year < 2022 and not doc.date_settled:
            yield Doubt("date-of-record", "The text speaks of 2022.", (Span(at, at + 4),))


@pytest.fixture(autouse=True)
def _layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), Dates()))


def give(library: Library, article_id: int, value: str) -> int:
    return pipeline.correct(
        library, Correction("date", value=value, targets=(Target(article_id),)), PERSON
    )


def about(library: Library, article_id: int) -> tuple[str | None, bool, bool, int]:
    with library.reading() as s:
        a = articles.get(s, ANYONE, article_id)
        return a.published_on, a.date_doubted, a.date_settled, a.doubts


def resolved(s: Session, article: Article) -> list[str | None]:
    rows = annotations.of_revision(s, ANYONE, article.newest_revision_id or 0)
    return [row.body["value"] for row in rows if row.layer == "date"]


def test_lists_know_that_a_date_is_doubted_by_the_source_or_by_the_text(library: Library) -> None:
    by_source = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(CONFLICT,))
    by_text = ingest(library, "Ann Ash came in 2022.", date="2017-05-01")
    other = ingest(
        library,
        "Ann Ash came.",
        date="2031-05-01",
        doubts=(Doubt("language", "It may be Norwegian."),),
        url=some_url(),
    )
    undated = ingest(
        library,
        "Ann Ash left in 2022.",
        doubts=(Doubt("declared-date-unreadable", "It is from the day of fools."),),
    )
    assert about(library, by_source.article_id) == ("2031-05-01", True, False, 1)
    assert about(library, by_text.article_id) == ("2017-05-01", True, False, 1)
    assert about(library, other.article_id) == ("2031-05-01", False, False, 1)
    assert about(library, undated.article_id) == (None, False, False, 1)


def test_a_new_revision_is_doubted_for_itself(library: Library) -> None:
    url = some_url()
    stored = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(CONFLICT,), url=url)
    ingest(library, "Ann Ash came back.", date="2031-05-01", url=url)
    assert about(library, stored.article_id) == ("2031-05-01", False, False, 0)


def test_a_person_settles_a_doubt_and_everything_follows(library: Library) -> None:
    stored = ingest(
        library, "The captain Ann Ash came in 2022. She left that day.", date="2017-07-11"
    )
    later = ingest(library, "Ann Ash slept.", date="2020-01-01").article_id
    give(library, stored.article_id, "2022-09-30")
    assert about(library, stored.article_id) == ("2022-09-30", False, True, 0)
    with library.reading() as s:
        found = articles.get(s, ANYONE, stored.article_id)
        assert resolved(s, found) == ["2022-09-30"]
        ann = entities.find_all(s, ANYONE).items[0].id
        assert [(m.month, m.doubted) for m in cooccurrence.over_time(s, ANYONE, ann).months] == [
            ("2020-01", 0),
            ("2022-09", 0),
        ]
        assert [a.id for a in articles.newest(s, ANYONE).items] == [stored.article_id, later]
        assert [r.published_on for r in entities.roles(s, ANYONE, ann)] == ["2022-09-30"]
        revision = articles.revision(s, found)
        assert revision.declared_date == "2017-07-11"  # what the source says is kept
        read = annotation_store.doc(s, revision.id or 0)
        assert read is not None
        assert read.date_settled
        held = article_date.settled(s, stored.article_id)
        assert held is not None
        assert held.value == "2022-09-30"


def test_what_was_given_can_be_taken_back(library: Library) -> None:
    stored = ingest(library, "Ann Ash came in 2022. She left that day.", date="2017-07-11")
    before = about(library, stored.article_id)
    first = give(library, stored.article_id, "2022-09-30")
    second = give(library, stored.article_id, "2022-10-01")
    pipeline.undo(library, second, PERSON)
    assert about(library, stored.article_id)[0] == "2022-09-30"
    pipeline.undo(library, first, PERSON)
    assert about(library, stored.article_id) == before
    with library.reading() as s:
        found = articles.get(s, ANYONE, stored.article_id)
        assert resolved(s, found) == ["2017-07-11"]
        assert found.sorted_on == "2017-07-11"
    with pytest.raises(Conflict):
        pipeline.undo(library, first, PERSON)


def test_confirming_the_declared_date_settles_it_too(library: Library) -> None:
    stored = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(CONFLICT,))
    give(library, stored.article_id, "2031-05-01")
    assert about(library, stored.article_id) == ("2031-05-01", False, True, 0)


def test_an_undated_article_is_given_a_date_and_its_relative_dates_a_day(library: Library) -> None:
    stored = ingest(library, "Ann Ash came that day.")
    with library.reading() as s:
        captured = articles.get(s, ANYONE, stored.article_id)
        assert captured.sorted_on == captured.created_at.date().isoformat()
        assert resolved(s, captured) == [None]
    pipeline.date(library, stored.article_id, "2031-05-01", PERSON)
    with library.reading() as s:
        assert resolved(s, articles.get(s, ANYONE, stored.article_id)) == ["2031-05-01"]
    pipeline.date(library, stored.article_id, "2031-05-02", PERSON)
    pipeline.date(library, stored.article_id, None, PERSON)
    assert about(library, stored.article_id) == (None, False, False, 0)


def test_no_new_revision_undoes_what_a_person_said(library: Library) -> None:
    url = some_url()
    stored = ingest(library, "Ann Ash came in 2022.", date="2017-07-11", url=url)
    give(library, stored.article_id, "2022-09-30")
    ingest(library, "Ann Ash came back in 2022.", date="2017-07-12", url=url)
    assert about(library, stored.article_id) == ("2022-09-30", False, True, 0)


@pytest.mark.slow
def test_earlier_revisions_are_resolved_by_the_given_date_too(library: Library) -> None:
    url = some_url()
    first = ingest(library, "Ann Ash came that day.", date="2017-07-11", url=url)
    second = ingest(library, "Ann Ash came back that day.", date="2017-07-11", url=url)
    give(library, first.article_id, "2022-09-30")
    with library.reading() as s:
        for stored in (first, second):
            rows = annotations.of_revision(s, ANYONE, stored.revision_id)
            assert [row.body["value"] for row in rows if row.layer == "date"] == ["2022-09-30"]
        assert runs.count_pending(s, pipeline.versions(library)) == 0


def test_should_annotating_not_come_about_the_dates_stay_pending(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, "Ann Ash came that day.", date="2017-07-11")
    with monkeypatch.context() as m:
        m.setattr(pipeline, "annotate_revision", lambda *_: None)
        give(library, stored.article_id, "2022-09-30")
    with library.reading() as s:
        assert runs.pending(s, pipeline.versions(library)) == [stored.revision_id]
    pipeline.annotate_pending(library)
    with library.reading() as s:
        assert resolved(s, articles.get(s, ANYONE, stored.article_id)) == ["2022-09-30"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2022",
        "2022-09",
        "2022-02-30",
        "30 September 2022",
        "20220930",
        "2022-09-30T10:00",
        "²022-09-30",
    ],
)
def test_what_is_no_day_is_no_date(library: Library, value: str) -> None:
    stored = ingest(library, "Ann Ash came.")
    with pytest.raises(Unprocessable):
        give(library, stored.article_id, value)
    assert about(library, stored.article_id) == (None, False, False, 0)


def test_a_date_is_that_of_one_article_and_given_once(library: Library) -> None:
    stored = ingest(library, "Ann Ash came.")
    other = ingest(library, "Ann Ash left.")
    for places in (
        (),
        (Target(stored.article_id), Target(other.article_id)),
        (Target(stored.article_id, name="Ann Ash"),),
    ):
        with pytest.raises(Unprocessable):
            pipeline.correct(
                library, Correction("date", value="2022-09-30", targets=places), PERSON
            )
    give(library, stored.article_id, "2022-09-30")
    with pytest.raises(Unprocessable, match="Nothing would change"):
        give(library, stored.article_id, "2022-09-30")


def test_a_withdrawn_article_leaves_no_date_behind(library: Library) -> None:
    stored = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(CONFLICT,))
    give(library, stored.article_id, "2022-09-30")
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s:
        row = s.get_one(Article, stored.article_id)
        assert (row.published_on, row.date_doubted, row.date_settled, row.sorted_on) == (
            None,
            False,
            False,
            "",
        )
        assert "2022-09-30" not in "".join(replay.lines(s))


def test_the_log_takes_a_date_to_another_library(
    library: Library, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue("postgresql_library" if library.is_sqlite else "sqlite_library")
    url = some_url()
    stored = ingest(library, "Ann Ash came that day.", date="2017-07-11", url=url)
    give(library, stored.article_id, "2022-09-30")
    with library.reading() as s:
        lines = list(replay.lines(s))
    pipeline.ingest(other, draft("Ann Ash came that day.", date="2017-07-11", url=url))
    with other.writing() as s:
        replay.start(s, lines[0])
        assert [replay.replay(s, 2, lines[1]).state] == ["taken"]
    pipeline.annotate_pending(other)
    with other.reading() as s:
        (found,) = articles.newest(s, ANYONE).items
        assert (found.published_on, found.date_settled) == ("2022-09-30", True)
        assert resolved(s, found) == ["2022-09-30"]


def test_layers_are_told_of_a_doubt_that_the_source_raises_until_it_is_settled(
    library: Library,
) -> None:
    stored = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(CONFLICT,))
    other = ingest(
        library,
        "Ann Ash left.",
        date="2031-05-01",
        doubts=(Doubt("language", "It may be Norwegian."),),
    )

    def read(revision_id: int) -> tuple[bool, bool]:
        with library.reading() as s:
            found = annotation_store.doc(s, revision_id)
        assert found is not None
        return found.date_doubted, found.date_settled

    assert (read(stored.revision_id), read(other.revision_id)) == ((True, False), (False, False))
    give(library, stored.article_id, "2031-05-01")
    assert read(stored.revision_id) == (False, True)


def test_a_replayed_date_resolves_relative_dates_at_once(library: Library) -> None:
    stored = ingest(library, "Ann Ash came that day.", url="https://press.example/ash")
    with library.reading() as s:
        (header,) = replay.lines(s)
    given = {
        "uid": "d" * 20,
        "kind": "date",
        "value": "2031-05-01",
        "passages": 1,
        "articles": 1,
        "by": "Editor",
        "created_at": "2031-06-01T10:00:00+00:00",
        "undone_by": None,
        "undone_at": None,
        **dict.fromkeys(("entity_uid", "other_uid", "new_kind")),
    }
    whole = {"article": "https://press.example/ash", "exact": "", "prefix": "", "suffix": ""}
    nowhere = dict.fromkeys(("revision", "name", "layer", "start", "end"))
    line = json.dumps({**given, "targets": [{**whole, **nowhere}]})
    undone = json.dumps(
        json.loads(line) | {"undone_by": "Editor", "undone_at": given["created_at"]}
    )
    for log, state, day in ((line, "taken", "2031-05-01"), (undone, "undone", None)):
        assert [x.state for x in replay_log(library, [header, "", log])] == [state]
        with library.reading() as s:
            assert resolved(s, articles.get(s, ANYONE, stored.article_id)) == [day]
            assert runs.count_pending(s, pipeline.versions(library)) == 0

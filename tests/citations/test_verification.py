"""Citations held against the store."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from app import pipeline
from app.citations.formats import FORMS, citation
from app.citations.parsing import Cited, parse
from app.citations.verification import Verification, verify
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.articles.citation_data import sources
from app.store.db.library import Library
from app.store.passages import passages
from app.store.schema.articles import Revision
from app.text.spans import Span
from tests.building import ingest, some_url

BASE = "https://gloss.example"
TEXT = (
    "The harbour opens at dawn on Monday.\n\nThe master promised that it would stay open all "
    "winter."
)
SPAN = Span(4, 57)


@pytest.fixture
def url() -> str:
    return some_url()


def shared(library: Library, url: str, *, visibility: str = "public", opened: bool = False) -> str:
    stored = ingest(
        library, TEXT, annotated=False, url=url, visibility=visibility, title="A promise"
    )
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, stored.article_id)
        return passages.share(s, article, revision, SPAN, opened=opened)[0].code


def written(library: Library, code: str, form: int = 0) -> str:
    with library.reading() as s:
        fate = passages.state(s, EDITOR, passages.get(s, code))
        revision_id = fate.passage.revision_id or 0
        return FORMS[form].made(citation(fate, sources(s, [revision_id])[revision_id], BASE))


def check(library: Library, given: str, reader: Reader = ANYONE) -> Verification:
    (cited,) = parse(given)
    with library.reading() as s:
        return verify(s, reader, cited, BASE)


def wrong(checked: Verification) -> list[str]:
    return [point.about for point in checked.points if point.holds is False]


@pytest.mark.parametrize("form", range(len(FORMS)), ids=lambda n: FORMS[n].name)
def test_what_gloss_wrote_is_verified(library: Library, url: str, form: int) -> None:
    code = shared(library, url)
    found = check(library, written(library, code, form))
    assert found.verified
    assert [(p.about, p.holds) for p in found.points] == [
        *((about, True) for about in ("code", "words", "captured", "text", "sha256")),
        ("state", None),
    ]


def test_a_bare_link_is_known_and_the_stored_words_are_shown(library: Library, url: str) -> None:
    found = check(library, f"{BASE}/p/{shared(library, url)}")
    assert found.verified
    assert SPAN.of(TEXT) in " ".join(p.sentence for p in found.points)


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("dawn", "noon", ["words"]),
        ("opens at", "opens  at", []),
        ("Monday.", "Monday", ["words"]),
        ("captured 2", "captured 1", ["captured"]),
        ("captured 2", "captured soon-2", ["captured"]),
        ("SHA-256 ", "SHA-256 0", ["sha256"]),
        ("/p/", "/p/x", ["code"]),
    ],
)
def test_what_was_tampered_with_is_named(
    library: Library, url: str, old: str, new: str, about: list[str]
) -> None:
    given = written(library, shared(library, url))
    assert old in given
    assert wrong(check(library, given.replace(old, new))) == about


def test_other_words_are_shown_word_by_word(library: Library, url: str) -> None:
    found = check(
        library, written(library, shared(library, url)).replace("at dawn", "at high noon")
    )
    (words,) = (p for p in found.points if p.about == "words")
    assert [(op, part.strip()) for op, part in words.diff if op != "same"] == [
        ("deleted", "dawn"),
        ("inserted", "high noon"),
    ]
    assert found.as_json()["points"][1]["diff"][0][0] == "same"


def test_words_that_differ_in_typography_only_are_said_to(library: Library, url: str) -> None:
    stored = ingest(library, "He said: “It’s ours” – and left.", annotated=False, url=url)
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, stored.article_id)
        code = passages.share(s, article, revision, Span(0, len(revision.text)))[0].code
    with library.reading() as s:
        found = verify(s, ANYONE, Cited(code, words='He said: "It\'s ours" - and left.'), BASE)
        (words,) = (p for p in found.points if p.about == "words")
        assert (words.holds, words.diff) == (False, ())
        assert "typography" in words.sentence
        assert verify(s, ANYONE, Cited(code, words="x " * 20_000), BASE).verified is False


@pytest.mark.parametrize("form", range(len(FORMS)))
def test_a_citation_with_one_pair_of_marks_matches_words_that_are_in_marks(
    library: Library, url: str, form: int
) -> None:
    stored = ingest(library, "He said: “It’s ours.”", annotated=False, url=url)
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, stored.article_id)
        code = passages.share(s, article, revision, Span(9, 21))[0].code
    checked = check(library, written(library, code, form))
    assert wrong(checked) == []
    assert next(p.holds for p in checked.points if p.about == "words") is True


def test_the_state_of_the_passage_is_reported_and_never_held_against_the_citation(
    library: Library, url: str
) -> None:
    code = shared(library, url)
    given = written(library, code)
    ingest(library, TEXT.replace("dawn", "noon"), annotated=False, url=url, title="A promise")
    changed = check(library, given)
    assert changed.verified
    assert "reworded on" in changed.points[-1].sentence
    assert changed.as_json()["verdict"] == "changed"
    ingest(
        library,
        "Nothing is left of what was said here.",
        annotated=False,
        url=url,
        title="A promise",
    )
    gone = check(library, given)
    assert gone.verified
    assert check(library, written(library, code)).verified


def test_a_link_to_another_library_is_reported(library: Library, url: str) -> None:
    code = shared(library, url)
    found = check(library, f"https://evil.example/p/{code}")
    assert [p.about for p in found.points if p.about == "link"] == ["link"]
    assert "evil.example" in found.points[1].sentence


def test_a_private_passage_looks_like_an_unknown_code_to_a_stranger(
    library: Library, url: str
) -> None:
    given = written(library, shared(library, url, visibility="private"))
    unknown = check(library, f"{BASE}/p/nosuchcode12")
    shut = check(library, given)
    assert shut.points == unknown.points
    assert (shut.state, shut.as_json()["words"]) == (None, None)
    assert check(library, given, EDITOR).verified


def test_an_opened_passage_is_checked_for_whoever_may_see_it(library: Library, url: str) -> None:
    code = shared(library, url, visibility="private", opened=True)
    assert check(library, written(library, code), Reader(public=False)).verified


def test_a_withdrawn_article_leaves_nothing_to_check(library: Library, url: str) -> None:
    code = shared(library, url)
    given = written(library, code)
    with library.reading() as s:
        article_id = passages.get(s, code).article_id
    pipeline.withdraw(library, article_id)
    (point,) = check(library, given).points
    assert (point.holds, "withdrawn" in point.sentence, point.diff) == (False, True, ())


def test_a_stored_text_that_was_changed_behind_the_librarys_back_is_found(
    library: Library, url: str
) -> None:
    given = written(library, shared(library, url))
    with library.writing() as s:
        s.execute(
            update(Revision).values(text=TEXT + " Planted.", captured_at=col(Revision.captured_at))
        )
    assert wrong(check(library, given)) == ["text"]


def test_a_time_is_compared_in_whatever_zone_and_precision(library: Library, url: str) -> None:
    code = shared(library, url)
    with library.reading() as s:
        kept = passages.state(s, ANYONE, passages.get(s, code)).made_on.at
        for said in (kept.isoformat(), kept.replace(microsecond=0, tzinfo=None).isoformat()):
            assert verify(s, ANYONE, Cited(code, captured=said), BASE).verified
        for said in (
            (kept + timedelta(seconds=1)).isoformat(),
            "0001-01-01T00:00:00+23:59",
            "2031",
            "yesterday",
        ):
            assert not verify(s, ANYONE, Cited(code, captured=said), BASE).verified


def test_forged_words_are_not_what_the_article_says(library: Library, url: str) -> None:
    code = shared(library, url)
    right, forged = written(library, code), written(library, code).replace("dawn", "noon")
    assert (check(library, right).verified, check(library, right).still_contained) == (True, True)
    assert (check(library, forged).verified, check(library, forged).still_contained) == (
        False,
        False,
    )
    told = check(library, forged).as_json()
    assert (told["genuine"], told["still_says_so"], told["words_changed"]) == (False, False, False)
    with library.reading() as s:
        unknown = verify(s, ANYONE, Cited("nosuchcode12"), BASE)
    assert (unknown.still_contained, unknown.as_json()["still_says_so"]) == (None, None)


def test_a_moved_and_reworded_passage_is_genuine_but_its_words_are_not_there_any_more(
    library: Library, url: str
) -> None:
    code = shared(library, url)
    first, second = TEXT.split("\n\n")
    ingest(
        library,
        f"{second}\n\nIt rained.\n\n{first.replace('dawn', 'noon')}",
        annotated=False,
        url=url,
    )
    found = check(library, written(library, code))
    assert found.verified
    assert found.still_contained is False
    told = found.as_json()
    assert told["words_changed"] is True
    assert found.points[-1].diff

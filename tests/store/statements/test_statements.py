"""The lists of quotations and claims: chosen, searched, and each statement listed once."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from app import layers, pipeline
from app.layers.base import Doc, Earlier, Finding
from app.layers.density import BARS
from app.store.annotations.rows import LONGEST_STATEMENT
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.statements import statements
from tests.building import Names, ingest, some_url
from tests.store.annotations.annotating import finding, put

pytestmark = pytest.mark.usefixtures("stub_layers")

Counting = Callable[[Library], AbstractContextManager[list[str]]]
TEXT = "“We sail at dawn,” Ida Fenwick said. The captain Silas Thorne counted 40 ships."


class Unnamed:
    """What stands in curly marks, said by whoever stands right behind it."""

    name, label, card, engine, version, threshold = (
        "quotation",
        "Quotations",
        None,
        "stub",
        "1",
        0.5,
    )
    kinds: tuple[str, ...] = ("direct",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        for match in re.finditer(r"“([^”]+)” ([^.]+) said", doc.text):
            chain = next(
                (f.body["chain"] for f in earlier["entity"] if f.span.of(doc.text) == match[2]),
                None,
            )
            body = {
                "type": "direct",
                "act": "speech",
                "attribution": "q",
                "source": None,
                "cue": None,
                "speaker": match[2],
                "chain": chain,
            }
            yield Finding("quotation", match.start(1), match.end(1), "direct", body, 0.9, "stub@1")


def test_a_word_with_a_hyphen_before_it_is_excluded_from_lists_too(library: Library) -> None:
    ingest(
        library,
        (
            "“Israel and Palestine talk,” Ida Fenwick said. “Israel votes,” Ida Fenwick said. “It "
            "is well-known,” Ida Fenwick said."
        ),
    )

    def found(q: str) -> list[str]:
        with library.reading() as s:
            return [line.excerpt.words for line in statements.quotes(s, ANYONE, q=q).items]

    assert found("israel -PALESTINE") == ["Israel votes,"]
    assert found("-israel") == found("well-known") == ["It is well-known,"]


def test_quotations_are_found_by_the_words_of_a_speaker_who_has_no_name(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), Unnamed()))
    stored = ingest(
        library,
        (
            "“We sail,” the Ostran president said. “We stay,” Ida Fenwick said. “No,” the "
            "presidential adviser said."
        ),
    )
    ingest(library, "“We hide,” the Ostran president said.", visibility="private")

    def found(speaker: str, reader: Reader = ANYONE) -> list[str]:
        with library.reading() as s:
            return [q.excerpt.words for q in statements.quotes(s, reader, speaker=speaker).items]

    for asked in ("Ostran president", "the Ostran president", "PRESIDENT", "president  ostran"):
        assert found(asked) == ["We sail,"], asked
    assert found("Ida Fenwick") == [
        "We stay,"
    ]  # she is an entity, and is asked for by her whole name
    assert (
        found("Ida")
        == found("resident")
        == found("Ostran adviser")
        == found("100%")
        == found("?!")
        == []
    )
    assert found("Ostran president", EDITOR) == ["We hide,", "We sail,"]
    pipeline.withdraw(library, stored.article_id)
    assert found("Ostran president") == []


def test_quotations_are_listed_with_their_sentence_and_speaker(library: Library) -> None:
    ingest(
        library,
        "It was late. “We sail at dawn,” Ida Fenwick said. Nobody moved.",
        title="Harbour",
        date="2029-01-01",
    )
    ingest(library, "“Not one of them,” Silas Thorne said of Ida Fenwick.", date="2029-01-02")
    with library.reading() as s:
        newest, older = statements.quotes(s, ANYONE).items
        assert [
            q.annotation.entity_name
            for q in statements.quotes(s, ANYONE, speaker="ida FENWICK").items
        ] == ["Ida Fenwick"]
        assert len(statements.quotes(s, ANYONE, speaker=older.annotation.entity_id).items) == 1
        assert len(statements.quotes(s, ANYONE, q="DAWN sail").items) == 1
        assert statements.quotes(s, ANYONE, q="dawn 100%_").items == []
        assert statements.quotes(s, ANYONE, speaker="Nobody").items == []
    assert newest.annotation.entity_name == "Silas Thorne"
    assert (older.article.title, older.article.sorted_on) == ("Harbour", "2029-01-01")
    assert older.excerpt == ("“", "We sail at dawn,", "” Ida Fenwick said.")


def test_quotations_about_somebody_name_them_inside_their_words(library: Library) -> None:
    ingest(library, "“I saw Silas Thorne there,” Ida Fenwick said.")
    ingest(library, "“I saw nobody there,” Ida Fenwick said of Silas Thorne.")
    with library.reading() as s:
        found = statements.quotes(s, ANYONE, about="silas thorne").items
        assert [q.excerpt.words for q in found] == ["I saw Silas Thorne there,"]
        assert statements.quotes(s, ANYONE, about=999).items == []


def test_speech_and_attitudes_are_listed_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    acts: dict[tuple[int, int], dict[str, str | None]] = {
        (0, 3): {"act": "speech"},
        (4, 7): {"act": "attitude"},
        (8, 11): {},
        (12, 15): {"act": None},
    }
    put(
        library,
        stored.revision_id,
        [replace(finding(a, b, layer="quotation"), body=body) for (a, b), body in acts.items()],
        ("quotation",),
    )
    with library.reading() as s:
        listed = {
            act: [q.excerpt.words for q in statements.quotes(s, ANYONE, act=act).items]
            for act in (None, "speech", "attitude")
        }
    assert listed == {
        None: ["012", "456", "89a", "cde"],
        "speech": ["012", "89a", "cde"],
        "attitude": ["456"],
    }


def test_what_was_affirmed_denied_or_refused_is_listed_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    bodies: dict[tuple[int, int], dict[str, str]] = {
        (0, 3): {"polarity": "denied"},
        (4, 7): {"polarity": "refused"},
        (8, 11): {},
    }
    findings = [
        replace(finding(a, b, layer="quotation"), body=body) for (a, b), body in bodies.items()
    ]
    put(library, stored.revision_id, findings, ("quotation",))
    with library.reading() as s:
        listed = {
            p: [q.excerpt.words for q in statements.quotes(s, ANYONE, polarity=p).items]
            for p in ("affirmed", "denied", "refused")
        }
    assert listed == {"affirmed": ["89a"], "denied": ["012"], "refused": ["456"]}


MANY = "“I saw Ann Ash,” Ben Birch said. "


def steps(library: Library, ask: Callable[[Session], object]) -> int:
    """How many thousand steps SQLite takes to answer."""
    taken = []
    with library.reading() as s:
        connection = s.connection().connection.driver_connection
        assert connection is not None
        connection.set_progress_handler(lambda: taken.append(1), 1000)
        ask(s)
        connection.set_progress_handler(None, 0)
    return len(taken)


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        {"about": "Ben Birch"},
        {"act": "attitude"},
        {"listed": True, "q": "birch"},
        {"speaker": "Ben Birch", "listed": True, "q": "birch"},
    ],
)
def test_a_list_takes_steps_in_proportion_to_what_a_text_holds(
    sqlite_library: Library, asked: dict[str, Any]
) -> None:
    url, taken = some_url(), []
    for n in (300, 1200):
        ingest(sqlite_library, MANY * n, url=url)
        taken.append(steps(sqlite_library, lambda s: statements.quotes(s, ANYONE, **asked)))
    assert taken[1] < 6 * max(taken[0], 10)


def test_searching_quotations_reads_a_text_once_however_many_it_holds(
    library: Library, count_queries: Counting
) -> None:
    ingest(library, MANY * 40)
    ingest(library, "“We sail,” Ida Fenwick said.")
    with library.reading() as s, count_queries(library) as queries:
        assert statements.quotes(s, ANYONE, q="birch").items == []
    assert sum("revision.text" in query for query in queries) == 1
    assert len(queries) == 4
    assert not any("substr" in query for query in queries)


def test_quotations_are_searched_in_upper_and_lower_case_of_every_script(library: Library) -> None:
    ingest(library, "“Élan vital, 100%_,” Ida Fenwick said. “Это Правда,” Ida Fenwick said.")
    with library.reading() as s:
        for q in ("élan", "ÉLAN VITAL", "правда", "100%_", "  vital\tÉLAN "):
            assert len(statements.quotes(s, ANYONE, q=q).items) == 1
        for q in ("%", "elan", "vital правда"):
            assert len(statements.quotes(s, ANYONE, q=q).items) == (q == "%")


def test_a_searched_list_goes_on_where_the_page_ended(library: Library) -> None:
    for day in (1, 2):
        ingest(
            library,
            " ".join(
                f"“Number {n},” Ida Fenwick said. “Other {day},” Ida Fenwick said."
                for n in range(3)
            ),
            date=f"2029-01-0{day}",
        )
    seen: list[str] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = statements.quotes(s, ANYONE, q="number", cursor=cursor, limit=2)
            seen += [q.excerpt.words for q in page.items]
            if not (cursor := page.next):
                break
    assert seen == [f"Number {n}," for n in range(3)] * 2


def listed(library: Library, **asked: Any) -> list[list[str]]:
    """The lines of the list, each as the words of its pieces."""
    with library.reading() as s:
        return [
            [p.words for p in q.pieces]
            for q in statements.quotes(s, ANYONE, listed=True, **asked).items
        ]


def said(
    start: int, end: int, attribution: str, speaker: str | None = "Ann Ash", **more: Any
) -> Finding:
    """A quotation as a layer finds it; `more` is its confidence, its kind and more of its body."""
    fields = {name: more.pop(name) for name in ("confidence", "kind") if name in more}
    kind = str(fields.get("kind", "indirect"))
    body = {"type": kind, "act": "speech", "attribution": attribution, "speaker": speaker, **more}
    return Finding(
        "quotation", start, end, kind, body, float(fields.get("confidence", 0.9)), "stub@1"
    )


def test_words_inside_a_longer_quotation_are_listed_once(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    outer, inner = said(2, 9, "q1"), said(3, 6, "q1", kind="direct")
    put(
        library,
        stored.revision_id,
        [outer, inner, said(4, 5, "q2", None), said(10, 12, "q3")],
        ("quotation",),
    )
    assert listed(library) == [["2345678"], ["ab"]]
    put(library, stored.revision_id, [inner, said(10, 12, "q3")], ("quotation",))
    assert listed(library) == [["345"], ["ab"]]


def test_words_of_another_voice_inside_a_longer_quotation_are_listed_too(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    put(
        library,
        stored.revision_id,
        [said(2, 9, "q1"), said(3, 6, "q2", "Ben Birch")],
        ("quotation",),
    )
    assert listed(library) == [["2345678"], ["345"]]


def test_the_pieces_of_one_attribution_are_one_line(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    pieces = [said(0, 3, "q1", kind="direct"), said(6, 9, "q1", kind="direct"), said(12, 14, "q2")]
    put(library, stored.revision_id, pieces, ("quotation",))
    assert listed(library) == [["012", "678"], ["cd"]]
    assert listed(library, q="7") == [["012", "678"]]
    assert listed(library, q="0") == [["012", "678"]]
    with library.reading() as s:
        assert [q.excerpt.words for q in statements.quotes(s, ANYONE).items] == [
            "012",
            "678",
            "cd",
        ]


def test_what_no_page_draws_by_default_is_not_listed(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    sure, unsure = said(2, 5, "q1"), said(8, 12, "q2", confidence=BARS["reported"].some - 0.05)
    put(library, stored.revision_id, [sure, unsure], ("quotation",))
    assert listed(library) == [["234"]]
    with library.reading() as s:
        assert len(statements.quotes(s, ANYONE).items) == 2


def test_a_piece_far_from_the_beginning_is_not_brought_into_the_line(library: Library) -> None:
    stored = ingest(library, "ab" * LONGEST_STATEMENT, annotated=False)
    near, far = LONGEST_STATEMENT, LONGEST_STATEMENT + 1
    put(
        library,
        stored.revision_id,
        [said(0, 3, "q1"), said(near, near + 2, "q1"), said(far + 3, far + 5, "q1")],
        ("quotation",),
    )
    assert listed(library) == [["aba", "ab"]]


def test_denials_are_asked_for_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    found = [
        said(2, 5, "q1"),
        said(6, 9, "q2", polarity="denied"),
        said(10, 12, "q3", polarity="refused"),
    ]
    put(library, stored.revision_id, found, ("quotation",))
    assert [listed(library, polarity=asked) for asked in ("affirmed", "denied", "refused")] == [
        [["234"]],
        [["678"]],
        [["ab"]],
    ]


@pytest.mark.slow
def test_a_list_of_what_is_said_elsewhere_leaves_the_article_out(library: Library) -> None:
    here = ingest(library, TEXT, url=some_url())
    there = ingest(library, TEXT, url=some_url())
    with library.reading() as s:
        found = (
            statements.quotes(s, ANYONE, but=here.article_id).items
            + statements.claims(s, ANYONE, but=here.article_id).items
        )
    assert {line.article.id for line in found} == {there.article_id}


def test_lists_go_on_inside_an_article_where_the_page_ended(library: Library) -> None:
    ingest(
        library, " ".join(f"“Number {n},” Ida Fenwick said." for n in range(5)), date="2029-01-01"
    )
    ingest(
        library, " ".join(f"“Other {n},” Ida Fenwick said." for n in range(3)), date="2029-01-02"
    )
    seen: list[str] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = statements.quotes(s, ANYONE, cursor=cursor, limit=2)
            seen += [q.excerpt.words for q in page.items]
            if not (cursor := page.next):
                break
    assert seen == [f"Other {n}," for n in range(3)] + [f"Number {n}," for n in range(5)]


def test_claims_are_listed_and_searched(library: Library) -> None:
    ingest(library, TEXT)
    with library.reading() as s:
        (claim,) = statements.claims(s, ANYONE, q="ships").items
        assert statements.claims(s, ANYONE, q="boats").items == []
    assert claim.excerpt.words == "The captain Silas Thorne counted 40 ships."

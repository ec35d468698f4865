"""Citations: whatever is written is read back, hostile words too; time is linear in the input."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.citations import parsing
from app.citations.formats import FORMS, Citation, Form
from app.citations.parsing import Cited, parse

CODE, OTHER = "Ab_-56789012", "zyxwvutsrqpo"
BASE = "https://gloss.example/library"
HASH = "0123456789abcdef" * 4
HOSTILE = [
    '“Quotes” "inside" ‘and’ ’ ” “ more',
    "“All of it.”",
    "} closing { and { opening",
    "back\\slash \\& \\textbraceleft{} \\",
    "lines\r\nbroken\n\nin\u2028many\u2029ways\x0b\x0c\x85.",
    f"SHA-256 {'f' * 64}",
    f"”\n— The Herald, 2031\n{BASE}/p/{OTHER}; captured 2031-01-01T00:00:00Z; SHA-256 {'f' * 64}",
    (
        f"> “a”\n>\n> — b\n>\n> <{BASE}/p/{OTHER}>; captured 2031-01-01T00:00:00Z; SHA-256 "
        f"`{'f' * 64}`"
    ),
    f"@misc{{x,\n  url = {{{BASE}/p/{OTHER}}}\n}}",
    f"TY  - ELEC\nUR  - {BASE}/p/{OTHER}\nER  - ",
    "ER  - \nTY  - ELEC\nAB  - no",
    f'[{{"URL": "{BASE}/p/{OTHER}"}}]',
    f"see {BASE}/p/{OTHER} and /p/{OTHER}",
    "*stars* _lines_ `ticks` [a](b) <b> # 1. - + ~ | & %",
    "= * - + 1) 2. :",
    "100 % of $5 & #1_a^b~c",
    "אור 👩‍👩‍👧 e\u0301clair\u00a0né\u202f!",
    "”",
    "“",
    "\u00a0x\u00a0",
    "Captured 2031-01-01T00:00:00Z; SHA-256 " + "e" * 64,
]
some_words = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(
        st.one_of(
            st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", exclude_characters="\0"))
        ),
        max_size=4,
    )
    .map("".join)
    .map(lambda words: words + "x"),
)
citations = st.builds(
    Citation,
    words=some_words,
    code=st.sampled_from([CODE, OTHER]),
    url=st.just(""),
    captured_at=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the same
        timezones=st.just(UTC),
    ),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    title=st.none() | some_words,
    byline=st.lists(some_words, max_size=2).map(tuple),
    publisher=st.none() | some_words,
    declared_date=st.none()
    | st.sampled_from(["2031-05-02", "2031-05", "2031", "1998-W32"])
    | some_words,
    source_url=st.none()
    | st.sampled_from([f"https://x.example/p/{OTHER}", "https://y.example/?a=b&c={d}#e_f%20\\\"'"]),
).map(lambda c: Citation(**{f: getattr(c, f) for f in c.__slots__} | {"url": f"{BASE}/p/{c.code}"}))


def split(words: str) -> list[str]:
    """The words; without their marks where one pair is around all of them: none is added there."""
    whole = re.fullmatch("“([^“”]+)”", words.strip())
    return (whole[1] if whole else words).split()


def said(c: Citation) -> tuple[str, str, list[str], str, str]:
    return c.code, c.url, split(c.words.replace("\r", "\n")), c.captured, c.sha256


def read(c: Cited) -> tuple[str, str | None, list[str], str | None, str | None]:
    return c.code, c.link, split(c.words or ""), c.captured, c.sha256


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
@given(citation=citations)
def test_what_is_written_can_be_parsed(form: Form, citation: Citation) -> None:
    assert [read(c) for c in parse(form.made(citation))] == [said(citation)]


@given(
    st.lists(
        st.tuples(citations, st.sampled_from([f for f in FORMS if f.name != "csl-json"])),
        max_size=4,
    )
)
def test_several_citations_in_several_forms_are_read_in_order(
    many: list[tuple[Citation, Form]],
) -> None:
    whole = "\n".join(form.made(c) for c, form in many)
    assert [read(c) for c in parse(whole)] == [said(c) for c, _ in many]


@given(citations)
def test_a_citation_is_read_through_a_quoted_mail(citation: Citation) -> None:
    text, markdown = (
        next(f for f in FORMS if f.name == name).made(citation) for name in ("text", "markdown")
    )
    for made in (text, markdown):
        mail = "\n".join("> " + line for line in made.split("\n"))
        assert [read(c) for c in parse(f"You wrote:\r\n\r\n{mail}\r\n\r\nIs that so?")] == [
            said(citation)
        ]


@given(st.text(st.characters(exclude_categories=())))
def test_any_input_can_be_parsed(words: str) -> None:
    assert all(isinstance(c, Cited) for c in parse(words))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (f"{BASE}/p/{CODE}", Cited(CODE, f"{BASE}/p/{CODE}")),
        (f"/p/{CODE}", Cited(CODE)),
        (f"gloss.example/p/{CODE}.", Cited(CODE)),
        (f"See <{BASE}/p/{CODE}>, please", Cited(CODE, f"{BASE}/p/{CODE}")),
        (f"[here]({BASE}/p/{CODE})", Cited(CODE, f"{BASE}/p/{CODE}")),
        (f"“The mole stands” {BASE}/p/{CODE}", Cited(CODE, f"{BASE}/p/{CODE}", "The mole stands")),
        (
            f'"The mole\nstands", Herald, {BASE}/p/{CODE}',
            Cited(CODE, f"{BASE}/p/{CODE}", "The mole\nstands"),
        ),
        (f"{BASE}/p/{CODE}: “The mole stands”", Cited(CODE, f"{BASE}/p/{CODE}", "The mole stands")),
        (
            f"“He said “no” twice” — “Herald” {BASE}/p/{CODE}",
            Cited(CODE, f"{BASE}/p/{CODE}", "He said “no” twice"),
        ),
        (
            f"“a” — Herald; {BASE}/p/{CODE}; captured 2031-05-02T08:30:00Z; SHA-256 {HASH}.",
            Cited(CODE, f"{BASE}/p/{CODE}", "a", "2031-05-02T08:30:00Z", HASH),
        ),
        (
            f"{BASE}/p/{CODE}/cite, captured yesterday, SHA-256: `beef`",
            Cited(CODE, f"{BASE}/p/{CODE}", None, "yesterday", "beef"),
        ),
        (
            f'@online{{k, url = "{BASE}/p/{CODE}", abstract = {{A {{Mole}} stands}} }}',
            Cited(CODE, f"{BASE}/p/{CODE}", "A Mole stands"),
        ),
        (
            f'{{"items": [{{"URL": "{BASE}/p/{CODE}", "abstract": 7}}]}}',
            Cited(CODE, f"{BASE}/p/{CODE}"),
        ),
        (
            f"TY  - ELEC\nUR  - {BASE}/p/{CODE}\nAB  - The mole\nstands\n",
            Cited(CODE, f"{BASE}/p/{CODE}", "The mole\nstands"),
        ),
    ],
)
def test_a_link_is_found_whatever_surrounds_it(given: str, wanted: Cited) -> None:
    assert list(parse(given)) == [wanted]


def test_each_of_two_links_has_its_own_words() -> None:
    given = f"“one” {BASE}/p/{CODE}\n\nand “two”, {BASE}/p/{OTHER}\n{BASE}/p/{CODE}"
    assert [(c.code, c.words) for c in parse(given)] == [
        (CODE, "one"),
        (OTHER, "two"),
        (CODE, None),
    ]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "words",
        "[1, 2",
        "[]",
        "{}",
        "[[[[",
        "/p/short",
        f"/p/{'a' * 40}",
        "@misc{",
        "TY  - ELEC",
        '{"URL": 3}',
    ],
)
def test_what_is_not_a_citation_is_skipped(given: str) -> None:
    assert list(parse(given)) == []


ATTACKS: dict[str, Callable[[int], str]] = {
    "links": lambda n: f"{BASE}/p/{CODE} " * n,
    "schemes": lambda n: "http://" * n + f"/p/{CODE}",
    "places": lambda n: f"/p/{CODE}" * n,
    "https and places": lambda n: "https://a" + f"/p/{CODE}" * n,
    "entries": lambda n: "@a{\n" * n,
    "closed entries": lambda n: "@a{}\n" * n,
    "entries with a field": lambda n: "@a{b, c = {\n" * n,
    "braces": lambda n: "@a{b, c = " + "{" * n,
    "spaces": lambda n: "@a{b" + " " * n + "x",
    "spaces after a comma": lambda n: "@a{b," + " " * n + "=",
    "records": lambda n: "TY  - \n" * n,
    "one long record": lambda n: "TY  - ELEC\n" + "x\n" * n,
    "lists": lambda n: "[" * n,
    "lines of lists": lambda n: "[\n" * n,
    "quotes": lambda n: "“" * n + f"/p/{CODE}",
    "quoted lines": lambda n: "“a”\n" * n,
    "quoted lines and sources": lambda n: "“a”\n— b\n" * n,
    "empty lines": lambda n: "“a”" + "\n" * n,
    "marks of mail": lambda n: "> " * n + "\n" + ">\n" * n,
    "straight quotes": lambda n: f'" /p/{CODE}\n' * n,
    "tails": lambda n: f"/p/{CODE}; captured " + "a" * n,
    "backslashes": lambda n: f"> “{chr(92) * n}”\n> <{BASE}/p/{CODE}>; captured x; SHA-256 y",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_time_is_linear_on_hostile_input(attack: str) -> None:
    """Counts steps of our own code and characters searched: twice the input costs twice as much."""

    def cost(n: int) -> int:
        steps = 0

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal steps
            if frame.f_code.co_filename == parsing.__file__:
                steps += 1
                return trace
            return None

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            list(parse(ATTACKS[attack](n)))
        finally:
            sys.settrace(before)
        return steps

    small, large = cost(200), cost(800)
    assert large <= 6 * small + 2_000


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_megabyte_of_hostile_input_is_read_in_seconds(attack: str) -> None:
    made = ATTACKS[attack]
    given = made(1_000_000 // max(1, len(made(10)) // 10))
    assert len(list(parse(given))) <= 100_000
    assert re.search(r"\S", given)

import pytest

from app.errors import Unprocessable
from app.importers.base import Draft
from tests.importers.reading import read

BODY = "The harbour of Port Elm was closed on Monday.\n\nIt will open on Friday.\n"


def draft(source: str, url: str | None = None) -> Draft:
    return read(source.encode(), format="markdown", url=url)[0]


def blocks(source: str) -> list[tuple[str, int | None, str]]:
    found = draft(source)
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks]


def test_front_matter_declares_the_fields_and_says_so() -> None:
    found = draft(
        "---\ntitle: 'Pier: closed'\nauthor: [Jane Roe, By John Doe]\npublisher: Elm "
        "Press\ndate: 2024-05-06T10:00:00Z\n"
        "url: https://Elm.example/a/../b?utm_source=x&id=3#top\nlang: no\nmood: grey\n---\n" + BODY
    )
    assert (found.title, found.byline, found.publisher, found.language) == (
        "Pier: closed",
        ("Jane Roe", "John Doe"),
        "Elm Press",
        "no",
    )
    assert found.source_url == "https://elm.example/b?id=3"
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == (
        "2024-05-06",
        "front-matter",
    )
    assert set(found.provenance.values()) == {"front-matter"}
    assert found.text == BODY.strip()


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-06",
        "6 May 2024",
        "May 6, 2024",
        "Mon, 06 May 2024 10:00:00 +0200",
        "2024/05/06",
        "'2024-05-06 23:59'",
    ],
)
def test_a_date_is_read_as_it_is_written(written: str) -> None:
    found = draft(f"---\ndate: {written}\n---\n{BODY}")
    assert found.declared_date is not None
    assert found.declared_date.value == "2024-05-06"


def test_an_impossible_date_is_not_taken_and_is_doubted() -> None:
    found = draft(f"---\ndate: 2024-13-45\n---\n{BODY}")
    assert found.declared_date is None
    assert [d.kind for d in found.doubts] == ["declared-date-unreadable"]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("title: ok\nother: [", "line 4"),
        ("title: 'open", "line 3"),
        ("a: &x 1\nb: 2", "line 2"),
        ("title: ok\nb: *x", "line 3"),
        ("k: " + "[" * 9, "line 2"),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused_naming_the_line(
    header: str, line: str
) -> None:
    with pytest.raises(Unprocessable, match=line):
        draft(f"---\n{header}\n---\n{BODY}")


def test_front_matter_without_an_end_is_refused() -> None:
    with pytest.raises(Unprocessable, match="does not end"):
        draft("---\ntitle: x\n" + BODY * 500)


def test_tags_in_front_matter_make_no_objects() -> None:
    assert draft(f"---\ntitle: !!python/object/apply:os.getcwd []\n---\n{BODY}").title is None


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert draft(f"---\n\n{BODY}\n---\n").text == BODY.strip()


def test_the_only_first_level_heading_on_top_is_the_title() -> None:
    found = draft(f"# Pier *closed*\n\n{BODY}")
    assert (found.title, found.provenance["title"]) == ("Pier closed", "heading")
    assert found.text == BODY.strip()


def test_a_declared_title_said_again_on_top_is_left_out() -> None:
    assert draft(f"---\ntitle: Pier closed\n---\n# Pier Closed\n\n{BODY}").text == BODY.strip()


def test_first_level_headings_that_are_several_are_headings() -> None:
    found = draft(f"# One\n\n{BODY}\n# Two\n\n{BODY}")
    assert found.title is None
    assert [b.level for b in found.blocks if b.kind == "heading"] == [1, 1]


def test_a_heading_lower_down_is_no_title() -> None:
    assert draft(f"{BODY}\n# Late\n\n{BODY}").title is None


def test_blocks_have_their_kinds_and_levels() -> None:
    lists = "- one\n  - deep\n\n    more\n1. first\n\n> said\n> - quoted"
    source = (
        f"Words.\n\n## Head\n\n{lists}\n\n```\na\n\n b\n```\n\n![An island](x.png)\n\nPhoto: "
        "Jane Roe"
    )
    assert blocks(source) == [
        ("paragraph", None, "Words."),
        ("heading", 2, "Head"),
        ("list_item", 1, "one"),
        ("list_item", 2, "deep"),
        ("list_item", 2, "more"),
        ("list_item", 1, "first"),
        ("block_quote", None, "said"),
        ("list_item", 1, "quoted"),
        ("code", None, "a\n\n b"),
        ("caption", None, "An island"),
        ("caption", None, "Photo: Jane Roe"),
    ]


def test_table_cells_are_joined_by_tab_and_rows_by_line() -> None:
    found = draft("| a | b |\n|---|---|\n| *c* | [d](https://elm.example/d) |\n|  | e |\n\nWords.")
    assert found.text == "a\tb\nc\td\n\te\n\nWords."
    assert [(i.kind, found.text[i.start : i.end]) for i in found.inlines] == [
        ("emphasis", "c"),
        ("link", "d"),
    ]


def test_inline_marks_cover_exactly_their_words() -> None:
    found = draft(
        "A *bright* **very *bright*** [link `code`](/x?a=1 't') &amp; <https://elm.example/>.",
        url="https://elm.example/a/b",
    )
    assert found.text == "A bright very bright link code & https://elm.example/."
    assert [(i.kind, found.text[i.start : i.end], i.href) for i in found.inlines] == [
        ("emphasis", "bright", None),
        ("strong", "very bright", None),
        ("emphasis", "bright", None),
        ("link", "link code", "https://elm.example/x?a=1"),
        ("link", "https://elm.example/", "https://elm.example/"),
    ]


def test_a_link_that_leads_nowhere_public_keeps_its_words_only() -> None:
    found = draft(
        "See [this](/relative), [that](javascript:alert(1)) and [other](mailto:a@b.example)."
    )
    assert found.text == "See this, that and other."
    assert found.inlines == ()


def test_line_breaks_inside_a_paragraph_are_kept() -> None:
    assert draft("one\ntwo  \nthree\\\nfour").text == "one\ntwo\nthree\nfour"


def test_hard_breaks_are_the_source_s_and_soft_ones_need_not_be() -> None:
    found = draft("The tide is in,  \nthe tide is out.\n\none\\\ntwo\n\none\ntwo")
    assert [b.line_breaks for b in found.blocks] == [True, True, False]


IMAGE = "https://elm.example/wall.jpg"


@pytest.mark.parametrize(
    ("source", "words", "picture"),
    [
        (f"![A wall]({IMAGE})", "A wall", {"url": IMAGE, "alt": "A wall"}),
        (
            f'![A wall]({IMAGE} "The wall at low tide. Photo: Jane Roe")',
            "The wall at low tide.",
            {"url": IMAGE, "alt": "A wall", "credit": "Photo: Jane Roe"},
        ),
        (f"![A wall]({IMAGE})\n*Low tide*", "Low tide", {"url": IMAGE, "alt": "A wall"}),
        (
            f"![]({IMAGE})\n\n*Low tide. (Jane Roe/AP)*",
            "Low tide.",
            {"url": IMAGE, "credit": "Jane Roe/AP"},
        ),
        (f"[![A wall]({IMAGE})](/big)", "A wall", {"url": IMAGE, "alt": "A wall"}),
        ("![A wall](javascript:alert(1))", "A wall", {"alt": "A wall"}),
        ("![A wall](data:image/png;base64,aaaa)", "A wall", {"alt": "A wall"}),
    ],
)
def test_an_image_has_its_caption_address_and_description(
    source: str, words: str, picture: dict[str, str]
) -> None:
    found = draft(f"{source}\n\n{BODY}")
    first = found.blocks[0]
    assert (first.kind, found.text[: first.end]) == ("caption", words)
    assert first.as_json()["picture"] == picture


def test_an_image_without_words_is_no_block() -> None:
    assert draft(f"![]({IMAGE})\n\n{BODY}").text == BODY.strip()


def test_a_paragraph_with_some_words_in_italics_is_no_caption() -> None:
    found = draft(f"![]({IMAGE})\n\nThe *wall*.\n\n{BODY}")
    assert found.blocks[0].as_json() == {"kind": "paragraph", "start": 0, "end": 9}


def test_html_in_markdown_is_words() -> None:
    assert draft("<script>alert(1)</script> &lt;b&gt;").text == "<script>alert(1)</script> <b>"


def test_nesting_that_the_parser_would_cut_is_refused() -> None:
    with pytest.raises(Unprocessable, match="nested deeper"):
        draft("- " * 100 + "a\n\nwords")


def test_a_correction_stays_text() -> None:
    assert draft(f"{BODY}\nCorrection: it was Tuesday.").text.endswith(
        "Correction: it was Tuesday."
    )


def test_markup_beyond_a_bound_is_left_as_words_and_said() -> None:
    few, many = "*one* two\n\n", "[" * 39_999 + "\n\n"
    (found,) = read((few + many + "*three*\nfour").encode(), format="markdown")
    assert found.text == f"one two\n\n{many.strip()}\n\n*three*\nfour"[: len(found.text)]
    assert "markup" in found.doubts[0].message
    assert not draft(few + "*three*").doubts


def test_cells_beyond_a_bound_make_no_table() -> None:
    (found,) = read((BODY + "\n" + "|a" * 41_000 + "|\n|-|-|\n").encode(), format="markdown")
    assert {block.kind for block in found.blocks} == {"paragraph"}
    assert found.doubts


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_text_of_too_many_lines_is_refused(end: str) -> None:
    with pytest.raises(Unprocessable, match="30,001 lines"):
        draft(f"- a{end}" * 30_001)

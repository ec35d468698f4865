"""The exporters: every format from the same articles, none of them dangerous to open."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.errors import Unsupported
from app.exporters import EXPORTERS, named, selection
from app.exporters.base import AnnotatedArticle, Selected
from app.exporters.spreadsheet import inert
from app.importers.base import Draft
from app.layers.base import Finding
from app.store.annotations import reannotation
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture
from app.store.schema.articles import Article, Revision
from app.text.markdown_escaping import escape_markdown
from app.text.spans import Block, Picture
from tests.building import ingest

BASE = "http://testserver"
WORDS = "“The tide is ours,” said Mara Linde. 👩‍🚀 It rose 3 metres."
AT = datetime(2031, 5, 2, 8, 30, tzinfo=UTC)


def _row(id: int, layer: str, start: int, end: int, body: dict[str, object]) -> AnnotationRow:
    kind = str(body.get("type", "direct")) if layer == "quotation" else layer
    return AnnotationRow(
        id,
        layer,
        kind,
        start,
        end,
        body,
        0.9,
        "rules@1",
        entity_id=7,
        entity_name="Mara Linde",
        created_at=AT,
    )


def _annotated(text: str = WORDS, title: str | None = "Tides") -> AnnotatedArticle:
    article = Article(id=3, identity="x", source_url="https://ostra.example/tides", title=title)
    blocks = [{"kind": "paragraph", "start": 0, "end": len(text)}]
    revision = Revision(
        id=5,
        article_id=3,
        number=2,
        text=text,
        sha256="0" * 64,
        blocks=blocks,
        title=title,
        captured_at=AT,
    )
    found = [
        _row(11, "quotation", 1, 18, {"type": "direct", "speaker": "Mara Linde"}),
        _row(
            12,
            "entity",
            25,
            35,
            {"kind": "person", "name": "Mara Linde", "chain": "e1", "role": None},
        ),
        _row(
            13, "claim", 41, 58, {"check_worthiness": 0.8, "claimant": None, "claimant_chain": None}
        ),
    ]
    return AnnotatedArticle(article, revision, found, BASE)


def _written(name: str, *articles: AnnotatedArticle) -> str:
    return b"".join(named(name).write(articles, BASE)).decode(errors="replace")


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.name)
def test_every_format_writes_no_article_and_an_article_without_annotations(
    exporter: object,
) -> None:
    name = exporter.name  # type: ignore[attr-defined]
    bare = _annotated(title=None)
    _written(name)
    _written(name, AnnotatedArticle(bare.article, bare.revision, [], BASE))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unsupported) as refused:
        named("pdf")
    assert "jsonl" in (refused.value.detail or "")


def test_a_line_of_json_is_the_annotation_on_the_wire() -> None:
    article, first = map(json.loads, _written("jsonl", _annotated()).splitlines()[:2])
    assert (article["layer"], article["exact"]) == ("article", WORDS)
    assert first == {
        "id": 11,
        "article": 3,
        "source_url": "https://ostra.example/tides",
        "revision": 2,
        "entity": 7,
        "layer": "quotation",
        "start": 1,
        "end": 18,
        "exact": "The tide is ours,",
        "confidence": 0.9,
        "creator": "rules@1",
        "body": {"type": "direct", "speaker": "Mara Linde"},
        "shown": "few",
        "kind": "direct",
        "visibility": "public",
        "written_at": None,
    }


def test_a_collection_is_one_json_value_with_its_total() -> None:
    collection = json.loads(_written("w3c", _annotated(), _annotated()))
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 6)
    item = collection["first"]["items"][0]
    assert item["type"] == "Annotation"
    assert item["motivation"] == "describing"
    assert item["created"] == "2031-05-02T08:30:00Z"
    assert item["creator"] == {"id": "urn:gloss:rules@1", "type": "Software", "name": "rules@1"}
    assert item["target"]["selector"][1]["exact"] == "The tide is ours,"
    assert {
        "type": "SpecificResource",
        "source": f"{BASE}/entities/7",
        "purpose": "identifying",
    } in item["body"]
    assert json.loads(_written("w3c"))["total"] == 0


def test_what_has_no_value_is_left_out_of_web_annotations() -> None:
    """The model's published schemas know neither null nor a body without members."""
    nothing_said = _row(9, "date", 0, 3, {"value": None, "relative": True, "anchor": None})
    nothing_said = nothing_said._replace(entity_id=None)
    annotated = replace(_annotated(), annotations=[nothing_said, *_annotated().annotations])
    items = json.loads(_written("w3c", annotated))["first"]["items"]
    assert "body" not in items[0]
    assert all(item["body"] for item in items[1:])

    def values(value: Any) -> Iterator[Any]:
        yield value
        inner = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        for one in inner:
            yield from values(one)

    own = (
        {key: value for key, value in item.items() if not key.startswith("gloss:")}
        for item in items
    )
    assert all(value not in (None, [], {}) for item in own for value in values(item))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "\ufeff=1",
        "\u200b @1",
        '"=1',
        " '\"\u2060+1",
        "\x00=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert inert(cell) == "'" + cell


def test_harmless_cells_stay_as_they_are() -> None:
    assert [inert(c) for c in ("words", "1-2", 3, 0.5, None, "a=b", '"So" - no')] == [
        "words",
        "1-2",
        "3",
        "0.5",
        "",
        "a=b",
        '"So" - no',
    ]


def test_a_spreadsheet_holds_a_row_an_annotation() -> None:
    hostile = _annotated(title='=HYPERLINK("https://evil.example")')
    found = list(csv.DictReader(io.StringIO(_written("csv", hostile), newline="")))
    assert [r["exact"] for r in found] == ["The tide is ours,", "Mara Linde", "It rose 3 metres."]
    assert found[0]["name"] == "Mara Linde"
    assert all(r["title"].startswith("'=") for r in found)


def test_markdown_shows_the_article_then_what_was_said() -> None:
    text = _written("markdown", _annotated())
    assert (
        text.index("# Tides")
        < text.index("It rose")
        < text.index("## Quotations")
        < text.index("## Checkable claims")
    )
    assert "— Mara Linde" in text


def _reported(**body: object) -> AnnotatedArticle:
    words = "Mara Linde denied that the wall was unsafe."
    bare = _annotated(words)
    reported = {
        "type": "indirect",
        "speaker": "Mara Linde",
        "cue": {"start": 11, "end": 17, "exact": "denied"},
        "polarity": "denied",
    }
    return AnnotatedArticle(
        bare.article, bare.revision, [_row(11, "quotation", 18, 42, reported | body)], BASE
    )


def test_reported_words_stand_behind_their_cue_and_in_no_marks_of_ours() -> None:
    text = _written("markdown", _reported())
    assert "- denied that the wall was unsafe — Mara Linde\n" in text
    assert "“" not in text


def test_direct_words_that_were_never_said_stand_behind_their_cue() -> None:
    cue = {"start": 11, "end": 17, "exact": "did not say"}
    assert "- did not say: “that the wall was unsafe” — Mara Linde" in _written(
        "markdown", _reported(type="direct", cue=cue)
    )


def test_markdown_lists_no_fragments() -> None:
    assert "## Quotations" not in _written("markdown", _reported(whole=False))


def test_markdown_has_every_note_with_its_words_and_lines() -> None:
    bare = _annotated()
    notes = [
        _row(21, "note", 1, 18, {"text": "Says *who*?\n\nNot the board."})._replace(entity_id=None),
        _row(22, "note", 1, 9, {"text": ""})._replace(kind="highlight", entity_id=None),
    ]
    text = _written("markdown", replace(bare, annotations=[*bare.annotations, *notes]))
    shown = text.partition("## Notes\n\n")[2]
    assert shown == (
        "- “The tide is ours,”:  \n  Says \\*who\\*?  \n  Not the board.\n- “The tide”\n\n"
    )
    assert "## Notes" not in _written("markdown", bare)


def test_markdown_keeps_the_source_s_line_breaks_and_links_pictures() -> None:
    verse, caption = "The tide is in,\nthe tide is out.", "The wall"
    bare = _annotated(f"{verse}\n\n{caption}")
    picture = Picture("https://elm.example/wall.jpg", "A [wall]", "Jane Roe/AP")
    blocks = [
        Block("paragraph", 0, len(verse), line_breaks=True),
        Block("caption", len(verse) + 2, len(verse) + 2 + len(caption), picture=picture),
    ]
    bare.revision.blocks = [block.as_json() for block in blocks]
    said = _row(11, "quotation", 4, len(verse), {"type": "direct", "speaker": "Mara Linde"})
    text = _written("markdown", replace(bare, annotations=[said]))
    assert "The tide is in,  \nthe tide is out.\n" in text
    assert (
        "The wall  \nJane Roe/AP · [Picture: A \\[wall\\]](<https://elm.example/wall.jpg>)" in text
    )
    assert "- “tide is in,  \n  the tide is out.” — Mara Linde" in text
    html = MarkdownIt().render(text)
    assert "<img" not in html
    assert "in,<br />\nthe tide" in html


def test_a_spreadsheet_tells_type_cue_and_polarity_of_quotations_alone() -> None:
    (row,) = csv.DictReader(io.StringIO(_written("csv", _reported()), newline=""))
    assert (row["type"], row["cue"], row["polarity"]) == ("indirect", "denied", "denied")
    rows_ = list(csv.DictReader(io.StringIO(_written("csv", _annotated()), newline="")))
    assert [(r["type"], r["polarity"]) for r in rows_] == [
        ("direct", "affirmed"),
        ("", ""),
        ("", ""),
    ]


def test_a_collection_tells_denials_from_what_was_said() -> None:
    values = [
        json.loads(_written("w3c", a))["first"]["items"][0]["body"][0]["value"]
        for a in (_reported(), _reported(polarity="affirmed"))
    ]
    assert values == ["Mara Linde (denied)", "Mara Linde"]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)
)
def test_escaped_words_are_only_words_in_markdown(words: str) -> None:
    html = MarkdownIt("commonmark").render("x " + escape_markdown(words))
    assert not any(
        f"<{tag}" in html
        for tag in (
            "em",
            "strong",
            "a ",
            "img",
            "h1",
            "h2",
            "ul",
            "ol",
            "code",
            "pre",
            "blockquote",
            "script",
        )
    )


@pytest.mark.parametrize(
    "words",
    [
        "# x",
        "1. x",
        "1) x",
        "- x",
        "+ x",
        "===",
        "---",
        "> x",
        "* x",
        "~~~",
        "| a |",
        ": x",
        "<b>",
        "&amp;",
        "[a](b)",
    ],
)
def test_no_line_of_text_becomes_structure_in_markdown(words: str) -> None:
    html = MarkdownIt("commonmark").render(escape_markdown(words))
    assert html.count("<") == 2


def test_the_walk_gives_every_article_that_the_reader_may_see(sqlite_library: Library) -> None:
    with sqlite_library.writing() as s:
        for n in range(5):
            text = f"Words number {n}."
            draft = Draft(text, (Block("paragraph", 0, len(text)),))
            stored = adding.add(s, Capture(draft, visibility="private" if n == 2 else "public"))
            revision = articles.with_revision(s, EDITOR, stored.article_id)[1]
            finding = Finding(
                "date",
                0,
                5,
                "date",
                {"value": "2031", "relative": False, "anchor": None},
                1.0,
                "rules@1",
            )
            reannotation.replace(s, revision, [finding], {}, ["date"])
    seen = [
        (a.article.id, len(a.annotations))
        for a in whole(selection.everything(sqlite_library, ANYONE, BASE))
    ]
    assert sorted(seen) == [(1, 1), (2, 1), (4, 1), (5, 1)]
    assert len(list(selection.everything(sqlite_library, EDITOR, BASE))) == 5
    assert [
        a.article.id for a in whole(selection.chosen(sqlite_library, ANYONE, [4, 1], BASE))
    ] == [4, 1]


def whole(items: Iterable[Selected]) -> Iterator[AnnotatedArticle]:
    """Articles of which none is left out."""
    for item in items:
        assert isinstance(item, AnnotatedArticle)
        yield item


def test_the_walk_passes_by_what_is_withdrawn_or_closed_before_its_turn(
    sqlite_library: Library,
) -> None:
    for n in range(4):
        ingest(sqlite_library, f"Words number {n}.", annotated=False)
    walk = whole(selection.everything(sqlite_library, ANYONE, BASE))
    seen = [next(walk).article.id]
    with sqlite_library.writing() as s:
        lifecycle.withdraw(s, 3)
        lifecycle.set_visibility(s, 2, "private")
    assert seen + [a.article.id for a in walk] == [4, 1]


def test_no_connection_is_held_between_two_articles_of_an_export(sqlite_library: Library) -> None:
    for n in range(3):
        ingest(sqlite_library, f"Words number {n}.", annotated=False)
    for walk in (
        selection.everything(sqlite_library, ANYONE, BASE),
        selection.chosen(sqlite_library, ANYONE, [2, 3], BASE),
    ):
        for article in whole(walk):
            assert article.revision.text.startswith("Words")
            assert sqlite_library.reader.pool.checkedout() == 0  # type: ignore[attr-defined]  # a QueuePool's

"""What persons wrote, as Readwise and Hypothesis take it: valid, complete, and back again."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import pipeline
from app.exporters import named, selection
from app.exporters.base import AnnotatedArticle, ArticleDetails, LeftOut, Selected
from app.exporters.highlights import HIGHLIGHT_COLUMNS
from app.importers.base import AddressOnly, Highlight
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.schema.articles import Article, Revision
from tests.building import draft
from tests.importers.services.parts import parts
from tests.importers.services.samples import JsonSample, hypothesis_annotation

BASE = "http://testserver"
URL = "https://elm.example/pier/1"
TEXT = "The harbour of Port Elm was closed on Monday.\n\nAn inquiry will begin within the week."
AT = datetime(2024, 5, 3, 10, 0, 0, tzinfo=UTC)
ACCOUNT = re.compile(r"acct:[A-Za-z0-9._]{3,30}@.*")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
REQUIRED = {
    *("id", "created", "updated", "user", "uri", "text", "tags", "group", "permissions"),
    *("target", "document", "links", "hidden", "flagged"),
}
OF_SELECTORS: dict[str, dict[str, type]] = {
    "TextQuoteSelector": {"exact": str},
    "TextPositionSelector": {"start": int, "end": int},
    "RangeSelector": {
        "startContainer": str,
        "endContainer": str,
        "startOffset": int,
        "endOffset": int,
    },
}


def check_annotation(annotation: dict[str, Any]) -> None:
    """The schema of an annotation that the API of Hypothesis documents."""
    assert annotation.keys() >= REQUIRED
    for name in ("id", "user", "uri", "text", "group"):
        assert isinstance(annotation[name], str), name
    assert ACCOUNT.fullmatch(annotation["user"])
    assert DATE_TIME.fullmatch(annotation["created"])
    assert DATE_TIME.fullmatch(annotation["updated"])
    assert re.match(r"[a-z][a-z0-9+.-]*:", annotation["uri"])
    assert all(isinstance(tag, str) for tag in annotation["tags"])
    assert isinstance(annotation["permissions"], dict)
    assert isinstance(annotation["links"], dict)
    assert isinstance(annotation["hidden"], bool)
    assert isinstance(annotation["flagged"], bool)
    assert all(isinstance(one, str) for one in annotation.get("references", []))
    titles = annotation["document"]["title"]
    assert titles
    assert all(isinstance(title, str) for title in titles)
    assert annotation["target"]
    for target in annotation["target"]:
        check_target(target)


def check_target(target: dict[str, Any]) -> None:
    """The page, and how the words are found on it."""
    assert isinstance(target["source"], str)
    for selector in target.get("selector", []):
        for name, kind in OF_SELECTORS[selector["type"]].items():
            assert isinstance(selector[name], kind), selector


def note(
    id: int, start: int, end: int, body: dict[str, object], creator: str = "person:1"
) -> AnnotationRow:
    """A note or a highlight."""
    kind = "comment" if body.get("text") else "highlight"
    return AnnotationRow(id, "note", kind, start, end, body, 1.0, creator, None, None, AT)


NOTES = [
    note(11, 28, 44, {"text": "Who says so?", "tags": ["to cite", "harbours"]}),
    note(12, 47, 57, {"text": ""}),
    AnnotationRow(13, "claim", "claim", 0, 45, {}, 0.8, "rules@1", None, None, AT),
]
LOST = LostNote("comment", "Gone?", "A ferry struck", "", " the pier", "private", AT)
WHOLE = LostNote("comment", "Read again.", "", "", "", "private", AT, ("x",), "hypothesis:aB1")


def annotated(text: str = TEXT, **changed: Any) -> AnnotatedArticle:
    """An article with two notes, one of them private, and a third that lost its words."""
    article = Article(id=3, identity="x", source_url=URL, title="The pier")
    revision = Revision(
        id=5,
        article_id=3,
        number=2,
        text=text,
        sha256="0" * 64,
        title="The pier",
        byline=["Ana Orr", "Ben Ash"],
        captured_at=AT,
    )
    details = ArticleDetails(visibilities={11: "public", 12: "private"}, lost_notes=[LOST, WHOLE])
    whole = AnnotatedArticle(article, revision, NOTES, BASE, details)
    return replace(whole, **changed)


def written(name: str, *articles: Selected) -> str:
    """The file."""
    return b"".join(named(name).write(articles, BASE)).decode()


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a table by their columns."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_highlight_is_a_row_as_readwise_imports_it() -> None:
    text = written("highlights", annotated())
    assert text.splitlines()[0] == ",".join(HIGHLIGHT_COLUMNS)
    first, second, lost = rows(text)
    assert first == {
        "Highlight": "closed on Monday",
        "Title": "The pier",
        "Author": "Ana Orr, Ben Ash",
        "URL": URL,
        "Note": ".to-cite .harbours\nWho says so?",
        "Location": "28",
        "Date": "2024-05-03 10:00:00",
    }
    assert (second["Highlight"], second["Note"]) == ("An inquiry", "")
    assert (lost["Highlight"], lost["Note"], lost["Location"]) == ("A ferry struck", "Gone?", "")


def test_what_has_no_source_and_no_title_has_those_of_this_library() -> None:
    bare = annotated()
    bare.article.source_url = bare.article.title = bare.revision.title = None
    bare.revision.byline = []
    row = rows(written("highlights", bare))[0]
    assert (row["URL"], row["Title"]) == (f"{BASE}/articles/3", "Article 3")
    found = json.loads(written("hypothesis", bare))["rows"][0]
    assert found["uri"] == f"{BASE}/articles/3"
    check_annotation(found)


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_no_cell_of_highlights_is_a_formula(begins: str) -> None:
    hostile = annotated(begins + TEXT)
    hostile = replace(hostile, annotations=[note(1, 0, 9, {"text": begins})])
    hostile.revision.title = begins
    for row in rows(written("highlights", hostile))[:1]:
        for name in ("Highlight", "Title", "Note"):
            assert row[name].startswith("'"), name


def test_highlights_come_back_through_import_with_their_notes_and_tags() -> None:
    (page,) = parts(written("highlights", annotated()))
    assert isinstance(page, AddressOnly)
    assert (page.url, page.title) == (URL, "The pier")
    assert page.highlights == (
        Highlight(
            "closed on Monday",
            note="Who says so?",
            tags=("to-cite", "harbours"),
            created_at=AT,
        ),
        Highlight("An inquiry", created_at=AT),
        Highlight("A ferry struck", note="Gone?", created_at=AT),
    )


def test_notes_are_a_search_result_of_hypothesis() -> None:
    result = json.loads(written("hypothesis", annotated(), annotated()))
    assert result["total"] == len(result["rows"]) == 8
    for one in result["rows"]:
        check_annotation(one)
    first, second, lost, whole = result["rows"][:4]
    assert first["tags"] == ["to cite", "harbours"]
    assert first["permissions"]["read"] == ["group:__world__"]
    assert second["permissions"]["read"] == [second["user"]] == ["acct:person.1@testserver"]
    assert first["target"][0]["selector"][0] == {
        "type": "TextPositionSelector",
        "start": 28,
        "end": 44,
    }
    assert lost["target"][0]["selector"][0]["exact"] == "A ferry struck"
    assert (whole["id"], whole["tags"], whole["target"]) == ("aB1", ["x"], [{"source": URL}])
    assert json.loads(written("hypothesis")) == {"rows": [], "total": 0}


def test_articles_that_were_left_out_stand_at_the_end() -> None:
    left = LeftOut(7, "It is damaged.", "reason")
    result = json.loads(written("hypothesis", left, annotated()))
    assert result["left_out"] == [{"article": 7, "message": "It is damaged."}]
    assert result["total"] == 4
    assert len(rows(written("highlights", left, annotated()))) == 3


def test_notes_come_back_through_import_as_they_were() -> None:
    (page,) = parts(written("hypothesis", annotated()))
    assert isinstance(page, AddressOnly)
    assert [(h.exact, h.note, h.tags, h.is_public) for h in page.highlights] == [
        ("closed on Monday", "Who says so?", ("to cite", "harbours"), True),
        ("An inquiry", "", (), False),
        ("A ferry struck", "Gone?", (), False),
        ("", "Read again.", ("x",), False),
    ]
    assert page.highlights[0].prefix == "The harbour of Port Elm was "
    assert page.highlights[0].origin == f"hypothesis:{BASE}/api/annotations/11"


BODIES = st.dictionaries(
    st.sampled_from(["text", "tags", "origin"]),
    st.none() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3),
)


@given(BODIES, st.text(max_size=40), st.sampled_from(["person:1", "person:🙂" * 20, "", "x"]))
def test_whatever_a_note_holds_the_file_is_valid(
    body: dict[str, Any], text: str, creator: str
) -> None:
    whole = text + TEXT
    one = replace(annotated(whole), annotations=[note(1, 0, len(whole), body, creator)])
    for found in json.loads(written("hypothesis", one))["rows"]:
        check_annotation(found)
    assert len(rows(written("highlights", one))) == 2


def _selected(library: Library, reader: Reader, ids: Iterable[int]) -> list[Selected]:
    return list(selection.chosen(library, reader, ids, BASE))


def test_a_group_of_hypothesis_is_imported_exported_and_imported_again(library: Library) -> None:
    private = {"permissions": {"read": ["acct:ana_orr@hypothes.is"]}, "text": "", "tags": []}
    quote = {"type": "TextQuoteSelector", "exact": "An inquiry", "prefix": "", "suffix": " will"}
    target = [{"source": URL, "selector": [quote]}]
    group = [
        hypothesis_annotation(1),
        hypothesis_annotation(2, uri=URL, target=target, **private),
    ]
    (imported,) = parts(JsonSample("", {"rows": group, "total": 2}).data)
    assert isinstance(imported, AddressOnly)
    article = replace(draft(TEXT, url=URL, title="The pier"), highlights=imported.highlights)
    stored = pipeline.ingest(library, article)

    for reader, count in ((EDITOR, 2), (ANYONE, 1)):
        file = written("hypothesis", *_selected(library, reader, [stored.article_id]))
        found = json.loads(file)["rows"]
        assert len(found) == count
        for one in found:
            check_annotation(one)

    exported = written("hypothesis", *_selected(library, EDITOR, [stored.article_id]))
    first, second = json.loads(exported)["rows"]
    for before, after in zip(group, (first, second), strict=True):
        for name in ("id", "uri", "text", "tags", "created", "group"):
            assert _comparable(before[name]) == _comparable(after[name]), name
    (again,) = parts(exported)
    assert isinstance(again, AddressOnly)
    assert [h.exact for h in again.highlights] == [h.exact for h in imported.highlights]
    assert [h.origin for h in again.highlights] == [h.origin for h in imported.highlights]
    assert [h.is_public for h in again.highlights] == [True, False]
    pipeline.ingest(library, replace(article, highlights=again.highlights))
    assert written("hypothesis", *_selected(library, EDITOR, [stored.article_id])) == exported


def _comparable(value: Any) -> Any:
    """A time is the same in another spelling."""
    if isinstance(value, str) and DATE_TIME.fullmatch(value):
        return datetime.fromisoformat(value).replace(microsecond=0)
    return value


def test_what_others_may_not_see_is_in_no_file(library: Library) -> None:
    highlights = (
        Highlight("closed on Monday", note="Secret.", is_public=False),
        Highlight("An inquiry", note="For all.", is_public=True),
    )
    stored = pipeline.ingest(library, replace(draft(TEXT, url=URL), highlights=highlights))
    for name in ("highlights", "hypothesis"):
        assert "Secret." in written(name, *_selected(library, EDITOR, [stored.article_id]))
        shown = written(name, *_selected(library, ANYONE, [stored.article_id]))
        assert "Secret." not in shown
        assert "For all." in shown

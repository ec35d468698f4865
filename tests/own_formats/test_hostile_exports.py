"""Exports of ours that somebody changed: nothing fails, nobody is forged, no HTML comes in."""

import json
import re
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from starlette.testclient import TestClient

from app import importers, pipeline
from app.errors import GlossError
from app.exporters import named
from app.exporters import requests as exporting
from app.importers.base import Draft, PackedFile, Skipped, Unreadable
from app.main import create_app
from app.settings import Settings
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.ingest.captures import Report
from app.store.schema.annotations import Annotation
from app.store.schema.people import Person
from tests.building import stub_layers as stub_layers
from tests.own_formats.hostile_exports import ARTICLE, TEXT, variants

pytestmark = pytest.mark.usefixtures("stub_layers")


def _import(library: Library, value: Any) -> Report:
    data = json.dumps(value).encode()
    return pipeline.import_bytes(library, Settings(), data, name="x.json", annotate=False)


def test_no_variant_fails_forges_anybody_or_brings_in_html(sqlite_library: Library) -> None:
    changed = dict(variants())
    assert len(changed) > 90
    every = list(changed.values())
    parts = _parts(json.dumps({"gloss": 1, "articles": every}).encode())
    assert {type(part) for part in parts} == {Draft, Unreadable, Skipped}
    # Those of the table and some of the others are stored, too.
    report = _import(sqlite_library, {"gloss": 1, "articles": every[:40] + every[40::6]})
    assert all(message and "Error" not in message for _, message in report.failed)
    with sqlite_library.reading() as s:
        assert s.scalar(select(func.count()).select_from(Person)) == 1
        by_person = col(Annotation.creator).startswith("person:")
        creators = s.scalars(select(col(Annotation.creator)).where(by_person).distinct()).all()
        assert list(creators) == ["person:1"]
        layers = select(col(Annotation.layer)).where(by_person).distinct()
        assert list(s.scalars(layers)) == ["note"]
    settings = sqlite_library.settings
    client = TestClient(create_app(settings.model_copy(update={"base_url": "http://testserver"})))
    ids = [item["id"] for item in client.get("/api/articles?limit=200").json()["items"]]
    assert len(ids) > 30
    for article_id in ids[::9]:
        page = client.get(f"/articles/{article_id}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "javascript:" not in page.text
    exporter = named("html")
    everything = exporting.selected(exporter, sqlite_library, EDITOR, [], "http://a.example")
    written = b"".join(exporter.write(everything, "http://a.example")).decode()
    assert "<script" not in written
    assert "javascript:" not in re.sub("<template.*?</template>", "", written, flags=re.DOTALL)


def _parts(data: bytes) -> list[Any]:
    return list(importers.read_parts(PackedFile(data, "a.bin"), longest=100_000))


def test_what_is_wrong_with_an_annotation_costs_no_other() -> None:
    wrong = ARTICLE | {"annotations": [{"layer": "entity"}, 7, *ARTICLE["annotations"]]}
    draft, skipped = _parts(json.dumps({"gloss": 1, "articles": [wrong]}).encode())
    assert (draft.text, len(draft.own.annotations), len(draft.own.notes)) == (TEXT, 2, 1)
    assert skipped == Skipped("annotations or notes that are not valid", 1)


def test_notes_on_a_text_that_was_changed_are_searched_for() -> None:
    changed = ARTICLE | {"text": "Before it. " + TEXT, "blocks": None}
    (draft,) = _parts(json.dumps({"gloss": 1, "articles": [changed]}).encode())
    assert isinstance(draft, Draft)
    assert draft.own is not None
    assert (draft.own.annotations, draft.own.runs, draft.own.notes) == ((), {}, ())
    assert [highlight.note for highlight in draft.highlights] == ["Which?"]


_OURS = b'<meta name="generator" content="Gloss">'
_LINE = (
    b'{"layer": "article", "start": 0, "end": 1, "exact": 7, "creator": null, "confidence": 1,'
    b' "body": []}'
)


@pytest.mark.parametrize(
    "data",
    [
        _OURS + b'<template class="gloss" data-type="',
        _OURS + b'<template class="gloss"></template>',
        _OURS + b'<template class="gloss" data-type="' * 20_000,
        b'{"gloss": 1, "articles": 7}',
        b'{"gloss": 1, "articles": [7, null, {"text": {}}], "boards": {}}',
        _LINE,
        b'{"type": "AnnotationCollection", "first": {"items": [{"gloss:draft": 7}, 7]}}',
        b'{"uri": "x:1", "bodies": [{"contentType": "application/vnd.gloss.article+json"}]}',
        b'{"uri": "x:1", "bodies": 7, "headlines": 7, "associations": 7, "by": 7, "people": 7}',
        b'{"uri": "x:1", "type": "composite", "associations": ' + b'[{"associations":' * 500,
    ],
)
def test_what_holds_nothing_says_so(data: bytes) -> None:
    with suppress(GlossError):
        parts = _parts(data)
        assert parts
        assert all(isinstance(part, Unreadable | Skipped) for part in parts)


def test_an_archive_reads_only_its_own_files() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("gloss.json", "{}")
        archive.writestr("articles/../../../etc/x.json", "{}")
        archive.writestr("articles/1/1.json", json.dumps({"gloss": 1, "articles": [ARTICLE]}))
        archive.writestr("README.txt", "These words are no article. " * 20)
        archive.writestr("corrections.jsonl", '{"format": "gloss-corrections"}\nx\n')
    parts = _parts(packed.getvalue())
    assert [part.text for part in parts if isinstance(part, Draft)] == [TEXT]

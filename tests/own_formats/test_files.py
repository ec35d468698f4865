"""The files of our own formats: valid, readable, whole whatever the text, for one reader alone."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from app import importers
from app.exporters import EXPORTERS, named
from app.importers.base import Draft, PackedFile
from app.importers.own_formats.contents import ARTICLE_TYPE
from app.main import create_app
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.text.canonical import canonical
from tests.building import stub_layers as stub_layers
from tests.cli.running import gloss_here
from tests.own_formats.everything import FIVE, export, fill
from tests.own_formats.ninjs_rules import problems
from tests.test_exporters import BASE, _annotated

pytestmark = pytest.mark.usefixtures("stub_layers")
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).map(canonical)


@pytest.mark.parametrize("name", FIVE)
@given(text=TEXTS.filter(lambda text: bool(text.strip())), title=st.none() | TEXTS)
def test_any_text_comes_back(name: str, text: str, title: str | None) -> None:
    annotated = replace(_annotated(text, title), annotations=[])
    written = b"".join(named(name).write([annotated], BASE))
    (draft,) = importers.read_parts(PackedFile(written, "x.bin"), longest=10_000)
    assert isinstance(draft, Draft)
    assert (draft.text, draft.title) == (text, title)


def test_news_items_are_valid_alone_and_in_a_package(sqlite_library: Library) -> None:
    fill(sqlite_library)
    package = json.loads(export(sqlite_library, "ninjs"))
    assert list(problems(package)) == []
    assert (package["type"], len(package["associations"])) == ("composite", 4)
    alone = json.loads(export(sqlite_library, "ninjs", ids=[1]))
    assert list(problems(alone)) == []
    assert [body["contentType"] for body in alone["bodies"]][2] == ARTICLE_TYPE
    assert list(problems(alone | {"gloss": 1, "type": "x", "versionCreated": "2031"}))
    assert alone["associations"][0]["uri"] == "https://ostra.example/f.jpg?w=9&h=3"


def test_the_page_has_its_words_and_nothing_that_runs_or_loads(sqlite_library: Library) -> None:
    fill(sqlite_library)
    written = export(sqlite_library, "html").decode()
    assert "<script" not in written.lower()
    page: Any = html.fromstring(written)
    for template in page.iter("template"):
        template.clear()
    assert not page.xpath("//*[@src or @onclick or @style] | //link | //iframe | //img")
    text = page.xpath("//article[h1 or header/h1]//div[@class='text']")[0].text_content()
    stored = json.loads(export(sqlite_library))["articles"][0]["text"]
    assert text == stored
    said = page.text_content()
    for words in ("Ida Fenwick", "a man on the pier", "On the whole article", "So it was"):
        assert words in said


def test_others_get_what_they_may_read(sqlite_library: Library) -> None:
    fill(sqlite_library)
    for name in (*FIVE, "zip"):
        written = export(sqlite_library, name, ANYONE)
        text = written.decode("latin-1")
        if name == "zip":
            path = Path(sqlite_library.settings.data) / "x.zip"
            path.write_bytes(written)
            with zipfile.ZipFile(path) as archive:
                text = "".join(archive.read(one).decode() for one in archive.namelist())
            assert "corrections.jsonl" not in archive.namelist()
        for closed in ("Una Marsh", "Lost & found", "What was", "x:2", "harbour"):
            assert closed not in text, (name, closed)
        assert "Who?" in text


def test_the_page_of_exports_names_every_format(sqlite_library: Library) -> None:
    fill(sqlite_library)
    settings = sqlite_library.settings.model_copy(update={"base_url": "http://testserver"})
    client = TestClient(create_app(settings))
    everything = client.get("/export").text
    importable, others = everything.split("These are for spreadsheets", 1)
    for exporter in EXPORTERS:
        part = importable if exporter.is_importable else others
        assert f'/api/export?format={exporter.name}"' in part, exporter.name
    assert {one.name for one in EXPORTERS if one.is_importable} == {*FIVE, "zip"}
    for name in (*FIVE, "zip", "csv", "markdown"):
        assert f'href="/api/export?format={name}"' in everything
    assert "format=html&amp;article=1" in client.get("/export?article=1").text
    assert client.get("/export?article=3").status_code == 404  # private
    assert client.get("/export?article=99").status_code == 404


def test_the_command_writes_a_new_file_that_the_other_command_reads(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("“The tide is ours,” said Mara Linde.")
    gloss_here(tmp_path, "import", str(page))
    archive = tmp_path / "all.zip"
    run = gloss_here(tmp_path, "export", "--format", "zip", str(archive))
    assert (run.returncode, run.stdout) == (0, b""), run.stderr
    again = gloss_here(tmp_path, "export", "--format", "zip", str(archive))
    assert again.returncode == 1
    assert b"never overwrites" in again.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run = gloss_here(elsewhere, "import", "--json", str(archive))
    report: dict[str, Any] = json.loads(run.stdout)
    assert (run.returncode, len(report["items"]), report["failed"]) == (0, 1, []), run.stderr
    for name in ("json", "jsonl"):
        one, other = (gloss_here(p, "export", "--format", name) for p in (tmp_path, elsewhere))
        assert one.stdout == other.stdout

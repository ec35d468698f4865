"""`gloss kb import` with images: fetched once, or read from the list's folder and nowhere else.

An image that cannot be used never keeps its entry from being stored.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from app.cli.commands import knowledge
from app.cli.library import opened
from app.settings import Settings
from app.store.schema.knowledge import Entry, EntryImage
from tests.cli.running import gloss_here
from tests.importers.test_images import gif, jpeg, png
from tests.website import Site


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


class Desk:
    """A folder with a list, and the library that it is imported into."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = (
            folder / "lists",
            settings.model_copy(update={"data": folder / "data"}),
        )
        self.folder.mkdir()

    def import_places(self, **images: object) -> list[tuple[str, str | None]]:
        """Imports places with these names and images; returns the state and problem of each."""
        places = [
            {"id": name, "name": name, "kind": "place"} | ({"image": image} if image else {})
            for name, image in images.items()
        ]
        (self.folder / "places.jsonl").write_text(
            "\n".join(map(json.dumps, places)), encoding="utf-8"
        )
        imported = list(knowledge.import_entries(self.settings, str(self.folder / "places.jsonl")))
        assert [line for line, _, _ in imported] == list(range(1, len(places) + 1))
        return [(state, problem) for _, state, problem in imported]

    def pictures(self) -> dict[str, tuple[str, bytes, str]]:
        """Name → media type, bytes and origin."""
        with opened(self.settings) as library, library.reading() as s:
            rows = s.exec(select(Entry, EntryImage).where(Entry.id == EntryImage.entry_id)).all()
            return {
                entry.name: (image.media_type, image.data, image.origin) for entry, image in rows
            }


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    return Desk(tmp_path, site.settings(image_max_bytes=1_000))


@pytest.mark.slow
def test_an_address_is_fetched_only_once_while_the_list_names_it(desk: Desk, site: Site) -> None:
    site.serve("/orle.png", png(30, 20), Content_Type="image/png")
    orle = site.url("/orle.png")
    assert desk.import_places(Orle=orle) == [("stored", None)]
    assert desk.import_places(Orle=orle) == [("known", None)]
    assert desk.pictures() == {"Orle": ("image/png", png(30, 20), orle)}
    assert [path for path, _ in site.asked] == ["/orle.png"]
    assert site.asked[0][1]["accept"].startswith("image/")
    site.serve("/new", jpeg(30, 20), Content_Type="application/octet-stream")
    assert desk.import_places(Orle=site.url("/new")) == [("changed", None)]
    assert desk.pictures()["Orle"] == ("image/jpeg", jpeg(30, 20), site.url("/new"))
    assert desk.import_places(Orle=None) == [("changed", None)]
    assert desk.pictures() == {}


def test_a_bad_image_is_named_and_everything_else_is_stored(desk: Desk, site: Site) -> None:
    site.serve("/page", b"<p>no picture")
    site.serve("/lie", b"<svg/>", Content_Type="image/png")
    site.serve("/large", png(5, 5) + b"\x00" * 1_000, Content_Type="image/png")
    site.serve("/vast", png(5_000, 5), Content_Type="image/png")
    site.serve("/none", b"", 404)
    site.serve("/good", gif(3, 2), Content_Type="image/gif")
    paths = ("page", "lie", "large", "vast", "none", "good")
    results = desk.import_places(
        **{path: site.url(f"/{path}") for path in paths}, bad="javascript:x", list=["x"]
    )
    reasons = [problem or "" for _, problem in results]
    wanted = [
        "not a supported image type",
        "Not a PNG, JPEG",
        "larger than 1,000 bytes",
        "the limit is 4,096 pixels per side",
        "answered 404",
        "",
        "must be an http or https address",
        "must be text",
    ]
    assert [state for state, _ in results] == ["stored"] * 8
    wrong = [pair for pair in zip(wanted, reasons, strict=True) if pair[0] not in pair[1]]
    assert wrong == []
    assert set(desk.pictures()) == {"good"}


def test_an_address_that_is_not_public_is_not_requested(desk: Desk, site: Site) -> None:
    desk.settings = desk.settings.model_copy(update={"fetch_allow": ()})
    ((state, problem),) = desk.import_places(Orle=site.url("/orle.png"))
    assert state == "stored"
    assert "public address" in (problem or "")
    assert site.asked == []


@pytest.mark.slow
def test_a_temporary_failure_keeps_the_older_image(desk: Desk, site: Site) -> None:
    site.serve("/a", png(3, 2), Content_Type="image/png")
    desk.import_places(Orle=site.url("/a"))
    site.serve("/b", b"", 503)
    ((state, problem),) = desk.import_places(Orle=site.url("/b"))
    assert (state, "answered 503" in (problem or "")) == ("known", True)
    assert desk.pictures()["Orle"][2] == site.url("/a")


def test_a_path_is_read_from_the_folder_of_the_list(desk: Desk) -> None:
    (desk.folder / "pictures").mkdir()
    (desk.folder / "pictures" / "orle.png").write_bytes(png(3, 2))
    (desk.folder / "link.png").symlink_to(desk.folder / "pictures" / "orle.png")
    assert desk.import_places(Orle="pictures/orle.png", Mole="./link.png") == [("stored", None)] * 2
    assert desk.pictures() == {
        "Orle": ("image/png", png(3, 2), "pictures/orle.png"),
        "Mole": ("image/png", png(3, 2), "./link.png"),
    }
    (desk.folder / "pictures" / "orle.png").write_bytes(png(4, 2))
    assert [state for state, _ in desk.import_places(Orle="pictures/orle.png")] == ["changed"]


def test_no_path_leads_out_of_the_folder(desk: Desk) -> None:
    outside = desk.folder.parent / "secret.png"
    outside.write_bytes(png(3, 2))
    (desk.folder / "out.png").symlink_to(outside)
    (desk.folder / "up").symlink_to(desk.folder.parent)
    (desk.folder / "circle").symlink_to("circle")
    (desk.folder / "vast.png").write_bytes(png(3, 2) + b"\x00" * 1_000)
    os.mkfifo(desk.folder / "pipe")
    images = {
        "a": str(outside),
        "b": "../secret.png",
        "c": "out.png",
        "d": "up/secret.png",
        "e": "pictures",
        "f": "circle",
        "g": "pipe",
    }
    results = desk.import_places(**images, h=".", i="vast.png", j="x" * 300)
    assert [state for state, _ in results] == ["stored"] * 10
    assert all(problem for _, problem in results)
    assert desk.pictures() == {}


@pytest.mark.slow
def test_the_command_counts_entries_without_an_image(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    (tmp_path / "orle.png").write_bytes(png(3, 2))
    file.write_text("id,name,kind,image\n1,Port Orle,place,orle.png\n2,Skerry,place,none.png\n")
    run = gloss_here(tmp_path, "kb", "import", str(file))
    assert run.returncode == 1
    assert b"places.csv:3: Image skipped: Cannot read none.png" in run.stderr
    assert run.stdout.strip() == b"2 added, 0 changed, 0 unchanged, 0 failed, 1 without an image"
    piped = gloss_here(tmp_path, "kb", "import", "-", given=file.read_bytes())
    assert piped.returncode == 1
    assert b"standard input has no folder" in piped.stderr

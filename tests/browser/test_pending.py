"""A page that was opened before its article was annotated fills itself in."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from app import pipeline
from app.cli.library import opened
from app.settings import Settings
from tests.browser.conftest import serving
from tests.building import ingest

TEXT = (
    "“The mole will stand,” Mara Quist said in Port Averil on Tuesday.\n\n"
    "Nobody was hurt. Quist said that the inquiry would begin in May."
)


def test_annotations_appear_on_an_open_page_when_they_are_ready(
    browser: Browser, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, model="small")
    with (
        serving(tmp_path, GLOSS_MODEL="small", GLOSS_ANNOTATE="false") as server,
        opened(settings) as library,
    ):
        stored = ingest(library, TEXT, annotated=False, title="The mole")
        page = browser.new_page(base_url=server.url)
        page.goto(f"/articles/{stored.article_id}")
        expect(page.get_by_text("still being annotated")).to_be_visible()
        text = page.locator("#article-text")
        before = text.text_content()
        assert text.locator("mark").count() == 0

        pipeline.annotate_revision(library, stored.revision_id)
        mark = text.locator("mark a", has_text="Mara Quist").first
        expect(mark).to_be_visible(timeout=15_000)
        expect(page.get_by_text("still being annotated")).to_have_count(0)
        assert text.text_content() == before

        # What was filled in works like any other page.
        mark.click()
        side = page.locator("#side")
        expect(side.get_by_role("heading", name="Mara Quist", exact=True)).to_be_visible()
        side.get_by_role("button", name="Close").click()
        expect(side.get_by_text("Mara Quist").first).to_be_visible()
        page.close()

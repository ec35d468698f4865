"""A real server with the demo library and a real browser, shared by all browser tests."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import FLAGS, executable

ROOT = Path(__file__).parent.parent.parent
TOKEN = "browser-tests"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Server:
    """A running `gloss serve`."""

    url: str

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """One call with the admin token; the decoded answer."""
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, data, headers, method=method), timeout=60
        ) as answer:
            return json.loads(answer.read() or b"null")


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Server]:
    """`gloss serve` on a port that the system chose, stopped at the end."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")}
    environ |= {
        "GLOSS_DATA": str(folder),
        "GLOSS_ADMIN_TOKEN": TOKEN,
        "PYTHONUNBUFFERED": "1",
    } | environment
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            said = next((line for line in process.stdout if "serves on" in line), "")
            assert said, "gloss serve ended before it served"
            yield Server(said.split()[-1])
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo library."""
    with serving(
        tmp_path_factory.mktemp("demo"),
        GLOSS_DEMO="true",
        GLOSS_PASSAGES_PER_MINUTE="10000",
        GLOSS_WRITES_PER_MINUTE="10000",
        GLOSS_SEARCHES_PER_MINUTE="10000",
    ) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield chromium
        chromium.close()


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Opened]:
    """Opens an address in a context of its own: `opened("/", viewport=NARROW)`.

    An error in a page's script fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=server.url, **({"viewport": WIDE} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def marked(server: Server) -> int:
    """The id of the demo article with the most annotations."""
    ids: list[int] = [a["id"] for a in server.api("GET", "/api/articles?limit=200")["items"]]
    return max(
        ids,
        key=lambda i: len(server.api("GET", f"/api/articles/{i}/annotations?limit=200")["items"]),
    )

"""What tests of corrections do with the editor's pages: preview, confirm, read."""

import re
from html import unescape
from typing import Any

from starlette.testclient import TestClient


def mark(client: TestClient, article: int, words: str, layer: str = "entity") -> int:
    """The id of the first annotation of a layer that covers just these words."""
    for item in client.get(f"/api/articles/{article}/annotations?layer={layer}&limit=200").json()[
        "items"
    ]:
        if any(x.get("exact") == words for x in item["target"]["selector"]):
            return int(item["id"].rsplit("/", 1)[1])
    raise AssertionError(f"nothing covers {words}")


def preview(editor: TestClient, status: int = 200, **asked: object) -> str:
    """The page of a preview, its words as they are read."""
    answer = editor.get("/edit/corrections/new", params=asked)  # type: ignore[arg-type]  # the client writes each as it is
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def confirm(editor: TestClient, page: str, **chosen: object) -> str:
    """Sends the form of a preview, with other choices if given; the address of the correction."""
    form = page.partition('<form method="post" action="/edit/corrections">')[2].partition(
        "</form>"
    )[0]
    given = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    given |= dict(re.findall(r'<input type="radio" name="([^"]*)" value="([^"]*)" checked', form))
    answer = editor.post("/edit/corrections", data=given | chosen)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def make(editor: TestClient, **asked: Any) -> int:
    """Previews and confirms; the id of the correction."""
    return int(confirm(editor, preview(editor, **asked)).rpartition("/")[2].partition("?")[0])


def says(page: str) -> str:
    """The plain sentence of a page about one correction."""
    found = re.search(r'<p class="says">(.*?)</p>', page, re.S)
    assert found
    return " ".join(re.sub("<[^>]+>", "", unescape(found[1])).split())


def figures(page: str) -> list[tuple[int, int]]:
    """How many passages and articles the form of a preview says it touches, reach by reach."""
    form = page.partition('<form method="post" action="/edit/corrections">')[2]
    return [(int(a), int(b)) for a, b in re.findall(r"(\d+) passages? in (\d+) articles?", form)]

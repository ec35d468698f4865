"""What tests of citations and boards make: a shared passage and a board with passages."""

import re
from typing import Any

from starlette.testclient import TestClient

QUOTE = "It chose a new chair."
OTHER = "She has held her post since 2019."
HOSTILE = "<script>alert(1)</script> “*a*” {b} \\c & 100% [d](e)"


def share(client: TestClient, article: int, exact: str = QUOTE, **more: Any) -> str:
    code: str = client.post(
        "/api/passages", json={"article": article, "exact": exact} | more
    ).json()["code"]
    return code


def new_board(
    editor: TestClient, *codes: str, title: str = "What was promised", **more: str
) -> str:
    """The edit address of a new board with these passages."""
    address: str = editor.post("/boards", data={"title": title} | more).headers["location"]
    if codes:
        assert (
            editor.post(
                f"{address}/passages", data={"links": " ".join(f"/p/{code}" for code in codes)}
            ).status_code
            == 303
        )
    return address


def public(editor: TestClient, address: str) -> str:
    """A board's public address."""
    found = re.search(r'href="(/b/[\w-]+)"', editor.get(address).text)
    assert found
    return found[1]


def items(editor: TestClient, address: str) -> list[str]:
    return re.findall(rf'action="({address}/passages/\d+)"', editor.get(address).text)

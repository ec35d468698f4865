"""The editor's boards: made, filled, changed and revoked by forms."""

import pytest
from starlette.testclient import TestClient

from tests.web.boards import OTHER, QUOTE, items, new_board, public, share


def test_the_editor_makes_a_board_and_anybody_reads_it(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(
        editor,
        share(client, article),
        share(client, article, OTHER),
        notes="First line.\r\nSecond line.",
    )
    board = public(editor, address)
    page = client.get(board)
    assert page.status_code == 200
    assert page.text.index(QUOTE) < page.text.index(OTHER)
    for words in (
        "What was promised",
        "First line.\nSecond line.",
        "A new chair",
        "2 May 2031",
        "The passage is unchanged.",
    ):
        assert words in page.text
    assert client.get(board, headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    assert editor.get(board).content == page.content
    assert editor.get(address).headers["cache-control"] == "private, no-store"
    assert editor.get("/boards").headers["cache-control"] == "private, no-store"
    assert "What was promised" in editor.get("/boards").text


def test_a_passage_is_added_from_its_page_to_a_board_or_a_new_one(
    client: TestClient, editor: TestClient, article: int
) -> None:
    one, other = share(client, article), share(client, article, OTHER)
    made = editor.post("/boards/add", data={"code": one, "board": "", "title": "A new board"})
    assert made.status_code == 303
    address, _, anchor = made.headers["location"].partition("#")
    assert anchor == one
    assert "A new board" in editor.get("/boards").text
    id_ = address.rsplit("/", 1)[1]
    assert (
        editor.post("/boards/add", data={"code": other, "board": id_}).headers["location"]
        == f"{address}#{other}"
    )
    assert editor.post("/boards/add", data={"code": other, "board": id_}).status_code == 303
    assert len(items(editor, address)) == 2
    assert (
        editor.post("/boards/add", data={"code": "nosuchcode12", "board": id_}).status_code == 404
    )
    assert editor.post("/boards/add", data={"code": one, "board": "99"}).status_code == 404
    assert editor.post("/boards/add", data={"code": one, "board": "x"}).status_code == 422
    assert editor.post("/boards/add", data={"board": id_}).status_code == 422


def test_no_board_is_named_by_words_of_a_passage(editor: TestClient, article: int) -> None:
    """Its title would be read where the passage is closed, and would outlive its article."""
    assert (
        editor.post(
            "/boards/add", data={"code": share(editor, article), "board": "", "title": ""}
        ).status_code
        == 422
    )
    assert QUOTE not in editor.get("/boards").text


def test_the_list_of_boards_says_where_a_passage_can_be_put(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article)
    new_board(editor, title="The first board")
    page = editor.get(f"/boards?code={code}").text
    assert QUOTE in page
    assert (
        page.count(f'name="code" value="{code}"') == 2
    )  # on the board that there is, or on a new one
    assert editor.get("/boards?code=nosuchcode12").status_code == 404
    assert client.get(f"/boards?code={code}").status_code == 401


def test_pasted_links_are_added_and_what_is_unknown_is_named(
    client: TestClient, editor: TestClient, article: int
) -> None:
    one, other = share(client, article), share(client, article, OTHER)
    address = new_board(editor)
    cited = client.get(f"/p/{other}/cite?format=bibtex").text
    answer = editor.post(
        f"{address}/passages",
        data={"links": f"http://testserver/p/{one}\n{cited}\n/p/nosuchcode12"},
    )
    assert answer.status_code == 422
    assert "nosuchcode12</code> The passage was not found" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(items(editor, address)) == 2
    assert editor.post(f"{address}/passages", data={"links": "no link"}).status_code == 422
    assert editor.post("/boards/99/passages", data={"links": f"/p/{one}"}).status_code == 404


def test_passages_are_moved_noted_and_removed_by_forms(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article), share(client, article, OTHER))
    board, (first, second) = public(editor, address), items(editor, address)
    assert (
        editor.post(second, data={"do": "up", "note": "Half a note"})
        .headers["location"]
        .startswith(f"{address}#item-")
    )
    page = client.get(board).text
    assert page.index(OTHER) < page.index("Half a note") < page.index(QUOTE)
    editor.post(second, data={"do": "down", "note": "Half a note"})
    editor.post(second, data={"do": "save", "note": ""})
    page = client.get(board).text
    assert page.index(QUOTE) < page.index(OTHER)
    assert "Half a note" not in page
    assert editor.post(first, data={"do": "remove"}).status_code == 303
    assert QUOTE not in client.get(board).text
    assert editor.post(first, data={"do": "up"}).status_code == 404
    assert editor.post(second, data={"do": "burn"}).status_code == 422
    assert editor.post(second, data={"note": "x" * 2_001}).status_code == 422


def test_a_board_is_renamed_revoked_and_opened_again(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article))
    board = public(editor, address)
    editor.post(address, data={"title": "Another title", "notes": "Other notes"})
    assert "Another title" in client.get(board).text
    assert editor.post(address, data={"title": " "}).status_code == 422
    assert editor.post(f"{address}/revoke").status_code == 303
    for at in (board, f"{board}.json", f"{board}.md"):
        for reader in (client, editor):
            answer = reader.get(at)
            assert (answer.status_code, QUOTE in answer.text) == (410, False)
    assert "Restore the link" in editor.get(address).text
    editor.post(f"{address}/restore")
    assert QUOTE in client.get(board).text


CHANGES = (
    "/boards",
    "/boards/add",
    "/boards/1",
    "/boards/1/passages",
    "/boards/1/passages/1",
    "/boards/1/revoke",
    "/boards/1/restore",
)


@pytest.mark.parametrize("address", CHANGES)
def test_only_the_editor_changes_boards_and_only_from_this_site(
    client: TestClient, editor: TestClient, article: int, address: str
) -> None:
    code = share(client, article)
    new_board(editor, code)
    before = editor.get("/boards/1").text
    data = {
        "title": "Taken over",
        "code": code,
        "links": f"/p/{code}",
        "do": "remove",
        "note": "Planted",
    }
    assert client.post(address, data=data).status_code == 401
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert editor.post(address, data=data, headers=headers).status_code == 403
    assert editor.get("/boards/1").text == before
    assert "Taken over" not in editor.get("/boards").text


@pytest.mark.parametrize("address", CHANGES[1:])
def test_no_board_changes_by_being_looked_at(
    editor: TestClient, article: int, address: str
) -> None:
    new_board(editor, share(editor, article))
    assert editor.get(address).status_code == (
        200 if address == "/boards/1" else 404 if address == "/boards/add" else 405
    )


def test_strangers_see_no_list_of_boards(client: TestClient, editor: TestClient) -> None:
    new_board(editor)
    assert client.get("/boards").status_code == 401
    assert client.get("/boards/1").status_code == 401
    assert editor.get("/boards/99").status_code == 404
    assert client.get("/b/nosuchboards").status_code == 404
    assert client.get("/b/short").status_code == 404

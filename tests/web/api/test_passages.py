"""Passages over the API."""

import base64
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT, Web

QUOTE = "The mole will stand for a hundred years"


def test_a_reader_shares_a_passage_and_gets_the_same_code_again(
    client: TestClient, article: int
) -> None:
    start = TEXT.index(QUOTE)
    first = client.post(
        "/api/passages",
        json={"article": article, "revision": 1, "start": start, "end": start + len(QUOTE)},
    )
    assert first.status_code == 201
    shared = first.json()
    assert shared["url"] == f"http://testserver/p/{shared['code']}"
    assert len(base64.urlsafe_b64decode(shared["code"] + "==")) * 8 >= 72
    assert shared["text_fragment"].startswith("#p2:~:text=")
    by_words = client.post("/api/passages", json={"article": article, "exact": QUOTE})
    assert (by_words.status_code, by_words.json()) == (200, shared)


def test_a_passage_tells_where_it_stands(client: TestClient, article: int) -> None:
    code = client.post("/api/passages", json={"article": article, "exact": QUOTE}).json()["code"]
    got = client.get(f"/api/passages/{code}").json()
    start = TEXT.index(QUOTE)
    at = got["made_on"].pop("at")
    assert at.endswith("+00:00")
    assert got == {
        "verdict": "same",
        "words_changed": False,
        "article": article,
        "exact": QUOTE,
        "made_on": {"revision": 1},
        "revision": 1,
        "start": start,
        "end": start + len(QUOTE),
        "text": QUOTE,
        "since": {"revision": 1, "at": at},
        "replaced_by": None,
    }


def test_a_passage_is_followed_through_revisions(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = client.post("/api/passages", json={"article": article, "exact": QUOTE}).json()["code"]
    editor.put(f"/api/articles/{article}", json={"text": "A line on top.\n\n" + TEXT})
    moved = client.get(f"/api/passages/{code}").json()
    assert (moved["verdict"], moved["revision"], moved["text"]) == ("same", 2, QUOTE)
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.split("\n\n")[0] + "\n\n" + "\n\n".join(TEXT.split("\n\n")[2:])},
    )
    gone = client.get(f"/api/passages/{code}").json()
    assert (gone["verdict"], gone["start"], gone["end"], gone["text"]) == (
        "removed",
        None,
        None,
        None,
    )
    assert gone["since"]["revision"] == 3
    assert client.get(f"/api/passages/{code}?revision=2").json()["verdict"] == "same"


def test_a_passage_of_a_withdrawn_article_is_gone(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = client.post("/api/passages", json={"article": article, "exact": QUOTE}).json()["code"]
    editor.delete(f"/api/articles/{article}")
    gone = client.get(f"/api/passages/{code}")
    assert gone.status_code == 410
    assert QUOTE not in gone.text


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"exact": "no such words"}, 422),
        ({"exact": ""}, 422),
        ({"exact": "Ingrid Vale"}, 409),
        ({"start": 3, "end": 3}, 422),
        ({"start": 9, "end": 3}, 422),
        ({"start": 0, "end": 10**8}, 422),
        ({"start": 0}, 422),
        ({"start": -1, "end": 3}, 422),
        ({"start": 0, "end": 3, "exact": "The"}, 422),
        ({"start": True, "end": 3}, 422),
        ({"start": 0.0, "end": 3}, 422),
        ({"start": 64, "end": 66}, 422),
        ({"revision": 7, "exact": QUOTE}, 404),
        ({}, 422),
        ({"exact": "Ingrid Vale", "prefix": "master "}, 201),
    ],
)
def test_a_span_that_is_not_one_is_refused(
    client: TestClient, article: int, given: dict[str, Any], status: int
) -> None:
    assert TEXT[64:66] == "\n\n"
    assert client.post("/api/passages", json={"article": article} | given).status_code == status


def test_a_passage_has_at_most_so_many_characters(web: Web) -> None:
    client = web.client(passage_max_characters=10)
    made = web.client(editor=True).post("/api/articles", json={"text": TEXT}).json()["id"]
    assert (
        client.post("/api/passages", json={"article": made, "start": 0, "end": 11}).status_code
        == 422
    )
    assert (
        client.post("/api/passages", json={"article": made, "start": 0, "end": 10}).status_code
        == 201
    )


def test_one_address_shares_thirty_a_minute_and_a_token_is_exempt(
    client: TestClient, editor: TestClient, article: int
) -> None:
    answers = [
        client.post("/api/passages", json={"article": article, "start": n, "end": n + 4})
        for n in range(31)
    ]
    assert [a.status_code for a in answers[:30]].count(201) + [
        a.status_code for a in answers[:30]
    ].count(200) == 30
    assert answers[30].status_code == 429
    assert 0 < int(answers[30].headers["retry-after"]) <= 61
    assert (
        editor.post("/api/passages", json={"article": article, "start": 0, "end": 12}).status_code
        == 201
    )


@pytest.mark.parametrize("address", ["/api/passages", "/share"])
def test_a_sharing_is_counted_before_its_body_is_read(web: Web, address: str) -> None:
    client = web.client(passages_per_minute=2)
    kind = {
        "Content-Type": "application/json"
        if address.startswith("/api")
        else "application/x-www-form-urlencoded"
    }
    assert [client.post(address, content=b"%", headers=kind).status_code for _ in range(2)] in (
        [400, 400],
        [422, 422],
    )
    assert client.post(address, content=b"%", headers=kind).status_code == 429


def test_a_closed_articles_passage_is_unknown_unless_the_editor_opened_it(
    client: TestClient, editor: TestClient, article: int
) -> None:
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    assert (
        client.post("/api/passages", json={"article": article, "exact": QUOTE}).status_code == 404
    )
    code = editor.post("/api/passages", json={"article": article, "exact": QUOTE}).json()["code"]
    assert client.get(f"/api/passages/{code}").status_code == 404
    assert (
        editor.post(
            "/api/passages", json={"article": article, "exact": QUOTE, "opened": True}
        ).json()["code"]
        == code
    )
    assert client.get(f"/api/passages/{code}").json()["text"] == QUOTE


def test_only_the_editor_opens_a_passage(client: TestClient, article: int) -> None:
    assert (
        client.post(
            "/api/passages", json={"article": article, "exact": QUOTE, "opened": True}
        ).status_code
        == 403
    )


def test_words_that_stand_in_for_a_title_are_led_to_by_their_paragraph(
    client: TestClient, editor: TestClient
) -> None:
    text = (
        "The ferry to Tolm was late again.\n\n"
        + "Nobody said why that was so on a clear day in May. " * 3
    )
    untitled = editor.post("/api/articles", json={"text": text}).json()["id"]
    first = client.post(
        "/api/passages", json={"article": untitled, "exact": "The ferry to Tolm"}
    ).json()
    later = client.post(
        "/api/passages", json={"article": untitled, "start": len(text) - 40, "end": len(text) - 1}
    ).json()
    assert first["text_fragment"] == "#p1"
    assert later["text_fragment"].startswith("#p2:~:text=")

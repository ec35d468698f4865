"""What the command palette offers: a few of everything that whoever asks may read."""

from typing import Any

from starlette.testclient import TestClient

from tests.web.asking import add, entity_of
from tests.web.conftest import TEXT


def offered(client: TestClient, q: str) -> list[dict[str, Any]]:
    answer = client.get("/api/suggestions", params={"q": q})
    assert answer.status_code == 200
    found = answer.json()
    assert found["next"] is None
    items: list[dict[str, Any]] = found["items"]
    return items


def test_names_articles_and_quotations_are_offered_with_where_they_are(
    client: TestClient, article: int
) -> None:
    (name,) = offered(client, "ingr")
    assert (name["group"], name["title"], name["detail"]) == ("entity", "Ingrid Vale", "person")
    assert name["url"] == f"http://testserver/entities/{entity_of(client, 'Ingrid')}"
    (titled,) = offered(client, "a new ch")
    assert (titled["group"], titled["title"]) == ("article", "A new chair")
    assert titled["detail"].endswith("2 May 2031")
    (said,) = offered(client, "hundred years")
    assert said["group"] == "quotation"
    assert said["title"] in TEXT
    assert said["detail"] == "Ingrid Vale · A new chair"
    page, _, panel = said["url"].removeprefix("http://testserver").partition("?panel=")
    assert page == f"/articles/{article}"
    assert client.get(page).status_code == client.get(f"/panels/{panel}").status_code == 200


def test_names_come_by_mentions_and_nothing_comes_in_numbers(
    client: TestClient, editor: TestClient, article: int
) -> None:
    for n in range(9):
        words = f"Ingrid Tor{n}ensen spoke. " * (n + 1)
        add(editor, words.replace(str(n), "abcdefghi"[n]), title=f"Ingrid, part {n}")
    items = offered(client, "ingrid")
    groups = [item["group"] for item in items]
    assert groups.count("article") == 5
    assert groups.count("entity") == 6
    mentions = [item["mentions"] for item in items if item["group"] == "entity"]
    assert mentions == sorted(mentions, reverse=True)


def test_nothing_of_closed_articles_is_offered_to_anybody(
    client: TestClient, editor: TestClient, article: int
) -> None:
    closed = add(
        editor,
        "“The sluice will never open,” Aldous Zimmern said. Aldous Zimmern left.",
        title="Zimmern leaves",
    )
    editor.patch(f"/api/articles/{closed}", json={"visibility": "private"})
    for q in ("zimm", "sluice", "zimmern le"):
        assert offered(client, q) == [], q
        assert offered(editor, q), q
    assert editor.get("/api/suggestions?q=zimm").headers["cache-control"] == "private, no-store"


def test_mistyped_names_are_answered_with_what_was_meant(client: TestClient, article: int) -> None:
    first, *others = offered(client, "ingrdi")
    assert (first["group"], first["title"]) == ("spelling", "ingrid")
    assert first["url"] == "http://testserver/search?q=ingrid"
    assert [item["title"] for item in others if item["group"] == "entity"] == ["Ingrid Vale"]
    assert 'Did you mean <a href="/search?q=ingrid">ingrid</a>?' in (
        client.get("/search?q=ingrdi").text
    )
    assert "Did you mean" not in client.get("/search?q=mole").text


def test_one_letter_or_signs_alone_offer_nothing(client: TestClient, article: int) -> None:
    for q in ("", "i", "%", '""', "* OR", "-"):
        assert offered(client, q) == [], q
    offered(client, "x" * 5_000)
    assert client.get("/api/suggestions").json()["items"] == []

"""Lists and search: their pages, filters and limits."""

import re

from starlette.testclient import TestClient

from tests.web.asking import add
from tests.web.conftest import Web


def test_a_search_is_as_long_as_the_setting_says(web: Web, article: int) -> None:
    words = "harbour " * 60 + "zeppelin"
    assert f"/articles/{article}" in web.client().get("/search", params={"q": words}).text
    assert (
        f"/articles/{article}"
        not in web.client(search_max_characters=1_000).get("/search", params={"q": words}).text
    )


def test_lists_go_on_where_they_ended(client: TestClient, editor: TestClient) -> None:
    for n in range(7):
        add(
            editor,
            f"Article number {n} is about the mole.",
            title=f"Number {n}",
            published=f"2031-06-0{n + 1}",
            source_url=f"https://a.example/{n}",
        )
    seen, address = [], "/?limit=3"
    while address:
        page = " ".join(client.get(address).text.split())
        seen += re.findall(r">Number (\d)<", page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_filters_by_publisher_and_date(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert "A new chair" in client.get("/?since=2031-05-02&until=2031-05-02").text
    assert "No articles match" in client.get("/?until=2031-05-01").text
    assert client.get("/?since=yesterday").status_code == 422
    assert "No articles match" in client.get("/?publisher=The+Nobody").text

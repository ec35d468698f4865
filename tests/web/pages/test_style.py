"""The page of components is there only where it is asked for, and shows each kind of mark."""

from tests.web.conftest import Web


def test_the_page_of_components_is_off_by_default(web: Web) -> None:
    assert web.client().get("/style").status_code == 404


def test_the_page_of_components_shows_every_kind_of_mark(web: Web) -> None:
    answer = web.client(style_page=True).get("/style")
    assert answer.status_code == 200
    assert "private" in answer.headers["cache-control"]
    for category in ("entity", "date", "quotation", "reported", "attitude", "claim"):
        assert f'data-categories="{category}-' in answer.text or f" {category}-" in answer.text

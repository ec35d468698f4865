"""What a mark opens: its card, its panel and its own page."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web.asking import first

LAYERS = ("entity", "quotation", "claim", "date")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_mark_has_a_card_a_panel_and_a_page(client: TestClient, article: int, layer: str) -> None:
    mark = first(client, article, layer)
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert ("<!doctype html>" in answer.text) == address.startswith("/annotations")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_card_and_panel_says_who_found_the_mark_and_how_sure(
    client: TestClient, article: int, layer: str
) -> None:
    mark = first(client, article, layer)
    engine, version = client.get(f"/api/annotations/{mark}").json()["creator"]["name"].split("@")
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        told = client.get(address).text
        assert re.search(
            rf"<summary>[^<]*Marked by a program[^<]*</summary>\s*<p>[^<]*\d%[^<]* "
            rf"Program: {engine}, version {version}\.",
            told,
        ), address
        assert ("not whether the claim is true" in told) == (layer == "claim")
        assert bool(re.search(r"It is (over )?\d+% sure\.", told)) == (layer != "claim")


def test_a_note_gets_the_default_card_and_panel(
    editor: TestClient, client: TestClient, article: int
) -> None:
    note = {
        "body": {"type": "TextualBody", "value": "Ask the treasurer about this."},
        "target": {
            "source": f"http://testserver/articles/{article}",
            "selector": {"type": "TextQuoteSelector", "exact": "4.2 million crowns"},
        },
    }
    made = editor.post("/api/annotations", json=note)
    assert made.status_code == 201
    mark = made.json()["id"].rsplit("/", 1)[1]
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        told = client.get(address).text
        assert "Ask the treasurer about this." in told
        assert "4.2 million crowns" in told
        assert "By Editor" in told
        assert "Confidence" not in told
    assert f'data-annotations="{mark}' in client.get(f"/articles/{article}").text

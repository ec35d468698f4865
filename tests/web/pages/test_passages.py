"""Shared passages: their page, and sharing without a script."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT, Web


def test_a_closed_library_shows_nothing_but_an_opened_passage(
    web: Web, editor: TestClient, article: int
) -> None:
    given = {"article": article, "exact": "She has held her post since 2019."}
    shut = editor.post("/api/passages", json=given).json()["code"]
    opened = editor.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair.", "opened": True}
    ).json()["code"]
    client = web.client(public_reading=False)
    for address in ("/", f"/articles/{article}", "/entities", "/import", f"/p/{shut}"):
        assert client.get(address).status_code in (401, 404), address
    page = client.get(f"/p/{opened}").text
    assert "It chose a new chair." in page
    assert "The harbour board of Ostra met" in page
    assert "4.2 million" not in page


def test_a_passage_page_says_what_became_of_the_words(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    same = client.get(f"/p/{code}").text
    assert 'id="passage"' in same
    assert "The passage is unchanged." in same
    assert f'href="/articles/{article}#p1:~:text=' in same
    assert "“It chose a new chair.”" in re.search(r'og:description" content="([^"]*)"', same)[1]  # type: ignore[index]
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.replace("a new chair", "an old chair"), "title": "A new chair"},
    )
    changed = client.get(f"/p/{code}").text
    assert "reworded" in changed
    assert re.search(r"<del>.*new.*</del>", changed)
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.replace(" It chose a new chair.", ""), "title": "A new chair"},
    )
    gone = client.get(f"/p/{code}").text
    assert "was removed" in gone
    assert "data-passage" not in gone
    assert "It chose a new chair." in re.search(r'og:description" content="([^"]*)"', gone)[1]  # type: ignore[index]


def test_words_from_the_address_never_stand_on_a_passage_page(
    client: TestClient, article: int
) -> None:
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    assert (
        "planted" not in client.get(f"/p/{code}?text=planted&exact=planted&revision=planted").text
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("It chose a new chair.", 303),
        ("words that are not there", 422),
        ("Ingrid Vale", 409),
        ("", 422),
    ],
)
def test_sharing_by_words_without_a_script(
    client: TestClient, article: int, words: str, status: int
) -> None:
    answer = client.post("/share", data={"article": str(article), "exact": words})
    assert answer.status_code == status
    if status == 303:
        assert re.fullmatch(r"/p/[\w-]{12,}", answer.headers["location"])
    else:
        assert f">{words}</textarea>" in answer.text  # nothing that was written is lost


def test_words_that_occur_twice_are_chosen_among_their_sentences(
    client: TestClient, article: int
) -> None:
    asked = client.post("/share", data={"article": str(article), "exact": "Ingrid Vale"}).text
    spans = re.findall(
        r'name="start" value="(\d+)"><input type="hidden" name="end" value="(\d+)"', asked
    )
    assert len(spans) == 2
    start, end = spans[1]
    sent = {"article": str(article), "start": start, "end": end}
    code = client.post("/share", data=sent).headers["location"].rpartition("/")[2]
    shared = client.get(f"/api/passages/{code}").json()
    assert (shared["exact"], shared["start"]) == ("Ingrid Vale", TEXT.rindex("Ingrid Vale"))


@pytest.mark.parametrize(
    ("span", "status"),
    [({"start": "0", "end": "5"}, 303), ({"start": "0"}, 422), ({"start": "5", "end": "0"}, 422)],
)
def test_sharing_by_a_span_without_a_script(
    client: TestClient, article: int, span: dict[str, str], status: int
) -> None:
    assert client.post("/share", data={"article": str(article)} | span).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"files": {"exact": b"It chose a new chair."}}, 415),
        ({"data": {"article": "one", "exact": "It chose a new chair."}}, 422),
        ({"data": {"exact": "It chose a new chair."}}, 422),
        ({"data": {f"field{n}": "x" for n in range(101)}}, 400),
        ({"data": {"article": "1", "exact": "It chose\r\na new chair.", "start": ""}}, 422),
    ],
)
def test_a_share_form_that_cannot_be_read_is_refused_in_words(
    client: TestClient, article: int, sent: dict[str, Any], status: int
) -> None:
    answer = client.post("/share", **sent)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_the_share_form_of_a_closed_library_is_kept_nowhere(web: Web, article: int) -> None:
    answer = web.client(editor=True, public_reading=False).get(f"/articles/{article}/share")
    assert answer.headers["cache-control"] == "private, no-store"

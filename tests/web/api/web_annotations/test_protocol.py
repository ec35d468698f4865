"""The Web Annotation Protocol at /api/annotations/: container, pages, notes written and deleted."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.exporters import w3c
from app.web.api.web_annotations import container, protocol
from tests.web.conftest import TEXT, Web

HERE = "http://testserver"
ADDRESS = "/api/annotations/"
OA = "http://www.w3.org/ns/oa#"


def prefer(*names: str) -> dict[str, str]:
    include = " ".join(OA + name for name in names)
    return {"Prefer": f'return=representation;include="{include}"'}


def note(article: int, **more: Any) -> dict[str, Any]:
    target = {
        "source": f"{HERE}/articles/{article}?revision=1",
        "selector": {"type": "TextQuoteSelector", "exact": "a new chair"},
    }
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "Is that so?"},
        "target": target,
    } | more


def get(client: TestClient, address: str, **headers: str) -> Any:
    answer = client.get(address.removeprefix(HERE), headers=headers)
    assert answer.status_code == 200, address
    return answer.json()


@pytest.fixture
def few_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "ITEMS_ON_PAGE", 3)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("", None),
        ("return=minimal", None),
        ("return=representation", None),
        (f'return=representation;include="{OA}PreferContainedIRIs"', "iris"),
        (f'return=representation; include="{OA}PreferContainedDescriptions"', "descriptions"),
        (f'return=representation;include="{OA}PreferMinimalContainer"', "minimal"),
        (
            f'return=representation;include="{OA}PreferContainedIRIs {OA}PreferMinimalContainer"',
            "minimal",
        ),
        (f'respond-async, return="representation"; include="{OA}PreferContainedIRIs"', "iris"),
        (
            'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"',
            "minimal",
        ),
        ('return=representation;include="something"', None),
        ("return=representation;include=" + " " * 100_000, None),
    ],
)
def test_a_preference_is_read(value: str, wanted: str | None) -> None:
    assert protocol.preferred(value) == wanted


def test_only_the_preference_chooses_what_the_container_contains(
    client: TestClient, article: int
) -> None:
    plain = get(client, ADDRESS)
    assert plain["first"] == f"{HERE}{ADDRESS}?iris=0&page=first"
    assert get(client, ADDRESS, Accept="text/turtle") == plain
    assert get(client, ADDRESS, **prefer("PreferMinimalContainer")) == plain
    iris = get(client, ADDRESS, **prefer("PreferContainedIRIs"))
    assert all(isinstance(item, str) for item in iris["first"]["items"])
    whole = get(client, ADDRESS, **prefer("PreferContainedDescriptions"))
    assert [item["id"] for item in whole["first"]["items"]] == iris["first"]["items"]
    assert get(client, f"{ADDRESS}?iris=1") == iris
    assert get(client, f"{ADDRESS}?iris=0") == whole
    assert plain["total"] == iris["total"] == len(iris["first"]["items"])
    # What was kept for one is not served for another.
    assert get(client, ADDRESS) == plain


def test_an_applied_preference_is_named_and_the_content_has_its_address(
    client: TestClient, article: int
) -> None:
    chosen = client.get(ADDRESS, headers=prefer("PreferContainedIRIs"))
    assert chosen.headers["preference-applied"] == "return=representation"
    assert chosen.headers["content-location"] == chosen.json()["id"]
    plain = client.get(ADDRESS, headers={"Prefer": "handling=lenient"})
    assert "preference-applied" not in plain.headers
    assert plain.headers["content-location"] == plain.json()["id"] == f"{HERE}{ADDRESS}"


@pytest.mark.usefixtures("few_on_a_page")
@pytest.mark.parametrize("iris", [0, 1])
def test_pages_lead_there_and_back_and_lose_nothing(
    client: TestClient, article: int, iris: int
) -> None:
    described = get(client, f"{ADDRESS}?iris={iris}")
    forth: list[Any] = []
    address = f"{described['id']}&page=first"
    while address:
        page = get(client, address)
        assert page["startIndex"] == len(forth)
        assert page["partOf"]["id"] == described["id"]
        assert ("prev" in page) == bool(forth)
        forth += page["items"]
        address = page.get("next", "")
    assert len(forth) == described["total"] > 4
    back: list[Any] = []
    address = described["last"]
    while address:
        page = get(client, address)
        assert page["startIndex"] == len(forth) - len(back) - len(page["items"])
        assert ("next" in page) == bool(back)
        back = page["items"] + back
        address = page.get("prev", "")
    assert back == forth


def test_an_empty_container_has_no_pages(client: TestClient) -> None:
    for iris in ("", "?iris=0", "?iris=1"):
        described = get(client, ADDRESS + iris)
        assert described["total"] == 0
        assert {"first", "last", "next", "prev"}.isdisjoint(described)
    for page in ("first", "last"):
        assert client.get(f"{ADDRESS}?page={page}").status_code == 404


@pytest.mark.parametrize("page", ["x", "", "MQ", "WzEsMl0", "W251bGwsMSwxXQ"])
def test_a_cursor_that_no_page_gave_is_refused(client: TestClient, article: int, page: str) -> None:
    assert client.get(f"{ADDRESS}?page={page}").status_code == 400


def test_what_a_reader_may_not_see_is_not_in_the_container_nor_counted(
    client: TestClient, editor: TestClient, article: int
) -> None:
    before = get(client, f"{ADDRESS}?iris=1")
    secret = editor.post(ADDRESS, json=note(article, visibility="private")).json()["id"]
    editor.post(
        "/api/articles", json={"text": "Tomas Brandt paid 4 crowns.", "visibility": "private"}
    )
    assert get(client, f"{ADDRESS}?iris=1") == before
    seen = get(editor, f"{ADDRESS}?iris=1")
    assert secret in seen["first"]["items"]
    assert seen["total"] == len(seen["first"]["items"]) > before["total"] + 1
    assert client.get(secret.removeprefix(HERE)).status_code == 404


def test_a_closed_library_has_no_open_container(web: Web) -> None:
    closed = web.client(public_reading=False)
    assert closed.get(ADDRESS).status_code == 401
    assert web.client(editor=True, public_reading=False).get(ADDRESS).status_code == 200


def test_a_note_is_posted_to_the_container_and_keeps_its_addresses(
    client: TestClient, editor: TestClient, article: int
) -> None:
    sent = note(article, id="https://else.example/1", canonical="urn:uuid:42")
    answer = editor.post(ADDRESS, json=sent, headers={"Slug": "my-note"})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == made["id"] != sent["id"]
    assert (made["canonical"], made["via"]) == ("urn:uuid:42", ["https://else.example/1"])
    assert get(client, made["id"]) == made
    assert get(client, ADDRESS)["total"] == len(get(client, f"{ADDRESS}?iris=1")["first"]["items"])


@pytest.mark.parametrize(
    "address", ["no address", "/relative", "x" * 3000, "javascript:alert(1)", "data:text/html,x"]
)
def test_a_canonical_address_that_is_none_is_refused(
    editor: TestClient, article: int, address: str
) -> None:
    assert editor.post(ADDRESS, json=note(article, canonical=address)).status_code == 422


def test_a_note_is_changed_where_it_has_not_changed_meanwhile(
    client: TestClient, editor: TestClient, article: int
) -> None:
    made = editor.post(ADDRESS, json=note(article, canonical="urn:uuid:42")).json()
    address = made["id"].removeprefix(HERE)
    tag = editor.get(address).headers["etag"]
    assert client.get(address).headers["etag"].replace("-gzip", "") == tag
    new = made | {"body": {"type": "TextualBody", "value": "It is."}}
    changed = editor.put(address, json=new, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["body"][0]["value"] == "It is."
    assert changed.json()["canonical"] == "urn:uuid:42"
    assert get(client, address) == changed.json()
    assert editor.put(address, json=new, headers={"If-Match": tag}).status_code == 412
    assert editor.delete(address, headers={"If-Match": tag}).status_code == 412
    weak = f"W/{changed.headers['etag']}"
    assert editor.put(address, json=new, headers={"If-Match": weak}).status_code == 412
    assert editor.put(address, json=new, headers={"If-Match": "*"}).status_code == 200
    deleted = editor.delete(address, headers={"If-Match": changed.headers["etag"]})
    assert deleted.status_code == 204
    assert client.get(address).status_code == 410
    assert editor.put(address, json=new).status_code == 410
    assert made["id"] not in get(client, f"{ADDRESS}?iris=1")["first"]["items"]


def test_a_change_leaves_the_visibility_and_turns_a_note_into_a_highlight(
    client: TestClient, editor: TestClient, article: int
) -> None:
    made = editor.post(ADDRESS, json=note(article, visibility="private")).json()
    address = made["id"].removeprefix(HERE)
    new = note(article, motivation="highlighting")
    assert editor.put(address, json=new).json()["motivation"] == "highlighting"
    assert client.get(address).status_code == 404
    assert editor.put(address, json=note(article, visibility="public")).status_code == 200
    assert get(client, address)["motivation"] == "commenting"


def test_a_note_does_not_move_to_other_words(editor: TestClient, article: int) -> None:
    made = editor.post(ADDRESS, json=note(article)).json()
    moved = note(article)
    moved["target"]["selector"] = {"type": "TextPositionSelector", "start": 0, "end": 3}
    address = made["id"].removeprefix(HERE)
    assert editor.put(address, json=moved).status_code == 409
    assert editor.get(address).json() == made


def test_what_a_layer_found_is_not_changed_here(editor: TestClient, article: int) -> None:
    found = get(editor, f"{ADDRESS}?iris=1")["first"]["items"][0].removeprefix(HERE)
    for answer in (editor.put(found, json=note(article)), editor.delete(found)):
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert editor.options(found).headers["allow"] == "GET, HEAD, OPTIONS"


def test_writing_needs_the_editor(client: TestClient, editor: TestClient, article: int) -> None:
    made = editor.post(ADDRESS, json=note(article)).json()["id"].removeprefix(HERE)
    assert client.post(ADDRESS, json=note(article)).status_code == 401
    assert client.put(made, json=note(article)).status_code == 401
    assert client.delete(made).status_code == 401
    assert client.get(made).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_the_container_has_not_names_those_it_has(
    editor: TestClient, method: str
) -> None:
    answer = editor.request(method, ADDRESS)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_the_container_is_asked_and_answers_as_the_protocol_says(
    client: TestClient, article: int
) -> None:
    allow = "GET, HEAD, OPTIONS, POST"
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = client.request(method, ADDRESS)
        assert answer.status_code == 200
        assert answer.headers["allow"] == allow
        assert answer.headers["accept-post"] == w3c.MEDIA_TYPE
        assert answer.headers["link"] == protocol.CONTAINER_LINK
        assert {"Accept", "Prefer"} <= set(answer.headers["vary"].split(", "))
    kept = client.get(ADDRESS)
    assert kept.headers["allow"] == allow
    again = client.get(ADDRESS, headers={"If-None-Match": kept.headers["etag"]})
    assert again.status_code == 304


def test_the_editors_answers_have_tags_and_are_not_stored(editor: TestClient, article: int) -> None:
    answer = editor.get(ADDRESS)
    assert answer.headers["cache-control"] == "private, no-store"
    again = editor.get(ADDRESS, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_words_of_an_altered_text_are_left_out(web: Web) -> None:
    from sqlalchemy import text

    editor = web.client(editor=True)
    for words in (TEXT, TEXT.replace("Ostra", "Brae")):
        assert editor.post("/api/articles", json={"text": words}).status_code == 201
    library = editor.app.state.library  # type: ignore[attr-defined]
    whole = get(editor, f"{ADDRESS}?iris=0")
    with library.writing() as s:
        s.execute(text("UPDATE revision SET text = replace(text, 'Brae', 'Brie')"))
    left = get(editor, f"{ADDRESS}?iris=0")["first"]["items"]
    assert 0 < len(left) < whole["total"]
    assert "Brie" not in str(left)
    library.close()

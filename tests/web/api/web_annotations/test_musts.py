"""Every MUST of the data model and the protocol holds over the demo library.

`musts` has those of the model. The checks see what is wrong: each is tried on a broken document.
"""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.api.web_annotations import musts
from tests.web.api.web_annotations.musts import Check, Document
from tests.web.api.web_annotations.test_protocol import ADDRESS, HERE, get, note, prefer
from tests.web.conftest import Web

Named = dict[str, list[Document]]


def names(checks: Sequence[Check]) -> list[str]:
    return [check.__name__ for check in checks]


@pytest.fixture(scope="module")
def demo_client(demo_file: Any) -> Iterator[TestClient]:
    with Web(demo_file.parent).client() as client:
        yield client


@pytest.fixture(scope="module")
def documents(demo_client: TestClient) -> Named:
    """What is served: single annotations, annotations in pages, pages, and collections."""
    collections = [get(demo_client, ADDRESS + q) for q in ("", "?iris=0", "?iris=1")]
    pages = [one["first"] for one in collections[1:]]
    alone: list[Document] = []
    address = collections[0]["first"]
    while address:
        page = get(demo_client, address)
        alone.append(page)
        address = page.get("next", "")
    articles = demo_client.get("/api/articles?limit=200").json()["items"]
    of_articles = [get(demo_client, f"/api/articles/{a['id']}/annotations") for a in articles]
    exported = demo_client.get("/api/export?format=w3c").json()
    in_pages = [item for page in (*alone, *of_articles) for item in page["items"]]
    singles = [get(demo_client, item["id"]) for item in alone[0]["items"][:30]]
    return {
        "annotations": [*in_pages, *exported["first"]["items"], *singles],
        "documents": [*singles, *alone, *of_articles, *collections, exported],
        "collections": [*collections, exported],
        "pages": [*alone, *of_articles, *pages, exported["first"]],
        "apart": [*alone, *of_articles],
    }


@pytest.fixture(scope="module")
def notes_of_editors(demo_file: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """Notes and highlights of every kind that can be sent."""
    folder = tmp_path_factory.mktemp("notes")
    (folder / "gloss.db").write_bytes(demo_file.read_bytes())
    editor = Web(folder).client(editor=True)
    selector = {"type": "TextPositionSelector", "start": 3, "end": 9}
    target = {"source": f"{HERE}/articles/1", "selector": selector}
    kinds: list[dict[str, Any]] = [
        {},
        {"body": None, "motivation": "highlighting"},
        {"motivation": "highlighting"},
        {"id": "https://else.example/1", "canonical": "urn:x:1", "via": ["https://b.example/"]},
    ]
    sent = [editor.post(ADDRESS, json=note(1, **kind, target=target)) for kind in kinds]
    assert {answer.status_code for answer in sent} == {201}
    return [answer.json() for answer in sent]


@pytest.mark.parametrize("check", musts.ANNOTATION, ids=names(musts.ANNOTATION))
def test_every_annotation(documents: Named, notes_of_editors: list[Document], check: Check) -> None:
    assert len(documents["annotations"]) > 2_000
    every = [*documents["annotations"], *notes_of_editors]
    assert [(one["id"], wrong) for one in every for wrong in check(one)] == []


@pytest.mark.parametrize("check", musts.COLLECTION, ids=names(musts.COLLECTION))
def test_every_collection(documents: Named, check: Check) -> None:
    assert [wrong for one in documents["collections"] for wrong in check(one)] == []


@pytest.mark.parametrize("check", musts.PAGE, ids=names(musts.PAGE))
def test_every_page(documents: Named, check: Check) -> None:
    assert [(one["id"], wrong) for one in documents["pages"] for wrong in check(one)] == []


def test_every_document_begins_with_its_context(
    documents: Named, notes_of_editors: list[Document]
) -> None:
    every = [*documents["documents"], *notes_of_editors]
    assert [wrong for one in every for wrong in musts.context_comes_first(one)] == []


def test_every_page_by_itself_says_of_what_it_is_a_part(documents: Named) -> None:
    found = [musts.page_is_part_of_a_collection(one) for one in documents["apart"]]
    assert [wrong for one in found for wrong in one] == []


def test_pages_hold_each_annotation_once_and_as_many_as_is_said(documents: Named) -> None:
    whole = documents["collections"][0]
    of_container = [p for p in documents["pages"] if p["id"].startswith(f"{HERE}{ADDRESS}?iris=0")]
    ids = [item["id"] for page in of_container[:-1] for item in page["items"]]
    assert len(set(ids)) == len(ids) == whole["total"]
    exported = documents["collections"][-1]
    assert exported["total"] == len(exported["first"]["items"])


EVERY = [*musts.ANNOTATION, *musts.COLLECTION, *musts.PAGE]
BROKEN: dict[str, dict[str, Any]] = {
    "has_an_id": {"id": "/api/annotations/1"},
    "is_an_annotation": {"type": "Note"},
    "has_a_target": {"target": []},
    "has_no_empty_body": {"body": []},
    "has_one_kind_of_body": {"bodyValue": "x"},
    "bodies_are_resources": {"body": {"type": "TextualBody"}},
    "times_have_a_zone": {"created": "2031-05-02T10:00:00"},
    "creators_are_agents": {"creator": {"type": "Robot"}},
    "motivations_are_terms": {"motivation": "musing"},
    "other_addresses_are_iris": {"canonical": None},
    "targets_have_one_source": {"target": {"source": "/articles/1"}},
    "selectors_select": {
        "target": {"selector": [{"type": "TextPositionSelector", "start": "0", "end": 4}]}
    },
    "states_are_states": {"target": {"state": {"type": "TimeState"}}},
    "terms_are_of_the_model": {"layer": "note"},
    "has_no_null": {"rights": None},
    "collection_has_an_id": {"id": None},
    "is_a_collection": {"type": "Collection"},
    "collection_has_a_first_page": {"first": None},
    "collection_has_a_total": {"total": "12"},
    "collection_has_one_last_page": {"last": None},
    "page_has_an_id": {"id": ""},
    "is_a_page": {"type": "Page"},
    "page_has_items": {"items": []},
    "page_has_a_start": {"startIndex": -1},
    "page_leads_on": {"next": None},
}


@pytest.mark.parametrize("check", EVERY, ids=names(EVERY))
def test_every_check_sees_what_is_wrong(documents: Named, check: Check) -> None:
    kind = "pages" if check in musts.PAGE else "collections"
    kind = "annotations" if check in musts.ANNOTATION else kind
    good = copy.deepcopy(documents[kind][0])
    assert list(check(good)) == []
    assert list(check(good | BROKEN[check.__name__])) != []


# The protocol: https://www.w3.org/TR/annotation-protocol/


def single(client: TestClient) -> str:
    """The address of an annotation."""
    first: str = get(client, f"{ADDRESS}?iris=1")["first"]["items"][0]
    return first.removeprefix(HERE)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_3_1_annotations_are_read_with_these_methods(demo_client: TestClient, method: str) -> None:
    answer = demo_client.request(method, single(demo_client))
    assert answer.status_code == 200
    assert method in answer.headers["allow"].split(", ")


def test_3_1_annotations_are_json_ld_with_the_profile(demo_client: TestClient) -> None:
    for accept in ("*/*", "application/ld+json", "text/turtle"):
        answer = demo_client.get(single(demo_client), headers={"Accept": accept})
        media_type, _, profile = answer.headers["content-type"].partition("; ")
        assert media_type == "application/ld+json"
        assert profile == 'profile="http://www.w3.org/ns/anno.jsonld"'


def test_3_1_annotations_have_these_headers(demo_client: TestClient) -> None:
    headers = demo_client.get(single(demo_client)).headers
    assert headers["link"] == '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
    assert headers["etag"].startswith('"')
    assert "Accept" in headers["vary"].split(", ")


def test_4_containers_end_in_a_slash(demo_client: TestClient) -> None:
    assert get(demo_client, ADDRESS)["id"].endswith("/")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_4_1_containers_are_read_with_these_methods(demo_client: TestClient, method: str) -> None:
    answer = demo_client.request(method, ADDRESS)
    assert answer.status_code == 200
    assert method in answer.headers["allow"].split(", ")


def test_4_1_a_container_says_what_it_is_and_by_what_it_is_constrained(
    demo_client: TestClient,
) -> None:
    for address in (ADDRESS, f"{ADDRESS}?iris=1"):
        answer = demo_client.get(address)
        assert {"BasicContainer", "AnnotationCollection"} <= set(answer.json()["type"])
        links = answer.headers["link"].split(", ")
        assert '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"' in links
        assert (
            "<http://www.w3.org/TR/annotation-protocol/>; "
            'rel="http://www.w3.org/ns/ldp#constrainedBy"'
        ) in links


def test_4_1_containers_have_these_headers(demo_client: TestClient) -> None:
    headers = demo_client.get(ADDRESS).headers
    assert headers["content-type"].startswith("application/ld+json")
    assert headers["etag"].startswith('"')
    assert "Accept" in headers["vary"].split(", ")
    assert headers["accept-post"].startswith("application/ld+json")


def test_4_2_a_representation_has_its_own_address(demo_client: TestClient) -> None:
    for name in ("PreferContainedIRIs", "PreferContainedDescriptions", "PreferMinimalContainer"):
        answer = demo_client.get(ADDRESS, headers=prefer(name))
        assert answer.headers["content-location"] == answer.json()["id"]
        there = get(demo_client, answer.headers["content-location"])
        assert there == answer.json()


def test_4_2_2_a_minimal_container_contains_nothing(demo_client: TestClient) -> None:
    minimal = get(demo_client, ADDRESS, **prefer("PreferMinimalContainer"))
    assert "ldp:contains" not in json.dumps(minimal)
    assert "contains" not in minimal
    assert isinstance(minimal["first"], str)


def test_4_2_a_container_has_its_first_page_and_no_items_of_its_own(
    demo_client: TestClient,
) -> None:
    for address in (ADDRESS, f"{ADDRESS}?iris=0", f"{ADDRESS}?iris=1"):
        container = get(demo_client, address)
        assert "first" in container
        assert "items" not in container


def test_4_3_pages_are_part_of_the_container_and_lead_to_the_others(
    demo_client: TestClient,
) -> None:
    container = get(demo_client, ADDRESS)
    first, last = get(demo_client, container["first"]), get(demo_client, container["last"])
    for page in (first, last):
        assert page["partOf"]["id"].startswith(container["id"])
    assert ("next" in first, "prev" in first) == (True, False)
    assert ("next" in last, "prev" in last) == (False, True)
    assert first["type"] == last["type"] == "AnnotationPage"


def test_5_1_a_new_annotation_is_answered_with_its_address_and_itself(web: Web) -> None:
    editor = web.client(editor=True)
    article = editor.post("/api/articles", json={"text": "It chose a new chair."}).json()["id"]
    sent = note(article, id="https://else.example/1", canonical="urn:uuid:42")
    answer = editor.post(ADDRESS, json=sent)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == made["id"]
    assert made["id"].startswith(f"{HERE}{ADDRESS}")  # an IRI of the server's own, always
    assert made["canonical"] == "urn:uuid:42"  # without change
    assert "https://else.example/1" in made["via"]
    assert answer.headers["etag"] == editor.get(made["id"].removeprefix(HERE)).headers["etag"]


def test_5_3_an_update_is_answered_with_the_annotation_as_it_is_stored(web: Web) -> None:
    editor = web.client(editor=True)
    article = editor.post("/api/articles", json={"text": "It chose a new chair."}).json()["id"]
    made = editor.post(ADDRESS, json=note(article, canonical="urn:uuid:42")).json()
    address = made["id"].removeprefix(HERE)
    answer = editor.put(address, json=made | {"body": "Other words.", "canonical": "urn:uuid:43"})
    assert answer.status_code == 200
    assert answer.json() == get(editor, address)
    assert answer.json()["canonical"] == "urn:uuid:42"


def test_5_4_a_deletion_is_answered_with_no_content(web: Web) -> None:
    editor = web.client(editor=True)
    article = editor.post("/api/articles", json={"text": "It chose a new chair."}).json()["id"]
    address = editor.post(ADDRESS, json=note(article)).json()["id"].removeprefix(HERE)
    answer = editor.delete(address)
    assert (answer.status_code, answer.content) == (204, b"")
    assert editor.get(address).status_code == 410


def test_6_errors_have_the_status_that_says_what_is_wrong(web: Web) -> None:
    editor = web.client(editor=True)
    assert editor.get(f"{ADDRESS}999999").status_code == 404
    assert editor.put(ADDRESS).status_code == 405
    assert editor.post(ADDRESS, content=b"{").status_code == 400
    assert web.client().post(ADDRESS, json={}).status_code == 401

"""The OpenAPI document: valid, true of every route, and every example is answered as it says."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from app.store.admin import people
from app.store.schema.people import TOKEN_SCOPES, TokenScope
from app.web import ROUTES
from app.web.api.description.operation import Operation
from app.web.api.description.operations import OPERATIONS
from app.web.api.description.page import families, types
from tests.parts_file import parts_file, use
from tests.web.conftest import Web
from tests.web.http.test_scopes import needed

PAGES = {"/api", "/api/docs"}
EVERY = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[f"{op.method} {op.path}" for op in OPERATIONS]
)


@pytest.fixture(scope="module")
def document(demo_file: Any) -> dict[str, Any]:
    with Web(demo_file.parent).client() as client:
        answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    made: dict[str, Any] = answer.json()
    return made


def strict(schema: Any) -> Any:
    """The schema with every field named that an answer may have: what is not described is wrong."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: strict(one) for name, one in schema.items()}
    if "properties" in inner and "additionalProperties" not in inner:
        inner["additionalProperties"] = False
    return inner


def check(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    components = strict({"schemas": document["components"]["schemas"]})
    Draft202012Validator({**schema, "components": components}).validate(value)


def described(document: dict[str, Any], operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][operation.path][operation.method]
    return found


def schema_of(document: dict[str, Any], operation: Operation, status: int) -> Any:
    """What an answer of this status is, by media type."""
    answer = described(document, operation)["responses"][str(status)]
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer.get("content", {})


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_document_is_small(document: dict[str, Any]) -> None:
    assert len(json.dumps(document, ensure_ascii=False)) < 120_000


@pytest.mark.slow  # it starts a process
def test_what_describes_the_api_is_loaded_when_it_is_asked_for() -> None:
    loaded = "import sys, app.main; print([m for m in sys.modules if 'api.description' in m])"
    program = [sys.executable, "-c", loaded]
    assert subprocess.run(program, capture_output=True, check=True).stdout.strip() == b"[]"


def test_every_address_of_the_api_is_described_and_no_other() -> None:
    routes = {
        (method.lower(), route.path)
        for route in ROUTES
        if isinstance(route, APIRoute) and route.path.startswith("/api")
        for method in route.methods or ()
        if route.path not in PAGES
    }
    assert {(op.method, op.path) for op in OPERATIONS} == routes


@EVERY
def test_the_scope_that_is_described_is_the_one_that_the_route_asks_for(
    operation: Operation,
) -> None:
    route = next(
        route
        for route in ROUTES
        if isinstance(route, APIRoute)
        and route.path == operation.path
        and operation.method.upper() in (route.methods or ())
    )
    scopes = needed(route)
    if operation.path == "/api/passages":
        assert scopes == {"annotate"}  # of a token; anybody may share without one
        assert operation.scope is None
    else:
        assert scopes == ({operation.scope} - {None, "read"})


def prepared(client: TestClient, operation: Operation) -> tuple[str, dict[str, str]]:
    """The address of the example over this library: where it names a row that people make."""
    path = dict(operation.example.path)
    if "code" in path:
        passage = {"article": 1, "start": 0, "end": 20}
        path["code"] = client.post("/api/passages", json=passage).json()["code"]
    if operation.path.startswith("/api/corrections") and not operation.body:
        rename = {"kind": "rename", "target": {"entity": 1}, "value": "Corrin Town"}
        made = client.post("/api/corrections", json=rename).json()["id"]
        path = dict.fromkeys(path, made)
    if operation.path == "/api/annotations/{id}" and operation.scope:
        add = next(op for op in OPERATIONS if (op.method, op.path) == ("post", "/api/annotations/"))
        note = client.post(add.path, json=add.example.body).json()["id"]
        path["id"] = note.rpartition("/")[2]
    return operation.path.format(**path), dict(operation.example.query)


def ask(client: TestClient, operation: Operation) -> Any:
    address, query = prepared(client, operation)
    body = operation.example.body
    content: dict[str, Any] = {"json": body} if body is not None else {}
    if isinstance(body, str):
        content = {"content": body.encode()}
    return client.request(operation.method, address, params=query, **content)


@EVERY
def test_every_example_is_answered_as_it_is_described(
    demo_web: Web, document: dict[str, Any], operation: Operation
) -> None:
    client = demo_web.client(editor=True)
    answer = ask(client, operation)
    assert answer.status_code in operation.answers, answer.text
    content = schema_of(document, operation, answer.status_code)
    if not content:
        assert answer.content == b""
        return
    (media_type, said), *others = content.items()
    assert others == []
    if media_type != "*/*":
        assert answer.headers["content-type"] == media_type
    if "schema" in said:
        check(document, said["schema"], answer.json())
        items = answer.json().get("items") if isinstance(answer.json(), dict) else None
        assert items != [], "the example shows nothing"


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("get", "/api/articles", {"limit": 200}),
        ("get", "/api/annotations/", {"iris": "0"}),
        ("get", "/api/annotations/", {"iris": "1"}),
        ("get", "/api/annotations/", {}),
        ("get", "/api/annotations/", {"iris": "0", "page": "last"}),
        ("get", "/api/quotes", {"limit": 200}),
        ("get", "/api/claims", {"limit": 200}),
        ("get", "/api/entities", {"limit": 200}),
    ],
)
def test_whole_lists_of_the_demo_library_are_as_they_are_described(
    demo_file: Any, document: dict[str, Any], method: str, path: str, query: dict[str, Any]
) -> None:
    operation = next(op for op in OPERATIONS if (op.method, op.path) == (method, path))
    answer = Web(demo_file.parent).client().get(path, params=query)
    (said,) = schema_of(document, operation, 200).values()
    check(document, said["schema"], answer.json())


def test_every_article_of_the_demo_library_is_as_it_is_described(
    demo_file: Any, document: dict[str, Any]
) -> None:
    client = Web(demo_file.parent).client()
    listed = client.get("/api/articles?limit=200").json()["items"]
    assert len(listed) > 30
    for article in listed:
        whole = client.get(f"/api/articles/{article['id']}").json()
        check(document, {"$ref": "#/components/schemas/FullArticle"}, whole)


def test_highlights_that_waited_for_an_article_are_described(
    web: Web, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    client = web.client(editor=True)
    address = "https://news.example/ferry"
    waiting = parts_file({"url": address, "highlights": ["sailed at seven"]})
    client.post("/api/import?filename=my.parts", content=waiting)
    new = {"text": "The ferry sailed at seven, and the captain waved.", "source_url": address}
    answer = client.post("/api/articles", json=new)
    assert answer.json()["highlights"] == {"placed": 1, "reworded": 0, "not_found": 0}
    operation = next(op for op in OPERATIONS if (op.method, op.path) == ("post", "/api/articles"))
    (said,) = schema_of(document, operation, answer.status_code).values()
    check(document, said["schema"], answer.json())


def test_what_was_meant_is_described(demo_web: Web, document: dict[str, Any]) -> None:
    operation = next(op for op in OPERATIONS if op.path == "/api/suggestions")
    answer = demo_web.client().get(operation.path, params={"q": "harbuor"})
    (said,) = schema_of(document, operation, answer.status_code).values()
    check(document, said["schema"], answer.json())
    assert answer.json()["items"][0]["group"] == "spelling"


def test_an_answer_with_a_field_more_or_less_is_no_answer_of_its_type(
    document: dict[str, Any],
) -> None:
    good = {"code": "x", "url": "http://x", "text_fragment": None}
    reference = {"$ref": "#/components/schemas/PassageCode"}
    check(document, reference, good)
    for bad in (good | {"more": 1}, {"code": "x", "url": "http://x"}, good | {"code": None}):
        with pytest.raises(Exception, match=r"(?i)additional|required|not of type"):
            check(document, reference, bad)


@EVERY
def test_what_is_refused_has_a_described_status_and_is_a_typed_error(
    web: Web, document: dict[str, Any], operation: Operation
) -> None:
    app = web.app()
    with app.state.library.writing() as s:
        tokens = {scope: people.create_token(s, scope, scope) for scope in TOKEN_SCOPES}
    missing = {"id": 987654, "code": "a-code-that-is-none"}
    address = operation.path.format(**missing)
    bodies: list[dict[str, Any]] = [{}, {"json": {}}, {"json": []}, {"content": b"{"}]
    queries = [{}, {"limit": "many"}, {"cursor": "x"}, {"page": "x"}, {"format": "zz"}]
    seen = set()
    for authorization in ("", "Bearer unknown", *(f"Bearer {t}" for t in tokens.values())):
        client = TestClient(app, headers={"Authorization": authorization} if authorization else {})
        for body in bodies if operation.body else [{}]:
            for query in queries:
                answer = client.request(operation.method, address, params=query, **body)
                if answer.status_code < 400:
                    assert answer.status_code in operation.answers
                    continue
                seen.add(answer.status_code)
                assert answer.status_code in operation.statuses, (query, answer.text)
                (said,) = schema_of(document, operation, answer.status_code).values()
                check(document, said["schema"], answer.json())
                assert answer.json()["error"]["status"] == answer.status_code
    assert 401 in seen
    app.state.library.close()


def test_the_page_shows_every_operation_parameter_and_field(
    client: TestClient, document: dict[str, Any]
) -> None:
    page = client.get("/api").text
    for _, family in families(document):
        for operation in family:
            assert f"<code>{operation.call}</code>" in page
            assert f'id="{operation.anchor}"' in page
    for shown in types(document):
        assert f'id="type-{shown.name}"' in page
        assert all(f"<code>{field.name}</code>" in page for field in shown.fields)
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert set(anchors) <= set(re.findall(r' id="([^"]+)"', page))
    moved = client.get("/api/docs")
    assert (moved.status_code, moved.headers["location"]) == (308, "/api")


def test_the_page_and_the_document_of_a_closed_library_are_closed(web: Web) -> None:
    for address in ("/api", "/openapi.json"):
        assert web.client(public_reading=False).get(address).status_code == 401
        assert web.client(public_reading=False, editor=True).get(address).status_code == 200


def test_no_scope_is_described_that_there_is_not() -> None:
    scopes: set[TokenScope | None] = {op.scope for op in OPERATIONS}
    assert scopes <= {None, *TOKEN_SCOPES}

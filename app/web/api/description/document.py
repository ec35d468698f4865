"""The OpenAPI 3.1 document: the routes' parameters, the operations' types and examples.

Made when first asked for: it takes a quarter of a second. Owns how the two
are put together.
"""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

import app
from app.web.api.description.base import ErrorAnswer
from app.web.api.description.operation import JSON, Operation
from app.web.api.description.operations import FAMILIES, OPERATIONS

SCHEMAS = "#/components/schemas/"
ABOUT = (
    'Every list is `{"items": […], "next": cursor | null}` and takes `cursor` and `limit` (at most '
    '200). Errors are `{"error": {"status", "message", "detail"}}`. Offsets count code points and '
    "are half-open; times are ISO 8601 with zone. A field without a value is null, unless it is "
    "said to be optional."
)
PARAMETERS = {
    "about": "An entity's id or name.",
    "act": "Speech or attitude.",
    "article": "Ids of articles, separated by commas; all without it.",
    "code": "The code of a shared passage.",
    "cursor": "Where the part of the list starts: `next` of the part before.",
    "entity": "The id of an entity.",
    "filename": "The file's name, which may help to tell its format.",
    "format": "The name of an export format.",
    "id": "The id of the row.",
    "iris": "1: the addresses of annotations; 0: the annotations.",
    "kind": "The kind of an entity.",
    "layer": "The name of a layer.",
    "limit": "How many items at most.",
    "page": "`first`, `last`, or the cursor in a page's `next` or `prev`.",
    "polarity": "Affirmed, denied or refused.",
    "preview": "Says what would change, and stores nothing.",
    "publisher": "The name of a publisher.",
    "q": "Words to look for.",
    "replace": "Stores also what shares next to nothing with the article's newest revision.",
    "revision": "The number of a revision; the newest without it.",
    "since": "The first day, YYYY-MM-DD.",
    "speaker": "An entity's id or name.",
    "until": "The last day, YYYY-MM-DD.",
}
SCOPES = {
    None: "Anybody may ask what is public.",
    "read": "Needs a token of any scope.",
    "annotate": "Needs a token of the scope `annotate` or `edit`.",
    "edit": "Needs a token of the scope `edit`.",
}


class _Schemas(GenerateJsonSchema):
    """Schemas without a title for each field: the field's name says the same."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - as pydantic calls it
        """Never."""
        return False


def document(base_url: str, routes: Sequence[APIRoute]) -> dict[str, Any]:
    """The document for a library at `base_url`; `routes` are those of the application."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gloss", "version": app.__version__, "description": ABOUT},
        "servers": [{"url": base_url}],
        "tags": [{"name": family} for family, _ in FAMILIES],
        "paths": _paths(routes),
        "components": {
            "schemas": _schemas(),
            "responses": {_error_name(status): _error(status) for status in _every_status()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths(routes: Sequence[APIRoute]) -> dict[str, dict[str, Any]]:
    """Every operation by its address and method."""
    by_method = {key: route for route in routes for key in _methods(route)}
    described = {(op.method, op.path): by_method[op.method, op.path] for op in OPERATIONS}
    parameters = _parameters(list(described.values()))
    paths: dict[str, dict[str, Any]] = {}
    for family, operations in FAMILIES:
        for op in operations:
            key = (op.method, op.path)
            made = _operation(op, family, described[key], parameters.get(key, []))
            paths.setdefault(op.path, {})[op.method] = made
    return paths


def _methods(route: APIRoute) -> set[tuple[str, str]]:
    return {(method.lower(), route.path) for method in route.methods or ()}


def _parameters(routes: Sequence[APIRoute]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What each method of each address takes in its path and query."""
    made = get_openapi(title="", version="", routes=list(routes))
    return {
        (method, path): [_parameter(one) for one in operation.get("parameters", ())]
        for path, methods in made["paths"].items()
        for method, operation in methods.items()
    }


def _parameter(made: dict[str, Any]) -> dict[str, Any]:
    """A parameter as FastAPI describes it, in words, and never null: an address has none."""
    schema = {name: value for name, value in made["schema"].items() if name != "title"}
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        schema = choices[0]
    return {
        "name": made["name"],
        "in": made["in"],
        "required": made["required"],
        "description": PARAMETERS[made["name"]],
        "schema": schema,
    }


def _operation(
    operation: Operation, family: str, route: APIRoute, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    examples = {**operation.example.path, **operation.example.query}
    described: dict[str, Any] = {
        "operationId": operation.method + operation.path.removeprefix("/api").translate(_IN_NAMES),
        "summary": operation.summary,
        "description": f"{route.description}\n\n{SCOPES[operation.scope]}",
        "tags": [family],
        "parameters": [
            *(
                one | ({"example": examples[one["name"]]} if one["name"] in examples else {})
                for one in parameters
            ),
            *map(_header, operation.headers.items()),
        ],
        "responses": _answers(operation),
        "security": [{"token": []}] if operation.scope else [{}, {"token": []}],
    }
    if operation.body is not None:
        described["requestBody"] = _body(operation)
    return described


def _header(named: tuple[str, str]) -> dict[str, Any]:
    name, words = named
    shape = {"name": name, "in": "header", "required": False}
    return shape | {"description": words, "schema": {"type": "string"}}


_IN_NAMES = str.maketrans({"/": "_", "{": None, "}": None})


def _body(operation: Operation) -> dict[str, Any]:
    example = operation.example.body
    if operation.body is None or isinstance(operation.body, str):
        content = {"*/*": {"example": example}}
    else:
        schema = {"$ref": SCHEMAS + operation.body.__name__}
        content = {operation.media_type: {"schema": schema, "example": example}}
    return {"required": True, "content": content}


def _answers(operation: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, model in operation.answers.items():
        answer: dict[str, Any] = {"description": HTTPStatus(status).phrase}
        if model is not None:
            answer["content"] = {operation.media_type: {"schema": _reference(model)}}
        elif operation.media_type != JSON:
            answer["content"] = {operation.media_type: {}}
        answers[str(status)] = answer
    for status in operation.statuses:
        answers[str(status)] = {"$ref": f"#/components/responses/{_error_name(status)}"}
    return answers


def _reference(model: type[BaseModel] | tuple[type[BaseModel], ...]) -> dict[str, Any]:
    if isinstance(model, tuple):
        return {"anyOf": [_reference(one) for one in model]}
    return {"$ref": SCHEMAS + model.__name__}


def _every_status() -> list[int]:
    return sorted({status for operation in OPERATIONS for status in operation.statuses})


def _error_name(status: int) -> str:
    return f"Error{status}"


def _error(status: int) -> dict[str, Any]:
    content = {JSON: {"schema": _reference(ErrorAnswer)}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _schemas() -> dict[str, Any]:
    """The schema of every type, by its name."""
    taken = {op.body for op in OPERATIONS if op.body is not None and not isinstance(op.body, str)}
    given = {ErrorAnswer, *_given(OPERATIONS)}
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for models, mode in ((taken, "validation"), (given, "serialization")):
        in_order = sorted(models, key=lambda model: model.__name__)
        wanted += [(model, mode) for model in in_order]  # type: ignore[misc]  # one of two words
    _, made = models_json_schema(
        wanted, ref_template=SCHEMAS + "{model}", schema_generator=_Schemas
    )
    schemas: dict[str, Any] = made["$defs"]
    return schemas


def _given(operations: Iterable[Operation]) -> set[type[BaseModel]]:
    """The types that answers are of."""
    found: set[type[BaseModel]] = set()
    for operation in operations:
        for model in operation.answers.values():
            if isinstance(model, tuple):
                found.update(model)
            elif model is not None:
                found.add(model)
    return found

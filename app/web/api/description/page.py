"""The OpenAPI document as a page shows it: operations by family, and the types that they name."""

import json
import shlex
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.web.api.description.document import SCHEMAS
from app.web.api.description.operation import Operation
from app.web.api.description.operations import FAMILIES


@dataclass(frozen=True, slots=True)
class FieldInPage:
    """A parameter or a field: its name, type and what it means; `link` is the type's own anchor."""

    name: str
    type: str
    link: str | None
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class OperationInPage:
    """One operation: its call, words, parameters, bodies by status, errors, and an example."""

    anchor: str
    call: str
    summary: str
    scope: str | None
    parameters: list[FieldInPage]
    body: FieldInPage | None
    answers: list[FieldInPage]
    errors: list[int]
    example: str


@dataclass(frozen=True, slots=True)
class TypeInPage:
    """A type with its fields."""

    name: str
    description: str
    fields: list[FieldInPage]


def families(document: dict[str, Any]) -> list[tuple[str, list[OperationInPage]]]:
    """The operations of each family, under its heading."""
    base = document["servers"][0]["url"]
    return [(name, [_operation(document, op, base) for op in family]) for name, family in FAMILIES]


def types(document: dict[str, Any]) -> list[TypeInPage]:
    """Every type by name."""
    schemas = document["components"]["schemas"]
    return [
        TypeInPage(
            name,
            schema.get("description", ""),
            [
                _field(field, one, field in schema.get("required", ()))
                for field, one in schema.get("properties", {}).items()
            ],
        )
        for name, schema in sorted(schemas.items())
    ]


def _operation(document: dict[str, Any], operation: Operation, base: str) -> OperationInPage:
    described = document["paths"][operation.path][operation.method]
    body = described.get("requestBody", {}).get("content", {})
    answers = [
        _content(status, answer.get("content", {}))
        for status, answer in described["responses"].items()
        if "$ref" not in answer
    ]
    return OperationInPage(
        described["operationId"],
        f"{operation.method.upper()} {operation.path}",
        operation.summary,
        operation.scope,
        [
            _field(one["name"], one["schema"], one["required"], one["description"])
            for one in described["parameters"]
        ],
        _content("", body) if body else None,
        answers,
        operation.statuses,
        _command(operation, base),
    )


def _content(name: str, content: dict[str, Any]) -> FieldInPage:
    """What a body holds: a type, or only a media type."""
    for media_type, one in content.items():
        if "schema" in one:
            return _field(name, one["schema"], True, media_type)
        return FieldInPage(name, media_type, None, True, "")
    return FieldInPage(name, "", None, True, "")


def _field(name: str, schema: dict[str, Any], required: bool, about: str = "") -> FieldInPage:
    link = next(iter(_references(schema)), None)
    about = about or schema.get("description", "")
    return FieldInPage(name, _type(schema), link, required, about)


def _references(schema: dict[str, Any]) -> list[str]:
    """The types that a schema names."""
    if "$ref" in schema:
        return [schema["$ref"].removeprefix(SCHEMAS)]
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]
    return [name for one in inner for name in _references(one)]


def _type(schema: dict[str, Any]) -> str:
    """A schema in few words: `integer`, `Article list`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(SCHEMAS)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("type", "any"))


def _command(operation: Operation, base: str) -> str:
    """The example as a command."""
    example = operation.example
    address = base + operation.path.format(**example.path)
    if example.query:
        address += f"?{urlencode(example.query)}"
    parts = ["curl"]
    if operation.method != "get":
        parts += ["-X", operation.method.upper()]
    if operation.scope:
        parts += ["-H", "Authorization: Bearer TOKEN"]
    if isinstance(example.body, str):
        parts += ["--data-binary", f"@{example.query['filename']}"]
    elif example.body is not None:
        parts += ["-d", json.dumps(example.body, ensure_ascii=False)]
    return shlex.join([*parts, address])

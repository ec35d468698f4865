"""JSON request bodies: read whole, made canonical, checked against a model. Owns the border where a foreign string becomes ours."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from app.errors import BadRequest
from app.text.canonical import canonical

M = TypeVar("M", bound=BaseModel)


def body_of(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency: the request's JSON as `model`. Raises BadRequest for what is no JSON, RequestValidationError naming the field."""

    async def read(request: Request) -> M:
        value = parse(await request.body())
        try:
            return model.model_validate(value)
        except ValidationError as error:
            problems = [
                {"loc": ("body", *e["loc"]), "msg": e["msg"]}
                for e in error.errors(include_url=False, include_input=False, include_context=False)
            ]
            raise RequestValidationError(problems) from error

    return read


def parse(data: bytes) -> Any:
    """JSON with every string canonical. Raises BadRequest."""
    try:
        return _clean(json.loads(data.decode("utf-8"), parse_constant=_no_constant))
    except RecursionError as error:
        raise BadRequest("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise BadRequest("The request body is not JSON in UTF-8.") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, list):
        return [_clean(v) for v in value]
    if isinstance(value, dict):
        return {canonical(k): _clean(v) for k, v in value.items()}
    return value

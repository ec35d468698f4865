"""Request bodies, JSON and small forms: read whole, made canonical, checked against a model.

How large a body may be is for `body_limits`; who may send one is checked before it is read.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.errors import BadRequest, Unsupported
from app.text.canonical import canonical

M = TypeVar("M", bound=BaseModel)
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100  # the largest form of ours has five


def body_of(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency: the request's JSON as `model`.

    Raises BadRequest where it is not JSON, RequestValidationError naming the field.
    """

    def validate(data: bytes) -> M:
        return _checked(model, parse(data))

    async def read(request: Request) -> M:
        body = await request.body()
        # 20 MB of JSON take seconds, for which the event loop would stand still
        return await run_in_threadpool(validate, body)

    return read


def form_of(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency: an URL-encoded form as `model`; empty fields count as absent.

    Raises Unsupported, BadRequest, RequestValidationError.

    FastAPI's own `Form` reads the body before any dependency runs, so before the sender is
    counted or refused.
    """

    async def read(request: Request) -> M:
        kind = request.headers.get("content-type", FORM).partition(";")[0].strip().lower()
        if kind != FORM:
            raise Unsupported(f"The form must be sent as {FORM}.")
        return _checked(model, parse_form(await request.body()))

    return read


def _checked(model: type[M], value: Any) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems = [
            {"loc": ("body", *e["loc"]), "msg": e["msg"]}
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise RequestValidationError(problems) from error


def parse_form(data: bytes) -> dict[str, str]:
    """The fields of an URL-encoded form, canonical; of two with one name the last.

    Raises BadRequest.
    """
    try:
        pairs = parse_qsl(data.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest(f"The form has more than {MOST_FIELDS} fields.") from error
    return {canonical(name): canonical(value) for name, value in pairs}


def parse(data: bytes) -> Any:
    """JSON with every string canonical. Raises BadRequest."""
    try:
        return _clean(json.loads(data.decode("utf-8"), parse_constant=_no_constant))
    except RecursionError as error:
        raise BadRequest("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise BadRequest("The request body is not valid JSON in UTF-8.") from error


def _no_constant(name: str) -> Any:
    """Refuses NaN and Infinity, which Python's parser accepts."""
    raise ValueError(f"{name} is not valid JSON")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, list):
        return [_clean(v) for v in value]
    if isinstance(value, dict):
        return {canonical(k): _clean(v) for k, v in value.items()}
    return value

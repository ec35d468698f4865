"""What answers have in common: lists, errors, spans of a text."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Visibility = Literal["public", "private"]


class ObjectInAnswer(BaseModel):
    """A JSON object in an answer; the strings below its fields describe them."""

    model_config = ConfigDict(use_attribute_docstrings=True, populate_by_name=True)


def if_any() -> Any:
    """A field that is left out where there is none: its factory only says so in the schema."""
    return Field(default_factory=dict)


class ApiError(ObjectInAnswer):
    """What was wrong."""

    status: int
    """The HTTP status."""
    message: str
    """One sentence for a reader."""
    detail: str | None
    """What to do, or which field is wrong."""
    successor: str = if_any()
    """Of something that is gone, the address or the id of what replaced it."""


class ErrorAnswer(ObjectInAnswer):
    """The answer to every request that fails."""

    error: ApiError


class ListAnswer(ObjectInAnswer):
    """A part of a list. `items` are what the list is of."""

    next: str | None
    """The `cursor` of the next part; null at the end."""


class WordsAt(ObjectInAnswer):
    """A stretch of a text, in code points, half-open, with its words."""

    start: int
    end: int
    exact: str

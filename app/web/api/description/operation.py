"""What an operation is: what it is for, what it takes and answers, with an example.

Parameters are the routes' own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from app.store.schema.people import TokenScope

Method = Literal["get", "post", "put", "patch", "delete", "options"]
JSON = "application/json"
ALWAYS = (400, 401, 429, 500, 503)
"""What every operation may answer: an address that cannot be read, an unknown token or a closed
library, too many requests, damaged rows, a busy library."""
WRITES = (403, 408, 413, 422, 507)
"""What writing may answer besides: a narrower token, a slow or long or invalid body, a full disk.
"""


@dataclass(frozen=True, slots=True)
class RequestExample:
    """A request that is answered with success where the ids exist."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    `scope` is what a token needs, None where anybody may ask. `answers` have the type of each
    successful status, None where there is no body; a `media_type` other than JSON says what it is
    instead. `errors` are the statuses besides `ALWAYS`, and `WRITES` where it writes. `headers` are
    those of a request that matter, with what they say.
    """

    method: Method
    path: str
    summary: str
    answers: Mapping[int, type[BaseModel] | tuple[type[BaseModel], ...] | None]
    errors: Sequence[int] = ()
    scope: TokenScope | None = None
    body: type[BaseModel] | Literal["file"] | None = None
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    example: RequestExample = RequestExample()

    @property
    def statuses(self) -> list[int]:
        """All statuses of errors."""
        writes = WRITES if self.method in ("post", "put", "patch", "delete") else ()
        return sorted({*ALWAYS, *writes, *self.errors})

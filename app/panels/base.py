"""What a panel is: a question to the library, asked by a mark, and the template that shows the answer. Knows no HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.store.access import Reader


@dataclass(frozen=True)
class Panel:
    """A card (on hover) or a panel (beside the text).

    `load` takes a session, the reader and the key, and gives what the template `panels/NAME.html` needs; it raises NotFound or Gone
    like the store. `key` says what the key is the id of.
    """

    name: str
    key: str
    load: Callable[[Session, Reader, int], dict[str, Any]]

    @property
    def template(self) -> str:
        """The template's name."""
        return f"panels/{self.name}.html"

"""What a panel is: a question to the library, asked by a mark, and the template that shows the answer. Knows no HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.reading.mark_context import MarkContext, find
from app.store.articles.access import Reader


@dataclass(frozen=True)
class Panel:
    """A card (on hover) or a panel (beside the text), shown by the template `panels/NAME.html`.

    `load` gives what the template needs for a mark that was found already; `load_by_key`, where the
    panel has another key than an annotation's id, the same by that key and, where there is one, the
    id of the article that it is opened in.
    """

    name: str
    load: Callable[[Session, Reader, MarkContext], dict[str, Any]]
    load_by_key: Callable[[Session, Reader, int, int | None], dict[str, Any]] | None = None

    @property
    def template(self) -> str:
        """The template's name."""
        return f"panels/{self.name}.html"

    def answer(
        self, s: Session, reader: Reader, key: int, article: int | None = None
    ) -> dict[str, Any]:
        """What the template needs, by the panel's key, told in an article. Raises NotFound or Gone."""
        if self.load_by_key:
            return self.load_by_key(s, reader, key, article)
        return self.load(s, reader, find(s, reader, key))

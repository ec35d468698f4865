"""What a panel is: a question that a mark asks the library, and the template for the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.reading.mark_context import MarkContext, find
from app.store.articles.access import Reader
from app.store.change_log.dependencies import WHOLE_LIBRARY, Dependencies

Context = dict[str, Any]


def _whole_library(_context: Context) -> Dependencies:
    return WHOLE_LIBRARY


@dataclass(frozen=True)
class Panel:
    """A card (on hover) or a panel (beside the text), shown by the template `panels/NAME.html`.

    `load` gives what the template needs for a mark that was looked up already. A panel with another
    key than an annotation's id has `load_by_key`: the same by that key and the id of the article
    that it is opened in, if any. `depends_on` says what the answer depends on besides the mark and
    its article, given what was loaded.
    """

    name: str
    load: Callable[[Session, Reader, MarkContext], dict[str, Any]]
    load_by_key: Callable[[Session, Reader, int, int | None], dict[str, Any]] | None = None
    depends_on: Callable[[Context], Dependencies] = _whole_library

    @property
    def template(self) -> str:
        """The template's name."""
        return f"panels/{self.name}.html"

    def answer(
        self, s: Session, reader: Reader, key: int, article: int | None = None
    ) -> dict[str, Any]:
        """What the template needs, by the panel's key. Raises NotFound or Gone."""
        if self.load_by_key:
            return self.load_by_key(s, reader, key, article)
        return self.load(s, reader, find(s, reader, key))

"""One rendering of an answer: what a handler says of it, and what changes while it is made."""

from dataclasses import dataclass, replace

from starlette.requests import Request

from app.store.change_log.dependencies import WHOLE_LIBRARY, Dependencies
from app.store.change_log.watcher import Changes
from app.web import languages

SCOPE_KEY = "gloss.rendering"
"""Where a request that may be kept has its `Rendering`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a public answer may be kept.

    `address` is the one spelling of the address under which it is kept, all parameters included
    that its bytes depend on; None keeps it under the address that was asked, without a query.
    """

    depends_on: Dependencies = WHOLE_LIBRARY
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A public answer as `respond` made it; `compressed` only where the client takes gzip."""

    body: bytes
    compressed: bytes | None
    digest: str
    media_type: str
    kept: Kept


class Rendering:
    """A request whose answer may be kept, from before its snapshot of the library is taken."""

    def __init__(self) -> None:
        self.rendered: Rendered | None = None
        self._changes: list[Changes] = []

    def note(self, changes: Changes) -> None:
        """Something changed since the rendering began: it may have been read before or after."""
        self._changes.append(changes)

    def is_stale(self, depends_on: Dependencies) -> bool:
        """Whether anything that it depends on has changed since it began."""
        return any(concerns(changes, depends_on) for changes in self._changes)


def concerns(changes: Changes, depends_on: Dependencies) -> bool:
    """Whether these changes make an answer with these dependencies out of date."""
    if changes.everything or depends_on >= WHOLE_LIBRARY:
        return True
    return not changes.touched.isdisjoint(depends_on)


def hand_over(request: Request, rendered: Rendered) -> None:
    """Gives a public answer to whoever keeps it, if anybody does."""
    rendering = request.scope.get(SCOPE_KEY)
    if isinstance(rendering, Rendering):
        prefix, own = languages.of(request).prefix, rendered.kept.address
        if prefix and own is not None:
            kept = replace(rendered.kept, address=prefix + own)
            rendered = replace(rendered, kept=kept)
        rendering.rendered = rendered

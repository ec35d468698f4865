"""What is in a file, as the tests of containers ask for it; pages to put into them."""

from dataclasses import dataclass, field

from app import importers
from app.errors import GlossError
from app.importers.base import Draft, Packed, PackedFile, Skipped, Unreadable

LONGEST = 100_000
SENTENCE = "The harbour of Port Elm was closed on Monday after a ferry struck the pier, {n}."


@dataclass(slots=True)
class Found:
    """The parts of a file by their kinds; `refused` says why the whole file cannot be read."""

    drafts: list[Draft] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    refused: str | None = None

    @property
    def texts(self) -> list[str]:
        """The texts of the articles."""
        return [draft.text for draft in self.drafts]

    @property
    def messages(self) -> list[str]:
        """Why items cannot be read."""
        return [part.message for part in self.unreadable]

    @property
    def is_told(self) -> bool:
        """Whether there are parts or a refusal, and every reason is a sentence."""
        reasons = [*self.messages, *([self.refused] if self.refused is not None else [])]
        is_something = bool(self.drafts or self.skipped or reasons)
        return is_something and all(reason.endswith(".") for reason in reasons)


def found_in(packed: bytes | Packed, *, format: str = "auto") -> Found:
    """The parts of a file, as `importers.read_parts` gives them."""
    found = Found()
    file = PackedFile(packed) if isinstance(packed, bytes) else packed
    try:
        for part in importers.read_parts(file, format=format, longest=LONGEST):
            if isinstance(part, Draft):
                found.drafts.append(part)
            elif isinstance(part, Unreadable):
                found.unreadable.append(part)
            elif isinstance(part, Skipped):
                found.skipped[part.what] = found.skipped.get(part.what, 0) + part.count
    except GlossError as error:
        found.refused = error.message
    return found


def words(n: int) -> str:
    """The text of page `n`."""
    return SENTENCE.replace("{n}", str(n))


def page(n: int) -> bytes:
    """A page with one sentence that names its number."""
    return f"<!doctype html><html><body><p>{words(n)}</p></body></html>".encode()

"""Spans, blocks and inline marks: half-open offsets in code points of one text.

Knows nothing of where the text came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

BlockKind = Literal["paragraph", "heading", "list_item", "block_quote", "caption", "table", "code"]
InlineKind = Literal["link", "emphasis", "strong"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture that a caption belongs to, as the source gives it; never fetched.

    `url` is an absolute http(s) address, `alt` the alternative text. `credit` is in the words of
    the caption only where the caption has no others.
    """

    url: str | None = None
    alt: str | None = None
    credit: str | None = None

    def as_json(self) -> dict[str, str]:
        """The picture on the wire; only what is known."""
        fields = {"url": self.url, "alt": self.alt, "credit": self.credit}
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article's text.

    `level` is 1–6 for headings, the nesting depth (from 1) for list items, else None. `picture` is
    that of a caption. `line_breaks` says that the source breaks the lines where the text has LF, as
    in verse; where it does not say, they may come from a margin.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    picture: Picture | None = None
    line_breaks: bool = False

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Block":
        """The block that `as_json` wrote."""
        picture = value.get("picture")
        return cls(
            value["kind"],
            value["start"],
            value["end"],
            value.get("level"),
            Picture(**picture) if picture else None,
            value.get("line_breaks", False),
        )

    def as_json(self) -> dict[str, Any]:
        """The block on the wire; `level`, `picture` and `line_breaks` only where there are any."""
        value: dict[str, Any] = {"kind": self.kind, "start": self.start, "end": self.end}
        if self.level is not None:
            value["level"] = self.level
        if self.picture is not None:
            value["picture"] = self.picture.as_json()
        if self.line_breaks:
            value["line_breaks"] = True
        return value


@dataclass(frozen=True, slots=True)
class Inline:
    """A mark of the source's own: a link with an absolute http(s) `href`, or emphasis."""

    kind: InlineKind
    start: int
    end: int
    href: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The mark on the wire."""
        value: dict[str, Any] = {"kind": self.kind, "start": self.start, "end": self.end}
        return value if self.href is None else value | {"href": self.href}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A recorded contradiction: what kind, one readable sentence, and the spans that show it."""

    kind: str
    message: str
    evidence: tuple[Span, ...] = ()

    def as_json(self, text: str) -> dict[str, Any]:
        """The doubt on the wire, with the evidence's words taken from `text`."""
        spans = [{"start": s.start, "end": s.end, "exact": s.of(text)} for s in self.evidence]
        return {"kind": self.kind, "message": self.message, "evidence": spans}


def one_paragraph_a_gap(text: str) -> tuple[Block, ...]:
    """Blocks for a bare string: maximal runs between blank lines, each a paragraph."""
    blocks = []
    at = 0
    for part in text.split("\n\n"):
        lead = len(part) - len(part.lstrip("\n"))
        body = part.strip("\n")
        if body.strip():
            blocks.append(Block("paragraph", at + lead, at + lead + len(body)))
        at += len(part) + 2
    return tuple(blocks)

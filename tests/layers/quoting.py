"""What the quotation tests share: entity findings made by hand, and a short way to ask what was found."""

import re
from collections.abc import Iterator, Mapping

from app.layers import quotations
from app.layers.base import Doc, Finding

Cast = Mapping[str, tuple[str, str | None]]  # full name → kind, role


def cast_of(text: str, cast: Cast) -> list[Finding]:
    """Mentions of each name and, for people, of its last word; with `name: (kind, role)`, the role taken from where its words stand."""
    return sorted(_mentions(text, cast), key=lambda f: f.start)


def _mentions(text: str, cast: Cast) -> Iterator[Finding]:
    for n, (name, (kind, role)) in enumerate(cast.items(), 1):
        written = f"{re.escape(name)}|{re.escape(name.split()[-1])}" if kind == "person" else re.escape(name)
        at = text.find(role) if role else -1
        where = {"start": at, "end": at + len(role), "exact": role} if role and at >= 0 else None
        for m in re.finditer(rf"\b(?:{written})\b", text):
            body = {"kind": kind, "name": name, "chain": f"e{n}", "role": where}
            yield Finding("entity", m.start(), m.end(), kind, body, 1.0, "test@1")


def found(text: str, cast: Cast | None = None, language: str = "en") -> list[Finding]:
    """The layer's findings in `text`, paragraphs parted by blank lines."""
    doc = Doc.bare(text, language)
    out = quotations.LAYER.find(doc, {"entity": cast_of(text, cast or {})})
    return sorted((f for f in out if isinstance(f, Finding)), key=lambda f: (f.start, f.end))


def in_marks(text: str, cast: Cast | None = None) -> list[tuple[str, str | None]]:
    """Words in marks with their speaker, in order."""
    rows = found(text, cast)
    return [(text[f.start : f.end], f.body["speaker"]) for f in rows if _stands_in_marks(text, f)]


def _stands_in_marks(text: str, f: Finding) -> bool:
    before = text[: f.start].rstrip(" \u00a0\u202f")
    return before[-1:] in tuple("\"“”„«»‹›'‘‚‟「") and f.kind != "indirect"

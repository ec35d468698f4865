"""What the quotation tests share.

Entities made by hand, readings marked by hand, and short ways to ask what was found.

Marked text: `[content]`, `{source}` and `<cue>` are what the model is made to say; the brackets
themselves are no part of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

import numpy as np

from app.engines.model.tagger import Head, Labels, Reading
from app.engines.model.tokenizer import Encoded, words
from app.engines.model.windows import Frame
from app.layers import quotations
from app.layers.base import Doc, Finding

Cast = Mapping[str, tuple[str, str | None]]  # full name → kind, role

_KINDS = {"[": "content", "{": "source", "<": "cue"}
_HEADS = {
    f"{kind}:news": Head(f"{kind}:news", (kind,), 5 * n, 5 * n + 5)
    for n, kind in enumerate(_KINDS.values())
}
_LABELS = Labels("0", Frame(192, 32, 0), _HEADS, {})
_OUTSIDE, _BEGIN, _INSIDE, _END, _SINGLE = range(5)
_SURELY = 5.0


def cast_of(text: str, cast: Cast) -> list[Finding]:
    """Mentions of each name and, for people, of its last word.

    With `name: (kind, role)`, the role taken from where its words stand.
    """
    return sorted(_mentions(text, cast), key=lambda f: f.start)


def _mentions(text: str, cast: Cast) -> Iterator[Finding]:
    for n, (name, (kind, role)) in enumerate(cast.items(), 1):
        written = (
            f"{re.escape(name)}|{re.escape(name.split()[-1])}"
            if kind == "person"
            else re.escape(name)
        )
        at = text.find(role) if role else -1
        where = {"start": at, "end": at + len(role), "exact": role} if role and at >= 0 else None
        for m in re.finditer(rf"\b(?:{written})\b", text):
            body = {"kind": kind, "name": name, "chain": f"e{n}", "role": where}
            yield Finding("entity", m.start(), m.end(), kind, body, 1.0, "test@1")


def marked(written: str, surely: float = _SURELY) -> Doc:
    """A document whose reading says what its brackets say.

    `surely` in log odds and nothing else.
    """
    text, spans, opened = "", [], {}
    for part in re.split(r"([\[\]{}<>])", written):
        if part in _KINDS:
            opened[part] = len(text)
        elif part in ("]", "}", ">"):
            sign = "[{<"["]}>".index(part)]
            spans.append((_KINDS[sign], opened[sign], len(text)))
        else:
            text += part
    doc = Doc.bare(text)
    doc.__dict__["reading"] = _reading(doc, spans, surely)
    return doc


def pretended(text: str) -> Doc:
    """A document whose reading marks words by their number alone.

    Five are content, one a cue, one a source, and so on.
    """
    doc = Doc.bare(text)
    read = words(text, [(b.start, b.end) for b in doc.blocks])
    spans = [
        (kind, read[n + first].start, read[n + last].end)
        for n in range(0, len(read) - 6, 7)
        for kind, first, last in (("content", 0, 4), ("cue", 5, 5), ("source", 6, 6))
        if read[n + first].part == read[n + last].part
    ]
    doc.__dict__["reading"] = _reading(doc, spans, _SURELY)
    return doc


def _reading(doc: Doc, spans: list[tuple[str, int, int]], surely: float) -> Reading:
    read = words(doc.text, [(b.start, b.end) for b in doc.blocks])
    outputs = np.zeros((len(read), 15), np.float32)
    outputs[:, [0, 5, 10]] = surely
    for kind, start, end in spans:
        inside = range(bisect_left(read, (start,)), bisect_left(read, (end,)))
        base = _HEADS[f"{kind}:news"].start
        outputs[inside, base] = 0
        tags = [_SINGLE] if len(inside) == 1 else [_BEGIN, *[_INSIDE] * (len(inside) - 2), _END]
        outputs[inside, [base + t for t in tags]] = surely
    empty = np.zeros(len(read), np.int64)
    return Reading(Encoded(read, empty, empty, np.arange(len(read))), outputs, _LABELS)


def found(text: str | Doc, cast: Cast | None = None, language: str = "en") -> list[Finding]:
    """The layer's findings from its threshold, in order.

    Of a text, as the shipped model reads it.
    """
    doc = Doc.bare(text, language) if isinstance(text, str) else text
    out = quotations.LAYER.find(doc, {"entity": cast_of(doc.text, cast or {})})
    kept = (f for f in out if isinstance(f, Finding) and f.confidence >= quotations.LAYER.threshold)
    return sorted(kept, key=lambda f: (f.start, -f.end))


def told(written: str, cast: Cast | None = None) -> list[tuple[str, str, str | None]]:
    """Kind, words and speaker of what is found in marked text, in order."""
    doc = marked(written)
    return [(f.kind, doc.text[f.start : f.end], f.body["speaker"]) for f in found(doc, cast)]


def in_marks(text: str, cast: Cast | None = None) -> list[tuple[str, str | None]]:
    """Words in marks with their speaker, in order, as the shipped model reads the text."""
    return [
        (text[f.start : f.end], f.body["speaker"])
        for f in found(text, cast)
        if f.body["found_by"] == "marks"
    ]

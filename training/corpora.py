"""Labelled articles in the form that README.md defines, and their undoing of tokenisation.

Knows no word pieces.
"""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CLOSING = set(".,;:!?)]}%…”’")
_OPENING = set("([{$£€“‘#@")
_CLITICS = {
    "'s",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "n't",
    "’s",
    "’re",
    "’ve",
    "’ll",
    "’d",
    "’m",
    "n’t",
    "'S",
    "N'T",
}
_RUN = re.compile(r"\S+")


@dataclass(frozen=True)
class Labelled:
    """One text and its labelled spans (offsets in code points)."""

    id: str
    text: str
    spans: tuple[dict[str, Any], ...]


def read(path: Path) -> Iterator[Labelled]:
    """The texts of one file of JSON Lines, gzipped or not.

    Those of tokenised corpora are written as people write.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            labelled = Labelled(str(row["id"]), row["text"], tuple(row["spans"]))
            yield natural(labelled) if (row.get("meta") or {}).get("tokenized") else labelled


def natural(labelled: Labelled) -> Labelled:
    """The text without a tokeniser's spaces around marks and clitics.

    Its spans are moved along.
    """
    old = labelled.text
    at: list[int] = []  # for every old offset, the new one
    parts: list[str] = []
    size, last, open_marks = 0, 0, 0
    before = ""
    for match in _RUN.finditer(old):
        word, gap = match.group(), old[last : match.start()]
        glued = gap == " " and _glued(before, word, open_marks)
        at += [size + (0 if glued else min(k, 1)) for k in range(len(gap))]
        kept = "" if glued else gap
        at += [size + len(kept) + k for k in range(len(word))]
        parts += [kept, word]
        size += len(kept) + len(word)
        last, before = match.end(), word
        open_marks = 0 if "\n" in gap else open_marks
        open_marks += word == '"'
    at += [size] * (len(old) - last + 1)
    spans = tuple(
        s | {"start": at[s["start"]], "end": at[s["end"] - 1] + 1}
        for s in labelled.spans
        if s["end"] > s["start"]
    )
    return Labelled(labelled.id, "".join(parts), spans)


def _glued(before: str, word: str, open_marks: int) -> bool:
    """Whether a space between the two is the tokeniser's alone.

    `open_marks`: straight double marks so far, `before` included.
    """
    if word in _CLITICS or (before and word[0] in _CLOSING):
        return True
    if word == '"':
        return open_marks % 2 == 1
    if before == '"':
        return open_marks % 2 == 1
    return before in _OPENING


def kept_out(labelled: Labelled, share: float) -> bool:
    """Whether a text belongs to the share that is never trained on.

    Decided by a digest of its letters and digits alone.
    """
    words = " ".join(re.findall(r"\w+", labelled.text.lower()))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4]) < share * 2**32


def judged(folder: Path, files: Iterable[str], table: Path, part: str) -> Iterator[Labelled]:
    """The texts in which sentences of one part (`learn` or `aside`) were judged.

    Each with a span of the layer `claim` for every such sentence. `table` has the columns corpus,
    id, start, end (offsets in the text as `read` gives it), sha256 (of the sentence, 12 digits),
    worth (1 or 0), reason and part. Raises SystemExit where a text is not the one that was judged.
    """
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["part"] == part:
                rows.setdefault((row["corpus"], row["id"]), []).append(row)
    for file in files:
        for text in read(folder / file):
            mine = rows.get((Path(file).parent.name, text.id), [])
            if mine:
                spans = tuple(_judgement(text, row) for row in mine)
                yield Labelled(text.id, text.text, spans)


def _judgement(text: Labelled, row: dict[str, str]) -> dict[str, Any]:
    start, end = int(row["start"]), int(row["end"])
    digest = hashlib.sha256(text.text[start:end].encode()).hexdigest()
    if not digest.startswith(row["sha256"]):
        raise SystemExit(f"{text.id}: the sentence at {start} is not the one that was judged")
    label = "check-worthy" if row["worth"] == "1" else "not-check-worthy"
    return {"start": start, "end": end, "layer": "claim", "label": label, "attrs": {}}


def outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that lie in no other, without overlaps: of two, the longer, then the earlier."""
    taken: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= t[0] or t[1] <= span[0] for t in taken):
            taken.append(span)
    return sorted(taken)

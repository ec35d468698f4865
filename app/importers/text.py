"""Plain text: paragraphs parted by blank lines, with the habits of article collections.

Knows nothing of markup.

A leading `date YYYY-MM-DD` is a declared date; a short line without final punctuation between
paragraphs is a heading; a one-line block that credits a reporter or an agency is a caption. Words
are kept as they stand, but for blanks at a block's ends.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.importers.base import DeclaredDate, Draft
from app.importers.blocks import TextPiece, join
from app.importers.credits import is_credit
from app.text.canonical import canonical, decode
from app.text.spans import Block, BlockKind

HEADING_LEVEL = 2
# Measured on the blocks of 84 pages of the article-extraction benchmark, as if they were plain
# text, against what the pages
# themselves mark as headings: F1 .505 (60 characters .46, 120 .49; runs of three .516 with
# precision .45). Half of the rest
# are lines that head something and that their page does not mark; headings that end as sentences
# are left out on purpose.
HEADING_MAX_CHARACTERS = 90
HEADING_MAX_WORDS = 15
HEADING_RUN = 2
WRAPPED_MAX_CHARACTERS = (
    100  # a margin: text broken by hand has shorter lines, a paragraph in one line is longer
)

_DATE = re.compile(r"[ \t\ufeff]*date[ \t]{1,9}(\d{4}-\d{2}-\d{2})(?![\w-])[ \t]*", re.IGNORECASE)
_LIST_MARK = re.compile(
    r"(?:[-*+•‣–—]|\(?(?:\d{1,3}|[A-Za-z])[.)]|[A-Z]:)\s"
)  # and a speaker's initial in an interview
_FINAL = ".?!…:;,。！？؟।"


class TextImporter:
    """Plain text in any encoding."""

    name = "text"
    label = "Plain text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    media_types: tuple[str, ...] = ("text/plain",)

    def recognises(self, head: bytes) -> bool:
        """Whether no control bytes speak against text; the last importer asked."""
        return is_text(head)

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The one article in `data`."""
        text = decode(data).removeprefix("\ufeff")
        declared, body = leading_date(canonical(text))
        joined = join(pieces(body))
        provenance = {"declared_date": declared.provenance} if declared else {}
        yield Draft(
            joined.text,
            joined.blocks,
            source_url=url,
            declared_date=declared,
            provenance=provenance,
        )


def is_text(head: bytes) -> bool:
    """Whether bytes can be text: a Unicode mark, or no control characters but white space and escapes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(head.count(c) for c in (*range(9), *range(14, 27), 28, 29, 30, 31))
    return controls * 100 <= len(head)


def leading_date(text: str) -> tuple[DeclaredDate | None, str]:
    """The declared date at the head of `text`, and the rest; an impossible date is none and stays where it is."""
    head = _DATE.match(text, len(text) - len(text.lstrip(" \t\n\ufeff")))
    if head is None:
        return None, text
    try:
        day = date.fromisoformat(head[1])
    except ValueError:
        return None, text
    return DeclaredDate(day.isoformat(), "header"), text[head.end() :]


def structure(text: str) -> tuple[Block, ...]:
    """The blocks of any string, where they stand in it; for texts that are to be annotated as they are, whatever their line ends."""
    same_length = text.replace("\r\n", " \n").replace("\r", "\n")
    found, at = [], 0
    for piece in pieces(same_length):
        start = same_length.index(piece.words, at)
        at = start + len(piece.words)
        found.append(Block(piece.kind, start, at, piece.level))
    return tuple(found)


def pieces(text: str) -> list[TextPiece]:
    """The blocks of canonical plain text, each with its kind."""
    parts = blocks(text)
    short = [looks_like_heading(p) for p in parts]
    return [_piece(parts, short, i) for i in range(len(parts))]


def blocks(text: str) -> list[str]:
    """Maximal runs of lines with something in them; every line alone where no blank line parts a text whose lines are paragraphs."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    runs = [run for run in found if run]
    if len(runs) == 1 and _lines_are_paragraphs(runs[0]):
        runs = [[line] for line in runs[0]]
    return ["\n".join(run).strip(" \t\n") for run in runs]


def looks_like_heading(block: str) -> bool:
    """Whether a block could be a heading by its form alone: one short line with letters that does not end as a sentence does."""
    words = block.split()
    return (
        "\n" not in block
        and len(block) <= HEADING_MAX_CHARACTERS
        and len(words) <= HEADING_MAX_WORDS
        and not _ends_sentence(block)
        and not _LIST_MARK.match(block)
        and not block[0].islower()
        and any(c.isalpha() for c in block)
    )


def _piece(parts: Sequence[str], short: Sequence[bool], i: int) -> TextPiece:
    kind: BlockKind = "paragraph"
    if is_credit(parts[i]):
        kind = "caption"
    elif short[i] and 0 < i < len(parts) - 1 and _run(parts, short, i) <= HEADING_RUN:
        kind = "heading"
    return TextPiece(kind, parts[i], HEADING_LEVEL if kind == "heading" else None)


def _run(parts: Sequence[str], short: Sequence[bool], i: int) -> int:
    """How many heading-like blocks stand together around block `i`, counted up to one too many: longer runs are lists, tables or verse."""
    first = last = i
    while (
        first > 0
        and short[first - 1]
        and not is_credit(parts[first - 1])
        and last - first <= HEADING_RUN
    ):
        first -= 1
    while (
        last + 1 < len(parts)
        and short[last + 1]
        and not is_credit(parts[last + 1])
        and last - first <= HEADING_RUN
    ):
        last += 1
    return last - first + 1


def _ends_sentence(block: str) -> bool:
    """Whether the last mark that counts, after closing quotes, brackets and emoji, is one that ends a sentence."""
    last = next((c for c in reversed(block[-12:]) if c.isalnum() or c in _FINAL), "")
    return last != "" and last in _FINAL


def _lines_are_paragraphs(lines: Sequence[str]) -> bool:
    """Whether lines are paragraphs and not one paragraph broken at a margin: most are longer than a margin, or end as a sentence does."""
    whole = sum(len(line) > WRAPPED_MAX_CHARACTERS or _ends_sentence(line) for line in lines)
    return len(lines) > 1 and 2 * whole > len(lines)

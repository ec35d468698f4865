"""Plain text: paragraphs separated by blank lines, with the conventions of article collections.

A leading `date YYYY-MM-DD` is a declared date; a short line without final punctuation between
paragraphs is a heading; a one-line block that credits a reporter or an agency is a caption. Words
are kept as they are, except for blanks at the ends of a block.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from app.errors import Unprocessable
from app.importers.base import DeclaredDate, Draft
from app.importers.blocks import TextPiece, join
from app.importers.credits import is_credit
from app.importers.other_formats.formats import OtherFormat
from app.importers.written.dates import is_placeholder
from app.text.canonical import canonical, decode
from app.text.spans import Block
from app.translations import N_

HEADING_LEVEL = 2
# Measured on the blocks of 84 pages of the article-extraction benchmark, as if they were plain
# text, against what the pages themselves mark as headings: F1 .505 (60 characters .46, 120 .49;
# runs of three .516 with precision .45). Half of the errors are lines that head something and that
# their page does not mark; headings that end like sentences are left out on purpose.
HEADING_MAX_CHARACTERS = 90
HEADING_MAX_WORDS = 15
HEADING_RUN = 2
BLOCKS_MAX = 100_000
"""2 MB of prose have about 5,000; 667,000 of one letter took 6 s to read."""
WRAPPED_MAX_CHARACTERS = 100
"""Wrapped text has shorter lines, a paragraph on one line is longer."""

_DATE = re.compile(r"[ \t\ufeff]*date[ \t]{1,9}(\d{4}-\d{2}-\d{2})(?![\w-])[ \t]*", re.IGNORECASE)
# a bullet, a number, or a speaker's initial in an interview
_LIST_MARK = re.compile(r"(?:[-*+•‣–—]|\(?(?:\d{1,3}|[A-Za-z])[.)]|[A-Z]:)\s")
_FINAL = ".?!…:;,。！？؟।"


class TextImporter:
    """Plain text in any encoding."""

    name = "text"
    label = N_("Plain text")
    suffixes: tuple[str, ...] = (".txt", ".text")
    media_types: tuple[str, ...] = ("text/plain",)
    signatures: tuple[OtherFormat, ...] = ()

    def recognises(self, head: bytes) -> bool:
        """Whether it has no control bytes, as text has not; the last importer asked."""
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
    """Whether bytes can be text: a byte order mark, or hardly any control characters.

    White space and the escape character do not count.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(head.count(c) for c in (*range(9), *range(14, 27), 28, 29, 30, 31))
    return controls * 100 <= len(head)


def leading_date(text: str) -> tuple[DeclaredDate | None, str]:
    """The declared date at the beginning of `text`, and the rest.

    A date that does not exist is none, and stays in the text.
    """
    head = _DATE.match(text, len(text) - len(text.lstrip(" \t\n\ufeff")))
    if head is None:
        return None, text
    try:
        day = date.fromisoformat(head[1])
    except ValueError:
        return None, text
    if is_placeholder(day.isoformat()):
        return None, text[head.end() :]
    return DeclaredDate(day.isoformat(), "header"), text[head.end() :]


def structure(text: str) -> tuple[Block, ...]:
    """The blocks of any string with their offsets in it, whatever its line ends.

    For texts that are annotated as they are.
    """
    same_length = text.replace("\r\n", " \n").replace("\r", "\n")
    located: list[Block] = []
    end = 0
    for piece in pieces(same_length):
        start = same_length.index(piece.words, end)
        end = start + len(piece.words)
        located.append(Block(piece.kind, start, end, piece.level))
    return tuple(located)


def pieces(text: str) -> list[TextPiece]:
    """The blocks of canonical plain text, each with its kind.

    Raises Unprocessable where there are more than `BLOCKS_MAX`.
    """
    parts = blocks(text)
    if len(parts) > BLOCKS_MAX:
        raise Unprocessable(f"The text has {len(parts):,} paragraphs; the limit is {BLOCKS_MAX:,}.")
    credited = [is_credit(part) for part in parts]
    # a credit may look like a heading, and is none
    heading_like = [
        looks_like_heading(part) and not credit
        for part, credit in zip(parts, credited, strict=True)
    ]
    classified = []
    for i, part in enumerate(parts):
        if credited[i]:
            classified.append(TextPiece("caption", part))
        elif _is_heading(heading_like, i):
            classified.append(TextPiece("heading", part, HEADING_LEVEL))
        else:
            classified.append(TextPiece("paragraph", part))
    return classified


def _is_heading(heading_like: Sequence[bool], i: int) -> bool:
    """Whether block `i` is a heading: between other blocks, and in no long run of its like."""
    is_between = 0 < i < len(heading_like) - 1
    return heading_like[i] and is_between and _run_length(heading_like, i) <= HEADING_RUN


def blocks(text: str) -> list[str]:
    """Maximal runs of lines that are not blank.

    A text without blank lines whose lines are paragraphs has one block a line.
    """
    runs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    if len(runs) == 1 and _lines_are_paragraphs(runs[0]):
        runs = [[line] for line in runs[0]]
    return ["\n".join(run).strip(" \t\n") for run in runs]


def looks_like_heading(block: str) -> bool:
    """Whether a block could be a heading by its form alone.

    That is one short line with letters that does not end like a sentence.
    """
    is_short = len(block) <= HEADING_MAX_CHARACTERS and len(block.split()) <= HEADING_MAX_WORDS
    return is_short and "\n" not in block and _is_like_heading(block)


@lru_cache(maxsize=1_024)
def _is_like_heading(block: str) -> bool:
    if _ends_sentence(block):
        return False
    begins_otherwise = _LIST_MARK.match(block) or block[0].islower()
    return not begins_otherwise and any(c.isalpha() for c in block)


def _run_length(heading_like: Sequence[bool], i: int) -> int:
    """How many heading-like blocks follow each other around block `i`, up to one too many.

    Longer runs are lists, tables or verse.
    """
    first = last = i
    while first > 0 and heading_like[first - 1] and last - first <= HEADING_RUN:
        first -= 1
    while last + 1 < len(heading_like) and heading_like[last + 1] and last - first <= HEADING_RUN:
        last += 1
    return last - first + 1


def _ends_sentence(block: str) -> bool:
    """Whether a block ends like a sentence.

    The last letter or digit, or mark of the end, counts; closing quotes, brackets and emoji do not.
    """
    last = next((c for c in reversed(block[-12:]) if c.isalnum() or c in _FINAL), "")
    return last != "" and last in _FINAL


def _lines_are_paragraphs(lines: Sequence[str]) -> bool:
    """Whether lines are paragraphs and not one wrapped paragraph.

    Then most are longer than wrapped lines, or end like a sentence.
    """
    is_whole = [len(line) > WRAPPED_MAX_CHARACTERS or _ends_sentence(line) for line in lines]
    return len(lines) > 1 and 2 * sum(is_whole) > len(lines)

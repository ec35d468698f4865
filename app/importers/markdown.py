"""Markdown (CommonMark with tables), with YAML front matter. HTML tags in it are words.

Line breaks inside a paragraph are kept as LF, as the source has them. List markers are not words
and are left out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import yaml
from markdown_it.token import Token

from app.errors import GlossError, Unprocessable
from app.importers import markdown_parser
from app.importers.base import DeclaredDate, Draft
from app.importers.blocks import TextPiece, Writer, join
from app.importers.credits import ALT_MAX_CHARACTERS, EMPHASISED_MAX_CHARACTERS, is_credit, parted
from app.importers.declared_fields import day, line, names
from app.importers.urls import absolute, canonical_url
from app.importers.written.dates import is_placeholder
from app.text.canonical import canonical, decode
from app.text.spans import BlockKind, Doubt, Picture

HEADER_MAX_CHARACTERS = 16_000
HEADER_MAX_DEPTH = 8
_FENCE = re.compile(r"---[ \t]*\n")
_KEY = re.compile(r"[A-Za-z_]{1,40}:[ \t]")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEYS = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors"),
    "publisher": ("publisher", "publication", "site"),
    "date": ("date", "published", "published_on", "pubdate"),
    "source_url": ("source_url", "url", "canonical", "canonical_url", "source"),
    "language": ("language", "lang"),
}
_PROVENANCE = "front-matter"
_INVISIBLE = ("softbreak", "link_open", "link_close")


def article(data: bytes, url: str | None) -> Draft:
    """The article of a file. Raises Unprocessable with the reason why there is none."""
    header, source = front_matter(decode(data))
    tokens, doubts = markdown_parser.parse(source)
    pieces = list(_pieces(tokens, url))
    title = line(_first(header, "title"))
    provenance = {"title": _PROVENANCE} if title else {}
    if _begins_with_title(pieces, title):
        heading = pieces.pop(0)
        if title is None:
            title = " ".join(heading.words.split())
            provenance = {"title": "heading"}
    body = join(pieces)
    return _declare(
        Draft(
            body.text,
            body.blocks,
            title=title,
            source_url=url,
            inlines=body.inlines,
            doubts=doubts,
            provenance=provenance,
        ),
        header,
    )


def front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The header's fields, all values as they are written, and the body.

    Raises Unprocessable naming the line that YAML cannot read.
    """
    parts = _split_header(text)
    if parts is None:
        return {}, text
    header, body = parts
    fields = _load(header)
    if isinstance(fields, dict):
        return {str(k).strip().lower(): v for k, v in fields.items()}, body
    is_empty = fields in (None, "")
    return {}, body if is_empty else text  # not empty: a rule, a paragraph, a rule, no header


def _split_header(text: str) -> tuple[str, str] | None:
    """Front matter and body, or None for a text without front matter.

    Raises Unprocessable where it begins like front matter that never ends.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return None
    start = opening.end()
    closing = _END.search(text, start, start + HEADER_MAX_CHARACTERS)
    if closing is not None:
        return text[start : closing.start()], text[closing.end() :]
    if not _KEY.match(text, start):
        return None
    raise Unprocessable(
        f"The front matter does not end within {HEADER_MAX_CHARACTERS:,} characters."
    )


def _load(header: str) -> Any:
    """The header as YAML. Raises Unprocessable naming the line that cannot be read."""
    try:
        _check(header)
        # BaseLoader makes strings only: `lang: no` is Norwegian, and 1984 a title
        return yaml.BaseLoader(header).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 2}" if mark else "a line"
        reason = f"{place}: {error.problem or error.context}"
        raise Unprocessable(f"The front matter cannot be read: {reason}.") from error
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0][:200]
        raise Unprocessable(f"The front matter cannot be read: {reason}.") from error


def _check(header: str) -> None:
    """Raises a YAML error for what could grow without bound: anchors, aliases, depth.

    Tokens are read lazily, so it stops at the first.
    """
    depth = 0
    for token in yaml.scan(header, Loader=yaml.BaseLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases are not supported", problem_mark=token.start_mark
            )
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > HEADER_MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"it is nested deeper than {HEADER_MAX_DEPTH} levels",
                problem_mark=token.start_mark,
            )


_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def _first(header: Mapping[str, Any], field: str) -> Any:
    """The value of a field under the first of its keys that has one."""
    for key in _KEYS[field]:
        if header.get(key) not in (None, "", []):
            return header[key]
    return None


def _begins_with_title(pieces: list[TextPiece], title: str | None) -> bool:
    """Whether the first block is the title.

    It is the front matter's title repeated, or without one the only first-level heading.
    """
    if len(pieces) < 2 or not _is_top_heading(pieces[0]):
        return False
    if title is None:
        return sum(map(_is_top_heading, pieces)) == 1
    return " ".join(pieces[0].words.split()).casefold() == title.casefold()


def _is_top_heading(piece: TextPiece) -> bool:
    return piece.kind == "heading" and piece.level == 1


def _declare(draft: Draft, header: Mapping[str, Any]) -> Draft:
    """`draft` with what the header declares."""
    written = _first(header, "date")
    declared, doubts = day(written), draft.doubts
    declared = None if declared and is_placeholder(declared) else declared
    if written is not None and declared is None:
        message = (
            f"The front matter gives the date “{str(written)[:60]}”, which is not a valid date."
        )
        doubts = (*doubts, Doubt("declared-date-unreadable", message))
    address = _first(header, "source_url")
    fields = {
        "byline": names(_first(header, "byline")),
        "publisher": line(_first(header, "publisher")),
        "source_url": _address(address),
        "language": line(_first(header, "language"), 35),
        "declared_date": DeclaredDate(declared, _PROVENANCE) if declared else None,
    }
    present: dict[str, Any] = {name: value for name, value in fields.items() if value}
    provenance = {**draft.provenance, **dict.fromkeys(present, _PROVENANCE)}
    spellings = (address,) if present.get("source_url") else ()
    return replace(draft, **present, doubts=doubts, provenance=provenance, spellings=spellings)


def _address(value: object) -> str | None:
    try:
        return canonical_url(value) if isinstance(value, str) else None
    except GlossError as error:
        raise Unprocessable(f"The front matter's address is not valid: {error.message}") from error


def _pieces(tokens: Iterable[Token], base: str | None) -> Iterable[TextPiece]:
    """The blocks of Markdown in order; links are seen from the address `base`."""
    reader = _BlockReader(base)
    picture: TextPiece | None = None
    for token in tokens:
        piece = reader.read(token)
        if piece is None:
            continue
        if picture is not None and _is_caption_below(piece):
            yield _captioned(piece, picture.picture)
            picture = None
            continue
        if picture is not None:
            yield picture
        picture = piece if piece.picture else None
        if picture is None:
            yield piece
    if picture is not None:
        yield picture


def _is_caption_below(piece: TextPiece) -> bool:
    """Whether a paragraph below a picture is its caption: all of it is in italics."""
    if piece.kind not in ("paragraph", "caption") or piece.picture is not None:
        return False
    is_whole = [(0, len(piece.words))] == [(m.start, m.end) for m in piece.inlines]
    is_emphasised = is_whole and piece.inlines[0].kind == "emphasis"
    return is_emphasised and len(piece.words) <= EMPHASISED_MAX_CHARACTERS


def _captioned(piece: TextPiece, picture: Picture | None) -> TextPiece:
    """A piece as the caption of a picture, its credit parted from the words."""
    words, credit = parted(piece.words)
    picture = replace(picture or Picture(), credit=credit)
    known = picture if picture.as_json() else None
    return replace(piece.cut(0, len(words)), kind="caption", level=None, picture=known)


@dataclass(slots=True)
class _BlockReader:
    """Follows the parser's tokens: the lists and quotes that are open, the heading, the table."""

    base: str | None
    lists: int = 0
    containers: tuple[str, ...] = ()
    heading_level: int | None = None
    table: Writer | None = None

    def read(self, token: Token) -> TextPiece | None:
        """The block that ends with this token, if one does."""
        self._follow(token)
        if self.table is not None:
            return self._read_in_table(self.table, token)
        if token.type in ("fence", "code_block"):
            return TextPiece("code", token.content.strip("\n"))
        if token.type == "inline":
            return self._block(token.children or [])
        return None

    def _follow(self, token: Token) -> None:
        """Records what this token opens or closes."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        is_opening = token.nesting > 0
        if kind in ("bullet_list", "ordered_list", "blockquote") and token.nesting:
            self.containers = (*self.containers, kind) if is_opening else self.containers[:-1]
            self.lists += token.nesting * (kind != "blockquote")
        elif kind == "heading":
            self.heading_level = int(token.tag[1]) if is_opening else None
        elif token.type == "table_open":
            self.table = Writer()

    def _read_in_table(self, table: Writer, token: Token) -> TextPiece | None:
        """Writes a token of a table: a tab after each cell, and LF instead of a row's last one."""
        if token.type == "table_close":
            self.table = None
            return table.piece("table")
        if token.type == "inline":
            _write(table, token.children or [], self.base, " ")
        elif token.type in ("td_close", "th_close"):
            table.cut("\t")
        elif token.type == "tr_close" and table.runs:
            table.runs[-1] = "\n"
        return None

    def _block(self, children: Sequence[Token]) -> TextPiece:
        images, below = _images_on_top(children)
        writer = Writer()
        if images:
            _write(writer, below, self.base, "\n")
            return self._caption(images, writer.piece("caption"))
        _write(writer, children, self.base, "\n")
        if self.heading_level is not None:
            return writer.piece("heading", self.heading_level)
        kind = self._kind()
        if kind == "list_item":
            return writer.piece(kind, self.lists)
        piece = writer.piece(kind)
        if kind == "paragraph" and is_credit(piece.words):
            return replace(piece, kind="caption")
        return piece

    def _caption(self, images: Sequence[Token], below: TextPiece) -> TextPiece:
        """The caption of images: the words below them, else their titles, else what they show."""
        alts = [" ".join(image.content.split()) for image in images]
        titles = [" ".join(str(image.attrGet("title") or "").split()) for image in images]
        addresses = (absolute(str(image.attrGet("src") or ""), self.base) for image in images)
        alt = next(filter(None, alts), None)
        picture = Picture(next(filter(None, addresses), None), alt and alt[:ALT_MAX_CHARACTERS])
        words = " ".join(filter(None, titles)) or " ".join(filter(None, alts))
        piece = below if below.words else TextPiece("caption", canonical(words))
        return _captioned(piece, picture)

    def _kind(self) -> BlockKind:
        """What a paragraph is inside the containers that are open."""
        if not self.containers:
            return "paragraph"
        return "block_quote" if self.containers[-1] == "blockquote" else "list_item"


def _images_on_top(children: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The images of a paragraph that shows nothing else but words in italics below them.

    And those words. Nothing for any other paragraph.
    """
    shown = [c for c in children if c.type not in _INVISIBLE and not _is_blank(c)]
    images = list(takewhile(lambda child: child.type == "image", shown))
    below = shown[len(images) :]
    is_emphasised = [c.type for c in below[:1] + below[-1:]] == ["em_open", "em_close"]
    is_one = sum(c.type == "em_open" for c in below) == 1
    if images and (not below or (is_emphasised and is_one)):
        return images, below
    return [], []


def _is_blank(token: Token) -> bool:
    return token.type == "hardbreak" or (token.type == "text" and not token.content.strip())


def _write(writer: Writer, children: Iterable[Token], base: str | None, line_break: str) -> None:
    """Writes inline tokens as words and marks."""
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            writer.write(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            if writer.last not in ("", "\n", "\t"):
                writer.cut(line_break)
                writer.line_breaks |= child.type == "hardbreak"
        elif child.type in ("em_open", "strong_open"):
            writer.open("emphasis" if child.type == "em_open" else "strong")
        elif child.type == "link_open":
            writer.open("link", absolute(str(child.attrGet("href") or ""), base))
        elif child.type in ("em_close", "strong_close", "link_close"):
            writer.close()

"""Markdown (CommonMark with tables), with YAML front matter.

Knows nothing of HTML: tags in it are words.

Line breaks inside a paragraph are kept as LF, for the text is the source's. List markers are not
words and are left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.errors import GlossError, Unprocessable
from app.importers.base import DeclaredDate, Draft
from app.importers.blocks import TextPiece, Writer, join
from app.importers.credits import is_credit
from app.importers.declared_fields import day, line, names
from app.importers.text import is_text
from app.importers.urls import absolute, canonical_url
from app.text.canonical import decode
from app.text.spans import BlockKind, Doubt

HEADER_MAX_CHARACTERS = 16_000
HEADER_MAX_DEPTH = 8
# levels of blocks (a list and its item are two); what is deeper, the parser would leave out unsaid
NESTING_MAX = 40
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


class MarkdownImporter:
    """Markdown files, with or without front matter."""

    name = "markdown"
    label = "Markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")
    media_types: tuple[str, ...] = ("text/markdown", "text/x-markdown")

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with front matter; other Markdown cannot be told from plain text."""
        return is_text(head) and bool(
            re.match(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n[A-Za-z_]+[ \t]*:", head)
        )

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The one article in `data`."""
        header, source = front_matter(decode(data))
        pieces = list(_pieces(source, url))
        title = line(_first(header, "title"))
        found = {"title": _PROVENANCE} if title else {}
        if _begins_with_title(pieces, title):
            heading = " ".join(pieces.pop(0).words.split())
            title, found = (title, found) if title else (heading, {"title": "heading"})
        body = join(pieces)
        yield _declare(
            Draft(
                body.text,
                body.blocks,
                title=title,
                source_url=url,
                inlines=body.inlines,
                provenance=found,
            ),
            header,
        )


def front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The header's fields, all values as they are written, and the body.

    Raises Unprocessable naming the line that YAML cannot read.
    """
    opening = _FENCE.match(text)
    closing = (
        _END.search(text, opening.end(), opening.end() + HEADER_MAX_CHARACTERS) if opening else None
    )
    if opening is None or (closing is None and not _KEY.match(text, opening.end())):
        return {}, text
    if closing is None:
        raise Unprocessable(
            f"The front matter does not end within {HEADER_MAX_CHARACTERS:,} characters."
        )
    header = text[opening.end() : closing.start()]
    try:
        _check(header)
        fields = yaml.BaseLoader(
            header
        ).get_single_data()  # BaseLoader makes strings only: `lang: no` is Norwegian, 1984 a title
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        number = f"line {where.line + 2}" if where else "a line"
        raise Unprocessable(
            f"The front matter cannot be read: {number}: {error.problem or error.context}."
        ) from error
    except yaml.YAMLError as error:
        raise Unprocessable(
            f"The front matter cannot be read: {str(error).splitlines()[0][:200]}."
        ) from error
    if not isinstance(fields, dict):
        if fields in (None, ""):
            return {}, text[closing.end() :]
        return {}, text  # a rule, a paragraph, a rule: no header at all
    return {str(k).strip().lower(): v for k, v in fields.items()}, text[closing.end() :]


def _check(header: str) -> None:
    """Raises a YAML error for what could grow: anchors, aliases, depth.

    It reads tokens lazily and so stops at the first.
    """
    depth = 0
    for token in yaml.scan(header, Loader=yaml.BaseLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases are not read", problem_mark=token.start_mark
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
    return next((header[k] for k in _KEYS[field] if header.get(k) not in (None, "", [])), None)


def _begins_with_title(pieces: list[TextPiece], title: str | None) -> bool:
    """Whether the first block is the title: the only first-level heading, or the front matter's title said again."""
    if len(pieces) < 2 or pieces[0].kind != "heading" or pieces[0].level != 1:
        return False
    alone = sum(p.kind == "heading" and p.level == 1 for p in pieces) == 1
    return (
        alone if title is None else " ".join(pieces[0].words.split()).casefold() == title.casefold()
    )


def _declare(draft: Draft, header: Mapping[str, Any]) -> Draft:
    """`draft` with what the header declares."""
    byline, written = names(_first(header, "byline")), _first(header, "date")
    declared, doubts = day(written), draft.doubts
    if written is not None and declared is None:
        doubts = (
            *doubts,
            Doubt(
                "declared-date-unreadable",
                f"The front matter gives the date “{str(written)[:60]}”, which is no day.",
            ),
        )
    found = {
        "byline": byline,
        "publisher": line(_first(header, "publisher")),
        "source_url": _address(_first(header, "source_url")),
        "language": line(_first(header, "language"), 35),
        "declared_date": DeclaredDate(declared, _PROVENANCE) if declared else None,
    }
    taken: dict[str, Any] = {k: v for k, v in found.items() if v}
    return replace(
        draft,
        **taken,
        doubts=doubts,
        provenance={**draft.provenance, **dict.fromkeys(taken, _PROVENANCE)},
    )


def _address(value: object) -> str | None:
    try:
        return canonical_url(value) if isinstance(value, str) else None
    except GlossError as error:
        raise Unprocessable(
            f"The front matter's address cannot be used: {error.message}"
        ) from error


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING_MAX}).enable("table")
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser


def _any_link(url: str) -> bool:  # noqa: ARG001 - the parser gives it
    """Every link is one to the parser; `absolute` decides, so that a refused one keeps its words and not its source."""
    return True


@dataclass(slots=True)
class _Place:
    """Where in lists and quotes the reading stands."""

    lists: int = 0
    innermost: tuple[str, ...] = ()

    def step(self, token: Token) -> None:
        """Follows one opening or closing token."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in ("bullet_list", "ordered_list", "blockquote") and token.nesting:
            self.innermost = (*self.innermost, kind) if token.nesting > 0 else self.innermost[:-1]
            self.lists += token.nesting * (kind != "blockquote")

    @property
    def kind(self) -> BlockKind:
        """What a paragraph is here."""
        if not self.innermost:
            return "paragraph"
        return "block_quote" if self.innermost[-1] == "blockquote" else "list_item"


def _pieces(source: str, base: str | None) -> Iterable[TextPiece]:
    """The blocks of Markdown source in order."""
    place, table, level = _Place(), None, None
    for token in _parser().parse(source):
        place.step(token)
        if token.level >= NESTING_MAX - 1:
            raise Unprocessable(
                f"Its lists and quotes are nested deeper than {NESTING_MAX} levels."
            )
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if token.nesting > 0 else None
        elif token.type == "table_open":
            table = Writer()
        elif token.type == "table_close" and table is not None:
            yield table.piece("table")
            table = None
        elif token.type in ("tr_close", "td_close", "th_close") and table is not None:
            _end_cell(table, token)
        elif token.type in ("fence", "code_block"):
            yield TextPiece("code", token.content.strip("\n"))
        elif token.type == "inline" and table is not None:
            _write(table, token.children or [], base, " ")
        elif token.type == "inline":
            yield _block(token, place, level, base)


def _end_cell(table: Writer, token: Token) -> None:
    """A tab after each cell, and LF instead of the last one."""
    if token.type != "tr_close":
        table.cut("\t")
    elif table.runs:
        table.runs[-1] = "\n"


def _block(token: Token, place: _Place, level: int | None, base: str | None) -> TextPiece:
    children = token.children or []
    images = [c for c in children if c.type == "image"]
    shown = [
        c
        for c in children
        if c.type not in ("softbreak", "link_open", "link_close") and c.content.strip()
    ]
    if images and shown == images:
        return TextPiece("caption", " ".join(" ".join(i.content.split()) for i in images))
    writer = Writer()
    _write(writer, children, base, "\n")
    if level is not None:
        return writer.piece("heading", level)
    kind = place.kind
    piece = writer.piece(kind, place.lists if kind == "list_item" else None)
    return (
        replace(piece, kind="caption") if kind == "paragraph" and is_credit(piece.words) else piece
    )


def _write(writer: Writer, children: Iterable[Token], base: str | None, line_break: str) -> None:
    """Inline tokens as words and marks."""
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            writer.write(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            if writer.last not in ("", "\n", "\t"):
                writer.cut(line_break)
        elif child.type in ("em_open", "strong_open"):
            writer.open("emphasis" if child.type == "em_open" else "strong")
        elif child.type == "link_open":
            writer.open("link", absolute(str(child.attrGet("href") or ""), base))
        elif child.type in ("em_close", "strong_close", "link_close"):
            writer.close()

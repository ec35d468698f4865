"""Markdown source to the parser's tokens, in time that grows with its length.

The parser itself takes some 20 s for 2 MB of brackets or of list signs; what may cost that is
counted first, and bounded as the elements of a web page are.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.errors import Unprocessable
from app.text.spans import Doubt

NESTING_MAX = 40
"""Levels of blocks (a list and its item are two); the parser would silently drop deeper ones."""
LINES_MAX = 30_000
"""Lines that are not blank, up to 60 µs each, be it only a list's sign. The longest text that is
imported, two million characters, has 25,000 lines of 80."""
MARKERS_MAX = 40_000
"""Characters that may be inline markup, in all paragraphs together, up to 25 µs each."""
_MARKERS = "[]!<*_`&\\"
_CELL_BORDER = "|"
_LINE_END = re.compile(r"[\r\n]")
_UNREAD = (
    "The file has more than {most:,} markup characters: beyond them links, emphasis and tables "
    "were not read and stay as they are written."
)


def parse(source: str) -> tuple[list[Token], tuple[Doubt, ...]]:
    """The parser's tokens, and a doubt where some markup was not read.

    Raises Unprocessable for too many lines, and for blocks nested deeper than `NESTING_MAX`.
    """
    lines = sum(1 for line in _LINE_END.split(source) if line.strip())
    if lines > LINES_MAX:
        raise Unprocessable(f"The text has {lines:,} lines; the limit is {LINES_MAX:,}.")
    has_tables = source.count(_CELL_BORDER) <= MARKERS_MAX
    environment: dict[str, Any] = {"markers": 0}
    tokens = _parser(has_tables=has_tables).parse(source, environment)
    if any(token.level >= NESTING_MAX - 1 for token in tokens):
        raise Unprocessable(f"Lists and quotes are nested deeper than {NESTING_MAX} levels.")
    is_whole = has_tables and environment["markers"] <= MARKERS_MAX
    doubts = () if is_whole else (Doubt("extraction", _UNREAD.format(most=MARKERS_MAX)),)
    return tokens, doubts


def _parser(*, has_tables: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING_MAX})
    if has_tables:
        parser.enable("table")
    parser.core.ruler.at("inline", _inline)
    parser.validateLink = _any_link  # type: ignore[method-assign]  # the library's way to do it
    return parser


def _any_link(url: str) -> bool:  # noqa: ARG001 - the parser gives it
    """The parser accepts every link, and the importer decides later.

    Of a refused link the words then stay, and not its source.
    """
    return True


def _inline(state: StateCore) -> None:
    """The parser's rule for what stands in a line, up to `MARKERS_MAX`; words as they are then."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        state.env["markers"] += sum(map(token.content.count, _MARKERS))
        if state.env["markers"] <= MARKERS_MAX:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = _plain(token.content)


def _plain(content: str) -> list[Token]:
    """The words of a block as tokens, without any markup."""
    made: list[Token] = []
    for number, line in enumerate(content.split("\n")):
        if number:
            made.append(Token("softbreak", "br", 0))
        made.append(Token("text", "", 0, content=line))
    return made

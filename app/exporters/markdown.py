"""Markdown for people: each article with its text, then its quotations, claims and notes.

Those that a page draws by default. A picture is a link, so that no viewer loads it.
"""

from collections.abc import Sequence

from app.exporters.base import AnnotatedArticle, Exporter, LeftOut
from app.layers.density import is_shown, is_speaker_sure
from app.layers.statements import Statement, denial, statements
from app.store.annotations.rows import AnnotationRow
from app.store.articles.article_date import of_revision
from app.text.display import breaks_lines, has_line_breaks, in_marks
from app.text.markdown_escaping import escape_markdown
from app.text.spans import Block, Picture, Span
from app.translations import N_

_BREAK = "  \n"
"""A hard line break."""
_PREFIX = {"block_quote": "> ", "list_item": "- "}


class Markdown(Exporter):
    """Each article with its text, quotations, claims and notes."""

    name = "markdown"
    label = N_("Markdown, articles with their quotations, claims and notes")
    media_type = "text/markdown; charset=utf-8"
    suffix = ".md"
    is_importable = False
    separator = "---\n\n"

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The article in one piece."""
        parts = [_head(a), _text(a), _quotations(a), _claims(a), _notes(a)]
        return ["\n\n".join(filter(None, parts)) + "\n\n"]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """A heading with the reason below it."""
        return [f"# Article {left.article_id} was left out\n\n{_line(left.message)}\n\n"]


def _head(a: AnnotatedArticle) -> str:
    """Title, byline, publisher and date, the source's address, and the article's address here."""
    title = a.revision.title or f"Article {a.article.id}"
    on = of_revision(a.article, a.revision.declared_date, a.revision.captured_at)
    declared = [", ".join(a.revision.byline), a.revision.publisher, on.words]
    lines = [f"# {_line(title)}", "", _line(" · ".join(filter(None, declared))), ""]
    if a.article.source_url:
        lines += [f"<{a.article.source_url}>", ""]
    return "\n".join([*lines, f"Read in Gloss: <{a.url}?revision={a.revision.number}>"])


def _line(words: str) -> str:
    return escape_markdown(" ".join(words.split()))


def _text(a: AnnotatedArticle) -> str:
    blocks = map(Block.from_json, a.revision.blocks)
    return "\n\n".join(_block(a.revision.text, block) for block in blocks)


def _block(text: str, block: Block) -> str:
    kind, words = block.kind, text[block.start : block.end]
    if kind == "code":
        return "\n".join("    " + line for line in words.split("\n"))
    if kind == "heading":
        # The title is the only heading of level 1.
        depth = min(6, (block.level or 1) + 1)
        return f"{'#' * depth} {_line(words)}"
    prefix = _PREFIX.get(kind, "")
    end = _BREAK if has_line_breaks(text, block) else "\n"
    lines = end.join(prefix + line for line in escape_markdown(words).split("\n"))
    return lines + _picture(block.picture, words)


def _picture(picture: Picture | None, caption: str) -> str:
    """The line below a caption: the credit, and a link to the picture."""
    if picture is None:
        return ""
    shown = [_line(picture.credit)] if picture.credit and picture.credit != caption else []
    if picture.url:
        name = f"Picture: {picture.alt}" if picture.alt else "Picture"
        shown.append(f"[{_line(name)}](<{picture.url}>)")
    return _BREAK + " · ".join(shown) if shown else ""


def _quotations(a: AnnotatedArticle) -> str:
    whole = (statement for statement in statements(a.annotations) if statement.is_whole)
    items = [_statement(a, statement) for statement in whole]
    return "\n".join(["## Quotations", "", *items]) if items else ""


def _statement(a: AnnotatedArticle, statement: Statement[AnnotationRow]) -> str:
    """What was said, who said it, and whether that is sure.

    In quotation marks only where the article has them; a denial begins with what denies it.
    """
    row = statement.lead
    said = " … ".join(in_marks(_words(a, piece), piece.kind) for piece in statement.pieces)
    denied = denial(row.body)
    if denied:
        colon = ":" if row.kind == "direct" else ""
        said = f"{_line(denied)}{colon} {said}"
    speaker = row.entity_name or row.body.get("speaker")
    if not speaker:
        return f"- {said}"
    possibly = "" if is_speaker_sure(row) else "possibly "
    return f"- {said} — {possibly}{_line(str(speaker))}"


def _claims(a: AnnotatedArticle) -> str:
    items = [f"- {_words(a, r)}" for r in a.annotations if r.layer == "claim" and is_shown(r)]
    return "\n".join(["## Checkable claims", "", *items]) if items else ""


def _notes(a: AnnotatedArticle) -> str:
    """What persons wrote on words of the article, and what they highlighted."""
    items = [_note(a, r) for r in a.annotations if r.layer == "note"]
    return "\n".join(["## Notes", "", *items]) if items else ""


def _note(a: AnnotatedArticle, row: AnnotationRow) -> str:
    """The words it is about, then the note, paragraphs and lines as they were written."""
    item = f"- “{_words(a, row)}”"
    written = escape_markdown(str(row.body.get("text") or "").strip())
    lines = [f"  {line.strip()}" for line in written.split("\n") if line.strip()]
    return f"{item}:{_BREAK}{_BREAK.join(lines)}" if lines else item


def _words(a: AnnotatedArticle, row: AnnotationRow) -> str:
    """The annotated words in an item of a list, on lines of their own only where the source has."""
    text, span = a.revision.text, Span(row.start, row.end)
    lines = [span.of(text)]
    if breaks_lines(text, map(Block.from_json, a.revision.blocks), span):
        lines = lines[0].split("\n")
    return f"{_BREAK}  ".join(map(_line, lines))

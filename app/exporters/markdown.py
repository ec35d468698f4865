"""Markdown for people: each article with its text, then its quotations and claims.

Those that a page draws by default.
"""

from collections.abc import Iterable, Iterator

from app.exporters.base import AnnotatedArticle
from app.layers.density import is_shown, is_speaker_sure
from app.layers.statements import Statement, denial, statements
from app.store.annotations.rows import AnnotationRow
from app.store.articles.article_date import of_revision
from app.text.display import in_marks
from app.text.markdown_escaping import escape_markdown
from app.translations import N_

_PREFIX = {"block_quote": "> ", "list_item": "- "}


class Markdown:
    """Each article with its text, quotations and claims."""

    name = "markdown"
    label = N_("Markdown, articles with their quotations and claims")
    media_type = "text/markdown; charset=utf-8"
    suffix = ".md"

    def write(self, articles: Iterable[AnnotatedArticle], base_url: str) -> Iterator[bytes]:  # noqa: ARG002 - an article knows its own address
        """Each article in one piece, with a rule between two."""
        for n, article in enumerate(articles):
            parts = [_head(article), _text(article), _quotations(article), _claims(article)]
            rule = "---\n\n" if n else ""
            written = rule + "\n\n".join(filter(None, parts)) + "\n\n"
            yield written.encode("utf-8", "replace")


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
    return "\n\n".join(_block(a.revision.text[b["start"] : b["end"]], b) for b in a.revision.blocks)


def _block(words: str, block: dict[str, object]) -> str:
    kind, level = str(block["kind"]), block.get("level")
    if kind == "code":
        return "\n".join("    " + line for line in words.split("\n"))
    if kind == "heading":
        # The title is the only heading of level 1.
        depth = min(6, (level if isinstance(level, int) else 1) + 1)
        return f"{'#' * depth} {_line(words)}"
    prefix = _PREFIX.get(kind, "")
    return "\n".join(prefix + line for line in escape_markdown(words).split("\n"))


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


def _words(a: AnnotatedArticle, row: AnnotationRow) -> str:
    return _line(a.revision.text[row.start : row.end])

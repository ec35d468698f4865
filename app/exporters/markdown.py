"""Markdown for people: each article with its text, then its quotations and claims. Owns how our text is escaped for Markdown."""

import re
from collections.abc import Iterable, Iterator

from app.exporters.base import Annotated
from app.store.annotations import AnnotationRow

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d{1,9}[.)])", re.MULTILINE)
_PREFIX = {"block_quote": "> ", "list_item": "- "}


def plain(words: str) -> str:
    """`words` so that Markdown shows them as they are."""
    return _AT_START.sub(_escaped_start, _SPECIAL.sub(r"\\\1", words))


def _escaped_start(found: re.Match[str]) -> str:
    lead, mark = found.groups()
    return f"{lead}{mark[:-1]}\\{mark[-1]}"


class Markdown:
    """Each article with its text, quotations and claims."""

    name = "markdown"
    label = "Markdown, articles with their quotations and claims"
    media_type = "text/markdown; charset=utf-8"
    suffix = ".md"

    def write(self, articles: Iterable[Annotated], base_url: str) -> Iterator[bytes]:  # noqa: ARG002 - an article knows its own address
        """Each article in one piece, with a rule between two."""
        for n, article in enumerate(articles):
            parts = [_head(article), _text(article), _quotations(article), _claims(article)]
            yield ("---\n\n" * bool(n) + "\n\n".join(p for p in parts if p) + "\n\n").encode("utf-8", "replace")


def _head(a: Annotated) -> str:
    lines = [f"# {_line(a.revision.title or f'Article {a.article.id}')}", ""]
    said = [", ".join(a.revision.byline), a.revision.publisher, a.revision.declared_date]
    lines += [_line(" · ".join(words for words in said if words)), ""] if any(said) else []
    lines += [f"<{a.article.source_url}>", ""] if a.article.source_url else []
    return "\n".join([*lines, f"Read in Gloss: <{a.url}?revision={a.revision.number}>"])


def _line(words: str) -> str:
    return plain(" ".join(words.split()))


def _text(a: Annotated) -> str:
    return "\n\n".join(_block(a.revision.text[b["start"] : b["end"]], b) for b in a.revision.blocks)


def _block(words: str, block: dict[str, object]) -> str:
    kind, level = str(block["kind"]), block.get("level")
    if kind == "code":
        return "\n".join("    " + line for line in words.split("\n"))
    if kind == "heading":
        return "#" * min(6, (level if isinstance(level, int) else 1) + 1) + " " + _line(words)
    prefix = _PREFIX.get(kind, "")
    return "\n".join(prefix + line for line in plain(words).split("\n"))


def _quotations(a: Annotated) -> str:
    """Statements alone: the words in marks inside a reported clause, and other fragments, are read there."""
    items = [_quotation(a, r) for r in a.annotations if r.layer == "quotation" and r.body.get("whole", True)]
    return "\n".join(["## Quotations", "", *items]) if items else ""


def _quotation(a: Annotated, row: AnnotationRow) -> str:
    """Direct speech in marks and signed; what is reported without marks of ours, behind who said it and with which verb.

    Words that were denied or refused, or never said, always stand behind their verb.
    """
    words, speaker = _words(a, row), _line(str(row.body.get("speaker") or ""))
    direct = row.body.get("type", row.kind) == "direct"
    if direct and row.body.get("polarity", "affirmed") == "affirmed":
        return f"- “{words}” — {speaker}" if speaker else f"- “{words}”"
    cue = _line(str((row.body.get("cue") or {}).get("exact") or ""))
    lead = " ".join(part for part in (speaker, f"({cue})" if cue else "") if part)
    said = f"“{words}”" if direct else words
    return f"- {lead}: {said}" if lead else f"- {said}"


def _claims(a: Annotated) -> str:
    items = [f"- {_words(a, r)}" for r in a.annotations if r.layer == "claim"]
    return "\n".join(["## Claims that can be checked", "", *items]) if items else ""


def _words(a: Annotated, row: AnnotationRow) -> str:
    return _line(a.revision.text[row.start : row.end])

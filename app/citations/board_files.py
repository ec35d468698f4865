"""A board as a file: a Web Annotation collection, or Markdown with citations.

`gloss verify` reads the citations back.
"""

from typing import Any

from app.citations.formats import citation, in_quotation_marks, markdown, one_line
from app.citations.verification import current_state
from app.exporters.w3c import CONTEXT, creator
from app.store.passages.boards import BoardLine
from app.store.passages.passages import PassageState
from app.store.schema.passages import Board
from app.text.display import utc_time
from app.text.markdown_escaping import escape_markdown

MARKDOWN = "text/markdown; charset=utf-8"


def collection(board: Board, lines: list[BoardLine], base_url: str) -> dict[str, Any]:
    """The board as an AnnotationCollection with all of it on its first page."""
    address = f"{base_url}/b/{board.code}"
    items = [
        _annotation(board, line, line.state, address, base_url) for line in lines if line.state
    ]
    return {
        "@context": CONTEXT,
        "id": f"{address}.json",
        "type": "AnnotationCollection",
        "label": board.title,
        **({"summary": board.notes} if board.notes else {}),
        "creator": creator(board.creator),
        "created": utc_time(board.created_at),
        "modified": utc_time(board.changed_at),
        "total": len(items),
        "first": {
            "id": f"{address}.json#page",
            "type": "AnnotationPage",
            "partOf": f"{address}.json",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(
    board: Board, line: BoardLine, state: PassageState, address: str, base_url: str
) -> dict[str, Any]:
    passage = f"{base_url}/p/{line.passage.code}"
    bodies: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": passage, "purpose": "linking"}
    ]
    if line.item.note:
        bodies.append(
            {
                "type": "TextualBody",
                "value": line.item.note,
                "format": "text/plain",
                "purpose": "commenting",
            }
        )
    return {
        "id": f"{address}#{line.passage.code}",
        "type": "Annotation",
        "motivation": ["linking", "commenting"] if line.item.note else "linking",
        "creator": creator(board.creator),
        "body": bodies,
        "target": _target(line, state, passage, base_url),
        "gloss:verdict": state.verdict,
        "gloss:words_changed": state.words_changed,
        "gloss:since": utc_time(state.since.at),
    }


def _target(line: BoardLine, state: PassageState, passage: str, base_url: str) -> dict[str, Any]:
    """The words in the cited revision.

    Without the words around them for a reader who may only see the passage itself.
    """
    p = line.passage
    quoted = {"type": "TextQuoteSelector", "exact": p.exact}
    time = {"type": "TimeState", "sourceDate": utc_time(state.made_on.at)}
    if not state.whole:
        return {"type": "SpecificResource", "source": passage, "state": time, "selector": [quoted]}
    around = quoted | {"prefix": p.prefix, "suffix": p.suffix}
    position = {"type": "TextPositionSelector", "start": p.start, "end": p.end}
    source = f"{base_url}/articles/{state.article.id}?revision={state.made_on.revision}"
    return {
        "type": "SpecificResource",
        "source": source,
        "state": time,
        "selector": [position, around],
    }


def written(board: Board, lines: list[BoardLine], base_url: str) -> str:
    """The board in Markdown."""
    parts = [f"# {escape_markdown(board.title)}"]
    if board.notes.strip():
        parts.append(_paragraphs(board.notes))
    for line in lines:
        if line.state and line.source:
            parts.append(markdown(citation(line.state, line.source, base_url)).strip())
            parts += _current(line.state)
            if line.item.note.strip():
                parts.append(_paragraphs(line.item.note))
    return "\n\n".join([*parts, f"Board: <{base_url}/b/{board.code}>"]) + "\n"


def _current(state: PassageState) -> list[str]:
    """What has become of the passage, and the words there now where they are different."""
    current = current_state(state)
    paragraphs = [escape_markdown(current.sentence)]
    words = state.text if current.diff else current.replacement
    if words:
        paragraphs.append(f"> {in_quotation_marks(escape_markdown(one_line(words)))}")
    return paragraphs


def _paragraphs(words: str) -> str:
    """Words with their lines kept: a lone line break ends a line, as on the page."""
    stripped = "\n".join(line.strip() for line in words.strip().split("\n"))
    return escape_markdown(stripped).replace("\n", "\\\n").replace("\\\n\\\n", "\n\n")

"""JSON Lines: one annotation a line in the wire shape of the contract.

An article and a board are lines of the same shape with layers of their own: who filters by layer
does not meet them.
"""

import json
from collections.abc import Sequence
from typing import Any

from app.exporters import portable
from app.exporters.base import AnnotatedArticle, ArticleBoard, Exporter, LeftOut
from app.store.db.ids import id_of
from app.translations import N_

ARTICLE, BOARD = "article", "board"
"""The layers of lines that are no annotation."""


class JsonLines(Exporter):
    """A line for the article, then one for each annotation; boards at the end.

    An article that was left out has a line with the key `left_out`.
    """

    name = "jsonl"
    label = N_("JSON Lines, one annotation per line")
    media_type = "application/jsonl; charset=utf-8"
    suffix = ".jsonl"
    is_importable = True

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The line of the article, and a line for each annotation."""
        text = a.revision.text
        about = _of_no_engine(ARTICLE, len(text), text, portable.fields(a)) | {
            "article": id_of(a.article),
            "source_url": a.article.source_url,
            "revision": a.revision.number,
        }
        return [_line(about), *map(_line, portable.annotations(a))]

    def board(self, board: ArticleBoard) -> Sequence[str]:
        """A line whose words are the title."""
        title = board.board.title
        return [_line(_of_no_engine(BOARD, len(title), title, portable.board(board)))]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """A line that says so."""
        return [_line({"left_out": {"article": left.article_id, "message": left.message}})]


def _of_no_engine(layer: str, end: int, exact: str, body: dict[str, Any]) -> dict[str, Any]:
    """A line in the shape of an annotation that nobody made."""
    return {
        "id": None,
        "article": None,
        "source_url": None,
        "revision": None,
        "entity": None,
        "layer": layer,
        "start": 0,
        "end": end,
        "exact": exact,
        "confidence": 1.0,
        "creator": None,
        "body": body,
        "shown": None,
        "kind": layer,
        "visibility": "public",
        "written_at": None,
    }


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"

"""JSON: one object with every article, its annotations and the editor's boards."""

import json
from collections.abc import Sequence

from app.exporters import portable
from app.exporters.base import AnnotatedArticle, ArticleBoard, Exporter, LeftOut, WrittenItems
from app.importers.own_formats.contents import VERSION
from app.translations import N_


class GlossJson(Exporter):
    """`{"gloss": 1, "base_url", "articles": […], "boards": […], "left_out": […]}`.

    An article that was left out is named in the list of that name.
    """

    name = "json"
    label = N_("JSON: articles with everything that is known about them")
    media_type = "application/json; charset=utf-8"
    suffix = ".json"
    is_importable = True
    separator = ",\n"
    before_boards = '],\n"boards": ['

    def head(self, base_url: str) -> str:
        """The object up to its first article."""
        about = json.dumps({"gloss": VERSION, "base_url": base_url}, ensure_ascii=False)
        return f'{about[:-1]},\n"articles": ['

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The article with its annotations."""
        return [json.dumps(portable.whole(a), ensure_ascii=False)]

    def board(self, board: ArticleBoard) -> Sequence[str]:
        """A board with its passages."""
        return [json.dumps(portable.board(board), ensure_ascii=False)]

    def instead(self, left: LeftOut) -> Sequence[str]:  # noqa: ARG002 - the tail names it
        """Nothing: the list of articles holds articles alone."""
        return ()

    def tail(self, written: WrittenItems) -> str:
        """What was left out."""
        boards = "" if written.boards else self.before_boards
        left = [{"article": x.article_id, "message": x.message} for x in written.left_out]
        return f'{boards}],\n"left_out": {json.dumps(left, ensure_ascii=False)}}}\n'

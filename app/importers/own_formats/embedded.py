"""Objects of articles and boards that another format carries as text: read by their media type."""

import json
from collections.abc import Iterator

from app.errors import Unprocessable
from app.importers.base import Part, Unreadable
from app.importers.data_files.json_values import refuse_too_many
from app.importers.own_formats import boards, portable
from app.importers.own_formats.contents import ARTICLE_TYPE, BOARDS_TYPE

OURS = (ARTICLE_TYPE, BOARDS_TYPE)


def parts(media_type: str, text: object, item: str) -> Iterator[Part]:
    """What is in the text of one object; one that is wrong is unreadable."""
    try:
        written = text if isinstance(text, str) else ""
        refuse_too_many(written)
        value = json.loads(written)
    except Unprocessable as error:
        yield Unreadable(item, error.message)
        return
    except (ValueError, RecursionError):
        yield Unreadable(item, "Its data is not valid JSON.")
        return
    if media_type == ARTICLE_TYPE:
        yield from portable.parts(value, item)
    elif media_type == BOARDS_TYPE:
        yield from boards.board(value, item)

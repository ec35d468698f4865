"""Errors that come from damaged rows: a page that names the article, and no traceback.

A row that is not as it was stored makes a page fail in many ways. Whether it was that is asked of
the doctor, who reads the rows of the one article that the address is about.
"""

import logging

from app.errors import GlossError
from app.store.admin.doctor import addresses, examination
from app.store.db.library import Library

log = logging.getLogger(__name__)


def explanation(library: Library, path: str) -> str | None:
    """A sentence for readers where damaged rows explain a failure; None where they do not.

    `path` is the address that failed.
    """
    try:
        with library.reading() as s:
            article_id = addresses.article_of(s, path)
            found = examination.of_article(s, article_id) if article_id is not None else []
    except GlossError:
        return None
    if not found:
        return None
    log.error("article %d is damaged: %s", article_id, " ".join(found))
    return f"What is stored of article {article_id} is damaged, so this page cannot be shown."

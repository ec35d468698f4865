"""Errors that come from damaged rows: a page that names the article, and no traceback.

A row that is not as it was stored makes a page fail in many ways. Whether it was that is asked of
the doctor, who reads the rows of the one article that the address is about.
"""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.errors import GlossError
from app.store import instance
from app.store.admin.doctor import addresses, examination
from app.store.db.library import Library

log = logging.getLogger(__name__)

FAILURES: tuple[type[Exception], ...] = (ValueError, TypeError, LookupError, AttributeError)
"""What code raises that meets a value it could not have stored."""


async def explanation(request: Request) -> str | None:
    """A sentence for readers where damaged rows explain a failure; None where they do not."""
    library: Library = request.app.state.library
    return await run_in_threadpool(_explanation, library, request.scope["path"])


async def is_being_restored(request: Request) -> bool:
    """Whether rows are missing because a library is being copied into this one.

    Only on PostgreSQL: on SQLite the new library is there at once.
    """
    library: Library = request.app.state.library
    return not library.is_sqlite and await run_in_threadpool(_is_incomplete, library)


def _is_incomplete(library: Library) -> bool:
    with library.reading() as s:
        return instance.find(s, instance.INCOMPLETE_COPY) is not None


def _explanation(library: Library, path: str) -> str | None:
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

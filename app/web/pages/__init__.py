"""The pages that readers see, one module a family of addresses."""

from fastapi import APIRouter

from app.web.pages import (
    articles,
    entities,
    evidence,
    knowledge,
    lists,
    marks,
    passages,
    previews,
    revisions,
    signin,
    site_files,
    style,
)
from app.web.pages.feeds import articles as article_feeds
from app.web.pages.feeds import boards as board_feeds
from app.web.pages.feeds import statements as statement_feeds
from app.web.pages.help import commands, exports

ROUTERS: tuple[APIRouter, ...] = (
    marks.router,
    passages.router,
    board_feeds.router,
    evidence.router,
    revisions.router,
    previews.router,
    articles.router,
    lists.router,
    entities.router,
    knowledge.router,
    article_feeds.router,
    statement_feeds.router,
    commands.router,
    exports.router,
    signin.router,
    site_files.router,
    style.router,
)
"""The most asked first, as an address is compared with every pattern before its own; but articles,
whose slug may be any word, after all pages below an article."""

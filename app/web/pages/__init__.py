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

ROUTERS: tuple[APIRouter, ...] = (
    signin.router,
    site_files.router,
    previews.router,
    passages.router,
    evidence.router,
    revisions.router,
    articles.router,
    entities.router,
    knowledge.router,
    lists.router,
    marks.router,
    style.router,
)
"""In the order in which addresses are matched."""

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
    revisions,
    signin,
    style,
)

ROUTERS: tuple[APIRouter, ...] = (
    signin.router,
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

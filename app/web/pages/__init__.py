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
)

ROUTERS: tuple[APIRouter, ...] = (
    marks.router,
    revisions.router,
    evidence.router,
    articles.router,
    lists.router,
    entities.router,
    passages.router,
    knowledge.router,
    signin.router,
)
"""The most asked first: an address is compared with every pattern before its own."""

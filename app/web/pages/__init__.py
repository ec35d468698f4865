"""The pages that readers see, one module a family of addresses."""

from fastapi import APIRouter

from app.web.pages import (
    articles,
    commands,
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
    signin.router,
    passages.router,
    evidence.router,
    revisions.router,
    articles.router,
    entities.router,
    knowledge.router,
    lists.router,
    marks.router,
    commands.router,
)
"""In the order in which addresses are matched."""

"""The JSON API, one module a family of addresses."""

from fastapi import APIRouter

from app.web.api import (
    articles,
    corrections,
    docs,
    health,
    lists,
    passages,
    suggestions,
    transfer,
)
from app.web.api.web_annotations import container, of_articles, single

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    docs.router,
    articles.router,
    of_articles.router,
    container.router,
    single.router,
    passages.router,
    lists.router,
    suggestions.router,
    corrections.router,
    transfer.router,
)
"""In the order in which addresses are matched."""

"""The JSON API, one module a family of addresses."""

from fastapi import APIRouter

from app.web.api import (
    annotations,
    articles,
    corrections,
    docs,
    health,
    lists,
    passages,
    suggestions,
    transfer,
)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    docs.router,
    articles.router,
    annotations.router,
    passages.router,
    lists.router,
    suggestions.router,
    corrections.router,
    transfer.router,
)
"""In the order in which addresses are matched."""

"""The pages of the editor, one module a family of addresses. Never cached."""

from fastapi import APIRouter

from app.web.editor import (
    articles,
    awaited,
    boards,
    bookmarklet,
    corrections,
    desk,
    edits,
    feeds,
    notes,
    proposals,
)

ROUTERS: tuple[APIRouter, ...] = (
    boards.router,
    notes.router,
    proposals.router,
    corrections.router,
    bookmarklet.router,
    articles.router,
    feeds.router,
    awaited.router,
    edits.router,
    desk.router,
)
"""In the order in which addresses are matched."""

"""The page that documents the JSON API."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.exporters import EXPORTERS
from app.web.http.templating import page

router = APIRouter()


@router.get("/api/docs")
def docs(request: Request) -> Response:
    """The calls of the JSON API."""
    return page(request, "api.html", exporters=EXPORTERS, base=request.app.state.settings.base_url)

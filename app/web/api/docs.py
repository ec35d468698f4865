"""The page that tells programs how to talk to this library.

Owns no call; it lists those that the other files answer.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.exporters import EXPORTERS
from app.web.http.templating import page

router = APIRouter()


@router.get("/api/docs")
def docs(request: Request) -> Response:
    """What can be asked over JSON."""
    return page(request, "api.html", exporters=EXPORTERS, base=request.app.state.settings.base_url)

"""Pages for the editor: the bookmarklet, and the page that receives what it sends.

A bookmarklet cannot write here from another site: requests from other sites change nothing, and
cookies do not go with them. It opens `/import/received` and hands it the page as the reader sees it
by `postMessage`; that page, of our own origin, shows what arrived, and imports it when the editor
presses the button. Both pages are the same for everybody.
"""

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from app.resources import STATIC
from app.web.http.dependencies import SettingsDep, new_router
from app.web.http.templating import page

router = new_router("/import")
ADDRESS_IN_SCRIPT = "https://gloss.invalid"
"""What the script has in place of this library's address."""


@router.get("/bookmarklet")
def bookmarklet(request: Request, settings: SettingsDep) -> Response:
    """The link to drag to the bookmarks bar, and what it does."""
    source = (STATIC / "bookmarklet.js").read_text(encoding="utf-8")
    script = source.replace(ADDRESS_IN_SCRIPT, settings.base_url)
    return page(request, "bookmarklet.html", link="javascript:" + quote(script, safe="()=>,;:.!'"))


@router.get("/received")
def received(request: Request, settings: SettingsDep) -> Response:
    """Waits for a page that the bookmarklet sends, and shows what would be imported."""
    answer = page(request, "received.html", limit=settings.import_max_bytes)
    # Every other page cuts the tie to whoever opened it; over this one the page arrives.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer

"""Files at fixed addresses that browsers, phones and crawlers ask every site for.

They are open to everybody, also where the library is closed: they say nothing of it.
"""

from functools import cache
from xml.sax.saxutils import escape

from fastapi import Request
from starlette.responses import Response

from app.resources import STATIC
from app.web.http.caching import as_json, respond
from app.web.http.dependencies import SettingsDep, new_router
from app.web.http.kept.rendering import Kept
from app.web.http.templating import THEME_COLORS, static
from app.web.languages import LANGUAGES

router = new_router()
FOR_GOOD = Kept(frozenset())
"""Kept until the program is started again: nothing in the library changes these."""
NOT_CRAWLED = (
    "/annotations/",
    "/api/",
    "/articles/*/pending",
    "/articles/*/share",
    "/boards",
    "/cards/",
    "/edit",
    "/import",
    "/notes",
    "/p/*/cite",
    "/panels/",
    "/search",
    "/signin",
    "/*?",
)
"""No article, passage, entity or list of its own: fragments, forms, and lists by other filters."""
CRAWLED = ("/static/", "/*/preview.png", "/preview.png")
"""More exact than `/*?` (RFC 9309, 2.2.2): their addresses have a version."""
ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """The icon, for whoever asks without having read a page."""
    return respond(request, _bytes("favicon.ico"), "image/x-icon", kept=FOR_GOOD)


@router.get("/apple-touch-icon.png")
def touch_icon(request: Request) -> Response:
    """The icon on the home screen of a phone."""
    return respond(request, _bytes("apple-touch-icon.png"), "image/png", kept=FOR_GOOD)


@router.get("/robots.txt")
def robots(request: Request, settings: SettingsDep) -> Response:
    """What may be crawled; nothing of a closed library (RFC 9309)."""
    rules = [f"Disallow: {language.prefix}{path}" for language in LANGUAGES for path in NOT_CRAWLED]
    rules += [f"Allow: {path}" for path in CRAWLED]
    if not settings.public_reading:
        rules = ["Disallow: /"]
    body = "\n".join(["User-agent: *", *rules, ""])
    return respond(request, body, "text/plain; charset=utf-8", kept=FOR_GOOD)


@router.get("/manifest.webmanifest")
def manifest(request: Request) -> Response:
    """How the site is installed as an application (W3C Web App Manifest)."""
    icons = [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes in ICONS
        for purpose in ("any", "maskable")
    ]
    icons.append({"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    described = {
        "name": "Gloss",
        "short_name": "Gloss",
        "description": "Articles, read with their context",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": THEME_COLORS["light"],
        "theme_color": THEME_COLORS["light"],
        "icons": icons,
    }
    return respond(request, as_json(described), "application/manifest+json", kept=FOR_GOOD)


@router.get("/opensearch.xml")
def opensearch(request: Request, settings: SettingsDep) -> Response:
    """How a browser searches the library (OpenSearch 1.1)."""
    base = escape(settings.base_url)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>Gloss</ShortName>\n"
        "<Description>Articles with their people, quotations, claims and dates</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Image width="32" height="32" type="image/x-icon">{base}/favicon.ico</Image>\n'
        f'<Url type="text/html" template="{base}/search?q={{searchTerms}}"/>\n'
        f'<Url type="application/atom+xml" template="{base}/search.atom?q={{searchTerms}}"/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" '
        f'template="{base}/opensearch.xml"/>\n'
        "</OpenSearchDescription>\n"
    )
    return respond(request, body, "application/opensearchdescription+xml", kept=FOR_GOOD)


@cache
def _bytes(name: str) -> bytes:
    return (STATIC / name).read_bytes()

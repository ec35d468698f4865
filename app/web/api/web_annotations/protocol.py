"""What the Web Annotation Protocol asks of answers: headers, entity tags, preferences.

https://www.w3.org/TR/annotation-protocol/; docs/decisions/0030-web-annotation-protocol.md says what
is served.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from app.errors import PreconditionFailed
from app.exporters import w3c
from app.web.http.caching import PRIVATE, as_json, respond
from app.web.http.kept import representations

LDP = "http://www.w3.org/ns/ldp#"
RESOURCE_LINK = f'<{LDP}Resource>; rel="type"'
CONTAINER_LINK = (
    f'<{LDP}BasicContainer>; rel="type", '
    f'<http://www.w3.org/TR/annotation-protocol/>; rel="{LDP}constrainedBy"'
)
READ_ALONE = "GET, HEAD, OPTIONS"
NOTES_ALLOW = "DELETE, GET, HEAD, OPTIONS, PUT"
CONTAINER_ALLOWS = "GET, HEAD, OPTIONS, POST"
VARY = "Accept, Prefer, Accept-Encoding"
"""`Accept` because the protocol says so (3.1, 4.1): nothing but JSON-LD is served."""

Contained = Literal["minimal", "iris", "descriptions"]
_PREFERRED: dict[str, Contained] = {
    "PreferMinimalContainer": "minimal",
    "PreferContainedIRIs": "iris",
    "PreferContainedDescriptions": "descriptions",
}
_INCLUDE = re.compile(r"""(?:^|[;,\s])include\s*=\s*(?:"([^"]{0,500})"|([^\s;,"]{1,500}))""")


def preferred(prefer: str) -> Contained | None:
    """What of its annotations a container is asked to contain; None without a known preference.

    The least that is asked for counts, as a minimal container excludes the others (4.2.2).
    """
    if not re.search(r"(?:^|[;,\s])return\s*=\s*\"?representation\b", prefer[:2000]):
        return None
    include = _INCLUDE.search(prefer[:2000])
    names = (include[1] or include[2] or "").split() if include else []
    asked = {name.rpartition("#")[2] for name in names}
    return next((what for name, what in _PREFERRED.items() if name in asked), None)


def answer(
    request: Request,
    value: Any,
    link: str,
    allow: str,
    *,
    private: bool,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """JSON-LD with the headers of the protocol and an entity tag, also where no cache may keep it.

    304 when the client has these bytes.
    """
    data = as_json(value)
    own = {"Link": link, "Allow": allow, **(headers or {})}
    if private or not request.app.state.settings.public_reading:
        digest = representations.digest(data)
        own |= {"ETag": representations.etag(digest), "Vary": VARY, "Cache-Control": PRIVATE}
        known = request.headers.get("if-none-match", "")
        if status == 200 and request.method == "GET" and representations.is_known(known, digest):
            return Response(status_code=304, headers=own)
        return Response(data, status, own, w3c.MEDIA_TYPE)
    response = respond(request, data, w3c.MEDIA_TYPE, status=status, headers=own)
    response.headers["Vary"] = VARY
    return response


def options(link: str, allow: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to OPTIONS."""
    return Response(None, 200, {"Link": link, "Allow": allow, "Vary": VARY, **(headers or {})})


def check_unchanged(request: Request, value: Any) -> None:
    """Raises PreconditionFailed where `If-Match` names other bytes than an annotation's of now."""
    wanted = request.headers.get("if-match")
    if wanted is None:
        return
    strong = ",".join(tag for tag in wanted.split(",") if not tag.strip().startswith("W/"))
    if not representations.is_known(strong, representations.digest(as_json(value))):
        raise PreconditionFailed(
            "The annotation has changed since it was read.", "Read it again for its current ETag."
        )

"""Signing in and out: a one-time link whose GET shows a button and whose POST consumes it.

Owns how the session cookie is set and deleted.
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.errors import Gone
from app.store.admin import people
from app.web.http import templating
from app.web.http.dependencies import Code, Reading, SessionsDep, SettingsDep, new_router
from app.web.security.sessions import COOKIE

router = new_router()

SECRET = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
}


@router.get("/signin")
def how_to_sign_in(request: Request) -> Response:
    """Says how to get a link."""
    return HTMLResponse(templating.render(request, "signin.html", code=None), headers=SECRET)


@router.get("/signin/{code}")
def sign_in_button(request: Request, session: Reading, code: Code) -> Response:
    """A button; a GET consumes nothing, since mail programs and chats fetch links."""
    if not people.peek(session, code):
        raise Gone(
            "This sign-in link has expired or was already used.",
            "The command gloss signin prints a new one.",
        )
    return HTMLResponse(templating.render(request, "signin.html", code=code), headers=SECRET)


@router.post("/signin/{code}")
def sign_in(sessions: SessionsDep, settings: SettingsDep, code: Code) -> Response:
    """Consumes the link once, starts a session and leads to the desk."""
    response = RedirectResponse("/edit", 303, SECRET)
    response.set_cookie(
        COOKIE,
        sessions.sign_in(code),
        max_age=settings.session_valid_days * 86_400,
        secure=settings.base_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/signout")
def sign_out(request: Request, sessions: SessionsDep, settings: SettingsDep) -> Response:
    """Ends all of the editor's sessions; for anybody else it deletes the cookie and no more."""
    if sessions.person_of(request.cookies.get(COOKIE, "")) is not None:
        sessions.end()
    response = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
    response.delete_cookie(
        COOKIE, secure=settings.base_url.startswith("https:"), httponly=True, samesite="lax"
    )
    return response

"""The languages of the interface, chosen by the address: `/de/quotes` is `/quotes` in German.

Owns the prefix: it is taken off before routing and put before the addresses of every answer. Never
by a header or a cookie: the bytes of an address are the same for everybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULT = "en"
CATALOGUES = Path(__file__).parent.parent / "languages"
SCOPE_KEY = "gloss.language"
_PREFIX = re.compile(r"/([a-z]{2})(?=/|$)")
_NOT_PAGES = ("/static/", "/api/", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: its code, its own name, and what its addresses begin with."""

    code: str
    name: str
    prefix: str


LANGUAGES = (Language("en", "English", ""), Language("de", "Deutsch", "/de"))
_BY_CODE = {language.code: language for language in LANGUAGES}
_OWN_ADDRESS = re.compile(
    rf'(?<=\s)(href|action|data-panel|data-side|data-href|data-hx-get)="/'
    rf"(?!/|static/|api/|(?:{'|'.join(_BY_CODE)})[/\"])"
)
"""An attribute of a page that leads to another page. Text cannot look like one: it has no `"`."""


def of(request: HTTPConnection) -> Language:
    """The language in which a request is answered."""
    language = request.scope.get(SCOPE_KEY)
    return language if isinstance(language, Language) else _BY_CODE[DEFAULT]


def split(path: str) -> tuple[Language, str]:
    """The language of an address and the address without its prefix.

    Addresses of programs and files have no languages, and the default language has no prefix.
    """
    begins = _PREFIX.match(path)
    language = _BY_CODE.get(begins[1]) if begins else None
    if begins is None or language is None or not language.prefix:
        return _BY_CODE[DEFAULT], path
    rest = path[begins.end() :] or "/"
    if rest.startswith(_NOT_PAGES):
        return _BY_CODE[DEFAULT], path
    return language, rest


def address_in(language: Language, path: str) -> str:
    """The address of a page in a language, as a link of any page: links with a language are kept.

    That of the default language begins with its code, too, and redirects.
    """
    return f"/{language.code}{path}"


def localized(html: str, language: Language) -> str:
    """A page or fragment whose links lead to pages in this language."""
    if not language.prefix:
        return html
    return _OWN_ADDRESS.sub(rf'\1="{language.prefix}/', html)


def localized_parts(parts: Iterable[str], language: Language) -> Iterator[str]:
    """`localized` for a page that is sent in parts, which are cut after a tag."""
    if not language.prefix:
        yield from parts
        return
    waiting = ""
    for part in parts:
        waiting += part
        whole, end, waiting = waiting.rpartition(">")
        if end:
            yield localized(whole + end, language)
    if waiting:
        yield localized(waiting, language)


@cache
def translations(code: str) -> NullTranslations:
    """The words of the interface in a language, compiled from its catalogue when first needed."""
    if code == DEFAULT:
        return NullTranslations()
    # Only where another language is asked for: babel takes a tenth of a second to load.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{code}.po").open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def written(day: date, code: str) -> str:
    """A day in words as the language writes it: `14. März 2031`."""
    from babel.dates import format_date

    return format_date(day, "long", code)


def month(first: date, code: str) -> str:
    """A month in words as the language writes it: `März 2031`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", first, locale=code)


def country(code: str, language: str) -> str:
    """The name of a country by its code; the code where the language has none."""
    from babel import Locale

    return str(Locale(language).territories.get(code, code))


def name_of_language(code: str, language: str) -> str:
    """The name of a language by its code; the code where the other language has none."""
    from babel import Locale

    return str(Locale(language).languages.get(code, code))


def _without_default(scope: Scope) -> RedirectResponse | None:
    """Where an address with the prefix of the default language leads: to the one without."""
    path = scope["path"]
    prefix = f"/{DEFAULT}/"
    if not path.startswith(prefix) or path.startswith(f"{prefix}/"):
        return None
    query = scope["query_string"].decode("latin-1")
    own = quote(path[len(prefix) - 1 :])
    return RedirectResponse(own + (f"?{query}" if query else ""), 308)


class PageLanguages:
    """Takes the language off the address of a request, and puts it on where an answer redirects."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        language, path = split(scope["path"])
        if not language.prefix:
            answer = _without_default(scope)
            return await (answer or self.app)(scope, receive, send)

        async def redirecting(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                target = headers.get("location", "")
                if target.startswith("/") and not target.startswith("//"):
                    headers["location"] = language.prefix + target
            await send(message)

        inner = {**scope, "path": path, "raw_path": path.encode(), SCOPE_KEY: language}
        return await self.app(inner, receive, redirecting)

"""What the importer reads of an invented page with something above its text."""

from app.importers.base import Draft
from tests.importers.pages import URL, draft, page

SITE = '<meta property="og:site_name" content="Elm Press">'


def above(inside: str, head: str = "", url: str | None = URL) -> Draft:
    """The Draft of a page with `inside` between its heading and its first paragraph."""
    return draft(page(head=SITE + head, before=f"<h1>Ferry strikes pier</h1>{inside}"), url)


def byline(inside: str, head: str = "") -> tuple[str, ...]:
    """The byline of such a page."""
    return above(inside, head).byline


def day(inside: str, head: str = "", url: str | None = URL) -> tuple[str, str] | None:
    """The date of such a page and where it was read."""
    date = above(inside, head, url).declared_date
    return (date.value, date.provenance) if date else None

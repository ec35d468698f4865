"""The day of a page by htmldate: a guess, for pages that declare and show none clearly."""

from copy import deepcopy

from lxml.html import HtmlElement


def guess(root: HtmlElement, url: str | None) -> str | None:
    """What htmldate takes for the day of publication (`YYYY-MM-DD`); None where it finds none."""
    from htmldate import find_date

    return find_date(deepcopy(root), url=url, original_date=True)

"""The day of a page by htmldate: a guess, for pages that declare and show none clearly.

Of the days that it gives where nothing else is known, a third is wrong; of those that something
else on the page confirms, a fourth (8 of 11 and 6 of 8 right on 341 pages with known dates).
"""

from collections.abc import Sequence
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement

from app.importers.html_page.fields.date_lines import VisibleDay

NEAR = 60
"""Elements from the title within which a day is the article's rather than another's."""
NEW_YEAR = "-01-01"
"""What htmldate makes of a mere year."""
ELEMENTS_MAX = 20_000


def guess(root: HtmlElement, url: str | None, shown: Sequence[VisibleDay]) -> str | None:
    """What htmldate takes for the day of publication (`YYYY-MM-DD`), where the page confirms it.

    By a line near the title, or in an attribute.
    """
    from htmldate import find_date

    found = find_date(deepcopy(root), url=url, original_date=True)
    if found is None or found.endswith(NEW_YEAR):
        return None
    return str(found) if _is_confirmed(str(found), root, shown) else None


def _is_confirmed(day: str, root: HtmlElement, shown: Sequence[VisibleDay]) -> bool:
    same = [visible for visible in shown if visible.value == day]
    if any(visible.is_modified for visible in same):
        return False
    if any(visible.rank and visible.distance <= NEAR for visible in same):
        return True
    return _is_written(day, root)


def _is_written(day: str, root: HtmlElement) -> bool:
    """Whether an attribute has the day as `YYYY-MM-DD`; that of a `<time>` is read elsewhere."""
    return any(
        day in value
        for node in islice(root.iter(), ELEMENTS_MAX)
        if node.tag != "time"
        for value in node.attrib.values()
    )

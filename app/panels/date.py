"""Date: the card gives the value and how it was resolved, the panel the articles published then."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.engines.dates.timex_values import first_and_last
from app.layers import dates
from app.panels.base import Panel
from app.panels.dependencies import nothing_else
from app.reading.mark_context import MarkContext
from app.store.articles import articles
from app.store.articles.access import Reader
from app.text.display import written

THEN = 8
_WHY = {
    dates.DOUBTFUL: "doubtful",
    dates.UNDATED: "undated",
    dates.EITHER_SIDE: "side",
    dates.NOTHING_NAMED: "named",
}


def readable(value: str | None) -> str | None:
    """A TIMEX3 value as readers write it, such as `14 March 2031`, `March 2031` or `2031`.

    None for every other value.
    """
    days = first_and_last(value)
    if not days or not value:
        return None
    first, part = days[0], value[5:]
    if first == days[1]:
        return written(first)
    if not part:
        return str(first.year)
    if part.isdigit():
        return f"{first:%B} {first.year}"
    is_week = part[0] == "W" and part[1:].isdigit()
    return f"the week of {written(first)}" if is_week else None


def _details(at: MarkContext) -> dict[str, Any]:
    """What is known of the date, what it was counted from, and why it has no value, if so.

    `why` is a word for the layer's reason; `vague` words, such as “recently”, are no exact time;
    `by_text` says that the anchor is a time in the text, not the article's date.
    """
    body = at.annotation.body
    value: str | None = body.get("value")
    anchor: str | None = body.get("anchor")
    dates_of_article = (at.revision.declared_date, at.article.published_on)
    return {
        "value": value,
        "relative": body.get("relative", False),
        "anchor": anchor,
        "by_text": anchor is not None and anchor not in dates_of_article,
        "vague": (value or "").endswith("_REF"),
        "why": None if value else _WHY.get(body.get("unresolved") or "", "unknown"),
        "origin": at.origin if value else replace(at.origin, percent=None),
    }


def load_card(_s: Session, _reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of a date."""
    return at.base() | _details(at)


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of a date."""
    days = first_and_last(at.annotation.body.get("value"))
    if not days:
        return at.base() | _details(at) | {"articles": None}
    since, until = days[0].isoformat(), days[1].isoformat()
    then = articles.newest(s, reader, since=since, until=until, limit=THEN + 1)
    then.items[:] = [a for a in then.items if a.id != at.article.id][:THEN]
    return at.base() | _details(at) | {"articles": then}


CARD = Panel("date_card", load_card, depends_on=nothing_else)
PANEL = Panel("date", load_panel)

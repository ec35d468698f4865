"""What news items say of their pictures, and of days."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.importers.blocks import TextPiece
from app.importers.html_page import article_content
from app.importers.urls import absolute
from app.text.canonical import canonical
from app.text.spans import Picture

PICTURES_MAX = 200
"""Of one item. Not tuned."""
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|\s|$)", re.ASCII)


def captions(items: Iterable[Mapping[str, Any]], known: Iterable[str | None]) -> list[TextPiece]:
    """The captions of associated pictures that the text does not show, each with its picture."""
    shown = set(known)
    found: list[TextPiece] = []
    for item in items:
        picture = _picture(item)
        words = _caption(item)
        if picture is None or not words or picture.url in shown or len(found) == PICTURES_MAX:
            continue
        shown.add(picture.url)
        found.append(TextPiece("caption", words, picture=picture))
    return found


def _picture(item: Mapping[str, Any]) -> Picture | None:
    if item.get("type") not in ("picture", "graphic"):
        return None
    addresses = [*_renditions(item.get("renditions")), item.get("uri")]
    stated = (absolute(one, None) for one in addresses if isinstance(one, str))
    url = next((one for one in stated if one), None)
    credit = _words(item.get("by") or item.get("byline") or item.get("copyrightholder"))
    return Picture(url, _described(item, "alttext"), credit) if url else None


def _renditions(value: Any) -> list[Any]:
    """The addresses of renditions: members of an object in 1.x, a list later."""
    found = list(value.values()) if isinstance(value, dict) else value
    listed = found if isinstance(found, list) else []
    return [one.get("href") for one in listed if isinstance(one, dict)]


def _caption(item: Mapping[str, Any]) -> str:
    named = (item.get(f"description_{role}") for role in ("caption", "text", "html"))
    described = _described(item, "caption") or _described(item, None)
    stated = (described, *named, item.get("headline"))
    return next((words for words in map(_words, stated) if words), None) or ""


def _described(item: Mapping[str, Any], role: str | None) -> str | None:
    """The description with a role, or the first that is no alternative text."""
    value = item.get("descriptions")
    for one in value if isinstance(value, list) else []:
        stated = str(one.get("role") or "").lower() if isinstance(one, dict) else "alttext"
        if stated == role or (role is None and stated != "alttext"):
            return _words(one.get("value"))
    return None


def _words(value: Any) -> str | None:
    return canonical(article_content.plain(value)) or None if isinstance(value, str) else None


def day_of(value: Any) -> str | None:
    """The day of a time in ISO 8601, as it is written; None for another."""
    stated = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(stated[1]).isoformat() if stated else None
    except ValueError:
        return None

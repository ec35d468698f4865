"""An invented page, whole or in parts, as the HTML importer is given it."""

import json
from typing import Any

from app.importers.base import Draft
from tests.importers.reading import read

URL = "https://elm-press.example/news/pier"
FIRST = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier, the "
    "mayor said in a statement."
)


LAST = (
    "Nobody was hurt, and an inquiry will begin within the week, according to the harbour "
    "office, which gave no further reason."
)


def page(inside: str = "", head: str = "", before: str = "", after: str = "") -> str:
    return (
        "<!doctype html><html lang=en-GB><head><title>Ferry strikes pier | Elm "
        f"Press</title>{head}</head><body><nav><a href=/>Home</a>"
        f"</nav><article>{before}<p>{FIRST}</p>{inside}<p>{LAST}</p>{after}</article>"
        "<footer><p>Copyright "
        "2024 by Elm Press, all rights"
        " kept</p></footer></body></html>"
    )


def draft(html: str, url: str | None = URL) -> Draft:
    return read(html.encode(), format="html", url=url)[0]


def linked(**fields: Any) -> str:
    return (
        "<script "
        f'type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'
    )

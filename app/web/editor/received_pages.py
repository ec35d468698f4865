"""Pages for the editor: the bookmarklet, and the page that receives what it sends.

A bookmarklet cannot write here from another site: requests from other sites change nothing, and
cookies do not go with them. It opens `/import/received` and hands it the page as the reader sees it
by `postMessage`; that page, of our own origin, shows what arrived, and imports it when the editor
presses the button. Both pages are the same for everybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.resources import STATIC
from app.store.schema.articles import Article, Revision
from app.text.spans import Span
from app.web.http.dependencies import SettingsDep
from app.web.http.passage_sharing import text_fragment
from app.web.http.templating import page

router = APIRouter(prefix="/import")
ADDRESS_IN_SCRIPT = "https://gloss.invalid"
"""What the script has in place of this library's address."""
SELECTION_MAX_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A page as a browser showed it: its address, its HTML, and the words selected in it."""

    url: str
    html: str
    selection: str

    @classmethod
    def sent_by(cls, typed: Mapping[str, str]) -> "ReceivedPage | None":
        """The page that a form carries, or None."""
        html = typed.get("html", "")
        if not html.strip():
            return None
        return cls(typed.get("html_url", ""), html, typed.get("selection", ""))


@router.get("/bookmarklet")
def bookmarklet(request: Request, settings: SettingsDep) -> Response:
    """The link to drag to the bookmarks bar, and what it does."""
    source = (STATIC / "bookmarklet.js").read_text(encoding="utf-8")
    script = source.replace(ADDRESS_IN_SCRIPT, settings.base_url)
    return page(request, "bookmarklet.html", link="javascript:" + quote(script, safe="()=>,;:.!'"))


@router.get("/received")
def received(request: Request, settings: SettingsDep) -> Response:
    """Waits for a page that the bookmarklet sends, and shows what would be imported."""
    answer = page(request, "received.html", limit=settings.import_max_bytes)
    # Every other page cuts the tie to whoever opened it; over this one the page arrives.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def passage_fragment(article: Article, revision: Revision, selection: str) -> str:
    """What leads to the selected words in the article's page, where they stand there once."""
    span = find_once(revision.text, selection)
    return (text_fragment(article, revision, span) or "") if span else ""


def find_once(text: str, words: str) -> Span | None:
    """The one place of these words, whatever white space is between them; None for several."""
    parts = words.split()
    if not parts or len(words) > SELECTION_MAX_CHARACTERS:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    matches = list(islice(pattern.finditer(text), 2))
    return Span(matches[0].start(), matches[0].end()) if len(matches) == 1 else None

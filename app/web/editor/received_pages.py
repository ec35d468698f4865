"""A page that the bookmarklet sent with the import form, and the words that were selected in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from app.store.schema.articles import Article, Revision
from app.text.spans import Span
from app.web.http.passage_sharing import text_fragment

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

"""A page that the bookmarklet sent with the import form, and the words that were selected in it."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

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
    wanted = " ".join(words.split())
    if not wanted or len(words) > SELECTION_MAX_CHARACTERS:
        return None
    # With single blanks, by `find`: a pattern would try again from each of many like words.
    parts = [Span(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    spaced = " ".join(part.of(text) for part in parts)
    start = spaced.find(wanted)
    if start < 0 or spaced.find(wanted, start + 1) >= 0:
        return None
    starts = list(accumulate((part.end - part.start + 1 for part in parts), initial=0))

    def place(at: int) -> int:
        part = bisect_right(starts, at) - 1
        return parts[part].start + at - starts[part]

    return Span(place(start), place(start + len(wanted) - 1) + 1)

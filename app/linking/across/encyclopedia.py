"""An encyclopedia's summaries: where to ask for one, and what of the answer is believed.

Pure; opens nothing, stores nothing.

The answer is hostile input: three fields are read, as plain text, and its link must lead to the
very Wikipedia that was asked.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from app.errors import Conflict, Unprocessable
from app.text.canonical import canonical
from app.text.display import shorten

ADDRESS = "https://{language}.wikipedia.org/api/rest_v1/page/summary/{title}"
LICENSE = "CC BY-SA 4.0"
NAME = "Wikipedia"
MOST_BYTES = 200_000
"""Of an answer; the longest seen are some 10,000."""
LONGEST_TITLE = 255  # bytes; MediaWiki's own limit
LONGEST_EXTRACT = 4_000  # characters, as of an entry's description; most have some hundred
_LANGUAGE = re.compile(r"[a-z]{2,12}(?:-[a-z]{2,12}){0,2}", re.ASCII)
_HOST = re.compile(rf"({_LANGUAGE.pattern})(?:\.m)?\.wikipedia\.org", re.ASCII)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Title:
    """An article of an encyclopedia, by its language and title."""

    language: str
    title: str

    @property
    def host(self) -> str:
        """The Wikipedia that has it."""
        return f"{self.language}.wikipedia.org"

    @property
    def address(self) -> str:
        """Where its summary is."""
        return ADDRESS.format(
            language=self.language, title=quote(self.title.replace(" ", "_"), safe="")
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What an encyclopedia says, as plain text, and where to read on."""

    language: str
    title: str
    extract: str
    url: str


def named(name: str, language: str) -> Title:
    """The article of this name. Raises Unprocessable for what is no title."""
    title = " ".join(_INVISIBLE.sub(" ", canonical(name)).replace("_", " ").split())
    if not title or title in (".", "..") or len(title.encode()) > LONGEST_TITLE:
        raise Unprocessable(f"That is no title of an article in {NAME}.")
    return Title(language, title)


def at(url: str | None) -> Title | None:
    """The Wikipedia article at an address, or None where there is another thing."""
    try:
        parts = urlsplit(url or "")
        host = _HOST.fullmatch((parts.hostname or "").removeprefix("www."))
        if (
            host is None
            or parts.scheme not in ("http", "https")
            or not parts.path.startswith("/wiki/")
        ):
            return None
        return named(unquote(parts.path.removeprefix("/wiki/")), host[1])
    except (Unprocessable, ValueError):
        return None


def read(data: bytes, asked: Title) -> Summary:
    """The summary in an answer.

    Raises Conflict where the title means several things, Unprocessable for what is no summary.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _wrong(asked) from error
    if not isinstance(told, dict):
        raise _wrong(asked)
    if told.get("type") == "disambiguation":
        raise Conflict(
            f"In {NAME}, “{asked.title}” means several things.",
            "An imported entry with the address of the right article decides it.",
        )
    title, extract = _plain(told.get("title")), _plain(told.get("extract"))
    if (
        told.get("type") != "standard"
        or not title
        or not extract
        or len(title.encode()) > LONGEST_TITLE
    ):
        raise _wrong(asked)
    return Summary(asked.language, title, shorten(extract, LONGEST_EXTRACT), _page(told, asked))


def _page(told: dict[str, Any], asked: Title) -> str:
    """The article's own address."""
    url: Any = told
    for name in ("content_urls", "desktop", "page"):
        url = url.get(name) if isinstance(url, dict) else None
    try:
        parts = (
            urlsplit(url)
            if isinstance(url, str) and len(url) <= 2_000 and url.isprintable() and " " not in url
            else None
        )
    except ValueError as error:
        raise _wrong(asked) from error
    if (
        parts is None
        or parts.scheme != "https"
        or parts.netloc != asked.host
        or not parts.path.startswith("/wiki/")
    ):
        raise _wrong(asked)
    return str(url)


def _plain(value: Any) -> str:
    return " ".join(_INVISIBLE.sub(" ", canonical(value)).split()) if isinstance(value, str) else ""


def _wrong(asked: Title) -> Unprocessable:
    return Unprocessable(f"The answer of {asked.host} is no summary of “{asked.title}”.")

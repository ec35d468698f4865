"""An encyclopedia's summaries: the address of one, and how its answer is checked and read.

The answer is hostile input: three fields are read, as plain text, and its link must lead to the
very Wikipedia that was asked. Nothing is fetched or stored here.
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
"""Of an answer; the longest seen have about 10,000."""
LONGEST_TITLE = 255  # bytes; MediaWiki's own limit
LONGEST_EXTRACT = 4_000  # characters, as of an entry's description; most have a few hundred
_LONGEST_ADDRESS = 2_000  # characters
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
        """The host name of its Wikipedia."""
        return f"{self.language}.wikipedia.org"

    @property
    def address(self) -> str:
        """The address of its summary."""
        return ADDRESS.format(
            language=self.language, title=quote(self.title.replace(" ", "_"), safe="")
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What an encyclopedia says, as plain text, and the address of the whole article."""

    language: str
    title: str
    extract: str
    url: str


def named(name: str, language: str) -> Title:
    """The article of this name. Raises Unprocessable for a name that cannot be a title."""
    title = " ".join(_INVISIBLE.sub(" ", canonical(name)).replace("_", " ").split())
    if not title or title in (".", "..") or len(title.encode()) > LONGEST_TITLE:
        raise Unprocessable(f"Not a valid title for an article in {NAME}.")
    return Title(language, title)


def at(url: str | None) -> Title | None:
    """The Wikipedia article at an address; None for any other address."""
    try:
        parts = urlsplit(url or "")
        host = _HOST.fullmatch((parts.hostname or "").removeprefix("www."))
        is_article = parts.scheme in ("http", "https") and parts.path.startswith("/wiki/")
        if host is None or not is_article:
            return None
        return named(unquote(parts.path.removeprefix("/wiki/")), host[1])
    except (Unprocessable, ValueError):
        return None


def read(data: bytes, asked: Title) -> Summary:
    """The summary in an answer.

    Raises Conflict where the title has several meanings, Unprocessable for any other answer.
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _not_a_summary(asked) from error
    if not isinstance(answer, dict):
        raise _not_a_summary(asked)
    if answer.get("type") == "disambiguation":
        raise Conflict(
            f"“{asked.title}” has several meanings in {NAME}.",
            "Import an entry with the address of the right article to choose one.",
        )
    title, extract = _plain(answer.get("title")), _plain(answer.get("extract"))
    if answer.get("type") != "standard" or not title or not extract:
        raise _not_a_summary(asked)
    if len(title.encode()) > LONGEST_TITLE:
        raise _not_a_summary(asked)
    url = _article_address(answer)
    if url is None or not _leads_to(url, asked):
        raise _not_a_summary(asked)
    return Summary(asked.language, title, shorten(extract, LONGEST_EXTRACT), url)


def _article_address(answer: dict[str, Any]) -> str | None:
    """The article's own address in an answer."""
    value: Any = answer
    for name in ("content_urls", "desktop", "page"):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


def _leads_to(url: str, asked: Title) -> bool:
    """Whether the address is that of an article in the very Wikipedia that was asked."""
    if len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_same_host = parts.scheme == "https" and parts.netloc == asked.host
    return is_same_host and parts.path.startswith("/wiki/")


def _plain(value: Any) -> str:
    """A text on one line without invisible characters; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(_INVISIBLE.sub(" ", canonical(value)).split())


def _not_a_summary(asked: Title) -> Unprocessable:
    return Unprocessable(f"The answer from {asked.host} is not a valid summary of “{asked.title}”.")

"""Lists of links in HTML: bookmarks of browsers and services, exports of reading lists.

They are a stream of tags and no tree: browsers write items that are never closed. Folders are lists
(`<DL>`) behind a name (`<H3>`), sections begin with a heading (`<h1>`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from app.errors import Unprocessable
from app.text.canonical import decode

LINKS_MAX = 500_000
FOLDERS_MAX = 20
"""Names of folders that one link keeps: the outermost ones."""
FOLDER_MAX_CHARACTERS = 400
"""Characters of a folder's name."""
TEXT_MAX_CHARACTERS = 50_000
"""Characters of a title, a name or a description; the rest is left out."""
_OF_BROWSERS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
"""Attributes of folders that every browser has, and that no person named."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a list: its attributes in lower case, and what stands around it.

    `folders` are the names from the outermost to the innermost, `section` is the last heading that
    names no folder, `description` what follows the link.
    """

    attributes: Mapping[str, str]
    title: str
    folders: tuple[str, ...] = ()
    section: str = ""
    description: str = ""

    @property
    def href(self) -> str:
        """The address as it is written."""
        return self.attributes.get("href", "").strip()


@dataclass(slots=True)
class _Words:
    """Text that is being collected, up to a limit."""

    runs: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, data: str) -> None:
        if self.length < TEXT_MAX_CHARACTERS:
            self.runs.append(data[: TEXT_MAX_CHARACTERS - self.length])
            self.length += len(data)

    def taken(self) -> str:
        return "".join(self.runs).strip()


class _Reader:
    """The target of a parser: told of each tag and each stretch of text."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self._folders: list[str] = []
        self._depth = 0
        self._named_folders: list[int] = []
        self._heading = ""
        self._names_folder = False
        self._section = ""
        self._open: Link | None = None
        self._words: _Words | None = None
        self._is_behind_link = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        if tag == "a":
            self._finish()
            self._open = Link(dict(attributes), "", tuple(self._folders), self._section)
            self._words = _Words()
        elif tag == "dd":
            self._words = _Words() if self._is_behind_link else None
        elif tag in ("dt", "li", *_HEADINGS):
            self._start_item(tag, attributes)
        elif tag == "dl":
            self._finish()
            self._open_folder()
        elif tag == "br" and self._words:
            self._words.write("\n")

    def _start_item(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._finish()
        self._is_behind_link = False
        is_of_browser = any(one in attributes for one in _OF_BROWSERS)
        self._names_folder = tag != "h1" and not is_of_browser
        self._words = _Words() if tag in _HEADINGS else None

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag == "a" and self._open is not None:
            self._close_link()
        elif tag in _HEADINGS and self._words is not None:
            self._section = self._words.taken()
            self._heading = self._section if self._names_folder else ""
            self._words = None
        elif tag == "dl":
            self._finish()
            self._close_folder()

    def data(self, data: str) -> None:
        """Words between tags."""
        if self._words is not None:
            self._words.write(data)

    def close(self) -> list[Link]:
        """What was found."""
        if self._open is not None:
            self._close_link()
        self._finish()
        return self.links

    def _open_folder(self) -> None:
        self._depth += 1
        if self._heading and len(self._folders) < FOLDERS_MAX:
            self._folders.append(self._heading[:FOLDER_MAX_CHARACTERS])
            self._named_folders.append(self._depth)
        self._heading = ""

    def _close_folder(self) -> None:
        if self._named_folders and self._named_folders[-1] == self._depth:
            self._named_folders.pop()
            self._folders.pop()
        self._depth = max(0, self._depth - 1)

    def _close_link(self) -> None:
        link, words = self._open, self._words
        self._open = None
        if link is None or words is None:
            return
        if len(self.links) >= LINKS_MAX:
            raise Unprocessable(f"The list has more than {LINKS_MAX:,} links.")
        self.links.append(replace(link, title=words.taken()))
        self._is_behind_link = True
        self._words = _Words()

    def _finish(self) -> None:
        """Gives what was written since the last link to it, as its description."""
        if self._open is not None:
            self._close_link()
        words = self._words.taken() if self._words else ""
        if words and self._is_behind_link and not self.links[-1].description:
            self.links[-1] = replace(self.links[-1], description=words)
        self._words = None


def links(data: bytes) -> list[Link]:
    """Every link of a list in its order. Raises Unprocessable."""
    from lxml import etree  # only here: most imports have no list of links

    reader = _Reader()
    parser = etree.HTMLParser(target=cast(Any, reader), encoding="utf-8", recover=True)
    try:
        etree.fromstring(decode(data).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unprocessable("The list of links cannot be read.") from error
    return reader.links

"""The formats in XML: what each is, and their list."""

from collections.abc import Iterable
from typing import Protocol

from lxml import etree

from app.importers.base import Part
from app.importers.feeds.atom import AtomFormat
from app.importers.feeds.opml import OpmlFormat
from app.importers.feeds.rss import RssFormat


class XmlFormat(Protocol):
    """One format in XML. Registered in `XML_FORMATS`."""

    label: str

    def recognises(self, root: etree._Element) -> bool:
        """Whether a file with this first element is in this format."""
        ...

    def read(self, root: etree._Element, url: str | None) -> Iterable[Part]:
        """What is in it; an item that is wrong is `Unreadable` and stops no other."""
        ...


XML_FORMATS: tuple[XmlFormat, ...] = (RssFormat(), AtomFormat(), OpmlFormat())

"""XML: parsed once without entities or network, then read by the format of its first element.

The parser and the formats are loaded for the first file.
"""

from collections.abc import Iterable

from app.errors import Unprocessable
from app.importers.base import Part
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_


class XmlImporter:
    """Feeds and lists of feeds."""

    name = "xml"
    label = N_("RSS, Atom and OPML")
    suffixes: tuple[str, ...] = (".rss", ".atom", ".opml", ".xml", ".rdf")
    media_types: tuple[str, ...] = (
        *formats.RSS.media_types,
        *formats.ATOM.media_types,
        *formats.OPML.media_types,
    )
    signatures: tuple[OtherFormat, ...] = (
        formats.RSS,
        formats.ATOM,
        formats.OPML,
        formats.XML,
    )

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signatures do
        """Never: XML is recognised by its signatures."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:
        """What the format of the first element finds in it. Raises Unprocessable."""
        from app.importers.data_files.xml_formats import XML_FORMATS
        from app.importers.data_files.xml_parsing import parsed

        root = parsed(data)
        for known in XML_FORMATS:
            if known.recognises(root):
                return known.read(root, url)
        raise Unprocessable("This XML file is in no format that Gloss can import.")

"""The exporters, in the order in which menus list them.

One output format each: a module and a line here.
"""

from app.errors import Unsupported
from app.exporters.annotated_html.exporter import AnnotatedHtml
from app.exporters.archive.exporter import ZipExport
from app.exporters.base import Exporter
from app.exporters.gloss_json import GlossJson
from app.exporters.highlights import HighlightsCsv
from app.exporters.hypothesis import HypothesisJson
from app.exporters.jsonl import JsonLines
from app.exporters.markdown import Markdown
from app.exporters.news_items.ninjs import Ninjs
from app.exporters.spreadsheet import Csv
from app.exporters.w3c import W3c

EXPORTERS: tuple[Exporter, ...] = (
    JsonLines(),
    GlossJson(),
    W3c(),
    Ninjs(),
    AnnotatedHtml(),
    ZipExport(),
    Csv(),
    HighlightsCsv(),
    HypothesisJson(),
    Markdown(),
)


def named(name: str) -> Exporter:
    """The exporter with this name. Raises Unsupported, with the names there are."""
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    names = ", ".join(exporter.name for exporter in EXPORTERS)
    raise Unsupported(f"Unknown export format “{name[:40]}”.", f"Formats: {names}.")

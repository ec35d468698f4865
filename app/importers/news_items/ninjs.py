"""ninjs, the IPTC's news in JSON: 1.x, 2.x and 3.x, of ours and of others."""

from collections.abc import Iterable
from typing import Any

from app.importers.base import Part
from app.translations import N_

_SAYS_SO = frozenset(("versioncreated", "representationtype", "pubstatus", "bodies", "headlines"))


class NinjsFormat:
    """News items, one or several, alone or in packages. What reads them is loaded for the first."""

    label = N_("ninjs")

    def recognises(self, value: Any) -> bool:
        """Whether the first object has what only news items have."""
        first = value[0] if isinstance(value, list) and value else value
        if not isinstance(first, dict):
            return False
        item = {str(name).lower(): said for name, said in first.items()}
        standard = item.get("standard")
        if isinstance(standard, dict) and standard.get("name") == "ninjs":
            return True
        has_body = any(name.startswith("body_") for name in item)
        return isinstance(item.get("uri"), str) and (has_body or bool(item.keys() & _SAYS_SO))

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002 - items have theirs
        """Every item that has a text; those of a package in its order."""
        from app.importers.news_items import articles

        for number, one in enumerate(value if isinstance(value, list) else [value], 1):
            yield from articles.parts(one, f"item {number}")

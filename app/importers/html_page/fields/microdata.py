"""Fields in the page's own elements: microdata (`itemprop`) and RDFa (`property`)."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from app.importers.html_page.fields.visible_lines import text_of

ELEMENTS_MAX = 2_000
_PROPERTIES = {
    "headline": "title",
    "author": "byline",
    "creator": "byline",
    "datepublished": "date",
    "issued": "date",
    "date": "date",
    "datecreated": "date",
    "datemodified": "modified",
    "articlesection": "section",
}
_PREFIXES = ("schema:", "dc:", "dcterms:", "https://schema.org/", "http://schema.org/")
_OF_OTHERS = ("comment", "usercomments", "review", "interactionstatistic")
_VALUE_MAX_CHARACTERS = 400


def said(root: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Field, vocabulary and value of each such element of the body, in order."""
    marked = root.xpath("//body//*[@itemprop or @property]")
    for node in islice(marked, ELEMENTS_MAX):
        for where, attribute in (("microdata", "itemprop"), ("rdfa", "property")):
            for name in (node.get(attribute) or "").lower().split()[:5]:
                field = _PROPERTIES.get(_bare(name))
                value = _value(node, field) if field else None
                if field and value and not _is_of_another(node):
                    yield field, where, value


def _bare(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _value(node: HtmlElement, field: str | None) -> str | None:
    stated = node.get("content") or node.get("datetime") or node.get("value")
    if stated:
        return str(stated).strip()
    if field == "byline":
        names = node.xpath(".//*[contains(concat(' ', @itemprop, ' '), ' name ')]")
        named = [name.get("content") or text_of(name) for name in names[:20]]
        if any(named):
            return " | ".join(filter(None, named))[:_VALUE_MAX_CHARACTERS]
    words = text_of(node)[: _VALUE_MAX_CHARACTERS + 1]
    return words if 0 < len(words) <= _VALUE_MAX_CHARACTERS else None


def _is_of_another(node: HtmlElement) -> bool:
    """Whether it describes a comment or a related article and not this page."""
    for above in node.iterancestors():
        names = (above.get("itemprop") or "").lower().split()
        if above.tag in ("aside", "nav") or any(name in _OF_OTHERS for name in names):
            return True
        if (above.get("itemtype") or "").endswith(("/Comment", "/Review", "/UserComments")):
            return True
    return False

"""The `<meta>` elements of a page: which names say which field, by the vocabulary they are of."""

from collections.abc import Iterator, Mapping
from itertools import islice

from lxml.html import HtmlElement

META_MAX = 1_000
NAMES_MAX = 5
_NAMING_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
Metas = Mapping[str, list[str]]
"""Values by lower-case name or property."""

_TITLE = (
    ("open-graph", ("og:title",)),
    ("dublin-core", ("dc.title", "dcterms.title")),
    ("highwire", ("citation_title",)),
    ("meta", ("parsely-title", "sailthru.title", "title", "headline", "twitter:title")),
)
_BYLINE = (
    ("open-graph", ("article:author", "og:article:author", "og:author", "article:author_name")),
    ("dublin-core", ("dc.creator", "dcterms.creator", "dc.contributor")),
    ("highwire", ("citation_author", "citation_authors", "bepress_citation_author")),
    (
        "meta",
        (
            *("author", "authors", "byl", "byline", "author_name", "parsely-author"),
            *("sailthru.author", "cxenseparse:author", "rbauthor", "creator", "article_author"),
            *("vr:author", "msapplication-author", "shareaholic:article_author_name"),
        ),
    ),
)
_PUBLISHER = (
    ("open-graph", ("og:site_name",)),
    ("dublin-core", ("dc.publisher", "dcterms.publisher")),
    ("highwire", ("citation_journal_title", "citation_publisher")),
    ("meta", ("application-name", "apple-mobile-web-app-title", "publisher", "copyright-holder")),
)
_LANGUAGE = (
    ("dublin-core", ("dc.language", "dcterms.language")),
    ("highwire", ("citation_language",)),
    ("open-graph", ("og:locale",)),
    ("meta", ("content-language", "language")),
)
_PUBLISHED = (
    (
        "open-graph",
        (
            *("article:published_time", "og:article:published_time", "article:published"),
            *("og:published_time", "og:pubdate", "article.published", "article:post_date"),
        ),
    ),
    (
        "dublin-core",
        (
            *("dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "dc.date"),
            *("dc.date.created", "dc.issued", "dc.created", "dc.date.published"),
        ),
    ),
    (
        "highwire",
        ("citation_publication_date", "citation_date", "citation_online_date"),
    ),
    (
        "meta",
        (
            *("datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate"),
            *("publish-date", "publication_date", "published-date", "published_date", "pub_date"),
            *("date_published", "article_date_original", "originalpublicationdate", "pdate"),
            *("cxenseparse:recs:publishtime", "article.created", "rnews:datepublished", "ptime"),
            *("publish_date", "publishtime", "published_time", "displaydate", "article.date"),
            *("cre", "date.created", "created", "dcsext.articlefirstpublished", "datecreated"),
            *("gentime", "date", "article:create_at"),
        ),
    ),
)
_MODIFIED = (
    ("open-graph", ("article:modified_time", "og:updated_time", "og:article:modified_time")),
    ("dublin-core", ("dc.date.modified", "dcterms.modified", "dc.modified")),
    ("meta", ("datemodified", "last-modified", "lastmod", "revised", "article.updated")),
)
_SECTION = (
    ("open-graph", ("article:section", "og:article:section", "og:section")),
    ("meta", ("articlesection", "parsely-section", "section", "category", "cxenseparse:category")),
)
FIELDS = {
    "title": _TITLE,
    "byline": _BYLINE,
    "publisher": _PUBLISHER,
    "language": _LANGUAGE,
    "date": _PUBLISHED,
    "modified": _MODIFIED,
    "section": _SECTION,
}
_WRITTEN_BY = ("written by", "geschrieben von", "verfasst von", "écrit par", "escrito por")
_SCHEMES = ("schema:", "schemaorg:", "https://schema.org/", "http://schema.org/")


def read(root: HtmlElement) -> dict[str, list[str]]:
    """The page's `<meta>` values by lower-case name or property.

    Some pages write `value` where `content` is meant; prefixes of schema.org are left out. A
    property may be several, with blanks between (RDFa).
    """
    metas: dict[str, list[str]] = {}
    for node in islice(root.iter("meta"), META_MAX + 1):
        named = next(filter(None, map(node.get, _NAMING_ATTRIBUTES)), "")
        content = (node.get("content") or node.get("value") or "").strip()
        names = named.split()[:NAMES_MAX] if node.get("property") else [named]
        for name in filter(None, map(_plain, names if content else ())):
            metas.setdefault(name, []).append(content)
    return metas


def said(metas: Metas, field: str) -> Iterator[tuple[str, list[str]]]:
    """Where the page's `<meta>` elements declare a field and what, the best vocabulary first."""
    for where, keys in FIELDS[field]:
        for name in keys:
            if name in metas:
                yield where, metas[name]
    if field == "byline":
        yield from _labelled(metas)


def _labelled(metas: Metas) -> Iterator[tuple[str, list[str]]]:
    """Cards for other networks name the author in a pair of label and value."""
    for n in ("1", "2"):
        label = metas.get(f"twitter:label{n}", [""])[0].strip(" :").lower()
        if label in _WRITTEN_BY and f"twitter:data{n}" in metas:
            yield "meta", metas[f"twitter:data{n}"][:1]


def _plain(name: str) -> str:
    plain = name.strip().lower()
    for scheme in _SCHEMES:
        plain = plain.removeprefix(scheme)
    return plain.replace("dcterms:", "dcterms.").replace("dc:", "dc.")

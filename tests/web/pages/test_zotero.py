"""Zotero saves an article and a passage as a newspaper article, with all that is known of it.

What a page without a translator of its own is saved as is decided by its meta tags. Zotero's
translators are asked in the order of their priority, and the first that finds anything is used:
unAPI (300: a link to its server), COinS (310: spans of the class Z3988), Embedded Metadata (320).
The rules of the last are written down here as far as they concern our pages, from what it does:

- The name of a tag is a prefix and a property, parted by `.`, `:` or `_`; case does not matter in
  the prefix and the first letter of the property.
- `citation_journal_title` and others of Highwire decide the type alone; `citation_title` makes what
  is not known otherwise a journal article.
- Of the others a Zotero type decides before PRISM, PRISM before Open Graph, Open Graph before
  Dublin Core; `og:type` knows websites, books, films and music, and takes `article` for no more
  than a guess, which is worth less than the default, a web page.
- A field is the first that there is of the properties that mean it.
"""

from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT

PREFIXES = {"dc", "dcterms", "prism", "og", "article", "z", "bib", "bibo", "eprints"}
DECIDED_BY_HIGHWIRE = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
OPEN_GRAPH_TYPES = {"website": "webpage", "book": "book", "video.movie": "videoRecording"}
FIELDS = {
    "title": ("dc:title", "dcterms:title", "eprints:title", "og:title"),
    "creators": ("bib:authors", "dc:creator", "dcterms:creator", "eprints:creators_name"),
    "publicationTitle": ("prism:publicationName", "dc:source", "dcterms:source", "og:site_name"),
    "date": ("eprints:date", "prism:publicationDate", "dcterms:issued", "dc:date", "dcterms:date"),
    "url": ("eprints:official_url", "og:url", "prism:url", "bibo:uri"),
    "language": ("dc:language", "dcterms:language"),
    "abstractNote": ("eprints:abstract", "prism:teaser", "og:description", "dcterms:abstract"),
    "section": ("article:section",),
}


def tags(page: str) -> Iterator[tuple[str, str]]:
    """The meta tags of a page as `prefix:property` and content."""
    metas: Any = lxml.html.fromstring(page).xpath("/html/head/meta[@content]")
    for meta in metas:
        for name in (meta.get("name") or meta.get("property") or "").split():
            at = min((name.find(mark) for mark in ".:_" if mark in name), default=-1)
            prefix, rest = name[: max(at, 0)].lower(), name[at + 1 :]
            if prefix in PREFIXES:
                yield f"{prefix}:{rest[:1].lower()}{rest[1:]}", meta.get("content")
            else:
                yield name, meta.get("content")


def saved(page: str) -> dict[str, Any]:
    """The item that Zotero saves of a page."""
    document = lxml.html.fromstring(page)
    assert not document.xpath("//link[@rel='unapi-server']"), "unAPI is asked before"
    assert not document.xpath("//span[contains(@class, 'Z3988')]"), "COinS is read before"
    given: dict[str, list[str]] = {}
    for name, content in tags(page):
        if content:
            given.setdefault(name, []).append(content)
    item: dict[str, Any] = {"itemType": _type(given)}
    for field, properties in FIELDS.items():
        found = next((given[name] for name in properties if name in given), None)
        if found is not None:
            item[field] = found if field == "creators" else found[0]
    return item


def _type(given: dict[str, list[str]]) -> str:
    for name, kind in DECIDED_BY_HIGHWIRE.items():
        if name in given:
            return kind
    for name in ("z:itemType", "z:type"):
        if name in given:
            return given[name][0]
    of_graph = OPEN_GRAPH_TYPES.get(given.get("og:type", [""])[0])
    if of_graph:
        return of_graph
    for name in ("dc:type", "dcterms:type"):
        if name in given:
            return given[name][0]
    return "journalArticle" if "citation_title" in given else "webpage"


@pytest.fixture
def reported(editor: TestClient) -> int:
    """An article of which everything is known."""
    html = (
        "<html lang='en'><head><title>A “new” chair & more</title></head><body><article>"
        + "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
        + "</article></body></html>"
    )
    answer = editor.post(
        "/api/articles",
        json={
            "html": html,
            "title": "A “new” chair & more",
            "byline": ["Ann Ode", "Bo Quist"],
            "publisher": "The Ostra Post",
            "published": "2031-05-02",
            "language": "en",
            "source_url": "https://ostra.example/chair",
        },
    )
    assert answer.status_code == 201
    return int(answer.json()["id"])


def test_an_article_is_saved_with_everything_that_is_known(
    client: TestClient, reported: int
) -> None:
    lede = client.get("/api/articles").json()["items"][0]["lede"]
    assert saved(client.get(f"/articles/{reported}").text) == {
        "itemType": "newspaperArticle",
        "title": "A “new” chair & more",
        "creators": ["Ann Ode", "Bo Quist"],
        "publicationTitle": "The Ostra Post",
        "date": "2031-05-02",
        "url": f"http://testserver/articles/{reported}",
        "language": "en",
        "abstractNote": lede,
    }


def test_a_passage_is_saved_as_its_article_at_its_own_address(
    client: TestClient, reported: int
) -> None:
    passage = {"article": reported, "exact": "It chose a new chair."}
    url = client.post("/api/passages", json=passage).json()["url"]
    item = saved(client.get(url.removeprefix("http://testserver")).text)
    assert item["url"] == url
    assert "It chose a new chair." in item["abstractNote"]
    assert (item["itemType"], item["title"]) == ("newspaperArticle", "A “new” chair & more")
    assert (item["date"], item["publicationTitle"]) == ("2031-05-02", "The Ostra Post")
    assert item["creators"] == ["Ann Ode", "Bo Quist"]


def test_what_is_not_known_is_not_saved(client: TestClient, editor: TestClient) -> None:
    made = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    item = saved(client.get(f"/articles/{made}").text)
    assert item["itemType"] == "newspaperArticle"
    assert {"creators", "publicationTitle", "date", "section"}.isdisjoint(item)


def test_a_list_is_saved_as_a_web_page(client: TestClient, reported: int) -> None:
    for address in ("/", "/quotes", "/entities"):
        assert saved(client.get(address).text)["itemType"] == "webpage"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"DC.type": "newspaperArticle"}, "newspaperArticle"),
        ({"og:type": "article"}, "webpage"),
        ({"citation_title": "A"}, "journalArticle"),
        ({"dc.Type": "newspaperArticle", "og:type": "website"}, "webpage"),
        ({"DC.type": "newspaperArticle", "citation_journal_title": "J"}, "journalArticle"),
        ({}, "webpage"),
    ],
)
def test_the_rules_tell_what_would_be_saved_otherwise(head: dict[str, str], kind: str) -> None:
    metas = "".join(f'<meta name="{name}" content="{value}">' for name, value in head.items())
    page = f"<html><head><title>A</title>{metas}</head><body></body></html>"
    assert saved(page)["itemType"] == kind

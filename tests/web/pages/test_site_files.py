"""Files at fixed addresses: icons, robots.txt, the manifest, the description of the search."""

import re
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image
from starlette.testclient import TestClient

from app.resources import STATIC
from app.web.http.templating import THEME_COLORS
from tests.web.conftest import Web

ADDRESSES = (
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/robots.txt",
    "/manifest.webmanifest",
    "/opensearch.xml",
)


def test_the_icon_is_a_real_ico_with_the_sizes_that_browsers_ask_for(client: TestClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/x-icon"
    assert Image.open(BytesIO(answer.content)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_icons_have_the_sizes_that_are_said(client: TestClient) -> None:
    touch = Image.open(BytesIO(client.get("/apple-touch-icon.png").content))
    assert touch.size == (180, 180)
    assert "transparency" not in touch.info
    manifest = client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (
            200,
            icon["type"],
        )
        if icon["sizes"] != "any":
            size = Image.open(BytesIO(answer.content)).size
            assert f"{size[0]}x{size[1]}" == icon["sizes"]


def test_the_manifest_can_be_installed_from(client: TestClient) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = answer.json()
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Gloss", "/", "/")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


def test_the_theme_colours_are_the_paper_of_the_style_sheet(client: TestClient) -> None:
    style = (STATIC / "app.css").read_text(encoding="utf-8")
    paper = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", style)
    assert paper
    assert paper.groups() == (THEME_COLORS["light"], THEME_COLORS["dark"])
    head = client.get("/").text
    for color, scheme in zip(paper.groups(), ("light", "dark"), strict=True):
        assert f'content="{color}" media="(prefers-color-scheme: {scheme})"' in head


@pytest.mark.parametrize(
    ("path", "may_be_crawled"),
    [
        ("/", True),
        ("/articles/7", True),
        ("/articles/7/a-slug", True),
        ("/articles/7/preview.png?v=0a", True),
        ("/p/Abc_def-1234", True),
        ("/p/Abc_def-1234/preview.png", True),
        ("/preview.png", True),
        ("/entities/3", True),
        ("/static/app.css?v=0a", True),
        ("/articles/7?revision=2", False),
        ("/articles/7/share", False),
        ("/p/Abc_def-1234/cite", False),
        ("/quotes?q=mole", False),
        ("/search?q=mole", False),
        ("/search", False),
        ("/panels/entity/3", False),
        ("/cards/9", False),
        ("/api/export", False),
        ("/edit/articles/7", False),
        ("/import", False),
    ],
)
def test_robots_txt_lets_articles_passages_and_entities_be_crawled(
    client: TestClient, path: str, may_be_crawled: bool
) -> None:
    assert is_allowed(client.get("/robots.txt").text, path) == may_be_crawled


def is_allowed(robots: str, path: str) -> bool:
    """By RFC 9309: the longest rule that matches decides, of two as long the one that allows."""
    rules = re.findall(r"^(Allow|Disallow): (\S+)$", robots, re.M)
    assert {("Disallow", "/search"), ("Disallow", "/de/search")} <= set(rules)
    matching = [
        (len(rule), kind == "Allow")
        for kind, rule in rules
        if re.match(".*".join(map(re.escape, rule.split("*"))), path)
    ]
    return max(matching, default=(0, True))[1]


def test_nothing_of_a_closed_library_is_crawled_and_its_icons_are_open(web: Web) -> None:
    closed = web.client(public_reading=False)
    assert closed.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert [closed.get(address).status_code for address in ADDRESSES] == [200] * 5


def test_a_browser_finds_how_to_search_the_library(client: TestClient) -> None:
    head = client.get("/").text
    link = re.search(r'<link rel="search" type="([^"]+)" href="([^"]+)"', head)
    assert link
    answer = client.get(link[2])
    assert answer.headers["content-type"].partition(";")[0] == link[1]
    described = etree.fromstring(answer.content)
    names = {"os": "http://a9.com/-/spec/opensearch/1.1/"}
    templates = described.xpath("os:Url[@type='text/html']/@template", namespaces=names)
    assert templates == ["http://testserver/search?q={searchTerms}"]
    assert len(described.findtext("os:ShortName", namespaces=names) or "") <= 16


def test_every_page_names_its_icons_and_manifest(client: TestClient) -> None:
    head = client.get("/").text
    for rel in ("icon", "apple-touch-icon", "manifest"):
        addresses = re.findall(rf'<link rel="{rel}" href="([^"]+)"', head)
        assert addresses, rel
        assert [client.get(one).status_code for one in addresses] == [200] * len(addresses)


def test_files_have_a_tag_and_are_not_sent_twice(client: TestClient) -> None:
    for address in ADDRESSES:
        tag = client.get(address).headers["etag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304, address

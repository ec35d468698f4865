"""The interface in another language: chosen by the address alone, the same for everybody."""

import re
from itertools import pairwise

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.languages import LANGUAGES, Language, localized, localized_parts, split

ENGLISH, GERMAN = LANGUAGES
_ATTRIBUTE = re.compile(r' (?:href|action|data-panel|data-side|data-hx-get)="(/[^"]*)"')


@pytest.mark.parametrize(
    ("address", "language", "path"),
    [
        ("/", ENGLISH, "/"),
        ("/de", GERMAN, "/"),
        ("/de/", GERMAN, "/"),
        ("/de/articles/1", GERMAN, "/articles/1"),
        ("/design", ENGLISH, "/design"),
        ("/fr/articles/1", ENGLISH, "/fr/articles/1"),
        ("/de/api/articles", ENGLISH, "/de/api/articles"),
        ("/de/static/app.css", ENGLISH, "/de/static/app.css"),
        ("/de/de/quotes", GERMAN, "/de/quotes"),
    ],
)
def test_an_address_says_its_language(address: str, language: Language, path: str) -> None:
    assert split(address) == (language, path)


def test_links_stay_in_the_language_and_files_and_programs_have_none() -> None:
    page = (
        '<a href="/quotes">“href="/x"”</a><form action="/search"><a href="/static/a.css">'
        '<a href="/api/quotes"><a href="//else.example/"><a href="/en/quotes"><a href="/de/">'
        '<a data-panel="/panels/entity/1" href="https://else.example/">'
    ).replace('“href="/x"”', "“href=&#34;/x&#34;”")
    assert localized(page, ENGLISH) == page
    shown = localized(page, GERMAN)
    assert _ATTRIBUTE.findall(shown) == [
        "/de/quotes",
        "/de/search",
        "/static/a.css",
        "/api/quotes",
        "//else.example/",
        "/en/quotes",
        "/de/",
        "/de/panels/entity/1",
    ]
    assert shown.replace('"/de/', '"/') == page.replace('"/de/', '"/')


@given(st.lists(st.integers(0, 120), max_size=12))
def test_a_page_in_parts_has_the_same_links(cuts: list[int]) -> None:
    page = (
        '><p>a &gt; b</p><a href="/quotes">x</a> <form action="/search">' + 'words <a href="/p/1">'
    )
    edges = [0, *sorted(cut for cut in cuts if cut < len(page)), len(page)]
    parts = [page[start:end] for start, end in pairwise(edges)]
    assert "".join(localized_parts(parts, GERMAN)) == localized(page, GERMAN)


def test_a_page_is_german_where_its_address_says_so(client: TestClient, article: int) -> None:
    german = client.get(f"/de/articles/{article}").text
    assert '<html lang="de" data-base="/de">' in german
    assert ">Bibliothek</a>" in german
    linked = [a for a in _ATTRIBUTE.findall(german) if not a.startswith(("/static/", "/api/"))]
    assert linked
    assert all(a.startswith(("/de/", "/en/")) for a in linked)
    headers = {"Accept-Language": "de", "Cookie": "language=de"}
    assert client.get(f"/articles/{article}", headers=headers).text == (
        client.get(f"/articles/{article}").text
    )


def test_every_language_has_its_own_kept_answer(
    app: FastAPI, client: TestClient, article: int
) -> None:
    for _ in range(2):
        for address, lang in ((f"/articles/{article}", "en"), (f"/de/articles/{article}", "de")):
            assert f'<html lang="{lang}"' in client.get(address).text
    kept = app.state.page_cache.answers.addresses()
    assert {f"/articles/{article}", f"/de/articles/{article}"} <= set(kept)


def test_the_link_to_the_other_language_keeps_the_query(client: TestClient) -> None:
    assert 'href="/de/search?q=harbour"' in client.get("/search?q=harbour").text
    assert 'href="/en/search?q=harbour"' in client.get("/de/search?q=harbour").text


def test_a_redirect_stays_in_the_language(client: TestClient, article: int) -> None:
    answer = client.get(f"/en/articles/{article}?revision=1")
    address = f"/articles/{article}?revision=1"
    assert (answer.status_code, answer.headers["location"]) == (308, address)
    assert client.get("/en//else.example/").status_code == 404
    signed_out = client.post("/de/signout", headers={"Sec-Fetch-Site": "same-origin"})
    assert signed_out.headers["location"].startswith("/de/")


def test_an_address_without_a_page_answers_in_its_language(client: TestClient) -> None:
    answer = client.get("/de/articles/999999")
    assert answer.status_code == 404
    assert 'lang="de"' in answer.text
    assert "Zurück zur Bibliothek" in answer.text

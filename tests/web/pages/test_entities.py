"""Pages about one entity: its lists and filters, pictures, feed, and its articles in a row."""

import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.asking import add, entity_of, first

pytestmark = pytest.mark.slow  # each test stores and annotates several articles

ATOM = "{http://www.w3.org/2005/Atom}"
PAPER = (
    (
        "2030-01-10",
        "The lamp",
        (
            "Deputy harbour master Ingrid Vale said the lamp was out. It rained on Ostra.\n\nThe "
            "mole was closed at noon."
        ),
    ),
    (
        "2031-05-02",
        "The chair",
        (
            "“The mole will stand,” harbour master Ingrid Vale said. Tomas Brandt did not "
            "answer.\n\nIt rained on Ostra."
        ),
    ),
    (
        "2032-03-01",
        "The office",
        (
            "Transport minister Ingrid Vale met Tomas Brandt. Tomas Brandt said that Ingrid Vale "
            "paid 4 million crowns."
        ),
    ),
)


@pytest.fixture
def papers(editor: TestClient) -> list[int]:
    return [
        add(editor, text, title=title, published=day, source_url=f"https://ostra.example/{day}")
        for day, title, text in PAPER
    ]


def described(page: str) -> tuple[list[str], list[str]]:
    """What a card or panel calls the entity: up to then, since then."""
    then, _, since = page.partition("Since then")
    roles = r'<li>\s*<a class="title" href="/annotations/\d+">([^<]*)</a>\s*<span class="soft">'
    return re.findall(roles, then), re.findall(roles, since)


def test_a_card_tells_what_was_so_then_and_apart_what_came_later(
    client: TestClient, papers: list[int]
) -> None:
    seen = []
    for article in papers:
        mark = first(client, article, "entity")
        card, panel = (
            client.get(f"/cards/{mark}").text,
            client.get(f"/panels/annotation/{mark}").text,
        )
        assert described(card) == (described(panel)[0][:2], described(panel)[1][:2])
        seen.append(described(panel))
    assert [role.casefold() for role in seen[0][0]] == ["deputy harbour master"]
    assert [role.casefold() for role in seen[0][1]] == ["transport minister", "harbour master"]
    assert [len(then) for then, _ in seen] == [1, 2, 3]
    assert seen[2][1] == []


def test_a_panel_opened_by_its_entity_is_told_in_the_article_that_asks(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    at_large, told = (
        client.get(f"/panels/entity/{vale}").text,
        client.get(f"/panels/entity/{vale}?article={papers[0]}").text,
    )
    assert "In this article" not in at_large
    assert "Since then" not in at_large
    assert f'href="/articles/{papers[0]}#p1"' in told
    assert "Since then" in told
    assert f"/entities/{vale}/reading?article={papers[0]}" in told
    assert client.get(f"/panels/entity/{vale}?article=999").status_code == 404
    assert client.get(f"/panels/entity/{vale}?article=no").status_code == 422


def test_first_and_last_appearance_and_a_picture_with_its_text(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    for address in (
        f"/entities/{vale}",
        f"/panels/entity/{vale}",
        f"/cards/{first(client, papers[1], 'entity')}",
    ):
        page = " ".join(client.get(address).text.split())
        first_, last = (
            '<time datetime="2030-01-10">10 January 2030</time>',
            '<time datetime="2032-03-01">1 March 2032</time>',
        )
        assert (
            f'Mentioned from <a href="/articles/{papers[0]}">{first_}</a> to <a '
            f'href="/articles/{papers[2]}">{last}</a>'
        ) in page
        assert 'role="img"' in page
        assert "Mentions from January 2030 to March 2032; most in March 2032: 2" in page


def test_the_page_leads_from_a_month_to_its_articles(client: TestClient, papers: list[int]) -> None:
    vale = entity_of(client, "Ingrid")
    page = client.get(f"/entities/{vale}").text
    link = re.search(r'href="([^"]+)">May 2031</a>', page)
    assert link
    listed = client.get(unescape(link[1])).text
    assert "The chair" in listed
    assert "The lamp" not in listed
    assert "May 2031</a>" not in client.get(f"/entities/{vale}?by=year").text


def test_each_list_of_an_entity_has_an_address_and_filters(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    at = f"/entities/{vale}?show="
    assert "The mole will stand" in client.get(at + "said").text
    assert "The mole will stand" not in client.get(at + "said&since=2031-06-01").text
    assert "The mole will stand" not in client.get(at + "said&q=zeppelin").text
    about = client.get(at + "about").text
    assert "that <b>Ingrid Vale</b> paid 4 million crowns" in about
    assert "No matching quotations" in client.get(at + "about&act=attitude").text
    assert "<b>Ingrid Vale</b>" in client.get(at + "claims").text
    assert "No matching claims" in client.get(at + "claims&until=2030-01-01").text
    assert client.get(at + "articles").text.count('<p class="title">') == 3
    for wrong in ("song", "said&since=monday", "said&act=song"):
        assert client.get(at + wrong).status_code == 422
    more = re.search(r'href="([^"]+)" rel="next"', client.get(at + "articles&limit=2").text)
    assert more
    assert client.get(unescape(more[1])).text.count('<p class="title">') == 1


def test_who_an_entity_appears_with_is_drawn_with_links(
    client: TestClient, papers: list[int]
) -> None:
    vale, brandt = entity_of(client, "Ingrid"), entity_of(client, "Tomas")
    page = client.get(f"/entities/{vale}").text
    drawn = re.search(r'<svg class="arcs".*?</svg>', page, re.S)
    assert drawn
    ET.fromstring(drawn[0])
    assert f'<a href="/entities/{brandt}" aria-label="Tomas Brandt: 2 articles">' in drawn[0]
    assert '<path d="M' in drawn[0]


def test_what_one_said_about_another_is_asked_for_by_their_ids(
    client: TestClient, papers: list[int]
) -> None:
    vale, brandt = entity_of(client, "Ingrid"), entity_of(client, "Tomas")
    page = client.get(f"/quotes?speaker={brandt}&about={vale}").text
    assert "<h1>What Tomas Brandt said about Ingrid Vale</h1>" in page
    assert "that <b>Ingrid Vale</b> paid" in page
    assert f'<input type="hidden" name="speaker" value="{brandt}">' in page
    # Only what leads to quotations is offered: he spoke of her, and she never of him.
    panel = client.get(f"/panels/entity/{vale}").text
    assert f'<option value="{brandt}">' in panel.partition('name="about" value=')[2]
    assert "Quotations by Ingrid Vale, by topic" not in panel
    his = client.get(f"/entities/{brandt}").text
    assert "Quotations by Tomas Brandt, by topic" in his
    assert "Quotations about Tomas Brandt, by speaker" not in his
    quote = client.get(f"/api/quotes?speaker={brandt}&about={vale}").json()["items"][0]
    assert [x["exact"] for x in quote["evidence"]] == ["Ingrid Vale"]
    assert PAPER[2][2][quote["evidence"][0]["start"] : quote["evidence"][0]["end"]] == "Ingrid Vale"
    assert client.get("/api/claims?about=Ingrid+Vale").json()["items"]
    assert client.get("/api/claims?about=Nobody").json()["items"] == []


def test_roles_are_on_the_wire_with_day_and_span(client: TestClient, papers: list[int]) -> None:
    roles = client.get(f"/api/entities/{entity_of(client, 'Ingrid')}").json()["described_as"]
    assert [(r["article"], r["date"]) for r in roles] == list(
        zip(papers[::-1], [day for day, *_ in PAPER][::-1], strict=True)
    )
    for role, (*_, text) in zip(roles, PAPER[::-1], strict=True):
        assert text[role["start"] : role["end"]] == role["role"]


def test_the_feed_has_the_articles_with_their_sentences(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    answer = client.get(f"/entities/{vale}.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["The office", "The chair", "The lamp"]
    assert [e.findtext(f"{ATOM}id") for e in entries] == [
        f"http://testserver/articles/{n}" for n in papers[::-1]
    ]
    assert "Deputy harbour master Ingrid Vale said the lamp was out." in (
        entries[2].findtext(f"{ATOM}summary") or ""
    )
    assert f'href="/entities/{vale}.atom"' in client.get(f"/entities/{vale}").text
    assert client.get("/entities/999.atom").status_code == 404


def words(page: str) -> str:
    """The text content of the article's element."""
    body = re.search(r'<div id="article-text"[^>]*>(.*?)</div>\n', page, re.S)
    assert body
    return unescape(re.sub(r"<[^>]+>", "", body[1]))


def test_only_this_shows_the_same_words_with_the_sentences_that_stay(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    page = client.get(f"/entities/{vale}/reading?article={papers[0]}").text
    assert words(page) == client.get(f"/api/articles/{papers[0]}").json()["text"]
    lit = "".join(
        unescape(re.sub(r"<[^>]+>", "", mark))
        for mark in re.findall(r'<mark[^>]*class="[^"]*\babout"[^>]*>(.*?)</mark>', page)
    )
    assert lit == "Deputy harbour master Ingrid Vale said the lamp was out."
    assert page.count('id="about"') == 1
    assert "data-passage" not in page


def test_only_this_goes_on_to_the_next_article_by_day(
    client: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    answer = client.get(f"/entities/{vale}/reading")
    assert answer.status_code == 302
    seen, address = [], answer.headers["location"]
    while address:
        page = " ".join(client.get(address).text.split())
        seen.append(int(address.rpartition("=")[2]))
        assert f"article {len(seen)} of 3" in page
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1] if found else ""
    assert seen == papers
    assert f'rel="prev" href="/entities/{vale}/reading?article={papers[1]}"' in page


def test_only_this_says_where_an_article_does_not_name_it(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    other = add(editor, "Nobody came to the mole.", title="A quiet day", published="2031-06-01")
    vale = entity_of(client, "Ingrid")
    page = client.get(f"/entities/{vale}/reading?article={other}").text
    assert "This article does not mention" in page
    assert f'rel="next" href="/entities/{vale}/reading?article={papers[2]}"' in page
    assert client.get(f"/entities/{vale}/reading?article=999").status_code == 404
    assert client.get("/entities/999/reading").status_code == 404


def test_what_a_closed_article_says_is_in_none_of_it(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    addresses = [
        f"/entities/{vale}",
        f"/panels/entity/{vale}?article={papers[1]}",
        f"/entities/{vale}.atom",
        "/entities?letter=V",
    ]
    addresses += [
        f"/entities/{vale}?show={part}" for part in ("articles", "said", "about", "claims")
    ]
    addresses += [f"/entities/{vale}/reading?article={n}" for n in papers[1:]] + [
        f"/cards/{first(client, papers[1], 'entity')}"
    ]
    addresses += [f"/quotes?about={vale}", f"/claims?about={vale}"]
    hidden = add(
        editor,
        (
            "Disgraced spy chief Ingrid Vale met Solveig Quint in 1999. “I know Ingrid Vale,” "
            "Solveig Quint said. Ingrid Vale had 13 crowns."
        ),
        title="Kept back",
        published="2031-05-03",
        source_url="https://ostra.example/closed",
    )
    editor.patch(f"/api/articles/{hidden}", json={"visibility": "private"})
    before = {address: client.get(address).text for address in addresses}
    for page in before.values():
        for word in (
            "Kept back",
            "Quint",
            "spy chief",
            "Disgraced",
            "13 crowns",
            f"article={hidden}",
        ):
            assert word not in page
    assert client.get(f"/entities/{vale}/reading?article={hidden}").status_code == 404
    assert client.get(f"/panels/entity/{vale}?article={hidden}").status_code == 404
    shown = editor.get(f"/entities/{vale}/reading?article={hidden}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-store")
    assert "article 3 of 4" in shown.text
    editor.delete(f"/api/articles/{hidden}")
    assert {address: client.get(address).text for address in addresses} == before


def test_names_are_found_by_letter_and_kind(client: TestClient, papers: list[int]) -> None:
    def listed(query: str) -> list[str]:
        return re.findall(
            r'<p class="title"><a href="/entities/\d+">([^<]*)<',
            client.get(f"/entities?{query}").text,
        )

    assert listed("letter=V") == ["Ingrid Vale"]
    assert listed("letter=I") == ["Ingrid Vale"]
    assert "Ostra" in listed("letter=O")
    assert listed("letter=V&kind=place") == []
    assert listed("letter=other") == []
    assert listed("letter=nonsense") == listed("")
    assert 'href="/entities?letter=B&amp;kind=person"' in client.get("/entities?kind=person").text


def test_a_merged_entity_leads_on_from_each_of_its_addresses(
    client: TestClient, app: object, papers: list[int]
) -> None:
    from sqlmodel import col, update

    from app.store.schema.entities import Entity

    vale, brandt = entity_of(client, "Ingrid"), entity_of(client, "Tomas")
    with app.state.library.writing() as s:  # type: ignore[attr-defined]
        s.exec(update(Entity).where(col(Entity.id) == brandt).values(merged_into=vale))
    for tail in ("", ".atom", f"/reading?article={papers[1]}"):
        answer = client.get(f"/entities/{brandt}{tail}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/entities/{vale}{tail}")
    assert (
        client.get(f"/entities/{brandt}/reading")
        .headers["location"]
        .startswith(f"/entities/{vale}/reading?article=")
    )

"""An article's date on every page that shows it: undated, doubtful, or settled by the editor."""

import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col
from starlette.testclient import TestClient

from app.store.schema.articles import Revision

pytestmark = pytest.mark.slow  # each test stores and annotates several articles

TEXT = (
    "Harbour master Ingrid Vale met the board of Ostra on Tuesday.\n\n"
    "“The mole will stand for a hundred years,” Ingrid Vale said. The repair cost 4.2 million "
    "crowns, according to Ingrid Vale."
)
DOUBTED = (
    TEXT + "\n\nThe old mole broke in March 2029 and was closed in May 2030, Ingrid Vale said."
)


def store(editor: TestClient, text: str, title: str, published: str | None = None) -> int:
    answer = editor.post(
        "/api/articles", json={"text": text, "title": title, "published": published}
    )
    assert answer.status_code == 201
    return int(answer.json()["id"])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.fixture
def undated(editor: TestClient) -> int:
    return store(editor, TEXT, "Undated")


@pytest.fixture
def doubted(editor: TestClient) -> int:
    return store(editor, DOUBTED, "Doubted", "2024-03-05")


def first(client: TestClient, article: int, layer: str) -> int:
    items = client.get(f"/api/articles/{article}/annotations?layer={layer}").json()["items"]
    return int(items[0]["id"].rsplit("/", 1)[1])


def entity(client: TestClient) -> int:
    return int(client.get("/api/entities?q=vale").json()["items"][0]["id"])


EVERYWHERE = [
    "/",
    "/articles/{article}",
    "/search?q=mole",
    "/quotes",
    "/claims",
    "/annotations/{quotation}",
    "/panels/entity/{entity}",
    "/entities/{entity}",
    "/entities/{entity}?show=articles",
    "/entities/{entity}?show=said",
    "/entities/{entity}.atom",
]


def filled(client: TestClient, address: str, article: int) -> str:
    return address.format(
        article=article, quotation=first(client, article, "quotation"), entity=entity(client)
    )


@pytest.mark.parametrize("address", EVERYWHERE)
def test_an_undated_article_says_so_and_when_it_was_captured(
    client: TestClient, undated: int, address: str
) -> None:
    page = client.get(filled(client, address, undated)).text
    captured = client.get(f"/api/articles/{undated}").json()["captured_at"][:10]
    assert re.search(r"[Uu]ndated, captured \d{1,2} [A-Z][a-z]+ \d{4}", words(page))
    assert f'<time datetime="{captured}"' not in page  # no date of the article's own


def test_an_undated_revision_says_when_it_was_itself_captured(
    app: FastAPI, client: TestClient, undated: int
) -> None:
    with app.state.library.writing() as s:
        s.execute(
            update(Revision)
            .where(col(Revision.article_id) == undated)
            .values(captured_at=datetime(2030, 2, 3, tzinfo=UTC))
        )
    page = client.get(f"/articles/{undated}").text
    assert "<span>undated, captured 3 February 2030</span>" in page


@pytest.mark.parametrize("address", [*EVERYWHERE, "/entities/{entity}/reading?article={article}"])
def test_a_doubt_on_a_date_is_told_wherever_the_date_is(
    client: TestClient, doubted: int, address: str
) -> None:
    shown = words(client.get(filled(client, address, doubted)).text)
    assert "5 March 2024" in shown
    assert re.search(r"5 March 2024(, doubtful| date doubtful)", shown), shown


def test_a_card_says_that_what_it_is_named_in_is_undated_or_of_doubtful_date(
    client: TestClient, editor: TestClient, undated: int
) -> None:
    card = f"/cards/{first(client, undated, 'entity')}"
    assert "Mentioned in 1 undated article" in words(client.get(card).text)
    store(editor, DOUBTED, "Doubted", "2024-03-05")
    assert "Mentioned on 5 March 2024, doubtful · Mentioned in 1 undated article" in words(
        client.get(card).text
    )
    store(editor, TEXT + " He left.", "Dated", "2031-05-02")
    page = words(client.get(f"/entities/{entity(client)}").text)
    assert "Mentioned from 5 March 2024, doubtful to 2 May 2031" in page
    assert "1 article in this chart has a doubtful date. 1 undated article is not shown." in page
    timeline = page[page.index("Mentions over time") : page.index("Claims about Ingrid Vale")]
    assert set(re.findall(r"20\d\d", timeline)) == {"2024", "2031"}  # not the year of the capture


def test_lists_of_certain_days_leave_undated_articles_out_and_say_so(
    client: TestClient, undated: int, doubted: int
) -> None:
    for address in ("/", "/quotes", "/claims", f"/entities/{entity(client)}"):
        shown = words(client.get(f"{address}?since=2000-01-01&until=2100-01-01").text)
        assert "Undated articles are left out" in shown, address
        assert "undated, captured" not in shown, address
        assert "5 March 2024, doubtful" in shown, address


def test_descriptions_in_undated_articles_stand_apart(
    client: TestClient, editor: TestClient, undated: int
) -> None:
    dated = store(editor, TEXT.replace("Harbour master", "Deputy mayor"), "Dated", "2031-05-02")
    shown = words(client.get(f"/cards/{first(client, dated, 'entity')}").text)
    assert re.search(
        r"Deputy mayor — 2 May 2031 In undated articles Harbour master — undated, captured", shown
    ), shown
    assert "Since then" not in shown
    shown = words(client.get(f"/cards/{first(client, undated, 'entity')}").text)
    assert "This article is undated" in shown


def test_only_this_walks_undated_articles_last(
    client: TestClient, editor: TestClient, undated: int, doubted: int
) -> None:
    vale = entity(client)
    led = client.get(f"/entities/{vale}/reading").headers["location"]
    assert led.endswith(f"article={doubted}")
    page = client.get(led).text
    assert "sorted by its date, 5 March 2024, doubtful" in words(page)
    assert re.search(
        rf'rel="next" href="/entities/{vale}/reading\?article={undated}"><span '
        r'class="soft">undated, captured',
        page,
    )
    assert "undated articles come last" in words(
        client.get(f"/entities/{vale}/reading?article={undated}").text
    )


def test_other_programs_are_told_no_date_that_is_not_known(
    client: TestClient, undated: int, doubted: int
) -> None:
    for article in (undated, doubted):
        page = client.get(f"/articles/{article}").text
        assert "article:published_time" not in page
        assert "DC.date" not in page
    listed = {a["id"]: a for a in client.get("/api/articles").json()["items"]}
    assert (listed[undated]["published"], listed[undated]["date_doubted"]) == (None, False)
    assert (listed[doubted]["published"], listed[doubted]["date_doubted"]) == ("2024-03-05", True)
    described = client.get(f"/api/entities/{entity(client)}").json()["described_as"]
    assert {(d["article"], d["date"], d["date_doubted"]) for d in described} >= {
        (undated, None, False)
    }
    quotes = {q["article"]: q for q in client.get("/api/quotes").json()["items"]}
    assert quotes[doubted]["date_doubted"] is True
    text = client.get("/api/export?format=markdown").text
    assert "undated, captured" in text
    assert "5 March 2024, doubtful" in text


def test_a_citation_tells_the_doubt(client: TestClient, editor: TestClient, doubted: int) -> None:
    code = client.post(
        "/api/passages", json={"article": doubted, "exact": "The old mole broke"}
    ).json()["code"]
    page = words(client.get(f"/p/{code}/cite").text)
    assert "5 March 2024, doubtful" in page
    for form in ("text", "markdown"):
        assert "5 March 2024 (date doubtful)" in client.get(
            f"/p/{code}/cite?format={form}"
        ).text.replace("\\", "")
    for form in ("bibtex", "csl-json", "ris"):
        assert "The date is doubtful." in client.get(f"/p/{code}/cite?format={form}").text
    editor.patch(f"/api/articles/{doubted}", json={"published": "2030-06-07"})
    assert "7 June 2030" in client.get(f"/p/{code}/cite?format=text").text
    assert (
        "Dated by an editor; the source says 5 March 2024."
        in client.get(f"/p/{code}/cite?format=ris").text
    )


def test_the_editor_settles_a_date_on_the_articles_page_and_takes_it_back(
    editor: TestClient, client: TestClient, doubted: int
) -> None:
    before = client.get(f"/articles/{doubted}").text
    page = words(editor.get(f"/edit/articles/{doubted}").text)
    assert "The source says 5 March 2024." in page
    assert "Set the date" in page
    made = editor.post(
        "/edit/corrections", data={"do": "date", "article": doubted, "value": "2030-06-07"}
    )
    assert made.status_code == 303
    assert "The article is dated 7 June 2030." in words(editor.get(made.headers["location"]).text)
    shown = words(client.get(f"/articles/{doubted}").text)
    assert "7 June 2030 dated by an editor; the source says 5 March 2024" in shown
    assert "date doubtful" not in shown
    assert "7 June 2030, doubtful" not in words(client.get("/").text)
    edited = editor.get(f"/edit/articles/{doubted}").text
    assert "set it to 7 June 2030 on" in words(edited)
    undo = re.search(r'action="(/edit/corrections/\d+/undo[^"]*)"', edited)
    assert undo is not None
    assert editor.post(undo[1]).status_code == 303
    assert client.get(f"/articles/{doubted}").text == before


def test_a_date_is_given_and_taken_back_by_the_api(
    editor: TestClient, client: TestClient, undated: int
) -> None:
    address = f"/api/articles/{undated}"
    assert (
        editor.patch(address, json={"published": "2031-05-02"}).json()["published"] == "2031-05-02"
    )
    got = client.get(address).json()
    assert (got["published"], got["date_settled"], got["declared_date"]) == (
        "2031-05-02",
        True,
        None,
    )
    relative = [
        i
        for i in client.get(f"{address}/annotations?layer=date").json()["items"]
        if i["gloss:body"]["relative"]
    ]
    assert [i["gloss:body"]["anchor"] for i in relative] == ["2031-05-02"]
    assert editor.patch(address, json={"published": None}).json()["published"] is None
    assert editor.patch(address, json={"published": "May 2031"}).status_code == 422
    assert editor.patch(address, json={}).status_code == 422
    assert client.patch(address, json={"published": "2031-05-02"}).status_code in (401, 403)


@pytest.mark.parametrize("value", ["", "2031", "yesterday", "2031-02-30"])
def test_no_other_words_are_a_date(editor: TestClient, undated: int, value: str) -> None:
    assert (
        editor.post(
            "/edit/corrections", data={"do": "date", "article": undated, "value": value}
        ).status_code
        == 422
    )


def test_a_date_cannot_be_given_to_what_is_not_there_or_by_anybody(
    editor: TestClient, client: TestClient, undated: int
) -> None:
    assert (
        editor.post(
            "/edit/corrections", data={"do": "date", "article": 99, "value": "2031-05-02"}
        ).status_code
        == 404
    )
    assert (
        editor.post("/edit/corrections", data={"do": "date", "value": "2031-05-02"}).status_code
        == 422
    )
    assert client.post(
        "/edit/corrections", data={"do": "date", "article": undated, "value": "2031-05-02"}
    ).status_code in (303, 401, 403)
    assert client.get(f"/api/articles/{undated}").json()["published"] is None
    assert (
        editor.get(f"/edit/corrections/new?do=date&article={undated}&value=2031-05-02").status_code
        == 422
    )

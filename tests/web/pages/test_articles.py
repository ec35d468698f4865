"""The article page: its marks, what they say, and how many are shown."""

import re

from starlette.testclient import TestClient


def test_each_stretch_says_what_every_annotation_over_it_is_and_how_sure(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    known = {
        a["id"].rsplit("/", 1)[1]: a
        for a in client.get(f"/api/articles/{article}/annotations?limit=200").json()["items"]
    }
    marks = re.findall(r'<mark [^>]*data-annotations="([0-9 ]+)" data-categories="([^"]*)"', page)
    assert {i for ids, _ in marks for i in ids.split()} == known.keys()
    for ids, sorts in marks:
        for id_, sort in zip(ids.split(), sorts.split(), strict=True):
            one = known[id_]
            told = "quotation" if one["gloss:kind"] == "direct" else "reported"
            said = "attitude" if one["gloss:body"].get("act") == "attitude" else told
            wanted = said if one["gloss:layer"] == "quotation" else one["gloss:layer"]
            assert (
                sort
                == f"{wanted}-{ {'few': 3, 'some': 2, 'all': 1}[one['gloss:shown']] }".replace(
                    " ", ""
                )
            )


def test_how_many_marks_are_shown_is_a_matter_of_the_page_alone(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    assert re.findall(r'name="density" id="density-(\w+)" value="\w+"( checked)?', page) == [
        ("few", ""),
        ("some", " checked"),
        ("all", ""),
    ]
    assert client.get(f"/articles/{article}?density=few").text == page


def test_quotes_are_shown_by_what_they_are(client: TestClient, article: int) -> None:
    assert "hundred years" in client.get("/quotes?act=speech").text
    assert "hundred years" in client.get("/quotes?act=").text
    assert "hundred years" not in client.get("/quotes?act=attitude").text
    answer = client.get("/quotes?act=song")
    assert (answer.status_code, "<h1>" in answer.text) == (422, True)


def test_the_article_page_marks_its_annotations_and_no_other_words(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    marked = {i for ids in re.findall(r'data-annotations="([0-9 ]+)"', page) for i in ids.split()}
    known = client.get(f"/api/articles/{article}/annotations?limit=200").json()["items"]
    assert marked == {a["id"].rsplit("/", 1)[1] for a in known}
    assert page.count("data-passage") == 0

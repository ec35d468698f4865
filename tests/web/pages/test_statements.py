"""What pages say of statements: denials, reported speech, and what was not read."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.engines.claims.reasons import WHY
from app.layers.base import Finding
from app.store.annotations import reannotation, runs
from app.store.db.library import Library
from app.store.schema.articles import Revision
from tests.building import ingest, some_url

TEXT = (
    "Runa Westvold denied that the quay of Skarnes was unsafe. She told reporters that it had "
    "been inspected in May.\n\n"
    "“Nobody asked us,” said Tor Aune, and “nobody will,” he went on. Critics called the quay "
    "a ruin.\n\n"
    "Tor Aune refused to confirm that the board would meet."
)
ARABIC = (
    "قال الوزير يوم الجمعة إن الجسر آمن تماما. «لن نغلق الجسر أمام السيارات»، قال الوزير للصحفيين "
    "في المدينة القديمة بعد اجتماع طويل مع المهندسين."
)
DENIED, TOLD, RUIN = (
    "that the quay of Skarnes was unsafe",
    "that it had been inspected in May",
    "a ruin",
)
ASKED, WILL, BOARD = "Nobody asked us,", "nobody will,", "that the board would meet"
VERSIONS = {"quotation": ("stub", "1")}


def said(
    words: str,
    speaker: str,
    attribution: str,
    kind: str = "indirect",
    *,
    confidence: float = 0.95,
    **body: Any,
) -> Finding:
    """A quotation of `words` in TEXT."""
    start = TEXT.index(words)
    found = {
        "type": kind,
        "act": "speech",
        "attribution": attribution,
        "speaker": speaker,
        "chain": speaker,
        "source": None,
        "cue": None,
    }
    return Finding("quotation", start, start + len(words), kind, found | body, confidence, "stub@1")


def cue(words: str) -> dict[str, Any]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "exact": words}


FOUND = (
    said(DENIED, "Runa Westvold", "q1", polarity="denied", cue=cue("denied")),
    said(TOLD, "Runa Westvold", "q2", speaker_confidence=0.6),
    said(ASKED, "Tor Aune", "q3", "direct"),
    said(WILL, "Tor Aune", "q3", "direct"),
    said(RUIN, "Critics", "q4", named=False, whole=False),
    said(BOARD, "Tor Aune", "q5", polarity="refused", cue=cue("refused to confirm")),
)


def keep(library: Library, revision_id: int, found: Sequence[Finding]) -> None:
    with library.writing() as s:
        reannotation.replace(s, s.get_one(Revision, revision_id), found, {}, ("quotation",))
        runs.record(s, revision_id, VERSIONS, {})


@pytest.fixture
def quay(app: FastAPI) -> int:
    """An article with the statements of FOUND, by its id."""
    stored = ingest(
        app.state.library,
        TEXT,
        annotated=False,
        title="The quay of Skarnes",
        date="2031-05-02",
        url=some_url(),
    )
    keep(app.state.library, stored.revision_id, FOUND)
    return stored.article_id


def words(page: str) -> str:
    """What a reader reads, without elements and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def mark(client: TestClient, article: int, exact: str) -> str:
    """The id of the quotation of these words."""
    items = client.get(f"/api/articles/{article}/annotations?layer=quotation").json()["items"]
    return next(
        str(i["id"]).rsplit("/", 1)[1]
        for i in items
        if i["target"]["selector"][1]["exact"] == exact
    )


def test_a_denial_is_told_as_one_wherever_the_words_are_shown(
    client: TestClient, quay: int
) -> None:
    denied, other = mark(client, quay, DENIED), mark(client, quay, TOLD)
    pages = {
        "quotes": "/quotes",
        "panel of another statement": f"/panels/annotation/{other}",
        "Markdown": f"/api/export?format=markdown&article={quay}",
    }
    for name, address in pages.items():
        assert f"denied {DENIED}" in words(client.get(address).text), name
    for address in (f"/cards/{denied}", f"/panels/annotation/{denied}", f"/annotations/{denied}"):
        assert '<span class="denied">denied</span>' in client.get(address).text
    assert f"refused to confirm {BOARD}" in words(client.get("/quotes").text)
    assert "2 quotations, 1 denial" in words(client.get(f"/articles/{quay}").text)


def test_a_denial_is_told_as_one_in_what_programs_read(client: TestClient, quay: int) -> None:
    lines = client.get(f"/api/export?format=csv&article={quay}").text
    row = next(line for line in lines.splitlines() if DENIED in line)
    assert row.endswith("indirect,speech,denied,denied,few")
    items = client.get(f"/api/articles/{quay}/annotations?layer=quotation").json()["items"]
    assert {
        i["body"][0]["value"] for i in items if i["gloss:body"].get("polarity") == "denied"
    } == {"Runa Westvold (denied)"}


def test_quotes_are_asked_for_by_what_was_denied(client: TestClient, quay: int) -> None:
    assert [i["exact"] for i in client.get("/api/quotes?polarity=denied").json()["items"]] == [
        DENIED
    ]
    assert DENIED in words(client.get("/quotes?polarity=denied").text)
    assert TOLD not in words(client.get("/quotes?polarity=denied").text)
    assert client.get("/quotes?polarity=sung").status_code == 422


def test_only_what_stood_in_marks_is_set_in_marks(client: TestClient, quay: int) -> None:
    marks = {exact: mark(client, quay, exact) for exact in (DENIED, TOLD, ASKED, BOARD)}
    addresses = ["/quotes", f"/api/export?format=markdown&article={quay}"]
    addresses += [
        f"/{kind}/{id_}"
        for id_ in marks.values()
        for kind in ("cards", "panels/annotation", "annotations")
    ]
    for address in addresses:
        page = unescape(client.get(address).text)
        for exact in (DENIED, TOLD, BOARD, RUIN):
            assert not re.search(rf"[“\"]\s*{exact}", page), address
    assert f"“{ASKED}” … “{WILL}”" in words(client.get("/quotes").text)


def test_a_fragment_is_listed_in_its_sentence(client: TestClient, quay: int) -> None:
    assert "Critics called the quay a ruin." in words(client.get("/quotes").text)


def test_the_numbers_of_the_line_the_list_and_the_card_are_the_same(
    client: TestClient, quay: int
) -> None:
    page = client.get(f"/articles/{quay}").text
    assert "3 speakers, 1 of them unnamed" in words(page)
    listed = re.search(r'id="voices">.*?<h2[^>]*>Unnamed speakers</h2>.*?</ul>', page, re.DOTALL)
    assert listed
    direct = words(page.partition('id="said-direct"')[2].partition("</section>")[0])
    assert "1 of 3 speakers" in direct
    assert len(re.findall("<li>", listed[0])) == 3
    assert "Tor Aune 2 quotations" in words(page)
    card = words(client.get(f"/cards/{mark(client, quay, ASKED)}").text)
    assert "1 other quotation in this article" in card
    assert WILL not in card.partition("1 other quotation in this article")[2]


def test_a_doubtful_speaker_is_marked_as_possible(client: TestClient, quay: int) -> None:
    assert "Possibly Runa Westvold" in words(client.get(f"/cards/{mark(client, quay, TOLD)}").text)
    assert "Possibly" not in words(client.get(f"/cards/{mark(client, quay, DENIED)}").text)
    assert words(client.get("/quotes").text).count("possibly Runa Westvold") == 1


def test_the_same_speaker_elsewhere_is_in_other_articles(
    app: FastAPI, editor: TestClient, client: TestClient
) -> None:
    text = (
        "“The mole stands,” Ingrid Vale said. “It will stand,” Ingrid Vale said. “It stood,” "
        "Ingrid Vale said."
    )
    ids = [
        editor.post("/api/articles", json={"text": text + end}).json()["id"]
        for end in ("", " That was all.")
    ]
    first = mark(client, ids[0], "The mole stands,")
    told = client.get(f"/panels/annotation/{first}").text.partition(
        "The same speaker in other articles"
    )[2]
    assert f'href="/articles/{ids[1]}"' in told
    assert f'href="/articles/{ids[0]}"' not in told


def test_nothing_is_said_of_the_sourcing_of_what_was_not_read(
    app: FastAPI, client: TestClient
) -> None:
    stored = ingest(app.state.library, TEXT, annotated=False, url=some_url())
    page = words(client.get(f"/articles/{stored.article_id}").text)
    assert "This article is still being annotated." in page
    assert "own words" not in page
    with app.state.library.writing() as s:
        runs.record(s, stored.revision_id, VERSIONS, {"quotation": "ValueError: no"})
    page = words(client.get(f"/articles/{stored.article_id}").text)
    assert "This article could not be annotated." in page
    assert "own words" not in page
    keep(app.state.library, stored.revision_id, ())
    assert "writer’s own words 100%" in words(client.get(f"/articles/{stored.article_id}").text)


def test_a_language_that_is_not_read_is_named_and_nothing_claimed(
    editor: TestClient, client: TestClient
) -> None:
    article = editor.post("/api/articles", json={"text": ARABIC}).json()["id"]
    page = words(client.get(f"/articles/{article}").text)
    assert "Arabic is not fully supported" in page
    assert "own words" not in page
    german = words(client.get(f"/de/articles/{article}").text)
    assert "Arabisch wird nicht vollständig unterstützt" in german


def test_lists_say_which_articles_were_not_read_yet(
    app: FastAPI, client: TestClient, quay: int
) -> None:
    assert "Not read yet" not in words(client.get("/quotes").text)
    ingest(
        app.state.library,
        "Nothing here was read.",
        annotated=False,
        url=some_url(),
        title="A late paper",
    )
    ingest(
        app.state.library,
        "Nor was this.",
        annotated=False,
        url=some_url(),
        title="A closed paper",
        visibility="private",
    )
    for address in ("/quotes", "/claims"):
        page = words(client.get(address).text)
        assert re.search(r"Not annotated yet, so not listed here: [^.]*A late paper", page), address
        assert "A closed paper" not in page
    lines = words(client.get("/").text)
    assert re.search(r"A late paper[^·]*· not annotated yet", lines)
    assert lines.count("not annotated yet") == 1


def claim(
    text: str,
    *,
    reported: bool | None,
    claimant: str | None = None,
    why: tuple[str, ...] = ("figure",),
) -> Finding:
    """The whole of `text` as a claim."""
    body = {
        "check_worthiness": 0.9,
        "claimant": claimant,
        "claimant_chain": None,
        "reported": reported,
    }
    return Finding(
        "claim", 0, len(text), "claim", body | {"why": [WHY[sign] for sign in why]}, 0.9, "stub@1"
    )


def test_a_claim_says_whose_it_is_and_why_in_words(app: FastAPI, client: TestClient) -> None:
    text = (
        "The quay of Skarnes was built in 1931 and cost four million crowns, as the board had "
        "said in May."
    )
    cases = {
        "Claimed by Runa Westvold": claim(text, reported=True, claimant="Runa Westvold"),
        "Reported, claimant unknown": claim(text, reported=True),
        "In the writer’s own words": claim(text, reported=False),
        "Claimant unknown": claim(text, reported=None, why=("figure", "dated_event")),
    }
    for whose, made in cases.items():
        stored = ingest(app.state.library, text, annotated=False, url=some_url())
        with app.state.library.writing() as s:
            reannotation.replace(s, s.get_one(Revision, stored.revision_id), [made], {}, ("claim",))
        items = client.get(f"/api/articles/{stored.article_id}/annotations?layer=claim").json()[
            "items"
        ]
        for address in ("/cards/", "/panels/annotation/"):
            page = words(client.get(address + items[0]["id"].rsplit("/", 1)[1]).text)
            assert whose in page
            assert "Why it can be checked: it gives a figure" in page
    assert "Why it can be checked: it gives a figure; it says when something happened." in page


def test_the_preview_of_a_correction_says_how_many_of_what_it_changes(
    client: TestClient, editor: TestClient, article: int
) -> None:
    items = client.get(f"/api/articles/{article}/annotations?layer=entity").json()["items"]
    one = next(i for i in items if i["target"]["selector"][1]["exact"].endswith("Vale"))
    asked = {
        "do": "split",
        "annotation": one["id"].rsplit("/", 1)[1],
        "who": "new",
        "value": "Berit Vale",
        "new_kind": "person",
    }
    form = words(editor.get("/edit/corrections/preview", params=asked).text)
    figures = re.findall(r"· (\d+) passages? in 1 article(?: \(([^)]*)\))?", form)
    assert figures
    for count, kinds in figures:
        assert sum(map(int, re.findall(r"\d+", kinds))) == int(count) or (
            int(count) == 1 and not kinds
        )
    assert "touches" not in form

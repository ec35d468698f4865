"""Articles in other languages: language and direction of their words, and declared wrongly."""

import lxml.html
from starlette.testclient import TestClient

from app.web.http.templating import in_language

ARABIC = (
    "لا يزال الميناء مغلقا. وقال رئيس البلدية يوم الثلاثاء: «ليس لدينا خيار آخر في هذا "
    "الشتاء».\n\nولم تعلق الوزارة على ذلك حتى الآن."
)
GERMAN = (
    "Der Hafen von Orsk bleibt auch im Winter geschlossen, wie der Rat am Dienstag beschloss. "
    "„Wir haben keine andere Wahl“, sagte Ole "
    "Tarn.\n\nDie Kosten der Mole trägt die Insel allein, und niemand weiß, wie lange das "
    "Geld noch reicht."
)


def test_titles_and_quotations_have_the_language_and_direction_of_their_article(
    editor: TestClient,
) -> None:
    given = {
        "text": ARABIC,
        "title": "OECD: الميناء مغلق",
        "language": "ar",
        "published": "2031-03-14",
    }
    made = editor.post("/api/articles", json=given).json()["id"]
    page = editor.get(f"/articles/{made}").text
    assert '<h1 lang="ar" dir="rtl">' in page
    assert '<div id="article-text" lang="ar" dir="rtl"' in page
    assert f'<a href="/articles/{made}" lang="ar" dir="rtl">' in editor.get("/").text
    assert (
        f'<a href="/articles/{made}" lang="ar" dir="rtl">' in editor.get("/search?q=الميناء").text
    )
    assert '<p class="quoted" lang="ar" dir="rtl">' in editor.get("/quotes").text


def test_the_title_of_an_article_has_its_language_or_direction_wherever_it_is_shown(
    editor: TestClient,
) -> None:
    title = "الميناء مغلق في الشتاء"
    # Named in Latin letters, so that there is an entity with a list of articles.
    text = f"{ARABIC}\n\nOECD und UNESCO 2031."
    given = {"text": text, "title": title, "language": "ar", "published": "2031-03-14"}
    made = editor.post("/api/articles", json=given).json()["id"]
    words = "لا يزال الميناء مغلقا"
    code = editor.post("/api/passages", json={"article": made, "exact": words}).json()["code"]
    note = {"article": made, "revision": 1, "start": 0, "end": 5, "text": "hm"}
    editor.post("/notes", data=note)
    board = editor.post("/boards", data={"title": title}).headers["location"]
    editor.post(f"{board}/passages", data={"passage": code})
    pages = (
        *("/", "/search?q=الميناء", "/quotes", "/edit", "/notes", f"/notes?article={made}"),
        *(f"/articles/{made}", f"/articles/{made}/revisions", f"/articles/{made}/share"),
        *(f"/edit/articles/{made}", f"/p/{code}", f"/p/{code}/cite", "/boards", board),
    )
    shown = 0
    for address in pages:
        tree = lxml.html.fromstring(editor.get(address).content)
        (main,) = tree.iter("main")
        for element in main.iter():
            own = [element.text, *(child.tail for child in element)]
            if element.tag in ("pre", "textarea", "option") or title not in "".join(
                filter(None, own)
            ):
                continue
            around = [element, *element.iterancestors()]
            directions = [one.get("dir") for one in around if one.get("dir")]
            assert directions, (address, lxml.html.tostring(element, encoding="unicode"))
            assert directions[0] in ("rtl", "auto"), address
            shown += 1
    assert shown >= 10


def test_english_needs_no_attributes_and_an_unknown_language_takes_its_words_direction() -> None:
    assert in_language("en-GB") == ""
    assert in_language("und") == ' dir="auto"'
    assert in_language('de"><script>') == ' dir="auto"'


def test_a_contradicted_language_is_a_doubt_on_the_article_which_is_read_as_what_it_is(
    editor: TestClient,
) -> None:
    made = editor.post(
        "/api/articles", json={"text": GERMAN, "title": "Der Hafen", "language": "en"}
    ).json()["id"]
    told = editor.get(f"/api/articles/{made}").json()
    assert (told["language"], told["declared_language"]) == ("de", "en")
    assert [d["kind"] for d in told["doubts"]] == ["language"]
    page = editor.get(f"/articles/{made}").text
    assert '<h1 lang="de" dir="ltr">' in page
    assert "The source gives the language as English, but the text is in German." in page
    assert 'class="doubtful"' not in page  # beside the date stand only doubts about the date
    quotes = editor.get("/api/quotes").json()["items"]
    assert [(q["exact"], q["body"]["speaker"]) for q in quotes] == [
        ("Wir haben keine andere Wahl", "Ole Tarn")
    ]

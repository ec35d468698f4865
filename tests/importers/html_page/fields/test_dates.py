"""When an article appeared: days that are shown, days that are set right, days that are doubted."""

import pytest

from app.importers.html_page.dom import parse
from app.importers.html_page.fields.date_lines import day_in_address, month_in_address
from app.importers.html_page.fields.script_dates import day_in_scripts
from tests.importers.html_page.fields.reading import above, day
from tests.importers.pages import draft, linked, page

PUBLISHED = '<meta property="article:published_time" content="{}">'
MODIFIED = '<meta property="article:modified_time" content="{}">'


@pytest.mark.parametrize(
    ("inside", "where"),
    [
        ('<div class="meta"><time datetime="2024-05-03T09:12:00+02:00">3 May</time></div>', "time"),
        ('<p class="dateline">Friday 3 May 2024</p>', "dateline"),
        ("<p>May 3rd, 2024</p>", "dateline"),
        ('<div class="submitted">Gespeichert von rasos am 3. Mai 2024 - 18:55</div>', "dateline"),
        ('<abbr class="published" title="2024-05-03T09:12">two days ago</abbr>', "time"),
        ('<span data-timestamp="1714723200">yesterday</span>', "time"),
        ("<p>Von Jane Roe am 3. Mai 2024 um 9:12 Uhr</p>", "dateline"),
        ("<p>Publié le 3 mai 2024 à 9 h 12</p>", "dateline"),
        ("<p>Published 3 May 2024 | Updated 9 May 2024</p>", "dateline"),
        ("<div><span>Updated:</span> <time>9 May 2024</time></div><p>3 May 2024</p>", "dateline"),
        ('<span itemprop="datePublished">3 May 2024</span>', "microdata"),
        ('<span property="dc:date" content="2024-05-03"></span>', "rdfa"),
    ],
)
def test_a_day_above_the_text_is_that_of_publication(inside: str, where: str) -> None:
    assert day(inside) == ("2024-05-03", where)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>It was 3 March 2024 when this happened, on a grey day.</p>",
        "<p>The report was published on 3 March 2024 by the town.</p>",
        '<p class="date">Updated 9 May 2024</p>',
        '<div class="comments"><time datetime="2024-05-03">3 May</time></div>',
        '<p class="event-date">3 May 2024</p>',
        "<dl><dt>Born</dt><dd>3 May 1961</dd></dl>",
        "<p>Friday 3 May</p>",
    ],
)
def test_other_days_are_not_that_of_publication(inside: str) -> None:
    found = above(inside)
    if found.declared_date is not None:
        assert found.declared_date.provenance in ("last-change", "htmldate")
        assert [d.kind for d in found.doubts] == ["declared-date-guessed"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/2024/harbour/5/3/index.html", "2024-05-03"),
        ("/2024/05/240503-pier", "2024-05-03"),
        ("/2024/05/240603-pier", None),
    ],
)
def test_an_address_names_the_day_in_several_ways(path: str, found: str | None) -> None:
    assert day_in_address(f"https://elm-press.example{path}") == found
    assert month_in_address("https://elm-press.example/2024/5/pier") == "2024-05"


def test_another_reader_is_asked_last_and_not_believed_in_another_month() -> None:
    words = "<p>It was 3 March 2024 when this happened, on a grey day.</p>"
    found = above(words)
    assert found.declared_date is not None
    assert found.declared_date.provenance == "htmldate"
    assert found.confidence["declared_date"] <= 0.6
    assert day(words, url="https://elm-press.example/2024/05/pier.html") is None


def test_the_address_names_the_day_where_nothing_else_does() -> None:
    assert day("", url="https://elm-press.example/2024/05/03/pier") == ("2024-05-03", "address")
    assert day("", url="https://elm-press.example/2024/may/03/pier") == ("2024-05-03", "address")
    assert day("", url="https://elm-press.example/20240503-pier") == ("2024-05-03", "address")
    assert day("", url="https://elm-press.example/pier-2024-99-03") is None


@pytest.mark.parametrize("placeholder", ["0001-01-01T00:00:00Z", "1970-01-01", "2999-01-01"])
def test_a_placeholder_or_a_day_to_come_is_passed_over(placeholder: str) -> None:
    head = PUBLISHED.format(placeholder) + '<meta name="date" content="2024-05-03">'
    assert day("", head) == ("2024-05-03", "meta")
    alone = above("", PUBLISHED.format(placeholder))
    assert alone.declared_date is None
    assert [d.kind for d in alone.doubts] == ["declared-date-unreadable"]


def test_numbers_that_could_be_two_days_are_none_and_doubted() -> None:
    found = draft(page(head='<meta name="date" content="03/05/2024">'))
    assert found.declared_date is None
    assert [d.kind for d in found.doubts] == ["declared-date-unreadable"]


def test_a_day_in_universal_time_gives_way_to_the_one_shown() -> None:
    head = PUBLISHED.format("2024-05-04T00:53:29Z")
    assert day('<time class="date">3 May 2024</time>', head) == ("2024-05-03", "time")
    local = PUBLISHED.format("2024-05-04T00:53:29+02:00")
    assert day('<time class="date">3 May 2024</time>', local) == ("2024-05-04", "open-graph")


def test_of_two_declared_days_the_one_shown_counts() -> None:
    head = linked(headline="Ferry strikes pier", datePublished="2024-05-09")
    head += PUBLISHED.format("2024-05-03")
    found = above('<p class="date">3 May 2024</p>', head)
    assert found.declared_date is not None
    assert found.declared_date.value == "2024-05-03"
    assert [d.kind for d in found.doubts] == ["declared-date-conflict"]


def test_a_day_of_publication_after_the_last_change_gives_way_to_the_one_shown() -> None:
    head = PUBLISHED.format("2024-11-17T10:33:13Z") + MODIFIED.format("2024-11-17T10:32:18Z")
    assert day('<time class="date">3 May 2024</time>', head) == ("2024-05-03", "time")


def test_the_day_of_the_last_change_is_kept_apart() -> None:
    head = PUBLISHED.format("2024-05-03") + MODIFIED.format("2024-05-09T10:00:00Z")
    head += '<meta property="article:section" content="Harbour">'
    found = draft(page(head=head))
    assert found.declared_date is not None
    assert found.modified_date is not None
    assert (found.declared_date.value, found.modified_date.value) == ("2024-05-03", "2024-05-09")
    assert found.section == "Harbour"
    wire = found.as_json()
    assert wire["modified_date"] == {"value": "2024-05-09", "provenance": "open-graph"}
    assert wire["section"] == "Harbour"


def test_programs_data_name_the_day_where_they_agree() -> None:
    script = '<script>window.data = {"publishDate": "2024-05-03T08:00:00Z"}</script>'
    assert day("", script) == ("2024-05-03", "script")
    other = '<script>window.more = [{"publishDate": "2024-05-04"}]</script>'
    assert day_in_scripts(parse(page(head=script + other).encode()), None) is None
    titled = '<script>x = [{"title": "Ferry strikes pier", "publishedAt": 1714723200000}]</script>'
    far = " " * 4_000 + other
    root = parse(page(head=titled + far).encode())
    assert day_in_scripts(root, "Ferry strikes pier") == "2024-05-03"


def test_a_guess_says_that_it_is_one() -> None:
    words = "The inquiry of the harbour office goes on, it said on Tuesday night in a statement."
    far = '<div class="page-date"><span>3 May 2024</span></div>'
    found = draft(page(after=9 * f"<p>{words}</p>" + far))
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == ("2024-05-03", "text")
    assert [d.kind for d in found.doubts] == ["declared-date-guessed"]
    assert found.confidence["declared_date"] <= 0.5

"""Who wrote an article, by the page's markup and by what its readers see."""

import pytest

from tests.importers.html_page.fields.reading import byline
from tests.importers.pages import draft, linked, page


@pytest.mark.parametrize(
    "above",
    [
        '<p class="byline">By Jane Roe, John Doe and Ada Moor</p>',
        (
            '<div class="byline"><span class="byline__name">Jane Roe</span>, <span '
            'class="byline__name">John Doe</span> and <span class="byline__name">Ada '
            "Moor</span></div>"
        ),
        (
            '<p>By <a rel="author" href="/j">Jane Roe</a>, <a rel="author" href="/d">John '
            'Doe</a> and <a rel="author" href="/a">Ada Moor</a></p>'
        ),
        '<ul class="authors"><li>Jane Roe</li><li>John Doe</li><li>Ada Moor</li></ul>',
        "<p>Words by Jane Roe, John Doe and Ada Moor. Photos by Kit Elm</p>",
    ],
)
def test_several_people_are_named_one_each(above: str) -> None:
    assert byline(above) == ("Jane Roe", "John Doe", "Ada Moor")


@pytest.mark.parametrize(
    "above",
    [
        '<div itemprop="author" itemscope><span itemprop="name">Jane Roe</span></div>',
        '<span class="author vcard">Von <a class="fn" href="/autor/roe">Jane Roe</a></span>',
        (
            '<div class="meta"><div class="author-name"><span>By Jane Roe</span></div>'
            "<div>Elm Press | 3 May 2024</div></div>"
        ),
        "<p>Von Jane Roe am 3. März 2024</p>",
        "<p>Par Jane Roe, journaliste, le 3 mars 2024</p>",
        '<div class="css-1x-Byline"><span>Jane Roe</span></div>',
    ],
)
def test_one_person_is_named(above: str) -> None:
    assert byline(above) == ("Jane Roe",)


@pytest.mark.parametrize(
    "above",
    [
        '<p class="byline">By Elm Press</p>',
        '<p class="byline">Associated Press</p>',
        '<p class="author">admin</p>',
        '<div class="comment"><span class="comment-author">Jane Roe</span></div>',
        '<div class="author-bio">Jane Roe has written about ferries for twenty years.</div>',
        '<div class="related-stories"><span class="byline">By Jane Roe</span></div>',
    ],
)
def test_sites_agencies_accounts_and_commenters_are_no_authors(above: str) -> None:
    assert byline(above) == ()


def test_staff_counts_where_nobody_is_named() -> None:
    assert byline('<p class="byline">By Staff Writer</p>') == ("Staff Writer",)
    assert byline('<p class="byline">Staff, Jane Roe</p>') == ("Jane Roe",)


@pytest.mark.parametrize("declared", ["admin7", "Elm Newsroom"])
def test_the_person_shown_is_believed_before_an_account_or_a_desk(declared: str) -> None:
    head = linked(headline="Ferry strikes pier", author={"name": declared})
    assert byline('<p class="byline">By Jane Roe</p>', head) == ("Jane Roe",)


def test_everybody_shown_counts_where_some_are_declared() -> None:
    head = '<meta name="author" content="Jane Roe">'
    assert byline('<p class="byline">By Jane Roe and John Doe</p>', head) == (
        "Jane Roe",
        "John Doe",
    )


def test_a_person_is_declared_before_the_organization_of_the_same_list() -> None:
    author = [{"@type": "Organization", "name": "Elm Desk"}, {"@type": "Person", "name": "Jo Roe"}]
    found = draft(page(head=linked(headline="Ferry", author=author)))
    assert found.byline == ("Jo Roe",)


def test_scholarly_names_are_turned_round() -> None:
    head = '<meta name="citation_author" content="Roe, Jane"><meta name="citation_author" '
    head += 'content="Doe, John B.">'
    assert byline("", head) == ("Jane Roe", "John B. Doe")


def test_a_byline_says_where_it_was_read_and_how_sure_it_is() -> None:
    head = '<meta name="author" content="Jane Roe">'
    alone, twice = draft(page(head=head)), draft(page(head=head, before="<p>By Jane Roe</p>"))
    assert alone.provenance["byline"] == twice.provenance["byline"] == "meta"
    assert 0.5 < alone.confidence["byline"] < twice.confidence["byline"] < 1
    assert [c.where for c in twice.claims if c.field == "byline"] == ["meta", "byline"]

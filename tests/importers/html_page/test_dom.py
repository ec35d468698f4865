from hypothesis import given
from hypothesis import strategies as st

from app.importers.html_page.dom import flatten


@given(st.text("<>/ab!- ", max_size=200))
def test_flattening_changes_nothing_in_a_shallow_page(html: str) -> None:
    assert flatten(html) == html


def test_an_end_tag_that_closes_nothing_opens_nothing() -> None:
    html = "<div></b></i></div>" * 500
    assert flatten(html) == html


def test_tags_in_scripts_and_comments_do_not_count() -> None:
    html = "<script>" + "<div>" * 500 + "</script><!--" + "<div>" * 500 + "--><p>x</p>"
    assert flatten(html) == html


def test_what_is_nested_too_deep_is_flattened() -> None:
    assert flatten("<div>" * 200 + "x" + "</div>" * 200).count("<div>") == 80

"""Pages of too many elements are not given to other libraries."""

import lxml.html

from app.importers.html_page.fields import second_opinion
from app.importers.html_page.page_size import ASKED_MAX, is_too_large

DAY = '<meta property="article:published_time" content="2024-05-03">'


def test_a_page_is_too_large_from_one_element_more_than_the_limit() -> None:
    root = lxml.html.fromstring(f"<html><head>{DAY}</head><body></body></html>")
    for _ in range(ASKED_MAX - 4):  # html, head, meta and body
        root.append(root.makeelement("b"))
    assert not is_too_large(root)
    root.append(root.makeelement("b"))
    assert is_too_large(root)
    assert second_opinion.ask(root, None) == []


def test_a_page_that_is_not_too_large_has_a_second_opinion() -> None:
    root = lxml.html.fromstring(f"<html><head>{DAY}</head><body></body></html>")
    assert [claim.value for claim in second_opinion.ask(root, None)] == ["2024-05-03"]

"""Names of boxes that are no part of an article."""

import pytest

from app.importers.html_page.main_content.surroundings import names_clutter


@pytest.mark.parametrize(
    "named",
    [
        "newsletter-box",
        "relatedPosts",
        "c-read-more",
        "ad",
        "post__share",
        "site-comments",
        "AdSlot",
    ],
)
def test_a_name_of_clutter_is_known(named: str) -> None:
    assert names_clutter(named)


@pytest.mark.parametrize(
    "named",
    [
        "article-body",
        "has-sidebar",
        "no-ads",
        "social-media-embed",
        "commentary",
        "header",
        "reader",
    ],
)
def test_a_name_of_an_article_is_none(named: str) -> None:
    assert not names_clutter(named)

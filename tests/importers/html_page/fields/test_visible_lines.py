"""Lines of a page: what is near the title, what is of others, and pages without measure."""

import lxml.html
import pytest

from app.importers.html_page.fields.byline_lines import visible_bylines
from app.importers.html_page.fields.date_lines import visible_days
from app.importers.html_page.fields.visible_lines import LINE_MAX_CHARACTERS, VisibleLines

PROSE = "<p>" + "The harbour was closed again on Monday, the mayor said. " * 20 + "</p>"


def lines(body: str, title: str | None = "Ferry strikes pier") -> VisibleLines:
    return VisibleLines(lxml.html.document_fromstring(f"<body>{body}</body>"), title)


def test_a_line_is_near_before_and_behind_the_title_but_not_behind_its_text() -> None:
    found = lines(f"<p>above</p><h1>Ferry strikes pier</h1><p>below</p>{PROSE}<p>late</p>").lines
    near = {line.words: line.is_near for line in found}
    assert (near["above"], near["below"], near["late"]) == (True, True, False)


def test_navigation_comments_and_teasers_have_no_lines() -> None:
    apart = "<nav>n</nav><div class=comments><p>c</p></div><div class=related><p>r</p></div>"
    found = lines(f"<h1>Ferry strikes pier</h1><p>own</p>{apart}{PROSE}").lines
    assert not {"n", "c", "r"} & {line.words for line in found}
    assert "own" in {line.words for line in found}


def test_a_label_in_front_belongs_to_the_line() -> None:
    found = lines("<h1>Ferry strikes pier</h1><div><b>Updated:</b> <i>3 May 2024</i></div>").lines
    assert [line.before for line in found if line.node.tag == "i"] == ["Updated:"]


@pytest.mark.parametrize(
    "body",
    [
        "<div class=byline>" * 79 + "By Jane Roe",
        "<br>" * 50_000,
        "<span>a</span>" * 20_000,
        "<div class=date>" + "3 May 2024 " * 30_000 + "</div>",
        "<p class=author>" + "Jane Roe, " * 50_000 + "</p>",
        "<a rel=author>Jane Roe</a>" * 5_000,
        "<time datetime=2024-05-03>3 May</time>" * 5_000,
    ],
)
def test_pages_without_measure_are_read(body: str) -> None:
    found = lines(f"<h1>Ferry strikes pier</h1>{body}").lines
    assert all(len(line.words) <= LINE_MAX_CHARACTERS for line in found)
    assert isinstance(visible_days(found, "en"), list)
    assert isinstance(visible_bylines(found, [], None), list)

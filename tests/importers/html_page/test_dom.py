import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.html_page.dom import flatten, parse


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


def words(html: str) -> str:
    return " ".join("".join(parse(html.encode()).itertext()).split())


@pytest.mark.parametrize("name", ["embed", "source", "track", "wbr", "keygen", "bgsound"])
@pytest.mark.parametrize("attributes", ["", " src='a>b'", " src=x /"])
def test_a_void_element_holds_nothing_of_what_follows(name: str, attributes: str) -> None:
    html = f"<p>Before</p><{name}{attributes}> between <p>after</p><div>end</div> " * 300
    assert words(html) == " ".join(["Before between afterend"] * 300)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<svg><path d=1><p>after</p><div>more</div>", "aftermore"),
        ("<math><mrow><mi>x<h2>after</h2>", "after"),
        ("<ul><li>a<svg><g><li>b</ul>", "ab"),
        ("<p>a <svg><title>t</title><path/></svg> b</p>", "a b"),
        ("<svg><foreignObject><p>in</p></foreignObject></svg><p>out</p>", "out"),
        ("<p>a <math><mtext><b>x</b></mtext><mi>y</mi></math> b</p>", "a b"),
    ],
)
def test_html_ends_a_drawing_or_formula_that_is_not_closed(html: str, left: str) -> None:
    assert words(html) == left


def test_the_attributes_of_an_element_are_bounded() -> None:
    many = "".join(f" a{n}='x > y'" for n in range(5_000))
    (node,) = parse(f"<body><p{many} id=last>words</p></body>".encode()).iter("p")
    assert len(node.attrib) == 200
    few = f"<p class='{'long ' * 500}' id=last>words</p>"
    assert flatten(few) == few
    assert words(few) == "words"

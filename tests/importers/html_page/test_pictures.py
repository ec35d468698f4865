"""Pictures of a page: address, alternative text, caption and credit, and nothing invented."""

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.blocks import BlockText, join
from app.importers.html_page import block_flow, dom, pictures
from app.importers.html_page.pictures import PICTURES_MAX
from app.importers.urls import absolute
from app.text.spans import Block
from tests.importers.pages import FIRST, LAST, draft, linked, page

SITE = "https://elm-press.example"
WALL = {"url": f"{SITE}/wall.jpg"}
Captions = list[tuple[str, dict[str, str] | None]]


def captions(inside: str, head: str = "") -> Captions:
    """The captions between the first and the last paragraph, with their pictures."""
    found = draft(page(inside, head=head))
    between = [b for b in found.blocks if found.text[b.start : b.end] not in (FIRST, LAST)]
    assert {b.kind for b in between} <= {"caption"}, [found.text[b.start : b.end] for b in between]
    return [
        (found.text[b.start : b.end], b.picture.as_json() if b.picture else None) for b in between
    ]


CASES: dict[str, tuple[str, Captions]] = {
    "a caption and a credit in elements of their own": (
        (
            '<figure><img src="/wall.jpg" alt="A wall by the sea"><figcaption>The wall at low tide.'
            '<span class="credit">Jane Roe/Elm Press</span></figcaption></figure>'
        ),
        [
            (
                "The wall at low tide.",
                WALL | {"alt": "A wall by the sea", "credit": "Jane Roe/Elm Press"},
            )
        ],
    ),
    "classes in another spelling": (
        (
            '<figure><img src="/wall.jpg"><figcaption><span class="x-Caption__text">The wall</span>'
            '<span class="AssetCaptionCredit-a1B">Elm Press</span></figcaption></figure>'
        ),
        [("The wall", WALL | {"credit": "Elm Press"})],
    ),
    "a credit before its caption": (
        (
            '<figure><img src="/wall.jpg"><small class="copyright">© Jane Roe</small>'
            "<figcaption>The wall</figcaption></figure>"
        ),
        [("The wall", WALL | {"credit": "© Jane Roe"})],
    ),
    "a credit below the figure": (
        (
            '<figure><img src="/wall.jpg"><figcaption>The wall</figcaption></figure>'
            '<p class="credit">Photo: Jane Roe</p>'
        ),
        [("The wall", WALL | {"credit": "Photo: Jane Roe"})],
    ),
    "a credit that ends the words": (
        (
            '<figure><img src="/wall.jpg"><figcaption>The wall at low tide. (Jane Roe/AP)'
            "</figcaption></figure>"
        ),
        [("The wall at low tide.", WALL | {"credit": "Jane Roe/AP"})],
    ),
    "a credit on a line of its own": (
        (
            '<figure><img src="/wall.jpg"><figcaption>The wall<br>Photo: Jane Roe</figcaption>'
            "</figure>"
        ),
        [("The wall", WALL | {"credit": "Photo: Jane Roe"})],
    ),
    "a credit and no caption": (
        (
            '<figure><img src="/wall.jpg"><figcaption><span class="photo-credit">Jane Roe</span>'
            "</figcaption></figure>"
        ),
        [("Jane Roe", WALL | {"credit": "Jane Roe"})],
    ),
    "a caption without an element": (
        '<figure><img src="/wall.jpg">The wall at low tide</figure>',
        [("The wall at low tide", WALL)],
    ),
    "a caption of paragraphs": (
        (
            '<figure><img src="/wall.jpg"><figcaption><p>The wall.</p><p>It is old.</p>'
            "</figcaption></figure>"
        ),
        [("The wall.", WALL), ("It is old.", None)],
    ),
    "span.caption outside of a figure": (
        (
            '<div class="image"><img src="/wall.jpg"><span class="caption">The wall</span>'
            '<span class="credit">Jane Roe</span></div>'
        ),
        [("The wall", WALL | {"credit": "Jane Roe"})],
    ),
    "a container that says so": (
        (
            '<div class="wp-caption"><a href="/big"><img src="/wall.jpg"></a>'
            '<p class="wp-caption-text">The wall</p></div>'
        ),
        [("The wall", WALL)],
    ),
    "words in italics below a picture": (
        '<p><img src="/wall.jpg"></p><p><em>The wall at low tide</em></p>',
        [("The wall at low tide", WALL)],
    ),
    "words in italics in the picture's paragraph": (
        '<p><a href="/big"><img src="/wall.jpg"></a><br><em>The wall at low tide</em></p>',
        [("The wall at low tide", WALL)],
    ),
    "what is read aloud before a caption": (
        (
            '<figure><img src="/wall.jpg"><figcaption><span class="hid">Image caption, </span>The '
            "wall</figcaption></figure>"
        ),
        [("The wall", WALL)],
    ),
    "a picture without words": ('<figure><img src="/wall.jpg" alt="Never shown"></figure>', []),
    "two pictures": (
        (
            '<figure><img src="/wall.jpg"><figcaption>One wall</figcaption></figure>'
            '<figure><img src="/quay.jpg"><figcaption>One quay</figcaption></figure>'
        ),
        [("One wall", WALL), ("One quay", {"url": f"{SITE}/quay.jpg"})],
    ),
}


@pytest.mark.parametrize(("inside", "wanted"), CASES.values(), ids=CASES)
def test_a_caption_has_its_picture_and_its_own_words(inside: str, wanted: Captions) -> None:
    assert captions(inside) == wanted


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ('<img src="wall.jpg">', f"{SITE}/news/wall.jpg"),
        ('<img src="data:image/gif;base64,R0lGOD" data-src="/wall.jpg">', f"{SITE}/wall.jpg"),
        ('<img src="/img/blank.gif" srcset="/s.jpg 300w, /l.jpg 1200w">', f"{SITE}/l.jpg"),
        ('<img data-srcset="/a,b.jpg 1x, /c.jpg 2x">', f"{SITE}/c.jpg"),
        ('<picture><source srcset="/wall.webp"><img alt="x"></picture>', f"{SITE}/wall.webp"),
        ('<img src="data:x"><noscript><img src="/wall.jpg"></noscript>', f"{SITE}/wall.jpg"),
        ('<amp-img src="https://cdn.example/w.jpg"></amp-img>', "https://cdn.example/w.jpg"),
        ('<img src="//cdn.example/w.jpg">', "https://cdn.example/w.jpg"),
        ('<img src="javascript:alert(1)">', None),
        ('<img src="data:image/svg+xml,<svg onload=alert(1)>">', None),
        ('<img src="file:///etc/passwd">', None),
        ('<img src="/face.jpg" width="32" height="32">', None),
        ('<img src="/counter.gif" width="1">', None),
    ],
)
def test_the_address_is_the_picture_s_own_and_public(image: str, url: str | None) -> None:
    ((words, picture),) = captions(f"<figure>{image}<figcaption>The wall</figcaption></figure>")
    assert words == "The wall"
    assert (picture or {}).get("url") == url


@pytest.mark.parametrize(
    "inside",
    [
        f"<img src=/wall.jpg><p>{LAST[:80]} and so on it went.</p>",
        "<img src=/wall.jpg><p>The minister spoke to Reuters.</p>",
        "<img src=/wall.jpg><p>He said <em>never</em> twice.</p>",
        f"<img src=/wall.jpg><p><em>{'Long words in italics introduce this. ' * 8}</em></p>",
        "<p>Before <img src=/wall.jpg> and <em>after</em>.</p>",
    ],
)
def test_a_paragraph_beside_a_picture_stays_a_paragraph(inside: str) -> None:
    found = draft(page(inside))
    assert all(b.picture is None for b in found.blocks)
    assert {b.kind for b in found.blocks} == {"paragraph"}


def test_a_byline_below_a_picture_is_no_credit() -> None:
    found = draft(page("", before="<img src=/wall.jpg><p>By Jane Roe</p>"))
    assert found.byline == ("Jane Roe",)


def blocks(html: str) -> BlockText:
    """All blocks of a page, the article's and others."""
    root = dom.parse(html.encode())
    resolve = partial(absolute, base=f"{SITE}/")
    parts = pictures.caption_parts(root, resolve)
    leaves = pictures.with_pictures(block_flow.leaves(root, resolve), parts)
    return join(leaf.piece for leaf in leaves)


def test_other_blocks_in_a_figure_keep_their_kind() -> None:
    found = blocks("<figure><img src=a.jpg><pre>let x = 1</pre><p>The program</p></figure>")
    assert [b.kind for b in found.blocks] == ["code", "caption"]


@pytest.mark.parametrize(
    ("image", "credit"),
    [
        ({"url": "/wall.jpg?w=900", "creditText": "Jane Roe &amp; Co"}, "Jane Roe & Co"),
        ({"caption": "The wall", "copyrightHolder": {"name": "Elm Press"}}, "Elm Press"),
        ({"url": "/quay.jpg", "caption": "The quay", "creditText": "Jane Roe"}, None),
        ({"url": 7, "caption": ["x"], "creditText": {"a": 1}}, None),
        ("/wall.jpg", None),
        (None, None),
    ],
)
def test_a_credit_may_be_declared_but_only_of_this_picture_and_no_words(
    image: object, credit: str | None
) -> None:
    figure = '<figure><img src="/wall.jpg?w=300"><figcaption>The wall</figcaption></figure>'
    ((words, picture),) = captions(figure, head=linked(image=[image]))
    assert words == "The wall"
    assert (picture or {}).get("credit") == credit


PIECES = (
    '<img src="/a.jpg" alt="a b">',
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    '<span class="credit">Jane Roe/AP</span>',
    '<span class="caption">Low tide.</span>',
    "<em>Low</em>",
    "<p>",
    "</p>",
    "<br>",
    "Words 👩‍🚀 of it. ",
    "(Photo: Jane Roe)",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_stands_around_pictures_offsets_hold(parts: list[str]) -> None:
    found = blocks(f"<p>{FIRST}</p>{''.join(parts)}")
    assert "\n\n".join(found.text[b.start : b.end] for b in found.blocks) == found.text
    for mark in found.inlines:
        assert any(b.start <= mark.start < mark.end <= b.end for b in found.blocks)
    for block in found.blocks:
        assert block.kind == "caption" or block.picture is None
        assert Block.from_json(json.loads(json.dumps(block.as_json()))) == block
        if block.picture and block.picture.url:
            assert block.picture.url == f"{SITE}/a.jpg"


@pytest.mark.parametrize(
    "inside",
    [
        "<div class=caption>x" + "<img src=a.jpg>" * 20_000 + "</div>",
        "<img src=a.jpg>" * 20_000,
        "<figure>" + "<img src=a.jpg>" * 20_000 + "<figcaption>The wall</figcaption></figure>",
        "<figure><img src=a.jpg><figcaption>c</figcaption></figure>" * (2 * PICTURES_MAX),
        "<div class=caption><img src=a.jpg>" * 2_000 + "words" + "</div>" * 2_000,
        "<p><img src=a.jpg><i class=credit>x</i>" * 5_000,
        '<figure><img srcset="' + "a.jpg 1x, " * 50_000 + '"><figcaption>c</figcaption></figure>',
        "<figure><img src=a.jpg><figcaption>" + "<span class=credit>" * 3_000 + "x</figure>",
        "<figure><img src=a.jpg><figcaption>" + "Photo: (" * 20_000 + "</figcaption></figure>",
    ],
    ids=[
        "container",
        "images",
        "one figure",
        "figures",
        "nested",
        "credits",
        "srcset",
        "spans",
        "brackets",
    ],
)
def test_very_many_pictures_are_read(inside: str) -> None:
    assert FIRST in blocks(page(inside)).text

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.markup import TextPart, article_html, article_parts, heading_levels
from app.text.segments import MOST_ABOVE, MarkedSpan, segments
from app.text.spans import Block, Inline, InlineKind, Picture, Span, one_paragraph_a_gap
from tests.text.hostile import articles, spans

LINKS: dict[InlineKind, str | None] = {
    "link": 'https://example.org/?a="b"&c',
    "emphasis": None,
    "strong": None,
}


class Reading(HTMLParser):
    """What a browser gets: the text, the words under each annotation, the open elements."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.under: defaultdict[int, list[int]] = defaultdict(list)
        self.links: list[int] = []
        self.ids: list[str] = []
        self.passage: list[int] = []
        self.elements: list[str] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(markup))
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert tag not in [name for name, _ in self.open], f"nested {tag}"
        self.elements.append(tag)
        self.open.append((tag, found))
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [int(str(found["data-card"]))] if "data-card" in found else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        at = range(len(self.text), len(self.text) + len(data))
        for _, attrs in self.open:
            for number in str(attrs.get("data-annotations") or "").split():
                self.under[int(number)] += at
            self.passage += at if "data-passage" in attrs else ()
        self.text += data


def between(text: str, blocks: tuple[Block, ...]) -> set[int]:
    """Where no mark may stand: between blocks, and between the cells of a table."""
    inside: set[int] = set()
    for block in blocks:
        inside |= {
            i
            for i in range(block.start, block.end)
            if not (block.kind == "table" and text[i] in "\t\n")
        }
    return set(range(len(text))) - inside


@st.composite
def marked(
    draw: st.DrawFn,
) -> tuple[str, tuple[Block, ...], list[MarkedSpan], list[Inline], Span | None]:
    text, blocks = draw(articles())
    layers = st.sampled_from(("entity", "quotation", "claim", 'x" onclick="'))
    voices = st.sampled_from((None, "Ann", '"><script>'))
    marks = [
        MarkedSpan(
            number,
            span.start,
            span.end,
            draw(layers),
            draw(layers),
            f'/cards/{number}?"&',
            draw(voices),
        )
        for number, span in enumerate(draw(st.lists(spans(text), max_size=8)), 1)
    ]
    inlines = []
    for span in draw(st.lists(spans(text), max_size=4)):
        kind = draw(st.sampled_from(list(LINKS)))
        inlines.append(Inline(kind, span.start, span.end, LINKS[kind]))
    return text, blocks, marks, inlines, draw(st.none() | spans(text))


@given(marked())
@settings(max_examples=300)
def test_markup_gives_the_text_back_and_every_annotation_its_words(
    case: tuple[str, tuple[Block, ...], list[MarkedSpan], list[Inline], Span | None],
) -> None:
    text, blocks, marks, inlines, passage = case
    read = Reading(article_html(text, blocks, marks, inlines, passage))
    assert read.text == text
    gaps = between(text, blocks)
    for mark in marks:
        assert read.under[mark.id] == [i for i in range(mark.start, mark.end) if i not in gaps]
    assert len(set(read.links)) == len(read.links)
    assert len(set(read.ids)) == len(read.ids)
    wanted = [i for i in range(passage.start, passage.end) if i not in gaps] if passage else []
    assert read.passage == wanted
    assert ("passage" in read.ids) == bool(wanted)
    assert "script" not in read.elements


@given(marked(), st.lists(st.integers(1, 3), min_size=1, max_size=8))
def test_markup_in_parts_is_the_markup_at_once(
    case: tuple[str, tuple[Block, ...], list[MarkedSpan], list[Inline], Span | None],
    sizes: list[int],
) -> None:
    text, blocks, marks, inlines, passage = case
    parts, at, first = [], 0, 0
    for size in [*sizes, max(1, len(blocks))]:
        some = blocks[first : first + size]
        end = some[-1].end if first + size < len(blocks) else len(text) + 1
        if some:
            parts.append(TextPart(some, [m for m in marks if at <= m.start < end]))
        at, first = end, first + size
    levels = heading_levels((block.kind, block.level) for block in blocks)
    made = "".join(article_parts(text, parts, levels, inlines, passage))
    assert made == article_html(text, blocks, marks, inlines, passage)


@given(marked())
def test_segments_tile_the_block_and_know_what_lies_above_shortest_first(
    case: tuple[str, tuple[Block, ...], list[MarkedSpan], list[Inline], Span | None],
) -> None:
    text, _, marks, inlines, _ = case
    found = segments(Span(0, len(text)), [*marks, *inlines])
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])]
    assert found[-1].end == len(text)
    for segment in found:
        over = [m for m in marks if m.start < segment.end and segment.start < m.end]
        assert all(m.start <= segment.start and segment.end <= m.end for m in over)
        assert list(segment.marks) == sorted(over, key=lambda m: (m.end - m.start, -m.start, m.id))


def test_of_very_many_annotations_a_segment_knows_the_shortest() -> None:
    nested = [entity(n, n, 400 - n) for n in range(200)]
    for segment in segments(Span(0, 400), nested):
        over = [m for m in nested if m.start < segment.end and segment.start < m.end]
        over.sort(key=lambda m: m.end - m.start)
        assert list(segment.marks) == over[:MOST_ABOVE]


def test_a_page_does_not_grow_with_the_square_of_nested_annotations() -> None:
    text = "word " * 400
    size = [len(html(text, *[entity(n, n, 2_000 - n) for n in range(k)])) for k in (400, 800)]
    assert size[1] < 2.2 * size[0]


def html(
    text: str, *marks: MarkedSpan, inlines: tuple[Inline, ...] = (), passage: Span | None = None
) -> str:
    return str(article_html(text, one_paragraph_a_gap(text), marks, inlines, passage))


def entity(number: int, start: int, end: int) -> MarkedSpan:
    return MarkedSpan(number, start, end, "entity", "person", f"/cards/{number}")


def test_crossing_annotations_are_flat_and_each_has_one_link() -> None:
    assert html("abcd", entity(1, 0, 3), entity(2, 2, 4)) == (
        '<p id="p1"><mark class="entity person" data-annotations="1" data-categories="entity-3">'
        '<a href="/cards/1" data-card="1" data-categories="entity-3" id="a1" '
        'aria-labelledby="is-person a1"><span>ab</span></a></mark>'
        '<mark class="entity person" data-annotations="2 1" data-categories="entity-3 entity-3">'
        '<a href="/cards/2" data-card="2" data-categories="entity-3" id="a2" '
        'aria-labelledby="is-person a2"><span>c</span></a></mark>'
        '<mark class="entity person" data-annotations="2" data-categories="entity-3">d</mark></p>'
    )


def test_an_annotation_never_shortest_has_no_link() -> None:
    assert Reading(html("word", entity(1, 0, 4), entity(2, 0, 4))).links == [1]


def test_a_blank_stretch_is_no_link() -> None:
    assert Reading(html("a b c", entity(1, 1, 4), entity(2, 2, 4))).links == [2]


def test_a_voice_is_named_once_in_a_row_in_each_block() -> None:
    text = "one two three\n\nfour"
    voices = [
        MarkedSpan(n, s, e, "quotation", "direct", "/", v)
        for n, s, e, v in ((1, 0, 3, "Ann"), (2, 4, 7, "Ann"), (3, 8, 13, "Bo"), (4, 15, 19, "Bo"))
    ]
    assert html(text, *voices).count("data-voice=") == 3


def test_a_link_says_what_it_is_and_who_speaks_and_repeats_no_word() -> None:
    said = MarkedSpan(1, 0, 9, "quotation", "direct", "/", 'Ann "A"', "quotation")
    claimed = MarkedSpan(2, 10, 14, "claim", "claim", "/")
    made = html("Elm sinks soon", said, claimed, entity(3, 0, 3))
    named = re.findall(r'<a [^>]*id="(a\d)" aria-labelledby="([^"]*)"([^>]*)>', made)
    assert named == [
        ("a3", "is-person a3", ""),
        ("a1", "is-quotation a1", ' aria-description="Ann &#34;A&#34;"'),
        ("a2", "is-claim a2", ""),
    ]


def test_the_sources_own_link_gives_way_to_an_annotation_and_keeps_to_the_web() -> None:
    link = Inline("link", 0, 9, "https://example.org/")
    made = html("Port news", entity(1, 0, 4), inlines=(link,))
    assert made.endswith(
        '</mark><a class="source" href="https://example.org/" rel="noopener nofollow ugc"> '
        "news</a></p>"
    )
    for href in ("javascript:alert(1)", "data:text/html,x", "//host/", "http:evil", "\thttps://x"):
        assert "<a" not in html("words", inlines=(Inline("link", 0, 5, href),))


def test_the_passage_has_its_place_and_shares_its_marks() -> None:
    made = html("one two three", entity(1, 4, 7), passage=Span(2, 9))
    assert '<mark data-passage id="passage">e </mark>' in made
    assert (
        '<mark class="entity person" data-annotations="1" data-categories="entity-3" data-passage>'
        in made
    )


def test_a_segment_says_of_each_annotation_what_it_is_and_how_sure() -> None:
    wish = MarkedSpan(1, 0, 9, "quotation", "indirect", "/annotations/1", None, "attitude", 1)
    made = html(
        "Elm sinks", wish, MarkedSpan(2, 0, 3, "entity", "place", "/entities/9", None, "", 2)
    )
    assert re.findall(r'data-annotations="(.*?)" data-categories="(.*?)"', made) == [
        ("2 1", "entity-2 attitude-1"),
        ("1", "attitude-1"),
    ]
    assert re.findall(r'<mark class="(.*?)"', made) == [
        "entity quotation place indirect",
        "quotation indirect",
    ]


def test_a_link_stands_for_every_annotation_on_the_very_same_words_and_for_no_other() -> None:
    said = MarkedSpan(1, 0, 9, "quotation", "direct", "/annotations/1", None, "", 1)
    claimed = MarkedSpan(2, 0, 9, "claim", "claim", "/annotations/2", None, "", 3)
    made = html("Elm sinks", said, claimed, entity(3, 0, 3))
    assert re.findall(r'data-card="(\d)" data-categories="(.*?)"', made) == [
        ("3", "entity-3"),
        ("1", "quotation-1 claim-3"),
    ]


def kinds(*lines: tuple[str, str, int | None]) -> str:
    text, blocks, at = "\n\n".join(words for _, words, _ in lines), [], 0
    for kind, words, level in lines:
        blocks.append(Block(kind, at, at + len(words), level))  # type: ignore[arg-type]
        at += len(words) + 2
    return str(article_html(text, blocks, []))


def test_each_kind_of_block_has_its_element() -> None:
    made = kinds(
        ("list_item", "a", 1),
        ("list_item", "b", 2),
        ("block_quote", "q", None),
        ("caption", "c", None),
        ("code", "\nx", None),
    )
    assert made == (
        '<ul><li id="p1">a</li>\n\n<li id="p2" class="level-2">b</li></ul>\n\n<blockquote '
        'id="p3"><p>q</p></blockquote>'
        '\n\n<p id="p4" class="caption">c</p>\n\n<pre id="p5"><code>\nx</code></pre>'
    )


def test_headings_skip_no_level() -> None:
    levels = [(str(level), level) for level in (3, 6, 1, 3, 6)]
    made = kinds(*(("heading", words, level) for words, level in levels))
    assert [made[i + 1 : i + 3] for i in range(len(made)) if made.startswith("<h", i)] == [
        "h2",
        "h3",
        "h2",
        "h3",
        "h4",
    ]


def test_a_table_is_a_table_and_its_white_space_stays() -> None:
    assert kinds(("table", "City\t\nKerra\t4", None)) == (
        '<table id="p1"><thead><tr><th scope="col">City</th>\t<td></td></tr></thead>\n'
        "<tbody><tr><td>Kerra</td>\t<td>4</td></tr></tbody></table>"
    )


def pieces(words: str) -> Iterator[int]:
    return (at for at in range(len(words)) if words.startswith("<mark", at))


@pytest.mark.slow
def test_thousands_of_overlapping_and_nested_marks_are_no_special_case() -> None:
    text = "word " * 1_000
    stairs = [entity(n, n, n + 500) for n in range(2_000)]
    assert len(list(pieces(html(text, *stairs)))) == 2_499
    nested = [entity(n, n, 4_000 - n) for n in range(500)]
    assert Reading(html(text, *nested)).text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The tide is in,\nthe tide is out,\nand nobody knows.", True),
        (
            (
                "Q: When will the quay open?\nA: In May, when the pumps are mended and the board "
                "has met."
            ),
            True,
        ),
        ("Mara Holt\nharbour master", True),
        ("One line alone.", False),
        (
            (
                "The harbour board met on Monday to speak of the quay, which has been\n"
                "closed since the storm of last year, and of the ferry that would sail\n"
                "again in May if the pumps were mended in time."
            ),
            False,
        ),
    ],
)
def test_line_breaks_of_the_source_are_those_of_the_page_and_a_margin_s_are_not(
    text: str, kept: bool
) -> None:
    made = article_html(text, (Block("paragraph", 0, len(text)),), ())
    assert ("line-breaks" in made) == kept
    assert re.sub(r"<[^>]*>", "", made) == text


def test_lines_that_an_importer_knows_to_be_broken_are_broken_whatever_their_length() -> None:
    text = "Because the sea has come in eleven times since the new year,\nthe engineer says."
    block = Block("paragraph", 0, len(text))
    assert "line-breaks" not in article_html(text, (block,), ())
    assert "line-breaks" in article_html(text, (replace(block, line_breaks=True),), ())


CAPTION = 'The wall "at" low tide.'


def captioned(picture: Picture) -> str:
    return str(article_html(CAPTION, (Block("caption", 0, len(CAPTION), picture=picture),), ()))


def test_a_caption_links_to_its_picture_without_a_word_more_and_loads_nothing() -> None:
    made = captioned(Picture('https://elm.example/?a="b"', '"><script>', "Jane Roe <Elm>"))
    assert Reading(made).text == CAPTION
    assert 'href="https://elm.example/?a=&#34;b&#34;"' in made
    assert 'rel="noopener nofollow ugc"' in made
    assert 'title="&#34;&gt;&lt;script&gt;"' in made
    assert 'data-credit="Jane Roe &lt;Elm&gt;"' in made
    assert not {"img", "script", "image", "use"} & set(Reading(made).elements)


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "data:image/png;base64,aaaa"])
def test_a_picture_without_a_web_address_is_no_link(url: str | None) -> None:
    made = captioned(Picture(url, "A wall"))
    assert "href" not in made
    assert 'role="img"' in made

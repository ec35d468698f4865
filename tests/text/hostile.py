"""Hypothesis strategies for texts that break offsets.

Joined emoji, combining marks, right-to-left and astral letters, HTML.
"""

from hypothesis import strategies as st

from app.text.spans import Block, BlockKind, Span

PIECES = (
    *(
        "👩‍💻",
        "🇺🇦",
        "e\u0301",
        "שלום",
        "مرحبا",
        "\u202eabc\u202c",
        "𝔘𝔫𝔦",
        "\u200b",
        "\u00a0",
        "\u0c3e",
        "漢字",
        "\ufffd",
        "\u00ad",
        "é",
    ),
    *("<b>", "</mark>", "&amp;", "&lt", "<script>", "]]>", "<!--", '"', "'", "“No.”"),
    *("word", "The", "said", "a-b", " ", " ", " ", ".", ","),
)

lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
texts = st.lists(lines, min_size=1, max_size=6).map("\n\n".join)
kinds: st.SearchStrategy[BlockKind] = st.sampled_from(
    ("paragraph", "heading", "list_item", "block_quote", "caption", "table", "code")
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, tuple[Block, ...]]:
    """A text and the blocks that cover it."""
    parts, blocks, at = [], [], 0
    for kind in draw(st.lists(kinds, min_size=1, max_size=7)):
        words = draw(lines)
        if kind == "table":
            words = "\n".join(
                "\t".join(row)
                for row in draw(
                    st.lists(st.lists(lines, min_size=1, max_size=3), min_size=1, max_size=3)
                )
            )
        elif kind in ("code", "paragraph") and draw(st.booleans()):
            words = f"\n{words}"
        level = (
            draw(st.integers(1, 6))
            if kind == "heading"
            else draw(st.integers(1, 3))
            if kind == "list_item"
            else None
        )
        blocks.append(Block(kind, at, at + len(words), level))
        parts.append(words)
        at += len(words) + 2
    return "\n\n".join(parts), tuple(blocks)


def spans(text: str) -> st.SearchStrategy[Span]:
    """Any stretch of `text`, which is not empty, of at least one character."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Span(min(pair), max(pair)))

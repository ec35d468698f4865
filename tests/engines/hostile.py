"""Hypothesis strategies for texts that break offsets: hostile words, lines and paragraphs."""

from hypothesis import strategies as st

WORDS = (
    *(
        "👩‍💻",
        "👩‍👩‍👧",
        "🇺🇦",
        "👍🏽",
        "e\u0301",
        "a\u0323\u0302",
        "\u0301",
        "שלום",
        "مرحبا",
        "\u202eabc\u202c",
        "𝔘𝔫𝔦",
        "漢字",
        "日本語",
        "한국",
    ),
    *(
        "İ",
        "ß",
        "ŉ",
        "ﬁ",
        "Ⅷ",
        "½",
        "२०",
        "x²",
        "\u0c3e",
        "\ufffd",
        "\ufeff",
        "\u200b",
        "\u200d",
        "co\u00adoperate",
        "\u00ad",
        "_",
        "a_b",
    ),
    *(
        "Russia's",
        "Russian-occupied",
        "U.S.",
        "3.5",
        "$4m",
        "2022",
        "“No.”",
        "…",
        "—",
        "(",
        "\U0010ffff",
        "\ue000",
        "x" * 120,
        "é" * 101,
    ),
    *("The", "Kremlin", "said", "on", "KYIV", "iPhone"),
)
SPACES = (
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\u00a0",
    "\u202f",
    "\u3000",
    "\x0b",
    "\x1c",
    "\u2028",
    "\r",
    "",
)

lines = st.lists(
    st.tuples(st.sampled_from(WORDS) | st.text(max_size=4), st.sampled_from(SPACES)).map("".join),
    max_size=8,
).map("".join)
texts = st.lists(
    st.tuples(lines, st.sampled_from(("\n\n", "\n", "\r\n", "\n \n\n"))).map("".join), max_size=6
).map("".join)


@st.composite
def parted(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and some ascending parts of it, which may touch, omit words and cut words in two."""
    text = draw(texts)
    borders = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(borders[::2], borders[1::2], strict=False))

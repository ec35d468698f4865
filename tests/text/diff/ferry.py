"""An invented article whose passages the tests follow."""

from app.text.spans import Span

ARTICLE = """The ferry Astrid left Kerra at six in the morning with forty passengers on board.

"We heard a noise like thunder," said Ilse Brand, who stood on the upper deck. The engine stopped \
a minute later.

The harbour master was told at half past six. He sent two boats, and by eight everybody was ashore.

An inquiry will begin on Monday. Its chairman has asked for the engine's papers."""
CITED = "The engine stopped a minute later."
SPAN = Span(ARTICLE.index(CITED), ARTICLE.index(CITED) + len(CITED))


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))

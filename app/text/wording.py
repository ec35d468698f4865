"""How what is stored is worded for readers: words cut short, days written out. Knows no page and no article."""

from datetime import date


def shorten(words: str, characters: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is left out."""
    if len(words) <= characters:
        return words
    return words[:characters].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def written(day: date) -> str:
    """A day as a reader writes it: `14 March 2031`."""
    return f"{day.day} {day:%B} {day.year}"

"""From what a request says of a span to the span itself: by position or by quote, with the refusals of the contract."""

from app.errors import Conflict, Unprocessable
from app.text import selectors
from app.text.spans import Span


def find_position(text: str, start: int, end: int) -> Span | None:
    """The span, or None when it is empty or does not lie in the text."""
    return Span(start, end) if 0 <= start < end <= len(text) else None


def by_position(text: str, start: int, end: int) -> Span:
    """The span. Raises Unprocessable when it is empty or does not lie in the text."""
    span = find_position(text, start, end)
    if span is None:
        raise Unprocessable(
            "The span is not in the text.",
            f"The text has {len(text):,} characters; start must be less than end.",
        )
    return span


def by_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span:
    """The one place where these words stand.

    Raises Unprocessable when there is none, Conflict when there are several.
    """
    found = selectors.find(text, selectors.Quote(exact, prefix, suffix)) if exact else []
    if not found:
        raise Unprocessable("These words are not in the text.")
    if len(found) > 1:
        raise Conflict(
            f"These words stand {len(found)} times in the text.",
            "Give a prefix or a suffix that tells them apart.",
        )
    return found[0]

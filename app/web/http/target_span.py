"""The span that a request names, by position or by quote, with the refusals of the contract."""

from app.errors import Conflict, Unprocessable
from app.text import selectors
from app.text.spans import Span


def find_position(text: str, start: int, end: int) -> Span | None:
    """The span, or None when it is empty or not inside the text."""
    return Span(start, end) if 0 <= start < end <= len(text) else None


def by_position(text: str, start: int, end: int) -> Span:
    """The span. Raises Unprocessable when it is empty or not inside the text."""
    span = find_position(text, start, end)
    if span is None:
        raise Unprocessable(
            "The span is outside the text.",
            f"The text has {len(text):,} characters; start must be less than end.",
        )
    return span


def by_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span:
    """The one place where these words occur.

    Raises Unprocessable when there is none, Conflict when there are several.
    """
    matches = selectors.find(text, selectors.Quote(exact, prefix, suffix)) if exact else []
    if not matches:
        raise Unprocessable("This text does not occur in the article.")
    if len(matches) > 1:
        raise Conflict(
            f"This text occurs {len(matches)} times in the article.",
            "Add a prefix or a suffix to say which one.",
        )
    return matches[0]

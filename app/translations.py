"""The marker for words that a page translates later, where it knows its language.

Templates translate with `_()`. Words that stand in Python are marked here, so that extraction finds
them (`babel.cfg`), and are passed through `_()` by the template that shows them.
"""


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's tools find it
    """The message itself, to be translated by the page that shows it."""
    return message

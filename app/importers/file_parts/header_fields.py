"""The fields of a header, as messages, web archives and answers of servers have them (RFC 5322)."""

import re

_LINE_END = re.compile(r"\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")


def header_fields(header: str) -> dict[str, str]:
    """The values by lower-case names, the first of each; folded lines are one.

    A line without a colon is passed over.
    """
    fields: dict[str, str] = {}
    for line in _LINE_END.split(_FOLDED.sub(" ", header)):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields

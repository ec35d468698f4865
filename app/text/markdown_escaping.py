"""Escaping words for Markdown. Knows no article."""

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")


_AT_START = re.compile(r"^([^\S\n]*)([-+=:]|\d{1,9}[.)])", re.MULTILINE)


def escape_markdown(words: str) -> str:
    """`words` so that Markdown shows them as they are."""
    return _AT_START.sub(_escaped_start, _SPECIAL.sub(r"\\\1", words))


def _escaped_start(match: re.Match[str]) -> str:
    lead, mark = match.groups()
    return f"{lead}{mark[:-1]}\\{mark[-1]}"

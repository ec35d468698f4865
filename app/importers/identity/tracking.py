"""Query parameters that change nothing of a page: those of tracking_parameters.txt."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("tracking_parameters.txt")
_ALWAYS = "always"
_BESIDE_A_NAME = "beside-a-name"
_CHANNELS = "channels"
# a last segment with at most one suffix, which is none of a program
_NAMES_A_PAGE = re.compile(r"[^/.]+(?:\.s?html?)?", re.IGNORECASE)
_NAMES_A_PROGRAM = re.compile(
    r"(?:all|api|archives?|articles?|category|click|compare|display|docs?|documents?|download|feed"
    r"|find|go|index|items?|latest|list|login|main|news|out|pages?|posts?|print|read|reader"
    r"|redirect|results|search|share|show|story|stories|topics?|tree|view|viewer)(?:\.s?html?)?",
    re.IGNORECASE,
)


def is_tracking(parameter: str, path: str) -> bool:
    """Whether a parameter (`name=value`) of an address with this path only says who links to it."""
    name, assigned, value = parameter.partition("=")
    always = _pattern(_ALWAYS)
    if always.fullmatch(name) or always.fullmatch(parameter):
        return True
    if not assigned or not _pattern(_BESIDE_A_NAME).fullmatch(name):
        return False
    is_channel = not value or _pattern(_CHANNELS).fullmatch(value) is not None
    return is_channel and _names_a_page(path)


def _names_a_page(path: str) -> bool:
    """Whether a path says which page is meant, without its query."""
    last_segment = path.rstrip("/").rpartition("/")[2]
    if _NAMES_A_PROGRAM.fullmatch(last_segment):
        return False
    return _NAMES_A_PAGE.fullmatch(last_segment) is not None


@cache
def _pattern(section: str) -> re.Pattern[str]:
    names = (
        rf"{re.escape(name[:-1])}[\w.-]{{0,40}}" if name.endswith("*") else re.escape(name)
        for name in _names(section)
    )
    return re.compile("|".join(names), re.IGNORECASE | re.ASCII)


def _names(section: str) -> Iterator[str]:
    """The names of one section of the list."""
    current = ""
    for written in _FILE.read_text(encoding="utf-8").splitlines():
        line = written.strip()
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#") and current == section:
            yield line

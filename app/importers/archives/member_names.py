"""Names of files inside archives: what they are taken for, and how messages show them.

A name is never a path: nothing is written to a disk, so that `../` and the like do no harm.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from app.importers.archives.limits import NAME_MAX_CHARACTERS
from app.importers.base import Skipped
from app.importers.other_formats import formats
from app.translations import N_

SYSTEM_FILES = N_("files of operating systems")
RESOURCES = N_("images, styles, scripts and media")
FRAMES = N_("frames of saved pages")
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory", "icon\r"})
_RESOURCE_SUFFIXES = frozenset(
    suffix
    for resource in (
        *(formats.IMAGE, formats.SVG, formats.MEDIA, formats.FONT),
        *(formats.STYLESHEET, formats.SCRIPT),
    )
    for suffix in resource.suffixes
) | {".map"}
_PAGE = re.compile(r"\.x?html?\Z", re.IGNORECASE)


def shown(name: str) -> str:
    """A name on one line, shortened: messages show it."""
    if len(name) > NAME_MAX_CHARACTERS:
        name = name[: NAME_MAX_CHARACTERS - 1] + "…"
    return visible(name)


def visible(words: str) -> str:
    """Words on one line, without characters that do something to a terminal or to a page."""
    return "".join(c if c.isprintable() else "\ufffd" for c in words)


def junk(name: str) -> str | None:
    """What a file of that name is called that holds no article by its name alone; else None."""
    parts = name.replace("\\", "/").lower().split("/")
    last = parts[-1]
    if "__macosx" in parts or last in _SYSTEM_NAMES or last.startswith("._"):
        return SYSTEM_FILES
    suffix = "." + last.rpartition(".")[2]
    return RESOURCES if "." in last and suffix in _RESOURCE_SUFFIXES else None


def frames(names: Iterable[str]) -> frozenset[str]:
    """Pages that a browser kept beside a page that it saved as a whole, in its folder of files."""
    every = set(names)
    folders = {_PAGE.sub(end, name) for name in every for end in ("_files", ".fld")}
    return frozenset(name for name in every if name.rpartition("/")[0] in folders)


def skipped(counts: Counter[str]) -> Iterator[Skipped]:
    """What was passed over, each kind once."""
    for what, count in counts.items():
        yield Skipped(what, count)

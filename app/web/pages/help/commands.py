"""Keys and commands: the page that lists them, and what the command palette is made of.

`static/keys.js` and `static/palette.js` do what is listed here.
"""

from typing import NamedTuple

from fastapi import Request
from starlette.responses import Response

from app.translations import N_
from app.web.http.dependencies import new_router
from app.web.http.templating import page

router = new_router()


class Command(NamedTuple):
    """What a reader can do without the mouse.

    `keys` are pressed in turn. A command leads to the page `href`, or is done where the reader is.
    `for_editor` hides its line from browsers in which nobody signed in; the page asks by itself.
    The palette offers what depends on no place in the text (`in_palette`).
    """

    keys: tuple[str, ...]
    label: str
    href: str | None = None
    for_editor: bool = False
    in_palette: bool = False


EVERYWHERE = (
    Command(("/",), N_("Search")),
    Command(("Ctrl K",), N_("Go to an article, a name, a quotation or a page")),
    Command(("?",), N_("Show keyboard shortcuts"), in_palette=True),
    Command(("Esc",), N_("Close the open card or panel")),
)
IN_ARTICLES = (
    Command(("j",), N_("Next paragraph")),
    Command(("k",), N_("Previous paragraph")),
    Command(("n",), N_("Next annotation")),
    Command(("p",), N_("Previous annotation")),
    Command(("↓",), N_("Move from an annotation to its card")),
    Command(("Enter",), N_("Open an annotation’s panel")),
    Command(("e",), N_("Show or hide names"), in_palette=True),
    Command(("q",), N_("Show or hide quotations"), in_palette=True),
    Command(("c",), N_("Show or hide claims"), in_palette=True),
    Command(("d",), N_("Show or hide dates"), in_palette=True),
    Command(("m",), N_("Show or hide all annotations"), in_palette=True),
    Command(("s",), N_("Share, cite or note the selected words, or this paragraph")),
)
PAGES = (
    Command(("g", "l"), N_("Library"), "/"),
    Command(("g", "e"), N_("People and places"), "/entities"),
    Command(("g", "q"), N_("Quotes"), "/quotes"),
    Command(("g", "c"), N_("Claims"), "/claims"),
    Command(("g", "s"), N_("Search"), "/search"),
    Command(("g", "v"), N_("Check a citation"), "/verify"),
    Command(("g", "b"), N_("Boards"), "/boards", for_editor=True),
    Command(("g", "n"), N_("Notes"), "/notes", for_editor=True),
    Command(("g", "i"), N_("Import"), "/import", for_editor=True),
)
ACTIONS = tuple(one for one in (*IN_ARTICLES, *EVERYWHERE) if one.in_palette)
"""What the palette offers to do."""


@router.get("/keys")
def keys(request: Request) -> Response:
    """Every key, as a page; the script shows its table in a dialog."""
    groups = (
        (N_("Everywhere"), EVERYWHERE),
        (N_("In an article"), IN_ARTICLES),
        (N_("Pages"), PAGES),
    )
    return page(request, "keys.html", groups=groups)


@router.get("/palette")
def palette(request: Request) -> Response:
    """The command palette, as a fragment; without a script the search takes its place."""
    return page(request, "fragments/palette.html", pages=PAGES, actions=ACTIONS)

"""Every component of the pages on one page, for whoever works on their look; off by default."""

from fastapi import Request
from starlette.responses import Response

from app.errors import NotFound
from app.layers import LAYERS, density
from app.reading.article_page import PARTS
from app.text.markup import article_html
from app.text.segments import MarkedSpan
from app.text.spans import Block
from app.web.http.dependencies import SettingsDep, new_router
from app.web.http.templating import page

router = new_router()

COLOURS = ("paper", "raised", "ink", "soft", "faint", "rule", "edge", "link", "doubt", "danger")
WASHES = ("speech-wash", "speech-lit", "lit", "passage-wash", "note-wash", "added-wash")
_SAMPLE = (
    "Ada Quill told the Harbour Board on 4 May that “the light was out” for a week.\n\n"
    "She said that nobody had written it down, and hoped for an inquiry in Port Averil."
)
_MARKS = (
    ("Ada Quill", "entity", "person", None),
    ("Harbour Board", "entity", "organization", None),
    ("4 May", "date", "day", None),
    ("the light was out", "quotation", "direct", "Quill"),
    ("the light was out” for a week", "claim", "claim", None),
    ("that nobody had written it down", "quotation", "reported", "Quill"),
    ("for an inquiry in Port Averil", "quotation", "attitude", "Quill"),
    ("Port Averil", "entity", "place", None),
)


@router.get("/style")
def style(request: Request, settings: SettingsDep) -> Response:
    """Colours, type, marks and controls, each as the pages show it."""
    if not settings.style_page:
        raise NotFound("There is no page at this address.")
    return page(
        request,
        "style.html",
        private=True,
        sample=_sample(),
        colours=COLOURS,
        washes=WASHES,
        legend=LAYERS,
        parts=PARTS,
        density=density.STEPS,
        default=density.DEFAULT,
        here="",
    )


def _sample() -> str:
    """A text with a mark of each kind, made as the text of an article is."""
    middle = _SAMPLE.index("\n\n")
    blocks = [Block("paragraph", 0, middle), Block("paragraph", middle + 2, len(_SAMPLE))]
    marks = []
    for number, (words, layer, kind, voice) in enumerate(_MARKS, 1):
        start = _SAMPLE.index(words)
        category = kind if kind in ("reported", "attitude") else layer
        marks.append(
            MarkedSpan(
                number,
                start,
                start + len(words),
                layer,
                kind,
                "/style",
                voice,
                category,
                density.RANK[density.DEFAULT],
            )
        )
    return article_html(_SAMPLE, blocks, marks)

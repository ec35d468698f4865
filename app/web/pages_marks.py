"""What a mark opens: its card, its panel, and its own page for readers without a script."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import NotFound
from app.layers import LAYERS
from app.panels import PANELS, annotation, standing
from app.store import annotations
from app.web.deps import Id, ReaderDep, Reading, SettingsDep
from app.web.templating import page

router = APIRouter()
BY_NAME = {panel.name: panel for panel in PANELS}
CARDS = {layer.name: BY_NAME[layer.card] for layer in LAYERS if layer.card}


@router.get("/cards/{id}")
def card(request: Request, s: Reading, reader: ReaderDep, settings: SettingsDep, id: Id) -> Response:
    """The card of an annotation, as a fragment."""
    found, _, _ = annotations.get(s, reader, id)
    panel = CARDS.get(found.layer, BY_NAME["annotation_card"])
    if found.layer == "entity" and found.entity_id is None:
        panel = BY_NAME["annotation_card"]
    private = reader.editor or not settings.public_reading
    return page(request, panel.template, private=private, **panel.load(s, reader, id))


@router.get("/panels/{name}/{id}")
def panel(request: Request, s: Reading, reader: ReaderDep, settings: SettingsDep, name: str, id: Id) -> Response:
    """A panel, as a fragment."""
    if name not in BY_NAME:
        raise NotFound("There is no such panel.")
    private = reader.editor or not settings.public_reading
    return page(request, BY_NAME[name].template, private=private, **BY_NAME[name].load(s, reader, id))


@router.get("/annotations/{id}")
def own_page(request: Request, s: Reading, reader: ReaderDep, settings: SettingsDep, id: Id) -> Response:
    """An annotation's own page: the words in their sentence, and its panel."""
    at = standing.find(s, reader, id)
    shown = annotation.panel_of(s, reader, at)
    private = at.article.visibility != "public" or at.annotation.visibility != "public" or not settings.public_reading or reader.editor
    newest = at.revision.id == at.article.newest_revision_id
    return page(request, "annotation.html", private=private, excerpt=at.excerpt, newest=newest, **(at.base() | shown))

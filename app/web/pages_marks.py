"""What a mark opens: its card, its panel, and its own page for readers without a script."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import NotFound
from app.panels import BY_NAME, card_of, panel_of, standing
from app.web.addresses import is_private
from app.web.deps import Id, OfArticle, ReaderDep, Reading
from app.web.templating import page

router = APIRouter()
OF_THE_MARK = "annotation"


@router.get("/cards/{id}")
def card(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """The card of an annotation, as a fragment."""
    at = standing.find(s, reader, id)
    chosen = card_of(at)
    private = is_private(reader=reader)
    return page(request, chosen.template, private=private, **chosen.load(s, reader, at))


@router.get("/panels/{name}/{id}")
def panel(request: Request, s: Reading, reader: ReaderDep, name: str, id: Id, article: OfArticle = None) -> Response:
    """A panel, as a fragment, told in an `article`; `annotation` asks for the one that fits the annotation's layer."""
    if name not in BY_NAME:
        raise NotFound("There is no such panel.")
    private = is_private(reader=reader)
    if name == OF_THE_MARK:
        at = standing.find(s, reader, id)
        chosen = panel_of(at)
        return page(request, chosen.template, private=private, **chosen.load(s, reader, at))
    return page(request, BY_NAME[name].template, private=private, **BY_NAME[name].answer(s, reader, id, article))


@router.get("/annotations/{id}")
def own_page(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """An annotation's own page: the words in their sentence, and its panel."""
    at = standing.find(s, reader, id)
    chosen = panel_of(at)
    told = at.base() | chosen.load(s, reader, at)
    private = is_private(at.article, at.annotation, reader=reader)
    newest = at.revision.id == at.article.newest_revision_id
    return page(request, "annotation.html", private=private, panel=chosen.template, excerpt=at.excerpt, newest=newest, **told)

"""What a mark opens: its card, its panel, and its own page for readers without a script."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import NotFound
from app.layers import LAYERS
from app.panels import BY_NAME, card_of, panel_of
from app.reading import mark_context
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.web.http.dependencies import Id, OfArticle, ReaderDep, Reading
from app.web.http.query import is_private
from app.web.http.templating import page

router = APIRouter()
OF_THE_MARK, OF_AN_ENTITY = "annotation", "entity"
FOUND = tuple(layer.name for layer in LAYERS)


@dataclass(frozen=True, slots=True)
class Correct:
    """Where the editor says what is wrong: a page, and the same beside the text, where there is that."""

    href: str
    panel: str | None = None


@router.get("/cards/{id}")
def card(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """The card of an annotation, as a fragment."""
    at = mark_context.find(s, reader, id)
    chosen = card_of(at)
    private = is_private(reader=reader)
    return page(
        request,
        chosen.template,
        private=private,
        correct=_correct(reader, at),
        **chosen.load(s, reader, at),
    )


@router.get("/panels/{name}/{id}")
def panel(
    request: Request, s: Reading, reader: ReaderDep, name: str, id: Id, article: OfArticle = None
) -> Response:
    """A panel, as a fragment, told in an `article`; `annotation` asks for the one that fits the annotation's layer."""
    if name not in BY_NAME:
        raise NotFound("There is no such panel.")
    private = is_private(reader=reader)
    if name == OF_THE_MARK:
        at = mark_context.find(s, reader, id)
        chosen = panel_of(at)
        return page(
            request,
            chosen.template,
            private=private,
            correct=_correct(reader, at),
            **chosen.load(s, reader, at),
        )
    told = BY_NAME[name].answer(s, reader, id, article)
    correct = Correct(f"/edit/entities/{id}") if reader.editor and name == OF_AN_ENTITY else None
    return page(request, BY_NAME[name].template, private=private, correct=correct, **told)


@router.get("/annotations/{id}")
def own_page(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """An annotation's own page: the words in their sentence, and its panel."""
    at = mark_context.find(s, reader, id)
    chosen = panel_of(at)
    told = at.base() | chosen.load(s, reader, at) | {"correct": _correct(reader, at)}
    private = is_private(at.article, at.annotation, reader=reader)
    newest = at.revision.id == at.article.newest_revision_id
    return page(
        request,
        "annotation.html",
        private=private,
        panel=chosen.template,
        excerpt=at.excerpt,
        newest=newest,
        **told,
    )


def _correct(reader: Reader, at: MarkContext) -> Correct | None:
    """Where the editor corrects what the machine found; a person's own words are changed where they were written."""
    if not reader.editor or at.annotation.layer not in FOUND:
        return None
    address = f"/edit/annotations/{at.annotation.id}"
    return Correct(address, f"{address}/panel")

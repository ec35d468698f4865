"""What a mark opens: its card, its panel, and its own page for readers without a script."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.errors import NotFound
from app.layers import LAYERS
from app.panels import BY_NAME, card_of, panel_of
from app.panels.base import Panel
from app.panels.dependencies import of_mark
from app.reading import mark_context
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies
from app.web.http.audience import is_private
from app.web.http.caching import WHERE_ASKED
from app.web.http.dependencies import Id, OfArticle, ReaderDep, Reading, new_router
from app.web.http.kept.rendering import Kept
from app.web.http.templating import page

router = new_router()
OF_THE_MARK, OF_AN_ENTITY = "annotation", "entity"
FOUND_BY_ENGINES = frozenset(layer.name for layer in LAYERS)


@dataclass(frozen=True, slots=True)
class Correct:
    """Where the editor says what is wrong: a page, and where there is one the panel's address."""

    href: str
    panel: str | None = None


@router.get("/cards/{id}")
def card(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """The card of an annotation, as a fragment."""
    mark = mark_context.find(s, reader, id)
    return _fragment(request, s, reader, card_of(mark), mark, f"/cards/{id}")


@router.get("/panels/{name}/{id}")
def panel(
    request: Request, s: Reading, reader: ReaderDep, name: str, id: Id, article: OfArticle = None
) -> Response:
    """A panel, as a fragment, opened in an `article`.

    The name `annotation` asks for the panel that fits the annotation's layer.
    """
    if name not in BY_NAME:
        raise NotFound("The panel was not found.")
    if name == OF_THE_MARK:
        mark = mark_context.find(s, reader, id)
        return _fragment(request, s, reader, panel_of(mark), mark, f"/panels/{name}/{id}")
    chosen = BY_NAME[name]
    context = chosen.answer(s, reader, id, article)
    may_correct = reader.editor and name == OF_AN_ENTITY
    correct = Correct(f"/edit/entities/{id}") if may_correct else None
    private = is_private(reader=reader)
    kept = WHERE_ASKED
    if name == OF_AN_ENTITY:
        opened_in = f"?article={article}" if article else ""
        kept = Kept(_of_panel(chosen, context, article), f"/panels/{name}/{id}{opened_in}")
    return page(request, chosen.template, private=private, kept=kept, correct=correct, **context)


def _of_panel(chosen: Panel, context: dict[str, Any], article: int | None) -> Dependencies:
    """What a panel depends on that is opened by its own key, in an article or in none."""
    opened_in = frozenset([dependencies.article(article)]) if article else frozenset()
    return chosen.depends_on(context) | opened_in


def _fragment(
    request: Request, s: Session, reader: Reader, chosen: Panel, mark: MarkContext, address: str
) -> Response:
    """A card or a panel of an annotation, the same at all spellings of its address."""
    context = chosen.load(s, reader, mark)
    private = is_private(reader=reader)
    kept = Kept(of_mark(mark) | chosen.depends_on(context), address)
    correct = _correct(reader, mark)
    return page(request, chosen.template, private=private, kept=kept, correct=correct, **context)


@router.get("/annotations/{id}")
def own_page(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """An annotation's own page: the words in their sentence, and its panel."""
    mark = mark_context.find(s, reader, id)
    chosen = panel_of(mark)
    context = mark.base() | chosen.load(s, reader, mark)
    return page(
        request,
        "annotation.html",
        private=is_private(mark.article, mark.annotation, reader=reader),
        kept=Kept(of_mark(mark) | chosen.depends_on(context)),
        panel=chosen.template,
        excerpt=mark.excerpt,
        newest=mark.revision.id == mark.article.newest_revision_id,
        **context | {"correct": _correct(reader, mark)},
    )


def _correct(reader: Reader, mark: MarkContext) -> Correct | None:
    """Where the editor corrects what an engine found; a note is changed where it was written."""
    if not reader.editor or mark.annotation.layer not in FOUND_BY_ENGINES:
        return None
    address = f"/edit/annotations/{mark.annotation.id}"
    return Correct(address, f"{address}/panel")

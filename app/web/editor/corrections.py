"""Pages for the editor: what can be corrected, previews, making and undoing, the log."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.corrections import offers, previews, resolving
from app.corrections.previews import NameChoice
from app.corrections.requests import ENTITY_KINDS, CorrectionRequest
from app.corrections.resolving import creator_of
from app.linking.corrections.rules import NAME_CHARACTERS
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.store.corrections import choices, entries
from app.store.db.ids import LARGEST_ID, id_of
from app.store.entities import entities, name_index
from app.store.entities.entities import EntityRow
from app.store.entities.merge_proposals import Proposal
from app.store.schema.entities import Entity
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ListingDep,
    OfArticle,
    Reading,
    WritingEditorDep,
    new_router,
)
from app.web.http.query import next_page_url
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = new_router("/edit")
LATEST_CORRECTIONS = 8
"""Corrections that an entity's page shows of its log."""
ARTICLES = 100
"""Articles of an entity on one page, of which some are chosen."""

Paragraph = Annotated[int | None, Query(ge=1, lt=10**6)]
OfEntity = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
RequestDep = Annotated[CorrectionRequest, Query()]
FormDep = Annotated[CorrectionRequest, Depends(form_of(CorrectionRequest))]


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Where the editor came from: an article, and the number of a paragraph there."""

    article: int | None
    paragraph: int | None

    @property
    def query(self) -> str:
        """The query that remembers it."""
        known = {"article": self.article, "paragraph": self.paragraph}
        present = {name: value for name, value in known.items() if value}
        return f"?{urlencode(present)}" if present else ""


async def came_from(article: OfArticle = None, paragraph: Paragraph = None) -> CameFrom:
    """Where the editor came from, as the address says."""
    return CameFrom(article, paragraph)


CameFromDep = Annotated[CameFrom, Depends(came_from)]


@router.get("/annotations/{id}")
def annotation(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """What can be corrected about an annotation."""
    mark = resolving.correctable(s, editor, id)
    shown = _about_mark(s, editor, mark)
    return page(request, "edit_annotation.html", private=True, excerpt=mark.excerpt, **shown)


@router.get("/annotations/{id}/panel")
def annotation_panel(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """The same next to the text, as a fragment."""
    shown = _about_mark(s, editor, resolving.correctable(s, editor, id))
    return page(request, "fragments/correct_annotation.html", private=True, **shown)


@router.get("/entities/{id}")
def entity(
    request: Request, s: Reading, editor: EditorDep, listing: ListingDep, id: Id
) -> Response:
    """What can be corrected about an entity, and what was; a merged one redirects for now."""
    row = entities.get(s, editor, id)
    if row.merged_into:
        return RedirectResponse(f"/edit/entities/{row.merged_into}", 302)
    limit = max(listing.limit, ARTICLES)
    lines = entities.articles_of(s, editor, id, cursor=listing.cursor, limit=limit)
    names = choices.names_in(s, id, [id_of(line.article) for line in lines.items])
    parts = [(line, names.get(id_of(line.article), [])) for line in lines.items]
    return page(
        request,
        "edit_entity.html",
        private=True,
        more=next_page_url(request, lines.next),
        annotation=None,
        aliases=name_index.aliases(s, editor, id),
        parts=parts,
        log=entries.listed(s, entity_id=id, limit=LATEST_CORRECTIONS),
        **_about_entity(s, row),
    )


@router.get("/corrections/new")
def new(request: Request, s: Reading, editor: EditorDep, wanted: RequestDep) -> Response:
    """What a correction would do, to be confirmed; nothing is changed."""
    return _previewed(request, "correction_new.html", s, editor, wanted)


@router.get("/corrections/preview")
def preview(request: Request, s: Reading, editor: EditorDep, wanted: RequestDep) -> Response:
    """The same next to the text, as a fragment."""
    return _previewed(request, "fragments/correction_preview.html", s, editor, wanted)


@router.post("/corrections")
def make(editor: WritingEditorDep, library: LibraryDep, wanted: FormDep) -> Response:
    """Makes a correction, and leads to its page."""
    # Resolved before the write lock is taken: refusals keep nobody waiting.
    with library.reading() as s:
        correction, mark = resolving.resolve(s, editor, wanted)
        reached = CameFrom(mark.article.id, _paragraph(mark)) if mark else CameFrom(None, None)
    id_ = pipeline.correct(library, correction, creator_of(library, editor))
    return RedirectResponse(f"/edit/corrections/{id_}{reached.query}", 303)


@router.get("/corrections")
def log(
    request: Request,
    s: Reading,
    editor: EditorDep,
    listing: ListingDep,
    entity: OfEntity = None,
) -> Response:
    """Every correction, or those of one entity, newest first."""
    about = entities.get(s, editor, entity) if entity else None
    lines = entries.listed(s, entity_id=entity, cursor=listing.cursor, limit=listing.limit)
    more = next_page_url(request, lines.next)
    return page(request, "corrections.html", private=True, lines=lines, of=about, more=more)


@router.get("/corrections/{id}")
def done(
    request: Request,
    s: Reading,
    editor: EditorDep,  # noqa: ARG001 - only the editor sees it
    id: Id,
    reached: CameFromDep,
) -> Response:
    """What a correction did, and how to undo it, with the way back to the article."""
    line = entries.get(s, id)
    article = reached.article or line.article_id
    fragment = f"#p{reached.paragraph}" if reached.paragraph else ""
    where = f"/articles/{article}{fragment}" if article else None
    return page(
        request,
        "correction.html",
        private=True,
        line=line,
        where=where,
        reached_from=reached.query,
    )


@router.post("/corrections/{id}/undo")
def undo(editor: WritingEditorDep, library: LibraryDep, id: Id, reached: CameFromDep) -> Response:
    """Takes a correction back."""
    pipeline.undo(library, id, creator_of(library, editor))
    return RedirectResponse(f"/edit/corrections/{id}{reached.query}", 303)


def _previewed(
    request: Request, template: str, s: Session, editor: Reader, wanted: CorrectionRequest
) -> Response:
    shown = previews.preview(s, editor, wanted)
    choice = shown if isinstance(shown, NameChoice) else None
    # A name that nobody has is an error of the form; one that several have is a question.
    is_unknown_name = choice is not None and not choice.candidates
    return page(
        request,
        template,
        private=True,
        status=422 if is_unknown_name else 200,
        limit=NAME_CHARACTERS,
        choice=choice,
        preview=None if choice else shown,
        back=_back(shown.mark, shown.request),
    )


def _back(mark: MarkContext | None, wanted: CorrectionRequest) -> str:
    return f"/edit/annotations/{mark.annotation.id}" if mark else f"/edit/entities/{wanted.entity}"


def _about_mark(s: Session, editor: Reader, mark: MarkContext) -> dict[str, Any]:
    """What the page and the panel of an annotation need, with the entities that are offered."""
    row = mark.annotation
    entity = resolving.current_entity(s, editor, row.entity_id) if row.entity_id else None
    shown = mark.base() | _about_entity(s, entity if row.layer == "entity" else None)
    return shown | {
        "speaker": mark.entity_name or row.body.get("speaker"),
        "offered": offers.offers(s, editor, mark),
        "taken_for": entity,
    }


def _about_entity(s: Session, entity: EntityRow | None) -> dict[str, Any]:
    """What the forms need that correct an entity itself."""
    proposals: list[tuple[Entity, Proposal]] = []
    if entity is not None:
        for pair in choices.proposed(s, entity.id):
            other = pair.second if pair.first.id == entity.id else pair.first
            proposals.append((other, pair))
    return {
        "entity": entity,
        "proposals": proposals,
        "kinds": ENTITY_KINDS,
        "limit": NAME_CHARACTERS,
    }


def _paragraph(mark: MarkContext) -> int | None:
    """The number of the paragraph in which a mark begins, as the article's page counts them."""
    blocks = enumerate(mark.revision.blocks, 1)
    begun = [number for number, block in blocks if block["start"] <= mark.span.start]
    return max(begun, default=None)

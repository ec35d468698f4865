"""Pages for the editor: what is wrong with a mark or an entity, what a correction would do, doing and undoing it, the log of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.corrections import requests
from app.corrections.requests import KINDS, Choice, CorrectionRequest, creator_of
from app.linking.corrections.correction import NAME_CHARACTERS
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.store.corrections import choices, corrections
from app.store.db.ids import LARGEST_ID
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.web.http.dependencies import EditorDep, Id, LibraryDep, ListingDep, OfArticle, Reading
from app.web.http.query import next_page_url
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = APIRouter(prefix="/edit")
SPEAKING = ("person", "organization", "group", "facility", "place")
"""Kinds that may speak, as they are offered: people first."""
OFFERED = 8
SPEAKERS = 14
"""Entities that are offered beside a name's search: what a reader takes in at a glance. Design
choices, not measurements."""
LOG = 8
ARTICLES = 100
"""Articles of an entity on one page of its parts, of which some are chosen."""

Paragraph = Annotated[int | None, Query(ge=1, lt=10**6)]
AskedDep = Annotated[CorrectionRequest, Query()]
FormDep = Annotated[CorrectionRequest, Depends(form_of(CorrectionRequest))]


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody whom the words may mean, and why: `article` (named there), `proposal`, `name`."""

    entity: EntityRow
    why: str


@router.get("/annotations/{id}")
def annotation(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """What can be corrected about an annotation."""
    mark = requests.correctable(s, editor, id)
    return page(
        request,
        "edit_annotation.html",
        private=True,
        excerpt=mark.excerpt,
        **_of_mark(s, editor, mark),
    )


@router.get("/annotations/{id}/panel")
def annotation_panel(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """The same beside the text, as a fragment."""
    shown = _of_mark(s, editor, requests.correctable(s, editor, id))
    return page(request, "fragments/correct_annotation.html", private=True, **shown)


@router.get("/entities/{id}")
def entity(
    request: Request, s: Reading, editor: EditorDep, listing: ListingDep, id: Id
) -> Response:
    """What can be corrected about an entity, and what was; one that was merged leads on, for the time being."""
    found = entities.get(s, editor, id)
    if found.merged_into:
        return RedirectResponse(f"/edit/entities/{found.merged_into}", 302)
    lines = entities.articles_of(
        s, editor, id, cursor=listing.cursor, limit=max(listing.limit, ARTICLES)
    )
    names = choices.names_in(s, id, [line.article.id or 0 for line in lines.items])
    parts = [(line, names.get(line.article.id or 0, [])) for line in lines.items]
    log = corrections.listed(s, entity_id=id, limit=LOG)
    shown = _of_entity(s, found) | {
        "aliases": entities.aliases(s, editor, id),
        "parts": parts,
        "log": log,
    }
    return page(
        request,
        "edit_entity.html",
        private=True,
        more=next_page_url(request, lines.next),
        annotation=None,
        **shown,
    )


@router.get("/corrections/new")
def new(request: Request, s: Reading, editor: EditorDep, asked: AskedDep) -> Response:
    """What a correction would do, to be confirmed; nothing is changed."""
    return _previewed(request, "correction_new.html", s, editor, asked)


@router.get("/corrections/preview")
def preview(request: Request, s: Reading, editor: EditorDep, asked: AskedDep) -> Response:
    """The same beside the text, as a fragment."""
    return _previewed(request, "fragments/correction_preview.html", s, editor, asked)


@router.post("/corrections")
def make(editor: EditorDep, library: LibraryDep, given: FormDep) -> Response:
    """Makes a correction, and leads to what was done."""
    with library.reading() as s:
        wanted, mark = requests.resolve(s, editor, given)
    made = pipeline.correct(library, wanted, creator_of(library, editor))
    return RedirectResponse(
        f"/edit/corrections/{made}{_from(mark.article.id, _paragraph(mark)) if mark else ''}", 303
    )


@router.get("/corrections")
def log(
    request: Request,
    s: Reading,
    editor: EditorDep,
    listing: ListingDep,
    entity: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Response:
    """Every correction, or those of one entity, newest first."""
    of = entities.get(s, editor, entity) if entity else None
    found = corrections.listed(s, entity_id=entity, cursor=listing.cursor, limit=listing.limit)
    return page(
        request,
        "corrections.html",
        private=True,
        lines=found,
        of=of,
        more=next_page_url(request, found.next),
    )


@router.get("/corrections/{id}")
def done(
    request: Request,
    s: Reading,
    editor: EditorDep,  # noqa: ARG001 - only the editor sees it
    id: Id,
    article: OfArticle = None,
    paragraph: Paragraph = None,
) -> Response:
    """What a correction did, and its undoing; with the article and paragraph where the editor was."""
    line = corrections.get(s, id)
    where = (
        f"/articles/{article or line.article_id}{f'#p{paragraph}' if paragraph else ''}"
        if article or line.article_id
        else None
    )
    return page(
        request,
        "correction.html",
        private=True,
        line=line,
        where=where,
        reached_from=_from(article, paragraph),
    )


@router.post("/corrections/{id}/undo")
def undo(
    editor: EditorDep,
    library: LibraryDep,
    id: Id,
    article: OfArticle = None,
    paragraph: Paragraph = None,
) -> Response:
    """Takes a correction back."""
    pipeline.undo(library, id, creator_of(library, editor))
    return RedirectResponse(f"/edit/corrections/{id}{_from(article, paragraph)}", 303)


def _previewed(
    request: Request, template: str, s: Session, editor: Reader, asked: CorrectionRequest
) -> Response:
    shown = requests.preview(s, editor, asked)
    choice = shown if isinstance(shown, Choice) else None
    status = 422 if choice and not choice.found else 200
    told = {
        "choice": choice,
        "preview": None if choice else shown,
        "back": _back(shown.mark, shown.asked),
    }
    return page(request, template, private=True, status=status, limit=NAME_CHARACTERS, **told)


def _back(mark: MarkContext | None, asked: CorrectionRequest) -> str:
    return f"/edit/annotations/{mark.annotation.id}" if mark else f"/edit/entities/{asked.entity}"


def _of_mark(s: Session, editor: Reader, mark: MarkContext) -> dict[str, Any]:
    """What the page and the panel of an annotation need: whom its words are taken for, whom they may mean, what can be done with either."""
    row = mark.annotation
    found = requests.living(s, editor, row.entity_id) if row.entity_id else None
    offered = (
        _speakers(s, editor, mark)
        if row.layer == "quotation"
        else _meant(s, editor, mark)
        if row.layer == "entity"
        else []
    )
    told = mark.base() | {
        "speaker": mark.entity_name or row.body.get("speaker"),
        "offered": offered,
    }
    return told | _of_entity(s, found if row.layer == "entity" else None) | {"taken_for": found}


def _of_entity(s: Session, found: EntityRow | None) -> dict[str, Any]:
    """What the forms need that correct an entity itself."""
    pairs = choices.proposed(s, found.id) if found else []
    proposals = [
        (p.second if p.first.id == (found.id if found else 0) else p.first, p) for p in pairs
    ]
    return {"entity": found, "proposals": proposals, "kinds": KINDS, "limit": NAME_CHARACTERS}


def _meant(s: Session, editor: Reader, mark: MarkContext) -> list[Offered]:
    """Whom a name may mean instead: what was proposed, who goes by such a name, the others of its kind in the article, nearest first."""
    row = mark.annotation
    pairs = choices.proposed(s, row.entity_id) if row.entity_id else []
    near = _near(mark, (row.kind,))[: OFFERED // 2]
    reasons = dict.fromkeys(near, "article")
    reasons |= {e.id: "name" for e in choices.alike(s, editor, mark.exact, row.kind)[:OFFERED]}
    reasons |= {id_: "proposal" for p in pairs for id_ in (p.first.id or 0, p.second.id or 0)}
    order = {"proposal": 0, "name": 1, "article": 2}
    ids = sorted(
        (id_ for id_ in reasons if id_ != row.entity_id), key=lambda id_: order[reasons[id_]]
    )[:OFFERED]
    return [Offered(e, reasons[e.id]) for e in choices.rows(s, editor, ids)]


def _speakers(s: Session, editor: Reader, mark: MarkContext) -> list[Offered]:
    """The people and bodies of the article, people first, and those that are named nearest to the words first."""
    ids: Iterable[int] = [
        id_ for kinds in (SPEAKING[:1], SPEAKING[1:]) for id_ in _near(mark, kinds)
    ]
    ids = [id_ for id_ in ids if id_ != mark.annotation.entity_id][:SPEAKERS]
    return [Offered(e, "article") for e in choices.rows(s, editor, ids)]


def _near(mark: MarkContext, kinds: tuple[str, ...]) -> list[int]:
    """The entities of these kinds that the article names, by how far their nearest mention is from the words."""
    far: dict[int, int] = {}
    for row in mark.rows:
        if row.layer == "entity" and row.entity_id and row.kind in kinds:
            distance = max(mark.span.start - row.end, row.start - mark.span.end, 0)
            far[row.entity_id] = min(distance, far.get(row.entity_id, distance))
    return sorted(far, key=lambda id_: (far[id_], id_))


def _paragraph(mark: MarkContext) -> int | None:
    """The number of the paragraph that a mark stands in, as it is named on the article's page."""
    return max(
        (n for n, b in enumerate(mark.revision.blocks, 1) if b["start"] <= mark.span.start),
        default=None,
    )


def _from(article: int | None, paragraph: int | None) -> str:
    """The query that remembers where the editor was."""
    known = {
        name: value for name, value in (("article", article), ("paragraph", paragraph)) if value
    }
    return f"?{urlencode(known)}" if known else ""

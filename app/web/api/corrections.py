"""Corrections over the API: made, previewed, listed and undone, as on the editor's pages.

Only the editor's session or a token may do any of it. docs/corrections.md describes the bodies.
"""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field, StrictInt, StrictStr, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app import pipeline
from app.corrections import resolving
from app.corrections.requests import (
    TYPED_CHARACTERS,
    CorrectionRequest,
    EntityKind,
    Keep,
    KindOfCorrection,
    Scope,
    TypedWords,
)
from app.corrections.resolving import creator_of
from app.corrections.wire import entry_as_json, reach_as_json
from app.store.corrections import entries
from app.store.corrections.reach import count_reach
from app.store.db.ids import LARGEST_ID
from app.store.entities import entities
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ListingDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.request_bodies import body_of

router = new_router("/api/corrections")

StrictId = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
EntityId = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
EntityName = Annotated[StrictStr, Field(max_length=TYPED_CHARACTERS)]
MOST_ARTICLES = 1_000


class CorrectionTarget(BaseModel):
    """What is corrected: an annotation's words, an entity, or an article's date."""

    annotation: StrictId | None = None
    entity: StrictId | None = None
    article: StrictId | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "CorrectionTarget":
        targets = [id_ for id_ in (self.annotation, self.entity, self.article) if id_ is not None]
        if len(targets) != 1:
            raise ValueError("give exactly one of annotation, entity and article")
        return self


class NewCorrection(BaseModel):
    """A correction as a program asks for it.

    `other` is an entity by id, name or address. A speaker is `other`, or a mere name in `value`; a
    null `other` says that nobody who is named speaks.
    """

    kind: KindOfCorrection
    target: CorrectionTarget
    other: StrictId | EntityName | None = None
    value: TypedWords = None
    new_kind: EntityKind = None
    scope: Scope = "name"
    keep: Keep = "rest"
    articles: Annotated[list[StrictId], Field(max_length=MOST_ARTICLES)] = []

    @model_validator(mode="after")
    def _of_article(self) -> "NewCorrection":
        if (self.kind == "date") != (self.target.article is not None):
            raise ValueError(
                "a date correction must target an article, and no other correction may"
            )
        return self

    def request(self) -> CorrectionRequest:
        """The same as the editor's forms ask for it."""
        target = self.target
        by_name = self.other if isinstance(self.other, str) else None
        return CorrectionRequest(
            do=self.kind,
            annotation=target.annotation,
            entity=target.entity,
            other=self.other if isinstance(self.other, int) else None,
            who=self._who(),
            to=by_name,
            value=self.value,
            new_kind=self.new_kind,
            scope=self.scope,
            keep=self.keep,
            article=[target.article] if target.article else self.articles,
        )

    def _who(self) -> str | None:
        """Which of its meanings a move, a split or a speaker has on the editor's forms."""
        # A split always makes a new entity; the forms could turn it into a move.
        if self.kind == "split":
            return "new"
        if self.kind in ("move", "speaker") and self.other is not None:
            return "known"
        if self.kind != "speaker":
            return None
        if self.value is not None:
            return "new"
        return "none" if "other" in self.model_fields_set else None


NewCorrectionDep = Annotated[NewCorrection, Depends(body_of(NewCorrection))]


@router.post("")
def make(
    request: Request,
    editor: WritingEditorDep,
    new_correction: NewCorrectionDep,
    library: LibraryDep,
    settings: SettingsDep,
    preview: Annotated[bool, Query()] = False,
) -> Response:
    """Makes a correction, or says what it would touch and stores nothing."""
    # Resolved before the write lock is taken: refusals keep nobody waiting.
    with library.reading() as s:
        correction, _ = resolving.resolve(s, editor, new_correction.request())
        if preview:
            touched = reach_as_json(count_reach(s, correction))
            return respond_json(request, touched, private=True)
    id_ = pipeline.correct(library, correction, creator_of(library, editor))
    with library.reading() as s:
        made = entry_as_json(entries.get(s, id_), settings.base_url)
    return respond_json(request, made, private=True, status=201)


@router.get("")
def log(
    request: Request,
    s: Reading,
    editor: EditorDep,
    settings: SettingsDep,
    listing: ListingDep,
    entity: EntityId = None,
) -> Response:
    """Every correction, or those about one entity, newest first."""
    if entity is not None:
        entities.get(s, editor, entity)
    page = entries.listed(s, entity_id=entity, cursor=listing.cursor, limit=listing.limit)
    items = [entry_as_json(entry, settings.base_url) for entry in page.items]
    return respond_json(request, {"items": items, "next": page.next}, private=True)


@router.get("/{id}")
def one(
    request: Request,
    s: Reading,
    editor: EditorDep,  # noqa: ARG001 - only the editor sees it
    settings: SettingsDep,
    id: Id,
) -> Response:
    """One correction of the log."""
    made = entry_as_json(entries.get(s, id), settings.base_url)
    return respond_json(request, made, private=True)


@router.post("/{id}/undo")
def undo(
    request: Request, editor: WritingEditorDep, library: LibraryDep, settings: SettingsDep, id: Id
) -> Response:
    """Undoes a correction; it stays in the log."""
    pipeline.undo(library, id, creator_of(library, editor))
    with library.reading() as s:
        undone = entry_as_json(entries.get(s, id), settings.base_url)
    return respond_json(request, undone, private=True)

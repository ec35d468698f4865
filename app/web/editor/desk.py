"""Pages for the editor: the desk, and what is done to several of its articles at once.

Never cached.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.responses import Response

from app import pipeline
from app.engines.model import choice
from app.errors import BadRequest, GlossError, Unprocessable
from app.reading.article_page import SOURCING_LAYER
from app.store.annotations import runs
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import LARGEST_ID, stored_id
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE
from app.store.ingest import lifecycle
from app.store.schema.articles import Article
from app.web.http.background import NewRevisions
from app.web.http.dependencies import (
    EditorDep,
    LibraryDep,
    ListingDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.query import next_page_url
from app.web.http.templating import first_words, page

router = new_router("/edit")

Action = Literal["public", "private", "withdraw"]
_ACTIONS: dict[str, Action] = {"public": "public", "private": "private", "withdraw": "withdraw"}
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ChosenArticles:
    """What to do with which articles; `sure` where it was confirmed."""

    action: Action
    ids: tuple[int, ...]
    sure: bool

    @property
    def possible(self) -> list[int]:
        """The ids that an article could have; PostgreSQL would take others for an error."""
        return [id_ for id_ in self.ids if id_ <= LARGEST_ID]


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """One article, by its number and what it was called, and why nothing was done with it."""

    id: int
    name: str | None = None
    error: str | None = None


async def sent_choice(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
) -> ChosenArticles:
    """The choice that a form sends. Raises BadRequest, Unprocessable."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, max_num_fields=LONGEST_PAGE + 10)
    except ValueError as error:
        raise BadRequest(f"Choose at most {LONGEST_PAGE} articles.") from error
    action = _ACTIONS.get(dict(pairs).get("do", ""))
    if action is None:
        raise Unprocessable("Choose what to do: public, private or withdraw.")
    wanted = (value for name, value in pairs if name == "article" and _ID.fullmatch(value))
    ids = tuple(dict.fromkeys(int(value) for value in wanted))
    return ChosenArticles(action, ids, dict(pairs).get("sure") == "yes")


@router.get("")
def desk(
    request: Request,
    s: Reading,
    editor: EditorDep,
    listing: ListingDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """Every article, private ones too; and whether new ones are annotated."""
    new_revisions: NewRevisions = request.app.state.new_revisions
    on_page = articles.newest(s, editor, cursor=listing.cursor, limit=listing.limit)
    unannotated = runs.unannotated(s, on_page.items, SOURCING_LAYER)
    return page(
        request,
        "desk.html",
        private=True,
        articles=on_page,
        unannotated=unannotated,
        failures=runs.failures(s, on_page.items),
        is_annotating=new_revisions.is_annotated(library),
        has_model=choice.is_readable(settings.model),
        more=next_page_url(request, on_page.next),
    )


@router.post("/selected")
def do(
    request: Request,
    editor: WritingEditorDep,
    library: LibraryDep,
    chosen: Annotated[ChosenArticles, Depends(sent_choice)],
) -> Response:
    """Opens, closes or withdraws the chosen articles and says of each what became of it.

    Withdrawing erases: without a confirmation it only shows what would be erased. One article that
    cannot be changed never stops the others.
    """
    with library.reading() as s:
        known = {article.id: article for article in articles.several(s, editor, chosen.possible)}
        names = {id_: article.title or first_words(article.lede) for id_, article in known.items()}
    if not chosen.ids or (chosen.action == "withdraw" and not chosen.sure):
        to_confirm = [known[id_] for id_ in chosen.ids if id_ in known]
        return _confirmation(request, to_confirm, is_empty=not chosen.ids)
    outcomes = [
        ArticleOutcome(id_, names.get(id_), _done(library, editor, id_, chosen.action))
        for id_ in chosen.ids
    ]
    return page(
        request, "selected.html", private=True, action=chosen.action, outcomes=outcomes, articles=[]
    )


def _confirmation(request: Request, to_confirm: list[Article], *, is_empty: bool) -> Response:
    return page(
        request,
        "selected.html",
        private=True,
        status=422 if is_empty else 200,
        action="nothing" if is_empty else "withdraw",
        outcomes=[],
        articles=to_confirm,
    )


def _done(library: Library, editor: Reader, id_: int, action: Action) -> str | None:
    """Does it to one article, in a transaction of its own; the reason where that failed."""
    try:
        stored_id(id_)
        if action == "withdraw":
            with library.reading() as s:
                articles.get(s, editor, id_)
            pipeline.withdraw(library, id_)
        else:
            with library.writing() as s:
                articles.get(s, editor, id_)
                lifecycle.set_visibility(s, id_, action)
    except GlossError as error:
        return error.message
    return None

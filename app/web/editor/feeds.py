"""Pages of the editor's feeds: all of them with their state, one to edit, and their forms.

Nothing is asked here but an address that is added: runs are another process's.
Never cached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from app.errors import GlossError, Unprocessable
from app.feeds import subscribing
from app.feeds.subscribing import Subscribed
from app.importers.urls import LONGEST
from app.store.articles.access import Reader
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import SubscriptionOptions
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = new_router("/edit/feeds")

Lines = Annotated[str, Field(max_length=5_000)]


class FeedOptions(BaseModel):
    """What the editor decides for a feed; tags and words one a line."""

    title: Annotated[str, Field(max_length=200)] = ""
    private: Literal["", "yes"] = ""
    tags: Lines = ""
    include: Lines = ""
    exclude: Lines = ""

    def read(self) -> SubscriptionOptions:
        """The options. Raises Unprocessable."""
        return subscribing.options(
            self.title,
            "private" if self.private else "public",
            self.tags.splitlines(),
            self.include.splitlines(),
            self.exclude.splitlines(),
        )


class NewFeed(FeedOptions):
    """An address to subscribe to."""

    url: Annotated[str, Field(max_length=LONGEST)] = ""


@dataclass(frozen=True, slots=True)
class SentList:
    """An OPML file that was sent."""

    data: bytes


async def sent_list(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
    settings: SettingsDep,
) -> SentList:
    """The file of the form; empty where none was chosen."""
    async with request.form(max_part_size=settings.import_max_bytes) as form:
        sent = form.get("file")
        return SentList(await sent.read() if isinstance(sent, UploadFile) else b"")


@router.get("")
def listed(request: Request, editor: EditorDep, library: LibraryDep) -> Response:
    """Every feed with its state, and the forms to add more."""
    return _listed(request, library, editor)


@router.post("")
def add(
    request: Request,
    editor: WritingEditorDep,
    library: LibraryDep,
    settings: SettingsDep,
    form: Annotated[NewFeed, Depends(form_of(NewFeed))],
) -> Response:
    """Subscribes to an address, and has the feed asked at once."""
    try:
        if not form.url.strip():
            raise Unprocessable("Enter the address of a feed, or of a page that names one.")
        added = list(subscribing.add_address(library, settings, form.url, form.read()))
    except GlossError as error:
        added = [Subscribed(form.url, error=error.message)]
    return _added(request, library, editor, added, form)


@router.post("/list")
def add_list(
    request: Request,
    editor: WritingEditorDep,
    library: LibraryDep,
    sent: Annotated[SentList, Depends(sent_list)],
) -> Response:
    """Subscribes to the feeds of an OPML file, and has them asked at once."""
    try:
        if not sent.data:
            raise Unprocessable("Choose an OPML file.")
        added = list(subscribing.add_listed(library, sent.data, SubscriptionOptions()))
    except GlossError as error:
        added = [Subscribed("OPML", error=error.message)]
    return _added(request, library, editor, added, NewFeed())


@router.get("/list.opml")
def export(editor: EditorDep, library: LibraryDep) -> Response:  # noqa: ARG001 - only the editor may
    """The feeds as an OPML file."""
    return Response(
        subscribing.exported(library),
        media_type="text/x-opml",
        headers={
            "Content-Disposition": 'attachment; filename="gloss-feeds.opml"',
            "Cache-Control": "private, no-store",
        },
    )


@router.post("/run")
def run_all(editor: WritingEditorDep, library: LibraryDep) -> Response:  # noqa: ARG001 - only the editor may
    """Has every feed asked as soon as possible."""
    with library.writing() as s:
        every = [subscriptions.get(s, id_) for id_ in subscriptions.all_ids(s)]
        subscriptions.request(s, every)
    return _to_list()


@router.get("/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """One feed with its options."""
    return page(request, "feed_edit.html", private=True, feed=subscriptions.get(s, id))


@router.post("/{id}")
def change(
    editor: WritingEditorDep,  # noqa: ARG001 - only the editor may
    library: LibraryDep,
    id: Id,
    form: Annotated[FeedOptions, Depends(form_of(FeedOptions))],
) -> Response:
    """Changes a feed's options; what is stored stays as it is."""
    with library.writing() as s:
        subscriptions.change(s, subscriptions.get(s, id), form.read())
    return _to_list()


@router.post("/{id}/remove")
def remove(editor: WritingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Ends a subscription; its articles stay."""
    with library.writing() as s:
        subscriptions.remove(s, subscriptions.get(s, id))
    return _to_list()


@router.post("/{id}/run")
def run(editor: WritingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Has a feed asked as soon as possible, also one that had ended."""
    with library.writing() as s:
        subscriptions.request(s, [subscriptions.get(s, id)])
    return _to_list()


def _added(
    request: Request,
    library: Library,
    editor: Reader,
    added: Sequence[Subscribed],
    form: NewFeed,
) -> Response:
    """The list again where something failed; else the list's own address."""
    new = [one.id for one in added if one.created and one.id is not None]
    if new:
        with library.writing() as s:
            subscriptions.request(s, [subscriptions.get(s, id_) for id_ in new])
    failed = [one for one in added if one.error is not None]
    if failed:
        return _listed(request, library, editor, failed, form)
    return _to_list()


def _listed(
    request: Request,
    library: Library,
    editor: Reader,  # noqa: ARG001 - only the editor sees them
    failed: Sequence[Subscribed] = (),
    form: NewFeed | None = None,
) -> Response:
    with library.reading() as s:
        every = subscriptions.listed(s)
    return page(
        request,
        "feeds.html",
        private=True,
        status=422 if failed else 200,
        feeds=every,
        failed=failed,
        form=form or NewFeed(),
        now=now(),
        every_minutes=library.settings.feeds_every_minutes,
    )


def _to_list() -> Response:
    return RedirectResponse("/edit/feeds", 303)

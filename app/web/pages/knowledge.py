"""What is known of an entity from elsewhere: its picture, from our own address, and asking an encyclopedia, which the editor alone may."""

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import fetch
from app.errors import Forbidden, NotFound
from app.linking.across.encyclopedia import MOST_BYTES, NAME, Summary, Title, at, named, read
from app.settings import Settings
from app.store.articles.access import Reader
from app.store.entities import encyclopedia, entities, images, knowledge
from app.store.entities.entities import EntityRow
from app.store.entities.knowledge import Fact
from app.web.http.caching import PRIVATE, PUBLIC
from app.web.http.dependencies import EditorDep, Id, LibraryDep, ReaderDep, Reading, SettingsDep
from app.web.http.query import Anyone
from app.web.http.templating import page
from app.web.pages.entities import entity_as_seen

router = APIRouter()
SHUT_IN = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""A picture is bytes of others: whatever they hold, opened by itself it runs nothing and loads
nothing."""


@router.get("/entities/{id}/image")
def image(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, settings: SettingsDep, id: Id
) -> Response:
    """The picture of an entity for whoever may see the entity; its bytes are read only for who has not got them."""
    found, eyes, private = entity_as_seen(s, reader, anyone, id)
    if found.merged_into:
        return RedirectResponse(
            f"/entities/{found.merged_into}/image", 301, {"Cache-Control": PUBLIC}
        )
    kept = next((fact.picture for fact in knowledge.of(s, eyes, id) if fact.picture), None)
    if kept is None:
        raise NotFound("There is no picture of it in this library.")
    if private or not settings.public_reading:
        return Response(
            images.data(s, kept.entry_id),
            headers=SHUT_IN | {"Cache-Control": PRIVATE},
            media_type=kept.media_type,
        )
    kept_by = SHUT_IN | {"Cache-Control": PUBLIC, "ETag": f'W/"{kept.sha256}"'}
    if kept.sha256 in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept_by)
    return Response(images.data(s, kept.entry_id), headers=kept_by, media_type=kept.media_type)


@router.get("/entities/{id}/encyclopedia")
def about_asking(
    request: Request, s: Reading, editor: EditorDep, settings: SettingsDep, id: Id
) -> Response:
    """What would be asked for, and what was said before."""
    found, facts, title = _asked(s, editor, settings, id)
    return page(
        request,
        "encyclopedia.html",
        private=True,
        entity=found,
        facts=facts,
        title=title,
        ask="form",
        here="entities",
    )


@router.post("/entities/{id}/encyclopedia")
def ask(editor: EditorDep, library: LibraryDep, settings: SettingsDep, id: Id) -> Response:
    """Asks the encyclopedia, and keeps what it says in the place of what it said before.

    Nothing else ever asks it.
    """
    with library.reading() as s:
        found, _, title = _asked(s, editor, settings, id)
    told = _fetched(title, settings)
    with library.writing() as s:
        entities.get(s, editor, found.id)  # it may have been withdrawn meanwhile
        encyclopedia.put(s, found.id, told, found.name)
    return RedirectResponse(f"/entities/{found.id}", 303)


def _asked(
    s: Session, editor: Reader, settings: Settings, id: int
) -> tuple[EntityRow, list[Fact], Title]:
    """The entity, what is known of it, and which article is asked for: the one that an entry names, else the one of its name."""
    if not settings.encyclopedia_enabled:
        raise Forbidden(
            f"This library does not ask {NAME}.",
            "The setting GLOSS_ENCYCLOPEDIA_ENABLED allows it.",
        )
    found = entities.get(s, editor, id)
    if found.merged_into:
        found = entities.get(s, editor, found.merged_into)
    facts = knowledge.of(s, editor, found.id)
    titles = [title for fact in facts if not fact.license and (title := at(fact.url))]
    return found, facts, titles[0] if titles else named(found.name, settings.encyclopedia_language)


def _fetched(title: Title, settings: Settings) -> Summary:
    """The summary of an article.

    Raises NotFound where there is none, Conflict, Unprocessable and FetchFailed.
    """
    wanted = fetch.FetchRequest(
        "summary",
        ("application/json",),
        "application/json",
        settings.encyclopedia_contact,
        same_origin=True,
    )
    small = settings.model_copy(
        update={"fetch_max_bytes": min(MOST_BYTES, settings.fetch_max_bytes)}
    )
    try:
        answer = fetch.fetch(title.address, small, wanted)
    except fetch.NotFoundThere as error:
        raise NotFound(f"{NAME} has no article “{title.title}” at {title.host}.") from error
    return read(answer.data, title)

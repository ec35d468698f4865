"""What other sources know of an entity: its picture, and the summary of an encyclopedia.

Pictures are served from our own address; only the editor may ask the encyclopedia.
"""

from fastapi import Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import fetch
from app.errors import Forbidden, NotFound
from app.fetch.failures import NotFoundThere
from app.fetch.requests import FetchRequest
from app.linking.across.encyclopedia import MOST_BYTES, NAME, Summary, Title, at, named, read
from app.settings import Settings
from app.store.articles.access import Reader
from app.store.entities import encyclopedia, entities, images, knowledge
from app.store.entities.entities import EntityRow
from app.store.entities.knowledge import Fact
from app.web.http.audience import Anyone, visible_entity
from app.web.http.caching import PRIVATE, PUBLIC
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.templating import page

router = new_router()
SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""A picture is third-party bytes: opened by itself it must run nothing and load nothing."""


@router.get("/entities/{id}/image")
def image(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, settings: SettingsDep, id: Id
) -> Response:
    """The picture of an entity, for whoever may see the entity.

    Its bytes are read from the store only for a browser that does not have them yet.
    """
    visible = visible_entity(s, reader, anyone, id)
    merged_into = visible.entity.merged_into
    if merged_into:
        headers = {"Cache-Control": PUBLIC}
        return RedirectResponse(f"/entities/{merged_into}/image", 301, headers)
    facts = knowledge.of(s, visible.reader, id)
    picture = next((fact.picture for fact in facts if fact.picture), None)
    if picture is None:
        raise NotFound("This entity has no image.")
    if visible.private or not settings.public_reading:
        headers = SANDBOX | {"Cache-Control": PRIVATE}
    else:
        headers = SANDBOX | {"Cache-Control": PUBLIC, "ETag": f'W/"{picture.sha256}"'}
        if picture.sha256 in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(
        images.data(s, picture.entry_id), headers=headers, media_type=picture.media_type
    )


@router.get("/entities/{id}/encyclopedia")
def about_asking(
    request: Request, s: Reading, editor: EditorDep, settings: SettingsDep, id: Id
) -> Response:
    """What would be asked for, and what the encyclopedia said before."""
    entity, facts, title = _question(s, editor, settings, id)
    return page(
        request,
        "encyclopedia.html",
        private=True,
        entity=entity,
        facts=facts,
        title=title,
        ask="form",
        here="entities",
    )


@router.post("/entities/{id}/encyclopedia")
def ask(editor: WritingEditorDep, library: LibraryDep, settings: SettingsDep, id: Id) -> Response:
    """Asks the encyclopedia, and stores the answer in place of the previous one.

    Nothing else ever asks it.
    """
    with library.reading() as s:
        entity, _, title = _question(s, editor, settings, id)
    summary = _fetch(title, settings)
    with library.writing() as s:
        entities.get(s, editor, entity.id)  # it may have been withdrawn meanwhile
        encyclopedia.put(s, entity.id, summary, entity.name)
    return RedirectResponse(f"/entities/{entity.id}", 303)


def _question(
    s: Session, editor: Reader, settings: Settings, id: int
) -> tuple[EntityRow, list[Fact], Title]:
    """The entity, what is known of it, and the encyclopedia's article to ask for.

    That is the article which a knowledge base entry names, else the one with the entity's name.
    """
    if not settings.encyclopedia_enabled:
        raise Forbidden(
            f"{NAME} lookups are turned off in this library.",
            "Set GLOSS_ENCYCLOPEDIA_ENABLED to turn them on.",
        )
    entity = entities.get(s, editor, id)
    if entity.merged_into:
        entity = entities.get(s, editor, entity.merged_into)
    facts = knowledge.of(s, editor, entity.id)
    # a fact with a licence is the encyclopedia's own answer, not an entry that names an article
    addresses = [fact.url for fact in facts if not fact.license]
    titles = [title for title in map(at, addresses) if title]
    by_name = named(entity.name, settings.encyclopedia_language)
    return entity, facts, titles[0] if titles else by_name


def _fetch(title: Title, settings: Settings) -> Summary:
    """The summary of an article.

    Raises NotFound where there is none, Conflict, Unprocessable and FetchFailed.
    """
    wanted = FetchRequest(
        "summary",
        ("application/json",),
        "application/json",
        settings.encyclopedia_contact,
        same_origin=True,
    )
    most_bytes = min(MOST_BYTES, settings.fetch_max_bytes)
    limited = settings.model_copy(update={"fetch_max_bytes": most_bytes})
    try:
        answer = fetch.fetch(title.address, limited, wanted)
    except NotFoundThere as error:
        raise NotFound(f"{NAME} has no article “{title.title}” at {title.host}.") from error
    return read(answer.data, title)

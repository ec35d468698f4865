"""Preview images of articles, passages, entities and the library, for other sites' links.

Whoever may see a page may see its image.
"""

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from app.panels.entity import described
from app.preview_images import passage_speaker, subjects
from app.preview_images.preview_image import PreviewImage
from app.store.articles import articles
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies
from app.store.db.ids import id_of
from app.store.entities import knowledge
from app.store.passages import passages
from app.store.summaries import publishers
from app.web.http.audience import Anyone, is_private, visible_entity
from app.web.http.caching import PUBLIC, respond
from app.web.http.dependencies import (
    Code,
    Id,
    ReaderDep,
    Reading,
    SettingsDep,
    count_preview,
    new_router,
)
from app.web.http.kept.rendering import Kept
from app.web.wording import image_words

router = new_router()
COUNTED = [Depends(count_preview)]
FOR_OTHER_SITES = {"Cross-Origin-Resource-Policy": "cross-origin", "X-Robots-Tag": "noindex"}
"""Readers of other sites see the image beside a link; search engines do not list it by itself."""


@router.get("/preview.png", dependencies=COUNTED)
def library(request: Request, s: Reading, reader: Anyone, settings: SettingsDep) -> Response:
    """The library's image."""
    image = subjects.of_library(
        settings.base_url, publishers.count_articles(s, reader), image_words(request)
    )
    return _answer(request, "/preview.png", image, dependencies.WHOLE_LIBRARY)


@router.get("/articles/{id}/preview.png", dependencies=COUNTED)
def article(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """An article's image, as of its newest revision."""
    shown, revision = articles.with_revision(s, reader, id)
    return _answer(
        request,
        f"/articles/{id}/preview.png",
        subjects.of_article(shown, revision, image_words(request)),
        frozenset([dependencies.article(id)]),
        private=is_private(shown),
    )


@router.get("/p/{code}/preview.png", dependencies=COUNTED)
def passage(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, code: Code
) -> Response:
    """A passage's image: its words of today, or that they are gone."""
    state = passages.state(s, reader, passages.get(s, code))
    private = is_private(state.article)
    quotation = passage_speaker.find(s, reader if private else anyone, state)
    depends_on = {
        dependencies.article(id_of(state.article)),
        dependencies.passage(id_of(state.passage)),
    }
    return _answer(
        request,
        f"/p/{code}/preview.png",
        subjects.of_passage(state, quotation, image_words(request)),
        dependencies.names([quotation.entity_id if quotation else None]) | depends_on,
        private=private and state.whole,
    )


@router.get("/entities/{id}/preview.png", dependencies=COUNTED)
def entity(request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, id: Id) -> Response:
    """An entity's image; a merged one leads to what it was merged into."""
    visible = visible_entity(s, reader, anyone, id)
    merged_into = visible.entity.merged_into
    if merged_into:
        headers = {"Cache-Control": PUBLIC}
        return RedirectResponse(f"/entities/{merged_into}/preview.png", 301, headers)
    found = described(s, visible.reader, id)
    image = subjects.of_entity(
        visible.entity,
        (*found.then, *found.undated),
        knowledge.of(s, visible.reader, id),
        image_words(request),
    )
    return _answer(
        request,
        f"/entities/{id}/preview.png",
        image,
        frozenset([dependencies.entity(id)]),
        private=visible.private,
    )


def _answer(
    request: Request,
    path: str,
    image: PreviewImage,
    depends_on: Dependencies,
    *,
    private: bool = False,
) -> Response:
    """The image as a PNG, kept at its path until what it depends on changes."""
    # Pillow is loaded with the first image: a process that draws none does without.
    from app.preview_images.drawing import png

    kept = Kept(depends_on, path)
    headers = {} if private else FOR_OTHER_SITES
    return respond(request, png(image), "image/png", private=private, headers=headers, kept=kept)

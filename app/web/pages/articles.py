"""Pages: the library, an article."""

from fastapi import Request
from starlette.responses import Response

from app.preview_images import page_preview, subjects
from app.preview_images.page_preview import PagePreview
from app.reading import article_page
from app.reading.article_page import SOURCING_LAYER
from app.store.annotations import runs
from app.store.articles import articles
from app.store.change_log import dependencies
from app.store.db.ids import id_of
from app.store.schema.articles import Article, Revision
from app.store.summaries import publishers
from app.web.http.audience import Anyone, is_private
from app.web.http.dependencies import (
    Id,
    LibraryDep,
    ListingDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
    new_router,
)
from app.web.http.kept.rendering import Kept
from app.web.http.query import IsoDay, PollDep, feed_of, next_page_url
from app.web.http.templating import page
from app.web.wording import image_words, prefix

router = new_router()


@router.get("/")
def library(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    publisher: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """The articles, newest first."""
    on_page = articles.newest(
        s,
        reader,
        publisher=publisher,
        since=since,
        until=until,
        cursor=listing.cursor,
        limit=listing.limit,
    )
    return page(
        request,
        "library.html",
        articles=on_page,
        unannotated=runs.unannotated(s, on_page.items, SOURCING_LAYER),
        publishers=publishers.listed(s, reader),
        publisher=publisher,
        since=since,
        until=until,
        filtered=bool(publisher or since or until),
        more=next_page_url(request, on_page.next),
        feed=feed_of(request, "/feed.atom"),
        here="library",
    )


def _preview(request: Request, article: Article, revision: Revision) -> PagePreview:
    path = f"{prefix(request)}/articles/{article.id}/preview.png"
    return page_preview.of_page(path, subjects.of_article(article, revision, image_words(request)))


@router.get("/articles/{id}/pending")
def pending(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    id: Id,
    poll: PollDep,
    revision: RevisionNumber = None,
) -> Response:
    """While a revision is being annotated when to ask again, then what makes its page show it.

    A page that was opened too early asks for it. Three queries.
    """
    article, shown_revision = articles.with_revision(s, reader, id, revision)
    if runs.state(s, id_of(shown_revision), SOURCING_LAYER) is None:
        return page(
            request,
            "fragments/being_annotated.html",
            private=True,
            article=article,
            revision=shown_revision,
            poll=poll,
        )
    address = f"/articles/{id}"
    if shown_revision.id != article.newest_revision_id:
        address += f"?revision={shown_revision.number}"
    private = is_private(article)
    return page(request, "fragments/annotated.html", private=private, address=address)


@router.get("/articles/{id}")
@router.get("/articles/{id}/{slug}")
def article(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    settings: SettingsDep,
    library: LibraryDep,
    id: Id,
    slug: str = "",  # noqa: ARG001 - it is for people
    revision: RevisionNumber = None,
) -> Response:
    """The article page; a private article's is for the editor alone. Four queries."""
    shown_article, shown_revision = articles.with_revision(s, reader, id, revision)
    private = is_private(shown_article)
    audience = reader if private else anyone
    context = article_page.load(
        library, s, audience, shown_article, shown_revision, settings.base_url
    )
    kept = Kept(
        dependencies.names(context["mentioned"]) | {dependencies.article(id)},
        f"/articles/{id}?revision={revision}" if revision else f"/articles/{id}",
    )
    return page(
        request,
        "article.html",
        private=private,
        kept=kept,
        in_parts=context["is_long"],
        passage=None,
        preview=None if private else _preview(request, shown_article, shown_revision),
        **context,
    )

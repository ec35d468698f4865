"""All annotations as a container of the Web Annotation Protocol, and where notes are added to it.

Only the `Prefer` header chooses between representations; the same ones have addresses, too.
"""

from typing import Annotated, Any, Literal

from fastapi import Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.exporters import w3c
from app.layers.creators import PersonCreator
from app.store.admin import people
from app.store.annotations import collection, notes
from app.store.annotations.collection import CollectionPage
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.web.api.web_annotations import protocol
from app.web.api.web_annotations import request as requests
from app.web.api.web_annotations.protocol import Contained
from app.web.api.web_annotations.request import NewAnnotationDep
from app.web.http.dependencies import (
    AnnotatingEditorDep,
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    new_router,
)

router = new_router("/api/annotations")

CONTEXT = [w3c.CONTEXT[0], "http://www.w3.org/ns/ldp.jsonld", w3c.CONTEXT[1]]
ITEMS_ON_PAGE = 100
ACCEPTED = {"Accept-Post": w3c.MEDIA_TYPE}
LABEL = "Annotations"

Iris = Annotated[Literal["0", "1"] | None, Query()]
At = Annotated[str | None, Query(max_length=200)]


@router.get("/")
def container(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    iris: Iris = None,
    page: At = None,
) -> Response:
    """Every annotation that the reader may see, as an AnnotationCollection; a `page` of it.

    `Prefer: return=representation;include="…#PreferContainedIRIs"` embeds the first page with the
    addresses of annotations, `…#PreferContainedDescriptions` with the annotations, and
    `…#PreferMinimalContainer`, as without the header, no page. `iris=1` and `iris=0` are the
    addresses of the first two; a page is `first`, `last`, or a cursor.
    """
    address = f"{settings.base_url}/api/annotations/"
    if page is not None:
        of_page = _page(s, reader, f"{address}?iris={iris or 0}", page, iris == "1")
        link, allow = protocol.RESOURCE_LINK, protocol.READ_ALONE
        value = {"@context": CONTEXT} | of_page
        return protocol.answer(request, value, link, allow, private=reader.editor)
    asked = protocol.preferred(request.headers.get("prefer", ""))
    contained = asked or _by_address(iris)
    own = address if contained == "minimal" else f"{address}?iris={int(contained == 'iris')}"
    headers = {"Content-Location": own, **ACCEPTED}
    if asked:
        headers["Preference-Applied"] = "return=representation"
    return protocol.answer(
        request,
        _collection(s, reader, own, contained),
        protocol.CONTAINER_LINK,
        protocol.CONTAINER_ALLOWS,
        private=reader.editor,
        headers=headers,
    )


@router.options("/")
def methods() -> Response:
    """What may be done with the container."""
    return protocol.options(protocol.CONTAINER_LINK, protocol.CONTAINER_ALLOWS, ACCEPTED)


@router.post("/")
@router.post("")
def create(
    request: Request,
    editor: AnnotatingEditorDep,
    annotation: NewAnnotationDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """A note or a highlight by the editor, anchored by its position and its words."""
    base = settings.base_url
    target = requests.target_of(annotation)
    article_id, number = requests.article_of(target.source, base)
    with library.writing() as s:
        article, revision = articles.with_revision(s, editor, article_id, number)
        row = notes.write(
            s,
            str(PersonCreator(editor.person_id or id_of(people.editor(s)))),
            revision,
            requests.span_of(revision.text, target.selector),
            requests.words_of(annotation),
            annotation.visibility,
            highlight="highlighting" in requests.motivations(annotation),
            other_addresses=requests.other_addresses(annotation),
        )
        value = {"@context": w3c.CONTEXT} | w3c.annotation(row, article, revision, base)
    return protocol.answer(
        request,
        value,
        protocol.RESOURCE_LINK,
        protocol.NOTES_ALLOW,
        private=True,
        status=201,
        headers={"Location": value["id"]},
    )


def _by_address(iris: str | None) -> Contained:
    if iris is None:
        return "minimal"
    return "iris" if iris == "1" else "descriptions"


def _collection(s: Session, reader: Reader, own: str, contained: Contained) -> dict[str, Any]:
    """The collection at `own`, with the address of its first page, or the page itself."""
    total = collection.total(s, reader)
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "id": own,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": LABEL,
        "total": total,
    }
    if not total:  # a collection of nothing has no pages
        return value
    pages = f"{own}?iris=0" if contained == "minimal" else own
    first: Any = f"{pages}&page=first"
    if contained != "minimal":
        first = _page(s, reader, own, "first", contained == "iris")
        del first["partOf"]  # it stands in it
    return value | {"first": first, "last": f"{pages}&page=last"}


def _page(s: Session, reader: Reader, own: str, at: str, iris: bool) -> dict[str, Any]:
    """One page of the collection at `own`; what there is not is left out, never null."""
    on_page = collection.page(s, reader, at, ITEMS_ON_PAGE)
    part_of = {"id": own, "type": "AnnotationCollection", "label": LABEL}
    value: dict[str, Any] = {
        "id": f"{own}&page={at}",
        "type": "AnnotationPage",
        "partOf": part_of | {"total": collection.total(s, reader)},
        "startIndex": on_page.start,
    }
    for name, cursor in (("prev", on_page.prev), ("next", on_page.next)):
        if cursor is not None:
            value[name] = f"{own}&page={cursor}"
    base = own.partition("/api/annotations/")[0]
    return value | {"items": _items(on_page, base, iris)}


def _items(on_page: CollectionPage, base: str, iris: bool) -> list[Any]:
    if iris:
        return [f"{base}/api/annotations/{item.row.id}" for item in on_page.items]
    return [w3c.annotation(item.row, item.article, item.revision, base) for item in on_page.items]

"""Every operation of the JSON API, by family; a test compares the list with the routes."""

from app.exporters import w3c
from app.translations import N_
from app.web.api.articles import ArticleChange, NewArticle
from app.web.api.corrections import NewCorrection
from app.web.api.description.annotations import (
    AnnotationDocument,
    AnnotationPageDocument,
    ContainerDocument,
)
from app.web.api.description.articles import (
    ArticleInList,
    ArticleList,
    FullArticle,
    ImportAnswer,
    ImportedArticle,
    SearchAnswer,
    StoredArticle,
    SuggestionList,
)
from app.web.api.description.operation import Operation, RequestExample
from app.web.api.description.statements import (
    ClaimList,
    CorrectionList,
    CorrectionReach,
    EntityList,
    FullEntity,
    LoggedCorrection,
    PassageCode,
    PassageVerdict,
    QuotationList,
)
from app.web.api.web_annotations.request import NewAnnotation
from app.web.http.passage_sharing import NewPassage

_TARGET = {
    "source": "/articles/1?revision=1",
    "selector": {"type": "TextPositionSelector", "start": 0, "end": 20},
}
_NOTE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "Annotation",
    "motivation": "commenting",
    "body": {"type": "TextualBody", "value": "Who says so?"},
    "target": _TARGET,
}
_ARTICLE_ONE = {"id": 1}
_IF_MATCH = {"If-Match": "The ETag of the annotation as it was read."}

ARTICLES = (
    Operation(
        "get",
        "/api/articles",
        N_("Articles, newest first; publisher, since, until."),
        {200: ArticleList},
        (422,),
        example=RequestExample(query={"since": "2030-01-01", "limit": 5}),
    ),
    Operation(
        "post",
        "/api/articles",
        N_(
            "Adds an article: text, html or url; title, source_url, byline, publisher, published,"
            " language, visibility."
        ),
        {201: ImportedArticle, 200: ImportedArticle},
        (409, 415),
        "edit",
        NewArticle,
        example=RequestExample(
            body={
                "text": "The ferry sailed at seven.\n\nThe captain waved.",
                "title": "A punctual ferry",
                "source_url": "https://news.example/ferry",
                "published": "2031-05-02",
            }
        ),
    ),
    Operation(
        "get",
        "/api/articles/{id}",
        N_("One article with its text, blocks, doubts and revisions."),
        {200: FullArticle},
        (404, 410, 422),
        example=RequestExample(_ARTICLE_ONE),
    ),
    Operation(
        "put",
        "/api/articles/{id}",
        N_("Adds a revision of the article."),
        {201: StoredArticle, 200: StoredArticle},
        (404, 409, 410, 415),
        "edit",
        NewArticle,
        example=RequestExample(_ARTICLE_ONE, body={"text": "The ferry sailed at eight."}),
    ),
    Operation(
        "patch",
        "/api/articles/{id}",
        N_(
            "Sets its visibility (public or private) or its date (published: YYYY-MM-DD, or null"
            " to undo)."
        ),
        {200: ArticleInList},
        (404, 409, 410),
        "edit",
        ArticleChange,
        example=RequestExample(_ARTICLE_ONE, body={"visibility": "private"}),
    ),
    Operation(
        "delete",
        "/api/articles/{id}",
        N_("Withdraws the article: deletes everything but a tombstone."),
        {204: None},
        (404, 410),
        "edit",
        example=RequestExample(_ARTICLE_ONE),
    ),
    Operation(
        "post",
        "/api/import",
        N_("Imports a file of any supported format, sent as the request body."),
        {200: ImportAnswer},
        (415,),
        "edit",
        "file",
        example=RequestExample(
            query={"filename": "ferry.md"}, body="# A punctual ferry\n\nThe ferry sailed at seven."
        ),
    ),
    Operation(
        "get",
        "/api/export",
        N_("Exports the library, or chosen articles, as one file."),
        {200: None},
        (404, 410, 415, 422),
        media_type="*/*",
        example=RequestExample(query={"format": "jsonl", "article": "1"}),
    ),
)

ANNOTATIONS = (
    Operation(
        "get",
        "/api/articles/{id}/annotations",
        N_("The article’s annotations as a W3C AnnotationPage."),
        {200: AnnotationPageDocument},
        (404, 410, 422),
        media_type=w3c.MEDIA_TYPE,
        example=RequestExample(_ARTICLE_ONE, {"layer": "quotation", "limit": 5}),
    ),
    Operation(
        "get",
        "/api/annotations/",
        N_("All annotations as a container of the Web Annotation Protocol; page by page."),
        {200: (ContainerDocument, AnnotationPageDocument)},
        (404, 422),
        media_type=w3c.MEDIA_TYPE,
        example=RequestExample(query={"iris": "1", "page": "first"}),
        headers={
            "Prefer": "return=representation with include=“http://www.w3.org/ns/oa#…” and"
            " PreferMinimalContainer, PreferContainedIRIs or PreferContainedDescriptions."
        },
    ),
    Operation(
        "post",
        "/api/annotations/",
        N_(
            "Adds a note or highlight: a W3C Annotation whose target names the article and"
            " selectors."
        ),
        {201: AnnotationDocument},
        (404, 409, 410),
        "annotate",
        NewAnnotation,
        w3c.MEDIA_TYPE,
        RequestExample(body=_NOTE),
    ),
    Operation(
        "post",
        "/api/annotations",
        N_("Adds a note or highlight, as in the container."),
        {201: AnnotationDocument},
        (404, 409, 410),
        "annotate",
        NewAnnotation,
        w3c.MEDIA_TYPE,
        RequestExample(body=_NOTE | {"motivation": "highlighting", "body": None}),
    ),
    Operation(
        "options",
        "/api/annotations/",
        N_("Lists the methods that the container supports."),
        {200: None},
    ),
    Operation(
        "get",
        "/api/annotations/{id}",
        N_("One annotation as a W3C Annotation."),
        {200: AnnotationDocument},
        (404, 410),
        media_type=w3c.MEDIA_TYPE,
        example=RequestExample(_ARTICLE_ONE),
    ),
    Operation(
        "put",
        "/api/annotations/{id}",
        N_(
            "Changes a note’s text, motivation or visibility. With If-Match, only if it has not "
            "changed since."
        ),
        {200: AnnotationDocument},
        (404, 405, 409, 410, 412),
        "annotate",
        NewAnnotation,
        w3c.MEDIA_TYPE,
        RequestExample(_ARTICLE_ONE, body=_NOTE),
        headers=_IF_MATCH,
    ),
    Operation(
        "delete",
        "/api/annotations/{id}",
        N_("Deletes a note. With If-Match, only if it has not changed since."),
        {204: None},
        (404, 405, 410, 412),
        "annotate",
        example=RequestExample(_ARTICLE_ONE),
        headers=_IF_MATCH,
    ),
    Operation(
        "options",
        "/api/annotations/{id}",
        N_("Lists the methods that an annotation supports."),
        {200: None},
        (404, 410),
        example=RequestExample(_ARTICLE_ONE),
    ),
)

PASSAGES = (
    Operation(
        "post",
        "/api/passages",
        N_(
            "A permanent code for a passage: article, revision, start, end; or article, exact,"
            " prefix, suffix."
        ),
        {201: PassageCode, 200: PassageCode},
        (404, 409, 410),
        None,
        NewPassage,
        example=RequestExample(body={"article": 1, "start": 0, "end": 20}),
    ),
    Operation(
        "get",
        "/api/passages/{code}",
        N_("The state of a passage: same, moved, changed, replaced or removed."),
        {200: PassageVerdict},
        (404, 410, 422),
        example=RequestExample({"code": "Xq3mZr9aTt0b"}),
    ),
)

LISTS = (
    Operation(
        "get",
        "/api/entities",
        N_("Entities, most mentioned first."),
        {200: EntityList},
        (422,),
        example=RequestExample(query={"kind": "person", "limit": 5}),
    ),
    Operation(
        "get",
        "/api/entities/{id}",
        N_("One entity with its names and articles."),
        {200: FullEntity},
        (404, 422),
        example=RequestExample(_ARTICLE_ONE),
    ),
    Operation(
        "get",
        "/api/quotes",
        N_("Quotations; speaker and about take an entity’s id or name, act is speech or attitude."),
        {200: QuotationList},
        (422,),
        example=RequestExample(query={"q": "harbour"}),
    ),
    Operation(
        "get",
        "/api/claims",
        N_("Checkable claims."),
        {200: ClaimList},
        (422,),
        example=RequestExample(query={"limit": 5}),
    ),
    Operation(
        "get",
        "/api/search",
        N_("Articles that contain every word."),
        {200: SearchAnswer},
        (422,),
        example=RequestExample(query={"q": "harbour"}),
    ),
    Operation(
        "get",
        "/api/suggestions",
        N_("A few names, articles by title and quotations for what is being typed."),
        {200: SuggestionList},
        (422,),
        example=RequestExample(query={"q": "harb"}),
    ),
)

CORRECTIONS = (
    Operation(
        "post",
        "/api/corrections",
        N_(
            "Makes a correction: kind (merge, split, move, reject, speaker, rename, kind, apart,"
            " date), target, and what the kind needs; a preview stores nothing."
        ),
        {201: LoggedCorrection, 200: CorrectionReach},
        (404, 409, 410),
        "edit",
        NewCorrection,
        example=RequestExample(
            body={"kind": "rename", "target": {"entity": 1}, "value": "Corrin Town"}
        ),
    ),
    Operation(
        "get",
        "/api/corrections",
        N_("The log of corrections, newest first; for the editor."),
        {200: CorrectionList},
        (404, 422),
        "read",
        example=RequestExample(query={"limit": 5}),
    ),
    Operation(
        "get",
        "/api/corrections/{id}",
        N_("One correction of the log; for the editor."),
        {200: LoggedCorrection},
        (404,),
        "read",
        example=RequestExample(_ARTICLE_ONE),
    ),
    Operation(
        "post",
        "/api/corrections/{id}/undo",
        N_("Undoes a correction; it stays in the log."),
        {200: LoggedCorrection},
        (404, 409),
        "edit",
        example=RequestExample(_ARTICLE_ONE),
    ),
)

FAMILIES: tuple[tuple[str, tuple[Operation, ...]], ...] = (
    (N_("Articles"), ARTICLES),
    (N_("Annotations"), ANNOTATIONS),
    (N_("Passages"), PASSAGES),
    (N_("People, places and statements"), LISTS),
    (N_("Corrections"), CORRECTIONS),
)
"""In the order in which the page lists them."""
OPERATIONS = tuple(operation for _, family in FAMILIES for operation in family)

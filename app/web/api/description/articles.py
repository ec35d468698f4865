"""Articles in answers: stored, listed, and one revision with its text; imports."""

from typing import Literal

from app.text.spans import BlockKind, InlineKind
from app.web.api.description.base import ListAnswer, ObjectInAnswer, Visibility, WordsAt, if_any


class StoredArticle(ObjectInAnswer):
    """Where an article was stored."""

    id: int
    url: str
    """The address of its page."""
    revision: int
    """The number of the revision."""
    created: bool
    """False where the newest revision already said the same."""


class ArticleInList(ObjectInAnswer):
    """An article without its text."""

    id: int
    url: str
    title: str | None
    publisher: str | None
    source_url: str | None
    published: str | None
    """The date that is held, YYYY-MM-DD; null for an undated one, which was captured at
    `created_at`."""
    date_doubted: bool
    date_settled: bool
    """Whether the editor set the date."""
    lede: str
    words: int
    doubts: int
    """How many doubts are recorded."""
    visibility: Visibility
    created_at: str


class ArticleList(ListAnswer):
    """Articles, newest first."""

    items: list[ArticleInList]


class RevisionInList(ObjectInAnswer):
    """One captured state of an article."""

    number: int
    captured_at: str
    sha256: str
    """Of the text in UTF-8."""
    creator: str | None
    """The person who made it; null for a capture."""


class DateOfSource(ObjectInAnswer):
    """A date that the source gives, and where."""

    value: str
    provenance: str | None


class PictureOfCaption(ObjectInAnswer):
    """The picture that a caption belongs to; never fetched."""

    url: str = if_any()
    alt: str = if_any()
    credit: str = if_any()


class TextBlock(ObjectInAnswer):
    """One block of the text, by its span."""

    kind: BlockKind
    start: int
    end: int
    level: int = if_any()
    """1–6 for headings, the depth for list items."""
    picture: PictureOfCaption = if_any()
    line_breaks: bool = if_any()
    """Whether the source breaks the lines where the text has LF."""


class InlineMark(ObjectInAnswer):
    """A mark of the source's own: a link, or emphasis."""

    kind: InlineKind
    start: int
    end: int
    href: str = if_any()


class RecordedDoubt(ObjectInAnswer):
    """A recorded contradiction."""

    kind: str
    message: str
    evidence: list[WordsAt]
    layer: str | None
    """Null where the importer raised it."""


class FullArticle(ObjectInAnswer):
    """One revision of an article: what the source says, and what is held."""

    id: int
    url: str
    revision: int
    revisions: list[RevisionInList]
    annotated: bool
    """True when every layer has finished or failed on this revision."""
    visibility: Visibility
    title: str | None
    byline: list[str]
    publisher: str | None
    source_url: str | None
    language: str
    """The language it is read in; `und` where it is not known."""
    declared_language: str | None
    declared_date: DateOfSource | None
    modified_date: DateOfSource | None
    section: str | None
    published: str | None
    """The date that is held: the editor's, else the declared one."""
    date_doubted: bool
    date_settled: bool
    text: str
    """The blocks, joined by a blank line. All offsets are code points of it, half-open."""
    sha256: str
    captured_at: str
    blocks: list[TextBlock]
    inlines: list[InlineMark]
    doubts: list[RecordedDoubt]
    provenance: dict[str, str | None]
    """Where each field was found."""
    creator: str | None
    set_by_editor: list[str]
    """The fields that stay so at later captures."""


class FoundHighlights(ObjectInAnswer):
    """What became of the highlights that an item brought along."""

    placed: int
    reworded: int
    not_found: int


class ImportedArticle(StoredArticle):
    """A stored article, and what became of highlights that came with it or waited for it."""

    highlights: FoundHighlights = if_any()


class FailedItem(ObjectInAnswer):
    """An item of an import that could not be stored, and why."""

    item: str
    message: str


class AddressToFetch(ObjectInAnswer):
    """An item of an import of which only the address is known."""

    url: str
    title: str | None


class CountedParts(ObjectInAnswer):
    """Parts of a file of one kind, and how many they are."""

    what: str
    count: int


class ImportAnswer(ObjectInAnswer):
    """What was stored of a file; a bad item never stops the rest."""

    items: list[ImportedArticle]
    failed: list[FailedItem]
    not_fetched: list[AddressToFetch]
    """Addresses without a text; they wait until `gloss refresh` fetches them."""
    skipped: list[CountedParts]
    """What was passed over, since it holds no article."""
    also_imported: list[CountedParts]
    """What was stored besides articles: boards, passages, corrections, subscriptions."""


class NamingSentence(ObjectInAnswer):
    """A sentence with the words that name an entity."""

    before: str
    words: str
    after: str


class ArticleNaming(ArticleInList):
    """An article that names an entity."""

    mentions: int
    role: str | None
    """How the article describes the entity."""
    sentences: list[NamingSentence]


class SnippetPart(ObjectInAnswer):
    """A piece of the words around a match."""

    text: str
    match: bool


class FoundArticle(ArticleInList):
    """An article that a search found."""

    snippet: list[SnippetPart]


class SearchAnswer(ListAnswer):
    """Articles that hold every word, best first."""

    items: list[FoundArticle]
    cut: bool
    """Whether the query was longer than the limit and was shortened."""
    newest_only: bool
    """Whether more articles match than were ranked."""


class SuggestedItem(ObjectInAnswer):
    """Something that may be meant by what is being typed."""

    group: Literal["spelling", "entity", "article", "quotation"]
    title: str
    detail: str
    language: str | None
    mentions: int | None
    url: str


class SuggestionList(ListAnswer):
    """A few names, articles and quotations."""

    items: list[SuggestedItem]

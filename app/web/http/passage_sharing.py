"""Sharing a passage, whoever asks for it: a program or a form. Owns the limits on sharing."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr, model_validator
from sqlmodel import Session

from app.errors import Forbidden, Unprocessable
from app.reading import article_page
from app.settings import Settings
from app.store.annotations import excerpts
from app.store.annotations.excerpts import AROUND, Excerpt
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import stored_id
from app.store.db.library import Library
from app.store.passages import passages
from app.store.schema.articles import Article, Revision
from app.text import selectors
from app.text.spans import Block, Span
from app.web.http import target_span
from app.web.http.dependencies import with_scope
from app.web.http.templating import LEDE_AS_TITLE_CHARACTERS, day, first_words

SKIP_LINKS = "Skip to the text", "Skip past the article text"
"""The first words of every page (templates/base.html), and those before the text of an article."""
MOST_PLACES = 20
"""Of words that occur more often a reader gives some more."""
Offset = Annotated[StrictInt, Field(ge=0, lt=10**9)]


class NewPassage(BaseModel):
    """A span of an article, by position or by its words.

    `opened` lets everybody see it although the article is closed to them; a token needs the scope
    `edit` for that.
    """

    article: Annotated[StrictInt, Field(ge=1, lt=10**18)]
    revision: Annotated[StrictInt, Field(ge=1, lt=10**9)] | None = None
    start: Offset | None = None
    end: Offset | None = None
    exact: StrictStr | None = None
    prefix: StrictStr | None = None
    suffix: StrictStr | None = None
    opened: StrictBool = False

    @model_validator(mode="after")
    def _one_way(self) -> "NewPassage":
        offsets_given = (self.start is not None) + (self.end is not None)
        words_given = self.exact is not None
        if offsets_given != (0 if words_given else 2):
            raise ValueError("give start and end, or exact")
        return self


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage's code, whether it is new, and what leads to its words in the article's page."""

    code: str
    created: bool
    text_fragment: str | None


def share(
    wanted: NewPassage, reader: Reader, library: Library, settings: Settings
) -> SharedPassage:
    """Gives a passage a permanent code; the same span of the same revision keeps the same one.

    Raises Forbidden, Unprocessable, Conflict, NotFound.
    """
    if wanted.opened and not reader.editor:
        raise Forbidden("Only the editor may share a passage of a private article.")
    if wanted.opened:
        with_scope(reader, "edit")  # it publishes words, as making the article public does
    with library.reading() as s:  # refusals cost no write lock
        _find(s, reader, wanted, settings)
    with library.writing() as s:
        article, revision, span = _find(s, reader, wanted, settings)
        passage, created = passages.share(s, article, revision, span, opened=wanted.opened)
        return SharedPassage(passage.code, created, text_fragment(article, revision, span))


def places(
    wanted: NewPassage, reader: Reader, library: Library
) -> tuple[Revision, list[tuple[Span, Excerpt]]]:
    """Where the words of `wanted` occur, `MOST_PLACES` at most, each with its sentence.

    Raises NotFound.
    """
    with library.reading() as s:
        article_id = stored_id(wanted.article)
        _, revision = articles.with_revision(s, reader, article_id, wanted.revision)
    text, found = revision.text, selectors.find(revision.text, selectors.Quote(wanted.exact or ""))
    return revision, [(span, _excerpt(text, span)) for span in found[:MOST_PLACES]]


def _excerpt(text: str, span: Span) -> Excerpt:
    before = text[max(0, span.start - AROUND) : span.start]
    return excerpts.around(before, span.of(text), text[span.end : span.end + AROUND])


def _find(
    s: Session, reader: Reader, wanted: NewPassage, settings: Settings
) -> tuple[Article, Revision, Span]:
    article_id = stored_id(wanted.article)
    article, revision = articles.with_revision(s, reader, article_id, wanted.revision)
    span = _span(revision.text, wanted)
    longest = settings.passage_max_characters
    if span.end - span.start > longest:
        raise Unprocessable(f"A passage can have at most {longest:,} characters.")
    if not span.of(revision.text).strip():
        raise Unprocessable("A passage needs at least one word.")
    return article, revision, span


def _span(text: str, wanted: NewPassage) -> Span:
    if wanted.exact is not None:
        prefix, suffix = wanted.prefix or "", wanted.suffix or ""
        return target_span.by_quote(text, wanted.exact, prefix, suffix)
    return target_span.by_position(text, wanted.start or 0, wanted.end or 0)


def text_fragment(article: Article, revision: Revision, span: Span) -> str | None:
    """`#p12:~:text=…`, to be appended to the article's address; None where no words lead there.

    Browsers without text fragments go to the paragraph.
    """
    blocks = [Block.from_json(b) for b in revision.blocks]
    number = next((n for n, b in enumerate(blocks, 1) if b.start <= span.start < b.end), None)
    paragraph = f"p{number}" if number else ""
    is_in_heading = not article.title and span.start < LEDE_AS_TITLE_CHARACTERS
    if is_in_heading:  # the browser would find these words in the page's heading
        return f"#{paragraph}" if paragraph else None
    words_above = _words_above(article, revision)
    directive = selectors.text_fragment(revision.text, span, blocks, above=words_above)
    return f"#{paragraph}{directive}" if directive else None


def _words_above(article: Article, revision: Revision) -> str:
    """What the article's page says above its text, a line each.

    A browser goes to the first place where the words of a text fragment are.
    """
    published = article.published_on if article.date_settled else revision.declared_date
    title = article.title or first_words(article.lede)
    above = [*SKIP_LINKS, title, *revision.byline, revision.publisher, day(published)]
    above += [heading.words for heading in article_page.contents_of(revision)]
    return "\n".join(words for words in above if words)

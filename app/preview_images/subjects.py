"""What the preview image of an article, a passage, an entity and the library says.

A passage is shown as it stands now: words that were changed are announced, and words that are gone
are not shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from app.engines.places import known_names
from app.preview_images import quotation_marks
from app.preview_images.preview_image import PreviewImage
from app.reading.article_page import language_name
from app.store.annotations.rows import AnnotationRow
from app.store.entities.entities import EntityRow, RoleLine
from app.store.entities.knowledge import Fact
from app.store.passages.passages import PassageState
from app.store.schema.articles import Article, Revision
from app.text.diff.anchor_state import Outcome
from app.text.display import ArticleDate, shorten, written
from app.text.language import primary

_LEDE_CHARACTERS = 160
_DESCRIPTION_CHARACTERS = 140
_AUTHORS = 3
_ANNOUNCED: dict[Outcome, str] = {
    "moved": "Moved to another place in the article on {day}",
    "moved-reworded": "Moved and reworded on {day}. It now reads:",
    "changed": "Reworded on {day}. It now reads:",
    "replaced": "No longer in the article",
    "removed": "No longer in the article",
}
_GONE: dict[Outcome, str] = {
    "replaced": "This passage was replaced by other text on {day}.",
    "removed": "This passage was removed from the article on {day}.",
}


def of_article(article: Article, revision: Revision) -> PreviewImage:
    """An article by its title, else its first words."""
    return PreviewImage(
        words=article.title or shorten(article.lede, _LEDE_CHARACTERS),
        substitute=_in_words("An article", article.language),
        heading=_publisher(article),
        footer=(_authors(revision.byline), _date(article)),
    )


def of_passage(state: PassageState, speaker: AnnotationRow | None) -> PreviewImage:
    """A passage in its words of today, with its speaker; a sentence instead of words that are gone.

    Of a passage that its reader may see without its article, the article's title is not said.
    """
    article = state.article
    day = written(state.since.at.date())
    announced = _ANNOUNCED.get(state.outcome)
    image = PreviewImage(
        words="",
        substitute=_in_words("A passage", state.revision.language),
        heading=_publisher(article),
        verdict=announced.format(day=day) if announced else None,
        footer=(article.title or "" if state.whole else "", _date(article)),
    )
    if state.text is None:
        return replace(image, words=_GONE[state.outcome].format(day=day))
    words, marks = quotation_marks.around(state.text.strip(), state.revision.language)
    below = f"— {speaker.entity_name}" if speaker else None
    return replace(image, words=words, marks=marks, below=below)


def of_entity(entity: EntityRow, roles: Iterable[RoleLine], facts: Iterable[Fact]) -> PreviewImage:
    """An entity by its name, with how articles describe it, else an entry about it."""
    described = [line.role for line in roles]
    # What is built in names codes and time zones; it has no address.
    described += [fact.description for fact in facts if fact.description and fact.url]
    kind = _kind(entity)
    mentions = "1 mention" if entity.mentions == 1 else f"{entity.mentions:,} mentions"
    return PreviewImage(
        words=entity.name,
        substitute=f"A name in {articles_in_words(entity.articles)}",
        heading=kind[:1].upper() + kind[1:],
        below=shorten(described[0], _DESCRIPTION_CHARACTERS) if described else None,
        footer=(articles_in_words(entity.articles), mentions),
    )


def of_library(base_url: str, articles: int) -> PreviewImage:
    """The library by the program's name, its host and how many articles it has."""
    return PreviewImage(
        words="Gloss",
        substitute="",
        heading=urlsplit(base_url).hostname,
        below="Articles, read with their context",
        footer=(articles_in_words(articles),),
    )


def articles_in_words(count: int) -> str:
    """`1 article`, `1,204 articles`."""
    return "1 article" if count == 1 else f"{count:,} articles"


def _kind(entity: EntityRow) -> str:
    """What an entity is: `organization, Chile`."""
    territory = known_names.find(f"cldr:territory:{entity.country}") if entity.country else None
    country = territory.name if territory else entity.country
    return ", ".join(part for part in (entity.kind, entity.sport, country) if part)


def _publisher(article: Article) -> str | None:
    """The publisher, else the host that the article comes from."""
    if article.publisher or not article.source_url:
        return article.publisher
    host = urlsplit(article.source_url).hostname
    return host.removeprefix("www.") if host else None


def _authors(byline: Sequence[str]) -> str:
    named = ", ".join(byline[:_AUTHORS])
    return f"{named} and others" if len(byline) > _AUTHORS else named


def _date(article: Article) -> str:
    return ArticleDate(article.published_on, article.date_doubted, article.sorted_on).words


def _in_words(what: str, language: str) -> str:
    """What is said in place of words that the face lacks letters for: `An article in Arabic`."""
    code = primary(language)
    name = language_name(code) if code and code != "en" else None
    return f"{what} in {name}" if name else what

"""What the preview image of an article, a passage, an entity and the library says.

A passage is shown as it stands now: words that were changed are announced, and words that are gone
are not shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from app.preview_images import quotation_marks
from app.preview_images.image_words import ARTICLES, ENGLISH, MENTIONS, ImageWords
from app.preview_images.preview_image import PreviewImage
from app.store.annotations.rows import AnnotationRow
from app.store.entities.entities import EntityRow, RoleLine
from app.store.entities.knowledge import Fact
from app.store.passages.passages import PassageState
from app.store.schema.articles import Article, Revision
from app.text.diff.anchor_state import Outcome
from app.text.display import ArticleDate, shorten
from app.text.language import primary
from app.translations import N_

_LEDE_CHARACTERS = 160
_DESCRIPTION_CHARACTERS = 140
_AUTHORS = 3
_ANNOUNCED: dict[Outcome, str] = {
    "moved": N_("Moved to another place in the article on %(day)s"),
    "moved-reworded": N_("Moved and reworded on %(day)s. It now reads:"),
    "changed": N_("Reworded on %(day)s. It now reads:"),
    "replaced": N_("No longer in the article"),
    "removed": N_("No longer in the article"),
}
_GONE: dict[Outcome, str] = {
    "replaced": N_("This passage was replaced by other text on %(day)s."),
    "removed": N_("This passage was removed from the article on %(day)s."),
}
_ARTICLE, _PASSAGE = N_("An article"), N_("A passage")
_IN_LANGUAGE = {
    _ARTICLE: N_("An article in %(language)s"),
    _PASSAGE: N_("A passage in %(language)s"),
}


def of_article(article: Article, revision: Revision, speaks: ImageWords = ENGLISH) -> PreviewImage:
    """An article by its title, else its first words."""
    return PreviewImage(
        words=article.title or shorten(article.lede, _LEDE_CHARACTERS),
        substitute=_substitute(_ARTICLE, article.language, speaks),
        heading=_publisher(article),
        footer=(_authors(revision.byline, speaks), _date(article, speaks)),
    )


def of_passage(
    state: PassageState, speaker: AnnotationRow | None, speaks: ImageWords = ENGLISH
) -> PreviewImage:
    """A passage in its words of today, with its speaker; a sentence instead of words that are gone.

    Of a passage that its reader may see without its article, the article's title is not said.
    """
    article = state.article
    day = speaks.day(state.since.at.date().isoformat())
    announced = _ANNOUNCED.get(state.outcome)
    image = PreviewImage(
        words="",
        substitute=_substitute(_PASSAGE, state.revision.language, speaks),
        heading=_publisher(article),
        verdict=speaks.say(announced, day=day) if announced else None,
        footer=(article.title or "" if state.whole else "", _date(article, speaks)),
    )
    if state.text is None:
        return replace(image, words=speaks.say(_GONE[state.outcome], day=day))
    words, marks = quotation_marks.around(state.text.strip(), state.revision.language)
    below = f"— {speaker.entity_name}" if speaker else None
    return replace(image, words=words, marks=marks, below=below)


def of_entity(
    entity: EntityRow,
    roles: Iterable[RoleLine],
    facts: Iterable[Fact],
    speaks: ImageWords = ENGLISH,
) -> PreviewImage:
    """An entity by its name, with how articles describe it, else an entry about it."""
    described = [line.role for line in roles]
    # What is built in names codes and time zones; it has no address.
    described += [fact.description for fact in facts if fact.description and fact.url]
    kind = _kind(entity, speaks)
    articles = speaks.count(ARTICLES, entity.articles)
    return PreviewImage(
        words=entity.name,
        substitute=speaks.say(N_("A name: %(articles)s"), articles=articles),
        heading=kind[:1].upper() + kind[1:],
        below=shorten(described[0], _DESCRIPTION_CHARACTERS) if described else None,
        footer=(articles, speaks.count(MENTIONS, entity.mentions)),
    )


def of_library(base_url: str, articles: int, speaks: ImageWords = ENGLISH) -> PreviewImage:
    """The library by the program's name, its host and how many articles it has."""
    return PreviewImage(
        words="Gloss",
        substitute="",
        heading=urlsplit(base_url).hostname,
        below=speaks.say(N_("Articles, read with their context")),
        footer=(speaks.count(ARTICLES, articles),),
    )


def _kind(entity: EntityRow, speaks: ImageWords) -> str:
    """What an entity is: `organization, Chile`."""
    parts = [speaks.say(word) for word in (entity.kind, entity.sport) if word]
    return ", ".join([*parts, *([speaks.country(entity.country)] if entity.country else [])])


def _publisher(article: Article) -> str | None:
    """The publisher, else the host that the article comes from."""
    if article.publisher or not article.source_url:
        return article.publisher
    host = urlsplit(article.source_url).hostname
    return host.removeprefix("www.") if host else None


def _authors(byline: Sequence[str], speaks: ImageWords) -> str:
    named = ", ".join(byline[:_AUTHORS])
    if len(byline) <= _AUTHORS:
        return named
    return speaks.say(N_("%(names)s and others"), names=named)


def _date(article: Article, speaks: ImageWords) -> str:
    on = ArticleDate(article.published_on, article.date_doubted, article.sorted_on)
    return speaks.date(on)


def _substitute(what: str, language: str, speaks: ImageWords) -> str:
    """What is said in place of words that the face lacks letters for: `An article in Arabic`."""
    code = primary(language)
    name = speaks.language(code) if code and code != "en" else None
    return speaks.say(_IN_LANGUAGE[what], language=name) if name else speaks.say(what)

"""An article as an entry of a feed: when it came out, when it was captured, its first words."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from sqlmodel import Session

from app.store.articles import articles
from app.store.db.ids import id_of
from app.store.schema.articles import Article
from app.text.display import ArticleDate
from app.web.http.atom import FeedEntry
from app.web.http.templating import first_words


def of_articles(s: Session, base: str, listed: Iterable[tuple[Article, str]]) -> list[FeedEntry]:
    """The entries of articles, each with the words of its summary. One query."""
    pairs = list(listed)
    captured = articles.captured(s, [article for article, _ in pairs])
    return [
        FeedEntry(
            f"{base}/articles/{article.id}",
            article.title or first_words(article.lede),
            captured.get(id_of(article), article.created_at),
            f"{_day(article)}\n{words}",
            published_at(article.published_on, article.date_doubted) or article.created_at,
            known_language(article.language),
        )
        for article, words in pairs
    ]


def _day(article: Article) -> str:
    """The article's date in words, with its doubts."""
    words = ArticleDate(article.published_on, article.date_doubted, article.sorted_on).words
    return f"{words[0].upper()}{words[1:]}."


def published_at(day: str | None, is_doubted: bool) -> datetime | None:
    """The first moment of the day that an article is from; None where it is not known or doubted.

    Days before the year 1 or after 9999 are no dates; what the source says stands in the summary.
    """
    if day is None or is_doubted:
        return None
    try:
        return datetime.combine(datetime.fromisoformat(day).date(), time(), UTC)
    except ValueError:
        return None


def known_language(language: str) -> str | None:
    """The language; None where it is not known."""
    return None if language == "und" else language

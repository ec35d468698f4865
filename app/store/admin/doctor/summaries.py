"""Summaries: what is stored a second time so that pages need not count it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.admin.doctor.checks import Check, Rule, apply, none
from app.store.db.columns import VisibilityWord
from app.store.db.ids import id_of
from app.store.entities import mention_counts, name_index
from app.store.schema.articles import Article
from app.store.summaries import months, publishers, speakers

_PUBLIC = VisibilityWord.code("public")
_TOTALS = """SELECT e.id FROM entity e LEFT JOIN (
      SELECT entity_id, sum(mentions) AS mentions, count(*) AS articles,
        sum(CASE WHEN public THEN mentions ELSE 0 END) AS public_mentions,
        sum(CASE WHEN public THEN 1 ELSE 0 END) AS public_articles
      FROM entity_in_article GROUP BY entity_id) n ON n.entity_id = e.id
    WHERE coalesce(n.mentions, 0) <> e.mentions OR coalesce(n.articles, 0) <> e.articles
      OR coalesce(n.public_mentions, 0) <> e.public_mentions
      OR coalesce(n.public_articles, 0) <> e.public_articles"""

OF_ARTICLES = (
    Rule(
        "Articles whose title, publisher or language is not their newest revision's",
        "Articles are listed as their newest revisions are",
        """SELECT a.id FROM article a JOIN revision r ON r.id = a.newest_revision_id
        WHERE a.withdrawn_at IS NULL AND (coalesce(a.title, '') <> coalesce(r.title, '')
          OR coalesce(a.publisher, '') <> coalesce(r.publisher, '') OR a.language <> r.language)""",
    ),
    Rule(
        "Articles with a wrong number of annotations",
        "The numbers of annotations of all articles are right",
        f"""SELECT a.id FROM article a LEFT JOIN (
          SELECT article_id, count(*) AS live,
            sum(CASE WHEN visibility = '{_PUBLIC}' THEN 1 ELSE 0 END) AS open
          FROM annotation WHERE retired_at IS NULL GROUP BY article_id) n ON n.article_id = a.id
        WHERE a.withdrawn_at IS NULL AND (a.annotations <> coalesce(n.live, 0)
          OR a.public_annotations <> coalesce(n.open, 0))""",
    ),
)
RULES = (
    Rule(
        "Entities with wrong totals",
        "The totals of entities agree with their articles",
        _TOTALS,
        "entities",
    ),
    Rule(
        "Mentioned entities without a name",
        "Every mentioned entity has a name",
        "SELECT id FROM entity WHERE mentions > 0 AND name = ''",
        "entities",
    ),
    Rule(
        "Names without their words",
        "Every name is found by its words",
        """SELECT n.entity_id FROM entity_name n WHERE n.folded <> '' AND NOT EXISTS (
          SELECT 1 FROM entity_word w WHERE w.entity_id = n.entity_id)""",
        "entities",
    ),
)


def check(s: Session) -> Iterator[Check]:
    """Whether every summary says what is counted from the rows that it sums up."""
    yield from apply(s, OF_ARTICLES)
    yield mentions(s)
    yield from apply(s, RULES)
    yield none(
        name_index.differ(s),
        "Names with wrong article counts",
        "The article counts of names agree with the articles that use them",
    )
    yield none(
        publishers.differ(s),
        "Publishers with wrong counts",
        "The counts of publishers agree with their articles",
    )
    yield none(
        months.differ(s),
        "Months with wrong counts",
        "The counts of months agree with the articles",
    )


def mentions(s: Session) -> Check:
    """Whether the entities of each article are those of its annotations; a few at a time."""
    articles = select(Article).order_by(col(Article.id)).execution_options(yield_per=50)
    wrong = sum(
        not (mention_counts.agree(s, article) and speakers.agree(s, id_of(article)))
        for article in s.scalars(articles)
    )
    return none(
        wrong,
        "Articles with wrong entity counts",
        "The entity counts agree with the annotations",
    )

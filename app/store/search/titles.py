"""Articles by their titles, for whoever is still typing: the last word may be a beginning."""

from sqlalchemy import Select, cast, column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from app.store.articles.access import Reader, may_read
from app.store.schema.articles import Article
from app.text.canonical import canonical
from app.text.search_words import words

MOST_WORDS = 12
_LONGEST_WORD = 200
"""Characters; a tsvector holds words of 2 kB at most, and no title has one of these."""


def beginning(s: Session, reader: Reader, q: str, most: int) -> list[Article]:
    """The `most` articles added last whose title has all words of `q`, the last as a beginning.

    Case and accents of Latin letters do not matter. Without a word nothing is found. One query.
    """
    folded = [word.folded for word in words(canonical(q))][:MOST_WORDS]
    if not folded or max(map(len, folded)) > _LONGEST_WORD:
        return []
    found = (_in_fts(folded) if s.get_bind().dialect.name == "sqlite" else _in_words(folded)).cte()
    statement = (
        select(Article)
        .join(found, found.c.article_id == col(Article.id))
        .where(may_read(reader))
        .order_by(found.c.article_id.desc())
        .limit(most)
    )
    return list(s.scalars(statement))


def _in_fts(folded: list[str]) -> Select[*tuple[int]]:
    match = " AND ".join(f'title : "{word}"' for word in folded) + " *"
    fts = table("article_search", column("rowid"))
    titled = text("article_search MATCH :titled").bindparams(titled=match)
    return select(fts.c.rowid.label("article_id")).where(titled)


def _in_words(folded: list[str]) -> Select[*tuple[int]]:
    """Titles have the weight A in the index."""
    wanted = [f"'{word}':A" for word in folded[:-1]] + [f"'{folded[-1]}':*A"]
    stored = table("search_words", column("article_id"), column("words"))
    query = cast(" & ".join(wanted), TSQUERY)
    return select(stored.c.article_id).where(stored.c.words.op("@@")(query))

"""Full-text search: the one module that speaks each dialect's own language. Owns the index; knows no page.

SQLite: FTS5 over a view, so that no text is stored twice. PostgreSQL: one tsvector an article.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, cast, column, delete, func, literal_column, select, table, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col

from app.errors import BadRequest
from app.store.access import Reader, may_read
from app.store.lists import LONGEST_PAGE, Page, decode, encode
from app.store.tables import Article, Revision, SearchEntry
from app.text.canonical import canonical

MAX_CHARACTERS = 400
MOST_HITS = 1_000
"""Hits that can be leafed through. Nobody reads on further, and so a cursor can be a place in the list."""
_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')  # a quotation mark is never part of a term, so that no term can end its own quotation
_WEIGHTS = "5.0, 1.0, 2.0"
"""Title, text, speakers. Chosen, not tuned: a word in the title says more of an article than one in its text."""
_INDEXED = 400_000
"""Characters of a text that PostgreSQL indexes: a tsvector may not exceed 1 MB."""
_IN_FTS = (
    "INSERT INTO article_search (rowid, title, text, speakers) "
    "SELECT article_id, title, text, speakers FROM search_source WHERE article_id = :id"
)
_OUT_OF_FTS = (
    "INSERT INTO article_search (article_search, rowid, title, text, speakers) "
    "SELECT 'delete', article_id, title, text, speakers FROM search_source WHERE article_id = :id"
)
_IN_WORDS = f"""
    INSERT INTO search_words (article_id, words)
    SELECT e.article_id,
      setweight(to_tsvector('simple', coalesce(r.title, '')), 'A') || setweight(to_tsvector('simple', e.speakers), 'B')
      || setweight(to_tsvector('simple', left(r.text, {_INDEXED})), 'D')
    FROM search_entry e JOIN revision r ON r.id = e.revision_id WHERE e.article_id = :id
    ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with a stretch of its text: (words, whether they match) in order."""

    article: Article
    snippet: list[tuple[str, bool]]


def index(s: Session, article_id: int, revision_id: int, speakers: list[str]) -> None:
    """Puts an article into the index, as this revision has it, in place of what was there."""
    remove(s, article_id)
    s.add(SearchEntry(article_id=article_id, revision_id=revision_id, speakers="\n".join(speakers)))
    s.flush()
    s.execute(text(_IN_FTS if _fts(s) else _IN_WORDS), {"id": article_id})


def remove(s: Session, article_id: int) -> None:
    """Takes an article out of the index."""
    s.flush()
    if _fts(s):
        s.execute(text(_OUT_OF_FTS), {"id": article_id})
    s.execute(delete(SearchEntry).where(col(SearchEntry.article_id) == article_id))


def forget(s: Session) -> None:
    """Rewrites the index so that words taken out of it leave no trace in the file; its cost grows with the library."""
    if _fts(s):
        s.execute(text("INSERT INTO article_search (article_search) VALUES ('optimize')"))


def damage(s: Session) -> str | None:
    """What FTS5 finds wrong between the index and the texts, None when all is well; needs a writing session on SQLite."""
    try:
        s.execute(text("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError as error:
        return str(error.orig)
    return None


def find(s: Session, reader: Reader, query: str, *, cursor: str | None = None, limit: int = 30, longest: int = MAX_CHARACTERS) -> Page[Hit]:
    """Articles with every word of `query` (words in quotation marks as one phrase), best first; nothing for a query without words.

    There are at most `MOST_HITS`. A cursor is a place among them: how well an article fits counts private articles too and is told nobody.
    Hits that come or go between two pages move the others by one. Raises BadRequest for a cursor that is no such place.
    """
    terms = words_of(query[:longest])
    if not terms:
        return Page([])
    return (_find_fts if _fts(s) else _find_words)(s, reader, terms, cursor, limit)


def words_of(query: str) -> list[str]:
    """The words and quoted phrases of a query; punctuation alone is none."""
    terms = (phrase or word for phrase, word in _TERM.findall(canonical(query).replace("\ufffd", " ")))
    return [term for term in terms if any(c.isalnum() for c in term)]


def _find_fts(s: Session, reader: Reader, terms: list[str], cursor: str | None, limit: int) -> Page[Hit]:
    match = " ".join(f'"{t}"' for t in terms)
    fts = table("article_search", column("rowid"))
    rank = literal_column(f"bm25(article_search, {_WEIGHTS})", Float)
    matching = text("article_search MATCH :match").bindparams(match=match)
    statement = select(Article).join(fts, fts.c.rowid == col(Article.id)).where(matching, may_read(reader))
    found = _best(s, statement.order_by(rank, col(Article.id)), cursor, limit)
    mark = secrets.token_hex(8)
    snippet = func.snippet(literal_column("article_search"), 1, f"<{mark}>", f"</{mark}>", "…", 40)
    rows = select(fts.c.rowid, snippet).where(matching, fts.c.rowid.in_([a.id for a in found.items]))
    return _hits(found, {row[0]: row[1] for row in s.execute(rows)}, mark)


def _find_words(s: Session, reader: Reader, terms: list[str], cursor: str | None, limit: int) -> Page[Hit]:
    words = table("search_words", column("article_id"), column("words"))
    query: ColumnElement[Any] = func.phraseto_tsquery("simple", terms[0])
    for term in terms[1:]:
        query = query.op("&&")(func.phraseto_tsquery("simple", term))
    rank = cast(func.ts_rank(words.c.words, query), Float(53))
    statement = select(Article).join(words, words.c.article_id == col(Article.id)).where(words.c.words.op("@@")(query), may_read(reader))
    found = _best(s, statement.order_by(rank.desc(), col(Article.id)), cursor, limit)
    mark = secrets.token_hex(8)
    options = f"StartSel=<{mark}>, StopSel=</{mark}>, MaxWords=40, MinWords=20, MaxFragments=1"
    body = func.left(col(Revision.text), _INDEXED)
    snippet = func.ts_headline("simple", body, query, options)
    rows = select(col(Revision.article_id), snippet).where(col(Revision.id).in_([a.newest_revision_id for a in found.items]))
    return _hits(found, {row[0]: row[1] for row in s.execute(rows)}, mark)


def _best(s: Session, ordered: Select[*tuple[Any, ...]], cursor: str | None, limit: int) -> Page[Article]:
    """One page of the best hits, and one more to know whether there is a next."""
    start = decode(cursor, [int])[0] if cursor else 0
    if not 0 <= start < MOST_HITS:
        raise BadRequest("This page of the list cannot be found: its cursor is not one of ours.", "Start again from the first page.")
    end = min(start + max(1, min(limit, LONGEST_PAGE)), MOST_HITS)
    found = list(s.scalars(ordered.limit(end + 1)))
    return Page(found[start:end], encode([end]) if end < min(len(found), MOST_HITS) else None)


def _hits(found: Page[Article], snippets: dict[int, str], mark: str) -> Page[Hit]:
    """The marks are random, so that no text can imitate them."""
    return Page([Hit(a, _parts(snippets.get(a.id or 0, a.lede), mark)) for a in found.items], found.next)


def _parts(snippet: str, mark: str) -> list[tuple[str, bool]]:
    parts = []
    for n, piece in enumerate(snippet.split(f"<{mark}>")):
        inside, _, outside = piece.partition(f"</{mark}>") if n else ("", "", piece)
        parts += [(inside, True), (outside, False)]
    return [(words, matches) for words, matches in parts if words]


def _fts(s: Session) -> bool:
    return s.get_bind().dialect.name == "sqlite"

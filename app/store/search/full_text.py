"""Full-text search over articles, in each database's own way; owns the index.

SQLite: FTS5 over a view, so that no text is stored twice. PostgreSQL: one tsvector an article, of
the same words (`text.search_words`), so that both databases give the same answers.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col

from app.errors import BadRequest
from app.store.articles import intact_text
from app.store.articles.access import Reader, may_read
from app.store.db.ids import id_of
from app.store.db.pagination import LONGEST_PAGE, Page, decode_cursor, encode_cursor
from app.store.schema.articles import Article, Revision
from app.store.schema.search import SearchEntry
from app.store.search import ranking
from app.text.canonical import canonical
from app.text.search_words import Query, excerpt, words
from app.text.search_words import query as parsed

MAX_CHARACTERS = 400
MOST_HITS = 1_000
"""Hits that can be paged through. Nobody reads on further, and so a cursor can be a position in the
list."""
MOST_RANKED = 1_000
"""Articles that are ranked: of a common word those that were added last. Ranking takes longer
the more there are."""
_INDEXED = 400_000
"""Characters of a text that PostgreSQL indexes, and among which an excerpt is looked for: a
tsvector may not exceed 1 MB."""
_DISTANCE = 10
_LONG = 4
"""Letters of a beginning that few enough words have, to look for all of them. Not tuned."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff]")
"""Letters of scripts in which a run of letters is more than one word."""
_LONGEST_WORD, _LARGEST, _LAST_PLACE, _MOST_PLACES = 2_046, 1_000_000, 16_383, 255
"""What a tsvector holds: bytes of a word and of all, places of words and of one (PostgreSQL 18,
section 12.11)."""
_REBUILT_AT_ONCE = 100
_NOT_SHOWN = [(intact_text.NOT_SHOWN, False)]
_IN_FTS = text(
    "INSERT INTO article_search (rowid, title, text, speakers) "
    "SELECT article_id, title, text, speakers FROM search_source WHERE article_id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_OUT_OF_FTS = (
    "INSERT INTO article_search (article_search, rowid, title, text, speakers) "
    "SELECT 'delete', article_id, title, text, speakers FROM search_source WHERE article_id = :id"
)
IN_WORDS = text("""
    INSERT INTO search_words (article_id, words)
    VALUES (:id, setweight(CAST(:title AS tsvector), 'A')
      || setweight(CAST(:speakers AS tsvector), 'B')
      || setweight(CAST(:text AS tsvector), 'D'))
    ON CONFLICT (article_id) DO UPDATE SET words = excluded.words""")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with an excerpt: (words, whether they match) in order."""

    article: Article
    snippet: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Hits(Page[Hit]):
    """A page of hits; `newest_only` where more articles match than were ranked: the last added."""

    newest_only: bool = False


def index(s: Session, article_id: int, revision_id: int, speakers: list[str]) -> None:
    """Puts an article into the index, as this revision has it, in place of what was there."""
    remove(s, article_id)
    s.add(SearchEntry(article_id=article_id, revision_id=revision_id, speakers="\n".join(speakers)))
    s.flush()
    if _fts(s):
        s.execute(_IN_FTS, {"ids": [article_id]})
        return
    revision = s.get_one(Revision, revision_id)
    s.execute(
        IN_WORDS, vectors(article_id, revision.title or "", "\n".join(speakers), revision.text)
    )


def index_new(s: Session, revisions: Sequence[Revision]) -> None:
    """Puts articles into the index that are not there yet, each as its first revision has it."""
    s.execute(
        insert(SearchEntry),
        [{"article_id": r.article_id, "revision_id": r.id, "speakers": ""} for r in revisions],
    )
    if _fts(s):
        s.execute(_IN_FTS, {"ids": [r.article_id for r in revisions]})
        return
    s.execute(IN_WORDS, [vectors(r.article_id, r.title or "", "", r.text) for r in revisions])


def vectors(article_id: int, title: str, speakers: str, words_: str) -> dict[str, Any]:
    """An article for PostgreSQL's index, as `IN_WORDS` takes it."""
    return {
        "id": article_id,
        "title": _vector(title),
        "speakers": _vector(speakers),
        "text": _vector(words_[:_INDEXED]),
    }


def _vector(stretch: str) -> str:
    """A tsvector in its written form; folded words hold nothing that would have to be escaped.

    What it cannot hold is left out. Positions start at a distance, so that no phrase spans two
    parts of an article.
    """
    places: dict[str, list[int]] = defaultdict(list)
    size = 0
    for place, word in enumerate(words(stretch), _DISTANCE):
        known = len(places.get(word.folded, ()))
        length = len(word.folded.encode())
        if length > _LONGEST_WORD or known >= _MOST_PLACES or size + length > _LARGEST:
            continue
        size += 2 if known else length + 8  # a place; a word with its first place, padded
        places[word.folded].append(min(place, _LAST_PLACE))
    return " ".join(f"'{folded}':{','.join(map(str, where))}" for folded, where in places.items())


def remove(s: Session, article_id: int) -> None:
    """Removes an article from the index."""
    s.flush()
    if _fts(s):
        s.execute(text(_OUT_OF_FTS), {"id": article_id})
    s.execute(delete(SearchEntry).where(col(SearchEntry.article_id) == article_id))


def forget(s: Session) -> None:
    """Rewrites the index, so that removed words leave no trace in the file.

    Its cost grows with the library.
    """
    if _fts(s):
        s.execute(text("INSERT INTO article_search (article_search) VALUES ('optimize')"))


def clear(s: Session) -> None:
    """Empties the index; the entries of articles stay."""
    if _fts(s):
        s.execute(text("INSERT INTO article_search (article_search) VALUES ('delete-all')"))
    else:
        s.execute(text("DELETE FROM search_words"))


def rebuild(s: Session) -> None:
    """Makes the index anew, of the articles that have an entry. Reads every text."""
    if _fts(s):
        s.execute(text("INSERT INTO article_search (article_search) VALUES ('rebuild')"))
        return
    clear(s)
    entries = (
        select(
            col(SearchEntry.article_id),
            col(Revision.title),
            col(SearchEntry.speakers),
            col(Revision.text),
        )
        .join(Revision, col(Revision.id) == col(SearchEntry.revision_id))
        .order_by(col(SearchEntry.article_id))
        .limit(_REBUILT_AT_ONCE)
    )
    rows = s.execute(entries).all()
    while rows:
        s.execute(
            IN_WORDS, [vectors(id_, title or "", who, words_) for id_, title, who, words_ in rows]
        )
        rows = s.execute(entries.where(col(SearchEntry.article_id) > rows[-1][0])).all()


def damage(s: Session) -> str | None:
    """What FTS5 finds wrong between the index and the texts, or None. Needs a writing session."""
    try:
        s.execute(
            text("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
        )
    except DatabaseError as error:
        return str(error.orig)
    return None


def find(
    s: Session,
    reader: Reader,
    query: str,
    *,
    cursor: str | None = None,
    limit: int = 30,
    longest: int = MAX_CHARACTERS,
    newest_first: bool = False,
) -> Hits:
    """Articles with every word of `query` and none of its `-words`, best first.

    With `newest_first` those that were added last, whatever fits best.
    At most `MOST_HITS`, the best of the `MOST_RANKED` that were added last. Words in quotation
    marks are one phrase. Case and accents of Latin letters do not matter. A query without words
    finds nothing. Nothing in the answer depends on what the reader may not see. A cursor is a
    position in the list; hits that are added or removed between two pages move the others by one.
    Raises BadRequest for a cursor that is no position.
    """
    asked = parsed(canonical(query[:longest]).replace("\ufffd", " "))
    if not asked.wanted:
        return Hits([])
    terms = [[word.folded for word in words(term)] for term in asked.wanted]
    matching = _in_fts(asked) if _fts(s) else _in_words(asked)
    candidates = _candidates(s, matching, reader)
    some = candidates[:MOST_RANKED]
    if newest_first:
        ranked = [candidate.article_id for candidate in some]
    else:
        ranked = ranking.best_first(some, terms)
    ids, next_cursor = _page(ranked, cursor, limit)
    return Hits(_hits(s, ids, terms), next_cursor, len(candidates) > MOST_RANKED)


def _candidates(
    s: Session, matching: Select[*tuple[int]], reader: Reader
) -> list[ranking.MatchingArticle]:
    """The readable articles that match and were added last, and one more than are ranked."""
    found = matching.subquery()
    article_id = found.c.article_id
    newest = (
        select(article_id)
        .join(Article, col(Article.id) == article_id)
        .where(may_read(reader))
        .order_by(article_id.desc())
        .limit(MOST_RANKED + 1)
        .subquery()
    )
    entry = SearchEntry
    beginning = func.substr(col(Revision.text), 1, ranking.CHARACTERS)
    rows = (
        select(col(entry.article_id), col(Revision.title), col(entry.speakers), beginning)
        .join(newest, newest.c.article_id == col(entry.article_id))
        .join(Revision, col(Revision.id) == col(entry.revision_id))
        .order_by(col(entry.article_id).desc())
    )
    return [
        ranking.MatchingArticle(id_, title or "", speakers, start)
        for id_, title, speakers, start in s.execute(rows)
    ]


def holding(s: Session, wanted: Sequence[str], most: int) -> list[int] | None:
    """The articles with a word that begins like each of these; None where they are more than that.

    Also None where the index cannot tell: for a script without spaces between words, for nothing
    but signs, and for a single letter, which may be anywhere in a word.
    """
    terms = _indexed(wanted)
    if not terms:
        return None
    begun = _begun_in_fts(terms) if _fts(s) else _begun_in_words(terms)
    found_ids = list(s.scalars(begun.limit(most + 1)))
    return None if len(found_ids) > most else found_ids


def _indexed(wanted: Sequence[str]) -> list[list[str]]:
    """The folded words of each term that the index can tell; none where it cannot tell one."""
    if any(_UNSPACED.search(term) for term in wanted):
        return []
    every = ([word.folded for word in words(term)] for term in wanted)
    return [term for term in every if len("".join(term)) > 1]


def _begun_in_fts(terms: Sequence[Sequence[str]]) -> Select[*tuple[int]]:
    fts = table("article_search", column("rowid"))
    phrases = [f'"{" ".join(term)}"{"*" * _is_long(term[-1])}' for term in terms]
    matching = text("article_search MATCH :begun").bindparams(begun=" AND ".join(phrases))
    return select(fts.c.rowid).where(matching)


def _begun_in_words(terms: Sequence[Sequence[str]]) -> Select[*tuple[int]]:
    stored = table("search_words", column("article_id"), column("words"))
    query = cast(" & ".join(map(_begun, terms)), TSQUERY)
    return select(stored.c.article_id).where(stored.c.words.op("@@")(query))


def _begun(term: Sequence[str]) -> str:
    """A phrase as a tsquery, of whose last word the beginning is enough."""
    held = [f"'{word}'" for word in term if len(word.encode()) <= _LONGEST_WORD]
    return " <-> ".join(held) + ":*" * _is_long(term[-1])


def _is_long(word: str) -> bool:
    """Whether few enough words begin so to look for all of them."""
    return len(word) >= _LONG


def _in_fts(asked: Query) -> Select[*tuple[int]]:
    match = " ".join(f'"{term}"' for term in asked.wanted) + "".join(
        f' NOT "{term}"' for term in asked.unwanted
    )
    fts = table("article_search", column("rowid"))
    matching = text("article_search MATCH :match").bindparams(match=match)
    return select(fts.c.rowid.label("article_id")).where(matching)


def _in_words(asked: Query) -> Select[*tuple[int]]:
    stored = table("search_words", column("article_id"), column("words"))
    phrases = [
        *map(_phrase, asked.wanted),
        *(f"!({phrase})" for phrase in map(_phrase, asked.unwanted) if phrase),
    ]
    query: ColumnElement[Any] = cast(" & ".join(phrase for phrase in phrases if phrase), TSQUERY)
    return select(stored.c.article_id).where(stored.c.words.op("@@")(query))


def _phrase(term: str) -> str:
    """A term as a tsquery; empty where it holds no word that PostgreSQL could hold either."""
    return " <-> ".join(
        f"'{word.folded}'" for word in words(term) if len(word.folded.encode()) <= _LONGEST_WORD
    )


def quoting(s: Session, who: str, most: int) -> Select[*tuple[int]]:
    """The ids of articles whose speakers' names together hold every word of `who`.

    The `most` that were added last. `who` must hold a word.
    """
    asked = [word.folded for word in words(who)]
    if _fts(s):
        fts = table("article_search", column("rowid"))
        match = " AND ".join(f'speakers : "{word}"' for word in asked)
        quoted = text("article_search MATCH :speakers").bindparams(speakers=match)
        return select(fts.c.rowid).where(quoted).order_by(fts.c.rowid.desc()).limit(most)
    stored = table("search_words", column("article_id"), column("words"))
    query = cast(
        " & ".join(f"'{word}':B" for word in asked if len(word.encode()) <= _LONGEST_WORD), TSQUERY
    )
    ids = select(stored.c.article_id).where(stored.c.words.op("@@")(query))
    return ids.order_by(stored.c.article_id.desc()).limit(most)


def _page(
    ranked: Sequence[int], cursor: str | None, limit: int
) -> tuple[Sequence[int], str | None]:
    """One page of the best articles, and the cursor of the next."""
    start = decode_cursor(cursor, [int])[0] if cursor else 0
    if not 0 <= start < MOST_HITS:
        raise BadRequest(
            "This page of the list was not found: its cursor is not valid.",
            "Start again from the first page.",
        )
    end = min(start + max(1, min(limit, LONGEST_PAGE)), MOST_HITS)
    has_more = end < min(len(ranked), MOST_HITS)
    return ranked[start:end], encode_cursor([end]) if has_more else None


def _hits(s: Session, ids: Sequence[int], terms: Sequence[Sequence[str]]) -> list[Hit]:
    """The articles with an excerpt each, of texts that are read for this page only."""
    if not ids:
        return []
    rows = (
        select(Article, func.substr(col(Revision.text), 1, _INDEXED))
        .outerjoin(Revision, col(Revision.id) == col(Article.newest_revision_id))
        .where(col(Article.id).in_(ids))
    )
    found = {id_of(article): (article, stretch) for article, stretch in s.execute(rows)}
    on_page = [found[id_] for id_ in ids if id_ in found]
    altered = _altered(s, [article for article, _ in on_page])
    hits = ((a, stretch or a.lede, a.newest_revision_id in altered) for a, stretch in on_page)
    return [Hit(a, _NOT_SHOWN if bad else excerpt(words_, terms)) for a, words_, bad in hits]


def _altered(s: Session, found: Sequence[Article]) -> frozenset[int]:
    newest = ((id_of(article), article.newest_revision_id) for article in found)
    return intact_text.altered(s, [(a, r) for a, r in newest if r is not None])


def _fts(s: Session) -> bool:
    return s.get_bind().dialect.name == "sqlite"

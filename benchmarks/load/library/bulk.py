"""Stores a made library in bulk, on SQLite or PostgreSQL; its size changes no cost an article.

Processes make rows, this one writes them into tables without their secondary indexes, which are
made again at the end. SQLite's file is written without a journal: an interrupted one is worthless.
"""

import gc
import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import NullPool
from sqlmodel import Session, col

from app.engines.model.choice import ModelChoice
from app.layers import versions as layer_versions
from app.linking.names.folding import fold
from app.settings import Settings
from app.store import instance
from app.store.admin import migrations
from app.store.change_log import triggers
from app.store.db.batches import batches
from app.store.db.library import Library, compact_json
from app.store.entities import name_index
from app.store.entities.linking import ENTITY_KEY
from app.store.passages import anchor_states
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, EntityInArticle, SpelledName
from app.store.search import full_text
from app.store.summaries import rebuilding
from benchmarks.load.library import article as articles
from benchmarks.load.library import rows, words
from benchmarks.load.library.rows import Rows, TableRows
from benchmarks.load.library.sentences import Shape

Progress = Callable[[str, int], None]
ENTITIES_PER_ARTICLE = 2
CHUNK = 200
"""Articles that one process makes at a time."""
_CACHE_KIB = 2_000_000
_FAST = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA secure_delete = OFF",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
)


def shape(number: int, annotations: int, seed: int = 1) -> Shape:
    """The shape of the articles of a library of this size."""
    return Shape(annotations, max(1_000, ENTITIES_PER_ARTICLE * number), seed)


def build(
    settings: Settings, number: int, made: Shape, workers: int = 2, progress: Progress | None = None
) -> None:
    """Makes an empty library and fills it with so many articles."""
    tell = progress or (lambda _stage, _articles: None)
    migrations.upgrade(settings)
    library = Library(settings)
    engine = _engine(library)
    try:
        with engine.begin() as connection:
            triggers.remove(connection)
            dropped = _drop_indexes(connection)
            _insert_entities(connection, made.entities)
        for last in _store(engine, library, number, made, workers):
            tell("articles", last)
        with engine.begin() as connection:
            for statement in dropped:
                connection.exec_driver_sql(statement)
        tell("indexes", number)
        _summarise(engine)
        with engine.begin() as connection:
            # Last: a library in use logs its latest writes only, not how it was filled.
            triggers.install(connection)
        tell("summaries", number)
        _finish(library, engine)
    finally:
        engine.dispose()
        library.close()


def _engine(library: Library) -> Engine:
    """Connections that write fast."""
    if not library.is_sqlite:
        return create_engine(library.url, poolclass=NullPool, json_serializer=compact_json)
    engine = create_engine(library.url, connect_args={"timeout": 60}, json_serializer=compact_json)

    def connected(connection: Any, _record: Any) -> None:
        for statement in _FAST:
            connection.execute(statement)

    event.listen(engine, "connect", connected)
    return engine


def _store(
    engine: Engine, library: Library, number: int, made: Shape, workers: int
) -> Iterator[int]:
    """Stores all articles in their order; yields the number of the last one stored."""
    for some in _made(library, number, made, workers):
        with engine.begin() as connection:
            _insert(connection, some)
            _index_words(connection, some)
        yield some.last


def _made(library: Library, number: int, made: Shape, workers: int) -> Iterator[Rows]:
    """The rows of all articles in their order, made by other processes a little ahead."""
    versions = layer_versions(ModelChoice(library.settings.model))
    dialect = library.writer.dialect
    chunks = (range(n, min(n + CHUNK, number + 1)) for n in range(1, number + 1, CHUNK))
    if workers == 0:
        yield from (rows.of_articles(some, made, dialect, versions) for some in chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=gc.disable) as pool:
        ahead: deque[Future[Rows]] = deque()
        for some in chunks:
            ahead.append(pool.submit(_made_by, some, made, str(library.url), versions))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _made_by(numbers: range, made: Shape, url: str, versions: dict[str, tuple[str, str]]) -> Rows:
    """In another process, which has no connection: the address alone tells the dialect."""
    dialect = create_engine(url, json_serializer=compact_json).dialect
    return rows.of_articles(numbers, made, dialect, versions)


def _insert(connection: Connection, some: Rows) -> None:
    for table in rows.TABLES:
        maker = TableRows(table, connection.dialect)
        _insert_rows(connection, maker.name, maker.columns, some.tables[maker.name])


def _insert_rows(
    connection: Connection, table: str, columns: Sequence[str], values: Sequence[rows.Row]
) -> None:
    """Inserts rows, by COPY where there is one."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor: DBAPICursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        return
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _index_words(connection: Connection, some: Rows) -> None:
    """Puts these articles into the full-text index."""
    if connection.dialect.name == "postgresql":
        connection.execute(full_text.IN_WORDS, some.vectors)
        return
    between = {"first": some.first, "last": some.last}
    connection.execute(_IN_FTS, between)


_IN_FTS = text(
    "INSERT INTO article_search (rowid, title, text, speakers) "
    "SELECT article_id, title, text, speakers FROM search_source "
    "WHERE article_id BETWEEN :first AND :last"
)


def _insert_entities(connection: Connection, entities: int) -> None:
    """Every entity that could be named; those that are not are deleted in the end."""
    maker = TableRows(Entity, connection.dialect)
    names = TableRows(SpelledName, connection.dialect)
    ranks = iter(range(entities))
    while some := list(islice(ranks, 10_000)):
        values = [maker.row(_entity(rank)) for rank in some]
        _insert_rows(connection, maker.name, maker.columns, values)
        spelled = [names.row(name) for rank in some for name in rows.names(rank)]
        _insert_rows(connection, names.name, names.columns, spelled)


def _entity(rank: int) -> dict[str, Any]:
    named = words.entity(rank)
    return {
        "id": rows.entity_id(rank),
        "uid": hashlib.sha256(f"entity {rank}".encode()).hexdigest()[:20],
        "kind": named.kind,
        "name": named.name,
        "folded": fold(named.name),
    }


def _drop_indexes(connection: Connection) -> list[str]:
    """Drops the indexes that no constraint needs; returns the statements that make them again."""
    if connection.dialect.name == "sqlite":
        known = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        known = (
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() "
            "LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid WHERE k.oid IS NULL"
        )
    found = [tuple(row) for row in connection.exec_driver_sql(known)]
    for name, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _summarise(engine: Engine) -> None:
    """The sums and names of all entities, from the rows of their articles."""
    e = EntityInArticle
    sums = (
        "mentions = t.mentions, articles = t.articles, "
        "public_mentions = t.mentions, public_articles = t.articles"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE entity SET {sums} FROM (SELECT entity_id, sum(mentions) AS mentions, "
            f"count(*) AS articles FROM {e.__tablename__} GROUP BY entity_id) AS t "
            "WHERE entity.id = t.entity_id"
        )
        connection.exec_driver_sql(
            "DELETE FROM spelled_name WHERE id NOT IN (SELECT name_id FROM alias)"
        )
        connection.exec_driver_sql("DELETE FROM entity WHERE mentions = 0")
    used = (
        select(
            col(Alias.entity_id),
            col(SpelledName.folded),
            func.count(col(Alias.article_id).distinct()),
        )
        .join(SpelledName, name_index.USED)
        .group_by(col(Alias.entity_id), col(SpelledName.folded))
        .order_by(col(Alias.entity_id))
    )
    with engine.connect() as reading:
        counted = iter(reading.execute(used).all())
    with Session(engine) as s:
        while some := list(islice(counted, 20_000)):
            name_index.move(s, {(of, name): (n, n) for of, name, n in some if of is not None})
        rebuilding.rebuild(s)
        instance.put(s, ENTITY_KEY, "the secret of a made library")
        s.commit()


def _finish(library: Library, engine: Engine) -> None:
    """What needs the program's own connections: states of passages; sequences; the journal."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            _set_sequences(connection)
            connection.exec_driver_sql("ANALYZE")
    with Session(engine) as s:
        for some in batches(anchor_states.stale(s)):
            _recompute(s, some)
        s.commit()
    engine.dispose()
    with library.writing() as s:  # opens the file in the journal mode of the program
        s.execute(select(func.count()).select_from(Article))
    library.checkpoint()


def _recompute(s: Session, article_ids: Iterable[int]) -> None:
    for article_id in article_ids:
        anchor_states.recompute(s, article_id)
    s.flush()
    s.expunge_all()


def _set_sequences(connection: Connection) -> None:
    """Ids that were given by hand are not given again."""
    for table in ("article", "revision", "annotation", "entity", "spelled_name"):
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
        )


def revisions(number: int) -> int:
    """How many revisions a library of so many articles has."""
    return articles.first_revision(number) + articles.revisions_of(number) - 1

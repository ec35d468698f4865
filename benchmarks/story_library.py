"""A library of invented articles, written past the program."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from app.layers import LAYERS
from app.linking.names.folding import fold
from app.linking.names.spelling import coarse, last
from app.settings import Settings
from app.store.admin import migrations
from app.store.annotations.reannotation import values
from app.store.db.columns import LayerWord
from app.store.db.library import Library
from app.store.db.packed.bodies import unpack_body
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Alias, Entity, SpelledName
from app.store.schema.knowledge import EntityEntry
from app.store.schema.people import Person
from app.store.schema.search import SearchEntry
from benchmarks.load.library.rows import TableRows
from benchmarks.stories import Named, Story, stories, world

_MOMENT = datetime(2031, 4, 1, 12, tzinfo=UTC)
_AT_ONCE = 1_000
_SUMMED = (
    """INSERT INTO entity_in_article (entity_id, article_id, sorted_on, mentions, public, role)
       SELECT entity_id, article_id, sorted_on, count(*), 1, max(role(body))
       FROM annotation JOIN article ON article.id = article_id
       WHERE layer = stored_layer('entity') GROUP BY article_id, entity_id""",
    """UPDATE entity SET
         mentions = named, public_mentions = named, articles = held, public_articles = held
       FROM (
         SELECT entity_id, sum(mentions) AS named, count(*) AS held
         FROM entity_in_article GROUP BY entity_id
       ) WHERE id = entity_id""",
    "DELETE FROM entity WHERE mentions = 0",
    """INSERT INTO entity_name (entity_id, folded, last, coarse, articles, public_articles)
       SELECT n.entity_id, n.folded, last(n.folded, e.kind), coarse(n.folded, e.kind),
         n.articles, n.articles
       FROM (
         SELECT entity_id, folded, count(DISTINCT article_id) AS articles
         FROM alias JOIN spelled_name ON spelled_name.id = name_id GROUP BY entity_id, folded
       ) AS n
       JOIN entity e ON e.id = n.entity_id""",
    "INSERT INTO article_search (article_search) VALUES ('rebuild')",
)
"""What follows from the rows of articles."""
Row = dict[str, Any]
_TABLES = {
    str(table.__tablename__): TableRows(table, sqlite_dialect())
    for table in (
        Person,
        Entity,
        Article,
        Revision,
        AnnotationRun,
        Annotation,
        SpelledName,
        Alias,
        SearchEntry,
        EntityEntry,
    )
}


def _rows(story: Story, name_ids: dict[tuple[int, str], int]) -> Iterator[tuple[str, Row]]:
    """An article's rows, each with its table, as `articles.add` and `results.keep` store them.

    `name_ids` has the names that earlier articles use, and gets the new ones.
    """
    id_, draft, same = story.number, story.draft, {"title": story.draft.title, "publisher": "Press"}
    about = {
        "identity": draft.source_url,
        "visibility": "public",
        "created_at": _MOMENT,
        "published_on": story.day,
        "sorted_on": story.day,
    }
    counts = {"lede": story.text[:200], "words": story.text.count(" "), "doubts": 0}
    yield "article", same | about | counts | {"id": id_, "newest_revision_id": id_}
    sha256 = hashlib.sha256(story.text.encode()).hexdigest()
    blocks = [b.as_json() for b in draft.blocks]
    held = {"text": story.text, "sha256": sha256, "blocks": blocks}
    captured = {"number": 1, "language": "en", "declared_date": story.day, "captured_at": _MOMENT}
    yield "revision", same | held | captured | {"id": id_, "article_id": id_}
    for layer in LAYERS:
        run = {"engine": "made", "version": "1", "state": "finished", "finished_at": _MOMENT}
        yield "annotation_run", run | {"revision_id": id_, "layer": layer.name}
    for f in story.findings:
        e = story.whom.get(f.body.get("chain", ""))
        where = {
            "article_id": id_,
            "revision_id": id_,
            "entity_id": e.id if e else None,
            "body": f.body,
        }
        yield (
            "annotation",
            values(f) | where | {"created_at": _MOMENT},
        )
    yield from _aliases(story, name_ids)
    speakers = dict.fromkeys(f.body["speaker"] for f in story.findings if f.layer == "quotation")
    yield "search_entry", {"article_id": id_, "revision_id": id_, "speakers": "\n".join(speakers)}


def _aliases(story: Story, name_ids: dict[tuple[int, str], int]) -> Iterator[tuple[str, Row]]:
    """The names that an article uses, and those that no article before it used."""
    named = {
        (story.whom[f.body["chain"]].id, f.span.of(story.text))
        for f in story.findings
        if f.layer == "entity"
    }
    for whom, name in sorted(named):
        if (whom, name) not in name_ids:
            name_ids[whom, name] = len(name_ids) + 1
            spelled = {"linked_id": whom, "name": name, "folded": fold(name)}
            yield "spelled_name", spelled | {"id": name_ids[whom, name]}
        yield (
            "alias",
            {
                "entity_id": whom,
                "article_id": story.number,
                "name_id": name_ids[whom, name],
            },
        )


def _put(db: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Inserts rows, those of one table at once."""
    tables: dict[str, list[Row]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    db.execute("BEGIN")
    for table, some in tables.items():
        stored = _TABLES[table]
        columns = ", ".join(f'"{name}"' for name in stored.columns)
        places = ", ".join("?" * len(stored.columns))
        rows_of_table = [stored.row(row) for row in some]
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows_of_table)
    db.execute("COMMIT")


def fill(path: Path, people: Sequence[Named], stories: Iterator[Story]) -> None:
    """Writes a library past the program.

    Without indexes until all is there, and without waiting for the disk.
    """
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "synchronous = OFF",
        "foreign_keys = OFF",
        "journal_mode = MEMORY",
        "cache_size = -200000",
    ):
        db.execute(f"PRAGMA {pragma}")
    indexes = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    editor: Row = {"id": 1, "name": "Editor", "created_at": _MOMENT}
    _put(db, [("person", editor), *(("entity", _entity(e)) for e in people)])
    name_ids: dict[tuple[int, str], int] = {}
    while some := list(islice(stories, _AT_ONCE)):
        _put(db, (row for one in some for row in _rows(one, name_ids)))
    for _, sql in indexes:
        db.execute(sql)
    _sum_up(db, people)
    db.close()


def _role(body: str) -> str | None:
    """The words that describe a mention, out of its stored body."""
    role = unpack_body(json.loads(body)).get("role")
    return str(role["exact"]) if role else None


def _entity(e: Named) -> Row:
    """The row of an entity before anything mentions it."""
    named = {"id": e.id, "uid": f"{e.id:020x}", "kind": e.kind, "name": e.name}
    counts = dict.fromkeys(("mentions", "articles", "public_mentions", "public_articles"), 0)
    return counts | named | {"folded": fold(e.name)}


def _sum_up(db: sqlite3.Connection, people: Sequence[Named]) -> None:
    """Computes what is derived from the rows, and links entities to the built-in entries."""
    db.create_function("role", 1, _role, deterministic=True)
    db.create_function("stored_layer", 1, LayerWord.codes.__getitem__, deterministic=True)
    db.create_function("last", 2, last, deterministic=True)
    db.create_function("coarse", 2, coarse, deterministic=True)
    for sql in _SUMMED:
        db.execute(sql)
    used = {row[0] for row in db.execute("SELECT id FROM entity")}
    _put(
        db,
        (
            ("entity_entry", {"key": e.key, "entity_id": e.id})
            for e in people
            if e.key and e.id in used
        ),
    )


def build(folder: Path, size: int) -> Library:
    """A library of so many articles."""
    settings, people = Settings(data=folder, base_url="http://testserver"), world(size)
    migrations.upgrade(settings)
    fill(folder / "gloss.db", people, stories(people, size))
    return Library(settings)

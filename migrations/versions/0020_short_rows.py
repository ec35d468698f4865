"""Annotations and blocks in short rows: codes for frequent words, numbers for times, packed JSON.

SQLite's table is filled row by row from the old one, PostgreSQL's bodies are written some at a
time, so that a library of any size needs no more memory than a small one.
"""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.store.db.library import compact_json
from app.store.db.packed import bodies, parts

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_AT_ONCE = 2_000  # rows that are read and written together
_LAYERS = {"entity": "e", "quotation": "q", "date": "d", "claim": "c", "note": "n"}
_KINDS = {
    "person": "p",
    "organization": "o",
    "place": "l",
    "group": "g",
    "facility": "f",
    "event": "v",
    "product": "r",
    "work": "w",
    "other": "x",
    "direct": "s",
    "indirect": "i",
    "mixed": "m",
    "date": "d",
    "claim": "c",
    "comment": "n",
    "highlight": "h",
}
_VISIBILITIES = {"public": "p", "private": "r"}
_ENGINES = {"tagger@standard-": "+", "tagger@small-": "-", "tagger@": "*", "rules@": "#"}
_KEPT = (
    *("id", "article_id", "revision_id", "start", "end", "entity_id", "nested", "lead"),
    *("retired_at", "successor_id", "exact", "prefix", "suffix", "linked_id"),
    *("corrected", "rejected"),
)
_TABLE = """
    CREATE TABLE annotation_rebuilt (
      id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
      article_id INTEGER NOT NULL,
      revision_id INTEGER NOT NULL,
      layer VARCHAR NOT NULL,
      kind VARCHAR NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      body JSON NOT NULL,
      confidence {confidence} NOT NULL,
      creator VARCHAR NOT NULL,
      entity_id INTEGER,
      visibility VARCHAR NOT NULL,
      nested BOOLEAN NOT NULL,
      created_at {time} NOT NULL,
      retired_at DATETIME,
      successor_id INTEGER,
      exact VARCHAR,
      prefix VARCHAR,
      suffix VARCHAR,
      linked_id INTEGER,
      corrected BOOLEAN DEFAULT 0 NOT NULL,
      rejected BOOLEAN DEFAULT 0 NOT NULL,
      lead INTEGER,
      CONSTRAINT annotation_annotation_span_not_empty CHECK ("start" >= 0 AND "start" < "end"),
      CONSTRAINT annotation_entity_id_known
        FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE SET NULL,
      CONSTRAINT annotation_annotation_confidence_in_range CHECK ({shares}),
      CONSTRAINT annotation_annotation_visibility_known CHECK ({visibilities}),
      CONSTRAINT annotation_revision_id_known
        FOREIGN KEY(revision_id) REFERENCES revision (id) ON DELETE CASCADE,
      CONSTRAINT annotation_article_id_known
        FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE,
      CONSTRAINT annotation_linked_id_known
        FOREIGN KEY(linked_id) REFERENCES entity (id) ON DELETE SET NULL
    )"""
_SHARES = "confidence >= 0 AND confidence <= {most}"
_LISTED = sa.text("lead IS NOT NULL AND retired_at IS NULL")
_OF_ENTITY = sa.text("entity_id IS NOT NULL")


def upgrade() -> None:
    """Rows of a third of the bytes, and indexes without what the rows' numbers say."""
    words = {
        "layer": _short("layer", _LAYERS),
        "kind": _short("kind", _KINDS),
        "visibility": _short("visibility", _VISIBILITIES),
        "creator": _short_creator(),
    }
    _drop_indexes("of_article")
    _rewrite(
        words,
        body=bodies.pack_body,
        parts=parts.pack_parts,
        visibilities=tuple(_VISIBILITIES.values()),
        is_short=True,
    )
    op.create_index("annotation_by_layer", "annotation", ["revision_id", "layer", "start"])
    _create_listed([])
    op.create_index(
        "annotation_of_entity",
        "annotation",
        ["entity_id", "layer", "article_id", "start"],
        postgresql_where=_OF_ENTITY,
        sqlite_where=_OF_ENTITY,
    )
    _create_corrected()


def downgrade() -> None:
    """The rows as they were, but for fractions of seconds and of thousandths."""
    words = {
        "layer": _long("layer", _LAYERS),
        "kind": _long("kind", _KINDS),
        "visibility": _long("visibility", _VISIBILITIES),
        "creator": _long_creator(),
    }
    _drop_indexes()
    _rewrite(
        words,
        body=bodies.unpack_body,
        parts=parts.unpack_parts,
        visibilities=tuple(_VISIBILITIES),
        is_short=False,
    )
    op.create_index("annotation_by_layer", "annotation", ["revision_id", "layer", "start", "id"])
    _create_listed(["id"])
    op.create_index(
        "annotation_of_entity", "annotation", ["entity_id", "layer", "article_id", "start"]
    )
    op.create_index("annotation_of_article", "annotation", ["article_id"])
    _create_corrected()


def _drop_indexes(*more: str) -> None:
    for name in ("by_layer", "listed", "of_entity", "corrected", *more):
        op.drop_index(f"annotation_{name}", "annotation")


def _create_listed(more: list[str]) -> None:
    op.create_index(
        "annotation_listed",
        "annotation",
        ["revision_id", "layer", "start", "lead", *more],
        postgresql_where=_LISTED,
        sqlite_where=_LISTED,
    )


def _create_corrected() -> None:
    is_linked = sa.text("linked_id IS NOT NULL")
    op.create_index(
        "annotation_corrected",
        "annotation",
        ["linked_id"],
        postgresql_where=is_linked,
        sqlite_where=is_linked,
    )


def _rewrite(
    words: dict[str, str],
    body: Callable[[Any], Any],
    parts: Callable[[Any], Any],
    visibilities: tuple[str, ...],
    *,
    is_short: bool,
) -> None:
    known = f"visibility IN ({', '.join(map(repr, visibilities))})"
    shares = _SHARES.format(most=1_000 if is_short else 1)
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        _rewrite_sqlite(bind, words, body, parts, known, shares, is_short=is_short)
        return
    _rewrite_json(bind, "annotation", ["body"], body)
    _rewrite_json(bind, "revision", ["blocks", "inlines"], parts)
    _rewrite_postgresql(bind, words, known, shares, is_short=is_short)


def _rewrite_sqlite(
    bind: sa.Connection,
    words: dict[str, str],
    body: Callable[[Any], Any],
    parts: Callable[[Any], Any],
    known: str,
    shares: str,
    *,
    is_short: bool,
) -> None:
    driver: Any = bind.connection.driver_connection
    driver.create_function("rewritten_body", 1, _of_text(body), deterministic=True)
    driver.create_function("rewritten_parts", 1, _of_text(parts), deterministic=True)
    kinds = ("INTEGER", "INTEGER") if is_short else ("FLOAT", "DATETIME")
    bind.exec_driver_sql(
        _TABLE.format(confidence=kinds[0], time=kinds[1], shares=shares, visibilities=known)
    )
    if is_short:
        share = "CAST(round(confidence * 1000) AS INTEGER)"
        # What is no time stays as it is; the doctor names it.
        time = "coalesce(CAST(strftime('%s', created_at) AS INTEGER), created_at)"
    else:
        share = "confidence / 1000.0"
        time = "strftime('%Y-%m-%d %H:%M:%S.000000', created_at, 'unixepoch')"
    columns = {f'"{name}"': f'"{name}"' for name in _KEPT} | words
    columns |= {"body": "rewritten_body(body)", "confidence": share, "created_at": time}
    sequence = "SELECT seq FROM sqlite_sequence WHERE name = 'annotation'"
    last = bind.exec_driver_sql(sequence).scalar()
    bind.exec_driver_sql(
        f"INSERT INTO annotation_rebuilt ({', '.join(columns)}) "  # noqa: S608 - the same
        f"SELECT {', '.join(columns.values())} FROM annotation ORDER BY id"
    )
    bind.exec_driver_sql("DROP TABLE annotation")
    bind.exec_driver_sql("ALTER TABLE annotation_rebuilt RENAME TO annotation")
    bind.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name LIKE 'annotation%'")
    if last is not None:
        added = "INSERT INTO sqlite_sequence (name, seq) VALUES ('annotation', ?)"
        bind.exec_driver_sql(added, (last,))
    bind.exec_driver_sql(
        "UPDATE revision SET blocks = rewritten_parts(blocks), inlines = rewritten_parts(inlines)"
    )


def _of_text(rewritten: Callable[[Any], Any]) -> Callable[[str], str]:
    """The same for JSON as it is stored; what is no JSON stays as it is."""

    def of_text(stored: str) -> str:
        try:
            return compact_json(rewritten(json.loads(stored)))
        except (TypeError, ValueError):
            return stored

    return of_text


def _rewrite_json(
    bind: sa.Connection, table: str, columns: list[str], rewritten: Callable[[Any], Any]
) -> None:
    names = ", ".join(columns)
    after = f"WHERE id > :last ORDER BY id LIMIT {_AT_ONCE}"
    some = sa.text(f"SELECT id, {names} FROM {table} {after}")  # noqa: S608 - constants of this file
    settings = ", ".join(f"{name} = CAST(:{name} AS json)" for name in columns)
    update = sa.text(f"UPDATE {table} SET {settings} WHERE id = :id")  # noqa: S608 - the same
    last = 0
    while rows := bind.execute(some, {"last": last}).all():
        last = rows[-1].id
        values = [
            {"id": row.id} | {name: compact_json(rewritten(getattr(row, name))) for name in columns}
            for row in rows
        ]
        bind.execute(update, values)


def _rewrite_postgresql(
    bind: sa.Connection, words: dict[str, str], known: str, shares: str, *, is_short: bool
) -> None:
    checks = bind.exec_driver_sql(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'annotation'::regclass "
        "AND contype = 'c' AND (conname LIKE '%%_confidence_in_range' "
        "OR conname LIKE '%%_visibility_known')"
    )
    names = sorted(name for (name,) in checks)
    for name in names:
        bind.exec_driver_sql(f"ALTER TABLE annotation DROP CONSTRAINT {name}")
    changes = [f"ALTER {name} TYPE varchar USING {value}" for name, value in words.items()]
    if is_short:
        changes.append("ALTER confidence TYPE integer USING round(confidence * 1000)::integer")
        changes.append("ALTER created_at TYPE timestamptz USING date_trunc('second', created_at)")
    else:
        changes.append("ALTER confidence TYPE double precision USING confidence / 1000.0")
    changes += [
        f"ADD CONSTRAINT {name} CHECK ({condition})"
        for name, condition in zip(names, (shares, known), strict=True)
    ]
    bind.exec_driver_sql(f"ALTER TABLE annotation {', '.join(changes)}")


def _quoted(words: Any) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _short(column: str, codes: dict[str, str]) -> str:
    """SQL: the code of a word; a word that is itself a code, or begins with =, gets one more =."""
    cases = " ".join(f"WHEN '{word}' THEN '{code}'" for word, code in codes.items())
    is_like_code = f"{column} IN ({_quoted(codes.values())}) OR substr({column}, 1, 1) = '='"
    whole = f"CASE WHEN {is_like_code} THEN '=' || {column} ELSE {column} END"
    return f"CASE {column} {cases} ELSE {whole} END"


def _long(column: str, codes: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{code}' THEN '{word}'" for word, code in codes.items())
    return f"CASE {column} {cases} ELSE {_without_mark(column)} END"


def _without_mark(column: str) -> str:
    return f"CASE WHEN substr({column}, 1, 1) = '=' THEN substr({column}, 2) ELSE {column} END"


def _short_creator() -> str:
    cases = " ".join(
        f"WHEN substr(creator, 1, {len(engine)}) = '{engine}' "
        f"THEN '{code}' || substr(creator, {len(engine) + 1})"
        for engine, code in _ENGINES.items()
    )
    marks = _quoted((*_ENGINES.values(), "="))
    marked = f"WHEN substr(creator, 1, 1) IN ({marks}) THEN '=' || creator"
    return f"CASE {cases} {marked} ELSE creator END"


def _long_creator() -> str:
    cases = " ".join(
        f"WHEN '{code}' THEN '{engine}' || substr(creator, 2)" for engine, code in _ENGINES.items()
    )
    return f"CASE substr(creator, 1, 1) {cases} ELSE {_without_mark('creator')} END"

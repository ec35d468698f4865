"""The entities of an article are stored in the order of articles, once and without an index beside.

Those of an entity are looked up by its index by day, which has all that lists read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_IS_DESCRIBED = sa.text("role IS NOT NULL")
_COLUMNS = "entity_id, article_id, sorted_on, mentions, public, role, date_doubted"
_TABLE = """
    CREATE TABLE entity_in_article_rebuilt (
      {first} INTEGER NOT NULL,
      {second} INTEGER NOT NULL,
      sorted_on VARCHAR NOT NULL,
      mentions INTEGER NOT NULL,
      public BOOLEAN NOT NULL,
      role VARCHAR,
      date_doubted BOOLEAN DEFAULT 0 NOT NULL,
      CONSTRAINT entity_in_article_key PRIMARY KEY ({first}, {second}),
      CONSTRAINT entity_in_article_article_id_known
        FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE,
      CONSTRAINT entity_in_article_entity_id_known
        FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE
    ){without}"""


def upgrade() -> None:
    """By article, then entity."""
    op.drop_index("entity_in_article_by_article", "entity_in_article")
    _drop_indexes()
    _order_by("article_id", "entity_id", without=" WITHOUT ROWID")
    _create_indexes()


def downgrade() -> None:
    """By entity, then article, with an index by article."""
    _drop_indexes()
    _order_by("entity_id", "article_id", without="")
    _create_indexes()
    op.create_index(
        "entity_in_article_by_article", "entity_in_article", ["article_id", "entity_id"]
    )


def _order_by(first: str, second: str, *, without: str) -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        bind.exec_driver_sql(
            "ALTER TABLE entity_in_article DROP CONSTRAINT entity_in_article_key, "
            f"ADD CONSTRAINT entity_in_article_key PRIMARY KEY ({first}, {second})"
        )
        return
    bind.exec_driver_sql(_TABLE.format(first=first, second=second, without=without))
    bind.exec_driver_sql(
        f"INSERT INTO entity_in_article_rebuilt ({_COLUMNS}) "  # noqa: S608 - constants of this file
        f"SELECT {_COLUMNS} FROM entity_in_article ORDER BY {first}, {second}"
    )
    bind.exec_driver_sql("DROP TABLE entity_in_article")
    bind.exec_driver_sql("ALTER TABLE entity_in_article_rebuilt RENAME TO entity_in_article")


def _drop_indexes() -> None:
    for name in ("by_day", "described"):
        op.drop_index(f"entity_in_article_{name}", "entity_in_article")


def _create_indexes() -> None:
    by_day = ["entity_id", "sorted_on", "article_id"]
    op.create_index(
        "entity_in_article_by_day",
        "entity_in_article",
        [*by_day, "public", "mentions", "date_doubted"],
    )
    op.create_index(
        "entity_in_article_described",
        "entity_in_article",
        by_day,
        postgresql_where=_IS_DESCRIBED,
        sqlite_where=_IS_DESCRIBED,
    )

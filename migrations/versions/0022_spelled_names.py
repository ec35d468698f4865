"""The names that articles use are stored once for each entity, and referred to by article."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BASES = {
    "here": "h",
    "entry": "e",
    "name": "n",
    "alias": "a",
    "spelling": "s",
    "last": "l",
    "fuller": "f",
    "longer": "o",
    "new": "w",
}
_SHARE = "CHECK (confidence >= 0 AND confidence <= 1)"
_NEW = f"""
    CREATE TABLE alias_rebuilt (
      article_id INTEGER NOT NULL,
      name_id INTEGER NOT NULL,
      number INTEGER NOT NULL,
      entity_id INTEGER,
      confidence FLOAT DEFAULT '1' NOT NULL,
      basis VARCHAR NOT NULL,
      CONSTRAINT alias_confidence_in_range {_SHARE},
      CONSTRAINT alias_article_id_known
        FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE,
      CONSTRAINT alias_name_id_known
        FOREIGN KEY(name_id) REFERENCES spelled_name (id) ON DELETE CASCADE,
      CONSTRAINT alias_entity_id_known
        FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE{{key}}
    ){{without}}"""
_OLD = f"""
    CREATE TABLE alias_rebuilt (
      id {{number}} NOT NULL,
      entity_id INTEGER,
      article_id INTEGER NOT NULL,
      name VARCHAR NOT NULL,
      folded VARCHAR NOT NULL,
      confidence FLOAT DEFAULT '1' NOT NULL,
      basis VARCHAR DEFAULT 'name' NOT NULL,
      linked_id INTEGER NOT NULL,
      CONSTRAINT alias_confidence_in_range {_SHARE},
      CONSTRAINT alias_article_id_known
        FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE,
      CONSTRAINT alias_entity_id_known
        FOREIGN KEY(entity_id) REFERENCES entity (id) ON DELETE CASCADE,
      CONSTRAINT alias_linked_id_known
        FOREIGN KEY(linked_id) REFERENCES entity (id) ON DELETE CASCADE{{key}}
    )"""
_NAMES = """
    INSERT INTO spelled_name (linked_id, name, folded)
    SELECT linked_id, name, min(folded) FROM alias GROUP BY linked_id, name ORDER BY min(id)"""
_USES = """
    INSERT INTO alias_rebuilt (article_id, name_id, number, entity_id, confidence, basis)
    SELECT a.article_id, n.id,
      row_number() OVER (PARTITION BY a.article_id, n.id ORDER BY a.id) - 1,
      a.entity_id, a.confidence, CASE a.basis {bases} ELSE a.basis END
    FROM alias a JOIN spelled_name n ON n.linked_id = a.linked_id AND n.name = a.name
    ORDER BY a.article_id, n.id"""
_LONG = """
    INSERT INTO alias_rebuilt
      (linked_id, entity_id, article_id, name, folded, confidence, basis)
    SELECT n.linked_id, a.entity_id, a.article_id, n.name, n.folded, a.confidence,
      CASE a.basis {bases} ELSE a.basis END
    FROM alias a JOIN spelled_name n ON n.id = a.name_id
    ORDER BY a.article_id, a.name_id, a.number"""


def upgrade() -> None:
    """Each name of an entity once; what an article says of it is in a row of a few bytes."""
    op.create_table(
        "spelled_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("linked_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["linked_id"], ["entity.id"], name="spelled_name_linked_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="spelled_name_key"),
        sa.UniqueConstraint("linked_id", "name", name="spelled_name_once"),
    )
    op.execute(_NAMES)
    key = "PRIMARY KEY (article_id, name_id, number)"
    _make(_NEW, key, without=" WITHOUT ROWID")
    op.execute(_USES.format(bases=_cases(_BASES)))
    _replace(key)
    op.create_index("spelled_name_by_folded", "spelled_name", ["folded"])
    op.create_index("alias_of_entity", "alias", ["entity_id", "name_id"])
    op.create_index("alias_of_name", "alias", ["name_id"])


def downgrade() -> None:
    """Each name with every article that uses it."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    unique = ", CONSTRAINT alias_once UNIQUE (linked_id, entity_id, name, article_id)"
    _make(_OLD, "PRIMARY KEY (id)", number="INTEGER" if is_sqlite else "SERIAL", more=unique)
    op.execute(_LONG.format(bases=_cases({code: basis for basis, code in _BASES.items()})))
    _replace("PRIMARY KEY (id)", "UNIQUE (linked_id, entity_id, name, article_id)")
    op.drop_table("spelled_name")
    op.create_index("alias_of_article", "alias", ["article_id"])
    op.create_index("alias_of_entity", "alias", ["entity_id", "folded"])


def _make(table: str, key: str, *, without: str = "", number: str = "", more: str = "") -> None:
    """Makes the table; on PostgreSQL without its keys, whose names the old table still has."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            table.format(key=f", CONSTRAINT alias_key {key}{more}", without=without, number=number)
        )
    else:
        op.execute(table.format(key="", without="", number=number))


def _replace(key: str, unique: str = "") -> None:
    op.drop_table("alias")
    op.execute("ALTER TABLE alias_rebuilt RENAME TO alias")
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"ALTER TABLE alias ADD CONSTRAINT alias_key {key}")
    if unique:
        op.execute(f"ALTER TABLE alias ADD CONSTRAINT alias_once {unique}")


def _cases(codes: dict[str, str]) -> str:
    return " ".join(f"WHEN '{basis}' THEN '{code}'" for basis, code in codes.items())

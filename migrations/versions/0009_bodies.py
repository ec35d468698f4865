"""The country of bodies whose name every country has, and a shorter form of names."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LATER = frozenset("jr sr ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())
_AT_ONCE = 1_000  # rows in one statement


def upgrade() -> None:
    op.add_column("entity", sa.Column("country", sa.String(), nullable=True))
    op.add_column("entity_name", sa.Column("short", sa.String(), nullable=True))
    op.create_index(
        "entity_name_by_short",
        "entity_name",
        ["short", "public_articles", "entity_id"],
        unique=False,
    )
    _shorten()


def downgrade() -> None:
    op.drop_index("entity_name_by_short", "entity_name")
    op.execute("ALTER TABLE entity_name DROP COLUMN short")
    op.execute("ALTER TABLE entity DROP COLUMN country")


def _shorten() -> None:
    """The first two names of a person of three; firms follow when they are annotated again."""
    bind = op.get_bind()
    of_persons = (
        "SELECT n.entity_id, n.folded FROM entity_name n JOIN entity e ON e.id = n.entity_id "
        "WHERE e.kind = 'person'"
    )
    named = [
        (row[0], row[1]) for row in bind.execute(sa.text(of_persons + " AND n.folded LIKE '% % %'"))
    ]
    rows = [
        {"of": id_, "name": name, "short": short} for id_, name in named if (short := _short(name))
    ]
    wanted = sa.text(
        "UPDATE entity_name SET short = :short WHERE entity_id = :of AND folded = :name"
    )
    for at in range(0, len(rows), _AT_ONCE):
        bind.execute(wanted, rows[at : at + _AT_ONCE])


def _short(name: str) -> str | None:
    words = name.split(" ")
    if any(w in _LATER or len(w) < 3 for w in words[2:]):
        return None
    return " ".join(words[:2])

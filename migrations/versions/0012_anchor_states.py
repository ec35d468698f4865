"""The table of anchor states gets its name; columns that nothing reads are dropped."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ANCHORS = ("passage_id", "annotation_id", "target_id")
ONE_ANCHOR = " OR ".join(
    "(" + " AND ".join(f"{name} IS {'NOT ' * (name == one)}NULL" for name in ANCHORS) + ")"
    for one in ANCHORS
)
VERDICTS = "'same', 'moved', 'changed', 'replaced', 'removed'"
BEFORE = (*ANCHORS, "revision_id", "map_version", "verdict", "start", "end")
REPLACEMENT = ("replacement_start", "replacement_end")
INSTEAD = ("instead_start", "instead_end")  # what these two were called
AFTER = ("kept", "reworded", "trail")

# Who rejected a proposed merge, and when, is in the log of corrections. The others are times of
# import that no page, export or check ever showed.
DROPPED_TIMES = (
    ("entity", "created_at"),
    ("kb_entry", "imported_at"),
    ("kb_image", "stored_at"),
)


def upgrade() -> None:
    """Copies every state into the new table: SQLite cannot rename a constraint."""
    _create("anchor_state", REPLACEMENT, checks="anchor_state")
    _copy("fate", (*BEFORE, *INSTEAD, *AFTER), "anchor_state", (*BEFORE, *REPLACEMENT, *AFTER))
    op.drop_table("fate")
    op.create_index("anchor_state_in_revision", "anchor_state", ["revision_id"], unique=False)
    for table, name in DROPPED_TIMES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for name in ("decided_by", "decided_at"):
        op.execute(f"ALTER TABLE merge_proposal DROP COLUMN {name}")


def downgrade() -> None:
    """As before; the times that were dropped are the time of the downgrade then."""
    time = sa.DateTime(timezone=True)
    op.add_column("merge_proposal", sa.Column("decided_by", sa.String(), nullable=True))
    op.add_column("merge_proposal", sa.Column("decided_at", time, nullable=True))
    for table, name in DROPPED_TIMES:
        default = sa.text(f"'{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}'")
        op.add_column(table, sa.Column(name, time, nullable=False, server_default=default))
        if op.get_bind().dialect.name != "sqlite":  # which needs one for a column that is not null
            op.alter_column(table, name, server_default=None)
    # The migrations before this one ran the convention over names that already had the table's.
    _create("fate", INSTEAD, checks="fate_fate")
    _copy("anchor_state", (*BEFORE, *REPLACEMENT, *AFTER), "fate", (*BEFORE, *INSTEAD, *AFTER))
    op.drop_table("anchor_state")
    op.create_index("fate_in_revision", "fate", ["revision_id"], unique=False)


def _create(table: str, replacement: tuple[str, str], *, checks: str) -> None:
    """The table under either name; `checks` begins the names of its check constraints."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("annotation_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("map_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        *[sa.Column(name, sa.Integer(), nullable=True) for name in replacement],
        sa.Column("kept", sa.Float(), nullable=False),
        sa.Column("reworded", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("trail", sa.JSON(), nullable=False),
        sa.CheckConstraint(ONE_ANCHOR, name=op.f(f"{checks}_of_one")),
        sa.CheckConstraint("kept >= 0 AND kept <= 1", name=op.f(f"{checks}_kept_in_range")),
        sa.CheckConstraint(f"verdict IN ({VERDICTS})", name=op.f(f"{checks}_verdict_known")),
        _reference(table, "passage_id", "passage"),
        _reference(table, "annotation_id", "annotation"),
        _reference(table, "target_id", "correction_target"),
        _reference(table, "revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=f"{table}_key"),
        sa.UniqueConstraint("passage_id", "revision_id", name=f"{table}_of_passage_once"),
        sa.UniqueConstraint("annotation_id", "revision_id", name=f"{table}_of_annotation_once"),
        sa.UniqueConstraint("target_id", "revision_id", name=f"{table}_of_target_once"),
    )


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"{table}_{column}_known", ondelete="CASCADE"
    )


def _copy(source: str, columns: Sequence[str], target: str, new_columns: Sequence[str]) -> None:
    """Every row, in the same order. No other table refers to their ids."""
    old = sa.table(source, sa.column("id"), *map(sa.column, columns))
    new = sa.table(target, *map(sa.column, new_columns))
    rows = sa.select(*[old.c[name] for name in columns]).order_by(old.c.id)
    op.execute(sa.insert(new).from_select(list(new_columns), rows))

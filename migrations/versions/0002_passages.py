"""Passages that are followed: stored fates of what is anchored, and boards of evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _fate()
    _board()
    _board_item()


def downgrade() -> None:
    for table in ("board_item", "board", "fate"):
        op.drop_table(table)


def _fate() -> None:
    op.create_table(
        "fate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("annotation_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("map_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("instead_start", sa.Integer(), nullable=True),
        sa.Column("instead_end", sa.Integer(), nullable=True),
        sa.Column("kept", sa.Float(), nullable=False),
        sa.Column("trail", sa.JSON(), nullable=False),
        sa.CheckConstraint("(passage_id IS NULL) <> (annotation_id IS NULL)", name="fate_of_one"),
        sa.CheckConstraint("kept >= 0 AND kept <= 1", name="fate_kept_in_range"),
        sa.CheckConstraint(
            "verdict IN ('same', 'moved', 'changed', 'replaced', 'removed')",
            name="fate_verdict_known",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name="fate_passage_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["annotation_id"],
            ["annotation.id"],
            name="fate_annotation_id_known",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="fate_revision_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="fate_key"),
        sa.UniqueConstraint("passage_id", "revision_id", name="fate_of_passage_once"),
        sa.UniqueConstraint("annotation_id", "revision_id", name="fate_of_annotation_once"),
    )
    op.create_index("fate_in_revision", "fate", ["revision_id"], unique=False)


def _board() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("creator", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(code) >= 12", name="board_code_long_enough"),
        sa.PrimaryKeyConstraint("id", name="board_key"),
        sa.UniqueConstraint("code", name="board_code_once"),
        sqlite_autoincrement=True,
    )


def _board_item() -> None:
    op.create_table(
        "board_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name="board_item_board_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name="board_item_passage_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="board_item_key"),
        sa.UniqueConstraint("board_id", "passage_id", name="board_item_once"),
    )
    op.create_index("board_item_in_order", "board_item", ["board_id", "place"], unique=False)
    op.create_index("board_item_of_passage", "board_item", ["passage_id"], unique=False)

"""What was imported from where, so that an import can go on and need not read anything twice."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty table: what was imported before is read once more, and found to be known."""
    op.create_table(
        "imported_item",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("changed_ns", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part >= 0 AND part < parts", name=op.f("imported_item_part_of_parts")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name="imported_item_revision_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "part", name="imported_item_key"),
    )
    op.create_index("imported_item_by_digest", "imported_item", ["digest"], unique=False)
    op.create_index("imported_item_by_revision", "imported_item", ["revision_id"], unique=False)


def downgrade() -> None:
    """As before: an import reads everything."""
    op.drop_table("imported_item")

"""The change log: what each of the last transactions changed, so that kept pages are never stale.

Its triggers are made by `migrations/env.py` after the last step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty log, and its clock."""
    op.create_table(
        "change_log_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("change_log_clock_one_row")),
        sa.PrimaryKeyConstraint("id", name="change_log_clock_key"),
    )
    op.execute("INSERT INTO change_log_clock (id, number) VALUES (1, 1)")
    op.create_table(
        "change_log",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", "kind", "id", name="change_log_key"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Without a log; the triggers are gone already."""
    op.drop_table("change_log")
    op.drop_table("change_log_clock")

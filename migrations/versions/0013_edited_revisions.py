"""Revisions know the person who made them, and what the source said where a person says other."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every revision so far is a capture, in which nobody set a field."""
    op.add_column("revision", sa.Column("creator", sa.String(), nullable=True))
    op.add_column("revision", sa.Column("replaced", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """What persons wrote stays, as revisions like any other."""
    for column in ("replaced", "creator"):
        op.execute(f"ALTER TABLE revision DROP COLUMN {column}")

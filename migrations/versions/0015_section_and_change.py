"""What a source says of its section and of the day of its last change."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ("section", "modified_date")


def upgrade() -> None:
    """Revisions that are stored already have neither: it was not read then."""
    for name in COLUMNS:
        op.add_column("revision", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    """As before: neither is known."""
    for name in COLUMNS:
        op.execute(f"ALTER TABLE revision DROP COLUMN {name}")

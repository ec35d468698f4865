"""Whether the words of an anchor were reworded: moved words are not taken for unchanged ones."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Older rows say that nothing was reworded; `gloss migrate` recomputes them right away."""
    with op.batch_alter_table("fate") as fate:
        fate.add_column(
            sa.Column("reworded", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("fate") as fate:
        fate.drop_column("reworded")

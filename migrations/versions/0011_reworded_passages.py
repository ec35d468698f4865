"""Whether the words of what is anchored are others now, so that what moved is never taken for unchanged."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Older rows say that nothing was reworded until `gloss migrate` follows their passages anew, which it does right away."""
    with op.batch_alter_table("fate") as fate:
        fate.add_column(
            sa.Column("reworded", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("fate") as fate:
        fate.drop_column("reworded")

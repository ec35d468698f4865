"""Tokens have a scope; those there are keep every right."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now every token could do everything."""
    with op.batch_alter_table("token") as token:
        token.add_column(sa.Column("scope", sa.String(), nullable=False, server_default="edit"))
        token.create_check_constraint(
            op.f("token_scope_known"), "scope IN ('read', 'annotate', 'edit')"
        )


def downgrade() -> None:
    """Deletes the tokens with fewer rights: without their scope they would have all."""
    op.execute("DELETE FROM token WHERE scope <> 'edit'")
    with op.batch_alter_table("token") as token:
        token.drop_constraint(op.f("token_scope_known"), type_="check")
        token.drop_column("scope")

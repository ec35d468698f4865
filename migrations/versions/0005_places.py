"""Time zones are no source of places' names any more: no entity is the city of a time zone."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What an entity is follows from its names when its articles are annotated anew."""
    op.execute("DELETE FROM entity_entry WHERE key LIKE 'cldr:city:%'")


def downgrade() -> None:
    """As for `upgrade`: older programs know no key of the list of places."""
    op.execute("DELETE FROM entity_entry WHERE key LIKE 'place:%'")

"""The language of an article's newest revision, for the direction of its words in lists."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The language of every article is that of its newest revision."""
    op.add_column(
        "article", sa.Column("language", sa.String(), nullable=False, server_default="und")
    )
    op.execute(
        "UPDATE article SET language = (SELECT revision.language FROM revision WHERE "
        "revision.id = article.newest_revision_id) "
        "WHERE newest_revision_id IN (SELECT id FROM revision)"
    )


def downgrade() -> None:
    """As before: lists know no language."""
    with op.batch_alter_table("article") as article:
        article.drop_column("language")

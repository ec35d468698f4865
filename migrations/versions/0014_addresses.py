"""Which addresses lead to an article, and when each was last asked."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from app.errors import Unprocessable
from app.importers.identity.twins import page_key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BATCH = 1_000
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Every article is found by all spellings of its address; of several the oldest keeps it."""
    op.create_table(
        "article_address",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        _reference("article_address"),
        sa.PrimaryKeyConstraint("key", name="article_address_key"),
    )
    op.create_index("article_address_article_id", "article_address", ["article_id"], unique=False)
    op.create_table(
        "fetch_state",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('changed', 'unchanged', 'failed')",
            name=op.f("fetch_state_outcome_known"),
        ),
        _reference("fetch_state"),
        sa.PrimaryKeyConstraint("article_id", name="fetch_state_key"),
    )
    _fill()


def downgrade() -> None:
    """As before: an article is found by its canonical address alone."""
    op.drop_table("fetch_state")
    op.drop_table("article_address")


def _reference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id"], ["article.id"], name=f"{table}_article_id_known", ondelete="CASCADE"
    )


def _fill() -> None:
    article = sa.table("article", sa.column("id"), sa.column("source_url"))
    addresses = sa.table("article_address", sa.column("key"), sa.column("article_id"))
    rows = sa.select(article.c.id, article.c.source_url)
    rows = rows.where(article.c.source_url.is_not(None)).order_by(article.c.id)
    seen: set[str] = set()
    keyed: list[dict[str, object]] = []
    for article_id, url in op.get_bind().execute(rows).all():
        for key in _keys(url):
            if key not in seen:
                seen.add(key)
                keyed.append({"key": key, "article_id": article_id})
    for start in range(0, len(keyed), BATCH):
        op.bulk_insert(addresses, keyed[start : start + BATCH])


def _keys(url: str) -> Iterable[str]:
    """The key of an address; none where it was stored by hand and is no address."""
    try:
        return [page_key(url)]
    except Unprocessable:
        return []

"""Feeds that are asked for new articles, and their items that were dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No feed is subscribed to yet."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("site_url", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("include", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.Column("asked_url", sa.String(), nullable=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_requested", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("subscription_failures_counted")),
        sa.CheckConstraint(
            "visibility IN ('public', 'private')", name=op.f("subscription_visibility_known")
        ),
        sa.PrimaryKeyConstraint("id", name="subscription_key"),
        sa.UniqueConstraint("url", name="subscription_url_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("subscription_by_next_run", "subscription", ["next_run_at"], unique=False)
    op.create_table(
        "seen_item",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('stored', 'filtered', 'failed')", name=op.f("seen_item_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name="seen_item_subscription_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "key", name="seen_item_key"),
    )


def downgrade() -> None:
    """Forgets the subscriptions; the articles stay."""
    op.drop_table("seen_item")
    op.drop_table("subscription")

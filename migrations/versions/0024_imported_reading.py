"""What a person had in another service: fields, highlights, notes, addresses not fetched yet."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Empty tables: until now imports passed over all of this."""
    op.create_table(
        "imported_fields",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=True),
        sa.Column("is_favourite", sa.Boolean(), nullable=True),
        sa.Column("saved_at", _TIME, nullable=True),
        sa.Column("read_at", _TIME, nullable=True),
        _of_article("imported_fields"),
        sa.PrimaryKeyConstraint("article_id", name="imported_fields_key"),
    )
    op.create_table(
        "imported_highlight",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('placed', 'reworded', 'not_found', 'whole')",
            name=op.f("imported_highlight_outcome_known"),
        ),
        _of_article("imported_highlight"),
        sa.PrimaryKeyConstraint("article_id", "key", name="imported_highlight_key"),
        sqlite_with_rowid=False,
    )
    _create_unplaced_notes()
    _create_awaited_addresses()


def downgrade() -> None:
    """Notes without a place, fields and awaited addresses are lost: an older program has no room.

    Placed highlights stay, as notes.
    """
    for table in ("awaited_address", "unplaced_note", "imported_highlight", "imported_fields"):
        op.drop_table(table)


def _create_unplaced_notes() -> None:
    op.create_table(
        "unplaced_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("creator", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        _visibility("unplaced_note"),
        _of_article("unplaced_note"),
        sa.PrimaryKeyConstraint("id", name="unplaced_note_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("unplaced_note_of_article", "unplaced_note", ["article_id"], unique=False)


def _create_awaited_addresses() -> None:
    op.create_table(
        "awaited_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("highlights", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("next_try_at", _TIME, nullable=False),
        sa.Column("is_requested", sa.Boolean(), nullable=False),
        _visibility("awaited_address"),
        sa.CheckConstraint("tries >= 0", name=op.f("awaited_address_tries_in_range")),
        sa.PrimaryKeyConstraint("id", name="awaited_address_key"),
        sa.UniqueConstraint("key", name="awaited_address_key_once"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "awaited_address_by_time", "awaited_address", ["next_try_at", "id"], unique=False
    )


def _visibility(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        "visibility IN ('public', 'private')", name=op.f(f"{table}_visibility_known")
    )


def _of_article(table: str) -> sa.ForeignKeyConstraint:
    name = f"{table}_article_id_known"
    return sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=name, ondelete="CASCADE")

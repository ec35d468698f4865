"""Entities across articles: their names, confidence of links, knowledge, merge proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = (
    "'person', 'organization', 'place', 'group', 'facility', 'event', 'product', 'work', 'other'"
)


def upgrade() -> None:
    with op.batch_alter_table("alias") as alias:
        alias.add_column(sa.Column("confidence", sa.Float(), nullable=False, server_default="1"))
        alias.add_column(sa.Column("basis", sa.String(), nullable=False, server_default="name"))
        alias.create_check_constraint(
            op.f("alias_confidence_in_range"), "confidence >= 0 AND confidence <= 1"
        )
    _entity_name()
    _entity_entry()
    _kb_entry()
    _kb_name()
    _merge_proposal()
    _fill()


def downgrade() -> None:
    for table in ("merge_proposal", "kb_name", "kb_entry", "entity_entry", "entity_name"):
        op.drop_table(table)
    with op.batch_alter_table("alias") as alias:
        alias.drop_constraint(op.f("alias_confidence_in_range"), type_="check")
        alias.drop_column("basis")
        alias.drop_column("confidence")


def _entity_name() -> None:
    op.create_table(
        "entity_name",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=True),
        sa.Column("coarse", sa.String(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("public_articles", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "articles >= public_articles AND public_articles >= 0",
            name="entity_name_counts_in_range",
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name="entity_name_entity_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", "folded", name="entity_name_key"),
    )
    for by in ("last", "coarse"):
        op.create_index(
            f"entity_name_by_{by}",
            "entity_name",
            [by, "public_articles", "entity_id"],
            unique=False,
        )
    op.create_index(
        "entity_name_by_name",
        "entity_name",
        ["folded", "public_articles", "entity_id"],
        unique=False,
    )


def _entity_entry() -> None:
    op.create_table(
        "entity_entry",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name="entity_entry_entity_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="entity_entry_key"),
    )
    op.create_index("entity_entry_of_entity", "entity_entry", ["entity_id"], unique=False)


def _kb_entry() -> None:
    op.create_table(
        "kb_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="kb_entry_kind_known"),
        sa.CheckConstraint(
            "lat IS NULL OR (lat >= -90 AND lat <= 90)", name="kb_entry_lat_in_range"
        ),
        sa.CheckConstraint(
            "lon IS NULL OR (lon >= -180 AND lon <= 180)", name="kb_entry_lon_in_range"
        ),
        sa.PrimaryKeyConstraint("id", name="kb_entry_key"),
        sa.UniqueConstraint("key", name="kb_entry_key_once"),
        sqlite_autoincrement=True,
    )


def _kb_name() -> None:
    op.create_table(
        "kb_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["kb_entry.id"], name="kb_name_entry_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="kb_name_key"),
        sa.UniqueConstraint("entry_id", "name", name="kb_name_once"),
    )
    op.create_index("kb_name_folded", "kb_name", ["folded", "entry_id"], unique=False)


def _merge_proposal() -> None:
    op.create_table(
        "merge_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_id < second_id", name="merge_proposal_older_first"),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name="merge_proposal_confidence_in_range"
        ),
        sa.CheckConstraint(
            "state IN ('open', 'rejected', 'accepted')", name="merge_proposal_state_known"
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["entity.id"], name="merge_proposal_first_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["entity.id"], name="merge_proposal_second_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="merge_proposal_key"),
        sa.UniqueConstraint("first_id", "second_id", name="merge_proposal_once"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "merge_proposal_surest", "merge_proposal", ["state", "confidence", "id"], unique=False
    )
    op.create_index("merge_proposal_of_second", "merge_proposal", ["second_id"], unique=False)


def _fill() -> None:
    """Counts the names that a library has, and sets their last words.

    The coarse spellings are set by the next article that uses them.
    """
    op.execute(
        "INSERT INTO entity_name (entity_id, folded, articles, public_articles) "
        "SELECT a.entity_id, a.folded, count(DISTINCT a.article_id), "
        "count(DISTINCT CASE WHEN r.visibility = 'public' THEN a.article_id END) "
        "FROM alias a JOIN article r ON r.id = a.article_id GROUP BY a.entity_id, a.folded"
    )
    names = sa.table(
        "entity_name",
        sa.column("entity_id", sa.Integer),
        sa.column("folded", sa.String),
        sa.column("last", sa.String),
    )
    full = (
        "SELECT n.entity_id, n.folded FROM entity_name n JOIN entity e ON e.id = n.entity_id "
        "WHERE e.kind = 'person' AND n.folded LIKE '% %'"
    )
    connection = op.get_bind()
    rows = [
        {"of": id_, "name": folded, "end": folded.rsplit(" ", 1)[1]}
        for id_, folded in connection.execute(sa.text(full))
    ]
    if rows:
        this = (names.c.entity_id == sa.bindparam("of")) & (names.c.folded == sa.bindparam("name"))
        connection.execute(sa.update(names).where(this).values(last=sa.bindparam("end")), rows)

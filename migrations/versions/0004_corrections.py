"""Corrections, and what the linker had found before them; pictures; an encyclopedia's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations
from sqlalchemy.sql.elements import conv

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = "'merge', 'split', 'move', 'reject', 'speaker', 'rename', 'rekind', 'apart'"
IMAGE_TYPES = "'image/png', 'image/jpeg', 'image/gif', 'image/webp'"
OF_ONE = (
    "(passage_id IS NOT NULL AND annotation_id IS NULL AND target_id IS NULL) OR "
    "(annotation_id IS NOT NULL AND passage_id IS NULL AND target_id IS NULL) OR "
    "(target_id IS NOT NULL AND passage_id IS NULL AND annotation_id IS NULL)"
)
OF_ONE_NAME = conv("fate_fate_of_one")  # as 0002 named it, by way of the naming convention
OF_TWO = "(passage_id IS NULL) <> (annotation_id IS NULL)"
FOUND = ("found_name", "found_folded", "found_kind", "sport")


def upgrade() -> None:
    _correction()
    _correction_target()
    for name in FOUND:
        op.add_column("entity", sa.Column(name, sa.String(), nullable=True))
    op.create_index("annotation_of_article", "annotation", ["article_id"], unique=False)
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "entity_merged",
        "entity",
        ["merged_into"],
        unique=False,
        postgresql_where=merged,
        sqlite_where=merged,
    )
    _alias()
    with _annotation() as annotation:
        annotation.add_column(sa.Column("linked_id", sa.Integer(), nullable=True))
        for name in ("corrected", "rejected"):
            annotation.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        annotation.create_foreign_key(
            "annotation_linked_id_known", "entity", ["linked_id"], ["id"], ondelete="SET NULL"
        )
    where = sa.text("linked_id IS NOT NULL")
    op.create_index(
        "annotation_corrected",
        "annotation",
        ["linked_id"],
        unique=False,
        postgresql_where=where,
        sqlite_where=where,
    )
    with op.batch_alter_table("fate") as fate:
        fate.add_column(sa.Column("target_id", sa.Integer(), nullable=True))
        fate.drop_constraint(OF_ONE_NAME, type_="check")
        fate.create_check_constraint(OF_ONE_NAME, OF_ONE)
        fate.create_unique_constraint("fate_of_target_once", ["target_id", "revision_id"])
        fate.create_foreign_key(
            "fate_target_id_known", "correction_target", ["target_id"], ["id"], ondelete="CASCADE"
        )
    columns = ["entity_id", "sorted_on", "article_id", "public", "mentions"]
    op.create_index("entity_in_article_by_day", "entity_in_article", columns, unique=False)
    _kb_image()
    _encyclopedia_summary()


def downgrade() -> None:
    """What persons corrected stays as it is then; what had been found before is forgotten."""
    op.drop_table("encyclopedia_summary")
    op.drop_table("kb_image")
    op.drop_index("entity_in_article_by_day", "entity_in_article")
    op.execute("DELETE FROM fate WHERE target_id IS NOT NULL")
    with op.batch_alter_table("fate") as fate:
        fate.drop_constraint(OF_ONE_NAME, type_="check")
        fate.create_check_constraint(OF_ONE_NAME, OF_TWO)
        fate.drop_constraint("fate_target_id_known", type_="foreignkey")
        fate.drop_constraint("fate_of_target_once", type_="unique")
        fate.drop_column("target_id")
    for name in ("annotation_corrected", "annotation_of_article"):
        op.drop_index(name, "annotation")
    with _annotation() as annotation:
        annotation.drop_constraint("annotation_linked_id_known", type_="foreignkey")
        for name in ("linked_id", "corrected", "rejected"):
            annotation.drop_column(name)
    _alias_back()
    op.drop_index("entity_merged", "entity")
    for name in FOUND:
        op.execute(f"ALTER TABLE entity DROP COLUMN {name}")
    op.drop_table("correction_target")
    op.drop_table("correction")


@contextmanager
def _annotation() -> Iterator[BatchOperations]:
    """Changes of the annotations.

    SQLite copies them, and must go on counting where it was: an id is never given twice.
    """
    sqlite = op.get_bind().dialect.name == "sqlite"
    last = "SELECT seq FROM sqlite_sequence WHERE name = 'annotation'"
    had = op.get_bind().execute(sa.text(last)).scalar() if sqlite else None
    with op.batch_alter_table(
        "annotation", table_kwargs={"sqlite_autoincrement": True}
    ) as annotation:
        yield annotation
    if had is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'annotation'")
        op.get_bind().execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('annotation', :seq)"),
            {"seq": had},
        )


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entity_uid", sa.String(), nullable=True),
        sa.Column("other_uid", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("new_kind", sa.String(), nullable=True),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("creator", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("correction_kind_known")),
        sa.CheckConstraint(
            "passages >= 0 AND articles >= 0", name=op.f("correction_counts_in_range")
        ),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("correction_undone_by_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name="correction_key"),
        sa.UniqueConstraint("uid", name="correction_uid_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("correction_of_entity", "correction", ["entity_uid"], unique=False)
    op.create_index("correction_of_other", "correction", ["other_uid"], unique=False)


def _correction_target() -> None:
    whole = '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (revision_id IS NULL)'
    op.create_table(
        "correction_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("layer", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.CheckConstraint(whole, name=op.f("correction_target_whole_position")),
        sa.CheckConstraint(
            '"start" IS NULL OR ("start" >= 0 AND "start" < "end")',
            name=op.f("correction_target_not_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["correction.id"],
            name="correction_target_correction_id_known",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="correction_target_article_id_known",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name="correction_target_revision_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="correction_target_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "correction_target_of_correction", "correction_target", ["correction_id"], unique=False
    )
    op.create_index(
        "correction_target_of_article", "correction_target", ["article_id"], unique=False
    )


def _alias() -> None:
    op.add_column("alias", sa.Column("linked_id", sa.Integer(), nullable=True))
    op.execute("UPDATE alias SET linked_id = entity_id")
    with op.batch_alter_table("alias") as alias:
        alias.alter_column("linked_id", existing_type=sa.Integer(), nullable=False)
        alias.alter_column("entity_id", existing_type=sa.Integer(), nullable=True)
        alias.drop_constraint("alias_once", type_="unique")
        alias.create_unique_constraint(
            "alias_once", ["linked_id", "entity_id", "name", "article_id"]
        )
        alias.create_foreign_key(
            "alias_linked_id_known", "entity", ["linked_id"], ["id"], ondelete="CASCADE"
        )
        alias.create_index("alias_of_entity", ["entity_id"], unique=False)


def _alias_back() -> None:
    op.execute("DELETE FROM alias WHERE entity_id IS NULL")
    op.execute(
        "DELETE FROM alias WHERE id NOT IN (SELECT min(id) FROM alias GROUP BY entity_id, "
        "name, article_id)"
    )
    with op.batch_alter_table("alias") as alias:
        alias.drop_index("alias_of_entity")
        alias.drop_constraint("alias_linked_id_known", type_="foreignkey")
        alias.drop_constraint("alias_once", type_="unique")
        alias.create_unique_constraint("alias_once", ["entity_id", "name", "article_id"])
        alias.alter_column("entity_id", existing_type=sa.Integer(), nullable=False)
        alias.drop_column("linked_id")


def _kb_image() -> None:
    op.create_table(
        "kb_image",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            f"media_type IN ({IMAGE_TYPES})", name=op.f("kb_image_media_type_known")
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("kb_image_size_positive")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["kb_entry.id"], name="kb_image_entry_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="kb_image_key"),
    )


def _encyclopedia_summary() -> None:
    op.create_table(
        "encyclopedia_summary",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("extract", sa.Text(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("license", sa.String(), nullable=False),
        sa.Column("asked_as", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name="encyclopedia_summary_entity_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", name="encyclopedia_summary_key"),
    )

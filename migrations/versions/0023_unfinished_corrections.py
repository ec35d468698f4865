"""Corrections that are applied step by step: which are not finished, and up to which article.

The index of corrected annotations also has the article, so that a step finds the next ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "unfinished_correction"
_LINKED = sa.text("linked_id IS NOT NULL")


def upgrade() -> None:
    """Nothing is unfinished: until now a correction was applied in one transaction."""
    op.create_table(
        TABLE,
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("after_article_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "done >= 0 AND articles >= 0", name=op.f("unfinished_correction_counts_in_range")
        ),
        _foreign_key("correction_id", "correction"),
        _foreign_key("entity_id", "entity"),
        _foreign_key("other_id", "entity"),
        sa.PrimaryKeyConstraint("correction_id", name="unfinished_correction_key"),
    )
    op.create_index("unfinished_correction_of_entity", TABLE, ["entity_id"], unique=False)
    op.create_index("unfinished_correction_of_other", TABLE, ["other_id"], unique=False)
    _index_corrected(["linked_id", "article_id"])


def downgrade() -> None:
    """Refuses while a correction is unfinished: an older program would leave it so."""
    unfinished = op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {TABLE}"))  # noqa: S608
    if unfinished:
        raise RuntimeError("Run `gloss corrections finish` first: a correction is unfinished.")
    _index_corrected(["linked_id"])
    op.drop_table(TABLE)


def _foreign_key(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"{TABLE}_{column}_known")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE")


def _index_corrected(columns: list[str]) -> None:
    op.drop_index("annotation_corrected", "annotation")
    op.create_index(
        "annotation_corrected",
        "annotation",
        columns,
        unique=False,
        postgresql_where=_LINKED,
        sqlite_where=_LINKED,
    )

"""Further speakers of a quotation: known after the next run of the layers, which is due."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = [
        sa.Column(name, sa.Integer(), nullable=False) for name in ("annotation_id", "mention_id")
    ]
    known = [
        sa.ForeignKeyConstraint(
            [c.name], ["annotation.id"], name=f"further_speaker_{c.name}_known", ondelete="CASCADE"
        )
        for c in columns
    ]
    op.create_table(
        "further_speaker",
        *columns,
        *known,
        sa.PrimaryKeyConstraint("annotation_id", "mention_id", name="further_speaker_key"),
    )
    op.create_index(
        "further_speaker_by_mention",
        "further_speaker",
        ["mention_id", "annotation_id"],
        unique=False,
    )


def downgrade() -> None:
    """Each quotation is said by its first speaker alone then."""
    op.drop_index("further_speaker_by_mention", "further_speaker")
    op.drop_table("further_speaker")

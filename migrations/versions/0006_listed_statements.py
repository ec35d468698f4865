"""Where the statement begins that a quotation or claim is a piece of: what lists list."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What lists have until their article is annotated again (the layers' versions say that it is to
# be): every
# outermost quotation and every claim that is as sure as the bars of the time ask for, each by
# itself.
LISTED = (
    "retired_at IS NULL AND ((layer = 'quotation' AND NOT nested AND confidence >= 0.5) OR "
    "(layer = 'claim' AND confidence >= 0.6))"
)


def upgrade() -> None:
    op.add_column("annotation", sa.Column("lead", sa.Integer(), nullable=True))
    op.execute(f'UPDATE annotation SET lead = "start" WHERE {LISTED}')  # noqa: S608 - a constant of this file
    live = sa.text("lead IS NOT NULL AND retired_at IS NULL")
    columns = ["revision_id", "layer", "start", "lead", "id"]
    op.create_index(
        "annotation_listed",
        "annotation",
        columns,
        unique=False,
        postgresql_where=live,
        sqlite_where=live,
    )


def downgrade() -> None:
    op.drop_index("annotation_listed", "annotation")
    op.drop_column("annotation", "lead")

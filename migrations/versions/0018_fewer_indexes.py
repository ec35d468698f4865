"""Fewer indexes: one of aliases by entity and name, one of annotations by revision."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BY_LAYER = ["revision_id", "layer", "start", "id"]


def upgrade() -> None:
    """Names are looked up in `entity_name`; few annotations of a revision are retired."""
    op.drop_index("alias_folded", "alias")
    op.drop_index("alias_of_entity", "alias")
    op.create_index("alias_of_entity", "alias", ["entity_id", "folded"], unique=False)
    op.drop_index("annotation_by_layer", "annotation")
    op.create_index("annotation_by_layer", "annotation", BY_LAYER, unique=False)
    op.drop_index("annotation_of_revision", "annotation")


def downgrade() -> None:
    live = sa.text("retired_at IS NULL")
    columns = ["revision_id", "start"]
    op.create_index("annotation_of_revision", "annotation", columns, unique=False)
    op.drop_index("annotation_by_layer", "annotation")
    op.create_index(
        "annotation_by_layer",
        "annotation",
        BY_LAYER,
        unique=False,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.drop_index("alias_of_entity", "alias")
    op.create_index("alias_of_entity", "alias", ["entity_id"], unique=False)
    op.create_index("alias_folded", "alias", ["folded", "entity_id"], unique=False)

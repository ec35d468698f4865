"""Summaries of publishers, months, speakers and words of names, so that pages need not count."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEPT_FROM = 256  # articles from which on the months of an entity are kept
_AT_ONCE = 5_000  # rows in one statement
_FOLDED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

PUBLISHERS = """
    INSERT INTO publisher_count (publisher, articles, public_articles,
      annotations, public_annotations)
    SELECT coalesce(publisher, ''), count(*), count(*) FILTER (WHERE visibility = 'public'),
      sum(annotations), coalesce(sum(public_annotations) FILTER (WHERE visibility = 'public'), 0)
    FROM article WHERE withdrawn_at IS NULL AND newest_revision_id IS NOT NULL
    GROUP BY coalesce(publisher, '')"""
ANNOTATIONS = """
    UPDATE article SET annotations = n.live, public_annotations = n.public FROM (
      SELECT article_id, count(*) AS live, count(*) FILTER (WHERE visibility = 'public') AS public
      FROM annotation WHERE retired_at IS NULL GROUP BY article_id
    ) n WHERE n.article_id = article.id"""
MONTHS = """
    INSERT INTO entity_month (entity_id, month, mentions, articles, doubted,
      public_mentions, public_articles, public_doubted)
    SELECT e.entity_id, substr(e.sorted_on, 1, 7), sum(e.mentions), count(*),
      count(*) FILTER (WHERE e.date_doubted),
      coalesce(sum(e.mentions) FILTER (WHERE e.public), 0), count(*) FILTER (WHERE e.public),
      count(*) FILTER (WHERE e.date_doubted AND e.public)
    FROM entity_in_article e
    WHERE e.entity_id IN (SELECT id FROM entity WHERE articles >= :kept_from)
    GROUP BY e.entity_id, substr(e.sorted_on, 1, 7)"""
SPEAKERS = """
    INSERT INTO speaker_in_article (article_id, entity_id, sorted_on, public)
    SELECT r.id, q.entity_id, coalesce(r.published_on, ''), r.visibility = 'public'
    FROM (
      SELECT revision_id, entity_id FROM annotation
      WHERE layer = 'quotation' AND retired_at IS NULL
      UNION
      SELECT a.revision_id, m.entity_id FROM annotation a
      JOIN further_speaker f ON f.annotation_id = a.id
      JOIN annotation m ON m.id = f.mention_id AND m.retired_at IS NULL
      WHERE a.layer = 'quotation' AND a.retired_at IS NULL
    ) q JOIN article r ON r.newest_revision_id = q.revision_id AND r.withdrawn_at IS NULL
    WHERE q.entity_id IS NOT NULL"""


def upgrade() -> None:
    """The summaries of everything that is stored already."""
    _create()
    bind = op.get_bind()
    bind.execute(sa.text(ANNOTATIONS))
    bind.execute(sa.text(PUBLISHERS))
    bind.execute(sa.text(MONTHS), {"kept_from": KEPT_FROM})
    bind.execute(sa.text(SPEAKERS))
    _words(bind)
    is_described = sa.text("role IS NOT NULL")
    op.create_index(
        "entity_in_article_described",
        "entity_in_article",
        ["entity_id", "sorted_on", "article_id"],
        unique=False,
        postgresql_where=is_described,
        sqlite_where=is_described,
    )


def downgrade() -> None:
    """As before: pages count."""
    op.drop_index("entity_in_article_described", "entity_in_article")
    for table in ("entity_word", "speaker_in_article", "entity_month", "publisher_count"):
        op.drop_table(table)
    for column in ("public_annotations", "annotations"):
        op.execute(f"ALTER TABLE article DROP COLUMN {column}")


def _create() -> None:
    def number(name: str) -> sa.Column[int]:
        return sa.Column(name, sa.Integer(), nullable=False)

    def refers(table: str, column: str) -> sa.ForeignKeyConstraint:
        name = f"{table}_{column}_known"
        target = f"{column.removesuffix('_id')}.id"
        return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE")

    for column in ("annotations", "public_annotations"):
        added = sa.Column(column, sa.Integer(), server_default="0", nullable=False)
        op.add_column("article", added)
    op.create_table(
        "publisher_count",
        sa.Column("publisher", sa.String(), nullable=False),
        number("articles"),
        number("public_articles"),
        number("annotations"),
        number("public_annotations"),
        sa.PrimaryKeyConstraint("publisher", name="publisher_count_key"),
    )
    counts = ("mentions", "articles", "doubted")
    op.create_table(
        "entity_month",
        number("entity_id"),
        sa.Column("month", sa.String(), nullable=False),
        *[number(name) for name in counts],
        *[number(f"public_{name}") for name in counts],
        refers("entity_month", "entity_id"),
        sa.PrimaryKeyConstraint("entity_id", "month", name="entity_month_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "speaker_in_article",
        number("article_id"),
        number("entity_id"),
        sa.Column("sorted_on", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        refers("speaker_in_article", "article_id"),
        refers("speaker_in_article", "entity_id"),
        sa.PrimaryKeyConstraint("article_id", "entity_id", name="speaker_in_article_key"),
        sqlite_with_rowid=False,
    )
    by_day = ["entity_id", "sorted_on", "article_id", "public"]
    op.create_index("speaker_in_article_by_day", "speaker_in_article", by_day, unique=False)
    op.create_table(
        "entity_word",
        sa.Column("word", _FOLDED, nullable=False),
        number("entity_id"),
        refers("entity_word", "entity_id"),
        sa.PrimaryKeyConstraint("word", "entity_id", name="entity_word_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("entity_word_of_entity", "entity_word", ["entity_id"], unique=False)


def _words(bind: sa.Connection) -> None:
    """Every word of every name; those that the editor gave among them."""
    names = sa.text(
        "SELECT entity_id, folded FROM entity_name UNION "
        "SELECT id, folded FROM entity WHERE found_name IS NOT NULL ORDER BY 1"
    )
    wanted = sa.text(
        "INSERT INTO entity_word (word, entity_id) VALUES (:word, :id) "
        "ON CONFLICT (word, entity_id) DO NOTHING"
    )
    rows: list[dict[str, object]] = []
    for id_, name in bind.execute(names).all():
        rows += [{"word": word, "id": id_} for word in name.split(" ") if word]
        if len(rows) >= _AT_ONCE:
            bind.execute(wanted, rows)
            rows = []
    if rows:
        bind.execute(wanted, rows)

"""The reader's library: articles, annotations, entities, passages, people, full-text search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "article",
    "entity",
    "instance",
    "person",
    "alias",
    "entity_in_article",
    "revision",
    "signin",
    "token",
    "annotation",
    "annotation_run",
    "doubt",
    "passage",
    "search_entry",
)


def upgrade() -> None:
    _article()
    _entity()
    _instance()
    _person()
    _alias()
    _entity_in_article()
    _revision()
    _signin()
    _token()
    _annotation()
    _annotation_run()
    _doubt()
    _passage()
    _search_entry()
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in _NO_SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("newest_revision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("published_on", sa.String(), nullable=True),
        sa.Column("sorted_on", sa.String(), nullable=False),
        sa.Column("lede", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.CheckConstraint("visibility IN ('public', 'private')", name="article_visibility_known"),
        sa.PrimaryKeyConstraint("id", name="article_key"),
        sa.UniqueConstraint("identity", name="article_identity_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("article_by_newest_revision", "article", ["newest_revision_id"], unique=False)
    op.create_index(
        "article_by_publisher", "article", ["publisher", "sorted_on", "id"], unique=False
    )
    op.create_index("article_newest_first", "article", ["sorted_on", "id"], unique=False)


def _entity() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("public_mentions", sa.Integer(), nullable=False),
        sa.Column("public_articles", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "merged_into IS NULL OR merged_into <> id", name="entity_merged_into_another"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["entity.id"], name="entity_merged_into_known", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="entity_key"),
        sa.UniqueConstraint("uid", name="entity_uid_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entity_by_kind", "entity", ["kind", "public_mentions", "id"], unique=False)
    op.create_index("entity_by_mentions", "entity", ["mentions", "id"], unique=False)
    op.create_index("entity_by_name", "entity", ["folded", "kind"], unique=False)
    op.create_index("entity_by_public_mentions", "entity", ["public_mentions", "id"], unique=False)


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="instance_key"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="person_key"),
    )


def _alias() -> None:
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="alias_article_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name="alias_entity_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="alias_key"),
        sa.UniqueConstraint("entity_id", "name", "article_id", name="alias_once"),
    )
    op.create_index("alias_folded", "alias", ["folded", "entity_id"], unique=False)
    op.create_index("alias_of_article", "alias", ["article_id"], unique=False)


def _entity_in_article() -> None:
    op.create_table(
        "entity_in_article",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("sorted_on", sa.String(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="entity_in_article_article_id_known",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
            name="entity_in_article_entity_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "article_id", name="entity_in_article_key"),
    )
    op.create_index(
        "entity_in_article_by_article",
        "entity_in_article",
        ["article_id", "entity_id"],
        unique=False,
    )


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("inlines", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("byline", sa.JSON(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("declared_date", sa.String(), nullable=True),
        sa.Column("declared_language", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="revision_sha256_whole"),
        sa.CheckConstraint("number >= 1", name="revision_number_from_one"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="revision_article_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="revision_key"),
        sa.UniqueConstraint("article_id", "number", name="revision_number_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("revision_by_sha256", "revision", ["sha256"], unique=False)


def _signin() -> None:
    op.create_table(
        "signin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="signin_person_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="signin_key"),
        sa.UniqueConstraint("sha256", name="signin_sha256_once"),
    )


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="token_person_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="token_key"),
        sa.UniqueConstraint("sha256", name="token_sha256_once"),
    )


def _annotation() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("creator", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("nested", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("exact", sa.String(), nullable=True),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.CheckConstraint(
            "visibility IN ('public', 'private')", name="annotation_visibility_known"
        ),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name="annotation_span_not_empty"),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name="annotation_confidence_in_range"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="annotation_article_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name="annotation_entity_id_known", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name="annotation_revision_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="annotation_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "annotation_by_layer",
        "annotation",
        ["revision_id", "layer", "start", "id"],
        unique=False,
        postgresql_where=sa.text("retired_at IS NULL"),
        sqlite_where=sa.text("retired_at IS NULL"),
    )
    op.create_index(
        "annotation_of_entity",
        "annotation",
        ["entity_id", "layer", "article_id", "start"],
        unique=False,
    )
    op.create_index("annotation_of_revision", "annotation", ["revision_id", "start"], unique=False)


def _annotation_run() -> None:
    op.create_table(
        "annotation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('finished', 'failed')", name="annotation_run_state_known"),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name="annotation_run_revision_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="annotation_run_key"),
        sa.UniqueConstraint("revision_id", "layer", name="run_once"),
    )


def _doubt() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="doubt_revision_id_known", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="doubt_key"),
    )
    op.create_index("doubt_of_revision", "doubt", ["revision_id"], unique=False)


def _passage() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name="passage_not_empty"),
        sa.CheckConstraint("length(code) >= 12", name="passage_code_long_enough"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="passage_article_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="passage_revision_id_known", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="passage_key"),
        sa.UniqueConstraint("code", name="passage_code_once"),
        sa.UniqueConstraint("revision_id", "start", "end", name="passage_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("passage_of_article", "passage", ["article_id"], unique=False)


def _search_entry() -> None:
    op.create_table(
        "search_entry",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="search_entry_article_id_known", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name="search_entry_revision_id_known",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name="search_entry_key"),
        sa.UniqueConstraint("revision_id", name="search_entry_revision_id_once"),
    )


# SQLite keeps the words in an FTS5 table whose content is a view, so that no text is stored twice;
# store/search.py feeds it.
# PostgreSQL keeps a tsvector an article.
_SEARCH = {
    "sqlite": (
        """CREATE VIEW search_source AS
           SELECT e.article_id, coalesce(r.title, '') AS title, r.text AS text,
             e.speakers AS speakers
           FROM search_entry e JOIN revision r ON r.id = e.revision_id""",
        """CREATE VIRTUAL TABLE article_search USING fts5(
           title, text, speakers, content='search_source', content_rowid='article_id',
           tokenize='unicode61 remove_diacritics 2')""",
    ),
    "postgresql": (
        """CREATE TABLE search_words (
           article_id INTEGER PRIMARY KEY REFERENCES search_entry (article_id) ON DELETE CASCADE,
           words tsvector NOT NULL)""",
        "CREATE INDEX search_words_inverted ON search_words USING gin (words)",
    ),
}
_NO_SEARCH = {
    "sqlite": ("DROP TABLE article_search", "DROP VIEW search_source"),
    "postgresql": ("DROP TABLE search_words",),
}

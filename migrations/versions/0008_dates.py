"""An article's date: a doubt on it and a person's word for it, known to lists.

Undated articles stand on no day.

PostgreSQL's index of words is written anew: it folds letters as SQLite's does.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("merge", "split", "move", "reject", "speaker", "rename", "rekind", "apart")
ABOUT_DATES = "'date-of-record', 'declared-date-conflict', 'declared-date-unreadable'"
BY_DAY = ["entity_id", "sorted_on", "article_id", "public", "mentions"]
AS_THEY_WERE = """
    INSERT INTO search_words (article_id, words)
    SELECT e.article_id,
      setweight(to_tsvector('simple', coalesce(r.title, '')), 'A')
      || setweight(to_tsvector('simple', e.speakers), 'B')
      || setweight(to_tsvector('simple', left(r.text, 400000)), 'D')
    FROM search_entry e JOIN revision r ON r.id = e.revision_id"""
_INDEXED = 400_000  # characters of a text
_DISTANCE = 10
_LONGEST_WORD, _LARGEST, _LAST_PLACE, _MOST_PLACES = 2_046, 1_000_000, 16_383, 255
_IN_WORDS = """
    INSERT INTO search_words (article_id, words)
    VALUES (:id, setweight(CAST(:title AS tsvector), 'A')
      || setweight(CAST(:speakers AS tsvector), 'B')
      || setweight(CAST(:text AS tsvector), 'D'))
    ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"""
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_MARK = re.compile(r"[\u0300-\u036f]")
FLAGS = (
    ("article", "date_doubted"),
    ("article", "date_settled"),
    ("entity_in_article", "date_doubted"),
)


def upgrade() -> None:
    for table, name in FLAGS:
        op.add_column(
            table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE article SET date_doubted = true WHERE published_on IS NOT NULL AND EXISTS "  # noqa: S608 - our own words
        "(SELECT 1 FROM doubt d WHERE d.revision_id = article.newest_revision_id AND d.kind "
        f"IN ({ABOUT_DATES}))"
    )
    op.execute(
        "UPDATE entity_in_article SET sorted_on = '' WHERE article_id IN (SELECT id FROM "
        "article WHERE published_on IS NULL)"
    )
    op.execute(
        "UPDATE entity_in_article SET date_doubted = true WHERE article_id IN (SELECT id FROM "
        "article WHERE date_doubted)"
    )
    op.drop_index("entity_in_article_by_day", "entity_in_article")
    op.create_index(
        "entity_in_article_by_day", "entity_in_article", [*BY_DAY, "date_doubted"], unique=False
    )
    _kinds((*KINDS, "date"))
    if op.get_bind().dialect.name == "postgresql":
        _fold_words()


def downgrade() -> None:
    """Forgets the dates that persons gave: what the source declares holds again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    captured = (
        "substr(created_at, 1, 10)"
        if sqlite
        else "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
    )
    op.execute(
        "UPDATE article SET published_on = (SELECT declared_date FROM revision r WHERE r.id = "
        "article.newest_revision_id), "
        "doubts = (SELECT count(*) FROM doubt d WHERE d.revision_id = "
        "article.newest_revision_id) WHERE date_settled"
    )
    op.execute(
        f"UPDATE article SET sorted_on = coalesce(published_on, {captured}) WHERE date_settled"  # noqa: S608 - our own words
    )
    op.execute(
        "UPDATE entity_in_article SET sorted_on = (SELECT sorted_on FROM article a WHERE a.id "
        "= entity_in_article.article_id)"
    )
    dated = "SELECT id FROM correction WHERE kind = 'date'"
    op.execute(f"DELETE FROM correction_target WHERE correction_id IN ({dated})")  # noqa: S608 - our own words
    op.execute("DELETE FROM correction WHERE kind = 'date'")
    _kinds(KINDS)
    op.drop_index("entity_in_article_by_day", "entity_in_article")
    for table, name in FLAGS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.create_index("entity_in_article_by_day", "entity_in_article", BY_DAY, unique=False)
    if not sqlite:
        op.execute("DELETE FROM search_words")
        op.execute(AS_THEY_WERE)


def _fold_words() -> None:
    """A few texts at a time: a library is larger than memory."""
    connection = op.get_bind()
    entries = (
        "SELECT e.article_id, coalesce(r.title, ''), e.speakers, r.text FROM search_entry e "
        "JOIN revision r ON r.id = e.revision_id "
        "WHERE e.article_id > :after ORDER BY e.article_id LIMIT 50"
    )
    after = 0
    while rows := connection.execute(sa.text(entries), {"after": after}).all():
        connection.execute(sa.text(_IN_WORDS), [_vectors(*row) for row in rows])
        after = rows[-1][0]


def _vectors(article_id: int, title: str, speakers: str, words: str) -> dict[str, int | str]:
    return {
        "id": article_id,
        "title": _vector(title),
        "speakers": _vector(speakers),
        "text": _vector(words[:_INDEXED]),
    }


def _vector(stretch: str) -> str:
    """A tsvector in its written form; folded words hold nothing that would have to be quoted.

    What it cannot hold is left out.
    """
    places: dict[str, list[int]] = defaultdict(list)
    size = 0
    folded_words = (
        folded for word in _WORD.findall(stretch) if (folded := "".join(map(_fold, word)))
    )
    for place, folded in enumerate(folded_words, _DISTANCE):
        known = len(places.get(folded, ()))
        length = len(folded.encode())
        if length > _LONGEST_WORD or known >= _MOST_PLACES or size + length > _LARGEST:
            continue
        size += 2 if known else length + 8  # a place; a word with its first place, padded
        places[folded].append(min(place, _LAST_PLACE))
    return " ".join(f"'{folded}':{','.join(map(str, where))}" for folded, where in places.items())


def _fold(letter: str) -> str:
    """One letter without case, and without marks where it is Latin; nothing for a mark alone."""
    if letter.isascii():
        return letter.lower()
    if _MARK.fullmatch(letter):
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    plain = base if base.isascii() and base.isalpha() else letter
    folded = plain.casefold()
    return folded if len(folded) == 1 else plain.lower()


def _kinds(kinds: tuple[str, ...]) -> None:
    """The kinds that the log of corrections has."""
    name, listed = op.f("correction_kind_known"), ", ".join(f"'{kind}'" for kind in kinds)
    with _correction() as correction:
        correction.drop_constraint(name, type_="check")
        correction.create_check_constraint(name, f"kind IN ({listed})")


@contextmanager
def _correction() -> Iterator[BatchOperations]:
    """Changes of the log.

    SQLite copies it, and must go on counting where it was: an id is never given twice.
    """
    sqlite = op.get_bind().dialect.name == "sqlite"
    last = "SELECT seq FROM sqlite_sequence WHERE name = 'correction'"
    had = op.get_bind().execute(sa.text(last)).scalar() if sqlite else None
    with op.batch_alter_table(
        "correction", table_kwargs={"sqlite_autoincrement": True}
    ) as correction:
        yield correction
    if had is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'correction'")
        op.get_bind().execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('correction', :seq)"),
            {"seq": had},
        )

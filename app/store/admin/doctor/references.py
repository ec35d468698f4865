"""References that no foreign key holds, and what must be there beside a row."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from app.store.admin.doctor.checks import NAMED, Check, Rule, apply, none


def check(s: Session, article_id: int | None = None) -> Iterator[Check]:
    """Whether everything that rows refer to is there."""
    yield from apply(s, RULES, article_id)


def foreign_keys(s: Session) -> Iterator[Check]:
    """SQLite's own check: a program without `PRAGMA foreign_keys` may have broken one."""
    broken = s.execute(text("PRAGMA foreign_key_check")).all()
    tables = ", ".join(sorted({row[0] for row in broken})[:NAMED])
    yield none(len(broken), f"References to missing rows (in {tables})", "All references are valid")


NEWEST = Rule(
    "Articles whose newest revision is not the last one",
    "Every article's newest revision is the last one",
    """SELECT a.id FROM article a WHERE a.withdrawn_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM revision r WHERE r.id = a.newest_revision_id AND r.article_id = a.id
        AND r.number = (SELECT max(x.number) FROM revision x WHERE x.article_id = a.id))""",
)
PLACES_ON_BOARDS = Rule(
    "Boards whose passages are not numbered from 0",
    "The passages of every board are numbered",
    """SELECT board_id FROM board_item GROUP BY board_id
    HAVING min(place) <> 0 OR max(place) <> count(*) - 1 OR count(DISTINCT place) <> count(*)""",
    "boards",
)
RULES = (
    NEWEST,
    Rule(
        "Articles whose revisions are not numbered from 1",
        "The revisions of every article are numbered",
        """SELECT article_id FROM revision GROUP BY article_id
        HAVING min(number) <> 1 OR max(number) <> count(*)""",
    ),
    Rule(
        "Withdrawn articles of which something is left",
        "Nothing is left of withdrawn articles",
        """SELECT a.id FROM article a WHERE a.withdrawn_at IS NOT NULL AND (
          a.title IS NOT NULL OR a.lede <> '' OR a.newest_revision_id IS NOT NULL
          OR EXISTS (SELECT 1 FROM revision r WHERE r.article_id = a.id)
          OR a.id IN (SELECT article_id FROM annotation)
          OR a.id IN (SELECT article_id FROM imported_fields)
          OR a.id IN (SELECT article_id FROM imported_highlight)
          OR a.id IN (SELECT article_id FROM unplaced_note))""",
    ),
    Rule(
        "Notes without a place whose import is not recorded",
        "Every note without a place is known to imports",
        """SELECT n.article_id FROM unplaced_note n LEFT JOIN imported_highlight h
        ON h.article_id = n.article_id AND h.key = n.key WHERE h.key IS NULL""",
    ),
    Rule(
        "Retired annotations with a successor that is missing or of another article",
        "Every successor of an annotation is of its article",
        """SELECT a.article_id FROM annotation a
        LEFT JOIN annotation n ON n.id = a.successor_id AND n.article_id = a.article_id
        WHERE a.successor_id IS NOT NULL AND n.id IS NULL""",
    ),
    Rule(
        "Further speakers that are in another revision than their quotation",
        "Every further speaker is in the quotation's revision",
        """SELECT q.article_id FROM further_speaker f JOIN annotation q ON q.id = f.annotation_id
        JOIN annotation m ON m.id = f.mention_id WHERE m.revision_id <> q.revision_id""",
    ),
    Rule(
        "Names of which no article is left",
        "Every stored name is used by an article",
        """SELECT n.id FROM spelled_name n WHERE NOT EXISTS (
          SELECT 1 FROM alias a WHERE a.name_id = n.id)""",
        "names",
    ),
    Rule(
        "Annotations without a layer, kind or creator",
        "Every annotation has a layer, a kind and a creator",
        """SELECT article_id FROM annotation WHERE coalesce(layer, '') = ''
        OR coalesce(kind, '') = '' OR coalesce(creator, '') = ''""",
    ),
    Rule(
        "Entities that are merged into one that is itself merged",
        "Every merged entity leads to one that is not merged",
        """SELECT e.id FROM entity e JOIN entity m ON m.id = e.merged_into
        WHERE m.merged_into IS NOT NULL""",
        "entities",
    ),
    Rule(
        "Corrections about an entity that is missing",
        "Every entity that a correction is about is there",
        """SELECT c.id FROM correction c
        LEFT JOIN entity e ON e.uid = c.entity_uid LEFT JOIN entity o ON o.uid = c.other_uid
        WHERE c.undone_at IS NULL AND (c.entity_uid IS NOT NULL AND e.id IS NULL
          OR c.other_uid IS NOT NULL AND o.id IS NULL)""",
        "corrections",
    ),
    PLACES_ON_BOARDS,
)

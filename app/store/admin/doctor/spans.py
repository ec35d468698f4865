"""Spans: annotations, passages, corrections and anchor states lie inside the texts they are of."""

from collections.abc import Iterator

from sqlmodel import Session

from app.store.admin.doctor.checks import Check, Rule, apply

_OWNERS = (
    ("annotation", "Annotations"),
    ("passage", "Passages"),
    ("correction_target", "Corrections"),
)


def check(s: Session, article_id: int | None = None) -> Iterator[Check]:
    """Where annotations, passages, corrections and anchor states are."""
    yield from apply(s, RULES, article_id)


def _inside(table: str, name: str) -> Rule:
    return Rule(
        f"{name} that are not inside their text, or end beyond it",
        f"All {name.lower()} are inside their texts",
        f"""SELECT x.article_id FROM {table} x JOIN revision r ON r.id = x.revision_id
        WHERE x.start < 0 OR x.start >= x."end" OR x."end" > length(r.text)""",
    )


def _own_article(table: str, name: str) -> Rule:
    return Rule(
        f"{name} of another article than their revision",
        f"All {name.lower()} are of their revision's article",
        f"""SELECT x.article_id FROM {table} x JOIN revision r ON r.id = x.revision_id
        WHERE x.article_id <> r.article_id""",
    )


def _words(table: str, name: str) -> Rule:
    """The stored words are those at the place; a row without stored words has none to compare."""
    return Rule(
        f"{name} whose stored words are not those of their text",
        f"The stored words of {name.lower()} are those of their texts",
        f"""SELECT x.article_id FROM {table} x JOIN revision r ON r.id = x.revision_id
        WHERE x.exact IS NOT NULL AND x.start IS NOT NULL AND (
          substr(r.text, x.start + 1, x."end" - x.start) <> x.exact
          OR length(x.prefix) > x.start
          OR substr(r.text, x.start + 1 - length(x.prefix), length(x.prefix)) <> x.prefix
          OR substr(r.text, x."end" + 1, length(x.suffix)) <> x.suffix)""",
    )


_STATE = "SELECT r.article_id FROM anchor_state x JOIN revision r ON r.id = x.revision_id WHERE "
_ANCHOR = """SELECT r.article_id FROM anchor_state x JOIN revision r ON r.id = x.revision_id
    JOIN {table} a ON a.id = x.{column} WHERE a.article_id <> r.article_id"""

PLACES = (
    Rule(
        "Anchor states that end beyond their text",
        "All anchor states are inside their texts",
        _STATE
        + """x.start < 0 OR x.start >= x."end" OR x."end" > length(r.text)
        OR x.replacement_start < 0 OR x.replacement_start > x.replacement_end
        OR x.replacement_end > length(r.text)""",
    ),
    Rule(
        "Anchor states without the place that their verdict means",
        "Every anchor state has the place that its verdict means",
        _STATE
        + """(x.start IS NULL) <> (x."end" IS NULL)
        OR (x.replacement_start IS NULL) <> (x.replacement_end IS NULL)
        OR (x.verdict IN ('same', 'moved', 'changed')) <> (x.start IS NOT NULL)
        OR (x.verdict = 'replaced' AND x.replacement_start IS NULL)""",
    ),
    Rule(
        "Anchor states in another article than their anchor's",
        "All anchor states are in their anchor's article",
        " UNION ALL ".join(
            _ANCHOR.format(table=table, column=column)
            for table, column in (
                ("passage", "passage_id"),
                ("annotation", "annotation_id"),
                ("correction_target", "target_id"),
            )
        ),
    ),
)
"""What is derived from texts and anchors, and made again by `repairs`."""

RULES = (
    *(_inside(table, name) for table, name in _OWNERS),
    *(_own_article(table, name) for table, name in _OWNERS),
    *(_words(table, name) for table, name in _OWNERS),
    *PLACES,
)

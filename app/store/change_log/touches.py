"""What a change of a row touches, table by table; `triggers` makes the SQL of it."""

from dataclasses import dataclass

from app.store.change_log.dependencies import ARTICLE, ENTITY, LIBRARY, NAME, PASSAGE

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
EVENTS = (INSERT, UPDATE, DELETE)


@dataclass(frozen=True, slots=True)
class Touch:
    """Which rows of the log a changed row leads to.

    `id` is an SQL expression over `{row}`, the new or the old row, and over `source`, more tables
    with the condition `where`. A touch that `moves` is made for both rows of an update, any other
    only for the new one. In `where`, `{differs}` compares two values of which either may be null.
    """

    kind: str
    id: str
    source: str = ""
    where: str = ""
    events: tuple[str, ...] = EVENTS
    moves: bool = False


def _article_of_revision(column: str = "revision_id") -> Touch:
    return Touch(ARTICLE, "revision.article_id", "revision", f"revision.id = {{row}}.{column}")


_ALL = Touch(LIBRARY, "0")
_OWN_ARTICLE = Touch(ARTICLE, "{row}.article_id")
_ENTITY = Touch(ENTITY, "{row}.entity_id", moves=True)
_LINKED = Touch(ENTITY, "{row}.linked_id", moves=True)
_NAMING = ("name", "kind", "found_kind", "merged_into", "sport", "country")
_RENAMED = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in _NAMING)
_SHOWN_OR_HIDDEN = "(OLD.public_mentions = 0) <> (NEW.public_mentions = 0)"

TOUCHES: dict[str, tuple[Touch, ...]] = {
    "article": (Touch(ARTICLE, "{row}.id"),),
    "revision": (_OWN_ARTICLE,),
    "annotation": (_OWN_ARTICLE, _ENTITY, _LINKED),
    "annotation_run": (_article_of_revision(),),
    "doubt": (_article_of_revision(),),
    "anchor_state": (_article_of_revision(),),
    "search_entry": (_OWN_ARTICLE,),
    "further_speaker": (
        Touch(
            ARTICLE,
            "annotation.article_id",
            "annotation",
            "annotation.id = {row}.annotation_id",
        ),
    ),
    "entity_in_article": (_OWN_ARTICLE, _ENTITY),
    "alias": (
        _ENTITY,
        Touch(ENTITY, "spelled_name.linked_id", "spelled_name", "spelled_name.id = {row}.name_id"),
    ),
    "entity_entry": (_ENTITY,),
    "encyclopedia_summary": (_ENTITY,),
    "entity": (
        Touch(ENTITY, "{row}.id"),
        Touch(NAME, "{row}.id", events=(DELETE,)),
        Touch(NAME, "{row}.id", where=f"({_RENAMED} OR {_SHOWN_OR_HIDDEN})", events=(UPDATE,)),
        # A page hides whom the editor named while only closed articles mention them.
        Touch(
            ARTICLE,
            "annotation.article_id",
            "annotation",
            f"annotation.entity_id = {{row}}.id AND annotation.corrected AND {_SHOWN_OR_HIDDEN}",
            events=(UPDATE,),
        ),
    ),
    # Said on the pages of both entities as long as articles move between them.
    "unfinished_correction": (
        Touch(ENTITY, "{row}.entity_id", events=(INSERT, DELETE)),
        Touch(ENTITY, "{row}.other_id", events=(INSERT, DELETE)),
    ),
    # Nobody has read of a passage before it is shared.
    "passage": (Touch(PASSAGE, "{row}.id", events=(UPDATE, DELETE)),),
    # Seldom changed, and not worth finding out what reads them.
    "board": (_ALL,),
    "board_item": (_ALL,),
    "kb_entry": (_ALL,),
    "kb_name": (_ALL,),
    "kb_image": (_ALL,),
    "person": (Touch(LIBRARY, "0", events=(UPDATE, DELETE)),),
}

NOT_READ_BY_THE_PUBLIC = (
    "article_address",  # asked by imports
    "correction",  # listed to the editor; what a correction changes is in other tables
    "correction_target",
    "entity_name",  # sums of rows of tables with triggers, as are the next four
    "entity_month",
    "entity_word",
    "publisher_count",
    "speaker_in_article",
    "fetch_state",
    "imported_item",
    "imported_fields",  # shown to the editor, as are the next three
    "imported_highlight",
    "unplaced_note",
    "awaited_address",
    "instance",
    "merge_proposal",
    "seen_item",
    "signin",
    "spelled_name",  # read with the rows of `alias` that use it
    "subscription",
    "token",
    "change_log",
    "change_log_clock",
)
"""Tables without triggers: no public answer depends on their rows."""

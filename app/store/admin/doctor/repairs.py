"""Rebuilds what is derived: newest revisions, counts, summaries, anchor states, the search index.

What is not derived is never touched: texts, annotations, passages, corrections.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import delete, func, insert, select, text
from sqlmodel import Session, col

from app.errors import Damaged
from app.store.admin.doctor import index, references, spans, summaries
from app.store.admin.doctor.checks import UNREADABLE, Rule
from app.store.articles import article_date, intact_text
from app.store.change_log import triggers
from app.store.db.library import Library
from app.store.entities import mention_counts, name_index
from app.store.ingest import capture_rows
from app.store.passages import anchor_states
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Alias, EntityName, SpelledName
from app.store.schema.passages import StoredAnchorState
from app.store.schema.search import SearchEntry
from app.store.search import full_text, speaker_index
from app.store.summaries import rebuilding

_ALL = "SELECT id FROM article WHERE withdrawn_at IS NULL AND newest_revision_id IS NOT NULL"


def repair(library: Library) -> list[str]:
    """Rebuilds what is derived and not right, in one transaction; says what was done.

    What cannot be rebuilt, because the rows it is derived from are damaged, is left and named.
    """
    done: list[str] = []
    with library.writing() as s:
        for subject, step in _STEPS:
            try:
                with s.begin_nested():
                    done += step(s)
            except UNREADABLE as error:
                reason = error.message if isinstance(error, Damaged) else str(error)
                done.append(f"Not repaired: {subject} ({reason.splitlines()[0].rstrip('.')}).")
        if done:
            triggers.log_everything(s.connection())
    return done


def _triggers(s: Session) -> Iterator[str]:
    wrong = triggers.differences(s.connection())
    if wrong:
        triggers.install(s.connection())
        yield f"Triggers of the change log that were rebuilt: {len(wrong)}."


def _articles(s: Session) -> Iterator[str]:
    """What articles repeat of their newest revisions."""
    without = _violating(s, references.NEWEST)
    for article_id in without:
        last = select(func.max(col(Revision.id))).where(
            col(Revision.article_id) == article_id,
            col(Revision.number)
            == select(func.max(col(Revision.number)))
            .where(col(Revision.article_id) == article_id)
            .scalar_subquery(),
        )
        s.get_one(Article, article_id).newest_revision_id = s.scalar(last)
    s.flush()
    wrong = sorted({*without, *_violating(s, summaries.OF_ARTICLES[0])})
    for article_id in wrong:
        article = s.get_one(Article, article_id)
        if article.newest_revision_id is not None:
            revision = intact_text.checked(s.get_one(Revision, article.newest_revision_id))
            capture_rows.summarise(article, revision)
            article_date.refresh(s, article)
    if wrong:
        yield f"Articles that were listed again as their newest revision is: {len(wrong)}."


def _mentions(s: Session) -> Iterator[str]:
    """The entities in articles, and the totals of entities."""
    is_right = summaries.mentions(s).ok
    if not is_right:
        mention_counts.recount(s, s.scalars(text(_ALL)).all())
        yield "The entities in every article were counted again."
    entities = _violating(s, summaries.RULES[0])
    if entities:
        s.execute(_TOTALS)
        s.expire_all()
        yield f"Entities whose totals were counted again: {len(entities)}."


_TOTALS = text("""
    UPDATE entity SET
      mentions = (SELECT coalesce(sum(mentions), 0) FROM entity_in_article n
        WHERE n.entity_id = entity.id),
      articles = (SELECT count(*) FROM entity_in_article n WHERE n.entity_id = entity.id),
      public_mentions = (SELECT coalesce(sum(mentions), 0) FROM entity_in_article n
        WHERE n.entity_id = entity.id AND n.public),
      public_articles = (SELECT count(*) FROM entity_in_article n
        WHERE n.entity_id = entity.id AND n.public)""")


def _names(s: Session) -> Iterator[str]:
    wrong = name_index.differ(s)
    if not wrong:
        return
    s.execute(delete(EntityName))
    used = (
        select(
            col(Alias.entity_id),
            col(SpelledName.folded),
            func.count(col(Alias.article_id).distinct()),
            func.count(col(Alias.article_id).distinct()).filter(
                col(Article.visibility) == "public"
            ),
        )
        .select_from(Alias)
        .join(SpelledName, name_index.USED)
        .join(Article, col(Article.id) == col(Alias.article_id))
        .where(col(Alias.entity_id).is_not(None))
        .group_by(col(Alias.entity_id), col(SpelledName.folded))
    )
    name_index.move(s, {(row[0], row[1]): (row[2], row[3]) for row in s.execute(used)})
    yield f"Names whose articles were counted again: {wrong}."


def _summaries(s: Session) -> Iterator[str]:
    if all(check.ok for check in summaries.check(s)):
        return
    s.execute(text("UPDATE article SET annotations = 0, public_annotations = 0"))
    rebuilding.rebuild(s)
    yield "The summaries of publishers, months, speakers and names were rebuilt."


def _anchors(s: Session) -> Iterator[str]:
    """Anchor states, in articles whose texts are intact: others would lead them astray."""
    misplaced = {id_ for rule in spans.PLACES for id_ in _violating(s, rule)}
    wrong = sorted(misplaced | set(anchor_states.stale(s)))
    made, left = 0, 0
    for article_id in wrong:
        of_article = select(col(Revision.id), col(Revision.text), col(Revision.sha256)).where(
            col(Revision.article_id) == article_id
        )
        revisions = s.execute(of_article).all()
        if not all(intact_text.is_intact(words, sha256) for _, words, sha256 in revisions):
            left += 1
            continue
        ids = [revision.id for revision in revisions]
        s.execute(delete(StoredAnchorState).where(col(StoredAnchorState.revision_id).in_(ids)))
        anchor_states.recompute(s, article_id)
        made += 1
    if made:
        yield f"Articles whose passages and notes were anchored again: {made}."
    if left:
        yield f"Articles whose passages and notes were left, as a text is damaged: {left}."


def _index(s: Session) -> Iterator[str]:
    missing, outdated = _violating(s, index.MISSING), _violating(s, index.OUTDATED)
    speakers = index.wrong_speakers(s)
    is_damaged = s.get_bind().dialect.name == "sqlite" and full_text.damage(s) is not None
    has_all = all(check.ok for check in index.check(s))
    if has_all and not is_damaged:
        return
    e = SearchEntry
    s.execute(delete(e).where(col(e.article_id).in_(outdated)))
    entries = [
        {"article_id": id_, "revision_id": newest, "speakers": ""}
        for id_, newest in s.execute(
            select(col(Article.id), col(Article.newest_revision_id)).where(
                col(Article.id).in_([*missing, *outdated]),
                col(Article.newest_revision_id).is_not(None),
            )
        )
    ]
    if entries:
        s.execute(insert(e), entries)
    for article_id in {*speakers, *missing, *outdated}:
        entry = s.get(e, article_id)
        if entry is not None:
            entry.speakers = "\n".join(speaker_index.speakers(s, entry.revision_id))
    s.flush()
    full_text.rebuild(s)
    yield f"The search index was rebuilt; {len(entries)} articles were missing or out of date."


def _boards(s: Session) -> Iterator[str]:
    boards = _violating(s, references.PLACES_ON_BOARDS)
    for board_id in boards:
        s.execute(_PLACES, {"board": board_id})
    if boards:
        yield f"Boards whose passages were numbered again: {len(boards)}."


_PLACES = text("""
    UPDATE board_item SET place = (
      SELECT count(*) FROM board_item b WHERE b.board_id = board_item.board_id
        AND (b.place < board_item.place OR b.place = board_item.place AND b.id < board_item.id))
    WHERE board_id = :board""")


def _violating(s: Session, rule: Rule) -> list[int]:
    return sorted(set(s.scalars(text(rule.finds))))


_STEPS: tuple[tuple[str, Callable[[Session], Iterator[str]]], ...] = (
    ("the change log", _triggers),
    ("articles", _articles),
    ("mentions", _mentions),
    ("names", _names),
    ("summaries", _summaries),
    ("anchor states", _anchors),
    ("the search index", _index),
    ("boards", _boards),
)
"""In this order: later ones are derived from what earlier ones make right."""

"""The search index: an entry for every article, of its newest revision, with its speakers."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.admin.doctor.checks import Check, Rule, apply, none_of
from app.store.schema.search import SearchEntry
from app.store.search import full_text, speaker_index

MISSING = Rule(
    "Articles that are missing from the search index",
    "Every article is in the search index",
    """SELECT a.id FROM article a LEFT JOIN search_entry e ON e.article_id = a.id
    WHERE a.newest_revision_id IS NOT NULL AND e.article_id IS NULL""",
)
OUTDATED = Rule(
    "Articles that the search index holds in another revision than the newest",
    "The search index holds the newest revisions",
    """SELECT a.id FROM search_entry e JOIN article a ON a.id = e.article_id
    WHERE a.newest_revision_id IS NULL OR e.revision_id <> a.newest_revision_id""",
)
_WITHOUT_WORDS = Rule(
    "Articles whose words are missing from the search index",
    "The search index holds the words of every article",
    """SELECT e.article_id FROM search_entry e LEFT JOIN search_words w
    ON w.article_id = e.article_id WHERE w.article_id IS NULL""",
)


def check(s: Session) -> Iterator[Check]:
    """What can be checked without writing."""
    yield from apply(s, (MISSING, OUTDATED))
    yield none_of(
        wrong_speakers(s),
        "Articles whose speakers in the search index are not those of their quotations",
        "The search index holds the speakers of all quotations",
    )
    if s.get_bind().dialect.name != "sqlite":
        yield from apply(s, [_WITHOUT_WORDS])


def wrong_speakers(s: Session) -> list[int]:
    """The articles whose entry has other speakers than their quotations."""
    e = SearchEntry
    entries = s.execute(select(col(e.article_id), col(e.revision_id), col(e.speakers)))
    return [
        article_id
        for article_id, revision_id, speakers in entries.all()
        if "\n".join(speaker_index.speakers(s, revision_id)) != speakers
    ]


def full_text_check(s: Session) -> Iterator[Check]:
    """FTS5 checks itself by a command that counts as a write; needs a writing session."""
    reason = full_text.damage(s)
    yield Check(
        reason is None,
        "The search index agrees with the texts."
        if reason is None
        else f"The search index is damaged: {reason}.",
    )

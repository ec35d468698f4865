"""What a new version of the program computes again in a library that an older one wrote."""

from app.store.db.library import Library
from app.store.passages import anchor_states


def recompute_anchor_states(library: Library) -> int:
    """Recomputes anchor states that are missing or made by an older version; returns how many.

    It counts articles, each of which is one transaction.
    """
    with library.reading() as s:
        article_ids = anchor_states.stale(s)
    for article_id in article_ids:
        with library.writing() as s:
            anchor_states.recompute(s, article_id)
    return len(article_ids)

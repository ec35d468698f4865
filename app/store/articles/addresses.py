"""Which addresses lead to an article: other spellings of its own, twins, and those that moved.

An article keeps the identity it was stored with; what a page is called today is found here. One
that was given an address later is also found by its first text, its identity until then.
"""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from app.importers.identity.former import former_spellings
from app.importers.identity.twins import page_key
from app.store.schema.addresses import ArticleAddress
from app.store.schema.articles import Article


def find(s: Session, url: str) -> Article | None:
    """The article that an address leads to, in whatever spelling; None for an unknown address.

    A text's identity (`sha256:…`) can stand for an address here and below.
    """
    found = s.get(ArticleAddress, _key(url))
    return s.get(Article, found.article_id) if found is not None else None


def remember(s: Session, article_id: int, urls: Iterable[str]) -> None:
    """Lets these addresses lead to the article; one that leads to another already still does."""
    for key in dict.fromkeys(_key(url) for url in urls):
        if s.get(ArticleAddress, key) is None:
            s.add(ArticleAddress(key=key, article_id=article_id))
    s.flush()


def is_same_page(one: str | None, other: str | None) -> bool:
    """Whether two addresses are those of one page. Raises Unprocessable."""
    if one is None or other is None:
        return one == other
    return page_key(one) == page_key(other)


def withdraw(s: Session, article_id: int) -> None:
    """Makes the article's addresses unreadable; they are still recognised."""
    addresses = select(ArticleAddress).where(col(ArticleAddress.article_id) == article_id)
    for address in s.scalars(addresses).all():
        if address.key.startswith("withdrawn:"):
            continue
        key = tombstone(address.key)
        if s.get(ArticleAddress, key) is None:
            address.key = key
        else:  # an article of the same page was withdrawn before
            s.delete(address)
    s.flush()


def is_withdrawn(s: Session, identity: str, urls: Iterable[str] = ()) -> bool:
    """Whether an article with this identity, or with one of these addresses, was withdrawn.

    Of two articles of one page, stored apart by an earlier version, one lives when the other is
    withdrawn: under the very identity that it has it is not taken for the other.
    """
    urls = tuple(urls)
    if not _has_tombstone(s, (identity, *urls)):
        return False
    if s.scalar(select(col(Article.id)).where(col(Article.identity) == identity)) is None:
        return True
    return _has_tombstone(s, [url for url in urls if _key(url) != _key(identity)])


def tombstone(words: str) -> str:
    """An identity or a key that can still be recognised and no longer read."""
    return f"withdrawn:{hashlib.sha256(words.encode()).hexdigest()}"


def _has_tombstone(s: Session, urls: Sequence[str]) -> bool:
    identities = {tombstone(url) for url in urls}
    keys = {tombstone(_key(url)) for url in urls}
    for url in urls:
        if not _is_of_text(url):
            identities.update(tombstone(spelling) for spelling in former_spellings(url))
    by_identity = select(col(Article.id)).where(col(Article.identity).in_(identities))
    if s.scalar(by_identity.limit(1)) is not None:
        return True
    by_key = select(col(ArticleAddress.key)).where(col(ArticleAddress.key).in_(keys))
    return s.scalar(by_key.limit(1)) is not None


def _key(url: str) -> str:
    """The key of an address, or of a text, which is its identity. Raises Unprocessable."""
    return url if _is_of_text(url) else page_key(url)


def _is_of_text(url: str) -> bool:
    """Whether this is the identity of a text without an address."""
    return url.startswith("sha256:")

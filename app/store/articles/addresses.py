"""Which addresses lead to an article: other spellings of its own, twins, and those that moved.

An article keeps the identity it was stored with; what a page is called today is found here.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from app.importers.identity.former import former_spellings
from app.importers.identity.twins import page_key
from app.store.schema.addresses import ArticleAddress
from app.store.schema.articles import Article


def find(s: Session, url: str) -> Article | None:
    """The article that an address leads to, in whatever spelling; None for an unknown address."""
    found = s.get(ArticleAddress, page_key(url))
    return s.get(Article, found.article_id) if found is not None else None


def remember(s: Session, article_id: int, urls: Iterable[str]) -> None:
    """Lets these addresses lead to the article; one that leads to another already still does."""
    for key in dict.fromkeys(page_key(url) for url in urls):
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
        if not address.key.startswith("withdrawn:"):
            address.key = tombstone(address.key)
    s.flush()


def is_withdrawn(s: Session, identity: str, urls: Iterable[str] = ()) -> bool:
    """Whether an article with this identity, or with one of these addresses, was withdrawn."""
    identities = {tombstone(identity)}
    keys = set()
    for url in _addresses(identity, urls):
        keys.add(tombstone(page_key(url)))
        identities.update(tombstone(spelling) for spelling in former_spellings(url))
    by_identity = select(col(Article.id)).where(col(Article.identity).in_(identities))
    if s.scalar(by_identity.limit(1)) is not None:
        return True
    by_key = select(col(ArticleAddress.key)).where(col(ArticleAddress.key).in_(keys))
    return bool(keys) and s.scalar(by_key.limit(1)) is not None


def tombstone(words: str) -> str:
    """An identity or a key that can still be recognised and no longer read."""
    return f"withdrawn:{hashlib.sha256(words.encode()).hexdigest()}"


def _addresses(identity: str, urls: Iterable[str]) -> list[str]:
    """The identity, where it is an address, and the others."""
    return [*([] if identity.startswith("sha256:") else [identity]), *urls]

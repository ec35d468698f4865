"""Which addresses lead to an article: other spellings of its own, twins, and those that moved.

An article keeps the identity it was stored with; what a page is called today is found here. One
that was given an address later is also found by its first text, its identity until then.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Unprocessable
from app.importers.identity.former import former_spellings
from app.importers.identity.twins import page_key
from app.store.db.batches import batches
from app.store.schema.addresses import ArticleAddress
from app.store.schema.articles import Article


class KnownAddresses:
    """What the library knows of some identities and addresses, asked for with two questions.

    What is stored later under one of them must be added. A text's identity (`sha256:…`) can
    stand for an address here and below.
    """

    def __init__(self, s: Session, urls: Iterable[str]) -> None:
        """An address that is not valid is passed over; whoever asks for it gets the error."""
        identities: set[str] = set()
        keys: set[str] = set()
        for url in set(urls):
            with suppress(Unprocessable):
                keys |= {_key(url), tombstone(_key(url))}
                identities |= {url, *_tombstones(url)}
        self._articles: dict[str, int] = {}
        self._leading: dict[str, int] = {}
        for some in batches(identities):
            articles = select(col(Article.identity), col(Article.id))
            found = s.execute(articles.where(col(Article.identity).in_(some)))
            self._articles |= {row[0]: row[1] for row in found}
        for some in batches(keys):
            leading = select(col(ArticleAddress.key), col(ArticleAddress.article_id))
            found = s.execute(leading.where(col(ArticleAddress.key).in_(some)))
            self._leading |= {row[0]: row[1] for row in found}

    def find(self, urls: Sequence[str]) -> int | None:
        """The article whose identity is the first of these, or to which one of them leads.

        The identity decides, then the addresses in order. None where all are unknown. Raises
        Unprocessable for an address that is not valid.
        """
        of_identity = self._articles.get(urls[0])
        if of_identity is not None:
            return of_identity
        found = (self._leading.get(_key(url)) for url in urls)
        return next((article_id for article_id in found if article_id is not None), None)

    def is_withdrawn(self, identity: str, urls: Iterable[str] = ()) -> bool:
        """Whether an article with this identity, or with one of these addresses, was withdrawn.

        Of two articles of one page, stored apart by an earlier version, one lives when the other is
        withdrawn: under the very identity that it has it is not taken for the other. Raises
        Unprocessable for an address that is not valid.
        """
        urls = tuple(urls)
        if not self._has_tombstone((identity, *urls)):
            return False
        if identity not in self._articles:
            return True
        return self._has_tombstone([url for url in urls if _key(url) != _key(identity)])

    def rows(self, article_id: int, urls: Iterable[str]) -> list[ArticleAddress]:
        """The rows, not stored, that let these addresses lead to a stored article.

        One that leads to another article already still does.
        """
        keys = [key for key in dict.fromkeys(map(_key, urls)) if key not in self._leading]
        return [ArticleAddress(key=key, article_id=article_id) for key in keys]

    def add(self, article_id: int, identity: str, urls: Iterable[str]) -> None:
        """An article was stored under this identity, with rows for these addresses."""
        self._articles.setdefault(identity, article_id)
        for row in self.rows(article_id, urls):
            self._leading[row.key] = article_id

    def _has_tombstone(self, urls: Iterable[str]) -> bool:
        return any(
            tombstone(_key(url)) in self._leading
            or any(identity in self._articles for identity in _tombstones(url))
            for url in urls
        )


def names(urls: Iterable[str]) -> set[str]:
    """What two captures of one page have in common: the keys of their addresses.

    One that is not valid has none.
    """
    keys: set[str] = set()
    for url in urls:
        with suppress(Unprocessable):
            keys.add(_key(url))
    return keys


def keys(urls: Iterable[str]) -> list[str]:
    """What all spellings of each address have in common. Raises Unprocessable."""
    return [_key(url) for url in urls]


def find(s: Session, url: str) -> int | None:
    """The article that has this identity, or that an address leads to, in whatever spelling."""
    return KnownAddresses(s, [url]).find([url])


def remember(s: Session, article_id: int, urls: Sequence[str]) -> None:
    """Lets these addresses lead to the article; one that leads to another already still does."""
    s.add_all(KnownAddresses(s, urls).rows(article_id, urls))
    s.flush()


def leading_to(s: Session, article_id: int) -> set[str]:
    """The keys of the addresses that lead to an article."""
    keys = select(col(ArticleAddress.key)).where(col(ArticleAddress.article_id) == article_id)
    return set(s.scalars(keys))


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


def is_withdrawn(s: Session, identity: str, urls: Sequence[str] = ()) -> bool:
    """Whether an article with this identity, or with one of these addresses, was withdrawn."""
    return KnownAddresses(s, (identity, *urls)).is_withdrawn(identity, urls)


def tombstone(words: str) -> str:
    """An identity or a key that can still be recognised and no longer read."""
    return f"withdrawn:{hashlib.sha256(words.encode()).hexdigest()}"


def _tombstones(url: str) -> set[str]:
    """The identities that a withdrawn article of this identity or address may have."""
    spellings = [] if _is_of_text(url) else former_spellings(url)
    return {tombstone(spelling) for spelling in (url, *spellings)}


def _key(url: str) -> str:
    """The key of an address, or of a text, which is its identity. Raises Unprocessable."""
    return url if _is_of_text(url) else page_key(url)


def _is_of_text(url: str) -> bool:
    """Whether this is the identity of a text without an address."""
    return url.startswith("sha256:")

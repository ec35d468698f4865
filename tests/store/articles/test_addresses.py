"""One page is one article, however its address is spelled, and an erased one is not taken again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.errors import Conflict
from app.store.articles import addresses
from app.store.db.library import Library
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture
from app.store.schema.addresses import ArticleAddress
from app.store.schema.articles import Article
from tests.building import draft

STORY = "https://ostra.example/news/ferry-strike"


def add(
    library: Library, url: str, words: str = "The ferry runs.", known_as: tuple[str, ...] = ()
) -> int:
    with library.writing() as s:
        return adding.add(s, Capture(draft(words, url=url), known_as=known_as)).article_id


@pytest.mark.parametrize(
    "spelling",
    [
        f"{STORY}?xtor=RSS-1",
        f"{STORY}?ncid=x&CMP=y",
        f"{STORY}?ref=home",
        f"{STORY}/",
        "http://www.ostra.example/news/ferry%2Dstrike",
        f"{STORY}/amp",
        f"{STORY}?print=1",
        "https://www.google.com/amp/s/ostra.example/news/ferry-strike",
    ],
)
def test_an_address_in_another_spelling_leads_to_its_article(
    sqlite_library: Library, spelling: str
) -> None:
    first = add(sqlite_library, STORY)
    assert add(sqlite_library, spelling) == first
    assert add(sqlite_library, spelling, "The ferry runs again.") == first
    with sqlite_library.reading() as s:
        article = s.get_one(Article, first)
        assert (article.identity, article.source_url) == (STORY, STORY)
        assert adding.find(s, spelling) == first
        assert adding.find(s, f"{STORY}-2") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("article?ref=harbour-fire", "article?ref=school-closure"),
        ("cal.php?y=2031&m=1", "cal.php?y=2031"),
        ("amp/marshall-100", "marshall-100"),
        ("fine-print.html", "fine.html"),
    ],
)
def test_what_may_be_another_page_is_an_article_of_its_own(
    sqlite_library: Library, one: str, other: str
) -> None:
    first = add(sqlite_library, f"https://ostra.example/{one}")
    assert add(sqlite_library, f"https://ostra.example/{other}", "Other words.") != first


def test_an_article_that_was_stored_under_an_old_spelling_is_found(library: Library) -> None:
    old = f"{STORY}?xtor=RSS-1"
    first = add(library, STORY)
    with library.writing() as s:
        s.execute(text("UPDATE article SET identity = :old, source_url = :old"), {"old": old})
    assert add(library, old) == first
    assert add(library, STORY) == first
    with library.reading() as s:
        assert s.get_one(Article, first).identity == old


def test_two_articles_of_one_page_from_before_stay_two_and_the_exact_one_is_found(
    sqlite_library: Library,
) -> None:
    exact = add(sqlite_library, STORY)
    other = add(sqlite_library, f"{STORY}-2")
    with sqlite_library.writing() as s:
        s.get_one(Article, other).identity = f"{STORY}?xtor=RSS-1"
    assert add(sqlite_library, STORY) == exact
    assert add(sqlite_library, f"{STORY}?xtor=RSS-1") == exact


def test_a_page_that_moved_is_the_article_of_its_former_address(sqlite_library: Library) -> None:
    first = add(sqlite_library, STORY)
    moved = "https://ostra.example/archive/2031/ferry-strike"
    assert add(sqlite_library, moved, "New words.", known_as=(STORY,)) == first
    assert add(sqlite_library, moved, "Newer words.") == first


def test_an_address_of_another_article_is_never_taken_from_it(sqlite_library: Library) -> None:
    first, second = add(sqlite_library, STORY), add(sqlite_library, f"{STORY}-2")
    assert add(sqlite_library, f"{STORY}-2", "New.", known_as=(STORY,)) == second
    assert add(sqlite_library, STORY, "New too.") == first


def test_a_withdrawn_article_is_recognised_in_every_spelling_and_named_nowhere(
    library: Library,
) -> None:
    first = add(library, STORY, known_as=("https://short.example/x-1",))
    with library.writing() as s:
        lifecycle.withdraw(s, first)
    for spelling in (STORY, f"{STORY}?xtor=1", f"{STORY}/amp/", "http://short.example/x-1"):
        with pytest.raises(Conflict, match="withdrawn"):
            add(library, spelling)
    with pytest.raises(Conflict, match="withdrawn"):
        add(library, f"{STORY}-moved", known_as=(STORY,))
    with library.reading() as s:
        keys = s.exec(select(ArticleAddress.key)).all()
        assert len(keys) == 2
        assert all(key.startswith("withdrawn:") for key in keys)


def test_an_article_withdrawn_under_a_former_spelling_is_recognised(
    sqlite_library: Library,
) -> None:
    old = f"{STORY}?xtor=RSS-1"
    with sqlite_library.writing() as s:
        s.add(Article(identity=addresses.tombstone(old), withdrawn_at=datetime.now(UTC)))
    with pytest.raises(Conflict, match="withdrawn"):
        add(sqlite_library, STORY, known_as=(old,))
    add(sqlite_library, STORY)


def add_twin(library: Library, url: str) -> int:
    """An article of the same page as another one, as versions without keys stored it apart."""
    twin = add(library, f"{STORY}-twin")
    with library.writing() as s:
        article = s.get_one(Article, twin)
        article.identity = article.source_url = url
        s.delete(s.exec(select(ArticleAddress).where(ArticleAddress.article_id == twin)).one())
    return twin


def test_an_article_lives_on_under_its_own_address_when_its_twin_is_withdrawn(
    sqlite_library: Library,
) -> None:
    plain = STORY.replace("https:", "http:")
    withdrawn, twin = add(sqlite_library, STORY), add_twin(sqlite_library, plain)
    with sqlite_library.writing() as s:
        lifecycle.withdraw(s, withdrawn)
    assert add(sqlite_library, plain, "The ferry sails again.", known_as=(STORY,)) == twin
    with pytest.raises(Conflict, match="withdrawn"):
        add(sqlite_library, STORY)
    with sqlite_library.writing() as s:
        lifecycle.withdraw(s, twin)
    for url in (plain, STORY, f"{STORY}/amp"):
        with pytest.raises(Conflict, match="withdrawn"):
            add(sqlite_library, url)


def test_a_living_article_takes_no_withdrawn_one_in(sqlite_library: Library) -> None:
    first, other = add(sqlite_library, STORY), add(sqlite_library, f"{STORY}-2")
    with sqlite_library.writing() as s:
        lifecycle.withdraw(s, other)
    with pytest.raises(Conflict, match="withdrawn"):
        add(sqlite_library, STORY, "The text of the other.", known_as=(f"{STORY}-2",))
    assert add(sqlite_library, STORY) == first


def test_texts_without_an_address_have_none(sqlite_library: Library) -> None:
    with sqlite_library.writing() as s:
        first = adding.add(s, Capture(draft("A text.")))
        assert adding.add(s, Capture(draft("A text."))).article_id == first.article_id
        assert s.exec(select(ArticleAddress)).all() == []


def test_pages_are_compared_by_what_their_addresses_have_in_common() -> None:
    assert addresses.is_same_page(STORY, f"{STORY}/?utm_source=x")
    assert not addresses.is_same_page(STORY, f"{STORY}-2")
    assert addresses.is_same_page(None, None)
    assert not addresses.is_same_page(STORY, None)

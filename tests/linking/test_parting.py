"""A library that an earlier version linked, annotated anew.

What was joined by a mere name parts, ids stay with what most articles mean.
"""

import pytest
from sqlmodel import col, select

from app.linking.across import disambiguation
from app.linking.names import generic_names
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.entities import knowledge, mention_counts, merge_proposals, name_index
from app.store.schema.annotations import Annotation
from app.store.schema.entities import Alias, Entity, SpelledName
from app.store.schema.knowledge import EntityEntry
from tests.linking.marking import keep, meant, read, store

CHILE = (
    "In [Santiago|place] people spoke of the [Congress|organization]. [Chile|place] has changed."
)
INDIA = (
    "The [Congress|organization] was in all papers of [New Delhi|place], and [India|place] "
    "read them."
)


def stored_as_before(library: Library, *marked: str) -> list[int]:
    """Stores articles as a version did that asked for no evidence."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disambiguation, "_is_supported", lambda *_: True)
        for module in (disambiguation, generic_names):
            patched.setattr(module, "is_generic", lambda _: False)
        return [store(library, one) for one in marked]


def again(library: Library, articles: list[int], marked: tuple[str, ...]) -> None:
    for article, one in zip(articles, marked, strict=True):
        keep(library, article, read(one)[1])


def entity_of(library: Library, articles: list[int], name: str) -> list[int]:
    return [meant(library, article, name) for article in articles]


def test_bodies_of_two_countries_part_and_the_country_of_most_articles_keeps_the_id(
    library: Library,
) -> None:
    marked = (INDIA, CHILE, CHILE.replace("changed", "grown"), CHILE.replace("changed", "slept"))
    articles = stored_as_before(library, *marked)
    (before,) = set(entity_of(library, articles, "Congress"))
    again(library, articles, marked)
    india, *chile = entity_of(library, articles, "Congress")
    assert set(chile) == {before}
    assert india != before
    again(library, articles, marked)
    assert entity_of(library, articles, "Congress") == [india, *chile]
    with library.reading() as s:
        assert name_index.differ(s) == 0


@pytest.mark.slow
def test_two_people_of_one_last_name_part_and_are_proposed(library: Library) -> None:
    marked = (
        "[Benny Quill|person] opened a bakery in [Orle|place].",
        "[Quill|person] told the court in [Skerry|place] of a boat.",
    )
    articles = stored_as_before(library, *marked)
    before = meant(library, articles[0], "Benny Quill")
    assert meant(library, articles[1], "Quill") == before
    again(library, articles, marked)
    assert meant(library, articles[0], "Benny Quill") == before
    other = meant(library, articles[1], "Quill")
    assert other != before
    with library.reading() as s:
        assert [(p.first.id, p.second.id) for p in merge_proposals.waiting(s).items] == [
            (before, other)
        ]


def test_what_was_joined_with_reason_stays_one(library: Library) -> None:
    beside = " [Cid Cedar|person] sang."
    marked = ("[Ida Fenwick|person] ran." + beside, "[Fenwick|person] slept." + beside)
    articles = stored_as_before(library, *marked)
    before = meant(library, articles[0], "Ida Fenwick")
    for _ in range(2):
        again(library, articles, marked)
        assert (
            meant(library, articles[0], "Ida Fenwick"),
            meant(library, articles[1], "Fenwick"),
        ) == (before, before)


@pytest.mark.parametrize("of_country", [1, 3])
def test_a_newspaper_taken_for_its_country_parts_and_most_articles_keep_the_id(
    library: Library, of_country: int
) -> None:
    paper = "[Today Nicaragua|place] has a new editor. [Nicaragua|place] is hot."
    marked = (
        paper,
        *(
            "[Nicaragua|place] has a new road. It is long." + " Very." * n
            for n in range(of_country)
        ),
    )
    articles = [store(library, one) for one in marked]
    country = meant(library, articles[1], "Nicaragua")
    paper_before = meant(library, articles[0], "Today Nicaragua")
    _join(library, country, paper_before)
    assert (
        len(
            {
                meant(library, articles[0], "Today Nicaragua"),
                *entity_of(library, articles, "Nicaragua"),
            }
        )
        == 1
    )
    again(library, articles, marked)
    papers = meant(library, articles[0], "Today Nicaragua")
    (country,) = set(entity_of(library, articles, "Nicaragua"))
    assert country != papers
    with library.reading() as s:
        assert (s.get_one(Entity, country).name, s.get_one(Entity, papers).name) == (
            "Nicaragua",
            "Today Nicaragua",
        )
        assert [f.name for f in knowledge.of(s, EDITOR, country)] == ["Nicaragua"]
        assert knowledge.of(s, EDITOR, papers) == []
        assert name_index.differ(s) == 0
    assert country == paper_before


def _join(library: Library, one: int, into: int) -> None:
    """As an earlier version had it: all that is `one` is `into`, under the other's name."""
    with library.writing() as s:
        for row in s.scalars(select(Annotation).where(col(Annotation.entity_id) == one)):
            row.entity_id = into
        articles = set()
        named = select(Alias, SpelledName).join(SpelledName, name_index.USED)
        for alias, name in s.execute(named.where(col(SpelledName.linked_id) == one)).all():
            articles.add(alias.article_id)
            had = name_index.used_in(s, alias.article_id)
            alias.entity_id, name.linked_id = into, into
            s.flush()
            name_index.change(
                s, had, name_index.used_in(s, alias.article_id), was_public=True, is_public=True
            )
        for entry in s.scalars(select(EntityEntry).where(col(EntityEntry.entity_id) == one)):
            entry.entity_id = into
        s.flush()
        mention_counts.recount(s, articles)

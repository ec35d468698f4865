"""The names of one article, looked up by position, last name and the last word of a body."""

from app.linking.sources.article_names import ArticleNames
from app.linking.sources.mentions import NamedMention
from app.text.spans import Span

TEXT = (
    "Ana Holt met the Harbour Board. “HOLT won,” said Reed of Hale Dredging. "
    "The board and Holt left."
)


def mention(
    name: str, kind: str, *, written: str | None = None, chain: str | None = None
) -> NamedMention:
    start = TEXT.index(written or name)
    return NamedMention(start, start + len(written or name), kind, name, chain)


HOLT = mention("Ana Holt", "person", chain="e1")
BOARD = mention("Harbour Board", "organization", chain="e2")
REED = mention("Jonas Reed", "person", written="Reed", chain="e3")
HALE = mention("Hale Dredging", "organization", chain="e4")


def test_an_unmarked_last_name_of_a_known_person_is_found_also_in_capitals() -> None:
    names = ArticleNames(TEXT, [HOLT, BOARD])
    quoted = Span(TEXT.index("HOLT"), TEXT.index("HOLT") + 8)
    (found,) = names.within(quoted)
    assert (found.name, found.chain, TEXT[found.start : found.end]) == ("Ana Holt", "e1", "HOLT")


def test_a_last_name_of_two_people_is_nobodys_where_nobody_marked_it() -> None:
    other = NamedMention(33, 37, "person", "Mara Holt", "e9")
    names = ArticleNames(TEXT, [HOLT, other])
    assert names.shared_surnames == {"holt"}
    last = TEXT.rindex("Holt")
    assert names.within(Span(last, last + 4)) == []


def test_names_in_quotation_marks_are_left_out_of_the_people_outside() -> None:
    quoted = NamedMention(33, 37, "person", "Ana Holt", "e1")
    names = ArticleNames(TEXT, [HOLT, quoted], [Span(32, 42)])
    assert names.people == [HOLT, quoted]
    assert names.people_outside_marks.mentions == [HOLT]


def test_the_last_body_before_a_position_is_found_by_its_last_word() -> None:
    names = ArticleNames(TEXT, [BOARD, HALE])
    assert names.last_body("board", TEXT.index("The board")) == BOARD
    assert names.last_body("board", BOARD.start) is None
    assert names.last_body("council", len(TEXT)) is None


def test_a_bare_last_name_that_a_firm_begins_with_is_given_to_the_person() -> None:
    text = "Conrad Hale runs Hale Dredging. Hale left."
    person = NamedMention(0, 11, "person", "Conrad Hale", "e1")
    bare = NamedMention(32, 36, "organization", "Hale Dredging", "e2")
    given = ArticleNames(text, [person, bare]).mentions[1]
    assert (given.kind, given.name, given.chain) == ("person", "Conrad Hale", "e1")


def test_mentions_around_a_position_are_given_the_nearest_first() -> None:
    names = ArticleNames(TEXT, [HALE, BOARD, REED, HOLT])
    assert names.before(TEXT.index("The board"), 2) == [HALE, REED]
    assert names.behind(REED.start, 1) == [REED]

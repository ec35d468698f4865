"""A good file of each format gives every item with its text, fields and highlights."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.importers.base import AddressOnly, Draft, Highlight, ImportedFields, Part
from app.importers.saved_items import links
from app.importers.saved_items.only_highlights import ONLY_HIGHLIGHTS
from tests.importers.services import samples
from tests.importers.services.parts import pages, parts, skipped, unreadable

AT = datetime(2024, 5, 3, 10, tzinfo=UTC)
NEXT_DAY = datetime(2024, 5, 4, 10, tzinfo=UTC)
URL = "https://elm.example/pier/"
HARBOURS = ("harbours",)
JSON = {sample.name: sample.data for sample in samples.json_samples()}


def only(found: list[Part], n: int) -> Draft | AddressOnly:
    """The page with this number."""
    assert unreadable(found) == []
    return pages(found)[f"{URL}{n}"]


def test_omnivore_gives_addresses_with_what_was_kept_of_them() -> None:
    page = only(parts(JSON["omnivore"]), 2)
    assert page == AddressOnly(
        f"{URL}2",
        "The pier 2",
        fields=ImportedFields(("Harbours", "to cite"), is_archived=True, saved_at=AT),
    )


def test_omnivore_in_a_zip_file_gives_texts_and_highlights() -> None:
    found = parts(samples.packed(samples.archives()["omnivore"]))
    first = only(found, 1)
    assert isinstance(first, Draft)
    assert first.text == samples.TEXT
    assert [block.kind for block in first.blocks] == ["paragraph", "heading", "paragraph"]
    assert (first.title, first.byline) == ("The pier 1", ("Ana Orr",))
    assert first.declared_date is not None
    assert (first.declared_date.value, first.declared_date.provenance) == ("2024-05-02", "export")
    assert first.highlights == (
        Highlight(
            "closed on Monday", note="Who says so?\n\nAnd when?", tags=("to cite", "harbours")
        ),
        Highlight("An inquiry\n\nwill begin"),
        Highlight("the week"),
        Highlight("", note="What a day."),
    )
    assert isinstance(only(found, 2), AddressOnly), "its text is not in the file"
    assert only(found, 3).fields.is_archived is False
    assert len(found) == 3


@pytest.mark.parametrize("name", ["wallabag", "wallabag-api"])
def test_wallabag_gives_articles_with_annotations(name: str) -> None:
    page = only(parts(JSON[name]), 3)
    assert isinstance(page, Draft)
    assert page.text == samples.TEXT
    assert (page.title, page.byline) == ("The pier 3", ("Ana Orr", "Ben Ash"))
    assert page.language == "en-GB"
    assert page.declared_date is not None
    assert page.declared_date.value == "2024-05-02"
    assert page.fields == ImportedFields(
        ("harbours", "elm"),
        is_archived=True,
        is_favourite=False,
        saved_at=AT,
        read_at=datetime(2024, 5, 5, 10, tzinfo=UTC),
    )
    assert page.highlights == (
        Highlight(
            "closed on Monday",
            note="Who says so?",
            created_at=NEXT_DAY,
            origin=f"wallabag:{URL}3:7",
        ),
    )


def test_wallabag_1_gives_articles() -> None:
    page = only(parts(JSON["wallabag-1"]), 1)
    assert isinstance(page, Draft)
    assert page.text == samples.TEXT
    assert page.fields == ImportedFields(("harbours", "elm"), True, False)


def test_a_table_of_wallabag_gives_articles_and_the_day_they_were_saved() -> None:
    page = only(parts(samples.TABLES["wallabag"]), 1)
    assert isinstance(page, Draft)
    assert page.text == samples.TEXT
    assert page.fields == ImportedFields(
        ("harbours", "elm"), saved_at=datetime(2024, 5, 3, tzinfo=UTC)
    )


def test_what_wallabag_could_not_fetch_is_an_address() -> None:
    entry = samples.wallabag_entry(1, is_not_parsed=True, content="<p>wallabag can’t retrieve …")
    found = parts(samples.JsonSample("", [entry]).data)
    assert isinstance(only(found, 1), AddressOnly)


@pytest.mark.parametrize("name", ["pocket", "pocket-cursor"])
def test_a_table_of_pocket_gives_addresses(name: str) -> None:
    found = parts(samples.TABLES[name])
    first, second = only(found, 1), only(found, 2)
    assert first.fields.tags[0] == "harbours"
    assert (first.fields.is_archived, second.fields.is_archived) == (True, False)
    assert first.fields.saved_at == AT
    assert second.title != f"{URL}2", "an address is no title"


def test_pocket_in_a_zip_file_gives_pages_their_highlights() -> None:
    found = parts(samples.packed(samples.archives()["pocket"]))
    assert only(found, 1).highlights == (Highlight("closed on Monday", created_at=AT),)
    assert only(found, 1).fields.tags == ("harbours", "elm")
    assert only(found, 2).highlights == ()
    assert only(found, 9).highlights, "only its highlights are in the file"
    assert len(found) == 3


def test_the_html_of_pocket_knows_what_was_read() -> None:
    found = parts(samples.POCKET_HTML)
    assert only(found, 1) == AddressOnly(
        f"{URL}1", "The pier", fields=ImportedFields(("a", "b"), is_archived=False, saved_at=AT)
    )
    assert only(found, 2).fields.is_archived is True


def test_instapaper_gives_selections_and_folders() -> None:
    found = parts(samples.TABLES["instapaper"])
    assert only(found, 1) == AddressOnly(
        f"{URL}1",
        "The pier",
        (Highlight("closed, on Monday"), Highlight("An inquiry")),
        ImportedFields(("a", "b"), is_archived=True, saved_at=AT),
    )
    assert only(found, 2).fields == ImportedFields(is_favourite=True, saved_at=AT)
    assert only(found, 3).fields == ImportedFields(("Ports",), saved_at=AT)
    old = only(parts(samples.TABLES["instapaper-old"]), 1)
    assert old.fields == ImportedFields(is_archived=False)


def test_the_html_of_instapaper_has_a_list_for_each_folder() -> None:
    found = parts(samples.INSTAPAPER_HTML)
    assert only(found, 1).highlights == (Highlight("closed on Monday"),)
    assert only(found, 1).fields.is_archived is False
    assert only(found, 2).fields.tags == ("Ports",)


def test_readwise_gives_pages_with_highlights() -> None:
    assert only(parts(JSON["readwise"]), 2) == AddressOnly(
        f"{URL}2",
        "The pier 2",
        (
            Highlight(
                "closed on Monday",
                note="Who says so?",
                tags=("to cite",),
                created_at=AT,
                origin="readwise:102",
            ),
            Highlight("", note="To be read again."),
        ),
        ImportedFields(HARBOURS),
    )


def test_what_readwise_imports_is_read_without_the_marks_of_spreadsheets() -> None:
    page = only(parts(samples.TABLES["readwise-import"]), 1)
    assert page.highlights == (Highlight("closed on Monday", note="=Who says so?", created_at=AT),)


def test_a_book_becomes_a_text_of_its_highlights() -> None:
    (book,) = parts(samples.READWISE_BOOKS)
    assert isinstance(book, Draft)
    assert (book.title, book.byline) == ("The Slow Tide", ("Ana Orr",))
    assert [doubt.message for doubt in book.doubts] == [ONLY_HIGHLIGHTS]
    assert [book.text[one.start : one.end] for one in book.highlights] == ["One.", "Two."]


def test_reader_gives_articles_with_highlights_and_their_notes() -> None:
    documents = [
        samples.reader_document(1),
        {
            **samples.reader_document(7, source_url=None, html_content=None),
            "category": "highlight",
            "parent_id": "01h1",
            "content": "closed on Monday",
            "notes": "",
        },
        {
            **samples.reader_document(8, source_url=None, html_content=None),
            "category": "note",
            "parent_id": "01h7",
            "content": "Who says so?",
            "notes": "",
        },
    ]
    page = only(parts(samples.JsonSample("", {"results": documents}).data), 1)
    assert isinstance(page, Draft)
    assert page.text == samples.TEXT
    assert (page.publisher, page.byline) == ("Elm Press", ("Ana Orr",))
    assert page.declared_date is not None
    assert page.declared_date.value == "2024-05-02"
    assert page.fields == ImportedFields(
        HARBOURS, is_archived=True, saved_at=AT, read_at=datetime(2024, 5, 6, 10, tzinfo=UTC)
    )
    assert page.highlights == (
        Highlight(
            "closed on Monday",
            note="Who says so?",
            tags=HARBOURS,
            created_at=AT,
            origin="reader:01h7",
        ),
        Highlight("", note="To be read again."),
    )


def test_highlights_whose_document_is_missing_are_counted() -> None:
    orphan = samples.reader_document(7, category="highlight", parent_id="01h99")
    found = parts(samples.JsonSample("", {"results": [samples.reader_document(1), orphan]}).data)
    (lost,) = unreadable(found)
    assert "not in the file" in lost.message
    assert "highlight" in lost.message
    assert len(pages(found)) == 1


def test_a_table_of_reader_gives_addresses() -> None:
    found = parts(samples.TABLES["reader"])
    fields = ImportedFields(("harbours", "Ana's"), is_archived=True, saved_at=AT)
    assert only(found, 1).fields == fields
    assert only(found, 2).fields == ImportedFields(is_archived=False, is_favourite=True)


def test_readeck_gives_addresses_and_annotations() -> None:
    fields = ImportedFields(HARBOURS, is_archived=False, is_favourite=True, saved_at=AT)
    assert only(parts(JSON["readeck"]), 1).fields == fields
    assert only(parts(samples.TABLES["readeck"]), 1).fields == fields
    (highlight,) = only(parts(JSON["readeck-annotations"]), 1).highlights
    assert highlight == Highlight(
        "closed on Monday", note="Who says so?", created_at=NEXT_DAY, origin="readeck:An1"
    )


def test_readeck_in_a_zip_file_gives_texts_and_annotations() -> None:
    found = parts(samples.packed(samples.archives()["readeck"]))
    page = only(found, 2)
    assert isinstance(page, Draft)
    assert page.text == samples.TEXT
    assert (page.publisher, page.language) == ("Elm Press", "en")
    assert page.fields == ImportedFields(HARBOURS, True, False, saved_at=AT)
    assert [h.exact for h in page.highlights] == ["closed on Monday"]
    assert len(found) == 2, "nothing else of the archive is read"


def test_karakeep_gives_addresses_with_notes_and_lists_as_tags() -> None:
    assert only(parts(JSON["karakeep"]), 1) == AddressOnly(
        f"{URL}1",
        "The pier 1",
        (Highlight("", note="To be read again."),),
        ImportedFields(("harbours", "Ports"), is_archived=True, saved_at=AT),
    )


def test_a_text_in_karakeep_is_an_article() -> None:
    content = {"type": "text", "text": samples.TEXT}
    sample = {"bookmarks": [samples.karakeep_bookmark(1, content=content)]}
    (article,) = parts(samples.JsonSample("", sample).data)
    assert isinstance(article, Draft)
    assert article.text == samples.TEXT
    assert article.source_url is None


def test_pinboard_gives_addresses_with_notes() -> None:
    assert only(parts(JSON["pinboard"]), 1) == AddressOnly(
        f"{URL}1",
        "The pier 1",
        (Highlight("", note="To be read again."),),
        ImportedFields(("harbours", "elm"), is_archived=False, saved_at=AT),
    )


def test_raindrop_gives_addresses_with_highlights() -> None:
    found = parts(samples.TABLES["raindrop"])
    assert only(found, 1) == AddressOnly(
        f"{URL}1",
        "The pier",
        (
            Highlight("", note="To be read again."),
            Highlight("closed on Monday", note="Who says so?"),
            Highlight("An inquiry"),
        ),
        ImportedFields(("harbours", "to cite", "Ports", "Elm"), is_favourite=True, saved_at=AT),
    )
    assert only(found, 2).fields == ImportedFields(is_favourite=False, saved_at=AT)


def test_endless_names_of_folders_are_cut_before_any_link_has_them() -> None:
    folder = f"<DL><DT><H3>{'n' * 50_000}</H3>"
    data = f"<!DOCTYPE NETSCAPE-Bookmark-file-1>{folder * 3}<DL><DT><A HREF='{URL}1'>x</A>"
    (link,) = links.links(data.encode())
    assert [len(name) for name in link.folders] == [links.FOLDER_MAX_CHARACTERS] * 3
    assert only(parts(data), 1).fields.tags == ("n" * 100,)


def test_bookmarks_have_folders_for_tags_and_descriptions_for_notes() -> None:
    found = parts(samples.BOOKMARKS)
    assert only(found, 1) == AddressOnly(
        f"{URL}1",
        "The pier & the wall",
        (Highlight("", note="To be read again."),),
        ImportedFields(
            ("harbours", "to cite"),
            is_archived=False,
            saved_at=AT,
            read_at=datetime(2024, 5, 4, 10, tzinfo=UTC),
        ),
    )
    assert only(found, 2).fields == ImportedFields(("Ports", "Elm"), saved_at=AT)
    assert only(found, 2).highlights == (), "the description of a folder is no note"
    assert only(found, 3) == AddressOnly(
        f"{URL}3",
        "The quay",
        (Highlight("", note="Open to all.", is_public=True),),
        ImportedFields(("Ports",), is_archived=True),
    )
    own = pages(found)[None]
    assert isinstance(own, Draft)
    assert (own.title, own.text) == ("Note: tides", "The tide comes at six.")
    assert list(skipped(found).values()) == [3]


@pytest.mark.parametrize("name", ["readwise", "wallabag"])
def test_an_item_without_text_and_address_becomes_a_text_of_its_highlights(name: str) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    bad = sample.items[1]
    bad.update(url="about:blank", source_url="", unique_url=None, given_url=None, content=None)
    found = parts(sample.data)
    assert not unreadable(found)
    assert len(pages(found)) == 3
    made = pages(found)[None]
    assert isinstance(made, Draft)
    assert ONLY_HIGHLIGHTS in [doubt.message for doubt in made.doubts]


@pytest.mark.parametrize("name", ["readeck", "karakeep"])
def test_an_item_without_text_and_address_and_words_says_how_much_is_lost(name: str) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    bad = sample.items[1]
    bad.update(url="about:blank", content=None)
    found = parts(sample.data)
    (lost,) = unreadable(found)
    assert "neither a text nor a web address" in lost.message
    assert ("highlight" in lost.message) == (name != "readeck")
    assert len(pages(found)) == 2


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("readwise", "count"),
        ("reader", "count"),
        ("wallabag-api", "total"),
        ("hypothesis", "total"),
        ("w3c", "total"),
    ],
)
def test_what_is_on_further_pages_of_an_answer_is_counted(name: str, key: str) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    sample.value[key] = 1_340
    found = parts(sample.data)
    assert len(pages(found)) == 3
    assert list(skipped(found).values()) == [1_337]
    for impossible in (3, 0, -1, True, "9", None, 1e9, 10**30):
        sample.value[key] = impossible
        assert skipped(parts(sample.data)) == {}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("omnivore", {"url": "https://omnivore.app/no_url?q=1"}),
        ("readwise", {"source_url": "https://readwise.io/reader/document_raw_content/1"}),
        ("reader", {"source_url": "mailto:reader-forwarded-email/1", "html_content": None}),
    ],
)
def test_addresses_that_only_their_owner_can_read_are_none(
    name: str, changed: dict[str, Any]
) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    sample.items[0].update(changed)
    found = parts(sample.data)
    assert len(pages(found).keys() - {None}) == 2


def test_folders_of_browsers_are_no_tags_and_others_are_at_every_depth() -> None:
    safari = """<!DOCTYPE NETSCAPE-Bookmark-file-1><HTML><Title>Bookmarks</Title>
    <H1>Bookmarks</H1>
    <DT><H3 FOLDED>Ports</H3><DL><p><DT><A HREF="https://elm.example/pier/1">One</A></DL><p>
    <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Lesezeichenleiste</H3>
    <DL><p><DT><A HREF="https://elm.example/pier/2">Two</A></DL><p>
    <DT><A HREF="https://elm.example/pier/3">Three</A></HTML>"""
    found = parts(safari)
    assert [only(found, n).fields.tags for n in (1, 2, 3)] == [("Ports",), (), ()]


def test_a_table_that_a_spreadsheet_saved_with_semicolons_is_read() -> None:
    found = parts("\ufeff" + samples.TABLES["pocket-cursor"].replace(",", ";"))
    assert only(found, 1).fields.tags == HARBOURS

"""Bad items between good ones are named; the good ones are read, whatever the file is called."""

from typing import Any

import pytest

from app.errors import Unprocessable
from app.importers.base import AddressOnly, Draft, Unreadable
from tests.importers.services import samples
from tests.importers.services.parts import pages, parts, unreadable

BAD: tuple[Any, ...] = (None, 7, "words", [], {}, [[]], {"url": ["x"]}, True)
SAMPLES = {sample.name: sample for sample in samples.json_samples()}
FILES: dict[str, bytes] = {
    **{f"json {name}": sample.data for name, sample in SAMPLES.items()},
    **{f"csv {name}": text.encode() for name, text in samples.TABLES.items()},
    "csv readwise-books": samples.READWISE_BOOKS.encode(),
    **{f"html {name}": text.encode() for name, text in samples.LINK_LISTS.items()},
    **{f"zip {name}": samples.packed(inside) for name, inside in samples.archives().items()},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_bad_items_between_good_ones_are_named(name: str) -> None:
    sample = next(s for s in samples.json_samples() if s.name == name)
    good = pages(parts(sample.data))
    items = sample.items
    items[:] = [*BAD[:3], items[0], *BAD[3:6], items[1], *BAD[6:], items[2]]
    found = parts(sample.data)
    assert pages(found) == good
    assert len(unreadable(found)) >= 5, "objects without anything may be passed over"


@pytest.mark.parametrize("name", samples.TABLES)
def test_bad_rows_between_good_ones_are_named(name: str) -> None:
    lines = samples.TABLES[name].splitlines()
    good = pages(parts(samples.TABLES[name]))
    columns = lines[0].count(";" if ";" in lines[0] else ",")
    bad = ["words alone", '"never closed', "x" * 100, '"a"b,c']
    found = parts("\n".join([lines[0], *bad[:2], *lines[1:], *bad[2:]]))
    assert columns > 1
    made = pages(found)
    made.pop(None, None)  # words in the column of highlights are a text of their own
    assert made == good
    assert len(unreadable(found)) >= 2


def test_a_table_of_hopeless_lines_is_given_up() -> None:
    text = samples.TABLES["pocket"] + '"a"b\n' * 50
    found = parts(text)
    assert len(pages(found)) == 2
    assert "More than 20 lines of the table cannot be read." in unreadable(found)[-1].message


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("file", [None, "a.txt", "a.html", "a.md", "a.json", "a.csv", "a.rss"])
def test_a_format_is_recognised_whatever_the_file_is_called(name: str, file: str | None) -> None:
    found = parts(FILES[name], file)
    assert found == parts(FILES[name], "a.unheard-of")
    assert any(isinstance(part, Draft | AddressOnly) for part in found)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["csv pocket", "html bookmarks", "json wallabag"])
def test_a_format_is_recognised_in_other_charsets(name: str, charset: str) -> None:
    data = FILES[name].decode().replace("The pier", "The pié r")
    assert pages(parts(data.encode(charset))) == pages(parts(data))


def test_bookmarks_with_wrong_addresses_stop_no_other() -> None:
    bad = '<DT><A HREF="http://">Nowhere</A><DT><A HREF="https://a b/">Blanks</A><DT><A>None</A>'
    text = samples.BOOKMARKS.replace("<DL><p>", f"<DL><p>{bad}", 1)
    found = parts(text)
    assert pages(found) == pages(parts(samples.BOOKMARKS))
    assert [one.item for one in unreadable(found)] == ["Nowhere", "Blanks", "None"]


def test_bad_members_of_an_export_stop_no_other() -> None:
    omnivore = samples.archives()["omnivore"]
    omnivore["metadata_1_to_2.json"] = "[1, 2"
    omnivore["metadata_2_to_4.json"] = "[3, {}]"
    found = parts(samples.packed(omnivore))
    assert len(pages(found)) == 3
    assert {one.item for one in unreadable(found)} >= {"metadata_1_to_2.json", "Item 1"}

    pocket = samples.archives()["pocket"]
    pocket["part_000001.csv"] = 'title,url,time_added,tags,status\n"x\ny,z,,,\n'
    pocket["annotations/part_000001.json"] = "{"
    found = parts(samples.packed(pocket))
    assert len(pages(found)) == 3
    assert len(unreadable(found)) == 3

    readeck = samples.archives()["readeck"]
    readeck["bookmarks/Wd3/info.json"] = "{"
    readeck["bookmarks/Wd4/info.json"] = "[]"
    found = parts(samples.packed(readeck))
    assert len(pages(found)) == 2
    assert [one.item for one in unreadable(found)] == [
        "bookmarks/Wd3/info.json",
        "bookmarks/Wd4/info.json",
    ]


def test_an_empty_list_of_links_is_refused_with_a_sentence() -> None:
    with pytest.raises(Unprocessable, match="no links"):
        parts("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL></DL>")


def test_what_is_unreadable_has_a_name_and_a_sentence() -> None:
    for name in FILES:
        for part in parts(FILES[name]):
            if isinstance(part, Unreadable):
                assert part.item
                assert part.message.endswith(".")

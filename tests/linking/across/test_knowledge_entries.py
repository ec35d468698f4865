"""Imported lists: what is well formed is read.

What is not is named by its line and stops nothing.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linking.across.knowledge_entries import KnowledgeEntry, read


def test_json_lines_and_csv_say_the_same() -> None:
    one = {"id": "q1", "name": "Port Orle", "aliases": ["Orle", "Portorle"], "kind": "place"}
    one |= {"description": "A harbour.", "lat": 1.5, "lon": -2}  # type: ignore[dict-item]
    wanted = KnowledgeEntry(
        "q1", "Port Orle", "place", ("Orle", "Portorle"), "A harbour.", lat=1.5, lon=-2.0
    )
    table = (
        "id,name,aliases,kind,description,lat,lon\r\nq1,Port Orle,Orle|Portorle,place,A "
        "harbour.,1.5,-2\r\n"
    )
    assert list(read(json.dumps(one).encode())) == [(1, wanted)]
    assert list(read(b"\xef\xbb\xbf" + table.encode())) == [(2, wanted)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "Not a JSON object"),
        (b'{"id": "a", "kind": "place"}', "“id” and “name” are required"),
        (b'{"id": "a", "name": "B", "kind": "planet"}', "“kind”"),
        (b'{"id": "a", "name": "B", "kind": ["place"]}', "“kind”"),
        (b'{"id": "a", "name": "B", "kind": "place", "lat": "north"}', "“lat”"),
        (b'{"id": "a", "name": "B", "kind": "place", "lat": 1e999}', "“lat”"),
        (b'{"id": "a", "name": "B", "kind": "place", "url": "javascript:alert(1)"}', "“url”"),
        (b'{"id": "a", "name": "B", "kind": "place", "wikidata": "x"}', "“wikidata”"),
        (b'{"id": "a", "name": "B\\u0000", "kind": "place"}', "“name”"),
        (b'{"id": "a", "name": "B\xff", "kind": "place"}', "“name”"),
        (b'{"id": "a", "name": "B", "kind": "place", "aliases": {"x": 1}}', "“aliases”"),
        (b'{"id": "a", "name": "' + b"x" * 301 + b'", "kind": "place"}', "longer than 300"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(line: bytes, why: str) -> None:
    good = b'{"id": "z", "name": "Zed", "kind": "place"}'
    (first, said), (second, entry) = read(line + b"\n" + good)
    assert (first, second) == (1, 2)
    assert isinstance(said, str)
    assert why in said
    assert entry == KnowledgeEntry("z", "Zed", "place")


@pytest.mark.parametrize(
    "image", ["https://ostra.example/orle.png?size=300", "orle.png", "pictures/the mole.webp"]
)
def test_an_image_is_an_address_or_a_path(image: str) -> None:
    (_, entry), *_ = read(
        json.dumps({"id": "a", "name": "B", "kind": "place", "image": f" {image} "}).encode()
    )
    assert entry == KnowledgeEntry("a", "B", "place", image=image)


@pytest.mark.parametrize(
    "image",
    [
        *(
            "/etc/passwd",
            "../orle.png",
            "pictures/../../orle.png",
            "..",
            "C:\\orle.png",
            "a\\b.png",
            "file:///orle.png",
        ),
        *(
            "data:image/png;base64,x",
            "javascript:x",
            "https://",
            "https://a b.example/",
            "https://u@ostra.example/",
            "http:orle.png",
        ),
        *("x" * 2_001, "a\x00b", ["orle.png"], {"url": "x"}, True),
    ],
    ids=repr,
)
def test_an_image_that_cannot_be_used_costs_an_entry_its_image_alone(image: object) -> None:
    ((_, entry),) = read(
        json.dumps({"id": "a", "name": "B", "kind": "place", "image": image}).encode()
    )
    assert isinstance(entry, KnowledgeEntry)
    assert (entry.name, entry.image) == ("B", None)
    assert "“image”" in (entry.image_wrong or "")


def test_a_table_without_its_columns_is_refused_in_one_sentence() -> None:
    assert [said for _, said in read(b"name,colour\nB,red\n")] == [
        "The first line must name the columns “id”, “name” and “kind”."
    ]
    assert [n for n, said in read(b"id,name,kind\na,B,place,more\n") if isinstance(said, str)] == [
        2
    ]


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda t: b"id,name,kind\n" + t.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    for number, said in read(data):
        assert number >= 0
        assert isinstance(said, KnowledgeEntry) or said

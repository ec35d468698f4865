import pytest

from app.errors import GlossError
from app.importers import IMPORTERS
from app.importers.base import Draft
from app.text.spans import Picture
from tests.importers.hostile import VECTORS
from tests.importers.reading import read

URL = "https://port-elm.example/news/1"
BY_NAME = {importer.name: importer for importer in IMPORTERS}


def drafts(format_: str, data: bytes, url: str | None = URL) -> list[Draft]:
    """What an importer makes of the bytes by itself, without `importers.read`; none if refused."""
    try:
        parts = list(BY_NAME[format_].read(data, url))
        return [part for part in parts if isinstance(part, Draft)]
    except GlossError:
        return []


def refusal(data: bytes, format_: str) -> str | None:
    """Why `read` refuses the bytes, if it does."""
    try:
        read(data, format=format_)
    except GlossError as error:
        return error.message
    return None


def check_picture(picture: Picture) -> None:
    """A picture has a web address or none, and short valid words."""
    assert picture.url is None or picture.url.startswith(("http://", "https://"))
    assert not set(picture.url or "") & set('"<> \t\n\\`')
    for words in (picture.alt or "", picture.credit or ""):
        words.encode()
        assert "\x00" not in words
        assert len(words) <= 1_000


def test_at_least_a_hundred_distinct_vectors_are_recorded() -> None:
    assert len({data for _, _, data in VECTORS}) >= 100
    assert len({name for name, _, _ in VECTORS}) == len(VECTORS)
    assert {format_ for _, format_, _ in VECTORS} == set(BY_NAME)


def check_text(found: Draft) -> None:
    """Text, blocks, pictures and links are valid, and fit together."""
    assert found.blocks
    assert "\n\n".join(found.text[b.start : b.end] for b in found.blocks) == found.text
    assert not any(c in "\x00\r" or "\ud800" <= c <= "\udfff" for c in found.text)
    found.text.encode()
    for picture in filter(None, [block.picture for block in found.blocks]):
        check_picture(picture)
    for inline in found.inlines:
        assert any(b.start <= inline.start < inline.end <= b.end for b in found.blocks)
        assert (inline.kind == "link") == (inline.href is not None)
        assert inline.href is None or inline.href.startswith(("http://", "https://"))
        assert not set(inline.href or "") & set("\"'<> \t\n\\`") - {"'"}


def check_fields(found: Draft) -> None:
    """What is declared is one line of valid text, and a bounded number of names."""
    for said in (found.title, found.publisher, found.language, found.source_url, *found.byline):
        assert said is None or (said.strip() and "\n" not in said and len(said) <= 2_000)
        (said or "").encode()
    assert found.source_url is None or found.source_url.startswith(
        ("http://port-elm.example", "https://port-elm.example", "https://ok.example")
    )
    assert len(found.byline) <= 50


@pytest.mark.parametrize(("name", "format_", "data"), VECTORS, ids=[name for name, _, _ in VECTORS])
def test_a_hostile_input_is_refused_or_becomes_plain_text_and_fields(
    name: str, format_: str, data: bytes
) -> None:
    for found in drafts(format_, data):
        check_text(found)
        check_fields(found)


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["auto", "html", "markdown", "text"])
def test_every_vector_in_every_format_is_read_or_refused(format_: str) -> None:
    refused = [
        message
        for _, _, data in VECTORS
        if len(data) < 5_000 and (message := refusal(data, format_)) is not None
    ]
    assert all(refused)
    assert not [
        message for message in refused if "Error" in message
    ]  # the net under the importers was not needed


@pytest.mark.parametrize(
    "name",
    [
        "script",
        "svg-script",
        "template",
        "iframe-srcdoc",
        "style-import",
        "noframes",
        "ld-close-script",
    ],
)
def test_no_word_of_a_program_is_text(name: str) -> None:
    data = next(d for n, _, d in VECTORS if n == name)
    (found,) = drafts("html", data)
    assert "alert" not in found.text
    assert "evil" not in found.text


def test_deep_nesting_keeps_the_words() -> None:
    data = next(d for n, _, d in VECTORS if n == "nested-50k-divs")
    (found,) = drafts("html", data)
    assert found.text == "Deep words in a deep place."


def test_external_entities_are_not_read() -> None:
    for name in ("doctype-external", "xinclude", "doctype-entities"):
        (found,) = drafts("html", next(d for n, _, d in VECTORS if n == name))
        assert "root:" not in found.text
        assert "aaaa" not in found.text

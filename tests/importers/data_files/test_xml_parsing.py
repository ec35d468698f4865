"""Strangers' XML: repaired where feeds are wrong, bounded where they mean harm."""

import resource

import pytest

from app.errors import Unprocessable
from app.importers.data_files import xml_parsing
from app.importers.data_files.xml_parsing import parsed

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss><channel><title>&i;</title></channel></rss>"
)
QUADRATIC = (
    f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]><rss><channel><title>{"&a;" * 10_000}'
    "</title></channel></rss>"
)
PARAMETERS = (
    '<!DOCTYPE rss [<!ENTITY % a "ha">'
    + "".join(
        f'<!ENTITY % {b} "{f"%{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "%h;]><rss/>"
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "quadratic blow-up": QUADRATIC,
    "parameter entities": PARAMETERS,
    "external entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
    "external type": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss>x</rss>',
    "include": '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/>',
    "stylesheet": '<?xml-stylesheet href="file:///etc/passwd"?><rss/>',
    "deep": "<rss>" + "<a>" * 400_000,
    "many attributes": "<rss " + " ".join(f'a{n}="x"' for n in range(150_000)) + "/>",
    "the same attribute": "<rss " + 'a="x" ' * 300_000 + "/>",
    "a long attribute": f'<rss a="{"x" * 9_000_000}"/>',
    "a long name": f"<rss><{'x' * 5_000_000}/></rss>",
    "many namespaces": "<rss " + " ".join(f'xmlns:a{n}="u"' for n in range(50_000)) + "/>",
    "many ampersands": "<rss>" + "&" * 3_000_000,
    "many references": "<rss>" + "&#38;" * 1_000_000,
    "many sections": "<rss>" + "<![CDATA[" * 400_000,
    "many comments": "<rss>" + "<!--" * 450_000,
    "many types": "<!DOCTYPE rss [" * 200_000 + "<rss/>",
    "type without end": "<!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 100_000,
    "unclosed declaration": "<?xml " + "a" * 3_000_000,
}


@pytest.mark.timeout(60)  # a hundred times what they take
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_bounded_in_time_and_memory(name: str) -> None:
    data = HOSTILE[name].encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        words = "".join(map(str, parsed(data).itertext()))
    except Unprocessable:
        words = ""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes
    assert "root:" not in words
    assert "haha" not in words
    assert len(words) <= len(data) * 2


def test_a_file_of_too_many_tags_is_refused() -> None:
    with pytest.raises(Unprocessable, match="more than 500,000 tags"):
        parsed(b"<rss>" + b"<a/>" * (xml_parsing.TAGS_MAX + 1))


def test_a_file_of_too_many_attributes_is_refused() -> None:
    many = b'a="" ' * (xml_parsing.ATTRIBUTES_MAX + 1)
    with pytest.raises(Unprocessable, match="more than 1,000,000 attributes"):
        parsed(b"<rss " + many + b"/>")


def test_named_characters_and_bare_ampersands_are_read_but_in_cdata() -> None:
    root = parsed(b"<a>&nbsp;&lt;&amp;&unknown; A & B &copy <![CDATA[&nbsp; & <b>]]>&#x1F600;</a>")
    assert root.text == "\xa0<&&unknown; A & B &copy &nbsp; & <b>\U0001f600"


@pytest.mark.parametrize("reference", ["&#0;", "&#x1F;", "&#xFFFE;", "&#xD800;", "&#9999999;"])
def test_references_to_no_character_do_not_end_the_file(reference: str) -> None:
    root = parsed(f"<a>one {reference} two</a>".encode())
    assert (root.text or "").startswith("one ")
    assert (root.text or "").endswith(" two")


@pytest.mark.parametrize("data", [b"", b"   ", b"words", b"<", b"<?xml?>", b"\xff\xfe"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable, match="not well-formed"):
        parsed(data)


def test_a_document_type_is_dropped_and_nothing_else() -> None:
    types = ("rss", "rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://my.netscape.com/rss-0.91.dtd'")
    for kind in types:
        root = parsed(f"<?xml version='1.0'?>\n<!DOCTYPE {kind}>\n<rss>x</rss>".encode())
        assert (root.tag, root.text) == ("rss", "x")
    root = parsed(b'<!DOCTYPE rss [<!ENTITY nbsp "x">\n]>\n<rss>a<!DOCTYPE b>c</rss>')
    assert root.tag == "rss"

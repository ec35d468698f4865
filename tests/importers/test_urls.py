import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.urls import absolute, canonical_url, same_host, same_site


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [
        ("HTTP://Elm.Example", "http://elm.example/"),
        ("https://elm.example:443/a", "https://elm.example/a"),
        ("http://elm.example:80/a", "http://elm.example/a"),
        ("http://elm.example:443/a", "http://elm.example:443/a"),
        ("https://elm.example./a", "https://elm.example/a"),
        ("https://elm.example/a/./b/../c", "https://elm.example/a/c"),
        ("https://elm.example/../../a", "https://elm.example/a"),
        ("https://elm.example/a/..", "https://elm.example/"),
        ("https://elm.example/a/b/.", "https://elm.example/a/b/"),
        ("https://elm.example/a/%2e%2E/b", "https://elm.example/b"),
        ("https://elm.example//a//b", "https://elm.example//a//b"),
        ("https://elm.example/a#part", "https://elm.example/a"),
        ("https://elm.example/a?utm_source=x&id=1&fbclid=y&GCLID=z", "https://elm.example/a?id=1"),
        ("https://elm.example/a?utm_medium=x", "https://elm.example/a"),
        ("https://elm.example/a?b=2&a=1&a=0", "https://elm.example/a?b=2&a=1&a=0"),
        ("https://elm.example/a?q=x%20y+z&&b", "https://elm.example/a?q=x%20y+z&&b"),
        ("https://elm.example/caf\u00e9 au lait", "https://elm.example/caf%C3%A9%20au%20lait"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:DB8::0:1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("  https://elm.example/a\n", "https://elm.example/a"),
        ("https://elm.example/utm_source=x", "https://elm.example/utm_source=x"),
    ],
)
def test_one_page_has_one_spelling(given_: str, canonical: str) -> None:
    assert canonical_url(given_) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "elm.example/a",
        "//elm.example/a",
        "ftp://elm.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https:///a",
        "https://",
        "https://user@elm.example/",
        "https://user:secret@elm.example/",
        "https://@elm.example/",
        "https://elm.example:0/",
        "https://elm.example:99999/",
        "https://elm.example:x/",
        "https://elm example/",
        "https://elm.example\\@evil.example/",
        "https://elm..example/",
        "https://-elm.example/",
        "https://[::1/",
        "https://[v1.x]/",
        "https://[fe80::1%25eth0]/",
        "https://elm.example/\x00",
        "https://elm.example/\r\nHost: evil.example",
        "https://elm.example/\u202egnp",
        "https://elm.example/" + "a" * 3_000,
        "https://" + "a" * 300 + ".example/",
    ],
)
def test_what_is_no_public_page_is_refused(url: str) -> None:
    with pytest.raises(Unprocessable, match="address"):
        canonical_url(url)


@given(st.text())
def test_any_string_is_an_address_or_refused(text: str) -> None:
    for url in (text, "https://elm.example/" + text, f"https://{text}/"):
        try:
            once = canonical_url(url)
        except Unprocessable:
            continue
        assert canonical_url(once) == once
        assert once.isascii()


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/a", "https://elm.example/a"),
        ("b?c=1#d", "https://elm.example/news/b?c=1#d"),
        ("//other.example/x", "https://other.example/x"),
        ("HTTPS://Other.example/x?utm_source=kept", "https://other.example/x?utm_source=kept"),
        (" https://other.example/a b\n", "https://other.example/a%20b"),
        ('https://other.example/"><script>', "https://other.example/%22%3E%3Cscript%3E"),
        ("java\tscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("mailto:a@elm.example", None),
        ("https://user@other.example/", None),
        ("https://[", None),
        ("", None),
        (None, None),
    ],
)
def test_a_link_is_absolute_or_none(href: str | None, found: str | None) -> None:
    assert absolute(href, "https://elm.example/news/1") == found


def test_a_relative_link_without_a_base_is_none() -> None:
    assert absolute("/a", None) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://elm.example/", "https://www.elm.example/a", True),
        ("https://m.elm.example/", "https://elm.example/a", True),
        ("https://elm.example/", "https://helm.example/", False),
        ("https://elm.example/", "https://example/", False),
    ],
)
def test_hosts_of_one_publisher_are_one_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://elm.example/", "https://www.elm.example/a", True),
        ("https://m.elm.example/", "https://amp.elm.example/a", True),
        ("https://mobile.elm.example:444/", "http://ELM.example/a", True),
        ("https://a.elm.example/", "https://elm.example/a", False),
        ("https://elm.example/", "https://www.m.elm.example/a", False),
        ("https://elm.m.press.example/", "https://elm.press.example/a", False),
        ("https://www.example/", "https://example/a", False),
        ("https://elm.example/", "mailto:a", False),
    ],
)
def test_one_host_has_several_faces_and_no_houses_below_it(
    one: str, other: str, same: bool
) -> None:
    assert same_host(one, other) is same

from hypothesis import given
from hypothesis import strategies as st

from app.text.canonical import canonical, decode


def test_line_ends_become_lf_and_nothing_else_is_trimmed_or_composed() -> None:
    assert canonical(" a\r\nb\rc\n\r e\u0301\u00a0 ") == " a\nb\nc\n\n e\u0301\u00a0 "


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    assert canonical("a\x00b\ud800c\udfff") == "a\ufffdb\ufffdc\ufffd"


@given(st.text(st.characters()))
def test_canonical_text_can_be_encoded_and_stays_as_it_is(raw: str) -> None:
    once = canonical(raw)
    assert canonical(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


def test_a_byte_order_mark_decides_and_is_left_out() -> None:
    assert decode("\ufeffžába".encode("utf-16-le"), "windows-1252") == "žába"
    assert decode(b"\xef\xbb\xbfcaf\xc3\xa9", "latin-1") == "café"


def test_the_declared_charset_is_believed_where_it_fits() -> None:
    assert decode("Привет".encode("cp1251"), "windows-1251") == "Привет"
    assert decode("“quoted”".encode("cp1252"), "iso-8859-1") == "“quoted”"


def test_a_wrong_or_unknown_declaration_gives_way_to_utf8() -> None:
    assert (
        decode("žába".encode(), "ascii") == canonical("žába".encode().decode("cp1252", "replace"))
        or decode("žába".encode(), "x") == "žába"
    )
    assert decode("žába".encode(), "no-such-charset") == "žába"


def test_codecs_that_are_no_charsets_are_not_run() -> None:
    for name in ("punycode", "unicode_escape", "utf-7", "idna", "rot13", "hex", "undefined"):
        assert decode(b"plain \\u0041 +AEE-", name) == "plain \\u0041 +AEE-"


def test_an_undeclared_single_byte_text_is_guessed() -> None:
    text = (
        "Le président a déclaré que la forêt brûlait près du château, où l'été avait été très sec. "
        * 5
    )
    assert decode(text.encode("cp1252")) == text


@given(
    st.binary(max_size=300),
    st.sampled_from((None, "utf-8", "utf-16", "shift_jis", "cp1252", "\x00")),
)
def test_any_bytes_become_some_text(data: bytes, declared: str | None) -> None:
    text = decode(data, declared)
    assert canonical(text) == text

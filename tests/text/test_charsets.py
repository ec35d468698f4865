import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import charsets
from app.text.canonical import canonical, decode

SINGLE_BYTE = ("latin-1", "windows-1252", "windows-1250", "windows-1251", "koi8-r", "iso-8859-15")
FRENCH = "« La mer n’attend pas », a dit l’ingénieure Zoé Kléber à l’Hôtel de ville. "
RUSSIAN = "Порт Вязова закрыли в понедельник, сообщила мэрия. Никто не пострадал. "
JAPANESE = "エルム港は月曜日に閉鎖された、と市長は述べた。けが人はいない。"
GREEK = "Το λιμάνι έκλεισε τη Δευτέρα, είπε η δήμαρχος. "
readable = st.text(st.characters(exclude_characters="\x00\ufeff", exclude_categories=["Cs"]))
words = st.text(st.sampled_from("abcdefghij .,\n"), min_size=20, max_size=200)


@given(readable, st.sampled_from((None, "utf-8", *SINGLE_BYTE)))
def test_whole_utf_8_is_read_as_such_whatever_single_byte_charset_is_declared(
    text: str, declared: str | None
) -> None:
    data = text.encode()
    assert decode(data, declared) == canonical(text)


@given(
    st.text(st.sampled_from("aé“” —ñ漢я\n"), min_size=1, max_size=80),
    st.text(st.sampled_from("aé“” —ñ漢я\n"), min_size=1, max_size=80),
    st.integers(0xF8, 0xFF),
)
def test_a_broken_byte_in_utf_8_becomes_one_replacement_and_nothing_else(
    before: str, after: str, byte: int
) -> None:
    text = f"“{before}”{after}é"
    data = f"“{before}”".encode() + bytes([byte]) + f"{after}é".encode()
    wanted = canonical(f"“{before}”\ufffd{after}é")
    for declared in (None, "utf-8", "windows-1252"):
        assert decode(data, declared) == wanted
    assert decode(text.encode()) == canonical(text)


@given(words, st.sampled_from(("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")))
def test_wide_characters_without_a_mark_are_seen_by_their_zeros(text: str, charset: str) -> None:
    assert decode(text.encode(charset), None) == canonical(text)
    assert decode(text.encode(charset), "utf-8") == canonical(text)


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (FRENCH, "windows-1252", "utf-8"),
        (FRENCH, "windows-1252", None),
        (RUSSIAN, "windows-1251", "utf-8"),
        (RUSSIAN, "windows-1251", "iso-8859-1"),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (GREEK, "iso-8859-7", "iso-8859-7"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "shift_jis", "utf-8"),
        (JAPANESE, "euc_jp", "iso-8859-1"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "utf-8", "shift_jis"),
        (JAPANESE, "utf-8", "euc-jp"),
    ],
)
def test_the_bytes_decide_where_a_declaration_is_wrong(
    text: str, charset: str, declared: str | None
) -> None:
    assert decode((text * 6).encode(charset), declared) == text * 6


def test_a_copyright_sign_of_another_charset_garbles_nothing() -> None:
    page = ("Die Möwe stahl die Wurst des Bürgermeisters. " * 3).encode() + b"\xa9 2031"
    assert decode(page, "utf-8").startswith("Die Möwe stahl die Wurst des Bürgermeisters. ")
    assert decode(page, "iso-8859-1").endswith("\ufffd 2031")


def test_a_text_cut_inside_a_character_stays_what_it_was() -> None:
    data = "“Not yet,” said Odile".encode() + "é".encode()[:1]
    assert decode(data) == "“Not yet,” said Odile\ufffd"


def test_one_undefined_byte_does_not_end_the_belief_in_a_declared_charset() -> None:
    data = (FRENCH * 3).encode("cp1252") + b"\x81"
    assert decode(data, "windows-1252") == FRENCH * 3 + "\ufffd"


def test_few_letters_before_much_ascii_are_still_seen_by_the_guess() -> None:
    data = b"<!-- " + b"x" * 200_000 + b" -->" + (RUSSIAN * 8).encode("cp1251")
    assert decode(data).endswith(RUSSIAN * 8)


def test_a_declared_charset_fits_only_where_the_bytes_are_in_it() -> None:
    assert charsets.fits(FRENCH.encode(), "UTF-8")
    assert charsets.fits(FRENCH.encode("cp1252"), "iso-8859-1")
    assert not charsets.fits(FRENCH.encode(), "iso-8859-1")
    assert not charsets.fits(RUSSIAN.encode("cp1251"), "utf-8")
    assert not charsets.fits(b"plain", "no-such-charset")


@given(st.binary(max_size=400), st.sampled_from((None, "utf-8", "gbk", "cp1252", "utf-16", "hz")))
def test_any_bytes_have_a_charset_that_decodes_them(data: bytes, declared: str | None) -> None:
    data.decode(charsets.charset_of(data, declared), "replace")

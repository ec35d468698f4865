"""Content codings and entity tags."""

import pytest

from app.web.http.kept import representations


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate, *;q=0.1", True),
        ("", False),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzip;q=high", False),
        ("identity, " * 40 + "gzip", True),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(header: str, accepted: bool) -> None:
    assert representations.accepts_gzip(header) is accepted


def test_a_tag_names_the_bytes_and_their_coding() -> None:
    digest = representations.digest(b"a")
    assert digest == representations.digest(b"a") != representations.digest(b"b")
    plain, packed = (representations.etag(digest, compressed=c) for c in (False, True))
    assert plain != packed
    assert all(tag.startswith('"') and tag.endswith('"') for tag in (plain, packed))
    for known in (plain, packed, f'W/{plain}, "other"', " * "):
        assert representations.is_known(known, digest)
    for unknown in ("", '"other"', f'"{digest}x"'):
        assert not representations.is_known(unknown, digest)


def test_compressing_can_be_taken_back_and_gives_the_same_bytes_always() -> None:
    body = b"The ferry to Ostra. " * 100
    assert representations.compress(body) == representations.compress(body)
    assert representations.decompress(representations.compress(body)) == body

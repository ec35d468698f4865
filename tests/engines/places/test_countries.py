"""Which country a name of a place or a people belongs to."""

import pytest

from app.engines.places import countries


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("chile", "CL"),
        ("chilean", "CL"),
        ("chileans", "CL"),
        ("india", "IN"),
        ("indian", "IN"),
        ("kerala", "IN"),
        ("us", "US"),
        ("ohio", "US"),
        ("white house", "US"),
        ("dutch", "NL"),
        ("south korean", "KR"),
        ("kabul", "AF"),
        ("un", "UN"),
        ("europe", None),
        ("korea", None),
        ("port orle", None),
    ],
)
def test_places_and_peoples_have_the_country_that_they_are_of(name: str, code: str | None) -> None:
    assert countries.of(name) == code

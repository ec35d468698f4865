"""What forms and programs send, made fields that can be relied on."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import ValidationError

from app.corrections.requests import CorrectionRequest, query


def test_typed_words_are_plain_and_empty_fields_absent() -> None:
    fields: dict[str, Any] = {"do": "rename", "value": "  Ingrid\n Vale ", "entity": "", "to": " "}
    request = CorrectionRequest(**fields)
    assert request.value == "Ingrid Vale"
    assert request.entity is None
    assert request.to is None


@pytest.mark.parametrize("given", ["3,4", ["3", "4"], ["3,4"], (3, 4), "3,,4,"])
def test_articles_are_repeated_or_separated_by_commas(given: Any) -> None:
    assert CorrectionRequest(do="split", article=given).article == [3, 4]


def test_the_kind_of_an_entity_is_corrected_under_either_word() -> None:
    fields: dict[str, Any] = {"do": "kind", "new_kind": "place"}
    assert CorrectionRequest(**fields).do == "rekind"


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "dance"},
        {"do": None},
        {"entity": 0},
        {"entity": "1.5"},
        {"entity": 2**31},
        {"who": "anybody"},
        {"value": "x" * 301},
        {"new_kind": "wizard"},
        {"scope": "world"},
        {"keep": "all"},
        {"article": "x"},
    ],
)
def test_what_no_form_sends_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CorrectionRequest(**({"do": "merge"} | wrong))


def test_a_query_asks_for_the_same() -> None:
    request = CorrectionRequest(do="split", entity=3, value="Otto & Vale", article=[5, 6])
    assert CorrectionRequest(**_fields(query(request))) == request


def _fields(text: str) -> dict[str, Any]:
    fields = parse_qs(text)
    return {name: values if name == "article" else values[0] for name, values in fields.items()}

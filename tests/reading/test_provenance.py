"""Where a mark comes from, in words for readers: who found it stands first, figures under why."""

import re
from datetime import UTC, datetime

import pytest

from app.reading.provenance import Origin, origin
from app.store.annotations.rows import AnnotationRow
from app.web.http.templating import environment


def row(
    layer: str, confidence: float = 0.94, creator: str = "tagger@1", **body: object
) -> AnnotationRow:
    return AnnotationRow(
        1, layer, layer, 0, 5, dict(body), confidence, creator, None, None, datetime.now(UTC)
    )


def told(found: Origin) -> str:
    return " ".join(
        environment.get_template("fragments/provenance.html").render(origin=found).split()
    )


CLAIM = (
    "Check-worthiness {}%: how useful a fact-check would be, not whether the claim is true. Shown "
    "by default at 65% or more. Engine: tagger, version 1."
)


def words_of(found: AnnotationRow) -> tuple[str, str]:
    """What a reader sees at once, and what stands under it for who asks."""
    summary, _, more = told(origin(found)).partition("</summary>")
    return tuple(re.sub(r"<[^>]+>", "", part).strip() for part in (summary, more))  # type: ignore[return-value]  # two parts


@pytest.mark.parametrize(
    ("found", "first", "why"),
    [
        (
            row("entity"),
            "Found by the model · details",
            "Confidence 94%. Shown by default at 50% or more. Engine: tagger, version 1.",
        ),
        (
            row("entity", 0.999),
            "Found by the model · details",
            "Confidence over 99%. Shown by default at 50% or more. Engine: tagger, version 1.",
        ),
        (
            row("entity", 0.4),
            "Uncertain · Found by the model · details",
            "Confidence 40%. Shown by default at 50% or more. Engine: tagger, version 1.",
        ),
        (
            row("date", 0.7, "rules@1", value="2031"),
            "Found by rule · details",
            "Confidence 70%. Shown by default at 60% or more. Engine: rules, version 1.",
        ),
        (
            row("date", 0.9, "rules@1", value="PRESENT_REF"),
            "Found by rule · details",
            "Confidence 90%. Engine: rules, version 1.",
        ),
        (
            row("quotation", found_by="marks"),
            "Found by its quotation marks · details",
            "Confidence 94%. Shown by default at 75% or more. Engine: tagger, version 1.",
        ),
        (
            row("quotation", found_by="labels"),
            "Found by rule · details",
            "Confidence 94%. Shown by default at 75% or more. Engine: tagger, version 1.",
        ),
        (row("claim"), "Found by the model · details", CLAIM.format(94)),
        (row("claim", 0.65), "Found by the model · details", CLAIM.format(65)),
        (
            row("entity", creator="nameless"),
            "Found by rule · details",
            "Confidence 94%. Shown by default at 50% or more. Engine: nameless.",
        ),
    ],
)
def test_a_reader_is_told_who_found_it_at_once_and_how_sure_under_why(
    found: AnnotationRow, first: str, why: str
) -> None:
    assert words_of(found) == (first, why)


def test_a_person_is_told_by_name_and_is_not_measured() -> None:
    mine = row("note", 1.0, "person:7")
    assert ">By Ana<" in told(origin(mine, "Ana"))
    assert ">By an editor<" in told(origin(mine))

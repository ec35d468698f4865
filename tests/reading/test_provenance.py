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
    "A language model found it. Worth checking: {}%. That is how useful a fact-check would be, not "
    "whether the claim is true. What is below 65% is hidden at first. Program: tagger, version 1."
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
            "Marked by a program · details",
            (
                "A language model found it. It is 94% sure. What is below 50% is hidden at "
                "first. Program: tagger, version 1."
            ),
        ),
        (
            row("entity", 0.999),
            "Marked by a program · details",
            (
                "A language model found it. It is over 99% sure. What is below 50% is hidden at "
                "first. Program: tagger, version 1."
            ),
        ),
        (
            row("entity", 0.4),
            "Uncertain · Marked by a program · details",
            (
                "A language model found it. It is 40% sure. What is below 50% is hidden at "
                "first. Program: tagger, version 1."
            ),
        ),
        (
            row("date", 0.7, "rules@1", value="2031"),
            "Marked by a program · details",
            (
                "It was found by a fixed rule. It is 70% sure. What is below 60% is hidden at "
                "first. Program: rules, version 1."
            ),
        ),
        (
            row("date", 0.9, "rules@1", value="PRESENT_REF"),
            "Marked by a program · details",
            "It was found by a fixed rule. It is 90% sure. Program: rules, version 1.",
        ),
        (
            row("quotation", found_by="marks"),
            "Marked by a program · details",
            (
                "It was found by its quotation marks. It is 94% sure. What is below 75% is "
                "hidden at first. Program: tagger, version 1."
            ),
        ),
        (
            row("quotation", found_by="labels"),
            "Marked by a program · details",
            (
                "It was found by a fixed rule. It is 94% sure. What is below 75% is hidden at "
                "first. Program: tagger, version 1."
            ),
        ),
        (row("claim"), "Marked by a program · details", CLAIM.format(94)),
        (row("claim", 0.65), "Marked by a program · details", CLAIM.format(65)),
        (
            row("entity", creator="nameless"),
            "Marked by a program · details",
            (
                "It was found by a fixed rule. It is 94% sure. What is below 50% is hidden at "
                "first. Program: nameless."
            ),
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

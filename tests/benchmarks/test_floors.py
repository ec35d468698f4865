"""Floors only go up, and never speak about other data."""

from pathlib import Path

from benchmarks import floors
from benchmarks.floors import Part
from benchmarks.measures import Figure

MEASURED = Part("news/dev", "a" * 64, {"person": Figure(0.9, 1000), "facility": Figure(0.5, 20)})


def lower(value: float) -> Part:
    """The same part with another figure for persons."""
    return Part("news/dev", "a" * 64, {"person": Figure(value, 1000), "facility": Figure(0.5, 20)})


def test_a_fresh_floor_stands_a_margin_below_what_was_measured() -> None:
    kept = floors.raised({}, "sample", [MEASURED])
    assert floors.floor(kept, "sample", "news/dev", "person") == 0.895
    assert (
        floors.floor(kept, "sample", "news/dev", "facility") == 0.425
    )  # one example of twenty is worth .05
    assert floors.floor(kept, "full", "news/dev", "person") is None


def test_a_drop_below_a_floor_is_refused_and_named() -> None:
    kept = floors.raised({}, "sample", [MEASURED])
    assert floors.losses(kept, "sample", [MEASURED]) == []
    assert floors.losses(kept, "sample", [lower(0.895)]) == []
    assert floors.losses(kept, "sample", [lower(0.8949)]) == [
        "news/dev, person is 0.8949, below its floor of 0.8950."
    ]


def test_raising_never_lowers_a_floor() -> None:
    kept = floors.raised({}, "sample", [MEASURED])
    assert floors.raised(kept, "sample", [lower(0.5)]) == kept
    assert (
        floors.floor(floors.raised(kept, "sample", [lower(0.95)]), "sample", "news/dev", "person")
        == 0.945
    )


def test_on_other_data_nothing_is_compared_and_nothing_is_raised() -> None:
    kept = floors.raised({}, "sample", [MEASURED])
    other = Part("news/dev", "b" * 64, {"person": Figure(0.99, 1000)})
    assert floors.raised(kept, "sample", [other]) == kept
    (reason,) = floors.losses(kept, "sample", [other])
    assert "other data" in reason


def test_what_was_not_measured_or_has_no_floor_is_refused_too() -> None:
    kept = floors.raised({}, "sample", [MEASURED])
    assert floors.losses(kept, "sample", []) == ["news/dev was not measured."]
    gone = Part("news/dev", "a" * 64, {"person": Figure(0.9, 1000)})
    assert floors.losses(kept, "sample", [gone]) == ["news/dev, facility was not measured."]
    assert "no floors" in floors.losses({}, "sample", [MEASURED])[0]


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept = floors.raised({}, "full", [MEASURED])
    floors.write(kept, tmp_path / "floors.json")
    assert floors.read(tmp_path / "floors.json") == kept
    assert floors.read(tmp_path / "none.json") == {}

"""`gloss annotate`: the pipe answers line by line, and as the library does."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.annotation_lines import annotate_line
from tests.cli.running import TEXT, gloss, lines


def test_annotate_stdin_answers_each_line_in_its_place(tmp_path: Path) -> None:
    text = (
        "A 👩‍👩‍👧 boat.\n\n“The buoy was dark,” said Captain Ella Thorne. The Petrel sank in "
        "February 2031."
    )
    given = [
        {"id": 7, "text": text, "date": "2020-01-01"},
        {"id": "b"},
        {"id": "c", "text": ""},
        {"id": "d", "text": "x", "date": "soon"},
    ]
    run = gloss(
        tmp_path,
        "annotate",
        "--stdin",
        given=b"\n".join(json.dumps(g).encode() for g in given) + b"\nnot json\n",
    )
    told = lines(run)
    assert [t["id"] for t in told] == [7, "b", "c", "d", None]
    assert run.returncode == 1
    assert "error" not in told[0]
    found = told[0]["annotations"]
    assert isinstance(found, list)
    assert {"entity", "quotation", "date"} <= {a["layer"] for a in found}
    assert all(text[a["start"] : a["end"]] == a["exact"] for a in found)
    assert [d["kind"] for d in told[0]["doubts"]] == ["date-of-record"]  # type: ignore[attr-defined]
    assert all("error" in t for t in (told[1], told[3], told[4]))
    assert not (tmp_path / "data").exists()


def test_all_prints_what_lies_below_the_thresholds_too(tmp_path: Path) -> None:
    given = json.dumps(
        {
            "id": 1,
            "text": (
                "It was a fine day. The mole cost 4.2 million crowns in March 2030, twice "
                "what was planned."
            ),
        }
    ).encode()
    shown = lines(gloss(tmp_path, "annotate", "--stdin", given=given))[0]["annotations"]
    everything = lines(gloss(tmp_path, "annotate", "--stdin", "--all", given=given))[0][
        "annotations"
    ]
    claims = [[a for a in some if a["layer"] == "claim"] for some in (shown, everything)]  # type: ignore[attr-defined]
    assert len(claims[1]) == 2
    assert len(claims[0]) == 1


def test_the_stored_path_gives_the_annotations_of_the_pipe(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    gloss(tmp_path, "import", str(file))
    stored = lines(gloss(tmp_path, "export", "--format", "jsonl"))
    assert {"id", "article", "source_url", "revision", "entity"} <= stored[0].keys()
    text = json.loads(gloss(tmp_path, "extract", str(file)).stdout)["text"]
    given = json.dumps({"id": 1, "text": text, "date": "2031-05-06", "language": "en"}).encode()
    piped = lines(gloss(tmp_path, "annotate", "--stdin", given=given))[0]["annotations"]
    key = ("layer", "start", "end", "exact", "confidence", "creator", "body")
    assert [{k: s[k] for k in key} for s in stored] == [{k: p[k] for k in key} for p in piped]  # type: ignore[attr-defined]


def test_a_lone_surrogate_is_annotated_as_given_and_stops_no_other_line(tmp_path: Path) -> None:
    given = b'{"id":"\\ud800","text":"\\ud800\\u0000 Captain Ella Thorne left."}\n{"id":2,"text":"It rained."}\n'
    run = gloss(tmp_path, "annotate", "--stdin", given=given)
    assert run.returncode == 0, run.stderr
    told = lines(run)
    assert [t["id"] for t in told] == ["\ud800", 2]
    found: Any = told[0]["annotations"]
    names = [(a["start"], a["exact"]) for a in found if a["layer"] == "entity"]
    assert names == [(11, "Ella Thorne")]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_json_has_not_is_refused_and_never_printed(number: str) -> None:
    told = annotate_line(b'{"id": %s, "text": "It rained."}' % number.encode(), all_=False)
    assert told["id"] is None
    assert number in told["error"]
    assert annotate_line(b'{"id": 1e9, "text": ""}', all_=False) == {
        "id": 1e9,
        "annotations": [],
        "doubts": [],
    }

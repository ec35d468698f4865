"""`gloss annotate`: the pipe answers line by line, and as the library does."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.annotation_lines import annotate_line
from tests.cli.running import TEXT, gloss, gloss_here, lines

pytestmark = pytest.mark.slow  # some tests start processes


def test_annotate_stdin_answers_each_line_in_its_place(tmp_path: Path) -> None:
    text = (
        "A 👩‍👩‍👧 boat.\n\n“The buoy was dark,” said Captain Ella Thorne. The Petrel sank in "
        "February 2031."
    )
    requests = [
        {"id": 7, "text": text, "date": "2020-01-01"},
        {"id": "b"},
        {"id": "c", "text": ""},
        {"id": "d", "text": "x", "date": "soon"},
    ]
    run = gloss_here(
        tmp_path,
        "annotate",
        "--stdin",
        given=b"\n".join(json.dumps(r).encode() for r in requests) + b"\nnot json\n",
    )
    answers = lines(run)
    assert [answer["id"] for answer in answers] == [7, "b", "c", "d", None]
    assert run.returncode == 1
    assert "error" not in answers[0]
    annotations = answers[0]["annotations"]
    assert isinstance(annotations, list)
    assert {"entity", "quotation", "date"} <= {a["layer"] for a in annotations}
    assert all(text[a["start"] : a["end"]] == a["exact"] for a in annotations)
    assert [d["kind"] for d in answers[0]["doubts"]] == ["date-of-record"]  # type: ignore[attr-defined]
    assert answers[1]["error"] == "Each line must be an object with a string `text`."
    assert answers[3]["error"] == "`date` must be YYYY-MM-DD, not 'soon'."
    assert "error" in answers[4]
    assert not (tmp_path / "data").exists()


def test_all_includes_findings_below_the_thresholds(tmp_path: Path) -> None:
    given = json.dumps(
        {
            "id": 1,
            "text": (
                "It was a fine day. The mole cost 4.2 million crowns in March 2030, twice "
                "what was planned."
            ),
        }
    ).encode()

    def claims(*options: str) -> int:
        run = gloss_here(tmp_path, "annotate", "--stdin", *options, given=given)
        annotations: Any = lines(run)[0]["annotations"]
        return sum(annotation["layer"] == "claim" for annotation in annotations)

    assert claims() == 1
    assert claims("--all") == 2


def test_a_stored_article_has_the_annotations_of_the_pipe(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    gloss_here(tmp_path, "import", str(file))
    stored = lines(gloss_here(tmp_path, "export", "--format", "jsonl"))
    assert {"id", "article", "source_url", "revision", "entity"} <= stored[0].keys()
    stored = [line for line in stored if line["layer"] != "article"]
    text = json.loads(gloss_here(tmp_path, "extract", str(file)).stdout)["text"]
    given = json.dumps({"id": 1, "text": text, "date": "2031-05-06", "language": "en"}).encode()
    piped: Any = lines(gloss_here(tmp_path, "annotate", "--stdin", given=given))[0]["annotations"]
    shared = ("layer", "start", "end", "exact", "confidence", "creator", "body")
    assert [[s[name] for name in shared] for s in stored] == [
        [p[name] for name in shared] for p in piped
    ]


def test_a_lone_surrogate_is_annotated_and_stops_no_other_line(tmp_path: Path) -> None:
    given = (
        b'{"id":"\\ud800","text":"\\ud800\\u0000 Captain Ella Thorne left."}\n'
        b'{"id":2,"text":"It rained."}\n'
    )
    run = gloss(tmp_path, "annotate", "--stdin", given=given)
    assert run.returncode == 0, run.stderr
    answers = lines(run)
    assert [answer["id"] for answer in answers] == ["\ud800", 2]
    annotations: Any = answers[0]["annotations"]
    names = [(a["start"], a["exact"]) for a in annotations if a["layer"] == "entity"]
    assert names == [(11, "Ella Thorne")]


def test_of_a_long_text_the_beginning_is_annotated_and_the_answer_says_so(tmp_path: Path) -> None:
    given = json.dumps({"text": "Ella Thorne sailed.\n\nEla Moor did not sail."}).encode()
    run = gloss(tmp_path, "annotate", "--stdin", given=given, GLOSS_ANNOTATE_MAX_WORDS="5")
    (answer,) = lines(run)
    annotations: Any = answer["annotations"]
    assert all(a["end"] <= 19 for a in annotations)
    assert [doubt["kind"] for doubt in answer["doubts"]] == ["annotated-part"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_is_not_json_is_refused_and_never_printed(number: str) -> None:
    answer = annotate_line(b'{"id": %s, "text": "It rained."}' % number.encode(), all_=False)
    assert (answer["id"], answer["error"]) == (None, f"{number} is not valid JSON.")
    assert annotate_line(b'{"id": 1e9, "text": ""}', all_=False) == {
        "id": 1e9,
        "annotations": [],
        "doubts": [],
    }

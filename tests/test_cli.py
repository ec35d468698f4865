"""The command as its users call it: a process, its output, its exit code."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import delete, select
from sqlmodel import col

from app import commands, importers, pipeline
from app.errors import NotFound
from app.linking.across.corrections import CorrectionDraft
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.ingest import lifecycle
from app.store.passages import passages
from app.store.schema.entities import Entity
from app.store.schema.passages import StoredAnchorState
from app.text.spans import Span
from tests.building import draft

ROOT = Path(__file__).parent.parent
TEXT = (
    "date 2031-05-06 The ferry Petrel ran aground off Sund on Monday.\n\n"
    "“The buoy was dark,” said the master, Captain Ella Thorne. She said that nobody was hurt.\n"
)


def gloss(
    folder: Path, *arguments: str, given: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One run of the command on the library in `folder`."""
    environ = (
        {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")}
        | {"GLOSS_DATA": str(folder / "data")}
        | environment
    )
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environ, input=given, capture_output=True, timeout=120, check=False
    )


def lines(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    """The JSON Lines that a run printed."""
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_import_stores_once_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    first = gloss(tmp_path, "import", str(file), "--json")
    assert first.returncode == 0, first.stderr
    told = lines(first)[0]
    assert told["created"] is True
    assert told["error"] is None
    again = lines(gloss(tmp_path, "import", str(file), "--json"))[0]
    assert again["created"] is False
    assert again["id"] == told["id"]
    file.write_text(TEXT, encoding="utf-8")
    moved = tmp_path / "elsewhere.txt"
    file.rename(moved)
    assert lines(gloss(tmp_path, "import", str(moved), "--json"))[0]["id"] == told["id"]


def test_one_bad_item_never_stops_the_rest_and_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_text(TEXT)
    (folder / "c.bin").write_bytes(bytes(range(256)) * 10)
    run = gloss(
        tmp_path,
        "import",
        str(folder),
        str(tmp_path / "missing.txt"),
        "http://127.0.0.1:9/x",
        "--json",
    )
    assert run.returncode == 1
    told = {str(t["item"]): t for t in lines(run)}
    assert sum(t["error"] is None for t in told.values()) == 1
    assert len(told) == 5
    assert all(t["error"] for name, t in told.items() if not name.endswith("b.txt"))


def test_standard_input_is_an_item(tmp_path: Path) -> None:
    run = gloss(tmp_path, "import", "-", "--format", "text", "--json", given=TEXT.encode())
    assert run.returncode == 0
    assert lines(run)[0]["item"] == "-"


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "x", "--formt", "y"],
        ["import", "x", "--format", "zz"],
        ["export", "--format", "zz"],
        ["nothing"],
        ["export"],
    ],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, arguments: list[str]) -> None:
    assert gloss(tmp_path, *arguments).returncode == 2


def test_extract_prints_the_draft_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    run = gloss(tmp_path, "extract", str(file))
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["title"] is None
    assert told["declared_date"] == {"value": "2031-05-06", "provenance": "header"}
    assert told["text"].startswith("The ferry Petrel")
    assert "\n\n".join(told["text"][b["start"] : b["end"]] for b in told["blocks"]) == told["text"]
    assert told["language"] == "en"
    assert not (tmp_path / "data").exists()


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


def test_search_backup_restore_and_doctor(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    gloss(tmp_path, "import", str(file))
    assert len(lines(gloss(tmp_path, "search", "buoy", "--json"))) == 1
    copy = tmp_path / "copy.db"
    assert gloss(tmp_path, "backup", str(copy)).returncode == 0
    other = tmp_path / "other"
    assert gloss(other, "restore", str(copy)).returncode == 0
    assert len(lines(gloss(other, "search", "buoy", "--json"))) == 1
    assert gloss(other, "restore", str(copy)).returncode == 1
    well = gloss(other, "doctor")
    assert well.returncode == 0, well.stdout
    assert gloss(tmp_path / "nowhere", "doctor").returncode == 1


def test_verify_checks_citations_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    assert gloss(tmp_path, "verify", given=b"x").returncode == 1  # no library
    gloss(tmp_path, "import", str(file))
    with commands.opened(Settings(data=tmp_path / "data")) as library, library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, 1)
        code = passages.share(s, article, revision, Span(0, 27))[0].code
        sha256 = revision.sha256
    cited = (
        f"“The ferry Petrel ran aground”\n— undated\nhttp://127.0.0.1:8000/p/{code}; captured "
        f"1990-01-01T00:00:00Z; SHA-256 {sha256}"
    )
    (tmp_path / "cited.txt").write_text(cited)
    wrong = gloss(tmp_path, "verify", str(tmp_path / "cited.txt"), "--json")
    (told,) = lines(wrong)
    assert (wrong.returncode, told["verified"], told["verdict"]) == (1, False, "same")
    assert [p["about"] for p in told["points"] if p["holds"] is False] == ["words", "captured"]  # type: ignore[attr-defined]
    assert "{+aground+}" in gloss(tmp_path, "verify", str(tmp_path / "cited.txt")).stdout.decode()
    right = gloss(
        tmp_path,
        "verify",
        given=f"“The ferry Petrel ran agroun” http://127.0.0.1:8000/p/{code}".encode(),
    )
    assert (right.returncode, right.stdout.decode().split()[0]) == (0, "verified")
    assert gloss(tmp_path, "verify", given=b"no citation").returncode == 2
    assert gloss(tmp_path, "verify", str(tmp_path / "missing")).returncode == 2
    unknown = gloss(tmp_path, "verify", "-", given=b"/p/nosuchcode12")
    assert (unknown.returncode, b"There is no such passage" in unknown.stdout) == (1, True)


def test_serve_prints_a_sign_in_link_once_and_no_migrate_refuses_an_older_library(
    tmp_path: Path,
) -> None:
    assert b"older" in gloss(tmp_path, "serve", "--port", "0", "--no-migrate").stderr
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")} | {
        "GLOSS_DATA": str(tmp_path / "data")
    }
    printed = []
    for _ in range(2):
        command = [sys.executable, "-m", "app", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            said = []
            for line in process.stdout:
                said.append(line)
                if "serves on" in line:
                    break
            with urllib.request.urlopen(said[-1].split()[-1] + "/healthz", timeout=30) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(30) in (0, 130, -signal.SIGINT)
        printed.append(any("/signin/" in line for line in said))
    assert printed == [True, False]


def test_every_command_closes_the_library_that_it_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Library] = []
    closed: list[Library] = []

    class Seen(Library):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            opened.append(self)

        def close(self) -> None:
            super().close()
            closed.append(self)

    monkeypatch.setattr(commands, "Library", Seen)
    settings, console = Settings(data=tmp_path / "data"), Console(quiet=True)
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    runs: list[Callable[[], object]] = [
        lambda: list(commands.import_items(settings, [str(file)], "auto", console)),
        lambda: commands.signin(settings),
        lambda: commands.create_token(settings, "a program"),
        lambda: commands.annotate_stored(settings, True, 1, None, console),
        lambda: list(commands.search(settings, "buoy")),
        lambda: list(commands.export(settings, "jsonl", [])),
        lambda: list(commands.verify(settings, str(file))),
        lambda: commands.doctor(settings),
    ]
    for number, run in enumerate(runs, 1):
        run()
        assert len(opened) == len(closed) == number
    with pytest.raises(NotFound):
        list(commands.export(settings, "jsonl", [99]))
    assert opened == closed


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    run = gloss(tmp_path, "migrate", GLOSS_FETCH_TIMEOUT_SECONDS="soon")
    assert run.returncode == 1
    assert b"GLOSS_FETCH_TIMEOUT_SECONDS" in run.stderr


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "database"
    secret.write_text(f"sqlite:///{tmp_path / 'own.db'}\n")
    assert gloss(tmp_path, "migrate", GLOSS_DATABASE_URL_FILE=str(secret)).returncode == 0
    assert (tmp_path / "own.db").exists()


def test_a_folder_may_be_named_by_any_path_and_an_empty_one_is_a_failure(tmp_path: Path) -> None:
    inside = tmp_path / ".hidden" / "in"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(TEXT)
    (inside / ".b.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    run = gloss(tmp_path, "import", str(inside / ".." / "in"), str(tmp_path / "empty"), "--json")
    assert run.returncode == 1
    assert [told["error"] is None for told in lines(run)] == [True, False]


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
    told = commands.annotate_line(b'{"id": %s, "text": "It rained."}' % number.encode(), all_=False)
    assert told["id"] is None
    assert number in told["error"]
    assert commands.annotate_line(b'{"id": 1e9, "text": ""}', all_=False) == {
        "id": 1e9,
        "annotations": [],
        "doubts": [],
    }


@pytest.mark.parametrize(
    "setting",
    [
        {"GLOSS_DATABASE_URL": "zzz"},
        {"GLOSS_DATABASE_URL": "mysql://x/y"},
        {"GLOSS_DATABASE_URL": "postgresql://127.0.0.1:9/none"},
        {"GLOSS_DATA": "/proc/nope"},
        {"GLOSS_BASE_URL": "foo"},
    ],
    ids=str,
)
def test_what_cannot_be_opened_is_told_in_a_sentence(
    tmp_path: Path, setting: dict[str, str]
) -> None:
    run = gloss(tmp_path, "signin", given=None, **setting)
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert run.stderr.startswith(b"gloss: ")


def test_kb_import_names_a_bad_line_and_stores_the_rest_once(tmp_path: Path) -> None:
    file = tmp_path / "places.jsonl"
    file.write_text(
        '{"id": "1", "name": "Port Orle", "kind": "place"}\n{"id": "2"}\n{"id": "3", "name": '
        '"Skerry", "kind": "place"}\n'
    )
    first = gloss(tmp_path, "kb", "import", str(file))
    assert first.returncode == 1
    assert b"places.jsonl:2: It has no" in first.stderr
    assert first.stdout.strip() == b"2 stored, 0 changed, 0 known, 1 failed"
    file.write_text("id,name,kind\n1,Port Orle,place\n3,The Skerry,place\n")
    again = gloss(tmp_path, "kb", "import", str(file))
    assert again.returncode == 0, again.stderr
    assert again.stdout.strip() == b"0 stored, 1 changed, 1 known, 0 failed"
    assert gloss(tmp_path, "kb", "import", str(tmp_path / "none.csv")).returncode == 2


def test_a_restored_library_has_its_passages_followed(tmp_path: Path) -> None:
    settings, copy = Settings(data=tmp_path / "data"), tmp_path / "copy.gloss"
    url = "https://ostra.example/petrel"
    with commands.opened(settings) as library:
        first = pipeline.ingest(library, draft("The ferry ran aground.", url=url))
        with library.writing() as s:
            article, revision = articles.with_revision(s, EDITOR, first.article_id)
            passages.share(s, article, revision, Span(4, 9))
        pipeline.ingest(library, draft("Today the ferry ran aground.", url=url))
        with library.writing() as s:
            s.execute(delete(StoredAnchorState))  # as an older version left it
    commands.backup(settings, copy)
    commands.restore(settings, copy, force=True)
    with commands.opened(settings) as library, library.reading() as s:
        assert s.scalars(select(col(StoredAnchorState.start))).all() == [10]


def test_a_log_of_corrections_goes_into_a_new_library_of_the_same_articles(tmp_path: Path) -> None:
    file, log, other = tmp_path / "petrel.txt", tmp_path / "log.jsonl", tmp_path / "other"
    file.write_text(TEXT)
    assert gloss(tmp_path, "import", str(file)).returncode == 0
    library = Library(Settings(data=tmp_path / "data"))
    with library.reading() as s:
        ella = s.scalars(select(col(Entity.id)).where(col(Entity.name) == "Ella Thorne")).one()
    pipeline.correct(library, CorrectionDraft("rename", ella, value="Captain Thorne"), "person:1")
    library.close()
    log.write_bytes(gloss(tmp_path, "corrections", "export").stdout)
    first = gloss(
        other, "corrections", "replay", str(log)
    )  # takes the key over, and waits for the article
    assert (first.returncode, first.stdout) == (1, b"0 taken, 0 undone, 0 known, 1 refused\n")
    assert b"log.jsonl:2: It is about an entity that this library does not have." in first.stderr
    assert gloss(other, "import", str(file)).returncode == 0
    assert (
        gloss(other, "corrections", "replay", str(log)).stdout
        == b"1 taken, 0 undone, 0 known, 0 refused\n"
    )
    assert gloss(other, "corrections", "export").stdout == log.read_bytes()
    refused = gloss(other, "corrections", "replay", "-", given=b"{}")
    assert (refused.returncode, refused.stdout) == (1, b"")


def test_verify_tells_a_genuine_citation_from_what_the_article_says_now(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    rest = "Nobody was hurt, the harbour master of Kerra said.\n\nAn inquiry will begin."
    file.write_text(f"The ferry Petrel ran aground on Monday.\n\n{rest}")
    gloss(tmp_path, "import", str(file))
    with commands.opened(Settings(data=tmp_path / "data")) as library, library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, 1)
        code = passages.share(s, article, revision, Span(0, 39))[0].code
        text = f"{rest}\n\nThe ferry Petrel ran aground on Sunday."
        lifecycle.revise(s, 1, importers.read(text.encode(), name="petrel.txt", longest=10**6)[0])
    given = f"“The ferry Petrel ran aground on Monday.” http://127.0.0.1:8000/p/{code}".encode()
    told = gloss(tmp_path, "verify", given=given)
    first, *others = told.stdout.decode().splitlines()
    assert (told.returncode, first.split()[0]) == (0, "genuine")
    assert "The citation is genuine. The article no longer says this in these words." in first
    assert any("moved to another place in the article and was reworded" in line for line in others)
    assert any("[-Monday-]{+Sunday+}" in line for line in others)
    (as_json,) = lines(gloss(tmp_path, "verify", "--json", given=given))
    assert (as_json["genuine"], as_json["still_says_so"], as_json["words_changed"]) == (
        True,
        False,
        True,
    )

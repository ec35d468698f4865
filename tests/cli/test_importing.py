"""`gloss import`: articles from files, folders, lists and standard input."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from tests.cli.running import ROOT, TEXT, document, gloss_here

pytestmark = pytest.mark.slow  # some tests start processes


def written(folder: Path, count: int) -> Path:
    """A folder with so many files."""
    folder.mkdir()
    for n in range(count):
        (folder / f"{n:04}.txt").write_text(f"{TEXT}\nIt was voyage number {n}.\n")
    return folder


def test_an_article_is_imported_once_wherever_its_file_lies(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    first = gloss_here(tmp_path, "import", str(file), "--json")
    assert first.returncode == 0, first.stderr
    (stored,), failed = document(first)
    assert failed == []
    assert stored == {
        "item": str(file),
        "id": 1,
        "url": "http://127.0.0.1:8000/articles/1",
        "revision": 1,
        "created": True,
    }
    (again,), _ = document(gloss_here(tmp_path, "import", str(file), "--json"))
    assert again == stored | {"created": False}
    moved = tmp_path / "elsewhere.txt"
    file.rename(moved)
    (after,), _ = document(gloss_here(tmp_path, "import", str(moved), "--json"))
    assert (after["id"], after["created"]) == (stored["id"], False)


def test_a_bad_item_is_named_and_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_text(TEXT)
    (folder / "c.bin").write_bytes(bytes(range(256)) * 10)
    missing, refused = str(tmp_path / "missing.txt"), "http://127.0.0.1:9/x"
    run = gloss_here(tmp_path, "import", str(folder), missing, refused, "--json")
    assert run.returncode == 1
    stored, failed = document(run)
    assert [item["item"] for item in stored] == [str(folder / "b.txt")]
    reasons = {failure["item"]: failure["message"] for failure in failed}
    assert list(reasons) == [str(folder / "a.txt"), str(folder / "c.bin"), missing, refused]
    assert "Cannot read" in reasons[missing]


def test_what_failed_is_reported_and_tried_again_alone(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 3)
    odd = os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")
    Path(odd).touch()
    (folder / "0001.txt").write_text("")
    report, again = tmp_path / "report.jsonl", ("--report", str(tmp_path / "report.jsonl"))
    run = gloss_here(tmp_path, "import", str(folder), "--json", *again, "--no-annotate")
    assert run.returncode == 1
    stored, failed = document(run)
    assert len(stored) == 2
    assert [json.loads(line) for line in report.read_bytes().splitlines()] == failed
    assert [failure["item"] for failure in failed] == [str(folder / "0001.txt"), odd]
    (tmp_path / "document.json").write_bytes(run.stdout)
    (folder / "0001.txt").write_text(TEXT)
    for name, code in (("report.jsonl", 1), ("document.json", 1)):
        retried = gloss_here(tmp_path, "import", "--retry", str(tmp_path / name), "--json", *again)
        assert retried.returncode == code
        stored, failed = document(retried)
        assert [item["item"] for item in stored] == [str(folder / "0001.txt")]
        assert [failure["item"] for failure in failed] == [odd]
        assert [json.loads(line)["item"] for line in report.read_bytes().splitlines()] == [odd]
    (tmp_path / "bad").write_text("no report")
    assert (
        b"not valid JSON" in gloss_here(tmp_path, "import", "--retry", str(tmp_path / "bad")).stderr
    )


def test_standard_input_is_an_item_or_a_list(tmp_path: Path) -> None:
    run = gloss_here(tmp_path, "import", "-", "--format", "text", "--json", given=TEXT.encode())
    assert run.returncode == 0
    assert [item["item"] for item in document(run)[0]] == ["-"]
    folder = written(tmp_path / "in", 2)
    listed = f"{folder}/0001.txt\n\n{folder}/0000.txt\n"
    run = gloss_here(tmp_path, "import", "--list", "-", given=listed.encode())
    assert run.returncode == 0, run.stderr
    names = [line.split(b"  ")[-1].decode() for line in run.stdout.splitlines()]
    assert names == [f"{folder}/0001.txt", f"{folder}/0000.txt"]
    (tmp_path / "list").write_text(listed)
    run = gloss_here(tmp_path, "import", "--list", str(tmp_path / "list"))
    assert run.stdout.count(b"unchanged") == 2


def test_what_is_stored_is_annotated_at_the_end_or_by_the_next_import(
    tmp_path: Path, stub_layers: None
) -> None:
    folder = written(tmp_path / "in", 3)
    run = gloss_here(tmp_path, "import", str(folder), "--no-annotate")
    assert run.returncode == 0, run.stderr
    assert unannotated(tmp_path) == [1, 2, 3]
    gloss_here(tmp_path, "import", str(folder / "0000.txt"))
    assert unannotated(tmp_path) == []


def unannotated(folder: Path) -> list[int]:
    """The revisions of the library in a folder that no layer ever ran on."""
    with closing(Library(Settings(data=folder / "data"))) as library, library.reading() as s:
        return runs.pending(s, {}, only_new=True)


def test_a_private_import_is_seen_by_no_reader(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    for private in (("--private",), ()):
        run = gloss_here(tmp_path, "import", *private, str(file), "--no-annotate")
        assert run.returncode == 0, run.stderr
    with closing(Library(Settings(data=tmp_path / "data"))) as library, library.reading() as s:
        assert articles.newest(s, ANYONE).items == []
        assert len(articles.newest(s, EDITOR).items) == 1


def test_a_folder_is_imported_without_hidden_files_and_an_empty_one_fails(tmp_path: Path) -> None:
    inside = tmp_path / ".hidden" / "in"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(TEXT)
    (inside / ".b.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    run = gloss_here(
        tmp_path, "import", str(inside / ".." / "in"), str(tmp_path / "empty"), "--json"
    )
    assert run.returncode == 1
    stored, failed = document(run)
    assert len(stored) == 1
    message = f"The folder {tmp_path / 'empty'} contains no files."
    assert failed == [{"item": str(tmp_path / "empty"), "message": message}]


def _heeds_interrupts() -> None:
    """What a shell runs in the background ignores them, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_keeps_what_is_stored_and_completes_the_document(
    tmp_path: Path, workers: str
) -> None:
    folder = written(tmp_path / "in", 1_000)
    environ = os.environ | {"GLOSS_DATA": str(tmp_path / "data"), "GLOSS_MODEL": "small"}
    command = [sys.executable, "-m", "app", "import", str(folder), "--json", "--workers", workers]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_heeds_interrupts,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        head = b"".join(program.stdout.readline() for _ in range(3))
        program.send_signal(signal.SIGINT)
        printed, said = head + program.stdout.read(), program.stderr.read()
    assert program.returncode == 130
    assert b"Traceback" not in said
    stored = json.loads(printed)["items"]
    assert 2 <= len(stored) <= 1_000
    run = gloss_here(tmp_path, "import", str(folder), "--no-annotate", "--json")
    items, failed = document(run)
    assert (len(items), failed) == (1_000, [])
    assert {item["id"] for item in items} == set(range(1, 1_001))
    assert sum(not item["created"] for item in items) >= len(stored)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_kills_lose_and_double_nothing(tmp_path: Path, workers: str) -> None:
    folder = written(tmp_path / "in", 400)
    environ = os.environ | {"GLOSS_DATA": str(tmp_path / "data"), "GLOSS_MODEL": "small"}
    command = [sys.executable, "-m", "app", "import", str(folder), "--no-annotate"]
    acknowledged: dict[str, str] = {}
    for seed in range(5):
        with subprocess.Popen(
            [*command, "--workers", workers],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as program:
            assert program.stdout is not None
            # After the first, a moment that depends on the machine.
            seen = [program.stdout.readline()]
            time.sleep(0.03 * seed)
            program.kill()
            seen += program.stdout.readlines()
        for line in seen:
            if line.endswith(b"\n"):  # the last one may be cut off
                _, url, name = line.decode().split()
                assert acknowledged.setdefault(name, url) == url
    stored, failed = document(
        gloss_here(tmp_path, "import", str(folder), "--json", "--no-annotate")
    )
    assert failed == []
    assert sorted(item["id"] for item in stored) == list(range(1, 401))
    assert {item["revision"] for item in stored} == {1}
    by_name = {item["item"]: item["url"] for item in stored}
    assert {name: by_name[name] for name in acknowledged} == acknowledged


def test_two_imports_at_once_make_each_article_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 200)
    assert gloss_here(tmp_path, "migrate").returncode == 0
    environ = os.environ | {"GLOSS_DATA": str(tmp_path / "data"), "GLOSS_MODEL": "small"}
    command = [sys.executable, "-m", "app", "import", str(folder), "--json", "--no-annotate"]
    programs = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE) for _ in range(2)
    ]
    printed = [json.loads(program.communicate()[0]) for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    for one in printed:
        assert sorted(item["id"] for item in one["items"]) == list(range(1, 201))
        assert {item["revision"] for item in one["items"]} == {1}
    created = [item["id"] for one in printed for item in one["items"] if item["created"]]
    assert sorted(created) == list(range(1, 201))


def test_an_import_without_items_is_wrong_usage(tmp_path: Path) -> None:
    for arguments in ((), ("--list", "none"), ("--retry", "none"), ("x", "--workers", "0")):
        assert gloss_here(tmp_path, "import", *arguments).returncode == 2


def test_a_progress_bar_on_a_terminal_leaves_the_output_in_its_pipe(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", 3)
    environ = os.environ | {"GLOSS_DATA": str(tmp_path / "data"), "TERM": "xterm"}
    command = [sys.executable, "-m", "app", "import", str(folder), "--json", "--no-annotate"]
    ours, theirs = os.openpty()
    try:
        run = subprocess.run(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=theirs, check=True
        )
        assert b"Importing" in os.read(ours, 100_000)
    finally:
        os.close(ours)
        os.close(theirs)
    assert len(json.loads(run.stdout)["items"]) == 3

"""The scripts pass oxlint with the rules of `.oxlintrc.json`, and those rules find faults."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OXLINT = Path(sys.executable).parent / "oxlint"
LONGEST_LINE = 100

FAULTS = {
    "a syntax error": ("const = 1\n", "Unexpected token"),
    "var": ("var count = 1\nalert(count)\n", "no-var"),
    "a variable that never changes": ("let count = 1\nalert(count)\n", "prefer-const"),
    "a loose comparison": ("alert(document.title == 1)\n", "eqeqeq"),
    "a function that nothing calls": ("function unused() {}\n", "no-unused-vars"),
    "a name that nothing defines": ("alert(missing)\n", "no-undef"),
    "a long function": (
        "function long() {\n" + "  alert(1)\n" * 60 + "}\nlong()\n",
        "max-lines-per-function",
    ),
    "a function with many branches": (
        "function branchy(n) {\n" + "  if (n === 1) alert(n)\n" * 11 + "}\nbranchy(2)\n",
        "complexity",
    ),
}


def lint(path: Path) -> tuple[int, str]:
    """The exit status and output of the linter for a file or folder."""
    command = [str(OXLINT), "-c", str(ROOT / ".oxlintrc.json"), str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_scripts_pass_the_linter() -> None:
    status, output = lint(ROOT / "static")
    assert status == 0, output
    own = len(list((ROOT / "static").glob("*.js")))  # not the vendored ones
    assert f"on {own} files" in output


@pytest.mark.parametrize(("source", "rule"), FAULTS.values(), ids=FAULTS)
def test_the_linter_refuses(tmp_path: Path, source: str, rule: str) -> None:
    script = tmp_path / "fault.js"
    script.write_text(source, encoding="utf-8")
    status, output = lint(script)
    assert status != 0
    assert rule in output


def test_the_scripts_have_lines_that_fit() -> None:
    for path in (ROOT / "static").glob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert max(map(len, lines)) <= LONGEST_LINE, path

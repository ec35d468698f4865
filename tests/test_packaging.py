"""What the program depends on is declared, pinned, and nothing more."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

import app

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOADED_BY_OTHERS = {
    "httptools": "uvicorn",
    "psycopg": "SQLAlchemy",
    "python-multipart": "Starlette",
    "uvloop": "uvicorn",
}
"""Dependencies that no module imports, each with the package that loads it when it is there."""


def imported_packages(folder: str) -> Iterator[str]:
    """The top-level packages that the modules of a folder import, wherever in the module."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


def normalized(name: str) -> str:
    """A distribution's name as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, Requirement]:
    """The requirements of a lock file by name."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if not line.startswith("#")]
    return {normalized(r.name): r for r in requirements}


def test_every_dependency_is_imported_and_every_import_is_declared() -> None:
    distributions = packages_distributions()
    own = {"app", *sys.stdlib_module_names}
    optional = {"distributed"}  # the extra `cluster`
    packages = {*imported_packages("app"), *imported_packages("migrations")} - own - optional
    imported = {normalized(distributions[package][0]) for package in packages}
    declared = {normalized(Requirement(d).name) for d in PROJECT["dependencies"]}
    assert imported - declared == set()
    assert declared - imported == LOADED_BY_OTHERS.keys()


def test_the_lock_files_pin_what_is_declared_with_its_platforms() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {normalized(Requirement(d).name) for d in PROJECT["dependencies"]} <= run.keys()
    extra = PROJECT["optional-dependencies"]["test"]
    assert {normalized(Requirement(d).name) for d in extra} <= test.keys()
    assert all(re.fullmatch(r"==[\w.]+", str(r.specifier)) for r in (*run.values(), *test.values()))
    assert {name: str(r) for name, r in run.items()}.items() <= {
        name: str(r) for name, r in test.items()
    }.items()
    assert str(run["uvloop"].marker) == 'sys_platform != "win32"'


def test_the_lock_files_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        words = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in words
        assert "--" not in words


def test_the_changelog_has_a_dated_section_for_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(app.__version__)} .*\d{{4}}-\d\d-\d\d", changelog, re.M)

"""Routes stay apart: what two of them share is in a module without routes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from app.web import ROUTES
from app.web.http.dependencies import count_request, gate

ROOT = Path(__file__).parents[2]
WEB = ROOT / "app" / "web"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(WEB.rglob("*.py"))
}


def defines_routes(tree: ast.Module) -> bool:
    """Whether a module makes a router. A package's list of routers makes none."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(isinstance(call.func, ast.Name) and call.func.id == "new_router" for call in calls)


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, and the names that may be modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


HANDLERS = frozenset(name for name, tree in MODULES.items() if defines_routes(tree))


def handlers_imported_by(name: str, tree: ast.Module) -> set[str]:
    return (set(imported(tree)) & HANDLERS) - {name}


@pytest.mark.parametrize("name", sorted(HANDLERS))
def test_no_module_with_routes_imports_another(name: str) -> None:
    assert handlers_imported_by(name, MODULES[name]) == set()


def test_modules_below_the_routes_import_none_of_them() -> None:
    below = {name: tree for name, tree in MODULES.items() if name.startswith("app.web.http.")}
    assert not HANDLERS & set(below)
    assert {name for name, tree in below.items() if handlers_imported_by(name, tree)} == set()


def test_the_check_finds_an_import_of_a_handler_however_it_is_written() -> None:
    for line in (
        "from app.web.api import articles",
        "from app.web.api.articles import draft_of",
        "import app.web.api.articles",
    ):
        assert handlers_imported_by("app.web.pages.lists", ast.parse(line)) == {
            "app.web.api.articles"
        }


def test_every_module_with_routes_is_listed_by_its_package() -> None:
    listed = {
        name
        for package in ("api", "pages", "editor")
        for name in imported(MODULES[f"app.web.{package}.__init__"])
    }
    assert listed >= HANDLERS


def test_every_route_is_behind_the_gate_and_counted() -> None:
    assert len(ROUTES) > len(HANDLERS)
    for route in ROUTES:
        # Not one that another router includes: FastAPI would read its parameters a second time.
        assert isinstance(route, APIRoute), route
        asked_first = [depends.dependency for depends in route.dependencies[:2]]
        assert asked_first == [gate, count_request], route.path

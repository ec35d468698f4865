"""Measures how a tree of Python reads: complexity, density, names, and imports between rooms.

`python -m tests.structure [FOLDER]` prints one table; with `--dense`, every function over the
limit. The house's tests use the same functions.
"""

import argparse
import ast
import io
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

COMPLEXITY = 10
"""The most that a function may count: McCabe's limit, with operators, ternaries and comprehensions.
"""

_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Measured:
    """One function: where it stands, its lines, and how many paths lead through it."""

    place: str
    lines: int
    complexity: int


def parsed(path: Path) -> ast.Module:
    """A file's syntax tree, read once."""
    return _parsed(path.resolve())


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def forget() -> None:
    """Lets go of every tree."""
    _parsed.cache_clear()
    _functions.cache_clear()


def complexity(function: Function) -> int:
    """Paths through a function (McCabe 1976), each operator, ternary and comprehension counted.

    Functions inside it count for themselves.
    """
    paths = 1
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        if isinstance(node, _BRANCHES):
            paths += 1
        elif isinstance(node, ast.BoolOp):
            paths += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            paths += 1 + len(node.ifs)
        waiting.extend(ast.iter_child_nodes(node))
    return paths


def functions(paths: list[Path]) -> Iterator[Measured]:
    """Every function of the files, methods and inner functions among them."""
    for path in paths:
        yield from _functions(path)


@cache
def _functions(path: Path) -> tuple[Measured, ...]:
    found = (node for node in ast.walk(parsed(path)) if isinstance(node, _FUNCTIONS))
    return tuple(
        Measured(
            f"{path}:{node.name}",
            (node.end_lineno or node.lineno) - node.lineno + 1,
            complexity(node),
        )
        for node in found
    )


def public_names(paths: list[Path]) -> dict[str, list[str]]:
    """Every public class with the files that define one of this name."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.as_posix())
    return places


def borrowed_names(paths: list[Path], package: str) -> list[str]:
    """Imports of a name from a module of `package` that only imported it: `file: module.name`."""
    trees = {_module(path): (path, parsed(path)) for path in paths}
    defined = {module: _defined(tree) for module, (_, tree) in trees.items()}
    found = []
    for path, tree in trees.values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or node.module not in trees:
                continue
            for alias in node.names:
                is_module = f"{node.module}.{alias.name}" in trees
                if not is_module and alias.name not in defined[node.module]:
                    found.append(f"{path}: {node.module}.{alias.name}")
    return [one for one in found if f": {package}" in one]


def rooms(folder: Path) -> Counter[tuple[str, str]]:
    """How many imports lead from each room right inside `folder` to each other one."""
    package = ".".join(folder.parts)
    arrows: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.rglob("*.py")):
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
                other = (node.module or "").removeprefix(f"{package}.").split(".")[0]
                if other != room:
                    arrows[room, other] += 1
    return arrows


def density(paths: list[Path]) -> tuple[float, float]:
    """Tokens a line of code, and comments in 1,000 lines of code; docstrings count as neither."""
    tokens, comments, coded = 0, 0, set[tuple[Path, int]]()
    skipped = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for before, token in pairwise(tokenize.generate_tokens(io.StringIO(text).readline)):
            is_docstring = token.type == tokenize.STRING and before.type in skipped
            if token.type == tokenize.COMMENT:
                comments += 1
            elif token.type not in skipped and not is_docstring:
                tokens += 1
                coded.add((path, token.start[0]))
    return tokens / max(len(coded), 1), 1000 * comments / max(len(coded), 1)


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _defined(tree: ast.Module) -> set[str]:
    names = set()
    for node in tree.body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            names.add(node.name)
        elif not isinstance(node, ast.ImportFrom | ast.Import):
            stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
            names |= {n.id for n in stored if isinstance(n.ctx, ast.Store)}
    return names


def _print_table(folder: Path) -> None:
    paths = sorted(folder.rglob("*.py"))
    measured = list(functions(paths))
    counted = [m.complexity for m in measured]
    over = sum(n > COMPLEXITY for n in counted)
    folders = Counter(p.parent for p in paths if p.name != "__init__.py")
    templates = list((folder.parent / "templates").rglob("*.html"))
    longest = max((len(x) for p in templates for x in p.read_text("utf-8").splitlines()), default=0)
    tokens, comments = density(paths)
    largest, most = folders.most_common(1)[0]
    print(f"modules                    {sum(folders.values())} in {len(folders)} folders")
    print(
        f"modules a folder           median {median(folders.values()):g}, most {most} ({largest})"
    )
    for room in ("store", "web"):
        arrows = rooms(folder / room)
        both = sum((b, a) in arrows for a, b in arrows) // 2
        print(f"imports between {room:<11}{sum(arrows.values())}, {both} pairs of rooms both ways")
    print(f"functions                  {len(counted)}")
    print(f"complexity                 90th percentile {quantiles(counted, n=10)[-1]:g}")
    print(f"complexity over {COMPLEXITY}         {over} ({100 * over / len(counted):.1f} %)")
    print(f"class names meaning more   {sum(len(p) > 1 for p in public_names(paths).values())}")
    print(f"names borrowed             {len(borrowed_names(paths, folder.name))}")
    print(f"longest template line      {longest}")
    print(f"tokens a code line         {tokens:.1f}")
    print(f"comments in 1,000 lines    {comments:.0f}")


def main() -> None:
    """Prints the table, or the dense functions."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", default="app", type=Path)
    parser.add_argument("--dense", action="store_true", help="list every function over the limit")
    given = parser.parse_args()
    if not given.dense:
        _print_table(given.folder)
        return
    dense = [m for m in functions(sorted(given.folder.rglob("*.py"))) if m.complexity > COMPLEXITY]
    for one in sorted(dense, key=lambda m: -m.complexity):
        print(one.complexity, one.lines, one.place)


if __name__ == "__main__":
    main()

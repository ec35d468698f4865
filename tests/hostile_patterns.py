"""Every pattern of the program with the ways it is used, and hostile texts made from it.

Patterns are found in the modules' globals, in the source of functions, and by calling the
functions that make them. Texts come from a pattern's own parse: the prefix that leads to a
repetition, what it repeats, and an end that the rest of the pattern does not accept.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import app

# Python's own parser of patterns: not public, and only the tests read it.
_parser: Any = importlib.import_module("re._parser")

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_EVERYWHERE = frozenset(["finditer", "findall", "sub", "subn", "split"])
_SOURCE = Path(app.__file__).parent
_BOUNDED = 10_000
"""A repetition of at most so many takes a bounded time at each place of a text."""
_DEEPEST = 4
"""Levels of lists and objects in which patterns are looked for."""
_CATEGORIES = {
    "CATEGORY_DIGIT": "1",
    "CATEGORY_NOT_DIGIT": "a ",
    "CATEGORY_SPACE": " \n",
    "CATEGORY_NOT_SPACE": "a.",
    "CATEGORY_WORD": "aA1",
    "CATEGORY_NOT_WORD": " .",
}
_GENERIC = (
    "a",
    "A",
    "1",
    " ",
    "\n",
    " \n",
    "a ",
    "A b ",
    "1 ",
    "Ab, ",
    "A.",
    '"',
    "a-",
    "(a",
    "<a ",
)
_WRONG = ("", "\x00", "\n\x00")
_PROBED = "aA1 .\n,-'\"“(<é\u4e00"


class UsedPattern(NamedTuple):
    """A pattern, where it stands, and the methods with which the program calls it."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the program."""
    names = (m.name for m in pkgutil.walk_packages(app.__path__, "app."))
    return tuple(importlib.import_module(n) for n in names if not n.endswith("__main__"))


def in_globals() -> Iterator[UsedPattern]:
    """The patterns that modules hold, also inside lists, dictionaries and objects."""
    seen = set[tuple[Any, int]]()
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        used = _uses(tree)
        for name, value in vars(module).items():
            if isinstance(value, ModuleType) or name.startswith("__"):
                continue
            for pattern in _within(value, _DEEPEST):
                key = (pattern.pattern, pattern.flags)
                methods = frozenset(used.get(name, ())) or frozenset(["search", "match"])
                if key in seen and name not in used:
                    continue
                seen.add(key)
                yield UsedPattern(f"{module.__name__}.{name}", pattern, methods)


def _uses(tree: ast.AST) -> dict[str, set[str]]:
    """Name → methods of patterns that a module calls on it."""
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in METHODS:
            continue
        if isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
    return used


def _within(value: object, deepest: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif deepest and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _within(item, deepest - 1)
    elif deepest and isinstance(value, dict):
        for item in value.values():
            yield from _within(item, deepest - 1)
    elif deepest and type(value).__module__.startswith("app."):
        fields = getattr(type(value), "__dataclass_fields__", {})
        for field in fields:
            yield from _within(getattr(value, field, None), deepest - 1)


class Call(NamedTuple):
    """A call of `re` inside a function: `pattern` is None where it is not a constant."""

    place: str
    method: str
    pattern: str | bytes | None


def calls_in_functions() -> Iterator[Call]:
    """Every use of `re` inside the functions of the program."""
    for path in sorted(_SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = ".".join(path.relative_to(_SOURCE.parent).with_suffix("").parts)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for method, argument in _calls(function):
                    constant = argument.value if isinstance(argument, ast.Constant) else None
                    pattern = constant if isinstance(constant, str | bytes) else None
                    yield Call(f"{where}.{function.name}", method, pattern)


def _calls(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or not isinstance(called, ast.Attribute):
            continue
        is_of_re = isinstance(called.value, ast.Name) and called.value.id == "re"
        if is_of_re and node.args and called.attr in ("compile", *METHODS):
            yield called.attr, node.args[0]


def run(used: UsedPattern, text: str) -> None:
    """Calls the pattern on a text as the program does."""
    pattern: re.Pattern[Any] = used.pattern
    given: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    if used.methods & _EVERYWHERE:
        for _ in pattern.finditer(given):
            pass
    elif "search" in used.methods:
        pattern.search(given)
    if "match" in used.methods:
        pattern.match(given)
    if "fullmatch" in used.methods:
        pattern.fullmatch(given)


def texts(pattern: re.Pattern[Any]) -> list[Callable[[int], str]]:
    """Functions that make a hostile text of about so many characters.

    None for a pattern without unbounded repetitions: it is linear.
    """
    written = pattern.pattern
    decoded = written.decode("latin-1") if isinstance(written, bytes) else written
    # The parse of a pattern of bytes has the flags of one of text without this one.
    parsed = _parser.parse(decoded, pattern.flags & ~re.UNICODE)
    repetitions = list(_repetitions(parsed, ""))
    if not repetitions:
        return []
    recipes = dict.fromkeys(("", unit, "") for unit in _GENERIC)
    whole = _sample(parsed)
    if whole:
        recipes[("", whole, "")] = None
        recipes[("", whole[:-1] or whole, "")] = None
    for before, unit in repetitions:
        for end in _WRONG:
            recipes[(before, unit, end)] = None
        recipes[("", before + unit, "\x00")] = None
    return [_recipe(*parts) for parts in recipes]


def _recipe(before: str, unit: str, end: str) -> Callable[[int], str]:
    return lambda size: before + unit * max(1, size // len(unit)) + end


def _repetitions(nodes: Any, before: str) -> Iterator[tuple[str, str]]:
    """(what leads to a repetition, one of what it repeats), the repetitions inside included."""
    for operation, argument in nodes:
        name = str(operation)
        for inner in _inner(name, argument):
            yield from _repetitions(inner, before)
        if "REPEAT" in name and int(argument[1]) > _BOUNDED:
            for unit in _units(argument[2]):
                yield before, unit
        before += _sample([(operation, argument)])


def _inner(name: str, argument: Any) -> list[Any]:
    """The nodes inside a node."""
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    if "REPEAT" in name:
        return [argument[2]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return [argument] if name == "ATOMIC_GROUP" else []


def _units(nodes: Any) -> set[str]:
    """What a repetition may repeat: each of some characters of a class, each way of a branch."""
    nodes = list(nodes)
    if len(nodes) == 1:
        operation, argument = nodes[0]
        name = str(operation)
        if name in ("IN", "ANY", "NOT_LITERAL"):
            return {c for c in _of_class(name, argument) if c}
        if name == "SUBPATTERN":
            return _units(argument[-1])
        if name == "BRANCH":
            return {unit for way in argument[1] for unit in _units(way)}
    sample = _sample(nodes)
    return {sample} if sample else set()


def _sample(nodes: Any) -> str:
    """A text that the nodes match, or nearly."""
    return "".join(_sample_of(str(operation), argument) for operation, argument in nodes)


def _sample_of(name: str, argument: Any) -> str:
    if name == "LITERAL":
        return chr(argument)
    if name in ("IN", "ANY", "NOT_LITERAL"):
        return next(iter(_of_class(name, argument)), "")
    if name == "SUBPATTERN":
        return _sample(argument[-1])
    if name == "BRANCH":
        return _sample(argument[1][0])
    if "REPEAT" in name:
        return _sample(argument[2]) * max(int(argument[0]), 1)
    return _sample(argument) if name == "ATOMIC_GROUP" else ""


def _of_class(name: str, argument: Any) -> list[str]:
    """A few characters of a class."""
    if name == "ANY":
        return ["a", " ", "A"]
    if name == "NOT_LITERAL":
        return [c for c in _PROBED if ord(c) != argument][:4]
    if str(argument[0][0]) == "NEGATE":
        outside = {c for part in argument[1:] for c in _PROBED if _is_in(part, c)}
        return [c for c in _PROBED if c not in outside][:5]
    found = [c for part in argument for c in _of_part(part)]
    return list(dict.fromkeys(found))[:5]


def _of_part(part: Any) -> str:
    name, argument = str(part[0]), part[1]
    if name == "LITERAL":
        return chr(argument)
    if name == "RANGE":
        return chr(argument[0])
    return _CATEGORIES.get(str(argument), "")


def _is_in(part: Any, character: str) -> bool:
    name, argument = str(part[0]), part[1]
    if name == "LITERAL":
        return bool(ord(character) == argument)
    if name == "RANGE":
        return bool(argument[0] <= ord(character) <= argument[1])
    return {
        "CATEGORY_DIGIT": character.isdigit(),
        "CATEGORY_NOT_DIGIT": not character.isdigit(),
        "CATEGORY_SPACE": character.isspace(),
        "CATEGORY_NOT_SPACE": not character.isspace(),
        "CATEGORY_WORD": character.isalnum(),
        "CATEGORY_NOT_WORD": not character.isalnum(),
    }.get(str(argument), False)

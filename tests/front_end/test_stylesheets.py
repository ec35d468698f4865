"""The style sheets parse and repeat nothing; every class and variable in them is used."""

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.front_end.stylesheet import NotParsable, Rule, rules

ROOT = Path(__file__).parent.parent.parent
SHEETS = sorted((ROOT / "static").glob("*.css"))
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NUMBERED = {"level-2", "level-3"}
"""Classes that the markup makes from a number."""
LONGEST_LINE = 100

_CLASS_ATTRIBUTE = re.compile(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', re.DOTALL)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"'([\w -]+)'|\"([\w -]+)\"")
_VARIABLE = re.compile(r"var\((--[\w-]+)")


def every_rule() -> list[Rule]:
    """The rules of all style sheets."""
    return [rule for sheet in SHEETS for rule in rules(sheet)]


def template_classes() -> set[str]:
    """The classes that templates write out."""
    classes: set[str] = set()
    for path in TEMPLATES:
        for value in _CLASS_ATTRIBUTE.findall(path.read_text(encoding="utf-8")):
            classes.update(_TAG.sub(" ", value).split())
    return classes


def words_in_code() -> set[str]:
    """Every word in a string of the program, a script or a template: any may be a class."""
    words: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(re.findall(r"[\w-]+", node.value))
    for path in (*SCRIPTS, *TEMPLATES):
        for pair in _QUOTED.findall(path.read_text(encoding="utf-8")):
            words.update("".join(pair).split())
    return words


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_parses_and_has_lines_that_fit(path: Path) -> None:
    assert rules(path)
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= LONGEST_LINE


def test_what_does_not_parse_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "broken.css"
    for css in ("a { color red }", "@media print { a { color: red; ; : } }", "a }"):
        broken.write_text(css, encoding="utf-8")
        with pytest.raises(NotParsable):
            rules(broken)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_selector_is_given_twice_under_one_condition(path: Path) -> None:
    counted = Counter((rule.condition, rule.selector) for rule in rules(path))
    assert [where for where, count in counted.items() if count > 1] == []


def test_a_property_is_given_twice_only_as_a_fallback_right_before_the_newer_value() -> None:
    for rule in every_rule():
        names = [name for name, _ in rule.declarations]
        repeated = {name for name, count in Counter(names).items() if count > 1}
        adjacent = {first for first, second in pairwise(names) if first == second}
        assert repeated == adjacent, rule
        assert len(set(rule.declarations)) == len(rule.declarations), rule


def test_every_class_of_a_style_sheet_is_one_that_something_writes() -> None:
    styled = set().union(*(rule.classes for rule in every_rule()))
    assert styled - template_classes() - words_in_code() - NUMBERED == set()


def test_every_class_of_a_template_has_a_rule() -> None:
    styled = set().union(*(rule.classes for rule in every_rule()))
    assert template_classes() - styled == set()


def test_every_variable_is_set_and_used() -> None:
    values = [declaration for rule in every_rule() for declaration in rule.declarations]
    defined = {name for name, _ in values if name.startswith("--")}
    used = {name for _, value in values for name in _VARIABLE.findall(value)}
    assert defined == used


def test_no_variable_is_made_of_itself() -> None:
    """Such a one has no value at all, and what is set with it falls back in silence."""
    declared = (declaration for rule in every_rule() for declaration in rule.declarations)
    assert [name for name, value in declared if name in _VARIABLE.findall(value)] == []

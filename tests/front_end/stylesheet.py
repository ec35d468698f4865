"""Reads a style sheet with tinycss2: its rules, the classes and variables in them, what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tinycss2

GROUPING = {"media", "supports"}
"""At-rules that hold rules."""
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True)
class Rule:
    """One rule: its selector in one line, the condition (`@media …`) it stands under, its declarations."""

    selector: str
    condition: str
    line: int
    declarations: tuple[tuple[str, str], ...]

    @property
    def classes(self) -> set[str]:
        """The classes that the selector names."""
        return set(_CLASS.findall(_STRING.sub("", self.selector)))


class NotParsable(ValueError):
    """The style sheet has a syntax error."""


def rules(path: Path) -> list[Rule]:
    """Every rule of a style sheet, those under `@media` too. Raises NotParsable."""
    return list(_rules(path.read_text(encoding="utf-8"), path.name, ""))


def _rules(text: str, name: str, condition: str) -> Iterator[Rule]:
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _walk(nodes, name, condition)


def _walk(nodes: list[tinycss2.ast.Node], name: str, condition: str) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "error":
            raise NotParsable(f"{name}:{node.source_line}: {node.message}")
        if node.type == "at-rule" and node.lower_at_keyword in GROUPING:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            under = f"@{node.at_keyword} {_one_line(node.prelude)}"
            yield from _walk(inner, name, under)
        elif node.type == "qualified-rule":
            yield Rule(
                _one_line(node.prelude),
                condition,
                node.source_line,
                tuple(_declarations(node.content, name)),
            )


def _declarations(content: list[tinycss2.ast.Node], name: str) -> Iterator[tuple[str, str]]:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in parsed:
        if node.type != "declaration":
            line = getattr(node, "source_line", 0)
            raise NotParsable(f"{name}:{line}: {getattr(node, 'message', 'not a declaration')}")
        yield node.name, tinycss2.serialize(node.value).strip()


def _one_line(nodes: list[tinycss2.ast.Node]) -> str:
    return " ".join(tinycss2.serialize(nodes).split())

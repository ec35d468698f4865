"""Bylines in the visible lines of a page: by what their elements are called and how they begin."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.html_page.fields.visible_lines import Line, names_of, text_of
from app.importers.written import bylines

NAME_LINE_MAX_CHARACTERS = 160
"""An element called “author” with more words is about the author."""

_AUTHOR = re.compile(
    r"by-?line|author|(?:^|[-_ ])(?:autor(?:e[ns]?|in)?|auteur|writer|verfasser|posted-?by|"
    r"written-?by|"
    r"redakteur|skribent|journalist|published-?by)s?(?:$|[-_ ])"
)
_USER = re.compile(r"(?:^|[-_ ])(?:user-?name|display-?name|nickname)(?:$|[-_ ])")
_NAME = re.compile(
    r"(?:^|[-_ ])name(?:$|[-_ ])|author-?link|(?:^| )fn(?:$| )|author-?name|by-?line-?name"
)
_NOT_THE_NAME = re.compile(
    r"avatar|image|img|photo|bio(?:$|[-_ ])|biograph|desc|social|follow|twitter|date|time|role|job|"
    r"authority|authori[sz]|position|email|count|icon|article-author-more|more-|related|license|quote|testimonial|co-?authored|publisher"
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "strong", "b")
_BOX = re.compile(r"(?:author|autor|auteur)[-_]?(?:bio|box|info|card|profile|about|details|name)")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|profiles?|people|person|staff|writers?|contributors?|by|"
    r"columnists?|journalists?|redaktion|reporters?|bio|about|users?|profil)[/=.-]",
    re.IGNORECASE,
)
CLEAR = 3
"""The rank from which on a visible byline is a reading and no guess."""


@dataclass(frozen=True, slots=True)
class VisibleByline:
    """People whom a line names as authors.

    `rank`: 5 marked as the author near the title, 4 called a byline there, 3 so called elsewhere or
    labelled “Author:”, 2 a link to a profile or a user's name near the title.
    """

    people: tuple[str, ...]
    rank: int
    line: Line


def visible_bylines(
    lines: Iterable[Line], sites: Collection[str], title: str | None
) -> list[VisibleByline]:
    """The bylines of a page's lines, the one that is most clearly the article's first."""
    not_people = [*sites, title or ""]
    found = []
    for line in lines:
        rank = _rank(line)
        people = _people(line, not_people) if rank else ()
        if people and (rank > 2 or all(map(bylines.looks_like_person, people))):
            found.append(VisibleByline(people, rank, line))
    return sorted(found, key=lambda b: (-b.rank, b.line.distance))


def best(found: Sequence[VisibleByline]) -> VisibleByline | None:
    """The clearest byline, with everybody whom the line around it names; None without one."""
    if not found:
        return None
    first = found[0]
    options = [_beside(found, first), *_around(found, first)]
    fitting = [people for people in options if _holds(people, first.people)]
    people = max(fitting, key=len, default=first.people)
    return VisibleByline(people, first.rank, first.line)


def _around(found: Sequence[VisibleByline], first: VisibleByline) -> list[tuple[str, ...]]:
    """What the lines name in which a byline stands."""
    around = {id(node) for node in (first.line.node, *first.line.node.iterancestors())}
    return [b.people for b in found if id(b.line.node) in around and b.rank >= CLEAR]


def _beside(found: Sequence[VisibleByline], first: VisibleByline) -> tuple[str, ...]:
    """Everybody whom a byline and its like beside it name, in the page's order."""
    beside = [b for b in found if b.rank == first.rank and _is_beside(b.line, first.line)]
    beside.sort(key=lambda b: b.line.place)
    return tuple(dict.fromkeys(name for b in beside for name in b.people))


def _holds(people: Sequence[str], inner: Sequence[str]) -> bool:
    """Whether `people` are the inner ones and others, each with the form of a person's name."""
    others = [name for name in people if name not in inner]
    return set(inner) <= set(people) and all(map(bylines.looks_like_person, others))


def _is_beside(one: Line, other: Line) -> bool:
    parents = [node.getparent() for node in (one.node, other.node)]
    if parents[0] is None or parents[1] is None:
        return False
    if parents[0] is parents[1]:
        return True
    above = parents[0].getparent()
    return above is not None and above is parents[1].getparent() and above.tag in ("ul", "div")


def _rank(line: Line) -> int:
    if not line.words or _NOT_THE_NAME.search(line.names):
        return 0
    if "author" in (line.node.get("rel") or "").split() or _is_property(line.node):
        return 5 if line.is_near else 3
    if line.node.tag in _HEADINGS and _is_author_box(line.node.getparent()):
        return 2
    if len(line.words) > NAME_LINE_MAX_CHARACTERS:
        return 0
    return _rank_of_words(line)


def _rank_of_words(line: Line) -> int:
    is_named = _AUTHOR.search(line.names) is not None
    if line.is_near:
        if is_named or bylines.begins_as_byline(line.words) or _labelled_part(line.words):
            return 4
        is_profile = _PROFILE.search(line.node.get("href") or "")
        return 2 if is_profile or _USER.search(line.names) else 0
    if is_named or bylines.is_labelled(line.words):
        return 3
    return 0


def _is_author_box(node: HtmlElement | None) -> bool:
    """Whether an element is a box about the author, below the article."""
    return node is not None and _BOX.search(names_of(node)) is not None


def _labelled_part(words: str) -> str:
    """What stands in a line from “Author:” on, where a bar is before that; empty without."""
    parts = words.split(" | ")
    for n, part in enumerate(parts[1:], start=1):
        if bylines.is_labelled(part):
            return " | ".join(parts[n:])
    return ""


def _is_property(node: HtmlElement) -> bool:
    names = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower().split()
    return any(name.rpartition(":")[2] in ("author", "creator") for name in names)


def _people(line: Line, not_people: Sequence[str]) -> tuple[str, ...]:
    """Whom a line names: its elements that are called a name, else its words."""
    inner = [
        node
        for node in line.node.iterdescendants("a", "span", "strong", "b", "p", "h3", "h4", "div")
        if _is_name(node)
    ]
    outermost = [
        node for node in inner if not any(above in inner for above in node.iterancestors())
    ]
    people: list[str] = []
    for node in outermost[:50]:
        people += bylines.people(text_of(node), not_people)
    if people:
        return tuple(dict.fromkeys(people))
    return bylines.people(_labelled_part(line.words) or line.words, not_people)


def _is_name(node: HtmlElement) -> bool:
    if "author" in (node.get("rel") or "").split():
        return True
    names = f"{node.get('class') or ''} {node.get('itemprop') or ''}".lower()
    return _NAME.search(names) is not None and _NOT_THE_NAME.search(names) is None

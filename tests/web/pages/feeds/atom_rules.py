"""What RFC 4287 and RFC 5005 demand of a feed, a check each: what is wrong with one."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

SPACE = "{http://www.w3.org/2005/Atom}"
WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"https?://[^\s<>\"]+")
ONE_IN_FEED = ("id", "title", "updated")
ONE_IN_ENTRY = ("id", "title", "updated", "published", "summary")


def wrong_with(body: bytes) -> list[str]:
    """Everything that is wrong with a feed."""
    root = ET.fromstring(body)
    entries = root.findall(f"{SPACE}entry")
    return [*_feed(root), *(wrong for entry in entries for wrong in _entry(entry))]


def links(node: ET.Element) -> dict[str, list[str]]:
    """The addresses of a feed or an entry, by their relation."""
    found: dict[str, list[str]] = {}
    for link in node.findall(f"{SPACE}link"):
        found.setdefault(link.get("rel", "alternate"), []).append(link.get("href", ""))
    return found


def _feed(root: ET.Element) -> Iterator[str]:
    if root.tag != f"{SPACE}feed":
        yield f"it is a {root.tag}"
    yield from _ones(root, ONE_IN_FEED)
    if root.find(f"{SPACE}author/{SPACE}name") is None:
        yield "neither the feed nor each entry has an author"
    if len(links(root).get("self", [])) != 1:
        yield "it does not say where it is"
    for relation in ("alternate", "first", "next"):
        if len(links(root).get(relation, [])) > 1:
            yield f"it has several links {relation}"
    ids = [entry.findtext(f"{SPACE}id") for entry in root.findall(f"{SPACE}entry")]
    if len(set(ids)) < len(ids):
        yield "two entries have the same id"
    changes = [entry.findtext(f"{SPACE}updated", "") for entry in root.findall(f"{SPACE}entry")]
    if changes and max(changes) > root.findtext(f"{SPACE}updated", ""):
        yield "an entry is newer than the feed"


def _entry(entry: ET.Element) -> Iterator[str]:
    yield from _ones(entry, ONE_IN_ENTRY)
    if len(links(entry).get("alternate", [])) != 1:
        yield "an entry leads nowhere"


def _ones(node: ET.Element, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        found = node.findall(f"{SPACE}{name}")
        words = (found[0].text or "") if found else ""
        if len(found) != 1:
            yield f"{node.tag} has {len(found)} {name}"
        elif name in ("updated", "published") and not WITH_ZONE.fullmatch(words):
            yield f"{name} is {words!r}"
        elif name == "id" and not IRI.fullmatch(words):
            yield f"id is {words!r}"
    for addresses in links(node).values():
        yield from (f"a link is {one!r}" for one in addresses if not IRI.fullmatch(one))

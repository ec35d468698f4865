"""Imported lists of what is known.

JSON Lines or CSV, one entry a line, bytes that nobody vouches for. Pure; stores nothing.

Fields: `id, name, aliases, kind, description, wikidata, url, lat, lon, image`; others are left
alone. In CSV aliases are parted by `|`. An image is an address, or the path of a file beside the
list; one that cannot be used costs an entry its image, not its place.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from math import isfinite
from typing import Any

from app.errors import Unprocessable

KINDS = (
    "person",
    "organization",
    "place",
    "group",
    "facility",
    "event",
    "product",
    "work",
    "other",
)
_LONGEST = {
    "id": 200,
    "name": 300,
    "description": 4000,
    "wikidata": 20,
    "url": 2000,
    "image": 2000,
}  # characters
_MOST_ALIASES = 500
_WIKIDATA = re.compile(r"Q[1-9]\d{0,17}")
_ADDRESS = re.compile(r"https?://[^\s/@]+(?:[/?#]\S*)?", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """One entry as it was given, checked.

    `image_wrong` says why the image that was given is none.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    description: str | None = None
    wikidata: str | None = None
    url: str | None = None
    lat: float | None = None
    lon: float | None = None
    image: str | None = None
    image_wrong: str | None = None

    @property
    def key(self) -> str:
        """What the entry is called among all that is known."""
        return f"kb:{self.id}"


def read(data: bytes) -> Iterator[tuple[int, KnowledgeEntry | str]]:
    """(line number, entry or why it is none) for every line of JSON Lines.

    Or every row of CSV with a header.
    """
    whole = data.decode("utf-8-sig", "surrogateescape")
    rows = _json(whole) if whole.lstrip().startswith(("{", "[")) else _csv(whole)
    for number, fields in rows:
        try:
            yield number, _checked(fields) if isinstance(fields, Mapping) else fields
        except Unprocessable as error:
            yield number, error.message


def _json(whole: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, line in enumerate(whole.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "It is no JSON object."
            continue
        yield number, fields if isinstance(fields, dict) else "It is no JSON object."


def _csv(whole: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    rows = csv.reader(StringIO(whole.replace("\x00", "\ufffd"), newline=""))
    header: list[str] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num, f"It is no CSV: {error}."
            continue
        if header is None:
            header = [name.strip().lower() for name in row]
            if not {"id", "name", "kind"} <= set(header):
                yield rows.line_num, "The first line names no columns “id”, “name” and “kind”."
                return
        elif len(row) > len(header):
            yield rows.line_num, f"It has {len(row)} cells; the first line names {len(header)}."
        elif any(cell.strip() for cell in row):
            yield rows.line_num, dict(zip(header, row, strict=False))


def _checked(fields: Mapping[str, Any]) -> KnowledgeEntry:
    words = {name: _words(fields, name) for name in _LONGEST if name != "image"}
    if not words["id"] or not words["name"]:
        raise Unprocessable("It has no “id” or no “name”.")
    kind = _text(fields.get("kind"), "kind")
    if kind not in KINDS:
        raise Unprocessable(f"Its “kind” is none of {', '.join(KINDS)}.")
    if words["wikidata"] and not _WIKIDATA.fullmatch(words["wikidata"]):
        raise Unprocessable("Its “wikidata” is no Q number.")
    if words["url"] and not _ADDRESS.fullmatch(words["url"]):
        raise Unprocessable("Its “url” is no http or https address.")
    about = {name: words[name] for name in ("description", "wikidata", "url")}
    lat, lon = _degrees(fields, "lat", 90), _degrees(fields, "lon", 180)
    aliases = _aliases(fields.get("aliases"), words["name"])
    image, wrong = _image(fields)
    return KnowledgeEntry(
        words["id"],
        words["name"],
        kind,
        aliases,
        **about,
        lat=lat,
        lon=lon,
        image=image,
        image_wrong=wrong,
    )


def _image(fields: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Where the image is, or why that cannot be used."""
    try:
        said = _words(fields, "image")
    except Unprocessable as error:
        return None, error.message
    if said is None:
        return None, None
    if _SCHEME.match(said):
        return (
            (said, None)
            if _ADDRESS.fullmatch(said)
            else (None, "Its “image” is no http or https address.")
        )
    if "\\" in said or said.startswith("/") or ".." in said.split("/"):
        return None, "Its “image” is no path inside the folder of the list."
    return said, None


def _words(fields: Mapping[str, Any], name: str) -> str | None:
    said = _text(fields.get(name), name)
    if said is not None and len(said) > _LONGEST[name]:
        raise Unprocessable(f"Its “{name}” has more than {_LONGEST[name]:,} characters.")
    return said or None


def _text(value: Any, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Unprocessable(f"Its “{name}” is no text.")
    said = str(value) if isinstance(value, str) or abs(value) < 10**18 else ""
    if _CONTROL.search(said):
        raise Unprocessable(f"Its “{name}” holds bytes that are no UTF-8, or control characters.")
    return " ".join(said.split())


def _aliases(value: Any, name: str) -> tuple[str, ...]:
    given = value.split("|") if isinstance(value, str) else value or []
    if not isinstance(given, list) or len(given) > _MOST_ALIASES:
        raise Unprocessable(f"Its “aliases” are no list of at most {_MOST_ALIASES} names.")
    names = [_text(alias, "aliases") for alias in given]
    if any(alias and len(alias) > _LONGEST["name"] for alias in names):
        raise Unprocessable(f"One of its “aliases” has more than {_LONGEST['name']} characters.")
    return tuple(dict.fromkeys(alias for alias in names if alias and alias != name))


def _degrees(fields: Mapping[str, Any], name: str, most: int) -> float | None:
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        degrees = float(value) if not isinstance(value, bool) else most + 1.0
    except (TypeError, ValueError, OverflowError):
        degrees = most + 1.0
    if not isfinite(degrees) or abs(degrees) > most:
        raise Unprocessable(f"Its “{name}” is no number from -{most} to {most}.")
    return degrees

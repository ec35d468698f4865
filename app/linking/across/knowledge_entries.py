"""Imported lists of known entities: untrusted bytes, as JSON Lines or CSV, one entry a line.

Fields: `id, name, aliases, kind, description, wikidata, url, lat, lon, image`; others are ignored.
In CSV aliases are separated by `|`. An image is an address, or the path of a file next to the list;
an entry whose image cannot be used is kept without it.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from math import inf, isfinite
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
_NOT_AN_OBJECT = "Not a JSON object."
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """One entry as imported and checked; `image_wrong` says why its image cannot be used."""

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
        """The key of the entry among all that is known."""
        return f"kb:{self.id}"


def read(data: bytes) -> Iterator[tuple[int, KnowledgeEntry | str]]:
    """(line number, entry or what is wrong) for every line of JSON Lines, or every row of CSV.

    CSV needs a header.
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
            yield number, _NOT_AN_OBJECT
            continue
        yield number, fields if isinstance(fields, dict) else _NOT_AN_OBJECT


def _csv(whole: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    rows = csv.reader(StringIO(whole.replace("\x00", "\ufffd"), newline=""))
    header: list[str] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num, f"Not valid CSV: {error}."
            continue
        if header is None:
            header = [name.strip().lower() for name in row]
            if not {"id", "name", "kind"} <= set(header):
                yield rows.line_num, "The first line must name the columns “id”, “name” and “kind”."
                return
        elif len(row) > len(header):
            yield (
                rows.line_num,
                f"The row has {len(row)} cells, but the header names {len(header)}.",
            )
        elif any(cell.strip() for cell in row):
            yield rows.line_num, dict(zip(header, row, strict=False))


def _checked(fields: Mapping[str, Any]) -> KnowledgeEntry:
    """The entry of a line. Raises Unprocessable naming the first field that is wrong."""
    entry_id, name = _words(fields, "id"), _words(fields, "name")
    if not entry_id or not name:
        raise Unprocessable("“id” and “name” are required.")
    kind = _text(fields.get("kind"), "kind")
    if kind not in KINDS:
        raise Unprocessable(f"“kind” must be one of {', '.join(KINDS)}.")
    description = _words(fields, "description")
    wikidata = _matching(fields, "wikidata", _WIKIDATA, "a Q number, such as “Q42”")
    url = _matching(fields, "url", _ADDRESS, "an http or https address")
    lat, lon = _degrees(fields, "lat", 90), _degrees(fields, "lon", 180)
    aliases = _aliases(fields.get("aliases"), name)
    image, image_wrong = _image(fields)
    return KnowledgeEntry(
        entry_id,
        name,
        kind,
        aliases,
        description=description,
        wikidata=wikidata,
        url=url,
        lat=lat,
        lon=lon,
        image=image,
        image_wrong=image_wrong,
    )


def _image(fields: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Where the image is, or why it cannot be used."""
    try:
        place = _words(fields, "image")
    except Unprocessable as error:
        return None, error.message
    if place is None:
        return None, None
    if _SCHEME.match(place):
        if _ADDRESS.fullmatch(place):
            return place, None
        return None, "“image” must be an http or https address."
    if "\\" in place or place.startswith("/") or ".." in place.split("/"):
        return None, "“image” must be a path inside the folder of the list."
    return place, None


def _matching(
    fields: Mapping[str, Any], name: str, pattern: re.Pattern[str], wanted: str
) -> str | None:
    """The words of a field that must match a pattern; None where it is empty."""
    words = _words(fields, name)
    if words and not pattern.fullmatch(words):
        raise Unprocessable(f"“{name}” must be {wanted}.")
    return words


def _words(fields: Mapping[str, Any], name: str) -> str | None:
    """The text of a field; None where it is empty. Raises Unprocessable for a longer one."""
    words = _text(fields.get(name), name)
    if words is not None and len(words) > _LONGEST[name]:
        raise Unprocessable(f"“{name}” is longer than {_LONGEST[name]:,} characters.")
    return words or None


def _text(value: Any, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Unprocessable(f"“{name}” must be text.")
    # Python refuses to print numbers of more than some thousand digits.
    words = str(value) if isinstance(value, str) or abs(value) < 10**18 else ""
    if _CONTROL.search(words):
        raise Unprocessable(f"“{name}” contains control characters or bytes that are not UTF-8.")
    return " ".join(words.split())


def _aliases(value: Any, name: str) -> tuple[str, ...]:
    """The different aliases in order, without the name itself."""
    listed = value.split("|") if isinstance(value, str) else value or []
    if not isinstance(listed, list) or len(listed) > _MOST_ALIASES:
        raise Unprocessable(f"“aliases” must be a list of at most {_MOST_ALIASES} names.")
    texts = dict.fromkeys(_text(alias, "aliases") for alias in listed)
    aliases = [alias for alias in texts if alias and alias != name]
    if max(map(len, aliases), default=0) > _LONGEST["name"]:
        raise Unprocessable(f"An alias is longer than {_LONGEST['name']} characters.")
    return tuple(aliases)


def _degrees(fields: Mapping[str, Any], name: str, most: int) -> float | None:
    """A number from -`most` to `most`; None where the field is empty."""
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        degrees = inf if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        degrees = inf
    if not isfinite(degrees) or abs(degrees) > most:
        raise Unprocessable(f"“{name}” must be a number from -{most} to {most}.")
    return degrees

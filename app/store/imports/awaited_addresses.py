"""Addresses that imports named and that are still to be fetched. Owns `awaited_address`.

Each waits with what its reader had on it elsewhere, which is stored with the article once the
article is there, however it came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from app.errors import NotFound
from app.importers.base import AddressOnly, Highlight, ImportedFields
from app.store.articles import addresses
from app.store.db.batches import batches
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.imports import highlights, imported_fields
from app.store.imports.outcomes import Awaited
from app.store.schema.imports import AwaitedAddress
from app.text.canonical import canonical

ERROR_MAX_CHARACTERS = 500
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=30)
"""After every try in vain the next one waits twice as long: an hour at first, a month at most."""
_WANTED = {"is_requested": True}
MOST_SHOWN = 200
"""Of the addresses that wait, how many a page lists."""


def put(s: Session, address: AddressOnly, visibility: str) -> Awaited:
    """Adds an address to those to be fetched, merging its highlights and fields.

    It can be fetched at once. Raises Unprocessable for an address that is not valid.
    """
    (key,) = addresses.keys([address.url])
    row = s.scalars(select(AwaitedAddress).where(col(AwaitedAddress.key) == key)).one_or_none()
    if row is None:
        row = AwaitedAddress(key=key, url=canonical(address.url), visibility=visibility)
        s.add(row)
    known = _address(row)
    row.title = row.title or (canonical(address.title) if address.title else None)
    row.fields = _fields_json(imported_fields.merge(known.fields, address.fields))
    there = set(known.highlights)
    new = [one for one in map(highlights.clean, address.highlights) if one not in there]
    row.highlights = [*row.highlights, *map(_highlight_json, new)]
    row.next_try_at = now()
    s.flush()
    return _awaited(row)


def take(s: Session, urls: Iterable[str]) -> list[AddressOnly]:
    """What waits for an article with these addresses; it waits no longer."""
    taken: list[AddressOnly] = []
    for some in batches(addresses.names(urls)):
        for row in s.scalars(select(AwaitedAddress).where(col(AwaitedAddress.key).in_(some))).all():
            taken.append(_address(row))
            s.delete(row)
    if taken:
        s.flush()
    return taken


def get(s: Session, id: int) -> Awaited:
    """One address that waits. Raises NotFound."""
    row = find(s, id)
    if row is None:
        raise NotFound("This address is not waiting to be fetched.")
    return row


def find(s: Session, id: int) -> Awaited | None:
    """One address that waits, or None where it waits no longer."""
    row = s.get(AwaitedAddress, id)
    return _awaited(row) if row is not None else None


def due(s: Session, *, after: int = 0, most: int = 100) -> list[Awaited]:
    """Addresses whose next attempt is due, as they came, from the id `after` on."""
    a = AwaitedAddress
    statement = select(a).where(col(a.next_try_at) <= now(), col(a.id) > after)
    return [_awaited(row) for row in s.scalars(statement.order_by(col(a.id)).limit(most))]


def request(s: Session, ids: Iterable[int]) -> None:
    """Asks the server to try these addresses now."""
    for some in batches(ids):
        s.execute(update(AwaitedAddress).where(col(AwaitedAddress.id).in_(some)).values(_WANTED))


def request_all(s: Session) -> None:
    """Asks the server to try every address now."""
    s.execute(update(AwaitedAddress).values(_WANTED))


def requested(s: Session, *, after: int = 0, most: int = 100) -> list[int]:
    """The ids of addresses that an editor wants to be tried now, from the id `after` on."""
    a = AwaitedAddress
    statement = select(col(a.id)).where(col(a.is_requested), col(a.id) > after)
    return list(s.scalars(statement.order_by(col(a.id)).limit(most)))


def newest(s: Session, most: int = MOST_SHOWN) -> Sequence[Awaited]:
    """The addresses that came last, for the editor."""
    statement = select(AwaitedAddress).order_by(col(AwaitedAddress.id).desc()).limit(most)
    return [_awaited(row) for row in s.scalars(statement)]


def count(s: Session) -> int:
    """How many addresses wait."""
    return s.scalar(select(func.count()).select_from(AwaitedAddress)) or 0


def record_failure(s: Session, id: int, error: str) -> None:
    """Remembers that an address was asked for in vain, and when to ask again."""
    row = s.get(AwaitedAddress, id)
    if row is None:
        return
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.tries, 20))
    row.tries, row.error = row.tries + 1, canonical(error)[:ERROR_MAX_CHARACTERS]
    row.next_try_at = now() + pause
    row.is_requested = False
    s.flush()


def remove(s: Session, id: int) -> None:
    """Lets an address wait no longer; what came with it is lost. Raises NotFound."""
    get(s, id)
    s.execute(delete(AwaitedAddress).where(col(AwaitedAddress.id) == id))


def forget(s: Session, keys: Iterable[str]) -> None:
    """Lets addresses with these keys wait no longer; they are a withdrawn article's."""
    for some in batches(keys):
        s.execute(delete(AwaitedAddress).where(col(AwaitedAddress.key).in_(some)))


def _awaited(row: AwaitedAddress) -> Awaited:
    return Awaited(
        id_of(row),
        _address(row),
        row.visibility,
        row.tries,
        row.error,
        row.next_try_at,
        row.is_requested,
    )


def _address(row: AwaitedAddress) -> AddressOnly:
    return AddressOnly(
        row.url,
        row.title,
        tuple(_highlight(one) for one in row.highlights),
        _fields(row.fields),
    )


def _highlight_json(one: Highlight) -> dict[str, Any]:
    at = one.created_at.isoformat() if one.created_at else None
    written = asdict(one) | {"tags": list(one.tags), "created_at": at}
    return {key: value for key, value in written.items() if value not in (None, "", [], False)}


def _highlight(stored: dict[str, Any]) -> Highlight:
    at = stored.get("created_at")
    known = stored | {"tags": tuple(stored.get("tags", ())), "exact": stored.get("exact", "")}
    return Highlight(**known | {"created_at": datetime.fromisoformat(at) if at else None})


def _fields_json(fields: ImportedFields) -> dict[str, Any]:
    written: dict[str, Any] = asdict(fields) | {"tags": list(fields.tags)}
    for name in ("saved_at", "read_at"):
        written[name] = written[name].isoformat() if written[name] else None
    return {key: value for key, value in written.items() if value not in (None, [])}


def _fields(stored: dict[str, Any]) -> ImportedFields:
    times = {
        name: datetime.fromisoformat(stored[name])
        for name in ("saved_at", "read_at")
        if name in stored
    }
    return ImportedFields(**stored | {"tags": tuple(stored.get("tags", ()))} | times)

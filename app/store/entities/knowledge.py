"""What is known of entities from elsewhere: built-in entries and imported ones.

Owns `kb_entry`, `kb_name` and `entity_entry`. What is known is shown next to what articles say,
with its source; it never changes an article's words or an entity's name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, Select, and_, delete, insert, null, or_, select, update
from sqlmodel import Session, col

from app.engines.places import known_names
from app.linking.across.encyclopedia import NAME
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.linking.names.folding import fold
from app.linking.names.short_forms import official
from app.store.articles.access import Reader
from app.store.db.batches import batches
from app.store.db.built_once import built_once, read_rows
from app.store.db.ids import id_of
from app.store.entities import encyclopedia, images, name_index
from app.store.schema.entities import Entity
from app.store.schema.knowledge import (
    EncyclopediaSummary,
    EntityEntry,
    Entry,
    EntryImage,
    EntryName,
)

Put = Literal["stored", "changed", "known"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source knows of an entity; a licence only where it is an encyclopedia.

    `names` are names other than `name`, `url` is where to read on.
    """

    name: str
    names: tuple[str, ...]
    description: str | None
    source: str
    url: str | None = None
    wikidata: str | None = None
    lat: float | None = None
    lon: float | None = None
    picture: images.StoredImage | None = None
    license: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None


@cache
def _built_in(language: str) -> dict[str, str]:
    """Folded name → key of the built-in entry."""
    return {fold(name): key for name, key in known_names.names(language).items()}


def _entry(name: str, language: str) -> str | None:
    """The built-in entry of a folded name; `Republic of Poland` is Poland's."""
    known_as = _built_in(language)
    return known_as.get(name) or known_as.get(official(name) or "")


def is_built_in(name: str) -> bool:
    """Whether a folded name is that of a territory, a city, a language or a currency.

    All spellings of such a name are known: another spelling is another thing.
    """
    return name in _built_in("en")


def built_in(name: str, kind: str) -> str | None:
    """The key of the built-in entry that a folded name of this kind is, or None."""
    key = _entry(name, "en")
    return key if key is not None and kind in known_names.kinds(key) else None


def has_name(key: str, name: str) -> bool:
    """Whether a built-in entry has this folded name."""
    return _entry(name, "en") == key


def are_two_places(one: str, other: str) -> bool:
    """Whether two folded names are known as names of different places."""
    a, b = _entry(one, "en"), _entry(other, "en")
    if a is None or b is None or a == b:
        return False
    return known_names.is_place(a) and known_names.is_place(b)


def keys(s: Session, asked: Sequence[tuple[str, str]], language: str) -> list[str | None]:
    """For each folded name and kind the one entry that has that name, else None.

    An imported entry comes before a built-in one.
    """
    imported = _imported(s, {name for name, _ in asked})
    keys: list[str | None] = []
    for name, kind in asked:
        key = imported.get((name, kind)) or _entry(name, language)
        if key and known_names.is_built_in(key) and kind not in known_names.kinds(key):
            key = None
        keys.append(key)
    return keys


def attach(s: Session, pairs: Iterable[tuple[int, str]]) -> None:
    """Stores which entry each of these entities is, unless another entity is that entry already.

    A built-in entry moves from an entity whose own name it never was to one whose name it is.
    """
    wanted = {key: entity_id for entity_id, key in reversed(list(pairs))}
    for some in batches(wanted):
        taken = {row.key: row for row in s.execute(_taken(some))}
        new = [{"key": key, "entity_id": wanted[key]} for key in some if key not in taken]
        if new:
            s.execute(insert(EntityEntry), new)
        for key, row in taken.items():
            if row.entity_id != wanted[key] and _is_misplaced(row):
                of_key = update(EntityEntry).where(col(EntityEntry.key) == key)
                s.execute(of_key.values(entity_id=wanted[key]))


def _is_misplaced(row: Row[*tuple[Any, ...]]) -> bool:
    """Whether an entity is a built-in entry without ever having had its name; a row of `_taken`."""
    return (
        known_names.is_built_in(row.key) and not row.is_fixed and not has_name(row.key, row.folded)
    )


def _taken(keys: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The entries that an entity is already.

    Key, entity, that entity's own name, and whether the editor named or merged it.
    """
    e = Entity
    is_fixed = or_(col(e.found_name).is_not(None), col(e.merged_into).is_not(None))
    entry = col(EntityEntry.key), col(EntityEntry.entity_id)
    statement = select(*entry, col(e.folded), is_fixed.label("is_fixed"))
    return statement.join(Entity, col(e.id) == col(EntityEntry.entity_id)).where(
        col(EntityEntry.key).in_(keys)
    )


def forget(s: Session, entity_ids: Iterable[int]) -> None:
    """Detaches what would reveal a name that is known only from a withdrawn article.

    An entity keeps an imported entry (`kb:`) only while it still has one of the entry's names, and
    a built-in entry while it has any name. An encyclopedia's summary is deleted unless the entity
    still has the name by which it was asked for.
    """
    for entity_id in sorted(entity_ids):
        names = name_index.names_of(s, entity_id)
        detached_keys = [
            key
            for key, entry_names in _entries(s, entity_id).items()
            if not names or (key.startswith("kb:") and names.isdisjoint(map(fold, entry_names)))
        ]
        s.execute(delete(EntityEntry).where(col(EntityEntry.key).in_(detached_keys)))
        of_entity = col(EncyclopediaSummary.entity_id) == entity_id
        asked_as = s.scalars(select(col(EncyclopediaSummary.asked_as)).where(of_entity)).first()
        if asked_as is not None and fold(asked_as) not in names:
            encyclopedia.forget(s, [entity_id])


def _entries(s: Session, entity_id: int) -> dict[str, list[str]]:
    """The keys of the entries that an entity is, each with its stored names."""
    statement = select(col(EntityEntry.key), col(EntryName.name))
    statement = statement.outerjoin(Entry, col(Entry.key) == col(EntityEntry.key))
    statement = statement.outerjoin(EntryName, col(EntryName.entry_id) == col(Entry.id))
    names: dict[str, list[str]] = {}
    for key, name in s.execute(statement.where(col(EntityEntry.entity_id) == entity_id)):
        names.setdefault(key, []).append(name or "")
    return names


def put(s: Session, imported: KnowledgeEntry, source: str) -> Put:
    """Stores an entry in place of an older one with its key; returns whether that changed anything.

    An entity of its name and kind becomes it, if there is one alone. Its image is stored by
    `images.put`; one that the list no longer names is deleted.
    """
    entry, is_new, is_changed = _put_entry(s, imported, source)
    is_changed |= _put_names(s, id_of(entry), (imported.name, *imported.aliases))
    if not imported.image and not imported.image_wrong:
        is_changed |= images.drop(s, id_of(entry))
    same = select(col(Entity.id)).where(
        col(Entity.folded) == fold(imported.name),
        col(Entity.kind) == imported.kind,
        col(Entity.merged_into).is_(None),
    )
    entity_ids = [id_ for id_ in s.scalars(same.limit(2)) if id_ is not None]
    if len(entity_ids) == 1:
        attach(s, [(entity_ids[0], imported.key)])
    if is_new:
        return "stored"
    return "changed" if is_changed else "known"


def _put_entry(s: Session, imported: KnowledgeEntry, source: str) -> tuple[Entry, bool, bool]:
    """Adds an entry or updates its row; returns the row, whether it is new, and whether it changed.

    A new one counts as changed.
    """
    values: dict[str, Any] = {
        "name": imported.name,
        "kind": imported.kind,
        "description": imported.description,
        "wikidata": imported.wikidata,
        "url": imported.url,
        "lat": imported.lat,
        "lon": imported.lon,
        "source": source,
    }
    entry = s.scalars(select(Entry).where(col(Entry.key) == imported.key)).one_or_none()
    if entry is None:
        entry = Entry(key=imported.key, **values)
        s.add(entry)
        s.flush()
        return entry, True, True
    changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
    for name, value in changed.items():
        setattr(entry, name, value)
    s.flush()
    return entry, False, bool(changed)


def _put_names(s: Session, entry_id: int, names: Sequence[str]) -> bool:
    """Replaces the names of an entry; whether they are others now."""
    of_entry = col(EntryName.entry_id) == entry_id
    if set(s.scalars(select(col(EntryName.name)).where(of_entry))) == set(names):
        return False
    s.execute(delete(EntryName).where(of_entry))
    rows = [{"entry_id": entry_id, "name": name, "folded": fold(name)} for name in names]
    s.execute(insert(EntryName), rows)
    return True


def of(s: Session, reader: Reader, entity_id: int) -> list[Fact]:
    """What is known of an entity and of those merged into it. One query.

    Imported entries come first, then built-in ones, then an encyclopedia's summary (of the entity
    itself only). A reader is told only what has a name that this reader may read: else a name in a
    closed article would tell who is meant.
    """
    rows = read_rows(s, _known_of(reader, entity_id)).all()
    readable = None if reader.editor else _readable_names(rows)
    names: dict[str, list[str]] = {}
    first: dict[str, Row[*tuple[Any, ...]]] = {}
    for row in rows:
        names.setdefault(row.known_as, []).append(row.one_name)
        first.setdefault(row.known_as, row)
    imported, built_in = [], []
    for key, row in first.items():
        entry = _EntryRow._make(row[_OF_ENTRY])
        if entry.id is not None and _is_readable(readable, names[key]):
            imported.append(_imported_fact(entry, names[key], row[_OF_PICTURE]))
        elif key and entry.id is None:
            built_in += _built_in_facts(key)
    return imported + built_in + _summary_facts(rows, readable)


def _summary_facts(rows: Sequence[Row[*tuple[Any, ...]]], readable: set[str] | None) -> list[Fact]:
    """What the encyclopedia says, if it was asked by a readable name; every row has it."""
    said = [_SummaryRow._make(row[_OF_SUMMARY]) for row in rows[:1]]
    is_told = [x for x in said if x.asked_as is not None and _is_readable(readable, [x.asked_as])]
    return [_summary_fact(x) for x in is_told]


class _EntryRow(NamedTuple):
    """What an imported entry says; all is None where there is none."""

    id: int | None
    name: str
    description: str | None
    source: str
    url: str | None
    wikidata: str | None
    lat: float | None
    lon: float | None


class _SummaryRow(NamedTuple):
    """What the encyclopedia says; all is None where it was not asked."""

    asked_as: str | None
    title: str
    extract: str
    url: str
    license: str
    language: str
    fetched_at: datetime


_OF_ENTRY, _OF_SUMMARY, _OF_PICTURE = slice(0, 8), slice(8, 15), slice(15, 21)
"""Where a row of `_known_of` has them."""


@built_once
def _known_of(reader: Reader, entity_id: int) -> Select[*tuple[Any, ...]]:
    """A row for each name of each entry, with what else is known and all readable names."""
    said = EncyclopediaSummary
    # A summary is of one entity by its name: those that were merged into it were others.
    is_itself = and_(
        col(said.entity_id) == entity_id,
        col(Entity.id) == entity_id,
        col(Entity.merged_into).is_(None),
    )
    key = col(EntityEntry.key)
    readable = null() if reader.editor else name_index.readable(entity_id)
    # Columns, as SQLAlchemy takes longer to make two empty objects than SQLite to find nothing.
    statement: Select[*tuple[Any, ...]] = select(
        *[col(getattr(Entry, name)) for name in _EntryRow._fields],
        *[col(getattr(said, name)) for name in _SummaryRow._fields],
        *images.columns(),
        key.label("known_as"),
        col(EntryName.name).label("one_name"),
        readable.label("readable"),
    )
    statement = (
        statement.select_from(Entity)
        .outerjoin(EntityEntry, col(EntityEntry.entity_id) == col(Entity.id))
        .outerjoin(Entry, col(Entry.key) == key)
        .outerjoin(EntryName, col(EntryName.entry_id) == col(Entry.id))
        .outerjoin(EntryImage, col(EntryImage.entry_id) == col(Entry.id))
        .outerjoin(said, is_itself)
    )
    return statement.where(images.is_or_was(entity_id)).order_by(key, col(EntryName.id))


def _readable_names(rows: Sequence[Row[*tuple[Any, ...]]]) -> set[str]:
    """The names in the column that every row repeats, one a line."""
    lines: str = rows[0].readable or "" if rows else ""
    return {line for line in lines.split("\n") if line}


def _is_readable(readable: set[str] | None, names: Iterable[str]) -> bool:
    """Whether one of the names is among the readable ones; None are all."""
    return readable is None or not readable.isdisjoint(map(fold, names))


def _built_in_facts(key: str) -> list[Fact]:
    """What the built-in entry says; nothing of one without a source."""
    entry = known_names.find(key)
    if entry is None or not entry.source:
        return []
    return [Fact(entry.name, entry.others, entry.description, entry.source)]


def _imported_fact(e: _EntryRow, names: Sequence[str], picture: Sequence[Any]) -> Fact:
    others = tuple(name for name in names if name != e.name)
    kept = images.StoredImage(*picture) if picture[0] is not None else None
    return Fact(
        e.name, others, e.description, e.source, e.url, e.wikidata, e.lat, e.lon, picture=kept
    )


def _summary_fact(e: _SummaryRow) -> Fact:
    return Fact(
        e.title,
        (),
        e.extract,
        NAME,
        e.url,
        license=e.license,
        language=e.language,
        fetched_at=e.fetched_at,
    )


def _imported(s: Session, names: set[str]) -> dict[tuple[str, str], str]:
    """(folded name, kind) → key of the one imported entry of this name and kind.

    Names that several entries share are left out: it is not known which is meant.
    """
    keys_of: dict[tuple[str, str], set[str]] = {}
    for some in batches(names):
        statement = select(col(EntryName.folded), col(Entry.kind), col(Entry.key)).join(
            Entry, col(Entry.id) == col(EntryName.entry_id)
        )
        for folded, kind, key in s.execute(statement.where(col(EntryName.folded).in_(some))):
            keys_of.setdefault((folded, kind), set()).add(key)
    return {pair: next(iter(keys)) for pair, keys in keys_of.items() if len(keys) == 1}

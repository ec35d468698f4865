"""What is known of entities from elsewhere: built-in entries and imported ones.

Owns `kb_entry`, `kb_name`, `entity_entry`.

What is known stands beside what articles say, with its source; it never changes an article's words
or an entity's name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, delete, insert, null, or_, select, update
from sqlmodel import Session, col

from app.engines.places import known_names
from app.linking.across.encyclopedia import NAME
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.linking.names.short_forms import official
from app.linking.within.coreference import fold
from app.store.articles.access import Reader
from app.store.db.batches import batches
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
    """What one source knows of an entity: names beside its own, a description, where to read on; of an encyclopedia its licence too."""

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
    """Whether a folded name is one of a territory, a city, a language or a currency: all its spellings are known, another is another."""
    return name in _built_in("en")


def built_in(name: str, kind: str) -> str | None:
    """The key of the built-in entry that a folded name of this kind is, or None."""
    key = _entry(name, "en")
    return key if key is not None and kind in known_names.kinds(key) else None


def names_of(key: str, name: str) -> bool:
    """Whether a folded name is one of a built-in entry's."""
    return _entry(name, "en") == key


def are_two_places(one: str, other: str) -> bool:
    """Whether two folded names are known as names of different places."""
    a, b = _entry(one, "en"), _entry(other, "en")
    return (
        a != b
        and a is not None
        and b is not None
        and known_names.is_place(a)
        and known_names.is_place(b)
    )


def keys(s: Session, asked: Sequence[tuple[str, str]], language: str) -> list[str | None]:
    """For each folded name and kind the known entry that alone goes by it, an imported one before a built-in one."""
    imported = _imported(s, {name for name, _ in asked})
    found: list[str | None] = []
    for name, kind in asked:
        key = imported.get((name, kind)) or _entry(name, language)
        fits = key is not None and (
            not known_names.is_built_in(key) or kind in known_names.kinds(key)
        )
        found.append(key if fits else None)
    return found


def attach(s: Session, pairs: Iterable[tuple[int, str]]) -> None:
    """Says of entities that they are entries, unless another entity is that entry already.

    A built-in entry leaves an entity whose own name it never was for one whose it is.
    """
    wanted = {key: entity_id for entity_id, key in reversed(list(pairs))}
    for some in batches(wanted):
        taken = {row[0]: row for row in s.execute(_taken(some))}
        new = [{"key": key, "entity_id": wanted[key]} for key in some if key not in taken]
        if new:
            s.execute(insert(EntityEntry), new)
        for key, entity_id, own, given in taken.values():
            if (
                known_names.is_built_in(key)
                and entity_id != wanted[key]
                and not given
                and not names_of(key, own)
            ):
                s.execute(
                    update(EntityEntry)
                    .where(col(EntityEntry.key) == key)
                    .values(entity_id=wanted[key])
                )


def _taken(keys: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The entries that entities are already, each with its entity, that one's own name and whether a person gave it or merged it."""
    e = Entity
    given = or_(col(e.found_name).is_not(None), col(e.merged_into).is_not(None))
    statement = select(col(EntityEntry.key), col(EntityEntry.entity_id), col(e.folded), given)
    return statement.join(Entity, col(e.id) == col(EntityEntry.entity_id)).where(
        col(EntityEntry.key).in_(keys)
    )


def forget(s: Session, entity_ids: Iterable[int]) -> None:
    """After an article was withdrawn: entities are no entry any more of which they bear no name, for that would tell who they were.

    Nor does an encyclopedia say anything of those that do not bear the name any more for which it was asked.
    """
    for id_ in sorted(entity_ids):
        borne = name_index.has_name(s, id_)
        called: dict[str, list[str]] = {}
        own = select(col(EntityEntry.key), col(EntryName.name)).where(
            col(EntityEntry.entity_id) == id_
        )
        own = own.outerjoin(Entry, col(Entry.key) == col(EntityEntry.key)).outerjoin(
            EntryName, col(EntryName.entry_id) == col(Entry.id)
        )
        for key, name in s.execute(own):
            called.setdefault(key, []).append(name or "")
        gone = [
            key
            for key, some in called.items()
            if not borne or (key.startswith("kb:") and borne.isdisjoint(map(fold, some)))
        ]
        s.execute(delete(EntityEntry).where(col(EntityEntry.key).in_(gone)))
        asked_as = s.scalars(
            select(col(EncyclopediaSummary.asked_as)).where(
                col(EncyclopediaSummary.entity_id) == id_
            )
        ).one_or_none()
        if asked_as is not None and fold(asked_as) not in borne:
            encyclopedia.forget(s, [id_])


def put(s: Session, given: KnowledgeEntry, source: str) -> Put:
    """Stores an entry, in place of an older one with its id; says what became of it.

    Entities of its name and kind become it.

    Its image is stored by `pictures.put`; one that the list does not name any more goes.
    """
    values: dict[str, Any] = {
        "name": given.name,
        "kind": given.kind,
        "description": given.description,
        "wikidata": given.wikidata,
    }
    values |= {"url": given.url, "lat": given.lat, "lon": given.lon, "source": source}
    key, names = given.key, (given.name, *given.aliases)
    entry = s.scalars(select(Entry).where(col(Entry.key) == key)).one_or_none()
    told: Put = "stored" if entry is None else "known"
    if entry is None:
        entry = Entry(key=key, **values)
        s.add(entry)
    elif any(getattr(entry, name) != value for name, value in values.items()):
        told = "changed"
        for name, value in values.items():
            setattr(entry, name, value)
    s.flush()
    had = set(s.scalars(select(col(EntryName.name)).where(col(EntryName.entry_id) == entry.id)))
    if had != set(names):
        told = "stored" if told == "stored" else "changed"
        s.execute(delete(EntryName).where(col(EntryName.entry_id) == entry.id))
        s.execute(
            insert(EntryName),
            [{"entry_id": entry.id, "name": name, "folded": fold(name)} for name in names],
        )
    if not given.image and not given.image_wrong and images.drop(s, entry.id or 0):
        told = "changed"
    same = select(col(Entity.id)).where(
        col(Entity.folded) == fold(given.name), col(Entity.kind) == given.kind
    )
    entities = list(s.scalars(same.where(col(Entity.merged_into).is_(None)).limit(2)))
    if len(entities) == 1:
        attach(s, [(entities[0] or 0, key)])
    return told


def of(s: Session, reader: Reader, entity_id: int) -> list[Fact]:
    """What is known of an entity and of those merged into it: imported, built in, from an encyclopedia (of itself only).

    A reader is told what goes by a name that this reader may read: else a name in a closed article would tell who is meant. One query.
    """
    key, said = col(EntityEntry.key), EncyclopediaSummary
    statement = (
        select(
            key,
            Entry,
            col(EntryName.name),
            said,
            *images.columns(),
            null() if reader.editor else name_index.readable(entity_id),
        )
        .select_from(Entity)
        .outerjoin(EntityEntry, col(EntityEntry.entity_id) == col(Entity.id))
        .outerjoin(Entry, col(Entry.key) == key)
        .outerjoin(EntryName, col(EntryName.entry_id) == col(Entry.id))
        .outerjoin(EntryImage, col(EntryImage.entry_id) == col(Entry.id))
        .outerjoin(
            said,
            (col(said.entity_id) == entity_id)
            & (col(Entity.id) == entity_id)
            & col(Entity.merged_into).is_(None),
        )
        .where(images.is_or_was(entity_id))
    )
    rows = s.execute(statement.order_by(key, col(EntryName.id))).all()
    open_ = (
        None
        if reader.editor
        else {name for name in (rows[0][-1] or "").split("\n") if name}
        if rows
        else set()
    )
    called: dict[str, list[str]] = {}
    for row in rows:
        called.setdefault(row[0], []).append(row[2])
    first = {row[0]: row for row in reversed(rows)}
    entries = [key for key in called if key and first[key][1]]
    imported = [
        _fact(first[key][1], called[key], first[key][4:-1])
        for key in entries
        if _is_open(open_, called[key])
    ]
    built_in = [fact for key in called if key and not first[key][1] and (fact := _built(key))]
    asked = next((row[3] for row in rows if row[3] and _is_open(open_, [row[3].asked_as])), None)
    return imported + built_in + ([_said(asked)] if asked else [])


def _is_open(folded: set[str] | None, called: Iterable[str]) -> bool:
    return folded is None or not folded.isdisjoint(map(fold, called))


def _built(key: str) -> Fact | None:
    found = known_names.find(key)
    return (
        Fact(found.name, found.others, found.description, found.source)
        if found and found.source
        else None
    )


def _fact(e: Entry, names: Sequence[str], picture: Sequence[Any]) -> Fact:
    others = tuple(name for name in names if name != e.name)
    kept = images.StoredImage(*picture) if picture[0] is not None else None
    return Fact(
        e.name, others, e.description, e.source, e.url, e.wikidata, e.lat, e.lon, picture=kept
    )


def _said(e: EncyclopediaSummary) -> Fact:
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
    """(folded name, kind) → key, where one entry alone goes by it."""
    found: dict[tuple[str, str], set[str]] = {}
    for some in batches(names):
        statement = select(col(EntryName.folded), col(Entry.kind), col(Entry.key)).join(
            Entry, col(Entry.id) == col(EntryName.entry_id)
        )
        for folded, kind, key in s.execute(statement.where(col(EntryName.folded).in_(some))):
            found.setdefault((folded, kind), set()).add(key)
    return {pair: next(iter(one)) for pair, one in found.items() if len(one) == 1}

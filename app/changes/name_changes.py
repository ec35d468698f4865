"""Names that were added, dropped or exchanged between two texts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from app.changes.collector import Change, ChangeCollector, only_words
from app.changes.followed import span_of, words_of
from app.linking.names.folding import fold
from app.store.annotations.rows import AnnotationRow

# Names that one text has and the other has not: of more than so many, only the annotations say
# whether the other text has them.
_SEARCHED = 60
_MOST_REPLACED = 4  # words that a name may replace, or be replaced by, to explain the whole edit

Named = Mapping[object, list[AnnotationRow]]
"""The mentions of each entity, by its id or else by its folded name."""


def collect_names(collector: ChangeCollector) -> Iterator[Change]:
    """Names mentioned no more, or for the first time.

    A name in the very place of another is one that changed.
    """
    old, new = _named(collector.old_rows), _named(collector.new_rows)
    dropped = _missing(old, new, collector.old_text, collector.new_text)
    added = _missing(new, old, collector.new_text, collector.old_text)
    for old_key, new_key in list(_exchanged(collector, dropped, added)):
        old_rows, new_rows = dropped.pop(old_key), added.pop(new_key)
        _mark_described(collector, old_rows, 0)
        _mark_described(collector, new_rows, 1)
        names = (_name(collector.old_text, old_rows), _name(collector.new_text, new_rows))
        if names not in collector.speakers:
            yield Change("name-changed", *names)
    for rows in dropped.values():
        if any(collector.removed.covered(span_of(row)) for row in rows):
            _mark_described(collector, rows, 0)
            yield Change("name-dropped", old=_name(collector.old_text, rows))
    for rows in added.values():
        if any(collector.inserted.covered(span_of(row)) for row in rows):
            _mark_described(collector, rows, 1)
            yield Change("name-added", new=_name(collector.new_text, rows))


def _named(rows: Sequence[AnnotationRow]) -> Named:
    named: defaultdict[object, list[AnnotationRow]] = defaultdict(list)
    for row in rows:
        if row.layer == "entity":
            named[row.entity_id or fold(str(row.body.get("name") or row.id))].append(row)
    return named


def _missing(
    named: Named, other: Named, text: str, other_text: str
) -> dict[object, list[AnnotationRow]]:
    """The entities that only one text names, by annotations and, where they are few, by words."""
    missing = {key: rows for key, rows in named.items() if key not in other}
    if len(missing) > _SEARCHED:
        return missing
    return {k: rows for k, rows in missing.items() if not _is_in(other_text, text, rows)}


def _is_in(other_text: str, text: str, rows: Sequence[AnnotationRow]) -> bool:
    """Whether one of the names that an entity has in `text` is in another text too."""
    names = sorted({words_of(text, row) for row in rows})
    pattern = "|".join(rf"\b{re.escape(name)}\b" for name in names)
    return re.search(pattern, other_text, re.IGNORECASE) is not None


def _exchanged(
    collector: ChangeCollector, dropped: Named, added: Named
) -> Iterator[tuple[object, object]]:
    """A dropped name and the one in its place: of one kind, in one edit."""
    added_in = _by_edit(collector, added)
    taken = set[object]()
    for key, rows in dropped.items():
        edits = ((n, row.kind) for row in rows for n in collector.edits_in(old=span_of(row)))
        keys = (added_in.get(edit) for edit in edits)
        new_key = next((k for k in keys if k is not None and k not in taken), None)
        if new_key is not None:
            taken.add(new_key)
            yield key, new_key


def _by_edit(collector: ChangeCollector, added: Named) -> dict[tuple[int, str], object]:
    """For an edit that replaces words, and a kind of entity, the name that it adds."""
    keys: dict[tuple[int, str], object] = {}
    for key, rows in added.items():
        for row in rows:
            for n in collector.edits_in(new=span_of(row)):
                if collector.edits[n].old.of(collector.old_text).strip():
                    keys[n, row.kind] = key
    return keys


def _mark_described(collector: ChangeCollector, rows: Sequence[AnnotationRow], side: int) -> None:
    """Marks edits that hold nothing but these names as described; `side` is 0 (old) or 1 (new)."""
    other_text = (collector.new_text, collector.old_text)[side]
    for row in rows:
        span = span_of(row)
        numbers = collector.edits_in(old=span) if side == 0 else collector.edits_in(new=span)
        for n in numbers:
            edit = collector.edits[n]
            replaced = only_words(edit[1 - side].of(other_text))
            if span.covers(edit[side]) and len(replaced) <= _MOST_REPLACED:
                collector.mark_described([n])


def _name(text: str, rows: Sequence[AnnotationRow]) -> str:
    return str(rows[0].body.get("name") or words_of(text, rows[0]))

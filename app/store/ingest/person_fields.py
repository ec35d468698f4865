"""Fields of an article that a person set: they win over later captures until a person changes them.

Owns `Revision.replaced`: for each field that a person set, what the source said there and where it
was read; for the text its SHA-256. Works on rows that are not stored yet, and asks no question.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.importers.blocks import BlockText
from app.store.schema.articles import Revision
from app.text.canonical import canonical
from app.text.language import UNDETERMINED, believed, primary
from app.text.spans import Doubt

TEXT = "text"
FIELDS = ("title", "byline", "publisher", "declared_date", "declared_language")
"""The declared fields that a person can set, as columns of a revision."""
BY_EDITOR = "editor"
"""The provenance of a field that a person set."""
_COPIED = (
    *("text", "sha256", "blocks", "inlines", *FIELDS, "section", "modified_date"),
    *("language", "origin"),
)
_PROVENANCE_KEYS = {"declared_language": "language"}
_ABOUT = (
    ("declared-date", "declared_date"),
    ("date", "declared_date"),
    ("language", "declared_language"),
    ("title", "title"),
    ("byline", "byline"),
    ("publisher", "publisher"),
    ("extraction", TEXT),
    ("text", TEXT),
)
"""How kinds of doubt begin, and the field that they are about."""


@dataclass(frozen=True, slots=True)
class RevisionEdit:
    """What a person makes of the newest revision: every field as it shall be.

    A `body` of None leaves the text as it is.
    """

    title: str | None
    byline: tuple[str, ...]
    publisher: str | None
    declared_language: str | None
    body: BlockText | None = None


def edited(old: Revision, wanted: RevisionEdit) -> Revision:
    """A revision, not stored, with what is wanted in place of what `old` says."""
    new = Revision(
        article_id=old.article_id,
        number=old.number,
        provenance=dict(old.provenance),
        replaced=dict(old.replaced),
        **{name: getattr(old, name) for name in _COPIED},
    )
    wanted_fields = {
        "title": wanted.title,
        "byline": list(wanted.byline),
        "publisher": wanted.publisher,
        "declared_language": wanted.declared_language,
    }
    for name, value in wanted_fields.items():
        if value != getattr(old, name):
            _set(new, name, value)
    if wanted.body is not None:
        _set_body(new, wanted.body)
    if new.sha256 != old.sha256 or new.declared_language != old.declared_language:
        new.language = _language(new)
    return new


def is_same(old: Revision, new: Revision) -> bool:
    """Whether an edit changed nothing, in the fields, the words and the blocks."""
    compared = ("text", "blocks", "inlines", *FIELDS)
    return all(getattr(old, name) == getattr(new, name) for name in compared)


def mark(old: Revision | None, new: Revision, names: Collection[str]) -> None:
    """Records in `new` that a person set these fields, and what the source last said of them."""
    replaced = dict(new.replaced)
    for name in names:
        known = old.replaced.get(name) if old is not None else None
        replaced[name] = known or _source_value(old, name)
    new.replaced = replaced


def carry_over(old: Revision, new: Revision, given: Collection[str] = ()) -> list[Doubt]:
    """Puts what a person set in `old` in place of what `new`, a later capture, says.

    Fields in `given` are set anew and are left alone. The text that a person corrected stays while
    the source's is the one that was corrected; once the source changes it, the source's is taken
    and a doubt says so.
    """
    doubts: list[Doubt] = []
    for name in old.replaced:
        if name in given:
            continue
        if name != TEXT:
            _keep(old, new, name)
        elif new.sha256 in (old.replaced[TEXT]["value"], old.sha256):
            new.replaced = new.replaced | {TEXT: old.replaced[TEXT]}
            for column in ("text", "sha256", "blocks", "inlines"):
                setattr(new, column, getattr(old, column))
        else:
            doubts.append(_superseded(old))
    if "declared_language" in new.replaced:
        new.language = _language(new)
    return doubts


def restore(new: Revision, replaced: Mapping[str, Any]) -> None:
    """Records in `new`, as an export of ours has it, what persons set and what the source said."""
    new.replaced = dict(replaced)
    if "declared_language" in new.replaced:
        new.language = _language(new)


def unsettled(doubts: Iterable[Doubt], revision: Revision) -> list[Doubt]:
    """The doubts without those about a field that a person set."""
    return [doubt for doubt in doubts if _field_of(doubt.kind) not in revision.replaced]


def is_source_text(revision: Revision) -> bool:
    """Whether a text that a person set has the words that the source had last."""
    set_by_person = revision.replaced.get(TEXT)
    return set_by_person is not None and set_by_person["value"] == revision.sha256


def forget_text(revision: Revision) -> None:
    """The text is what the source says again."""
    revision.replaced = {k: v for k, v in revision.replaced.items() if k != TEXT}


def _set(new: Revision, name: str, value: Any) -> None:
    """Sets one field; setting what the source says takes the person's value back."""
    key = _PROVENANCE_KEYS.get(name, name)
    source = new.replaced.get(name) or _source_value(new, name)
    setattr(new, name, value)
    if value == source["value"]:
        new.replaced = {k: v for k, v in new.replaced.items() if k != name}
        provenance = source["provenance"]
    else:
        new.replaced = new.replaced | {name: source}
        provenance = BY_EDITOR
    others = {k: v for k, v in new.provenance.items() if k != key}
    new.provenance = others | ({key: provenance} if provenance else {})


def _set_body(new: Revision, body: BlockText) -> None:
    source = new.replaced.get(TEXT) or {"value": new.sha256, "provenance": None}
    blocks = [block.as_json() for block in body.blocks]
    inlines = [mark.as_json() for mark in body.inlines]
    if (body.text, blocks, inlines) == (new.text, new.blocks, new.inlines):
        return
    new.text, new.blocks, new.inlines = body.text, blocks, inlines
    new.sha256 = hashlib.sha256(body.text.encode()).hexdigest()
    new.replaced = new.replaced | {TEXT: source}


def _source_value(r: Revision | None, name: str) -> dict[str, Any]:
    """What the source says of a field that no person set so far."""
    if r is None:
        return {"value": [] if name == "byline" else None, "provenance": None}
    key = _PROVENANCE_KEYS.get(name, name)
    value = getattr(r, name)
    return {
        "value": list(value) if name == "byline" else value,
        "provenance": r.provenance.get(key),
    }


def _keep(old: Revision, new: Revision, name: str) -> None:
    """The person's value of a field, and beside it what the source says today."""
    new.replaced = new.replaced | {name: _source_value(new, name)}
    setattr(new, name, getattr(old, name))
    new.provenance = new.provenance | {_PROVENANCE_KEYS.get(name, name): BY_EDITOR}


def _language(r: Revision) -> str:
    """The language a revision is read in; one that a person set is not contradicted."""
    if "declared_language" in r.replaced and primary(r.declared_language):
        return primary(r.declared_language) or UNDETERMINED
    return believed(r.declared_language, r.text)


def _superseded(old: Revision) -> Doubt:
    message = (
        f"An editor had corrected the text of revision {old.number}. The source has changed its "
        "text since, so the correction is not in this revision."
    )
    return Doubt("text-superseded", canonical(message))


def _field_of(kind: str) -> str | None:
    return next((field for start, field in _ABOUT if kind.startswith(start)), None)

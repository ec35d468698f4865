"""From what a form asks to the correction that is wanted: whom a typed name means, how far it goes, what it would touch. Knows no page.

A correction is asked for by kind and by ids, so that its address can be kept; the editor's forms also send names and choices (`who`, `to`),
which are made kinds and ids here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from sqlmodel import Session

from app.errors import Conflict, GlossError, NotFound, Unprocessable
from app.layers.entities import LAYER as ENTITY_LAYER
from app.linking.corrections.correction import Correction, CorrectionPlace, Kind
from app.reading import mark_context
from app.reading.mark_context import MarkContext
from app.store.admin import people
from app.store.annotations import notes
from app.store.articles.access import Reader
from app.store.corrections import choices, corrections
from app.store.corrections.corrections import Reach
from app.store.db.ids import LARGEST_ID, stored_id
from app.store.db.library import Library
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.text.canonical import canonical

Scope = Literal["words", "name", "article"]
Keep = Literal["rest", "chosen"]
SCOPES: tuple[Scope, ...] = ("words", "name", "article")
TYPED_CHARACTERS = 300
KINDS = ENTITY_LAYER.kinds
_ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/(?:edit/)?entities/(\d{1,18})\b.*|(\d{1,18})")


def _plain(given: object) -> str | None:
    words = " ".join(canonical(given).split()) if isinstance(given, str) else ""
    if len(words) > TYPED_CHARACTERS:
        raise ValueError(f"at most {TYPED_CHARACTERS} characters")
    return words or None


def _or_none(given: object) -> object:
    return None if given == "" else given


def _several(given: object) -> list[str]:
    parts = (
        [given]
        if isinstance(given, str)
        else list(given)
        if isinstance(given, list | tuple)
        else []
    )
    return [one for part in parts for one in str(part).split(",") if one]


def _known_kind(kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS:
        raise ValueError("no kind of ours")
    return kind


Number = Annotated[Annotated[int, Field(ge=1, le=LARGEST_ID)] | None, BeforeValidator(_or_none)]
Typed = Annotated[str | None, BeforeValidator(_plain)]
Numbers = Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_ID)]], BeforeValidator(_several)]


class CorrectionRequest(BaseModel):
    """What the forms of corrections say.

    `who` is an entity's id, `known` (named in `to`), `new` (`value`, `new_kind`) or `none`.
    """

    do: Kind
    annotation: Number = None
    entity: Number = None
    other: Number = None
    who: Annotated[
        str | None, Field(pattern="^(known|new|none|[0-9]{1,10})$"), BeforeValidator(_or_none)
    ] = None
    to: Typed = None
    value: Typed = None
    new_kind: Annotated[Typed, AfterValidator(_known_kind)] = None
    scope: Scope = "name"
    keep: Keep = "rest"
    article: Numbers = []


@dataclass(frozen=True, slots=True)
class CorrectionSummary:
    """A correction as a sentence tells it, before it is made; a line of the log has the same fields."""

    kind: str
    entity: EntityRow | None
    other: EntityRow | None
    value: str | None
    new_kind: str | None
    words: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One reach of a correction, and how much it would touch."""

    scope: Scope
    wanted: Correction
    touched: Reach


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done, with each reach that it may have, and the fields that ask for it again; `rest`: articles in which all stays."""

    asked: CorrectionRequest
    told: CorrectionSummary
    mark: MarkContext | None
    options: list[Option]
    rest: int

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form that does it sends, but for the reach."""
        given = self.asked.model_dump(exclude={"scope", "article"}, exclude_defaults=True)
        named = [("article", ",".join(map(str, self.asked.article)))] if self.asked.article else []
        return [(name, str(value)) for name, value in given.items()] + named

    @property
    def swapped(self) -> str | None:
        """The query that merges the other way round."""
        if self.told.kind != "merge" or self.told.entity is None or self.told.other is None:
            return None
        return urlencode(
            {"do": "merge", "entity": self.told.other.id, "other": self.told.entity.id}
        )

    @property
    def scope(self) -> Scope:
        """The reach that is proposed: the one that was asked for, else the widest that is possible."""
        possible = [option.scope for option in self.options]
        return self.asked.scope if self.asked.scope in possible else possible[-1]


@dataclass(frozen=True, slots=True)
class Choice:
    """A typed name that fits several entities, or none: each with the query that means it."""

    typed: str
    asked: CorrectionRequest
    found: list[tuple[EntityRow, str]]
    mark: MarkContext | None
    entity: EntityRow | None


class _Several(Conflict):
    """A name that does not say which entity is meant."""

    def __init__(self, typed: str, found: list[EntityRow]) -> None:
        message = (
            f"Several entities go by the name “{typed}”."
            if found
            else f"No entity goes by the name “{typed}”."
        )
        super().__init__(message, "Give its number or its address.")
        self.typed = typed
        self.found = found


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is asked, made ids; `mark` and `entity` are what it is about."""

    asked: CorrectionRequest
    mark: MarkContext | None
    entity: EntityRow | None
    other: EntityRow | None


def preview(s: Session, editor: Reader, asked: CorrectionRequest) -> Preview | Choice:
    """What would be done and touched; a choice where a name does not say whom.

    Raises NotFound, Gone, Unprocessable with the reason.
    """
    asked, mark, entity = _about(s, editor, asked)
    try:
        meant = _meant(s, editor, asked, mark, entity)
    except _Several as error:
        plain = asked.model_copy(update={"to": None, "who": None})
        return Choice(
            error.typed,
            asked,
            [(e, query(plain.model_copy(update={"other": e.id}))) for e in error.found],
            mark,
            entity,
        )
    options, rest = _options(s, meant)
    return Preview(meant.asked, _told(meant), mark, options, rest)


def resolve(
    s: Session, editor: Reader, asked: CorrectionRequest
) -> tuple[Correction, MarkContext | None]:
    """The correction that is asked for, and the mark that it is about.

    Raises NotFound, Gone, Conflict, Unprocessable with the reason.
    """
    if asked.do == "date":
        return Correction(
            "date",
            value=asked.value,
            places=tuple(CorrectionPlace(stored_id(id_)) for id_ in asked.article),
        ), None
    asked, mark, entity = _about(s, editor, asked)
    meant = _meant(s, editor, asked, mark, entity)
    return _wanted(s, meant, meant.asked.scope), mark


def creator_of(library: Library, editor: Reader) -> str:
    """Who corrects, as rows name them."""
    if editor.person_id:
        return f"person:{editor.person_id}"
    with library.writing() as s:
        return f"person:{people.editor(s).id}"


def query(asked: CorrectionRequest) -> str:
    """The query of an address that asks for this."""
    return urlencode(asked.model_dump(exclude_defaults=True) | {"do": asked.do}, doseq=True)


def correctable(s: Session, editor: Reader, id: int) -> MarkContext:
    """The annotation with this id, where it stands.

    Raises NotFound or Gone, Unprocessable for what a person wrote.
    """
    mark = mark_context.find(s, editor, stored_id(id))
    if mark.annotation.creator.startswith(notes.PERSON):
        raise Unprocessable("A person wrote this note.", "It is changed where it was written.")
    return mark


def living(s: Session, editor: Reader, id: int) -> EntityRow:
    """The entity, or the one that it was merged into. Raises NotFound."""
    found = entities.get(s, editor, id)
    return entities.get(s, editor, found.merged_into) if found.merged_into else found


def _about(
    s: Session, editor: Reader, asked: CorrectionRequest
) -> tuple[CorrectionRequest, MarkContext | None, EntityRow | None]:
    """The mark and the entity that are to be corrected; the kind as the choice between somebody known, new and nobody makes it."""
    if asked.do == "date":
        raise Unprocessable(
            "The date of an article is given on the page where the article is edited."
        )
    mark = correctable(s, editor, asked.annotation) if asked.annotation else None
    about = asked.entity or (mark.annotation.entity_id if mark else None)
    entity = living(s, editor, about) if about else None
    if mark is None and entity is None:
        raise Unprocessable("Say what is to be corrected: an annotation or an entity.")
    kind = asked.do
    if kind in ("move", "split"):
        kind = (
            "reject"
            if asked.who == "none"
            else "split"
            if asked.who == "new"
            else "move"
            if asked.who or asked.other
            else kind
        )
    update: dict[str, Any] = {"do": kind}
    if asked.who and asked.who.isdigit():
        update |= {"other": stored_id(int(asked.who))}
    return asked.model_copy(update=update), mark, entity


def _meant(
    s: Session,
    editor: Reader,
    asked: CorrectionRequest,
    mark: MarkContext | None,
    entity: EntityRow | None,
) -> _Meant:
    _check(asked, mark, entity)
    other = None
    if asked.do in ("merge", "move", "apart") or (
        asked.do == "speaker" and (asked.other or asked.who not in ("new", "none"))
    ):
        other = (
            living(s, editor, asked.other)
            if asked.other
            else _resolved(s, editor, asked.to, entity)
        )
    if other and entity and other.id == entity.id:
        raise Unprocessable(f"It is {other.name} already.")
    update: dict[str, Any] = {
        "to": None,
        "who": asked.who if asked.do == "speaker" and other is None else None,
    }
    update |= {"other": other.id if other else None, "value": _value(asked, other)}
    update |= {"new_kind": asked.new_kind if asked.do in ("split", "rekind") else None}
    if mark is None and entity:
        update["entity"] = entity.id
    return _Meant(asked.model_copy(update=update), mark, entity, other)


def _check(asked: CorrectionRequest, mark: MarkContext | None, entity: EntityRow | None) -> None:
    """Raises Unprocessable for what is missing."""
    if asked.do == "speaker":
        if mark is None or mark.annotation.layer != "quotation":
            raise Unprocessable("Only a quotation has a speaker.")
        if asked.other is None and asked.who is None and not asked.to:
            raise Unprocessable("Say who speaks.")
        if asked.who == "new" and not asked.value:
            raise Unprocessable("Type the name of the speaker.")
        return
    if entity is None and asked.do not in ("reject", "move"):
        raise Unprocessable("No entity stands behind these words.")
    if asked.do in ("split", "rename") and not asked.value:
        raise Unprocessable("Type a name.")
    if asked.do == "rekind" and not asked.new_kind:
        raise Unprocessable("Choose a kind.")
    if asked.do in ("split", "move") and mark is None and not asked.article:
        raise Unprocessable("Choose at least one article.")
    if (
        asked.do in ("split", "move")
        and mark is not None
        and mark.annotation.layer != ENTITY_LAYER.name
    ):
        raise Unprocessable("Only a name can be somebody else.")


def _value(asked: CorrectionRequest, other: EntityRow | None) -> str | None:
    if asked.do == "speaker":
        return asked.value if other is None and asked.who != "none" else None
    return asked.value if asked.do in ("split", "rename") else None


def _resolved(s: Session, editor: Reader, typed: str | None, entity: EntityRow | None) -> EntityRow:
    """Whom a typed number, address or name means. Raises NotFound, Unprocessable, _Several."""
    if not typed:
        raise Unprocessable("Type the name, the number or the address of an entity.")
    address = _ADDRESS.fullmatch(typed)
    if address:
        return living(s, editor, stored_id(int(address[1] or address[2])))
    exact = choices.named(s, editor, typed)
    begun = entities.find_all(s, editor, q=typed, limit=choices.MOST).items
    own = entity.id if entity else None
    others = {e.id: e for e in (*exact, *begun) if e.id != own}
    only = [e for e in exact if e.id != own] or list(others.values())
    if len(only) != 1:
        raise _Several(typed, list(others.values()))
    return only[0]


def _options(s: Session, meant: _Meant) -> tuple[list[Option], int]:
    """Each reach with what it touches; the first refusal when none is possible.

    Also how many articles the other part has.
    """
    found, refused = [], None
    for scope in _scopes(meant):
        try:
            one = _wanted(s, meant, scope)
            found.append(Option(scope, one, corrections.count_reach(s, one)))
        except GlossError as error:
            refused = refused or error
    if not found:
        raise refused or Unprocessable("That would correct nothing.")
    parted = meant.entity if meant.mark is None and meant.asked.do in ("split", "move") else None
    return found, parted.articles - len(found[0].wanted.places) if parted else 0


def _scopes(meant: _Meant) -> tuple[Scope, ...]:
    at, kind = meant.mark, meant.asked.do
    if at is None or kind not in ("move", "split", "reject"):
        return (meant.asked.scope,)
    return SCOPES if meant.entity and at.annotation.layer == ENTITY_LAYER.name else ("words",)


def _wanted(s: Session, meant: _Meant, scope: Scope) -> Correction:
    asked = meant.asked
    entity, other = (
        meant.entity.id if meant.entity else None,
        meant.other.id if meant.other else None,
    )
    return Correction(
        asked.do,
        entity,
        other,
        asked.value,
        _kind(meant),
        tuple(_PLACES.get(asked.do, _nowhere)(s, meant, scope)),
    )


def _kind(meant: _Meant) -> str | None:
    if meant.asked.do == "split":
        return meant.asked.new_kind or (meant.entity.kind if meant.entity else None)
    return meant.asked.new_kind


def _nowhere(_s: Session, _meant: _Meant, _scope: Scope) -> Iterator[CorrectionPlace]:
    yield from ()


def _marked(_s: Session, meant: _Meant, scope: Scope) -> Iterator[CorrectionPlace]:
    """The words of a mark, or more of its article."""
    at = meant.mark
    if at is None:
        raise Unprocessable("Say which words are meant.")
    article = at.article.id or 0
    if (
        meant.asked.do == "speaker"
        or scope == "words"
        or meant.entity is None
        or at.annotation.layer != ENTITY_LAYER.name
    ):
        yield CorrectionPlace(article, annotation_id=at.annotation.id)
    else:
        yield (
            CorrectionPlace(article, name=at.exact) if scope == "name" else CorrectionPlace(article)
        )


def _parted(s: Session, meant: _Meant, scope: Scope) -> Iterator[CorrectionPlace]:
    """A mark, or the articles that were chosen; all others where these keep the id."""
    if meant.mark is not None or meant.entity is None:
        yield from _marked(s, meant, scope)
        return
    chosen, every = set(meant.asked.article), choices.articles_of(s, meant.entity.id)
    if not chosen <= set(every):
        raise NotFound(f"{meant.entity.name} is not named in all of these articles.")
    inverted = meant.asked.do == "split" and meant.asked.keep == "chosen"
    places = [CorrectionPlace(id_) for id_ in every if (id_ in chosen) != inverted]
    if not places:
        raise Unprocessable(
            "No article is left for the new one.", "Choose fewer articles, or rename the entity."
        )
    yield from places


_PLACES: dict[str, Callable[[Session, _Meant, Scope], Iterator[CorrectionPlace]]] = {
    "move": _parted,
    "split": _parted,
    "reject": _marked,
    "speaker": _marked,
}


def _told(meant: _Meant) -> CorrectionSummary:
    at = meant.mark
    return CorrectionSummary(
        meant.asked.do,
        meant.entity,
        meant.other,
        meant.asked.value,
        _kind(meant),
        at.exact if at else None,
    )

"""From a request to the correction: which annotation and entities it is about, and where it holds.

What may be corrected is decided by `linking.corrections.rules`, which the store asks.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app.corrections.requests import CorrectionRequest, Scope
from app.errors import Conflict, NotFound, Unprocessable
from app.layers.creators import PersonCreator, is_person
from app.layers.entities import LAYER as ENTITY_LAYER
from app.linking.corrections.correction import Correction, Kind, Target
from app.reading import mark_context
from app.reading.mark_context import MarkContext
from app.store.admin import people
from app.store.articles.access import Reader
from app.store.corrections import choices
from app.store.db.ids import id_of, stored_id
from app.store.db.library import Library
from app.store.entities import entities
from app.store.entities.entities import EntityRow

_ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/(?:edit/)?entities/(\d{1,18})\b.*|(\d{1,18})")
_WITH_ANOTHER_ENTITY = ("merge", "move", "apart")


class UnclearName(Conflict):
    """A typed name that several entities have."""

    def __init__(self, typed: str, candidates: list[EntityRow]) -> None:
        listed = "; ".join(f"{e.id} {e.name} ({e.kind})" for e in candidates)
        super().__init__(
            f"Several entities are called “{typed}”.", f"Give its number or address: {listed}."
        )
        self.typed = typed
        self.candidates = candidates


class UnknownName(Unprocessable):
    """A typed name that no entity has."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"No entity is called “{typed}”.", "Give its number or address.")
        self.typed = typed


@dataclass(frozen=True, slots=True)
class ResolvedRequest:
    """A request whose kind, entities and annotation are known; what is typed or chosen became ids.

    `mark` and `entity` are what it is about, `other` the entity that it leads to.
    """

    request: CorrectionRequest
    mark: MarkContext | None
    entity: EntityRow | None
    other: EntityRow | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the correction."""
        return self.request.do

    @property
    def new_kind(self) -> str | None:
        """The kind that the entity gets; a split keeps that of the entity it is split from."""
        inherited = self.entity.kind if self.entity and self.kind == "split" else None
        return self.request.new_kind or inherited

    @property
    def is_of_name(self) -> bool:
        """Whether it is about a name that is linked to an entity, and so may reach further."""
        is_name = self.mark is not None and self.mark.annotation.layer == ENTITY_LAYER.name
        return is_name and self.entity is not None


def resolve(
    s: Session, editor: Reader, request: CorrectionRequest
) -> tuple[Correction, MarkContext | None]:
    """The correction that is asked for, and the annotation that it is about.

    Raises NotFound, Gone, Conflict, Unprocessable with the reason.
    """
    # A date is about an article and no entity: there is nothing to resolve.
    if request.do == "date":
        targets = tuple(Target(article_id) for article_id in request.article)
        return Correction("date", value=request.value, targets=targets), None
    subject = resolve_subject(s, editor, request)
    resolved = resolve_other(s, editor, subject)
    return correction(s, resolved, resolved.request.scope), resolved.mark


def resolve_subject(s: Session, editor: Reader, request: CorrectionRequest) -> ResolvedRequest:
    """The annotation and the entity that are to be corrected, and by which kind of correction.

    Raises NotFound, Gone, Unprocessable with the reason.
    """
    if request.do == "date":
        raise Unprocessable("Set the date on the article's edit page.")
    mark = correctable(s, editor, request.annotation) if request.annotation else None
    # Words are corrected together with the entity that they refer to now.
    entity_id = request.entity or (mark.annotation.entity_id if mark else None)
    entity = current_entity(s, editor, entity_id) if entity_id else None
    if mark is None and entity is None:
        raise Unprocessable("Choose what to correct: an annotation or an entity.")
    update: dict[str, Any] = {"do": _chosen_kind(request)}
    if request.who and request.who.isdigit():
        update["other"] = stored_id(int(request.who))
    return ResolvedRequest(request.model_copy(update=update), mark, entity)


def resolve_other(s: Session, editor: Reader, subject: ResolvedRequest) -> ResolvedRequest:
    """The same with the entity that is typed or chosen; fields that say nothing more are cleared.

    Raises NotFound, UnclearName, Unprocessable with the reason.
    """
    request = subject.request
    if request.do == "speaker":
        _check_speaker(request)
    other = _other(s, editor, subject)
    # From here on the request is its own address: a preview's form and query ask for the same.
    fields: dict[str, Any] = {
        "to": None,
        "who": request.who if request.do == "speaker" and other is None else None,
        "other": other.id if other else None,
        "value": _value(request, other),
        "new_kind": request.new_kind if request.do in ("split", "rekind") else None,
    }
    if subject.mark is None and subject.entity is not None:
        fields["entity"] = subject.entity.id
    return replace(subject, request=request.model_copy(update=fields), other=other)


def correction(s: Session, resolved: ResolvedRequest, scope: Scope) -> Correction:
    """The correction that is asked for, as far as `scope` says. Raises NotFound, Unprocessable."""
    return Correction(
        resolved.kind,
        resolved.entity.id if resolved.entity else None,
        resolved.other.id if resolved.other else None,
        resolved.request.value,
        resolved.new_kind,
        _targets(s, resolved, scope),
    )


def correctable(s: Session, editor: Reader, id: int) -> MarkContext:
    """The annotation with this id in its article.

    Raises NotFound or Gone, Unprocessable for a note.
    """
    mark = mark_context.find(s, editor, stored_id(id))
    if is_person(mark.annotation.creator):
        raise Unprocessable("Notes cannot be corrected.", "Edit the note instead.")
    return mark


def current_entity(s: Session, editor: Reader, id: int) -> EntityRow:
    """The entity, or the one that it was merged into. Raises NotFound."""
    entity = entities.get(s, editor, id)
    return entities.get(s, editor, entity.merged_into) if entity.merged_into else entity


def creator_of(library: Library, editor: Reader) -> PersonCreator:
    """The person who corrects: who is signed in, or whom the administrator's token acts for."""
    if editor.person_id:
        return PersonCreator(editor.person_id)
    with library.writing() as s:
        return PersonCreator(id_of(people.editor(s)))


def _chosen_kind(request: CorrectionRequest) -> Kind:
    """The form about a name offers an entity that is known, a new one, or none: three kinds."""
    if request.do not in ("move", "split"):
        return request.do
    if request.who == "none":
        return "reject"
    if request.who == "new":
        return "split"
    return "move" if request.who or request.other else request.do


def _check_speaker(request: CorrectionRequest) -> None:
    """A speaker may be nobody, but only where that was chosen."""
    if request.other is None and request.who is None and not request.to:
        raise Unprocessable("Choose a speaker.")
    if request.who == "new" and not request.value:
        raise Unprocessable("Enter the speaker's name.")


def _other(s: Session, editor: Reader, subject: ResolvedRequest) -> EntityRow | None:
    """The other entity that the request names, if its kind has one."""
    request = subject.request
    # Whoever chose a new speaker, or none, means no entity of the library.
    names_speaker = request.other is not None or request.who not in ("new", "none")
    has_other = request.do in _WITH_ANOTHER_ENTITY or (request.do == "speaker" and names_speaker)
    if not has_other:
        return None
    if request.other:
        return current_entity(s, editor, request.other)
    return _typed_entity(s, editor, request.to, subject.entity)


def _value(request: CorrectionRequest, other: EntityRow | None) -> str | None:
    if request.do in ("split", "rename"):
        return request.value
    is_speaker = request.do == "speaker" and other is None and request.who != "none"
    return request.value if is_speaker else None


def _typed_entity(
    s: Session, editor: Reader, typed: str | None, subject: EntityRow | None
) -> EntityRow:
    """The entity that a typed number, address or name means, other than the subject itself.

    One that has exactly this name comes before those whose names only contain it. Raises NotFound,
    Unprocessable, UnclearName, UnknownName.
    """
    if not typed:
        raise Unprocessable("Enter an entity's name, number or address.")
    address = _ADDRESS.fullmatch(typed)
    if address:
        return current_entity(s, editor, stored_id(int(address[1] or address[2])))
    # A typed name never means the entity that is being corrected.
    exact = _others(choices.named(s, editor, typed), subject)
    if len(exact) == 1:
        return exact[0]
    containing = entities.find_all(s, editor, q=typed, limit=choices.MOST).items
    candidates = _others([*exact, *containing], subject)
    if not candidates:
        raise UnknownName(typed)
    if exact or len(candidates) > 1:
        raise UnclearName(typed, candidates)
    return candidates[0]


def _others(rows: list[EntityRow], subject: EntityRow | None) -> list[EntityRow]:
    """Each entity once, without the subject."""
    by_id = {row.id: row for row in rows if subject is None or row.id != subject.id}
    return list(by_id.values())


def _targets(s: Session, resolved: ResolvedRequest, scope: Scope) -> tuple[Target, ...]:
    """Where it is to hold; for a kind that holds everywhere, nowhere in particular."""
    if resolved.kind not in ("move", "split", "reject", "speaker"):
        return ()
    if resolved.mark is not None:
        return (_target(resolved, resolved.mark, scope),)
    if resolved.kind in ("move", "split") and resolved.entity is not None:
        return _chosen_articles(s, resolved.request, resolved.entity)
    return ()


def _target(resolved: ResolvedRequest, mark: MarkContext, scope: Scope) -> Target:
    """The words of an annotation, or more of its article."""
    article_id = id_of(mark.article)
    words_only = scope == "words" or resolved.kind == "speaker" or not resolved.is_of_name
    if words_only:
        return Target(article_id, annotation_id=id_of(mark.annotation))
    return Target(article_id, name=mark.exact) if scope == "name" else Target(article_id)


def _chosen_articles(
    s: Session, request: CorrectionRequest, entity: EntityRow
) -> tuple[Target, ...]:
    """The articles that were chosen; or all others, where the chosen ones stay as they are."""
    chosen, every = set(request.article), choices.articles_of(s, entity.id)
    if not chosen:
        return ()
    if not chosen <= set(every):
        raise NotFound(f"{entity.name} is not mentioned in all of these articles.")
    keeps_chosen = request.do == "split" and request.keep == "chosen"
    corrected = [id_ for id_ in every if (id_ in chosen) != keeps_chosen]
    if not corrected:
        raise Unprocessable(
            "No article would remain.", "Choose fewer articles, or rename the entity."
        )
    return tuple(Target(article_id) for article_id in corrected)

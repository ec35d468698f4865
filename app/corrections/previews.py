"""What a correction would do, before it is made: in a sentence, and how much each scope touches."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session

from app.corrections import resolving
from app.corrections.requests import CorrectionRequest, Scope, query
from app.corrections.resolving import ResolvedRequest, UnclearName, UnknownName
from app.errors import GlossError, Unprocessable
from app.linking.corrections.correction import Correction
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.store.corrections.entries import DescribedCorrection
from app.store.corrections.reach import Reach, count_reach
from app.store.entities.entities import EntityRow

_SCOPES: tuple[Scope, ...] = ("words", "name", "article")
"""From the narrowest to the widest."""


@dataclass(frozen=True, slots=True)
class ScopeOption:
    """A scope that the correction may have, and how much it would touch."""

    scope: Scope
    correction: Correction
    touched: Reach


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done, the scopes to choose from, and the fields that ask for it again.

    `rest` is the number of articles in which a divided entity stays as it is.
    """

    request: CorrectionRequest
    described: DescribedCorrection
    mark: MarkContext | None
    options: list[ScopeOption]
    rest: int

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form that confirms it sends, except for the scope."""
        fields = self.request.model_dump(exclude={"scope", "article"}, exclude_defaults=True)
        pairs = [(name, str(value)) for name, value in fields.items()]
        if self.request.article:
            pairs.append(("article", ",".join(map(str, self.request.article))))
        return pairs

    @property
    def swapped(self) -> str | None:
        """The query of the merge the other way round; None for other kinds."""
        entity, other = self.described.entity, self.described.other
        if self.described.kind != "merge" or entity is None or other is None:
            return None
        return urlencode({"do": "merge", "entity": other.id, "other": entity.id})

    @property
    def scope(self) -> Scope:
        """The proposed scope: the one that was asked for, else the widest possible."""
        possible = [option.scope for option in self.options]
        return self.request.scope if self.request.scope in possible else possible[-1]


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A typed name that several entities have, or none: each with the query that chooses it."""

    typed: str
    request: CorrectionRequest
    candidates: list[tuple[EntityRow, str]]
    mark: MarkContext | None


def preview(s: Session, editor: Reader, request: CorrectionRequest) -> Preview | NameChoice:
    """What would be done and touched; a choice where a typed name is not clear.

    Raises NotFound, Gone, Unprocessable with the reason.
    """
    subject = resolving.resolve_subject(s, editor, request)
    try:
        resolved = resolving.resolve_other(s, editor, subject)
    except UnclearName as error:
        return _choice(subject, error.typed, error.candidates)
    except UnknownName as error:
        return _choice(subject, error.typed, [])
    options = _options(s, resolved)
    rest = _articles_left(resolved, options[0].correction)
    return Preview(resolved.request, _describe(resolved), resolved.mark, options, rest)


def _choice(subject: ResolvedRequest, typed: str, candidates: list[EntityRow]) -> NameChoice:
    # The query of a candidate asks again with its id in place of the typed name.
    untyped = subject.request.model_copy(update={"to": None, "who": None})
    linked = [(e, query(untyped.model_copy(update={"other": e.id}))) for e in candidates]
    return NameChoice(typed, subject.request, linked, subject.mark)


def _options(s: Session, resolved: ResolvedRequest) -> list[ScopeOption]:
    """Each scope in which something would change, at least one.

    Raises the reason why the narrowest is refused, when all are.
    """
    options: list[ScopeOption] = []
    reason: GlossError | None = None
    # A scope is left out where it would change nothing, or nothing more is possible.
    for scope in _possible_scopes(resolved):
        try:
            correction = resolving.correction(s, resolved, scope)
            options.append(ScopeOption(scope, correction, count_reach(s, correction)))
        except GlossError as error:
            reason = reason or error
    if not options:
        raise reason or Unprocessable("Nothing would change.")
    return options


def _possible_scopes(resolved: ResolvedRequest) -> tuple[Scope, ...]:
    if resolved.mark is None or resolved.kind not in ("move", "split", "reject"):
        return (resolved.request.scope,)
    return _SCOPES if resolved.is_of_name else ("words",)


def _articles_left(resolved: ResolvedRequest, correction: Correction) -> int:
    """In how many articles an entity stays when some of its articles move to another."""
    divides = resolved.mark is None and resolved.kind in ("move", "split")
    if not divides or resolved.entity is None:
        return 0
    return resolved.entity.articles - len(correction.targets)


def _describe(resolved: ResolvedRequest) -> DescribedCorrection:
    return DescribedCorrection(
        resolved.kind,
        resolved.entity,
        resolved.other,
        resolved.request.value,
        resolved.new_kind,
        resolved.mark.exact if resolved.mark else None,
        name=None,
    )

"""A correction as one value: what an editor asks for, what the log keeps, what is applied.

A form or a program asks for it, the store resolves its targets, counts what it would touch, stores
it and applies it. What each kind needs is said in `rules`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from app.text.spans import Span

Kind = Literal["merge", "split", "move", "reject", "speaker", "rename", "rekind", "apart", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""As rows and exported logs name them."""

_PUBLIC_WORDS: dict[str, str] = {"rekind": "kind"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a correction holds: all of an article, every mention by one name in it, or some words.

    An editor names words by an annotation. The store replaces it by the annotation's layer and
    span, and follows the span through later revisions.
    """

    article_id: int
    name: str | None = None
    annotation_id: int | None = None
    layer: str | None = None
    span: Span | None = None

    @property
    def is_words(self) -> bool:
        """Whether it is about one annotation's words, and not about a name or a whole article."""
        return self.span is not None or self.annotation_id is not None


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: of which kind, about which entities, with which new value, and where.

    `entity_id` is the entity it is about, `other_id` the one that it is merged into, split into,
    moved to, told apart from, or the speaker. `value` is a new name, a speaker who is no entity, or
    a date; `new_kind` a new kind of entity. Undone ones stay in the log.
    """

    kind: Kind
    entity_id: int | None = None
    other_id: int | None = None
    value: str | None = None
    new_kind: str | None = None
    targets: tuple[Target, ...] = ()
    undone: bool = False


def known_kind(word: str) -> Kind | None:
    """The kind that a row, a log or a program names; both `kind` and `rekind` name the same."""
    return next((kind for kind in KINDS if word in (kind, public_word(kind))), None)


def public_word(kind: str) -> str:
    """What programs call a kind of correction: the log's `rekind` is their `kind`."""
    return _PUBLIC_WORDS.get(kind, kind)

"""What an editor or a program asks to correct: ids and typed words, checked one by one.

A form also sends names and choices (`who`, `to`), which `resolving` turns into kinds and ids. The
same fields make the address of a preview.
"""

from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from app.layers.entities import LAYER as ENTITY_LAYER
from app.linking.corrections.correction import Kind, known_kind
from app.store.db.ids import LARGEST_ID
from app.text.canonical import canonical

Scope = Literal["words", "name", "article"]
"""Only these words; every mention by this name in the article; all of the entity there."""
Keep = Literal["rest", "chosen"]
"""Of a split, which articles stay with the entity."""
ENTITY_KINDS = ENTITY_LAYER.kinds
TYPED_CHARACTERS = 300


def _kind(word: object) -> object:
    return (known_kind(word) or word) if isinstance(word, str) else word


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _plain_words(value: object) -> str | None:
    """Typed words with single spaces; None for none."""
    words = " ".join(canonical(value).split()) if isinstance(value, str) else ""
    if len(words) > TYPED_CHARACTERS:
        raise ValueError(f"at most {TYPED_CHARACTERS} characters")
    return words or None


def _separated(value: object) -> list[str]:
    """Ids that are repeated, or separated by commas, or both."""
    if isinstance(value, str):
        parts: list[object] = [value]
    else:
        parts = list(value) if isinstance(value, list | tuple) else []
    # An empty part is a form without a choice, or a comma at the end.
    ids: list[str] = []
    for part in parts:
        ids += [id_ for id_ in str(part).split(",") if id_]
    return ids


def _entity_kind(kind: str | None) -> str | None:
    if kind is not None and kind not in ENTITY_KINDS:
        raise ValueError("not a known kind")
    return kind


RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
OptionalId = Annotated[RowId | None, BeforeValidator(_empty_is_none)]
TypedWords = Annotated[str | None, BeforeValidator(_plain_words)]
EntityKind = Annotated[TypedWords, AfterValidator(_entity_kind)]
KindOfCorrection = Annotated[Kind, BeforeValidator(_kind)]
Ids = Annotated[list[RowId], BeforeValidator(_separated)]
Who = Annotated[
    str | None,
    Field(pattern="^(known|new|none|[0-9]{1,10})$"),
    BeforeValidator(_empty_is_none),
]


class CorrectionRequest(BaseModel):
    """What the forms of corrections send, and what a program's request is translated to.

    `annotation` or `entity` is what is corrected, `article` chooses articles of an entity. `who` is
    an entity's id, `known` (named in `to`), `new` (`value`, `new_kind`) or `none`.
    """

    do: KindOfCorrection
    annotation: OptionalId = None
    entity: OptionalId = None
    other: OptionalId = None
    who: Who = None
    to: TypedWords = None
    value: TypedWords = None
    new_kind: EntityKind = None
    scope: Scope = "name"
    keep: Keep = "rest"
    article: Ids = []


def query(request: CorrectionRequest) -> str:
    """The query of the address that asks for this."""
    fields = request.model_dump(exclude_defaults=True) | {"do": request.do}
    return urlencode(fields, doseq=True)

"""A W3C Annotation as a program sends it: a note or a highlight on words of an article.

Owns what is read of it: which words are meant, what is said of them, and its other addresses.
"""

import re
from typing import Annotated, Literal

from fastapi import Depends
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StrictStr

from app.errors import Unprocessable
from app.store.db.ids import stored_id
from app.text.selectors import Quote
from app.text.spans import Span
from app.web.http import target_span
from app.web.http.request_bodies import body_of

_TARGET = re.compile(
    r"/(?:api/)?articles/([0-9]{1,18})(?:/[^?#]*)?(?:\?revision=([0-9]{1,9}))?(?:#.*)?", re.ASCII
)


_IRI = re.compile(r"(?:https?://|urn:|doi:)[^\s<>\"{}|\\^`]+", re.ASCII | re.IGNORECASE)
"""Addresses that lead somewhere, or name something; none that a program would run."""
MOST_ADDRESSES = 20


def _absolute(value: str) -> str:
    if not _IRI.fullmatch(value):
        raise ValueError("must be an absolute IRI with http, https, urn or doi")
    return value


Iri = Annotated[StrictStr, Field(max_length=2000), AfterValidator(_absolute)]
Iris = Annotated[list[Iri], Field(max_length=MOST_ADDRESSES)]


class Selector(BaseModel):
    """A text position or a text quote."""

    type: StrictStr
    start: Annotated[StrictInt, Field(ge=0, lt=10**9)] | None = None
    end: Annotated[StrictInt, Field(ge=0, lt=10**9)] | None = None
    exact: StrictStr | None = None
    prefix: StrictStr = ""
    suffix: StrictStr = ""


class AnnotationTarget(BaseModel):
    """Which words: an article's address and at least one selector."""

    source: StrictStr
    selector: Selector | list[Selector]


class TextualBody(BaseModel):
    """The words of a note."""

    value: StrictStr = ""


class NewAnnotation(BaseModel):
    """A W3C Annotation, as much of it as notes and highlights need.

    Its address elsewhere, `id`, becomes one of `via`; `canonical` stays as it is.
    """

    # Its validator is made when the first one is sent: a process that only reads never needs it.
    model_config = ConfigDict(populate_by_name=True, defer_build=True)

    id: Annotated[StrictStr, Field(max_length=2000)] | None = None
    canonical: Iri | None = None
    via: Iri | Iris | None = None
    type: Literal["Annotation"] | list[Literal["Annotation"]] = "Annotation"
    motivation: StrictStr | list[StrictStr] | None = None
    body: StrictStr | TextualBody | list[StrictStr | TextualBody] | None = None
    body_value: StrictStr | None = Field(None, alias="bodyValue")
    target: AnnotationTarget | Annotated[list[AnnotationTarget], Field(min_length=1, max_length=1)]
    visibility: Literal["public", "private"] = "public"


NewAnnotationDep = Annotated[NewAnnotation, Depends(body_of(NewAnnotation))]


def target_of(annotation: NewAnnotation) -> AnnotationTarget:
    """The one target of an annotation."""
    return annotation.target[0] if isinstance(annotation.target, list) else annotation.target


def article_of(source: str, base: str) -> tuple[int, int | None]:
    """The article's id and the revision's number in the address of a target."""
    address = _TARGET.fullmatch(source.removeprefix(base))
    if address is None:
        example = f"Expected an address like {base}/articles/1?revision=1."
        raise Unprocessable("The target's source is not an article in this library.", example)
    return stored_id(int(address[1])), int(address[2]) if address[2] else None


def span_of(text: str, selector: Selector | list[Selector]) -> Span:
    """The words that all selectors together name: a position counts where the quote agrees."""
    selectors = selector if isinstance(selector, list) else [selector]
    position, quote = _position(selectors), _quote(selectors)
    if quote is not None:
        span = target_span.find_position(text, *position) if position else None
        if span is not None and span.of(text) == quote.exact:
            return span
        return target_span.by_quote(text, quote.exact, quote.prefix, quote.suffix)
    if position is not None:
        return target_span.by_position(text, *position)
    raise Unprocessable("The target needs a TextPositionSelector or a TextQuoteSelector.")


def _position(selectors: list[Selector]) -> tuple[int, int] | None:
    """Start and end of the first complete TextPositionSelector."""
    for selector in selectors:
        if selector.type != "TextPositionSelector":
            continue
        if selector.start is not None and selector.end is not None:
            return selector.start, selector.end
    return None


def _quote(selectors: list[Selector]) -> Quote | None:
    """The first TextQuoteSelector with words."""
    for selector in selectors:
        if selector.type == "TextQuoteSelector" and selector.exact:
            return Quote(selector.exact, selector.prefix, selector.suffix)
    return None


def words_of(annotation: NewAnnotation) -> str:
    """The note's words; none for a highlight. Raises Unprocessable for a note without words."""
    bodies = annotation.body if isinstance(annotation.body, list) else [annotation.body]
    texts = [b.value if isinstance(b, TextualBody) else b for b in (*bodies, annotation.body_value)]
    words = "\n\n".join(text for text in texts if text)
    given = motivations(annotation)
    if not words and given and "highlighting" not in given:
        raise Unprocessable(
            "A note needs a body with text.",
            "For a highlight without text use the motivation “highlighting”.",
        )
    return words


def motivations(annotation: NewAnnotation) -> list[str]:
    """Why it was written, in the model's terms."""
    return (
        [annotation.motivation]
        if isinstance(annotation.motivation, str)
        else annotation.motivation or []
    )


def other_addresses(annotation: NewAnnotation) -> dict[str, str | list[str]]:
    """Where else the annotation is: `canonical` and `via`, as far as there are any.

    The address that it had elsewhere is kept, as the protocol asks for (section 5.1).
    """
    via = [annotation.via] if isinstance(annotation.via, str) else list(annotation.via or [])
    if annotation.id and _IRI.fullmatch(annotation.id):
        via.insert(0, annotation.id)
    found: dict[str, str | list[str]] = {}
    if annotation.canonical:
        found["canonical"] = annotation.canonical
    if via:
        found["via"] = list(dict.fromkeys(via))
    return found

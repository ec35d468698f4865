"""W3C Web Annotations in answers: one, pages of them, and the container."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.layers.density import Step
from app.web.api.description.base import ObjectInAnswer, if_any

Context = Annotated[list[str | dict[str, Any]], Field(alias="@context")]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class AnnotationCreator(ObjectInAnswer):
    """Who said it: a person, or a program at its version."""

    id: Address
    type: Literal["Person", "Software"]
    name: str


class WordsOfAnnotation(ObjectInAnswer):
    """Words for readers."""

    type: Literal["TextualBody"]
    value: str
    format: Literal["text/plain"]
    purpose: str


class EntityMeant(ObjectInAnswer):
    """The entity that is meant."""

    type: Literal["SpecificResource"]
    source: Address
    purpose: Literal["identifying"]


class PositionSelector(ObjectInAnswer):
    """A span of the revision's text, in code points, half-open."""

    type: Literal["TextPositionSelector"]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class QuoteSelector(ObjectInAnswer):
    """The words, and what stands directly before and after them."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class CapturedState(ObjectInAnswer):
    """When the revision was captured."""

    type: Literal["TimeState"]
    sourceDate: str  # noqa: N815 - the model's word


class AnnotatedWords(ObjectInAnswer):
    """Which words of which revision."""

    type: Literal["SpecificResource"]
    source: Address
    state: CapturedState
    selector: list[PositionSelector | QuoteSelector]


class WebAnnotation(ObjectInAnswer):
    """A statement about words of an article."""

    id: Address
    type: Literal["Annotation"]
    motivation: str
    creator: AnnotationCreator
    created: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    body: list[WordsOfAnnotation | EntityMeant] = if_any()
    canonical: Address = if_any()
    via: list[Address] = if_any()
    """Where else it is."""
    target: AnnotatedWords
    layer: Annotated[str, Field(alias="gloss:layer")]
    kind: Annotated[str, Field(alias="gloss:kind")]
    confidence: Annotated[float, Field(alias="gloss:confidence", ge=0, le=1)]
    layer_body: Annotated[dict[str, Any], Field(alias="gloss:body")]
    """What the layer says, as `GET /api/quotes` and `GET /api/claims` have it."""
    shown: Annotated[Step | None, Field(alias="gloss:shown")]


class AnnotationDocument(WebAnnotation):
    """A Web Annotation by itself."""

    context: Context


class PartOfCollection(ObjectInAnswer):
    """The collection that a page is part of."""

    id: Address
    type: Literal["AnnotationCollection"]
    label: str = if_any()
    total: Annotated[int, Field(ge=0)]


class EmbeddedPage(ObjectInAnswer):
    """Some annotations, or their addresses, in their order."""

    id: Address
    type: Literal["AnnotationPage"]
    startIndex: Annotated[int, Field(ge=0)]  # noqa: N815 - the model's word
    prev: Address = if_any()
    next: Address = if_any()
    items: list[WebAnnotation] | list[Address]


class AnnotationPageDocument(EmbeddedPage):
    """A page of annotations by itself."""

    context: Context
    partOf: PartOfCollection  # noqa: N815 - the model's word


class ContainerDocument(ObjectInAnswer):
    """All annotations that the reader may see, as a container."""

    model_config = ConfigDict(title="AnnotationCollection")

    context: Context
    id: Address
    type: list[Literal["BasicContainer", "AnnotationCollection"]]
    label: str
    total: Annotated[int, Field(ge=0)]
    first: Address | EmbeddedPage = if_any()
    """Left out where there are no annotations."""
    last: Address = if_any()

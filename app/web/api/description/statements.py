"""Entities, quotations, claims and passages in answers."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.engines.reporting.polarity import Polarity
from app.layers.density import Step
from app.store.statements.statements import Act
from app.text.diff.anchor_state import Verdict
from app.web.api.description.articles import ArticleNaming
from app.web.api.description.base import ListAnswer, ObjectInAnswer, WordsAt, if_any


class EntityInList(ObjectInAnswer):
    """A person, organization, place or anything else that articles name."""

    id: int
    url: str
    uid: str
    """What corrections refer to; never reused."""
    name: str
    kind: str
    mentions: int
    articles: int
    merged_into: int | None
    """The entity that it is part of now; null for most."""


class EntityList(ListAnswer):
    """Entities, the most mentioned first."""

    items: list[EntityInList]


class DescribedRole(ObjectInAnswer):
    """How an article describes an entity, and where."""

    role: str
    date: str | None
    date_doubted: bool
    start: int
    end: int
    article: int
    url: str
    title: str | None


class FullEntity(EntityInList):
    """An entity with its names and a part of the articles that name it."""

    is_moving: bool
    """Whether a correction of it is still being applied."""
    aliases: list[str]
    described_as: list[DescribedRole]
    items: list[ArticleNaming]
    next: str | None
    """The `cursor` of the next articles; null at the end."""


class LayerBody(ObjectInAnswer):
    """What a layer says of its words; it may say more than is named here."""

    model_config = ConfigDict(extra="allow")


class QuotationBody(LayerBody):
    """What a quotation says of its words."""

    type: Literal["direct", "indirect", "mixed"]
    act: Act
    polarity: Polarity
    attribution: str
    """Shared by the pieces of one quotation."""
    source: WordsAt | None
    cue: WordsAt | None
    speaker: str | None
    chain: str | None
    """Groups the mentions of one entity in the article."""


class ClaimBody(LayerBody):
    """What a claim says of its words."""

    check_worthiness: float
    claimant: str | None
    claimant_chain: str | None


class ListedStatement(ObjectInAnswer):
    """An annotation with its article and the rest of its sentence."""

    id: int
    article: int
    source_url: str | None
    revision: int
    entity: int | None
    """Who speaks, or who claims."""
    start: int
    end: int
    exact: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    creator: str
    """`engine@version` or `person:ID`."""
    shown: Step | None
    """The first density step at which a page draws it."""
    url: str
    title: str | None
    publisher: str | None
    published: str | None
    date_doubted: bool
    entity_name: str | None
    before: str
    after: str
    evidence: list[WordsAt]
    """The spans that name whom it is about."""


class ListedQuotation(ListedStatement):
    """A quotation, or a piece of one."""

    layer: Literal["quotation"]
    body: QuotationBody


class ListedClaim(ListedStatement):
    """A sentence that can be checked."""

    layer: Literal["claim"]
    body: ClaimBody


class QuotationList(ListAnswer):
    """Quotations, newest article first."""

    items: list[ListedQuotation]


class ClaimList(ListAnswer):
    """Claims, newest article first."""

    items: list[ListedClaim]


class PassageCode(ObjectInAnswer):
    """A shared passage."""

    code: str
    """Permanent."""
    url: str
    text_fragment: str | None
    """What leads to the words in the article's page."""


class RevisionTime(ObjectInAnswer):
    """A revision and when it was captured."""

    revision: int
    at: str


class ReplacingWords(ObjectInAnswer):
    """The words that stand where a passage was."""

    start: int
    end: int
    text: str


class PassageVerdict(ObjectInAnswer):
    """What became of a passage in a revision of its article."""

    verdict: Verdict
    words_changed: bool | None
    """Whether the words of now differ in more than white space and the form of quotation marks and
    dashes; null when replaced or removed."""
    article: int
    exact: str
    """The words as they were shared."""
    made_on: RevisionTime
    revision: int
    start: int | None
    end: int | None
    text: str | None
    since: RevisionTime
    replaced_by: ReplacingWords | None


class CorrectedEntity(ObjectInAnswer):
    """An entity that a correction is about."""

    id: int
    url: str
    name: str
    kind: str
    merged_into: int | None


class ProgressOfCorrection(ObjectInAnswer):
    """How far a correction of many articles has been applied."""

    done: int
    articles: int


class LoggedCorrection(ObjectInAnswer):
    """A correction of the log."""

    id: int
    url: str
    kind: str
    entity: CorrectedEntity | None
    other: CorrectedEntity | None
    value: str | None
    new_kind: str | None
    words: str | None
    """Those of its first target, in `article`."""
    article: int | None
    passages: int
    articles: int
    by: str
    created_at: str | None
    undone_by: str | None
    undone_at: str | None
    unfinished: ProgressOfCorrection | None


class CorrectionList(ListAnswer):
    """Corrections, newest first."""

    items: list[LoggedCorrection]


class CorrectionReach(ObjectInAnswer):
    """What a correction would touch; nothing is stored."""

    passages: int
    articles: int
    layers: dict[str, int] = if_any()
    """The passages by layer, where that is known."""

"""The context of a mark: its words, what else is marked over them, who is named inside.

Shared by cards and panels; makes no HTML.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.errors import NotFound
from app.layers.creators import PersonCreator, parse_creator
from app.reading.provenance import Origin, origin
from app.store.admin import people
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.text.display import breaks_lines
from app.text.sentences import sentences
from app.text.spans import Block, Span
from app.translations import N_

LABELS = {
    "entity": N_("Name"),
    "date": N_("Date"),
    "quotation": N_("Quotation"),
    "claim": N_("Claim"),
    "note": N_("Note"),
}
"""What one annotation of a layer is called; the legend has the plural."""
ACTING = ("person", "organization")
EXCERPT_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Under:
    """Another annotation over the same words."""

    id: int
    label: str
    words: str


@dataclass(frozen=True)
class MarkContext:
    """An annotation in its article, with the annotations `over` its words, itself among them.

    `person` is the name of the editor who made it, if one did. Two queries; three for an editor's.
    """

    annotation: Annotation
    article: Article
    revision: Revision
    over: list[AnnotationRow]
    person: str | None = None

    @property
    def span(self) -> Span:
        """The words it is about."""
        return Span(self.annotation.start, self.annotation.end)

    @property
    def exact(self) -> str:
        """Those words."""
        return self.span.of(self.revision.text)

    @property
    def line_breaks(self) -> bool:
        """Whether line ends in those words are the source's own, and so shown."""
        if "\n" not in self.exact:
            return False  # most have none, and a long text has thousands of blocks
        over = (b for b in self.revision.blocks if b["start"] < self.span.end)
        blocks = (Block.from_json(b) for b in over if b["end"] > self.span.start)
        return breaks_lines(self.revision.text, blocks, self.span)

    @property
    def entity_name(self) -> str | None:
        """The name of the entity it is about or by."""
        return self.own.entity_name if self.own else None

    @property
    def own(self) -> AnnotationRow | None:
        """The annotation itself as pages show it; None where its words are gone."""
        return next((r for r in self.over if r.id == self.annotation.id), None)

    @property
    def origin(self) -> Origin:
        """Who found it, with what, how sure."""
        return origin(self.annotation, self.person)

    @property
    def under(self) -> list[Under]:
        """What else is marked over the same words, shortest first."""
        over = [r for r in self.over if r.id != self.annotation.id]
        over.sort(key=lambda r: r.end - r.start)
        return [
            Under(r.id, LABELS.get(r.layer, r.layer), self.revision.text[r.start : r.end])
            for r in over[:8]
        ]

    @property
    def links(self) -> list[str]:
        """The source's own links over these words."""
        hrefs = [
            i["href"]
            for i in self.revision.inlines
            if i.get("href") and self.span.overlaps(Span(i["start"], i["end"]))
        ]
        return list(dict.fromkeys(hrefs))[:4]

    @property
    def mentioned(self) -> list[tuple[str, int]]:
        """The entities named inside the words, each once, in reading order.

        People and organizations come first.
        """
        inside = [
            r for r in self.over if r.layer == "entity" and self.span.covers(Span(r.start, r.end))
        ]
        inside.sort(key=lambda r: r.kind not in ACTING)
        return list(
            dict.fromkeys(
                (r.entity_name, r.entity_id) for r in inside if r.entity_id and r.entity_name
            )
        )[:8]

    @property
    def excerpt(self) -> dict[str, str]:
        """The words in their sentences."""
        text, span = self.revision.text, self.span
        whole = {"start": 0, "end": len(text)}
        blocks = (b for b in self.revision.blocks if b["start"] <= span.start < b["end"])
        block = next(blocks, whole)
        in_block = sentences(text, block["start"], block["end"])
        around = [span, *(sentence for sentence in in_block if sentence.overlaps(span))]
        first = max(min(x.start for x in around), span.start - EXCERPT_CHARACTERS)
        last = min(max(x.end for x in around), span.end + EXCERPT_CHARACTERS)
        return {
            "before": text[first : span.start],
            "words": self.exact,
            "after": text[span.end : last],
        }

    def base(self) -> dict[str, Any]:
        """What every card and panel of an annotation shows."""
        return {
            "annotation": self.annotation,
            "article": self.article,
            "revision": self.revision,
            "exact": self.exact,
            "line_breaks": self.line_breaks,
            "label": LABELS.get(self.annotation.layer, self.annotation.layer),
            "under": self.under,
            "links": self.links,
            "origin": self.origin,
        }


def find(s: Session, reader: Reader, id: int) -> MarkContext:
    """The annotation with this id, in its context. Raises NotFound or Gone."""
    annotation, article, revision = annotations.get(s, reader, id)
    words = Span(annotation.start, annotation.end)
    return MarkContext(
        annotation,
        article,
        revision,
        annotations.over(s, reader, id_of(revision), words),
        _person(s, annotation.creator),
    )


def _person(s: Session, creator: str) -> str | None:
    """The name of the editor behind a creator; None for an engine or an unknown editor."""
    try:
        made_by = parse_creator(creator)
        return people.get(s, made_by.person_id).name if isinstance(made_by, PersonCreator) else None
    except (NotFound, ValueError):
        return None

"""What a page says of all annotations of a text: its sourcing, its names, what is not shown.

Takes them in one go or part by part, and keeps of each only what it needs. Asks the store nothing.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from app.layers import density
from app.layers.statements import is_speech
from app.reading.article_map import ArticleMap, article_map
from app.reading.below_default import BelowDefaultList, BelowDefaultRows
from app.reading.sourcing import KEPT_OF_BODY, MentionsByKind, NamesByKind, Sourcing, sourcing
from app.store.annotations.rows import AnnotationRow
from app.text.spans import Span


class ArticleSummary:
    """Collects annotations in reading order; ask it when all were added.

    `text`, its number of `words`, where its blocks start and its `headings` are the revision's.
    """

    def __init__(
        self, text: str, words: int, block_starts: Sequence[int], headings: Sequence[Span] = ()
    ) -> None:
        self._text = text
        self._words = words
        self._block_starts = block_starts
        self._headings = headings
        self._quotations: list[AnnotationRow] = []
        self._claims: list[Span] = []
        self._of_chains: dict[str, AnnotationRow] = {}
        self._mentions = MentionsByKind()
        self._below = BelowDefaultRows(text)

    def add(self, rows: Iterable[AnnotationRow], steps: Iterable[density.Step | None]) -> None:
        """The annotations that come next, each with the first step that draws it."""
        for row, step in zip(rows, steps, strict=True):
            if density.is_drawn(step):
                self._add_shown(row)
            else:
                self._below.add(row)
            if row.layer == "entity":
                self._add_mention(row)

    def _add_shown(self, row: AnnotationRow) -> None:
        if row.layer == "quotation":
            kept = {key: row.body[key] for key in KEPT_OF_BODY if key in row.body}
            self._quotations.append(row._replace(body=kept))
        elif row.layer == "claim":
            self._claims.append(Span(row.start, row.end))

    def _add_mention(self, row: AnnotationRow) -> None:
        self._mentions.add(row)
        if row.body.get("chain") and row.entity_id and row.entity_name:
            self._of_chains[str(row.body["chain"])] = row

    @cached_property
    def sourcing(self) -> Sourcing:
        """How much is quoted, reported or the writer's own, and who speaks."""
        rows = [*self._of_chains.values(), *self._quotations]
        return sourcing(self._text, self._words, self._block_starts, rows)

    @property
    def map(self) -> ArticleMap:
        """Where the text quotes, reports and claims, and where its headings are."""
        said = [row for row in self._quotations if is_speech(row)]
        direct = [Span(row.start, row.end) for row in said if row.kind == "direct"]
        reported = [Span(row.start, row.end) for row in said if row.kind != "direct"]
        return article_map(len(self._text), direct, reported, self._claims, self._headings)

    @property
    def names_by_kind(self) -> NamesByKind:
        """Who and what is mentioned most."""
        return self._mentions.most()

    @property
    def below_default(self) -> BelowDefaultList:
        """What is drawn only when everything is asked for."""
        return self._below.listed()

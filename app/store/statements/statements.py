"""The lists of quotations and claims, over the whole library.

Their articles are walked from the newest on (`article_walk`), whatever the list is of.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.engines.reporting.polarity import Polarity
from app.store.annotations.joint_speakers import is_further
from app.store.annotations.rows import QuoteLine, annotation_lines, as_lines, read_lines
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.db.built_once import Built, built_once, read_rows
from app.store.db.packed import bodies
from app.store.db.pagination import Keep, Page
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import EntityInArticle
from app.store.schema.summaries import SpeakerInArticle
from app.store.search import full_text
from app.store.statements import article_walk, sources, statement_words, unlinked_speakers
from app.store.statements.article_walk import Source
from app.store.statements.sources import Days

FEW = 500
"""Articles that hold all words of a query which are walked instead of all others."""
Act = Literal["speech", "attitude"]


@dataclass(frozen=True, slots=True)
class OfEntity:
    """The newest of what an entity said, and of what was said and claimed about it.

    `more` names the lists of which there are more.
    """

    said: list[QuoteLine]
    about: list[QuoteLine]
    claims: list[QuoteLine]
    more: frozenset[str]


@dataclass(frozen=True, slots=True)
class _About:
    """Whom a list is about, if anybody: the entities, and where the words mention them.

    Each entity with the number of its articles.
    """

    ids: dict[int, int] | None
    evidence: ColumnElement[Any] | None

    @classmethod
    def of(cls, s: Session, reader: Reader, who: int | str | None) -> "_About":
        if who is None or who == "":
            return cls(None, None)
        ids = sources.entities(s, reader, who)
        return cls(ids, _evidence(ids))

    def narrow(self, chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The annotations inside whose words one of the entities is named."""
        return chosen if self.ids is None else chosen.where(_names(self.ids))


def quotes(
    s: Session,
    reader: Reader,
    *,
    speaker: int | str | None = None,
    about: int | str | None = None,
    act: Act | None = None,
    polarity: Polarity | None = None,
    q: str | None = None,
    since: str | None = None,
    until: str | None = None,
    listed: bool = False,
    but: int | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[QuoteLine]:
    """Quotations in newest revisions, newest article first.

    `speaker` and `about` (named inside the words) take an entity id or a name; undated articles
    come last then. A name also finds speakers who are no entity but are called by all of its words
    (“the harbour master's deputy”). `since` and `until` are ISO dates of the articles, both
    inclusive. `act` keeps what was said (`speech`, also where none is given) or what was hoped,
    wanted or feared (`attitude`). `polarity` keeps what was affirmed (also where none is given),
    denied or refused. `listed` gives statements, not their pieces: those of one attribution in one
    line, nothing twice. `but` leaves an article out. A page may be short and have a next one: see
    `article_walk.page`.
    """
    of = _About.of(s, reader, about)
    chosen = _chosen("quotation", reader)
    days = Days(since, until)
    said: Source | None = None
    if speaker is not None and speaker != "":
        said, is_said = _said_by(s, reader, speaker, days, of.ids)
        chosen = chosen.where(is_said)
    if act:
        chosen = chosen.where(_says("act", act))
    if polarity:
        chosen = chosen.where(_says("polarity", polarity))
    chosen = _narrowed(chosen, of, listed=listed, anywhere=bool(about or q), but=but)
    words = statement_words.parse(q)
    source = _source(s, reader, words, days, said, of)
    return _lines(s, source, chosen, words, cursor, limit, of.evidence, whole=listed)


def claims(
    s: Session,
    reader: Reader,
    *,
    about: int | str | None = None,
    q: str | None = None,
    since: str | None = None,
    until: str | None = None,
    listed: bool = False,
    but: int | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[QuoteLine]:
    """Claims in newest revisions, newest article first; the rest is as for `quotes`."""
    of = _About.of(s, reader, about)
    # A claim is one piece: there is no other in which its words could stand.
    chosen = _narrowed(_chosen("claim", reader), of, listed=listed, anywhere=False, but=but)
    words = statement_words.parse(q)
    source = _source(s, reader, words, Days(since, until), None, of)
    return _lines(s, source, chosen, words, cursor, limit, of.evidence)


def _narrowed(
    chosen: Select[Any], of: _About, *, listed: bool, anywhere: bool, but: int | None
) -> Select[Any]:
    """What both lists can be narrowed to: a subject, one line a statement, other articles."""
    chosen = of.narrow(chosen)
    if listed:
        chosen = chosen.where(_listed(anywhere=anywhere))
    return chosen if but is None else chosen.where(col(Article.id) != but)


def of_entity(s: Session, reader: Reader, id: int, most: int) -> OfEntity:
    """The newest quotations by and about an entity, and claims about it.

    At most `most` of each, from the newest articles that quote or mention it: `article_walk.MOST`.
    """
    quoting = article_walk.of_built(s, sources.of_one(SpeakerInArticle, reader, id))
    mentioning = article_walk.of_built(s, sources.of_one(EntityInArticle, reader, id))
    lists = {
        "said": (quoting, _said_by_one(reader, id)),
        "about": (mentioning, _about_one("quotation", reader, id)),
        "claims": (mentioning, _about_one("claim", reader, id)),
    }
    pages = {
        name: article_walk.page(s, source, chosen, None, None, most)
        for name, (source, chosen) in lists.items()
    }
    wanted = sorted({row.id for page in pages.values() for row in page.items})
    lines: dict[int, QuoteLine] = {}
    if wanted:
        lines = as_lines(s, read_rows(s, _lines_about_one(wanted, id)).all())
    of_list = {name: [lines[row.id] for row in page.items] for name, page in pages.items()}
    return OfEntity(**of_list, more=frozenset(name for name in pages if pages[name].next))


@built_once
def _said_by_one(reader: Reader, entity_id: int) -> Select[*tuple[Any, ...]]:
    """The statements of an entity as lists show them."""
    return _chosen("quotation", reader).where(_listed(), _is_by([entity_id]))


@built_once
def _about_one(layer: str, reader: Reader, entity_id: int) -> Select[*tuple[Any, ...]]:
    """The statements of a layer that name an entity, as lists show them."""
    return _chosen(layer, reader).where(_listed(), _names([entity_id]))


@built_once
def _lines_about_one(ids: list[int], entity_id: int) -> Select[*tuple[Any, ...]]:
    """The lines of these annotations, with where they name an entity."""
    return annotation_lines(ids, _evidence([entity_id]), whole=True)


def _source(
    s: Session,
    reader: Reader,
    words: statement_words.Words,
    days: Days,
    said: Source | None,
    of: _About,
) -> Source:
    """The articles to walk: the fewest in which all that is asked for can be."""
    by_entity = said is not None or of.ids is not None
    holding = full_text.holding(s, words.wanted, FEW) if words.wanted else None
    if holding is not None:
        return sources.few(s, reader, holding, days, undated_last=by_entity)
    if said is not None:
        return said
    if of.ids is not None:
        return sources.mentioning(s, reader, of.ids, days)
    return sources.library(s, reader, days)


def _said_by(
    s: Session, reader: Reader, who: int | str, days: Days, about: dict[int, int] | None
) -> tuple[Source, ColumnElement[bool]]:
    """The articles that quote a speaker, and whether a quotation has them, alone or jointly.

    With `about` only articles that mention one of those entities too.
    """
    ids = sources.entities(s, reader, who)
    if about is None:
        quoting = sources.quoting(s, reader, ids, days)
    else:
        quoting = sources.quoting_about(s, reader, ids, about, days)
    if sources.is_id(who):
        return quoting, _is_by(ids)
    called = unlinked_speakers.articles(s, str(who))
    unlinked = sources.few(s, reader, called, days, undated_last=True)
    is_called = unlinked_speakers.called(str(who))
    return article_walk.of_both(quoting, unlinked), or_(_is_by(ids), is_called)


def _is_by(ids: Collection[int]) -> ColumnElement[bool]:
    return or_(col(Annotation.entity_id).in_(ids), is_further(ids))


def _says(name: str, word: str) -> ColumnElement[bool]:
    """Whether a quotation has this word in its body, or none and it is the usual one."""
    return bodies.is_word(col(Annotation.body), bodies.QUOTATION, name, word)


def _chosen(layer: str, reader: Reader) -> Select[*tuple[Any, ...]]:
    """A layer's live annotations of newest revisions that this reader may see, without words."""
    return (
        select(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Annotation.revision_id),
            col(Annotation.start),
            col(Annotation.end),
            col(Annotation.lead),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.revision_id) == col(Article.newest_revision_id))
        .where(
            col(Annotation.layer) == layer,
            col(Annotation.retired_at).is_(None),
            may_read(reader),
            may_read_annotation(reader),
        )
    )


def _lines(
    s: Session,
    source: Source,
    chosen: Select[*tuple[Any, ...]],
    words: statement_words.Words,
    cursor: str | None,
    limit: int,
    evidence: ColumnElement[Any] | None = None,
    *,
    whole: bool = False,
) -> Page[QuoteLine]:
    """A page of what was chosen; `whole` lists each statement once, with all its pieces."""
    keep = _keep(s, words, whole=whole, anywhere=bool(words.wanted) or evidence is not None)
    sizes = article_walk.SIZES_WITH_TEXTS if words else article_walk.SIZES
    page = article_walk.page(s, source, Built(chosen, {}), keep, cursor, limit, sizes)
    if not page.items:
        return Page([], page.next)
    ids = [row.id for row in page.items]
    lines = read_lines(s, ids, evidence, whole)
    return Page([lines[id_] for id_ in ids], page.next)


def _keep(s: Session, words: statement_words.Words, *, whole: bool, anywhere: bool) -> Keep | None:
    """What paging has to leave out; nothing where neither words nor further pieces were chosen."""
    if words or (whole and anywhere):
        return partial(statement_words.matching, s, words, once=whole)
    return None


def _listed(*, anywhere: bool = False) -> ColumnElement[bool]:
    """Whether lists show it: the first piece of a statement; with `anywhere`, every piece."""
    lead = col(Annotation.lead)
    return lead.is_not(None) if anywhere else lead == col(Annotation.start)


def _names(ids: Collection[int]) -> ColumnElement[bool]:
    """Whether one of the entities is named inside the annotation's words."""
    mention = aliased(Annotation)
    return exists().where(*_inside(mention, ids))


def _evidence(ids: Collection[int]) -> ColumnElement[Any]:
    """The mentions inside the annotation's words: `17-23 40-46`, offsets in the text."""
    mention = aliased(Annotation)
    offsets = cast(col(mention.start), String) + "-" + cast(col(mention.end), String)
    joined = select(func.aggregate_strings(offsets, " ")).where(*_inside(mention, ids))
    return joined.correlate(Annotation).scalar_subquery()


def _inside(mention: type[Annotation], ids: Collection[int]) -> list[ColumnElement[bool]]:
    return [
        col(mention.revision_id) == col(Annotation.revision_id),
        col(mention.layer) == "entity",
        col(mention.retired_at).is_(None),
        col(mention.start) >= col(Annotation.start),
        col(mention.start) < col(Annotation.end),  # where the index may stop; `end` is not in it
        col(mention.end) <= col(Annotation.end),
        # The sum keeps the planner from walking all mentions of the entity.
        (col(mention.entity_id) + 0).in_(ids),
    ]

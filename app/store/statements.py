"""The lists of what was said and claimed, over the whole library. Owns no row; knows quotations and claims by their layer's name only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.engines.polarity import Polarity
from app.linking.chains import fold
from app.store import excerpts
from app.store.access import Reader, may_read, may_read_annotation
from app.store.excerpts import Excerpt
from app.store.lists import Key, Page, page
from app.store.tables import Alias, Annotation, Article, Entity, EntityInArticle, Revision
from app.text.spans import Span

IN_READING_ORDER = (
    Key(col(Article.sorted_on), str, descending=True),
    Key(col(Article.id), int, descending=True),
    Key(col(Annotation.start), int),
    Key(col(Annotation.id), int),
)

MOST_WORDS = 20
"""Words of a query that are looked for: more than anybody remembers of a quotation."""
TEXTS_AT_ONCE = 20
"""Texts that a search of words takes into memory at once, by one query: seldom more than a page needs."""
NEAREST = 1_000
"""Articles in which the newest statements by and about an entity are looked for."""
Act = Literal["speech", "attitude"]
_ASCII = re.compile(r"[\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """What a page needs of one annotation: no words, they are the revision's."""

    id: int
    layer: str
    kind: str
    start: int
    end: int
    body: dict[str, Any]
    confidence: float
    creator: str
    entity_id: int | None
    entity_name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What a line of a list says of the article it is about."""

    id: int
    title: str | None
    lede: str
    publisher: str | None
    published_on: str | None
    sorted_on: str
    revision_id: int
    revision: int
    source_url: str | None
    language: str = "und"


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quotation or claim in a list: the annotation, where it stands, its words in their sentence; its entity is who said it.

    `evidence` is where in the words they name whom they were asked for as being about.
    """

    annotation: AnnotationRow
    article: ArticleLine
    excerpt: Excerpt
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OfEntity:
    """What an entity said, what was said about it and claimed about it: the newest of each, and of which there are more."""

    said: list[QuoteLine]
    about: list[QuoteLine]
    claims: list[QuoteLine]
    more: frozenset[str]


_HIDDEN = and_(col(Annotation.corrected), col(Entity.public_mentions) == 0, col(Article.visibility) == "public")
"""A person led a public article's words to somebody whom only closed articles name: nobody is told by it who that is."""
ROW = (
    col(Annotation.id),
    col(Annotation.layer),
    case((and_(col(Annotation.layer) == "entity", col(Entity.found_kind).is_not(None)), col(Entity.kind)), else_=col(Annotation.kind)),
    col(Annotation.start),
    col(Annotation.end),
    col(Annotation.body),
    col(Annotation.confidence),
    col(Annotation.creator),
    case((_HIDDEN, None), else_=col(Annotation.entity_id)),
    case((_HIDDEN, None), else_=col(Entity.name)),
    col(Annotation.created_at),
)
_ARTICLE = (
    col(Article.id),
    col(Article.title),
    col(Article.lede),
    col(Article.publisher),
    col(Article.published_on),
    col(Article.sorted_on),
    col(Annotation.revision_id),
    col(Revision.number),
    col(Article.source_url),
    col(Article.language),
)


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
    outermost: bool = False,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[QuoteLine]:
    """Quotations in newest revisions, newest article first. `speaker` and `about` (named inside the words) take an entity id or a name.

    `since` and `until` are ISO dates of the articles, both inclusive.
    `act` keeps what was said (`speech`) or what was hoped, wanted or feared (`attitude`); one that tells neither was said.
    `polarity` keeps what was affirmed, denied, or refused; one that tells none was affirmed.
    `outermost` leaves out the words in marks inside a reported clause that is a quotation itself, so that readers do not read them twice.
    """
    spoken = speaker is not None and speaker != ""
    chosen = _chosen("quotation", reader, walk_articles=not spoken)
    if speaker is not None and spoken:
        chosen = chosen.where(is_entity(col(Annotation.entity_id), speaker, reader))
    chosen = _dated(_about(chosen, about, reader), since, until)
    if act:
        chosen = chosen.where(func.coalesce(col(Annotation.body)["act"].as_string(), "speech") == act)
    if polarity:
        chosen = chosen.where(func.coalesce(col(Annotation.body)["polarity"].as_string(), "affirmed") == polarity)
    if outermost:
        chosen = chosen.where(col(Annotation.nested).is_(False))
    return _lines(s, chosen, q, cursor, limit, walk_articles=not spoken, evidence=_evidence(about, reader))


def claims(
    s: Session,
    reader: Reader,
    *,
    about: int | str | None = None,
    q: str | None = None,
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[QuoteLine]:
    """Claims in newest revisions, newest article first; `about` (named inside the words) and the days are as those of `quotes`."""
    chosen = _dated(_about(_chosen("claim", reader), about, reader), since, until)
    return _lines(s, chosen, q, cursor, limit, evidence=_evidence(about, reader))


def of_entity(s: Session, reader: Reader, id: int, most: int) -> OfEntity:
    """The newest quotations by an entity and about it, and claims about it, at most so many of each. Two queries.

    They are looked for in the newest thousand articles that name it.
    """
    e, outermost = EntityInArticle, col(Annotation.nested).is_(False)
    near = select(col(e.article_id)).where(col(e.entity_id) == id)
    near = near.where(col(e.public).is_(True)) if not reader.editor else near
    newest = near.order_by(col(e.sorted_on).desc(), col(e.article_id).desc()).limit(NEAREST)
    lists = {
        "said": _chosen("quotation", reader).where(col(Annotation.entity_id) == id, outermost),
        "about": _chosen("quotation", reader).where(outermost, _names(id, reader)),
        "claims": _chosen("claim", reader).where(_names(id, reader)),
    }
    order = ((col(Article.sorted_on) + "").desc(), col(Article.id).desc(), col(Annotation.start), col(Annotation.id))
    parts = [
        one.where(col(Article.id).in_(newest)).add_columns(literal(name).label("list")).order_by(*order).limit(most + 1)
        for name, one in lists.items()
    ]
    held: dict[str, list[int]] = {name: [] for name in lists}
    for id_, name in s.execute(union_all(*[select(part.c.id, part.c.list) for part in (part.subquery() for part in parts)])):
        held[name].append(id_)
    wanted = {id_ for ids in held.values() for id_ in ids}
    told = [_line(row) for row in s.execute(_told(sorted(wanted), _evidence(id, reader)))] if wanted else []
    told.sort(key=lambda line: (line.annotation.start, line.annotation.id))
    told.sort(key=lambda line: (line.article.sorted_on, line.article.id), reverse=True)
    found = {name: [line for line in told if line.annotation.id in ids] for name, ids in held.items()}
    more = frozenset(name for name, lines in found.items() if len(lines) > most)
    return OfEntity(found["said"][:most], found["about"][:most], found["claims"][:most], more)


def _about(chosen: Select[*tuple[Any, ...]], about: int | str | None, reader: Reader) -> Select[*tuple[Any, ...]]:
    if about is None or about == "":
        return chosen
    named = select(col(EntityInArticle.article_id)).where(is_entity(col(EntityInArticle.entity_id), about, reader))
    return chosen.where(col(Article.id).in_(named), _names(about, reader))


def _dated(chosen: Select[*tuple[Any, ...]], since: str | None, until: str | None) -> Select[*tuple[Any, ...]]:
    chosen = chosen.where(col(Article.sorted_on) >= since) if since else chosen
    return chosen.where(col(Article.sorted_on) <= until) if until else chosen


def _chosen(layer: str, reader: Reader, *, walk_articles: bool = True) -> Select[*tuple[Any, ...]]:
    """A layer's live annotations of newest revisions that this reader may see: where they stand, not their words.

    `walk_articles` takes the articles in the order of the list and stops when the page is full: the sum keeps the planner from
    starting at the annotations and sorting them all (2,000 articles, 20,000 quotations on SQLite: 28 ms; walking: 4 ms).
    """
    newest = col(Article.newest_revision_id)
    at_newest = col(Annotation.revision_id) == (newest + 0 if walk_articles else newest)
    return (
        select(col(Annotation.id), col(Annotation.revision_id), col(Annotation.start), col(Annotation.end))
        .select_from(Article)
        .join(Annotation, at_newest)
        .where(col(Annotation.layer) == layer, col(Annotation.retired_at).is_(None), may_read(reader), may_read_annotation(reader))
    )


def _lines(
    s: Session,
    chosen: Select[*tuple[Any, ...]],
    q: str | None,
    cursor: str | None,
    limit: int,
    *,
    walk_articles: bool = True,
    evidence: ColumnElement[Any] | None = None,
) -> Page[QuoteLine]:
    """A page of what was chosen. The words come last and for this page only: taking one stretch out of a long text reads all of it."""
    words = list(dict.fromkeys((q or "").lower().split()))[:MOST_WORDS]
    if walk_articles:  # else this would be asked once an annotation
        chosen = chosen.where(*[_in_text(word) for word in words])
    keep = partial(_holding, s, words) if words else None
    found = page(s, chosen, IN_READING_ORDER, lambda row: row, cursor, limit, keep)
    lines = {row[0]: _line(row) for row in s.execute(_told([row[0] for row in found.items], evidence))} if found.items else {}
    return Page([lines[row[0]] for row in found.items], found.next)


def _told(ids: list[int], evidence: ColumnElement[Any] | None = None) -> Select[*tuple[Any, ...]]:
    """Everything that lines say of these annotations."""
    where = null() if evidence is None else evidence
    words = excerpts.columns(col(Revision.text), col(Annotation.start), col(Annotation.end))
    return (
        select(
            *[c.label(f"a{n}") for n, c in enumerate(ROW)],
            *[c.label(f"b{n}") for n, c in enumerate(_ARTICLE)],
            *words,
            where.label("evidence"),
        )
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Revision, col(Revision.id) == col(Annotation.revision_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(col(Annotation.id).in_(ids))
    )


def _holding(s: Session, words: list[str], rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Those whose words hold every searched word, in whatever case. Each text is read once, not once an annotation."""
    articles = groupby(rows, key=itemgetter(1))
    while some := [(id_, list(of_article)) for id_, of_article in islice(articles, TEXTS_AT_ONCE)]:
        ids = [id_ for id_, _ in some]
        texts = {row[0]: row[1] for row in s.execute(select(col(Revision.id), col(Revision.text)).where(col(Revision.id).in_(ids)))}
        for revision_id, of_article in some:
            for row in of_article:
                exact = texts[revision_id][row[2] : row[3]].lower()
                if all(word in exact for word in words):
                    yield row


def _in_text(word: str) -> ColumnElement[bool]:
    """Whether a newest text may hold a word: asked once an article, so that most texts are never fetched.

    The database's idea of upper and lower case is trusted for ASCII only; of another word its longest ASCII part is looked for.
    """
    part = max(_ASCII.findall(word), key=len, default="")
    text = select(col(Revision.text)).where(col(Revision.id) == col(Article.newest_revision_id)).scalar_subquery()
    return text.icontains(part, autoescape=True) if part else true()


def _line(row: Row[*tuple[Any, ...]]) -> QuoteLine:
    n, m = len(ROW), len(ROW) + len(_ARTICLE)
    said = AnnotationRow(*row[:n])
    ends = [place.partition("-") for place in sorted(set((row.evidence or "").split()))]
    evidence = sorted(Span(int(start) - said.start, int(end) - said.start) for start, _, end in ends)
    return QuoteLine(said, ArticleLine(*row[n:m]), excerpts.around(*row[m : m + 3]), tuple(evidence))


def is_entity(entity_id: SQLColumnExpression[Any], who: int | str, reader: Reader) -> ColumnElement[bool]:
    """The entity with this id or what it was merged into, or any that goes by this name in an article that this reader may see."""
    if isinstance(who, int) or (who.isascii() and who.isdigit() and len(who) <= 9):
        lives = aliased(Entity)
        return entity_id == select(func.coalesce(col(lives.merged_into), col(lives.id))).where(col(lives.id) == int(who)).scalar_subquery()
    named = select(col(Alias.entity_id)).join(Article, col(Article.id) == col(Alias.article_id))
    return entity_id.in_(named.where(col(Alias.folded) == fold(who), may_read(reader)))


def _names(about: int | str, reader: Reader) -> ColumnElement[bool]:
    """Whether an entity is named inside the annotation's words."""
    mention = aliased(Annotation)
    return exists().where(*_inside(mention, about, reader))


def _evidence(about: int | str | None, reader: Reader) -> ColumnElement[Any] | None:
    """Where it is named inside the annotation's words: `17-23 40-46`, offsets in the text."""
    if about is None or about == "":
        return None
    mention = aliased(Annotation)
    place = cast(col(mention.start), String) + "-" + cast(col(mention.end), String)
    found = select(func.aggregate_strings(place, " ")).where(*_inside(mention, about, reader))
    return found.correlate(Annotation).scalar_subquery()


def _inside(mention: type[Annotation], about: int | str, reader: Reader) -> list[ColumnElement[bool]]:
    return [
        col(mention.revision_id) == col(Annotation.revision_id),
        col(mention.layer) == "entity",
        col(mention.retired_at).is_(None),
        col(mention.start) >= col(Annotation.start),
        col(mention.start) < col(Annotation.end),  # where the index may stop; `end` is not in it
        col(mention.end) <= col(Annotation.end),
        is_entity(col(mention.entity_id), about, reader),
    ]

"""From a stored revision to a Doc and back: what the layers found becomes rows, in one transaction an article.

Knows what layers return, not what they do. Only what the layers that did not fail had stored before is replaced.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from app.engines.rules import untitled
from app.layers import Annotated
from app.layers.base import Doc, Finding
from app.linking import contests
from app.store import correcting, naming, remaking, runs, search, summaries
from app.store.linking import Chain, link
from app.store.tables import Article, Doubt, Revision
from app.text.language import believed
from app.text.spans import Block


def doc(s: Session, revision_id: int) -> Doc | None:
    """The revision as layers read it; None when it does not exist (any more)."""
    revision = s.get(Revision, revision_id)
    if revision is None:
        return None
    blocks = tuple(Block(**b) for b in revision.blocks)
    language = believed(revision.declared_language, revision.text) if revision.declared_language else revision.language
    declared = _date(revision.declared_date)
    return Doc(revision.text, language, declared, blocks, declared_language=revision.declared_language)


def keep(s: Session, revision_id: int, annotated: Annotated, versions: runs.Versions) -> bool:
    """Stores what the layers made of a revision, in place of what they made before; false when it was withdrawn meanwhile."""
    statement = select(Revision, Article).join(Article, col(Article.id) == col(Revision.article_id))
    row = s.execute(statement.where(col(Revision.id) == revision_id)).one_or_none()
    if row is None:
        return False
    revision, article = row
    is_newest = article.newest_revision_id == revision_id
    done = [layer for layer in versions if layer not in annotated.failures]
    renew = is_newest and "entity" in done
    found = chains(revision.text, annotated.findings)
    linked = link(s, article, found, revision_id=revision_id, renew=renew, language=revision.language)
    remaking.replace(s, revision, annotated.findings, linked, done)
    touched = correcting.settle(s, article, revision_id)
    _doubts(s, revision_id, annotated, done)
    if any(doubt.kind == "language" for _, doubt in annotated.doubts):  # of an older capture, when nobody doubted it
        revision.language = believed(revision.declared_language, revision.text)
        article.language = revision.language if is_newest else article.language
    runs.record(s, revision_id, versions, annotated.failures)
    if is_newest:
        article.doubts = s.scalar(select(func.count()).where(col(Doubt.revision_id) == revision_id)) or 0
        s.flush()
        summaries.refresh(s, article)
        naming.restore(s, touched.union(linked.values()))
        search.index(s, revision.article_id, revision_id, correcting.speakers(s, revision_id))
    return True


def chains(text: str, findings: Iterable[Finding]) -> list[Chain]:
    """The chains of the entity findings, by first mention; a chain's kind is the one most of its mentions have.

    A place that is named as a team is an organization.
    """
    mentions: dict[str, list[Finding]] = {}
    for f in findings:
        if f.layer == "entity" and f.body.get("chain"):
            mentions.setdefault(f.body["chain"], []).append(f)
    is_sport = contests.is_sport(text)
    sport = contests.sport(text) if is_sport else None
    return [_chain(text, id_, sorted(found, key=lambda f: f.start), is_sport, sport) for id_, found in mentions.items()]


def _chain(text: str, id_: str, mentions: list[Finding], is_sport: bool, sport: str | None) -> Chain:
    kind = Counter(f.kind for f in mentions).most_common(1)[0][0]
    team = is_sport and kind in ("place", "organization") and contests.is_team(text, [(f.start, f.end) for f in mentions])
    kind = "organization" if team else kind
    names = tuple(dict.fromkeys(" ".join(f.span.of(text).split()) for f in mentions))
    name = " ".join(str(mentions[0].body.get("name") or names[0]).split())
    roles = tuple(dict.fromkeys(f.body["role"]["exact"] for f in mentions if f.body.get("role")))
    return Chain(id_, kind, untitled(name) if kind == "person" else name, names, mentions[0].start, sport if team else None, roles)


def _doubts(s: Session, revision_id: int, annotated: Annotated, done: list[str]) -> None:
    """The layers' doubts, in place of their earlier ones; the importer's stay."""
    s.execute(delete(Doubt).where(col(Doubt.revision_id) == revision_id, col(Doubt.layer).in_(done)))
    for layer, doubt in annotated.doubts:
        evidence = [[e.start, e.end] for e in doubt.evidence]
        s.add(Doubt(revision_id=revision_id, layer=layer, kind=doubt.kind, message=doubt.message, evidence=evidence))
    s.flush()


def _date(declared: str | None) -> date | None:
    try:
        return date.fromisoformat(declared) if declared else None
    except ValueError:
        return None

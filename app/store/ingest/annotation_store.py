"""From a stored revision to a Doc and back: what the layers found becomes rows, in one transaction an article.

Knows what layers return, not what they do. Only what the layers that did not fail had stored before is replaced.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.engines.places import countries
from app.engines.word_lists import untitled
from app.layers import AnnotatedText
from app.layers.base import Doc, Finding
from app.linking.names import generic_names
from app.linking.within import sports_teams
from app.linking.within.coreference import fold
from app.store.annotations import reannotation, runs
from app.store.articles import article_date
from app.store.corrections import effects, speaker_index
from app.store.entities import display_name, mention_counts
from app.store.entities.linking import EntityChain, link
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.search import full_text
from app.text.language import believed
from app.text.spans import Block


def doc(s: Session, revision_id: int) -> Doc | None:
    """The revision as layers read it; None when it does not exist (any more).

    A date that a person gave stands in place of the declared.
    """
    statement = select(Revision, col(Article.date_settled), col(Article.published_on))
    statement = statement.join(Article, col(Article.id) == col(Revision.article_id))
    row = s.execute(statement.where(col(Revision.id) == revision_id)).one_or_none()
    if row is None:
        return None
    revision, is_settled, held = row
    blocks = tuple(Block(**b) for b in revision.blocks)
    day = _date(held if is_settled else revision.declared_date)
    doubted = not is_settled and _date_is_doubted(s, revision_id)
    named = revision.declared_language
    language = believed(named, revision.text) if named else revision.language
    return Doc(
        revision.text,
        language,
        day,
        blocks,
        declared_language=named,
        date_doubted=doubted,
        date_settled=is_settled,
    )


def _date_is_doubted(s: Session, revision_id: int) -> bool:
    """Whether the importer recorded a doubt on the revision's date."""
    raised = select(col(StoredDoubt.id)).where(
        col(StoredDoubt.revision_id) == revision_id, col(StoredDoubt.layer).is_(None)
    )
    return (
        s.scalar(raised.where(col(StoredDoubt.kind).startswith("declared-date")).limit(1))
        is not None
    )


def keep(s: Session, revision_id: int, annotated: AnnotatedText, versions: runs.Versions) -> bool:
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
    linked = link(
        s, article, found, revision_id=revision_id, renew=renew, language=revision.language
    )
    reannotation.replace(s, revision, annotated.findings, linked, done)
    touched = effects.apply_to_article(s, article, revision_id)
    _doubts(s, revision_id, annotated, done)
    if any(
        doubt.kind == "language" for _, doubt in annotated.doubts
    ):  # of an older capture, when nobody doubted it
        revision.language = believed(revision.declared_language, revision.text)
        article.language = revision.language if is_newest else article.language
    runs.record(s, revision_id, versions, annotated.failures)
    if is_newest:
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        display_name.restore(s, touched.union(linked.values()))
        full_text.index(s, revision.article_id, revision_id, speaker_index.speakers(s, revision_id))
    return True


def chains(text: str, findings: Iterable[Finding]) -> list[EntityChain]:
    """The chains of the entity findings, by first mention; a chain's kind is the one most of its mentions have.

    A place that is named as a team is an organization.
    """
    mentions: dict[str, list[Finding]] = {}
    for f in findings:
        if f.layer == "entity" and f.body.get("chain"):
            mentions.setdefault(f.body["chain"], []).append(f)
    is_sport = sports_teams.is_sport(text)
    sport = sports_teams.sport(text) if is_sport else None
    made = [
        _chain(text, id_, sorted(found, key=lambda f: f.start), is_sport, sport)
        for id_, found in mentions.items()
    ]
    return _of_countries(text, made, mentions)


def _of_countries(
    text: str, made: list[EntityChain], mentions: Mapping[str, Sequence[Finding]]
) -> list[EntityChain]:
    """The chains, those of bodies whose name every country has with the country that the article means."""
    generic = {
        c.id
        for c in made
        if c.kind not in _OF_NO_COUNTRY and generic_names.is_generic(fold(c.name))
    }
    if not generic:
        return made
    every = sorted((f for found in mentions.values() for f in found), key=lambda f: f.start)
    named = [(f.start, f.end, code) for f in every if (code := countries.of(fold(f.span.of(text))))]
    return [
        _of_country(text, c, [(f.start, f.end) for f in mentions[c.id]], named)
        if c.id in generic
        else c
        for c in made
    ]


def _of_country(
    text: str, chain: EntityChain, places: list[tuple[int, int]], named: list[tuple[int, int, str]]
) -> EntityChain:
    return replace(chain, country=generic_names.country(text, fold(chain.name), places, named))


_OF_NO_COUNTRY = frozenset(["person", "place", "group"])


def _chain(
    text: str, id_: str, mentions: list[Finding], is_sport: bool, sport: str | None
) -> EntityChain:
    kind = Counter(f.kind for f in mentions).most_common(1)[0][0]
    team = (
        is_sport
        and kind in ("place", "organization")
        and sports_teams.is_team(text, [(f.start, f.end) for f in mentions])
    )
    kind = "organization" if team else kind
    names = tuple(dict.fromkeys(" ".join(f.span.of(text).split()) for f in mentions))
    name = " ".join(str(mentions[0].body.get("name") or names[0]).split())
    roles = tuple(dict.fromkeys(f.body["role"]["exact"] for f in mentions if f.body.get("role")))
    return EntityChain(
        id_,
        kind,
        untitled(name) if kind == "person" else name,
        names,
        mentions[0].start,
        sport if team else None,
        roles,
    )


def _doubts(s: Session, revision_id: int, annotated: AnnotatedText, done: list[str]) -> None:
    """The layers' doubts, in place of their earlier ones; the importer's stay."""
    s.execute(
        delete(StoredDoubt).where(
            col(StoredDoubt.revision_id) == revision_id, col(StoredDoubt.layer).in_(done)
        )
    )
    for layer, doubt in annotated.doubts:
        evidence = [[e.start, e.end] for e in doubt.evidence]
        s.add(
            StoredDoubt(
                revision_id=revision_id,
                layer=layer,
                kind=doubt.kind,
                message=doubt.message,
                evidence=evidence,
            )
        )
    s.flush()


def _date(declared: str | None) -> date | None:
    try:
        return date.fromisoformat(declared) if declared else None
    except ValueError:
        return None

"""From a stored revision to a Doc, and from what the layers found in it to rows.

Only rows of layers that did not fail are replaced, in one transaction for each article.
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
from app.linking.names.folding import fold
from app.linking.within import sports_teams
from app.store.annotations import reannotation, runs
from app.store.articles import article_date
from app.store.corrections import effects
from app.store.db.ids import id_of
from app.store.entities import display_name, mention_counts
from app.store.entities.linking import EntityChain, link
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.search import full_text, speaker_index
from app.store.summaries import publishers
from app.text.language import believed
from app.text.spans import Block


def doc(s: Session, revision_id: int) -> Doc | None:
    """The revision as layers read it; None when it does not exist (any more).

    A date that the editor gave replaces the declared one.
    """
    statement = select(Revision, col(Article.date_settled), col(Article.published_on))
    statement = statement.join(Article, col(Article.id) == col(Revision.article_id))
    row = s.execute(statement.where(col(Revision.id) == revision_id)).one_or_none()
    if row is None:
        return None
    revision, is_settled, published_on = row
    blocks = tuple(Block.from_json(b) for b in revision.blocks)
    day = _date(published_on if is_settled else revision.declared_date)
    doubted = not is_settled and _date_is_doubted(s, revision_id)
    # A language that a person set is not doubted.
    declared = None if "declared_language" in revision.replaced else revision.declared_language
    language = believed(declared, revision.text) if declared else revision.language
    return Doc(
        revision.text,
        language,
        day,
        blocks,
        declared_language=declared,
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
    """Stores what the layers found in a revision, in place of what they found before.

    A layer that has to wait for the model stays pending. False when the revision was withdrawn
    meanwhile.
    """
    statement = select(Revision, Article).join(Article, col(Article.id) == col(Revision.article_id))
    row = s.execute(statement.where(col(Revision.id) == revision_id)).one_or_none()
    if row is None:
        return False
    revision, article = row
    is_newest = article.newest_revision_id == revision_id
    done = [layer for layer in versions if layer not in annotated.failures]
    renew = is_newest and "entity" in done
    entity_chains = chains(revision.text, annotated.findings)
    linked = link(
        s, article, entity_chains, revision_id=revision_id, renew=renew, language=revision.language
    )
    reannotation.replace(s, revision, annotated.findings, linked, done)
    touched = effects.apply_to_article(s, article, revision_id)
    _doubts(s, revision_id, annotated, done)
    if any(doubt.kind == "language" for _, doubt in annotated.doubts):
        # Of an older capture: when it was added nobody doubted its language.
        revision.language = believed(revision.declared_language, revision.text)
        article.language = revision.language if is_newest else article.language
    runs.record(s, revision_id, annotated.run_of(versions), annotated.failures)
    publishers.count_annotations(s, [id_of(article)])
    if is_newest:
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        display_name.restore(s, touched.union(linked.values()))
        full_text.index(s, revision.article_id, revision_id, speaker_index.speakers(s, revision_id))
    return True


def chains(text: str, findings: Iterable[Finding]) -> list[EntityChain]:
    """The chains of the entity findings, by first mention.

    A chain's kind is that of most of its mentions; a place that is mentioned as a team is an
    organization.
    """
    mentions: dict[str, list[Finding]] = {}
    for f in findings:
        if f.layer == "entity" and f.body.get("chain"):
            mentions.setdefault(f.body["chain"], []).append(f)
    is_sport = sports_teams.is_sport(text)
    sport = sports_teams.sport(text) if is_sport else None
    chained = [
        _chain(text, id_, sorted(of_chain, key=lambda f: f.start), is_sport, sport)
        for id_, of_chain in mentions.items()
    ]
    return _with_countries(text, chained, mentions)


def _with_countries(
    text: str, chained: list[EntityChain], mentions: Mapping[str, Sequence[Finding]]
) -> list[EntityChain]:
    """The chains, those of bodies whose name every country has with the country that is meant."""
    generic = {chain.id for chain in chained if _is_generic(chain)}
    if not generic:
        return chained
    countries_named = _countries_named(text, mentions)
    located = []
    for chain in chained:
        if chain.id in generic:
            places = [(f.start, f.end) for f in mentions[chain.id]]
            name = fold(chain.name)
            country = generic_names.country(text, name, places, countries_named)
            located.append(replace(chain, country=country))
        else:
            located.append(chain)
    return located


def _is_generic(chain: EntityChain) -> bool:
    return chain.kind not in _OF_NO_COUNTRY and generic_names.is_generic(fold(chain.name))


def _countries_named(
    text: str, mentions: Mapping[str, Sequence[Finding]]
) -> list[tuple[int, int, str]]:
    """Start, end and country code of every mention that names a country, in reading order."""
    findings = sorted((f for of_chain in mentions.values() for f in of_chain), key=_start)
    coded = ((f, countries.of(fold(f.span.of(text)))) for f in findings)
    return [(f.start, f.end, code) for f, code in coded if code]


def _start(finding: Finding) -> int:
    return finding.start


_OF_NO_COUNTRY = frozenset(["person", "place", "group"])


def _chain(
    text: str, id_: str, mentions: list[Finding], is_sport: bool, sport: str | None
) -> EntityChain:
    kind = Counter(f.kind for f in mentions).most_common(1)[0][0]
    is_team = is_sport and _is_team(text, kind, mentions)
    kind = "organization" if is_team else kind
    names = tuple(dict.fromkeys(_one_line(f.span.of(text)) for f in mentions))
    name = _one_line(str(mentions[0].body.get("name") or names[0]))
    roles = tuple(dict.fromkeys(f.body["role"]["exact"] for f in mentions if f.body.get("role")))
    return EntityChain(
        id=id_,
        kind=kind,
        name=untitled(name) if kind == "person" else name,
        names=names,
        start=mentions[0].start,
        sport=sport if is_team else None,
        roles=roles,
    )


def _is_team(text: str, kind: str, mentions: Sequence[Finding]) -> bool:
    if kind not in ("place", "organization"):
        return False
    return sports_teams.is_team(text, [(f.start, f.end) for f in mentions])


def _one_line(words: str) -> str:
    return " ".join(words.split())


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

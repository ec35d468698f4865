"""What the layer `entity` finds: names with their kinds, joined into chains; roles of people."""

from collections.abc import Iterator, Sequence
from math import exp, log

from app.engines import word_lists
from app.engines.model.choice import ENGINE
from app.engines.names.capitalized import Sighting, Word, words
from app.engines.names.roles import role_of
from app.engines.places import gazetteer
from app.layers import language_of_record
from app.layers.base import Doc, Finding
from app.layers.entities import LAYER
from app.layers.names import by_evidence, by_form, by_model
from app.linking.within.coreference import Chain, chains
from app.linking.within.mention_groups import Mention
from app.linking.within.surnames import hint
from app.text.spans import Doubt, Span

_INSIDE = word_lists.words(
    "in near across outside inside throughout adjacent nearby neighbouring neighboring"
)
_AGREED = 3.0  # evidence a mention by which one kind must lead for full agreement
# Log odds that a mention has the right borders and kind, by logistic regression on the 4,059
# mentions in the 100 articles of worldwide's dev part: a constant, the weights of the chain's mean
# log odds by the model, of the logarithm of its length, and of what rules say for its kind a
# mention besides the model.
# The mention's own log odds besides the mean add nothing. Log loss in five-fold cross-validation
# .377; of half the mention's probability and half the chain's agreement, which still decides what
# is kept, .439.
_BASE, _MEAN, _LENGTH, _RULED = -0.78, 1.04, 0.23, 0.47
_MOST_RULED = 2.5  # of what rules say a mention
_SUREST = 1e-4  # the model's answers are held this far from 0 and 1
# Mentions from which the name of a group, mostly an adjective, is central to an article.
_CENTRAL_GROUP = 3

Sighted = tuple[Sighting, float | None]
"""A name with the model's confidence; None where only rules have marked it."""


def found(doc: Doc) -> list[Finding | Doubt]:
    """Every mention with its chain, and the doubt about the language if there is one."""
    tokens = words(doc.text, doc.sentences)
    sighted = _sighted(doc, tokens)
    creator = word_lists.CREATOR
    if doc.reading is not None:
        creator = f"{ENGINE}@{doc.reading.labels.version}"
    mentions = mentions_of(doc.text, tokens, [sighting for sighting, _ in sighted])
    made = chains(mentions, gazetteer.aliases(doc.language))
    doubt = language_of_record.doubt(doc.declared_language, doc.text, doc.blocks)
    doubts = [doubt] if doubt else []
    return [*doubts, *findings_of(doc.text, tokens, sighted, made, creator)]


def _sighted(doc: Doc, tokens: Sequence[Word]) -> list[Sighted]:
    if doc.reading is not None:
        return by_model.sightings(doc, tokens, doc.reading)
    by_rule = by_form if doc.language == "en" else by_evidence
    return [(sighting, None) for sighting in by_rule.sightings(doc, tokens)]


def mentions_of(text: str, tokens: Sequence[Word], sightings: Sequence[Sighting]) -> list[Mention]:
    """The names with what is next to them, for joining them into chains."""
    mentions: list[Mention] = []
    for k, sighting in enumerate(sightings):
        following = sightings[k + 1] if k + 1 < len(sightings) else None
        placed, inside = _preposition(tokens, sighting)
        if k and _are_coordinated(tokens, sightings[k - 1], sighting):
            placed = placed or mentions[-1].placed
            inside = inside or mentions[-1].inside
        start, end = sighting.span.start, sighting.span.end
        name = " ".join(sighting.span.of(text).split())
        mention = Mention(
            start,
            end,
            name,
            sighting.reasons,
            owner=_owner(tokens, sighting),
            expands=_acronym(tokens, sighting, following),
            hint=hint(text, start, end, word_lists.ROLES),
            known=name in gazetteer.places(),
            placed=placed,
            inside=inside,
        )
        mentions.append(mention)
    return mentions


def _preposition(tokens: Sequence[Word], sighting: Sighting) -> tuple[bool, bool]:
    """Whether a preposition of place is right before the name, and one rare before people."""
    first = sighting.name.first
    if first == 0 or tokens[first].gap not in {" ", "\u00a0"}:
        return False, False
    before = tokens[first - 1].lower
    inside = before in _INSIDE
    return inside or before in word_lists.LOCATIVES, inside


def _are_coordinated(tokens: Sequence[Word], before: Sighting, sighting: Sighting) -> bool:
    """Whether `and` joins two names: in `in Orle and Skerry` both follow the preposition."""
    return (
        sighting.name.first == before.name.last + 1
        and tokens[before.name.last].text == "and"
        and tokens[sighting.name.first].gap == " "
    )


def _owner(tokens: Sequence[Word], sighting: Sighting) -> str | None:
    """The name before a possessive right before the name (`Russia's Security Council`)."""
    first = sighting.name.first
    if first < 2 or tokens[first].gap != " ":
        return None
    possessive, owner = tokens[first - 1], tokens[first - 2]
    is_possessive = possessive.text == "s" and possessive.gap in {"'", "’"}
    return owner.text if is_possessive and owner.capital else None


def _acronym(tokens: Sequence[Word], sighting: Sighting, following: Sighting | None) -> str | None:
    """The acronym in brackets right behind a name."""
    if following is None or following.name.first != sighting.name.last:
        return None
    word = tokens[following.name.first]
    is_one_word = following.name.last - following.name.first == 1
    return word.text if is_one_word and word.gap == " (" and word.text.isupper() else None


def findings_of(
    text: str,
    tokens: Sequence[Word],
    sighted: Sequence[Sighted],
    made: Sequence[Chain],
    model: str,
) -> Iterator[Finding]:
    """The findings of the chains; `model` is the creator of what the model has marked."""
    sightings = [sighting for sighting, _ in sighted]
    longest = max((len(chain.members) for chain in made), default=0)
    for number, chain in enumerate(made, 1):
        of_members = [sighted[k][1] for k in chain.members]
        of_chain = _chain_confidence(chain, [c for c in of_members if c is not None])
        is_central = _is_central(chain, longest)
        for k, of_mention in zip(chain.members, of_members, strict=True):
            role = role_of(text, tokens, k, sightings) if chain.kind == "person" else None
            body = {
                "kind": chain.kind,
                "name": chain.name,
                "chain": f"e{number}",
                "role": _span_body(text, role),
                "central": is_central,
            }
            if of_mention is None:
                confidence, creator = _confidence_by_rule(chain), word_lists.CREATOR
            else:
                is_kept = _is_kept(chain, of_mention)
                confidence, creator = _on_side_of_threshold(of_chain, is_kept), model
            span = sightings[k].span
            yield Finding("entity", span.start, span.end, chain.kind, body, confidence, creator)


def _span_body(text: str, span: Span | None) -> dict[str, object] | None:
    return {"start": span.start, "end": span.end, "exact": span.of(text)} if span else None


def _chain_confidence(chain: Chain, confidences: Sequence[float]) -> float:
    """How sure the name is, by its whole chain: all mentions share the evidence.

    `confidences` are those of the model in the mentions that it has marked.
    """
    if not confidences:
        return 0.0
    bounded = [min(1 - _SUREST, max(_SUREST, c)) for c in confidences]
    mean = sum(log(c / (1 - c)) for c in bounded) / len(bounded)
    by_rules = chain.weight - by_model.SAID * sum(confidences)
    ruled = max(0.0, by_rules) / len(chain.members)
    odds = _BASE + _MEAN * mean + _LENGTH * log(len(confidences)) + _RULED * min(_MOST_RULED, ruled)
    return round(1 / (1 + exp(-odds)), 2)


def _is_kept(chain: Chain, confidence: float) -> bool:
    """Whether a mention is stored.

    Half of it is what the model says of the span, half how far the chain agrees on its kind.
    """
    agreement = min(1.0, chain.weight / (_AGREED * len(chain.members)))
    return round((confidence + agreement) / 2, 2) >= LAYER.threshold


def _on_side_of_threshold(confidence: float, is_kept: bool) -> float:
    """The confidence of a chain, on the side of the threshold where the mention belongs."""
    if is_kept:
        return max(confidence, LAYER.threshold)
    return min(confidence, round(LAYER.threshold - 0.01, 2))


def _is_central(chain: Chain, longest: int) -> bool:
    """Whether the article is about it: it is named again, a group more than once again.

    Where nothing is named again, every name is central.
    """
    fewest = _CENTRAL_GROUP if chain.kind == "group" else 2
    return len(chain.members) >= min(longest, fewest)


def _confidence_by_rule(chain: Chain) -> float:
    """More with more evidence for the kind.

    A name of no kind that the text uses again is shown as one, a single such word is not.
    """
    if chain.kind == "other":
        return 0.5 if len(chain.members) > 1 else 0.3
    return round(min(0.95, 0.45 + 0.1 * chain.weight), 2)

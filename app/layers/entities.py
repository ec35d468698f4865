"""The layer `entity`: names with their kinds, joined into chains, and the roles that the text gives them. Knows no store."""

from collections.abc import Iterable, Iterator, Sequence
from math import exp, log

from app.engines import word_lists
from app.engines.names.capitalized import Sighting, Word, words
from app.engines.names.roles import role_of
from app.engines.places import gazetteer
from app.layers import language_of_record
from app.layers.base import Doc, Earlier, Finding
from app.layers.names import by_evidence, by_form, by_model
from app.linking.within.coreference import Chain, chains
from app.linking.within.mention_groups import Mention
from app.linking.within.surnames import hint
from app.text.spans import Doubt, Span

KINDS = (
    "person",
    "organization",
    "place",
    "group",
    "facility",
    "event",
    "product",
    "work",
    "other",
)


class Entities:
    """Names by the embedded model; in languages that it has not learnt what lists know and the text introduces."""

    name = "entity"
    label = "Names"
    card: str | None = "entity_card"
    engine = "tagger"
    version = "2"
    kinds: tuple[str, ...] = KINDS
    # Of the thresholds from 0 to 0.5 the best for typed F1 on worldwide's and cleanconll's dev
    # parts: .853, .767; at 0.45 .852, .765.
    threshold = 0.35

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - the first layer of all
        """Every mention; kinds and names are those of its chain.

        Being first, it also says when the language is doubtful.
        """
        found = words(doc.text, doc.sentences)
        creator = (
            word_lists.CREATOR
            if doc.reading is None
            else f"{self.engine}@{doc.reading.labels.version}"
        )
        seen: list[tuple[Sighting, float | None]]
        if doc.reading is None:
            by_rule = by_form if doc.language == "en" else by_evidence
            seen = [(s, None) for s in by_rule.sightings(doc, found)]
        else:
            seen = by_model.sightings(doc, found, doc.reading)
        made = chains(
            _mentions(doc.text, found, [s for s, _ in seen]), gazetteer.aliases(doc.language)
        )
        doubted = language_of_record.doubt(doc.declared_language, doc.text, doc.blocks)
        return [*([doubted] if doubted else []), *_findings(doc.text, found, seen, made, creator)]


LAYER = Entities()
_AGREED = 3.0  # evidence a mention by which one kind must lead for full agreement
# Log odds that a mention has the right borders and kind, by logistic regression on the 4,059
# mentions
# in the 100 articles of worldwide's dev part: a constant, the weights of the chain's mean log odds
# by
# the model, of the logarithm of its length, and of what rules say for its kind a mention beside the
# model.
_BASE, _MEAN, _LENGTH, _RULED = -0.78, 1.04, 0.23, 0.47
# The mention's own log odds beside the mean add nothing. Log loss in five-fold cross-validation
# .377; of half
# the mention's probability and half the chain's agreement, which still decides what is kept, .439.
_MOST_RULED = 2.5  # of what rules say a mention
_SUREST = 1e-4  # the model's answers are held this far from 0 and 1
_CENTRAL_GROUP = (
    3  # mentions from which the name of a group, mostly an adjective, is central to an article
)


def _mentions(text: str, found: Sequence[Word], seen: Sequence[Sighting]) -> list[Mention]:
    """What the sightings say for the joining of chains."""
    made: list[Mention] = []
    for k, (one, after) in enumerate(zip(seen, [*seen[1:], None], strict=False)):
        placed, inside = _stands(found, one)
        if k and _coordinated(found, seen[k - 1], one):
            placed, inside = placed or made[-1].placed, inside or made[-1].inside
        name = " ".join(one.span.of(text).split())
        known = name in gazetteer.places()
        told = {"owner": _owner(found, one), "expands": _short(found, one, after)}
        beside = hint(text, one.span.start, one.span.end, word_lists.ROLES)
        made.append(
            Mention(
                one.span.start,
                one.span.end,
                name,
                one.reasons,
                **told,
                hint=beside,
                known=known,
                placed=placed,
                inside=inside,
            )
        )
    return made


def _stands(found: Sequence[Word], seen: Sighting) -> tuple[bool, bool]:
    """Whether a preposition of place stands directly before the name, and whether it is one that people stand behind rarely."""
    at = seen.name.first
    if at == 0 or found[at].gap not in {" ", "\u00a0"}:
        return False, False
    inside = found[at - 1].lower in _INSIDE
    return inside or found[at - 1].lower in word_lists.LOCATIVES, inside


_INSIDE = word_lists.words(
    "in near across outside inside throughout adjacent nearby neighbouring neighboring"
)


def _coordinated(found: Sequence[Word], before: Sighting, seen: Sighting) -> bool:
    """`in Orle and Skerry`: both stand behind the preposition."""
    return (
        seen.name.first == before.name.last + 1
        and found[before.name.last].text == "and"
        and found[seen.name.first].gap == " "
    )


def _owner(found: Sequence[Word], seen: Sighting) -> str | None:
    """The name before a possessive that stands directly before a generic name (`Russia's Security Council`)."""
    at = seen.name.first
    if (
        at >= 2
        and found[at - 1].text == "s"
        and found[at - 1].gap in {"'", "’"}
        and found[at].gap == " "
        and found[at - 2].capital
    ):
        return found[at - 2].text
    return None


def _short(found: Sequence[Word], seen: Sighting, after: Sighting | None) -> str | None:
    """The acronym in brackets directly behind a name."""
    if (
        after is None
        or after.name.first != seen.name.last
        or after.name.last - after.name.first != 1
    ):
        return None
    word = found[after.name.first]
    return word.text if word.gap == " (" and word.text.isupper() else None


def _findings(
    text: str,
    found: Sequence[Word],
    seen: Sequence[tuple[Sighting, float | None]],
    made: Sequence[Chain],
    model: str,
) -> Iterator[Finding]:
    sighted = [s for s, _ in seen]
    longest = max((len(chain.members) for chain in made), default=0)
    for number, chain in enumerate(made, 1):
        together = _read(chain, [sure for k in chain.members if (sure := seen[k][1]) is not None])
        central = _is_central(chain, longest)
        for k in chain.members:
            role = role_of(text, found, k, sighted) if chain.kind == "person" else None
            body = {
                "kind": chain.kind,
                "name": chain.name,
                "chain": f"e{number}",
                "role": _wire(text, role),
                "central": central,
            }
            sure, (start, end) = seen[k][1], (sighted[k].span.start, sighted[k].span.end)
            confidence, creator = (
                (_ruled(chain), word_lists.CREATOR)
                if sure is None
                else (_bounded(together, _is_kept(chain, sure)), model)
            )
            yield Finding("entity", start, end, chain.kind, body, confidence, creator)


def _wire(text: str, role: Span | None) -> dict[str, object] | None:
    return {"start": role.start, "end": role.end, "exact": role.of(text)} if role else None


def _read(chain: Chain, sure: Sequence[float]) -> float:
    """How sure the name is, by its whole chain: all mentions share the evidence.

    `sure` is what the model says of each of them.
    """
    if not sure:
        return 0.0
    mean = sum(log(s / (1 - s)) for s in (min(1 - _SUREST, max(_SUREST, s)) for s in sure)) / len(
        sure
    )
    ruled = max(0.0, chain.weight - by_model.SAID * sum(sure)) / len(chain.members)
    odds = _BASE + _MEAN * mean + _LENGTH * log(len(sure)) + _RULED * min(_MOST_RULED, ruled)
    return round(1 / (1 + exp(-odds)), 2)


def _is_kept(chain: Chain, sure: float) -> bool:
    """Whether a mention is stored: half of it what the model says of the span, half how far the chain agrees on its kind."""
    return (
        round((sure + min(1.0, chain.weight / (_AGREED * len(chain.members)))) / 2, 2)
        >= LAYER.threshold
    )


def _bounded(confidence: float, kept: bool) -> float:
    """The chain's figure on the side of the threshold where the mention belongs."""
    return (
        max(confidence, LAYER.threshold)
        if kept
        else min(confidence, round(LAYER.threshold - 0.01, 2))
    )


def _is_central(chain: Chain, longest: int) -> bool:
    """Whether the article is about it: it is named again (where anything is), the name of a group more than once again."""
    return len(chain.members) >= min(longest, _CENTRAL_GROUP if chain.kind == "group" else 2)


def _ruled(chain: Chain) -> float:
    """More with more evidence for the kind; a name of no kind that the text uses again is shown as one, a single such word is not."""
    if chain.kind == "other":
        return 0.5 if len(chain.members) > 1 else 0.3
    return round(min(0.95, 0.45 + 0.1 * chain.weight), 2)

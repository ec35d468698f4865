"""The layer `entity`: names with their kinds, joined into chains, and the roles that the text gives them. Knows no store."""

from collections.abc import Iterable, Iterator, Sequence

from app.engines import gazetteer, rules
from app.engines.names import Sighting, Word, words
from app.engines.roles import role_of
from app.layers import language_of_record, names_by_evidence, names_by_form, names_by_model
from app.layers.base import Doc, Earlier, Finding
from app.linking.chains import Chain, Mention, chains
from app.text.spans import Doubt, Span

KINDS = ("person", "organization", "place", "group", "facility", "event", "product", "work", "other")


class Entities:
    """Names by the embedded model; in languages that it has not learnt what lists know and the text introduces."""

    name = "entity"
    label = "Names"
    card: str | None = "entity_card"
    engine = "tagger"
    version = "2"
    kinds: tuple[str, ...] = KINDS
    # Of the thresholds from 0 to 0.5 the best for typed F1 on worldwide's and cleanconll's dev parts: .853, .767; at 0.45 .852, .765.
    threshold = 0.35

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - the first layer of all
        """Every mention; kinds and names are those of its chain. Being first, it also says when the language is doubtful."""
        found = words(doc.text, doc.sentences)
        creator = rules.CREATOR if doc.reading is None else f"{self.engine}@{doc.reading.labels.version}"
        seen: list[tuple[Sighting, float | None]]
        if doc.reading is None:
            by_rule = names_by_form if doc.language == "en" else names_by_evidence
            seen = [(s, None) for s in by_rule.sightings(doc, found)]
        else:
            seen = names_by_model.sightings(doc, found, doc.reading)
        made = chains(_mentions(doc.text, found, [s for s, _ in seen]), gazetteer.aliases(doc.language))
        doubted = language_of_record.doubt(doc.declared_language, doc.text, doc.blocks)
        return [*([doubted] if doubted else []), *_findings(doc.text, found, seen, made, creator)]


LAYER = Entities()
_AGREED = 3.0  # evidence a mention by which one kind must lead for full agreement


def _mentions(text: str, found: Sequence[Word], seen: Sequence[Sighting]) -> list[Mention]:
    """What the sightings say for the joining of chains."""
    return [
        Mention(s.span.start, s.span.end, " ".join(s.span.of(text).split()), s.reasons, _owner(found, s), _short(found, s, after))
        for s, after in zip(seen, [*seen[1:], None], strict=False)
    ]


def _owner(found: Sequence[Word], seen: Sighting) -> str | None:
    """The name before a possessive that stands directly before a generic name (`Russia's Security Council`)."""
    at = seen.name.first
    if at >= 2 and found[at - 1].text == "s" and found[at - 1].gap in {"'", "’"} and found[at].gap == " " and found[at - 2].capital:
        return found[at - 2].text
    return None


def _short(found: Sequence[Word], seen: Sighting, after: Sighting | None) -> str | None:
    """The acronym in brackets directly behind a name."""
    if after is None or after.name.first != seen.name.last or after.name.last - after.name.first != 1:
        return None
    word = found[after.name.first]
    return word.text if word.gap == " (" and word.text.isupper() else None


def _findings(
    text: str, found: Sequence[Word], seen: Sequence[tuple[Sighting, float | None]], made: Sequence[Chain], model: str
) -> Iterator[Finding]:
    sighted = [s for s, _ in seen]
    for number, chain in enumerate(made, 1):
        for k in chain.members:
            role = role_of(text, found, k, sighted) if chain.kind == "person" else None
            body = {"kind": chain.kind, "name": chain.name, "chain": f"e{number}", "role": _wire(text, role)}
            sure, (start, end) = seen[k][1], (sighted[k].span.start, sighted[k].span.end)
            confidence, creator = (_ruled(chain), rules.CREATOR) if sure is None else (_read(chain, sure), model)
            yield Finding("entity", start, end, chain.kind, body, confidence, creator)


def _wire(text: str, role: Span | None) -> dict[str, object] | None:
    return {"start": role.start, "end": role.end, "exact": role.of(text)} if role else None


def _read(chain: Chain, sure: float) -> float:
    """Half of it what the model says of the span, half how far the chain agrees on its kind."""
    return round((sure + min(1.0, chain.weight / (_AGREED * len(chain.members)))) / 2, 2)


def _ruled(chain: Chain) -> float:
    """More with more evidence for the kind; a name of no kind that the text uses again is shown as one, a single such word is not."""
    if chain.kind == "other":
        return 0.5 if len(chain.members) > 1 else 0.3
    return round(min(0.95, 0.45 + 0.1 * chain.weight), 2)

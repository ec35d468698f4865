"""The layers, in the order of their work, and the one walk through them.

Knows no database: what it returns is not stored yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.layers import claims, dates, entities, quotations
from app.layers.base import Doc, Finding, Layer
from app.text.spans import Doubt

LAYERS: tuple[Layer, ...] = (entities.LAYER, dates.LAYER, quotations.LAYER, claims.LAYER)


@dataclass(frozen=True)
class AnnotatedText:
    """What the layers made of one text: findings in reading order, doubts with the layer that raised them, why a layer failed."""

    findings: tuple[Finding, ...] = ()
    doubts: tuple[tuple[str, Doubt], ...] = ()
    failures: dict[str, str] = field(default_factory=dict)


def threshold(name: str) -> float:
    """The confidence from which a layer's findings are stored; 0 for one that is not registered."""
    return next((layer.threshold for layer in LAYERS if layer.name == name), 0.0)


def annotate(doc: Doc, all_: bool = False, layers: Sequence[Layer] | None = None) -> AnnotatedText:
    """Every layer's findings in `doc`; those below their layer's threshold only with `all_`.

    A layer that fails is recorded and never stops the rest; the layers after it see none of its
    findings.
    """
    earlier: dict[str, tuple[Finding, ...]] = {}
    doubts: list[tuple[str, Doubt]] = []
    failures: dict[str, str] = {}
    for layer in LAYERS if layers is None else layers:
        try:
            found, raised = _run(layer, doc, earlier)
        except Exception as error:  # noqa: BLE001 - whatever one layer does wrong is a fact about its run, not the end of the batch
            failures[layer.name] = f"{type(error).__name__}: {error}"
            found, raised = (), []
        earlier[layer.name] = tuple(f for f in found if all_ or f.confidence >= layer.threshold)
        doubts += [(layer.name, d) for d in raised]
    findings = sorted(
        (f for found in earlier.values() for f in found), key=lambda f: (f.start, -f.end)
    )
    return AnnotatedText(tuple(findings), tuple(doubts), failures)


def _run(
    layer: Layer, doc: Doc, earlier: dict[str, tuple[Finding, ...]]
) -> tuple[tuple[Finding, ...], list[Doubt]]:
    """One layer's findings and doubts. Raises ValueError for a finding that cannot be stored."""
    everything = list(layer.find(doc, earlier))
    found = tuple(f for f in everything if isinstance(f, Finding))
    for f in found:
        _check(f, layer, len(doc.text))
    return found, [d for d in everything if isinstance(d, Doubt)]


def _check(finding: Finding, layer: Layer, length: int) -> None:
    """Raise ValueError unless the finding covers words of the text and is of a kind that its layer declares."""
    if not 0 <= finding.start < finding.end <= length:
        raise ValueError(
            f"finding {finding.start}–{finding.end} covers no words of a text of {length} "
            "characters"
        )
    if finding.layer != layer.name or finding.kind not in layer.kinds:
        raise ValueError(
            f"finding of layer {finding.layer!r} and kind {finding.kind!r} is not one that "
            f"{layer.name!r} declares"
        )
    if not 0 <= finding.confidence <= 1:
        raise ValueError(f"confidence {finding.confidence} is not between 0 and 1")

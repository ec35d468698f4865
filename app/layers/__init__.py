"""The layers in the order in which they run, and the loop that runs them over one text.

Nothing here is stored; the caller does that. The layers are loaded when they are first asked for,
as their word lists, patterns and numpy take half a second: who imports `app.layers.creators` does
not wait for them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from app.engines.model.tagger import ModelChoice
    from app.layers.base import Doc, Finding, Layer
    from app.text.spans import Doubt

_REST_SHOWN = 80  # characters of what was not annotated
LAYERS: tuple[Layer, ...]
"""Every layer, in the order in which they run."""


@cache
def _all_layers() -> tuple[Layer, ...]:
    from app.layers import claims, dates, entities, quotations

    return (entities.LAYER, dates.LAYER, quotations.LAYER, claims.LAYER)


def __getattr__(name: str) -> Any:
    if name == "LAYERS":
        return _all_layers()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _layers() -> tuple[Layer, ...]:
    """`LAYERS`, as the module has it now."""
    layers: tuple[Layer, ...] = sys.modules[__name__].LAYERS
    return layers


@dataclass(frozen=True)
class AnnotatedText:
    """What all layers produced for one text.

    `findings` are in reading order, `doubts` come with the name of the layer that raised them, and
    `failures` map the name of a layer to the error that stopped it.
    """

    findings: tuple[Finding, ...] = ()
    doubts: tuple[tuple[str, Doubt], ...] = ()
    failures: dict[str, str] = field(default_factory=dict)


def threshold(name: str) -> float:
    """The confidence from which a layer's findings are stored; 0 for an unknown layer."""
    return next((layer.threshold for layer in _layers() if layer.name == name), 0.0)


def versions(model: ModelChoice) -> dict[str, tuple[str, str]]:
    """Layer → (engine, version) of every layer, with one of the embedded models.

    A layer that reads with the model has another version with another model.
    """
    from app.engines.model import tagger

    return {
        layer.name: (
            layer.engine,
            f"{layer.version}+{model.version}" if layer.engine == tagger.ENGINE else layer.version,
        )
        for layer in _layers()
    }


def annotate(doc: Doc, all_: bool = False, layers: Sequence[Layer] | None = None) -> AnnotatedText:
    """Every layer's findings in `doc`; those below their layer's threshold only with `all_`.

    A layer that fails is recorded and never stops the rest; the layers after it see none of its
    findings. Of a text that is too long the beginning is annotated, and a doubt says so.
    """
    whole, doc = doc, doc.beginning()
    earlier: dict[str, tuple[Finding, ...]] = {}
    doubts: list[tuple[str, Doubt]] = []
    failures: dict[str, str] = {}
    for layer in _layers() if layers is None else layers:
        try:
            findings, raised = _run(layer, doc, earlier)
        except Exception as error:  # noqa: BLE001 - a failing layer is recorded, never fatal
            failures[layer.name] = f"{type(error).__name__}: {error}"
            findings, raised = (), []
        earlier[layer.name] = tuple(f for f in findings if all_ or f.confidence >= layer.threshold)
        doubts += [(layer.name, doubt) for doubt in raised]

    doubts += _not_read(whole, doc, earlier.keys() - failures.keys())
    kept = [finding for findings in earlier.values() for finding in findings]
    # Of two that begin together the longer one comes first, as an outer one does.
    kept.sort(key=lambda f: (f.start, -f.end))
    return AnnotatedText(tuple(kept), tuple(doubts), failures)


def _run(
    layer: Layer, doc: Doc, earlier: dict[str, tuple[Finding, ...]]
) -> tuple[tuple[Finding, ...], list[Doubt]]:
    """One layer's findings and doubts. Raises ValueError for a finding that cannot be stored."""
    from app.layers.base import Finding
    from app.text.spans import Doubt

    results = list(layer.find(doc, earlier))
    findings = tuple(result for result in results if isinstance(result, Finding))
    for finding in findings:
        _check(finding, layer, len(doc.text))
    return findings, [result for result in results if isinstance(result, Doubt)]


def _not_read(whole: Doc, part: Doc, done: Set[str]) -> list[tuple[str, Doubt]]:
    """The doubt that says how much of a text was annotated, and where the rest begins.

    None where all of it was. One of the layers that are `done` raises it, the same each time.
    """
    from app.text.spans import Doubt, Span

    if part is whole or not done:
        return []
    message = (
        f"Only the first {len(part.text):,} of {len(whole.text):,} characters were annotated: the "
        "text is longer than the limit."
    )
    rest = whole.text[len(part.text) :]
    start = len(part.text) + len(rest) - len(rest.lstrip())
    end = min(len(whole.text), start + _REST_SHOWN)
    return [
        (max(done), Doubt("annotated-part", message, (Span(start, end),) if start < end else ()))
    ]


def _check(finding: Finding, layer: Layer, length: int) -> None:
    """Raise ValueError for a finding outside the text or of a kind that its layer lacks."""
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

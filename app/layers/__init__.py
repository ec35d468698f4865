"""The layers in the order in which they run, and the loop that runs them over one text.

Nothing here is stored; the caller does that. A layer imports its word lists, patterns and model
when it first runs, as they take half a second: who only reads what a layer is called does not wait.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from app.engines.model.choice import ENGINE, ModelChoice
from app.errors import ModelUnreadable
from app.layers import claims, dates, entities, quotations
from app.layers.base import Doc, Finding, Layer
from app.text.spans import Doubt, Span

_REST_SHOWN = 80  # characters of what was not annotated
LAYERS: tuple[Layer, ...] = (entities.LAYER, dates.LAYER, quotations.LAYER, claims.LAYER)
"""Every layer, in the order in which they run."""


@dataclass(frozen=True)
class AnnotatedText:
    """What all layers produced for one text.

    `findings` are in reading order, `doubts` come with the name of the layer that raised them, and
    `failures` map the name of a layer to the error that stopped it. `not_run` are those of them
    that have to wait for the model.
    """

    findings: tuple[Finding, ...] = ()
    doubts: tuple[tuple[str, Doubt], ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    not_run: frozenset[str] = frozenset()

    def run_of(self, versions: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
        """Those of some layers that did run, failed or not."""
        return {layer: of for layer, of in versions.items() if layer not in self.not_run}


def threshold(name: str) -> float:
    """The confidence from which a layer's findings are stored; 0 for an unknown layer."""
    return next((layer.threshold for layer in LAYERS if layer.name == name), 0.0)


def versions(model: ModelChoice) -> dict[str, tuple[str, str]]:
    """Layer → (engine, version) of every layer, with one of the embedded models.

    A layer that reads with the model has another version with another model.
    """
    return {
        layer.name: (
            layer.engine,
            f"{layer.version}+{model.version}" if layer.engine == ENGINE else layer.version,
        )
        for layer in LAYERS
    }


def annotate(doc: Doc, all_: bool = False, layers: Sequence[Layer] | None = None) -> AnnotatedText:
    """Every layer's findings in `doc`; those below their layer's threshold only with `all_`.

    A layer that fails is recorded and never stops the rest; the layers after it see none of its
    findings. Of a text that is too long the beginning is annotated, and a doubt says so.
    """
    whole, doc = doc, doc.beginning()
    earlier: dict[str, tuple[Finding, ...]] = {}
    doubts: list[tuple[str, Doubt]] = []
    failures: dict[str, Exception] = {}
    for layer in LAYERS if layers is None else layers:
        try:
            findings, raised = _run(layer, doc, earlier)
        except Exception as error:  # noqa: BLE001 - a failing layer is recorded, never fatal
            failures[layer.name] = error
            findings, raised = (), []
        earlier[layer.name] = tuple(f for f in findings if all_ or f.confidence >= layer.threshold)
        doubts += [(layer.name, doubt) for doubt in raised]

    doubts += _not_read(whole, doc, earlier.keys() - failures.keys())
    kept = [finding for findings in earlier.values() for finding in findings]
    # Of two that begin together the longer one comes first, as an outer one does.
    kept.sort(key=lambda f: (f.start, -f.end))
    return AnnotatedText(tuple(kept), tuple(doubts), *_described(failures))


def _described(errors: Mapping[str, Exception]) -> tuple[dict[str, str], frozenset[str]]:
    """What stopped each layer, in words, and those of them that wait for the model."""
    failures = {layer: f"{type(error).__name__}: {error}" for layer, error in errors.items()}
    waiting = [layer for layer, error in errors.items() if isinstance(error, ModelUnreadable)]
    return failures, frozenset(waiting)


def _run(
    layer: Layer, doc: Doc, earlier: dict[str, tuple[Finding, ...]]
) -> tuple[tuple[Finding, ...], list[Doubt]]:
    """One layer's findings and doubts. Raises ValueError for a finding that cannot be stored."""
    results = list(layer.find(doc, earlier))
    findings = tuple(result for result in results if isinstance(result, Finding))
    for finding in findings:
        _check(finding, layer, len(doc.text))
    return findings, [result for result in results if isinstance(result, Doubt)]


def _not_read(whole: Doc, part: Doc, done: Set[str]) -> list[tuple[str, Doubt]]:
    """The doubt that says how much of a text was annotated, and where the rest begins.

    None where all of it was. One of the layers that are `done` raises it, the same each time.
    """
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

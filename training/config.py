"""The one configuration, read and checked. Knows no tensors."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.engines.model.windows import Frame

OVERLAP = 32  # pieces that two neighbouring windows share
FOLDER = Path(__file__).parent
ROOT = FOLDER.parent


@dataclass(frozen=True)
class Corpus:
    """One corpus: its files, and which heads learn from it.

    Maps are label → kind, as the configuration explains them. `judged` is a file of judgements of
    single sentences in the texts of other corpora; a head is fitted to them after training.
    """

    name: str
    open: bool
    train: str
    more: tuple[str, ...] = ()
    dev: str | None = None
    repeat: float = 1.0
    names: Mapping[str, str] = field(default_factory=dict)
    common: Mapping[str, str] = field(default_factory=dict)
    quotes: str | None = None
    acts: str | None = None
    claims: str | None = None
    kept_out: float = 0.0
    judged: str | None = None


@dataclass(frozen=True)
class Encoder:
    """The form of an encoder: which layers of its base it has, and how they work.

    `by_distance`: attention has a learnt bias by the distance of two pieces.
    """

    width: int
    layers: tuple[int, ...]
    attention_heads: int
    epsilon: float
    by_distance: bool


@dataclass(frozen=True)
class Base(Encoder):
    """A pretrained encoder: the packages that hold its weights, and their file in each.

    `member`: the file within the archive that all those files make together.
    """

    name: str
    files: Mapping[str, str]
    sha256: str
    member: str | None = None


@dataclass(frozen=True)
class Recipe:
    """How to train.

    Sizes are word pieces, rates per step; `part` is the share of the windows that is used.
    `batch_pieces` has a size for each epoch. `teacher` is the model whose answers are learnt too,
    `start` the model from which training goes on instead of the base weights. `lead` is how much
    of a text's beginning is read before each later window; `version` counts what was shipped.
    """

    epochs: int
    window: int
    batch_pieces: tuple[int, ...]
    rate_encoder: float
    rate_heads: float
    warm_up: float
    weight_decay: float
    clip: float
    dropout: float
    average: float
    shapes: bool
    shouted: float
    loss: Mapping[str, float]
    finish_from: float
    finish_loss: Mapping[str, float]
    checkpoint_minutes: float
    part: float = 1.0
    lead: int = 0
    version: int = 1
    teacher: str | None = None
    start: str | None = None

    @property
    def frame(self) -> Frame:
        """How a text is cut for the model."""
        return Frame(self.window, OVERLAP, self.lead)


@dataclass(frozen=True)
class Config:
    """Everything that a run depends on but the data itself."""

    seed: int
    work: Path
    bases: Mapping[str, Base]
    base: Base
    leans: Mapping[str, float]
    recipe: Recipe
    corpora: tuple[Corpus, ...]
    variants: Mapping[str, Mapping[str, Any]]

    def varied(self, name: str) -> "Config":
        """The configuration of one variant.

        Raises KeyError for a name that the file does not list.
        """
        change = _hashable(self.variants[name])
        base = self.bases[change.pop("base", self.base.name)]
        base = replace(base, layers=change.pop("layers", base.layers))
        corpora = self.corpora
        if change.pop("open", False):
            corpora = tuple(c for c in corpora if c.open)
        left_out = set(change.pop("without", ()))
        corpora = tuple(c for c in corpora if c.name not in left_out)
        repeats = change.pop("repeat", {})
        corpora = tuple(replace(c, repeat=repeats.get(c.name, c.repeat)) for c in corpora)
        recipe = replace(self.recipe, **change)
        return replace(self, base=base, recipe=recipe, corpora=corpora)


def read(path: Path = FOLDER / "config.toml") -> Config:
    """The configuration of a file. Raises TypeError for a key that nothing reads."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    corpora = tuple(Corpus(name, **_hashable(c)) for name, c in raw.pop("corpora").items())
    work = ROOT / raw.pop("work")
    bases = {name: Base(name=name, **_hashable(b)) for name, b in raw.pop("bases").items()}
    return Config(
        work=work,
        bases=bases,
        base=bases[raw.pop("base")],
        recipe=Recipe(**_hashable(raw.pop("recipe"))),
        corpora=corpora,
        variants=raw.pop("variants"),
        **raw,
    )


def _hashable(given: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}

"""Which embedded model reads a text, and whether one can: what is known without loading any."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.engines.model import digests
from app.errors import ModelUnreadable
from app.resources import MODELS
from app.settings import ModelName
from app.text.language import UNDETERMINED, is_latin

ENGINE = "tagger"
"""The engine of what a model finds, in a creator and in a run."""
LANGUAGES = frozenset({"en", UNDETERMINED})
"""Primary subtags of the languages that the model has learnt; `und` is what is too short to tell.
"""


def has_learnt(language: str, text: str) -> bool:
    """Whether the model can read a text: in a language that it has learnt.

    Where the language is not known the text must be in Latin letters.
    """
    return language in LANGUAGES and (language != UNDETERMINED or is_latin(text))


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which of the embedded models reads a text, and on how many threads.

    The answers do not depend on the threads.
    """

    name: ModelName
    threads: int = 1

    @property
    def version(self) -> str:
        """The version of the model; of one that cannot be read, only that.

        Then its layers do not run and stay pending, and nothing else stops.
        """
        try:
            return _version(MODELS / self.name)
        except ModelUnreadable:
            return f"{self.name}-unreadable"


DEFAULT = ModelChoice("small")
"""The model that reads a Doc for which nobody chose one: the faster. `Settings.model` is what a
library and the command line read with."""


def is_readable(name: ModelName) -> bool:
    """Whether a model is there and its small files are whole. It is not loaded for this."""
    folder = MODELS / name
    try:
        with errors_naming(folder):
            digests.check(folder, digests.SMALL_FILES)
    except ModelUnreadable:
        return False
    return (folder / "tagger.onnx").is_file()


@lru_cache(maxsize=4)
def _version(folder: Path) -> str:
    """The version of the model in a folder. Raises ModelUnreadable if its labels cannot be read."""
    with errors_naming(folder):
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        return str(labels["version"])


@contextmanager
def errors_naming(folder: Path) -> Iterator[None]:
    """Turns whatever goes wrong with a folder into a ModelUnreadable that names it."""
    try:
        yield
    except Exception as error:  # onnxruntime's errors share no other root
        raise ModelUnreadable(
            f"The model in the folder {folder.name} cannot be read: {type(error).__name__}: {error}"
        ) from error

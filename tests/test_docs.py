"""The docs are true: they name every setting, command and growth point, and only existing files."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command

from app.cli import app as cli
from app.exporters import EXPORTERS
from app.importers import IMPORTERS
from app.layers import LAYERS
from app.panels import PANELS
from app.settings import PREFIX, ModelName, Settings
from training import config

ROOT = Path(__file__).parent.parent
NAMED = (
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
    *("training/README.md", "model/MODEL_CARD.md"),
)
DOCS = [*(ROOT / name for name in NAMED), *sorted((ROOT / "docs").rglob("*.md"))]


def words(name: str) -> str:
    """A file of the docs."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_settings_md_names_every_setting_with_its_help_and_no_other() -> None:
    text = words("docs/settings.md")
    for name, field in Settings.model_fields.items():
        assert f"`{PREFIX}{name.upper()}`" in text, name
        assert field.description
        assert field.description in text, name
    assert set(re.findall(r"`GLOSS_([A-Z_]+)`", text)) - {"TEST_CHROMIUM", "CORPORA"} == {
        n.upper() for n in Settings.model_fields
    }


def test_the_readme_names_every_command() -> None:
    text = words("README.md")
    for name in get_command(cli).commands:  # type: ignore[attr-defined]  # a Typer app with sub-commands is a Group
        assert f"gloss {name}" in text, name


def test_adding_md_names_every_member_of_each_growth_point() -> None:
    text = words("docs/adding.md")
    names = (
        [m.name for m in LAYERS]
        + [m.name for m in IMPORTERS]
        + [m.name for m in PANELS]
        + [m.name for m in EXPORTERS]
    )
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
        assert (path.parent / target).exists(), target
    for target in re.findall(
        r"`((?:app|templates|static|tests|docs|benchmarks|demo|migrations|training|model)/[\w./@-]+)`",
        text,
    ):
        assert (ROOT / target).exists(), target


def test_the_model_card_explains_every_head_of_the_model() -> None:
    text = words("model/MODEL_CARD.md")
    for model in get_args(ModelName):
        labels = json.loads(words(f"model/{model}/labels.json"))
        heads = [h["name"] for h in (*labels["heads"], *labels["claims"])]
        assert [name for name in heads if f"`{name}`" not in text] == []


def test_the_model_card_names_every_corpus_and_the_base_weights() -> None:
    text, everything = words("model/MODEL_CARD.md"), config.read()
    assert [c.name for c in everything.corpora if f"| {c.name} |" not in text] == []
    for base in everything.bases.values():
        assert base.sha256 in text
        assert base.sha256 in words("model/NOTICE")


def test_the_training_guide_names_every_step_and_every_corpus() -> None:
    text = words("training/README.md")
    steps = re.search(r"choices=\[([^\]]*)\]", words("training/__main__.py"))
    assert steps
    assert [
        s for s in re.findall(r'"(\w+)"', steps.group(1)) if f"python -m training {s}" not in text
    ] == []
    assert [c.name for c in config.read().corpora if f"| {c.name} |" not in text] == []


def test_the_training_guide_names_only_variants_that_exist() -> None:
    text, variants = words("training/README.md"), config.read().variants
    named = re.findall(
        r"python -m training (?:train|quantise|calibrate|evaluate|teach) ([\w-]+)", text
    )
    assert {name for name in named if name not in variants} == set()


def test_the_changelog_begins_with_what_is_not_released() -> None:
    assert re.search(r"^## (Unreleased|\d)", words("CHANGELOG.md"), re.M)

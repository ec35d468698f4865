"""The wheel is whole: installed into an empty environment it serves, styles and annotates."""

import json
import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each test starts processes

ROOT = Path(__file__).parent.parent
RESOURCES = ("demo", "migrations", "model", "static", "templates")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment with the wheel and its dependencies, but without the checkout."""
    folder = tmp_path_factory.mktemp("installation")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    # The dependencies are read from where the tests run. A folder that a .pth file names has its
    # own .pth files ignored, so an editable installation of the checkout does not come along.
    (site,) = folder.glob("lib/python*/site-packages")
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies))
    return folder / "bin"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Environment variables without settings, and with no way to the checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GLOSS_", "PYTHON"))}
    return kept | {"HOME": str(tmp_path)}


def test_the_wheel_holds_every_resource_and_takes_one_name_in_site_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"gloss_reader/{path.relative_to(ROOT).as_posix()}"
        for folder in RESOURCES
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names
    top_level = {name.split("/")[0] for name in names}
    assert {name for name in top_level if not name.endswith(".dist-info")} == {"gloss_reader"}


def test_the_installed_program_is_the_one_that_runs(
    installation: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    code = "import gloss_reader, app.resources; print(app.__file__, app.resources.TEMPLATES)"
    printed = subprocess.run(
        [installation / "python", "-c", code],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert all(str(installation.parent) in path for path in printed.split())


def test_another_package_called_app_is_not_taken_for_ours(
    installation: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise ImportError('not this one')\n")
    for command in (["python", "-m", "gloss_reader"], ["gloss"]):
        subprocess.run(
            [installation / command[0], *command[1:], "--help"],
            cwd=tmp_path,
            env=environment | {"PYTHONPATH": str(tmp_path)},
            check=True,
            capture_output=True,
        )


def test_the_installed_model_annotates(
    installation: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    text = "“The buoy was dark,” said Captain Ella Thorne."
    printed = subprocess.run(
        [installation / "gloss", "annotate", "--stdin"],
        input=json.dumps({"id": 1, "text": text}).encode(),
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    ).stdout
    annotations = json.loads(printed)["annotations"]
    assert "Ella Thorne" in {a["exact"] for a in annotations if a["layer"] == "entity"}
    assert "The buoy was dark," in {a["exact"] for a in annotations if a["layer"] == "quotation"}


@pytest.fixture
def served(installation: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of `gloss serve` with the demo library, started in an empty folder.

    The small model annotates it, which is faster.
    """
    with subprocess.Popen(
        [installation / "gloss", "serve", "--port", "0"],
        cwd=tmp_path,
        env=environment | {"GLOSS_DEMO": "true", "GLOSS_MODEL": "small"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        started = next((line for line in process.stdout if "serves on" in line), None)
        assert started, "it ended before it served"
        try:
            yield started.split()[-1]
        finally:
            process.terminate()


def read(address: str) -> str:
    """The body at an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def test_serve_in_an_empty_folder_answers_with_styled_annotated_demo_articles(
    served: str, tmp_path: Path
) -> None:
    library = read(f"{served}/")
    stylesheet = re.search(r'href="(/static/app\.css[^"]*)"', library)
    assert stylesheet
    assert "{" in read(served + stylesheet[1])
    article = re.search(r'href="(/articles/\d+[^"]*)"', library)
    assert article
    assert "data-annotations=" in read(served + article[1])
    assert (tmp_path / "data" / "gloss.db").exists()

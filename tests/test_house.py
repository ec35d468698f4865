"""The rules that a program can check: growth points, templates, ceilings, names, rooms."""

import ast
import gzip
import hashlib
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

import app
from app.exporters import EXPORTERS
from app.exporters.base import Exporter
from app.importers import IMPORTERS
from app.importers.base import Importer
from app.layers import LAYERS
from app.layers.base import Layer
from app.panels import PANELS
from app.panels.base import Panel
from tests import structure

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BESIDE = sorted(p for folder in ("benchmarks", "training") for p in (ROOT / folder).rglob("*.py"))
"""What measures and makes, and is no part of the program."""

DENSE: dict[str, str] = {}
"""Functions over the limit of complexity, each with the reason why a split would be worse."""

LONG: dict[str, str] = {}
"""Functions of more than 50 lines, each with its reason."""

FORBIDDEN_MODULES = {"utils", "helpers", "services", "crud", "core", "common", "manager"}


@pytest.fixture(autouse=True, scope="module")
def _trees_are_let_go() -> Iterator[None]:
    """What was read for these tests is in no other's memory."""
    yield
    structure.forget()


def modules(package: str) -> Iterator[str]:
    """The dotted names of the modules inside a package, at any depth."""
    path = ROOT / package.replace(".", "/")
    prefix = f"{package}."  # without it packages inside are not walked
    found = pkgutil.walk_packages([str(path)], prefix)
    return (m.name.removeprefix(prefix) for m in found)


def place(measured: str) -> str:
    """Where a function stands, from the root of the project on."""
    path, _, name = measured.rpartition(":")
    return f"{Path(path).relative_to(ROOT).as_posix()}:{name}"


def left_out(package: str, shape: type, registered: tuple[object, ...]) -> list[str]:
    """What has the shape of a growth point's member and is not registered."""
    known = {type(m) for m in registered}
    wanted = [name for name in (*shape.__annotations__, *vars(shape)) if not name.startswith("_")]
    found = []
    for module in (importlib.import_module(f"{package}.{name}") for name in modules(package)):
        for name, value in vars(module).items():
            is_member = (
                isinstance(value, type)
                and value.__module__ == module.__name__
                and all(hasattr(value, a) for a in wanted)
            )
            if (is_member and value is not shape and value not in known) or (
                isinstance(value, Panel) and value not in registered
            ):
                found.append(f"{module.__name__}.{name}")
    return found


@pytest.mark.parametrize(
    ("package", "shape", "registered"),
    [
        ("app.layers", Layer, LAYERS),
        ("app.importers", Importer, IMPORTERS),
        ("app.panels", Panel, PANELS),
        ("app.exporters", Exporter, EXPORTERS),
    ],
)
def test_every_member_of_a_growth_point_is_registered_once(
    package: str, shape: type, registered: tuple[object, ...]
) -> None:
    names = [m.name for m in registered]  # type: ignore[attr-defined]  # each growth point's protocol has a name
    assert registered
    assert len(names) == len(set(names))
    assert left_out(package, shape, registered) == []
    assert left_out(package, shape, registered[1:]), "the check sees nothing"


def test_every_panel_has_a_template_of_its_name_and_every_template_a_panel() -> None:
    have = {p.stem for p in (ROOT / "templates" / "panels").glob("*.html")}
    assert {p.name for p in PANELS} == have


def test_every_card_that_a_layer_names_is_a_panel() -> None:
    assert {layer.card for layer in LAYERS if layer.card} <= {p.name for p in PANELS}


def test_every_template_begins_with_what_it_is_and_needs() -> None:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert re.match(r"\{# [^.:]+[.:] [^#]*\b(Needs|Blocks): [^#]+ #\}\n", source), path


def test_templates_have_lines_that_fit_a_screen() -> None:
    for path in TEMPLATES:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert max(map(len, lines)) <= 140, path
        assert len(lines) <= 120, path


def test_no_template_holds_inline_script_or_style() -> None:
    for path in TEMPLATES:
        words = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|hx-on", words), (
            path
        )
        assert not re.search(r"<script(?![^>]*\bsrc=)", words), path


def test_no_module_has_a_name_without_a_subject() -> None:
    assert not [p for p in SOURCES if p.stem in FORBIDDEN_MODULES]


def test_files_and_functions_stay_under_their_ceilings() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in (*SOURCES, *BESIDE)}
    assert {p: n for p, n in lengths.items() if n > 400} == {}
    assert median(n for p, n in lengths.items() if n and p in SOURCES) <= 120
    every = list(structure.functions([*SOURCES, *BESIDE]))
    long = {place(m.place) for m in every if m.lines > 50}
    assert long == LONG.keys()
    assert median(m.lines for m in structure.functions(SOURCES)) <= 10


def test_functions_are_plain() -> None:
    every = structure.functions([*SOURCES, *BESIDE])
    counted = {place(m.place): m.complexity for m in every}
    dense = {name: n for name, n in counted.items() if n > structure.COMPLEXITY}
    assert dense.keys() == DENSE.keys(), "one is too dense, or one that was is plain now"
    assert len(DENSE) <= len(counted) / 100


def test_a_class_name_means_one_thing() -> None:
    assert {n: p for n, p in structure.public_names(SOURCES).items() if len(p) > 1} == {}


def test_names_are_imported_from_the_module_that_defines_them() -> None:
    sources = [p.relative_to(ROOT) for p in SOURCES]
    assert structure.borrowed_names(sources, "app") == []


def test_a_folder_holds_at_most_twelve_modules() -> None:
    folders = Counter(p.parent for p in SOURCES if p.name != "__init__.py")
    assert {folder: n for folder, n in folders.items() if n > 12} == {}


def test_rooms_of_the_store_and_of_the_web_import_one_way() -> None:
    for floor in ("store", "web"):
        arrows = structure.rooms(Path("app") / floor)
        assert arrows
        assert [(a, b) for a, b in arrows if (b, a) in arrows] == []


def test_an_id_that_must_be_there_is_not_made_up() -> None:
    made_up = re.compile(r"\.id or 0\b")
    assert [p for p in SOURCES if made_up.search(p.read_text(encoding="utf-8"))] == []


def test_every_module_and_public_function_has_a_docstring() -> None:
    for path in (*SOURCES, *BESIDE):
        tree = structure.parsed(path)
        if tree.body:
            assert ast.get_docstring(tree), path


def test_only_fetch_opens_outgoing_connections() -> None:
    opening = re.compile(
        r"^\s*(?:import|from) "
        r"(?:socket|http\.client|urllib\.request|httpx2?|httpcore2?|requests|aiohttp|ssl|ftplib|smtplib)\b",
        re.M,
    )
    found = {
        p.relative_to(ROOT).as_posix()
        for p in SOURCES
        if "app/fetch/" not in p.as_posix() and opening.search(p.read_text(encoding="utf-8"))
    }
    # The server binds the listening socket, and each web process gets it.
    assert found <= {"app/serving/server.py", "app/serving/web_process.py"}


def test_the_program_knows_nothing_of_how_its_model_was_made_or_measured() -> None:
    making = re.compile(
        r"^\s*(?:import|from) (?:training|benchmarks|torch|onnx|safetensors|tokenizers)\b", re.M
    )
    assert [p for p in SOURCES if making.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(("model", "most_bytes"), [("small", 25_000_000), ("standard", 95_000_000)])
def test_each_model_is_whole_and_as_small_as_promised(model: str, most_bytes: int) -> None:
    names = ("tagger.onnx", "vocab.txt", "labels.json", "SHA256SUMS")
    folder = ROOT / "model" / model
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)
    sizes = [(folder / name).stat().st_size for name in names]
    assert min(sizes) > 0
    assert max(sizes) <= most_bytes
    assert (ROOT / "model" / "MODEL_CARD.md").stat().st_size > 0
    assert (ROOT / "model" / "NOTICE").stat().st_size > 0


def test_no_select_stands_outside_the_store() -> None:
    found = [
        p
        for p in SOURCES
        if "store" not in p.parts
        and re.search(
            r"\bimport .*\b(select|text as sql)\b|\bselect\(", p.read_text(encoding="utf-8")
        )
    ]
    assert found == []


def test_no_route_looks_at_hx_request() -> None:
    assert not [p for p in SOURCES if "hx-request" in p.read_text(encoding="utf-8").lower()]


def test_vendored_files_are_unchanged() -> None:
    rows = re.findall(
        r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$",
        (ROOT / "static/vendor/VENDORED.md").read_text(encoding="utf-8"),
        re.M,
    )
    assert rows
    for name, digest in rows:
        assert hashlib.sha256((ROOT / "static/vendor" / name).read_bytes()).hexdigest() == digest


def test_own_script_and_style_keep_their_budget() -> None:
    def weight(*names: str) -> int:
        return sum(len(gzip.compress((ROOT / "static" / n).read_bytes())) for n in names)

    assert weight("app.js", "article.js", "panel.js") <= 9_700, "what an article page loads"
    assert weight("keys.js") <= 2_300, "loaded by the first key"
    assert weight("sharing.js") <= 2_400, "loaded when words are first selected"
    assert weight("touch.js") <= 1_300, "loaded where there may be fingers"
    assert weight("palette.js") <= 2_500, "loaded when the palette is first opened"
    assert weight("app.js", "editor.js") <= 3_900
    assert weight("app.css", "layers.css") <= 12_000


def test_nothing_is_left_open_in_the_code() -> None:
    own = [
        *SOURCES,
        *TEMPLATES,
        *(ROOT / "static").glob("*.js"),
        ROOT / "static/app.css",
        ROOT / "static/layers.css",
    ]
    word = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
    assert [p for p in own if word.search(p.read_text(encoding="utf-8"))] == []


def test_the_package_imports_whole() -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name != "app.__main__":
            importlib.import_module(module.name)

"""`gloss --help` is quick: it loads the parser and nothing that a command needs."""

import subprocess
import sys

from typer.main import get_command

from app.cli import app
from tests.cli.running import ROOT

HEAVY = ("sqlalchemy", "fastapi", "onnxruntime", "trafilatura", "numpy", "pydantic", "lxml")


def test_help_loads_nothing_that_only_commands_need() -> None:
    code = (
        "import sys\n"
        "from app.cli import main\n"
        "sys.argv = ['gloss', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        f"    print([name for name in {HEAVY} if name in sys.modules])\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert "Usage:" in printed
    assert printed.splitlines()[-1] == "[]"


def test_an_import_loads_no_importer_or_layer_before_a_file_needs_it() -> None:
    heavy = (
        *HEAVY[1:5],
        "lxml",
        "yaml",
        "alembic",
        "rich",
        "app.layers.names.chained_names",
        "app.fetch",
    )
    code = (
        "import sys\n"
        "import app.bulk_import.importing\n"
        "import app.cli.library\n"
        "import app.store.ingest.adding\n"
        f"print([name for name in {heavy} if name in sys.modules])\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert printed == "[]\n"


def test_every_command_and_option_has_a_help_text() -> None:
    group = get_command(app)
    commands = list(group.commands.values())  # type: ignore[attr-defined]  # a Typer app is a Group
    while commands:
        command = commands.pop()
        commands += getattr(command, "commands", {}).values()
        assert command.help, command.name
        assert [p.name for p in command.params if not getattr(p, "help", None)] == []

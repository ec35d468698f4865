"""Options and arguments that several commands share, and how their values are checked."""

from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from app.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


def settings(**overrides: Any) -> "Settings":
    """The settings of this run, read from the environment; logging is configured by them."""
    from app.serving import logs
    from app.settings import Settings

    read = Settings.from_environment(environ, **overrides)
    logs.configure(read)
    return read


def existing_file(name: str) -> str:
    """The name of an existing file, or `-`; anything else is a usage error."""
    if name != "-" and not Path(name).is_file():
        raise typer.BadParameter(f"{name} does not exist or is not a file.")
    return name


def existing_file_if_given(name: str | None) -> str | None:
    """The same for an option that may be left out."""
    return None if name is None else existing_file(name)


def importer_name(name: str) -> str:
    """The name of an importer, or `auto`; anything else is a usage error."""
    from app.importers import IMPORTERS

    names = [importer.name for importer in IMPORTERS]
    if name != "auto" and name not in names:
        raise typer.BadParameter(f"must be auto or one of {', '.join(names)}")
    return name


def exporter_name(name: str) -> str:
    """The name of an exporter; anything else is a usage error."""
    from app.exporters import EXPORTERS

    names = [exporter.name for exporter in EXPORTERS]
    if name not in names:
        raise typer.BadParameter(f"must be one of {', '.join(names)}")
    return name


def token_scope(name: str) -> str:
    """The scope of a token; anything else is a usage error."""
    from app.store.schema.people import TOKEN_SCOPES

    if name not in TOKEN_SCOPES:
        raise typer.BadParameter(f"must be one of {', '.join(TOKEN_SCOPES)}")
    return name

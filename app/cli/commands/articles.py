"""`gloss extract`: what an importer reads, without storing it."""

import sys
from typing import Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, fail, print_json


def extract(
    item: Annotated[str | None, typer.Argument(help="A file or a web address.")] = None,
    url: Annotated[
        str | None, typer.Option(help="The web address that a file was fetched from.")
    ] = None,
    stdin: Annotated[
        bool,
        typer.Option(
            "--stdin",
            help="Read JSON Lines (id, path, optional url) from standard input; "
            "write one JSON line for each.",
        ),
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Number of processes, with --stdin.")
    ] = 1,
) -> None:
    """Prints an imported article as JSON, or one for each line in; stores nothing."""
    if stdin == (item is not None):
        raise typer.BadParameter("Name a file or an address, or use --stdin.", param_hint="ITEM")
    with errors_reported():
        settings = options.settings()
        # Imported here, as the command line must be there before its commands.
        from app.cli import extraction

        if item is None:
            failed = extraction.extract_lines(settings, sys.stdin.buffer, sys.stdout, workers)
            if failed:
                fail(f"Lines that failed: {failed:,}. The output has an error for each.")
            return
        drafts = extraction.extract(settings, item, url)
        for draft in drafts:
            print_json(draft, indent=None if len(drafts) > 1 else 2)

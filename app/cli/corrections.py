"""`gloss corrections`: the log of corrections, exported and replayed in another library."""

import sys
from typing import Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error

corrections_app = typer.Typer(no_args_is_help=True, help="Corrections made by the editor.")


@corrections_app.command("export")
def export_corrections() -> None:
    """Prints the log of corrections.

    Keep it as safe as the library: it contains the key from which entity ids are made.
    """
    from app.cli.library import opened
    from app.store.corrections import replay

    with (
        errors_reported(),
        opened(options.settings()) as library,
        library.reading() as s,
    ):
        for line in replay.lines(s):
            sys.stdout.write(line)


@corrections_app.command("replay")
def replay_corrections(
    file: Annotated[
        str, typer.Argument(callback=options.existing_file, help="A log, or - for standard input.")
    ],
) -> None:
    """Replays a log of corrections in a library with the same articles.

    Exit code 0: every line was applied; 1: lines were refused.
    """
    from app.cli.inputs import read_bytes
    from app.cli.library import opened
    from app.store.corrections import replay
    from app.text.canonical import decode

    counts = {"taken": 0, "undone": 0, "known": 0, "refused": 0}
    with errors_reported():
        settings = options.settings()
        header, *rest = decode(read_bytes(file, settings.import_max_bytes)).split("\n")
        with opened(settings) as library:
            with library.writing() as s:
                replay.start(s, header)
            for number, line in enumerate(rest, 2):
                if not line.strip():
                    continue
                # One transaction a line: an interrupted replay can simply be run again.
                with library.writing() as s:
                    replayed = replay.replay(s, number, line)
                counts[replayed.state] += 1
                if replayed.reason is not None:
                    print_error(f"{file}:{number}: {replayed.reason}")
        print(", ".join(f"{count} {state}" for state, count in counts.items()))
    if counts["refused"]:
        raise typer.Exit(1)

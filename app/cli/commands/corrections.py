"""`gloss corrections`: the log of corrections listed, undone, exported and replayed."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error, print_json, progress_bar

if TYPE_CHECKING:
    from app.store.corrections.entries import LogEntry
    from app.store.db.library import Library

STATE_WORDS = {
    "taken": "applied",
    "undone": "undone",
    "known": "already present",
    "refused": "refused",
}

corrections_app = typer.Typer(no_args_is_help=True, help="Corrections made by the editor.")


@corrections_app.command("list")
def list_corrections(
    entity: Annotated[
        int | None,
        typer.Option(min=1, max=2**31 - 1, help="Only corrections of the entity with this id."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of corrections.")] = 50,
    as_json: options.AsJson = False,
) -> None:
    """Lists corrections, the newest first."""
    from app.cli.library import opened
    from app.corrections.wire import entry_as_json
    from app.store.articles.access import EDITOR
    from app.store.corrections import entries
    from app.store.entities import entities

    with errors_reported():
        settings = options.settings()
        with opened(settings) as library, library.reading() as s:
            if entity is not None:
                entities.get(s, EDITOR, entity)
            for entry in entries.newest(s, entity_id=entity, limit=limit):
                if as_json:
                    print_json(entry_as_json(entry, settings.base_url))
                else:
                    print(_line(entry))


@corrections_app.command("undo")
def undo_correction(
    correction: Annotated[
        int,
        typer.Argument(
            metavar="ID",
            min=1,
            max=2**31 - 1,
            help="Number of the correction, as `gloss corrections list` prints it.",
        ),
    ],
) -> None:
    """Undoes a correction; it stays in the log.

    If interrupted, a running server finishes it; so does repeating the command.
    """
    from app import pipeline
    from app.cli.library import opened
    from app.corrections.resolving import creator_of
    from app.store.articles.access import EDITOR
    from app.store.corrections import entries

    with errors_reported(), opened(options.settings()) as library:
        with library.reading() as s:
            entry = entries.get(s, correction)
        # Undone by this command before, which was interrupted: then it goes on.
        if entry.unfinished is None or entry.undone_at is None:
            pipeline.undo(library, correction, creator_of(library, EDITOR))
        _finish(library)
        with library.reading() as s:
            print(_line(entries.get(s, correction)))


@corrections_app.command("finish")
def finish_corrections() -> None:
    """Applies corrections to the articles that they have not reached yet.

    A running server does it by itself. This can be interrupted and repeated.
    """
    from app.cli.library import opened

    with errors_reported(), opened(options.settings()) as library:
        _finish(library)
    print("Every correction is applied to all its articles.")


def _finish(library: "Library") -> None:
    """Takes every step that is left, with a progress bar."""
    from app.unfinished_corrections import steps

    with progress_bar() as bar:
        task = bar.add_task("Correcting articles", total=None)
        steps.finish(
            library,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


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

    Exit code 0: every line was applied; 1: some lines were refused.
    """
    from app.cli.inputs import read_bytes
    from app.cli.library import opened
    from app.corrections.replaying import replay_log
    from app.text.canonical import decode

    counts = {"taken": 0, "undone": 0, "known": 0, "refused": 0}
    with errors_reported():
        settings = options.settings()
        log = decode(read_bytes(file, settings.import_max_bytes)).split("\n")
        with opened(settings) as library:
            for replayed in replay_log(library, log):
                counts[replayed.state] += 1
                if replayed.reason is not None:
                    print_error(f"{file}:{replayed.line}: {replayed.reason}")
        print(", ".join(f"{count} {STATE_WORDS[state]}" for state, count in counts.items()))
    if counts["refused"]:
        raise typer.Exit(1)


def _line(entry: "LogEntry") -> str:
    """A correction on one line: number, day, what was corrected, how much, by whom, undone."""
    from app.linking.corrections.correction import public_word

    passages = f"{entry.passages} passage{'' if entry.passages == 1 else 's'}"
    articles = f"{entry.articles} article{'' if entry.articles == 1 else 's'}"
    parts = [
        f"{entry.id:>5}",
        f"{entry.created_at:%Y-%m-%d}",
        f"{public_word(entry.kind):<7}",
        _subject(entry),
        f"({passages} in {articles}, by {entry.by})",
    ]
    if entry.unfinished is not None:
        done, number = entry.unfinished.done, entry.unfinished.articles
        parts.append(f"unfinished: {done:,} of {number:,} articles")
    if entry.undone_at is not None:
        parts.append(f"undone {entry.undone_at:%Y-%m-%d} by {entry.undone_by}")
    return "  ".join(parts)


def _subject(entry: "LogEntry") -> str:
    """What a correction is about and what it becomes: `Tom Moor → Ida Fenwick`."""
    # A renamed entity already has the name that it was given: it is printed once.
    parts = dict.fromkeys(part for part in (_before(entry), _after(entry)) if part)
    return " → ".join(parts) or "–"


def _before(entry: "LogEntry") -> str | None:
    """The words, the entity or the dated article that was corrected."""
    if entry.words:
        return f"“{_shortened(entry.words)}”"
    return entry.entity.name if entry.entity else entry.article_title


def _after(entry: "LogEntry") -> str | None:
    """What was given in its place: an entity, a kind, a name or a date."""
    if entry.other:
        return entry.other.name
    return entry.new_kind if entry.kind == "rekind" else entry.value


def _shortened(words: str) -> str:
    """Words on one line, at most 60 characters."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"

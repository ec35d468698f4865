"""`gloss kb`: knowledge-base entries, imported from lists of people, places, organizations."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error, progress_bar

if TYPE_CHECKING:
    from app.linking.across.knowledge_entries import KnowledgeEntry
    from app.settings import Settings
    from app.store.db.library import Library

ENTRIES_PER_TRANSACTION = 64
STATE_WORDS = {
    "stored": "added",
    "changed": "changed",
    "known": "unchanged",
    "failed": "failed",
}

kb_app = typer.Typer(
    no_args_is_help=True, help="Knowledge-base entries: people, places, organizations."
)


class ImportedEntry(NamedTuple):
    """The line of an entry, its state, and why it or its image was not stored."""

    line: int
    state: str
    problem: str | None


@kb_app.command("import")
def import_knowledge(
    file: Annotated[
        str,
        typer.Argument(
            callback=options.existing_file, help="JSON Lines or CSV, or - for standard input."
        ),
    ],
) -> None:
    """Imports a list of knowledge-base entries.

    Exit code 0: all stored; 1: lines or images failed; 2: wrong usage.
    """
    counts = {"stored": 0, "changed": 0, "known": 0, "failed": 0}
    without_image = 0
    with errors_reported():
        for line, state, problem in import_entries(options.settings(), file):
            counts[state] += 1
            if problem is None:
                continue
            print_error(f"{file}:{line}: {problem}")
            # An entry is stored even if its image is not.
            if state != "failed":
                without_image += 1
        summary = ", ".join(f"{count} {STATE_WORDS[state]}" for state, count in counts.items())
        if without_image:
            summary += f", {without_image} without an image"
        print(summary)
    if counts["failed"] or without_image:
        raise typer.Exit(1)


def import_entries(settings: "Settings", file: str) -> Iterator[ImportedEntry]:
    """Stores each entry of a list as it is read. Raises NotFound, TooLarge."""
    from app.cli.inputs import read_bytes
    from app.cli.library import opened
    from app.linking.across import knowledge_entries
    from app.text.canonical import canonical

    data = read_bytes(file, settings.import_max_bytes)
    source = "-" if file == "-" else canonical(Path(file).name)
    folder = None if file == "-" else Path(file).parent
    with opened(settings) as library, progress_bar() as bar:
        task = bar.add_task("Importing", total=data.count(b"\n") + 1)
        numbered_entries = knowledge_entries.read(data)
        while batch := list(islice(numbered_entries, ENTRIES_PER_TRANSACTION)):
            for imported in _store(library, batch, source, folder):
                yield imported
                bar.update(task, completed=imported.line)


def _store(
    library: "Library",
    batch: "list[tuple[int, KnowledgeEntry | str]]",
    source: str,
    folder: Path | None,
) -> Iterator[ImportedEntry]:
    """Stores a batch in one transaction, then the entries' images.

    A string in an entry's place says why the line could not be read.
    """
    from app import entry_images
    from app.store.entities import knowledge

    with library.writing() as s:
        states = [
            "failed" if isinstance(entry, str) else knowledge.put(s, entry, source)
            for _, entry in batch
        ]
    for (line, entry), state in zip(batch, states, strict=True):
        if isinstance(entry, str):
            yield ImportedEntry(line, state, entry)
            continue
        # Outside of the transaction, as the network may be slow.
        image_changed, problem = entry_images.take(library, library.settings, folder, entry)
        if image_changed and state == "known":
            state = "changed"
        yield ImportedEntry(line, state, problem)

"""`gloss import`: articles from files, folders and addresses, any number of them."""

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, progress_bar

if TYPE_CHECKING:
    from app.bulk_import.importing import ImportOptions
    from app.bulk_import.sources import ImportSources
    from app.settings import Settings
    from app.store.db.library import Library
    from app.store.ingest.captures import Imported


Items = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, web addresses, or - for standard input."),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        callback=options.importer_name,
        help="Format of the files: auto, or the name of an importer.",
    ),
]
Document = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document: what is stored, and what failed."),
]
ItemList = Annotated[
    str | None,
    typer.Option(
        "--list",
        metavar="FILE",
        callback=options.existing_file_if_given,
        help="Import what a file lists, one file, folder or address per line; "
        "- for standard input.",
    ),
]
Retry = Annotated[
    str | None,
    typer.Option(
        metavar="REPORT",
        callback=options.existing_file_if_given,
        help="Import what failed according to a report: the output of --json, or of --report.",
    ),
]
Report = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write what failed to a file, one JSON object per line."),
]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Number of processes.")]
Private = Annotated[bool, typer.Option("--private", help="Make the articles private.")]
Everything = Annotated[
    bool, typer.Option("--everything", help="Also read files that did not change.")
]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Also store a capture that has almost nothing in common with the newest revision "
        "of its article.",
    ),
]
Fetch = Annotated[
    bool,
    typer.Option(
        help="Fetch the addresses that files name without their texts; otherwise they are listed, "
        "and `gloss refresh` fetches them.",
    ),
]
Annotate = Annotated[bool, typer.Option(help="Annotate when everything is stored.")]


def import_(
    items: Items = None,
    format_: Format = "auto",
    as_json: Document = False,
    list_: ItemList = None,
    retry: Retry = None,
    report: Report = None,
    workers: Workers = 1,
    private: Private = False,
    everything: Everything = False,
    replace: Replace = False,
    fetch: Fetch = True,
    annotate: Annotate = True,
) -> None:
    """Imports articles.

    What is stored stays stored: after an interruption the same command continues where it ended.
    Exit code 0: all stored; 1: some failed, each named with its reason; 2: wrong usage.
    """
    from app.bulk_import.importing import ImportOptions
    from app.bulk_import.sources import ImportSources
    from app.cli.library import opened

    if not items and list_ is None and retry is None:
        raise typer.BadParameter("Name a file, a folder or an address.", param_hint="ITEMS")
    how = ImportOptions(
        format=format_,
        visibility="private" if private else "public",
        read_again=everything,
        replace=replace,
        workers=workers,
        fetch=fetch,
    )
    with errors_reported():
        settings = options.settings()
        sources = ImportSources(items or [], list_, retry)
        with opened(settings) as library:
            counts = _import(library, settings, sources, how, as_json, report)
            _print_counts(counts)
            if annotate:
                annotate_new(library, workers)
    if counts["failed"]:
        raise typer.Exit(1)


def _import(
    library: "Library",
    settings: "Settings",
    sources: "ImportSources",
    how: "ImportOptions",
    as_json: bool,
    report_name: str | None,
) -> Counter[str]:
    """Stores the items and prints the outcomes; how many were stored, unchanged and failed."""
    from app.bulk_import.importing import import_items
    from app.cli.import_output import failure_report, import_output

    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        output = stack.enter_context(import_output(settings.base_url, as_json))
        report = stack.enter_context(failure_report(report_name))
        bar = stack.enter_context(progress_bar())
        task = bar.add_task("Importing", total=None)
        if not bar.disable:
            bar.update(task, total=sources.count())
        for batch in import_items(library, sources.items(), how):
            output.add(batch.results)
            if report is not None:
                report.add(batch.results)
            for result in batch.results:
                counts.update(_counted(result))
            bar.advance(task, batch.items)
    return counts


def _counted(result: "Imported") -> dict[str, int]:
    """What a result adds to the sums."""
    if result.skipped is not None:
        return {f"skipped {result.skipped.what}": result.skipped.count}
    if result.also_imported is not None:
        return {result.also_imported.what: result.also_imported.count}
    if result.awaited is not None:
        return {"not fetched": 1}
    if result.stored is None:
        return {"failed": 1}
    return {"stored" if result.stored.created else "unchanged": 1}


def _print_counts(counts: Counter[str]) -> None:
    """The sums on standard error, where there is anything to sum up."""
    if counts.total() > 1:
        states = dict.fromkeys(("stored", "unchanged", "failed", *counts))
        parts = [f"{state} {counts[state]:,}" for state in states]
        typer.echo(f"gloss: {', '.join(parts)}.", err=True)


def annotate_new(library: "Library", workers: int) -> None:
    """Annotates what no layer ever ran on: this import's articles, and an interrupted one's."""
    from app.store.annotations import runs

    with library.reading() as s:
        if not runs.pending(s, {}, only_new=True, limit=1):
            return  # the layers and the model take a second to load
    from app import pipeline

    with progress_bar() as bar:
        task = bar.add_task("Annotating", total=None)
        pipeline.annotate_pending(
            library,
            only_new=True,
            workers=workers,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )

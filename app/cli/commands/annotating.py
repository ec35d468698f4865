"""`gloss annotate`: stored revisions, or the researcher's pipe of JSON Lines."""

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, fail, progress_bar

if TYPE_CHECKING:
    from app.settings import Settings

CLUSTER_PAUSE_SECONDS = 5
"""Between two looks at what is pending. Not tuned."""


def annotate(
    stdin: Annotated[
        bool,
        typer.Option(
            "--stdin",
            help="Read JSON Lines from standard input and write JSON Lines; no database is used.",
        ),
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="Include findings below the display thresholds.")
    ] = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything/--stale",
            help="Annotate every revision again, or only those without a current run.",
        ),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help="Go on with what is stored later, until interrupted, as `gloss serve` does.",
        ),
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of processes.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.")] = None,
) -> None:
    """Annotates stored revisions or, with --stdin, texts from standard input."""
    with errors_reported():
        settings = options.settings()
        if stdin:
            _annotate_stdin(settings, all_, workers)
        elif watch and scheduler:
            _watch_on_cluster(settings, scheduler)
        elif watch:
            _watch(settings, workers)
        else:
            annotate_stored(settings, everything, workers, scheduler)


def _annotate_stdin(settings: "Settings", all_: bool, workers: int) -> None:
    from app.cli import annotation_lines
    from app.engines.model.choice import ModelChoice

    model = ModelChoice(settings.model, settings.threads_of_model(is_alone=workers == 1))
    counts = annotation_lines.annotate_lines(
        sys.stdin.buffer, sys.stdout, all_, workers, model, settings.annotate_max_words
    )
    problems = []
    if counts.unreadable:
        problems.append(
            f"Lines that could not be read: {counts.unreadable:,}. "
            "The output has an error for each."
        )
    if counts.incomplete:
        problems.append(
            f"Lines on which a layer failed: {counts.incomplete:,}. "
            "The output names the layers under “failures”."
        )
    if problems:
        fail(" ".join(problems))


def _watch(settings: "Settings", workers: int) -> None:
    from app.cli.library import opened
    from app.serving import server

    with opened(settings):
        pass  # brought up to date
    server.run_annotators(settings, workers)


def _watch_on_cluster(settings: "Settings", scheduler: str) -> None:
    """Annotates on a cluster what is pending, again and again, until interrupted."""
    from app import pipeline
    from app.cli.library import opened
    from app.store.annotations import runs

    with opened(settings) as library:
        while True:
            with library.reading() as s:
                pending = runs.count_pending(s, pipeline.versions(library))
            if pending:
                pipeline.annotate_pending(library, scheduler=scheduler)
            time.sleep(CLUSTER_PAUSE_SECONDS)


def annotate_stored(
    settings: "Settings", everything: bool, workers: int, scheduler: str | None
) -> int:
    """Annotates stored revisions with a progress bar; prints and returns how many, and how fast."""
    from app import pipeline
    from app.cli.library import opened
    from app.engines.model import choice

    words = 0

    def count_words(text: str) -> None:
        nonlocal words
        words += len(text.split())

    with opened(settings) as library, progress_bar() as bar:
        task = bar.add_task("Annotating", total=None)
        began = time.monotonic()
        count = pipeline.annotate_pending(
            library,
            everything=everything,
            workers=workers,
            scheduler=scheduler,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            on_text=count_words,
        )
        seconds = time.monotonic() - began
    print(f"Annotated revisions: {count:,}")
    if count and not scheduler:
        print(f"Words a second for each process: {words / seconds / workers:,.0f}")
    if count and not choice.is_readable(settings.model):
        fail(f"The model “{settings.model}” is missing: what it reads stays pending.")
    return count

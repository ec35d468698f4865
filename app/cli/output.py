"""What commands print: errors as sentences with an exit code, JSON, and a progress bar."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

import typer

from app.errors import GlossError

if TYPE_CHECKING:
    from rich.progress import TaskID


def fail(message: str, detail: str | None = None) -> NoReturn:
    """Prints one error and ends the command with exit code 1."""
    print_error(f"{message} {detail}" if detail else message)
    raise typer.Exit(1)


def print_error(message: str) -> None:
    """Prints an error to standard error, in red on a terminal."""
    typer.secho(f"gloss: {message}", fg=typer.colors.RED, err=True)


def print_json(value: Any, *, indent: int | None = None) -> None:
    """Prints a value as JSON, by default on one line."""
    print(json.dumps(value, ensure_ascii=False, indent=indent), flush=True)


@contextmanager
def errors_reported() -> Iterator[None]:
    """Reports expected errors in one sentence and exits with 1; an interrupt exits with 130."""
    try:
        yield
    except GlossError as error:
        fail(error.message, error.detail)
    except BrokenPipeError:
        # The reader of a pipe went away (`gloss export … | head`); Python would complain at exit.
        sys.stderr.close()
        raise typer.Exit(1) from None
    except _environment_errors() as error:
        _fail_by_fault(error)
        reason = str(error).splitlines()[0] if str(error) else "no reason given"
        fail(f"{type(error).__name__}: {reason}")
    except KeyboardInterrupt:
        typer.echo(
            "gloss: interrupted; what was stored is intact. Run the command again to continue.",
            err=True,
        )
        raise typer.Exit(130) from None


def _fail_by_fault(error: Exception) -> None:
    """Ends the command with a sentence where the machine lacks something: room, memory, files."""
    from app.store.db import faults

    fault = faults.of(error)
    if fault is not None:
        fail(fault.message, fault.detail)


def _environment_errors() -> tuple[type[Exception], ...]:
    """Errors of the disk, the database or the installation, which need no traceback."""
    # Imported only when something is raised: --help must not load the database.
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    return OSError, SQLAlchemyError, sqlite3.Error, ModuleNotFoundError, MemoryError


def printable(name: str) -> str:
    """A name without what could not be printed or would steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


class ProgressBar(Protocol):
    """What commands ask of `rich.progress.Progress`."""

    disable: bool

    def add_task(self, description: str, /, *, total: float | None) -> "TaskID":
        """A bar with its description; the total may follow."""
        ...

    def advance(self, task_id: "TaskID", advance: float, /) -> None:
        """So many more are done."""
        ...

    def update(
        self, task_id: "TaskID", /, *, total: float | None = None, completed: float | None = None
    ) -> None:
        """How many there are, and how many are done."""
        ...


class NoBar:
    """A progress bar where there is no terminal to draw it on; rich need not be loaded."""

    disable = True

    def add_task(self, _description: str, /, *, total: float | None) -> "TaskID":  # noqa: ARG002
        """Draws nothing."""
        return cast("TaskID", 0)

    def advance(self, _task_id: "TaskID", _advance: float, /) -> None:
        """Draws nothing."""

    def update(
        self,
        _task_id: "TaskID",
        /,
        *,
        total: float | None = None,
        completed: float | None = None,
    ) -> None:
        """Draws nothing."""


@contextmanager
def progress_bar() -> Iterator[ProgressBar]:
    """A progress bar on standard error; it stays silent where that is not a terminal.

    It shows how many a second are done, and the time that remains at this rate.
    """
    if not sys.stderr.isatty():
        yield NoBar()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        # What goes into a pipe or a file must not be drawn on the terminal instead.
        redirect_stdout=sys.stdout.isatty(),
        disable=not console.is_terminal,
    )
    with bar:
        yield bar

"""The command `gloss`: parses arguments, calls the verbs, prints.

Owns exit codes; knows no SQL and no HTTP routes.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from app import commands
from app.errors import GlossError
from app.exporters import EXPORTERS
from app.importers import IMPORTERS
from app.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Gloss, an annotated-article reader.",
)
token_app = typer.Typer(no_args_is_help=True, help="Tokens for programs.")
app.add_typer(token_app, name="token")
kb_app = typer.Typer(no_args_is_help=True, help="What is known from elsewhere.")
app.add_typer(kb_app, name="kb")
corrections_app = typer.Typer(no_args_is_help=True, help="What persons corrected.")
app.add_typer(corrections_app, name="corrections")
console = Console(stderr=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def fail(message: str, detail: str | None = None) -> NoReturn:
    """Ends with exit 1 and one sentence."""
    console.print(
        f"gloss: {message}" + (f" {detail}" if detail else ""),
        style="red",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    raise typer.Exit(1)


@contextmanager
def told() -> Iterator[None]:
    """Turns an error of Gloss, of the disk or of the database into a sentence and exit 1; an interrupt ends with 130."""
    try:
        yield
    except GlossError as error:
        fail(error.message, error.detail)
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(1) from None
    except (OSError, SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as error:
        fail(
            f"{type(error).__name__}: "
            f"{str(error).splitlines()[0] if str(error) else 'no reason given'}"
        )
    except KeyboardInterrupt:
        console.print(
            "gloss: interrupted; what is stored is whole, run it again to go on", markup=False
        )
        raise typer.Exit(130) from None


def known_importer(name: str) -> str:
    """A format that an importer has, or `auto`; anything else is wrong usage."""
    if name != "auto" and name not in {i.name for i in IMPORTERS}:
        raise typer.BadParameter(f"auto, {', '.join(i.name for i in IMPORTERS)}")
    return name


def known_exporter(name: str) -> str:
    """A format that an exporter has; anything else is wrong usage."""
    if name not in {e.name for e in EXPORTERS}:
        raise typer.BadParameter(", ".join(e.name for e in EXPORTERS))
    return name


def known_file(name: str) -> str:
    """A file that is there, or `-`; anything else is wrong usage."""
    if name != "-" and not Path(name).is_file():
        raise typer.BadParameter(f"there is no file {name}")
    return name


def settings(**given: Any) -> Settings:
    """The settings of this run."""
    return Settings.from_environment(environ, **given)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 lets the system choose.", min=0, max=65535)
    ] = 8000,
    migrate: Annotated[
        bool,
        typer.Option(
            "--migrate/--no-migrate", help="Bring an older library up to date first, or refuse it."
        ),
    ] = True,
) -> None:
    """Serves the library; the first start prints a sign-in link."""
    with told():
        commands.serve(environ, host, port, migrate)


@app.command()
def migrate() -> None:
    """Brings the schema up to date."""
    with told():
        print(commands.migrate(settings()))


@app.command()
def signin() -> None:
    """Prints a fresh sign-in link."""
    with told():
        print(commands.signin(settings()))


@token_app.command("create")
def token_create(name: Annotated[str, typer.Argument(help="What the token is for.")]) -> None:
    """Prints a new token; it is shown this once."""
    with told():
        print(commands.create_token(settings(), name))


@app.command("import")
def import_(
    items: Annotated[
        list[str], typer.Argument(help="Files, folders, addresses, or - for standard input.")
    ],
    format_: Annotated[
        str, typer.Option("--format", callback=known_importer, help="auto, or an importer's name.")
    ] = "auto",
    as_json: AsJson = False,
) -> None:
    """Imports articles; exit 0 when all are stored, 1 when some failed, 2 on usage."""
    with told():
        failed = 0
        for done in commands.import_items(settings(), items, format_, console):
            failed += done["error"] is not None
            if as_json:
                print(json.dumps(done, ensure_ascii=False), flush=True)
            elif done["error"] is not None:
                console.print(
                    f"gloss: {done['item']}: {done['error']}",
                    style="red",
                    highlight=False,
                    markup=False,
                    soft_wrap=True,
                )
            else:
                print(
                    f"{'stored' if done['created'] else 'known'}  {done['url']}  {done['item']}",
                    flush=True,
                )
    if failed:
        raise typer.Exit(1)


@kb_app.command("import")
def kb_import(
    file: Annotated[
        str, typer.Argument(callback=known_file, help="JSON Lines or CSV; - is standard input.")
    ],
) -> None:
    """Imports a list of what is known; exit 0 when all is stored, 1 when lines or pictures failed, 2 on usage."""
    with told():
        counts, unpictured = {"stored": 0, "changed": 0, "known": 0, "failed": 0}, 0
        for line, became, why in commands.import_knowledge(settings(), file, console):
            counts[became] += 1
            if why is not None:
                unpictured += became != "failed"
                console.print(
                    f"gloss: {file}:{line}: {why}",
                    style="red",
                    highlight=False,
                    markup=False,
                    soft_wrap=True,
                )
        told_last = f", {unpictured} without their picture" if unpictured else ""
        print(", ".join(f"{n} {became}" for became, n in counts.items()) + told_last)
    if counts["failed"] or unpictured:
        raise typer.Exit(1)


@app.command()
def extract(
    item: Annotated[str, typer.Argument(help="A file or an address.")],
    url: Annotated[str | None, typer.Option(help="The address a file was fetched from.")] = None,
) -> None:
    """Prints the Draft as JSON; nothing is stored."""
    with told():
        drafts = commands.extract(settings(), item, url)
        for draft in drafts:
            print(json.dumps(draft, ensure_ascii=False, indent=None if len(drafts) > 1 else 2))


@app.command()
def annotate(
    stdin: Annotated[
        bool, typer.Option("--stdin", help="JSON Lines in, JSON Lines out; no database.")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="Also what lies below the display thresholds.")
    ] = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything/--stale", help="Every revision anew, or those that miss a current run."
        ),
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.")] = None,
) -> None:
    """Annotates stored revisions, or with --stdin the texts given."""
    with told():
        if stdin:
            failed = commands.annotate_lines(
                sys.stdin.buffer, sys.stdout, all_, workers, settings().model_threads
            )
            if failed:
                fail(f"{failed} line(s) could not be read; their places hold an error.")
        else:
            done = commands.annotate_stored(settings(), everything, workers, scheduler, console)
            print(f"{done} revision(s) annotated")


@app.command()
def search(query: Annotated[str, typer.Argument(help="Words.")], as_json: AsJson = False) -> None:
    """Searches titles, texts and speakers."""
    with told():
        for hit in commands.search(settings(), query):
            print(
                json.dumps(hit, ensure_ascii=False)
                if as_json
                else f"{hit['url']}  {hit['title'] or hit['lede']}\n    {hit['snippet']}"
            )


@app.command()
def export(
    format_: Annotated[
        str, typer.Option("--format", callback=known_exporter, help="An exporter's name.")
    ],
    articles: Annotated[
        list[int] | None, typer.Argument(help="Article ids; none means all.")
    ] = None,
) -> None:
    """Writes the library, or the articles named, to standard output."""
    with told():
        for chunk in commands.export(settings(), format_, articles or []):
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


@corrections_app.command("export")
def export_corrections() -> None:
    """Prints the log of corrections; keep it as safe as the library: it holds the key from which entities are named."""
    with told():
        for line in commands.export_corrections(settings()):
            sys.stdout.write(line)


@corrections_app.command("replay")
def replay_corrections(
    file: Annotated[str, typer.Argument(callback=known_file, help="A log; - is standard input.")],
) -> None:
    """Takes a log into a library with the same articles; exit 0 when all of it holds, 1 when lines were refused."""
    with told():
        counts = {"taken": 0, "undone": 0, "known": 0, "refused": 0}
        for one in commands.replay_corrections(settings(), file):
            counts[one.state] += 1
            if one.reason is not None:
                console.print(
                    f"gloss: {file}:{one.line}: {one.reason}",
                    style="red",
                    highlight=False,
                    markup=False,
                    soft_wrap=True,
                )
        print(", ".join(f"{n} {state}" for state, n in counts.items()))
    if counts["refused"]:
        raise typer.Exit(1)


@app.command()
def verify(
    file: Annotated[
        str, typer.Argument(callback=known_file, help="Citations; - is standard input.")
    ] = "-",
    as_json: AsJson = False,
) -> None:
    """Checks citations of passages; exit 0 when all hold, 1 when something does not match, 2 when there is nothing to check."""
    with told():
        checked = wrong = 0
        for one in commands.verify(settings(), file):
            checked, wrong = checked + 1, wrong + (not one.verified)
            print(
                json.dumps(one.as_json(), ensure_ascii=False)
                if as_json
                else commands.describe(one),
                flush=True,
            )
        if not checked:
            console.print(
                "gloss: there is no citation of a passage in this", style="red", markup=False
            )
    if wrong or not checked:
        raise typer.Exit(1 if checked else 2)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
) -> None:
    """Writes a consistent copy of the library while it is in use."""
    with told():
        print(commands.backup(settings(), file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option(help="Replace the library that is there.")] = False,
) -> None:
    """Puts a backup in place of an empty library, or with --force of any."""
    with told():
        print(commands.restore(settings(), file, force))


@app.command()
def doctor() -> None:
    """Examines the library; exit 1 when something is wrong."""
    with told():
        bad = 0
        for check in commands.doctor(settings()):
            bad += not check.ok
            print(("ok   " if check.ok else "BAD  ") + check.message)
    if bad:
        raise typer.Exit(1)


main: Callable[[], None] = app

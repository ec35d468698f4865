"""`gloss serve`: what is prepared before the server starts, and what it prints."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported
from app.errors import LibraryBusy
from app.resources import DEMO_ARTICLES

if TYPE_CHECKING:
    from app.settings import Settings
    from app.store.db.library import Library

LINK_PRINTED = "signin_printed"
"""The key under which a library remembers that its first sign-in link was printed."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 lets the system choose.", min=0, max=65535)
    ] = 8000,
    migrate: Annotated[
        bool,
        typer.Option(
            "--migrate/--no-migrate", help="Migrate an older library first, or refuse to serve it."
        ),
    ] = True,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Number of processes that answer requests.")
    ] = 1,
) -> None:
    """Serves the library; the first start prints a sign-in link."""
    with _kept_for_good():
        _import_fastapi()
        from app.cli.library import opened
        from app.serving import server

    with errors_reported(), server.bound(host, port) as listening:
        if "GLOSS_BASE_URL" in environ or "GLOSS_BASE_URL_FILE" in environ:
            settings = options.settings()
        else:
            settings = options.settings(base_url=server.address_of(listening, host))
        if not migrate:
            _refuse_older(settings)
        with opened(settings) as library:
            _prepare(settings, library)
            print(f"Gloss serves on {settings.base_url}", flush=True)
            if workers == 1:
                server.run(settings, library, listening)
        if workers > 1:
            server.run_processes(settings, listening, workers)


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Excludes what is loaded meanwhile from garbage collection: modules stay until the end.

    Collections while modules are loaded are 12 % of their time and find next to nothing, and every
    later one would walk 250,000 objects again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _import_fastapi() -> None:
    """Imports FastAPI without building its models of OpenAPI documents, of which Gloss writes none.

    Pydantic builds them when they are first used. They were 3 % of the time until the first answer.
    """
    from pydantic import BaseModel

    BaseModel.model_config["defer_build"] = True
    try:
        import fastapi  # noqa: F401 - with its models
    finally:
        del BaseModel.model_config["defer_build"]


def _refuse_older(settings: "Settings") -> None:
    """Raises LibraryBusy when the library's schema is not the program's."""
    from app.store.admin import migrations

    if not migrations.is_current(settings):
        raise LibraryBusy(
            "The library's schema is older than this program.",
            "Run `gloss migrate`, or serve without --no-migrate.",
        )


def _prepare(settings: "Settings", library: "Library") -> None:
    """Loads the demo if wanted, recomputes old anchor states, prints the first sign-in link."""
    from app.cli import demo
    from app.store.admin import upgrading

    if settings.demo and demo.load(library, DEMO_ARTICLES):
        print("The demo library is loaded.", flush=True)
    upgrading.recompute_anchor_states(library)
    _print_link_once(settings, library)


def _print_link_once(settings: "Settings", library: "Library") -> None:
    """Prints a sign-in link, if this library has never printed one."""
    from app.store import instance
    from app.store.admin import people

    minutes = settings.signin_valid_minutes
    with library.reading() as s:
        if instance.find(s, LINK_PRINTED) is not None:
            return
    with library.writing() as s:
        if instance.find(s, LINK_PRINTED) is not None:
            return
        code = people.create_signin(s, minutes)
        instance.put(s, LINK_PRINTED, "yes")
    print(
        f"Sign in as the editor (the link works once, for {minutes} minutes): "
        f"{settings.base_url}/signin/{code}",
        flush=True,
    )

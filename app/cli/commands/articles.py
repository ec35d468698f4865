"""`gloss import` and `gloss extract`: articles from files, folders and addresses."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options
from app.cli.inputs import expand_folders, is_address, read_bytes
from app.cli.output import errors_reported, print_error, print_json, progress_bar
from app.errors import GlossError

if TYPE_CHECKING:
    from app.importers.base import Draft
    from app.pipeline import Imported
    from app.settings import Settings
    from app.store.db.library import Library


def import_(
    items: Annotated[
        list[str], typer.Argument(help="Files, folders, web addresses, or - for standard input.")
    ],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            callback=options.importer_name,
            help="Format of the files: auto, or the name of an importer.",
        ),
    ] = "auto",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Store also what shares next to nothing with the newest revision of its article.",
        ),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Imports articles.

    Exit code 0: all stored; 1: some failed, each named with its reason; 2: wrong usage.
    """
    from app.web.api import serializers

    failed = 0
    with errors_reported():
        settings = options.settings()
        for imported in _import_items(settings, items, format_, replace):
            result = serializers.imported(settings, imported)
            failed += result["error"] is not None
            if as_json:
                print_json(result)
            elif result["error"] is not None:
                print_error(f"{result['item']}: {result['error']}")
            else:
                state = "stored   " if result["created"] else "unchanged"
                print(f"{state}  {result['url']}  {result['item']}", flush=True)
    if failed:
        raise typer.Exit(1)


def _import_items(
    settings: "Settings", items: list[str], format_: str, replace: bool
) -> "Iterator[Imported]":
    """Stores and annotates every item in turn; yields each once it is stored durably or failed."""
    from app.cli.library import opened

    expanded = expand_folders(items)
    with opened(settings) as library, progress_bar() as bar:
        task = bar.add_task("Importing", total=len(expanded))
        for item in expanded:
            yield from _import_item(library, settings, item, format_, replace)
            bar.advance(task)


def _import_item(
    library: "Library", settings: "Settings", item: str, format_: str, replace: bool
) -> "list[Imported]":
    from app import pipeline

    try:
        if is_address(item):
            return pipeline.import_url(library, settings, item, crawling=True, replace=replace)
        data = read_bytes(item, settings.import_max_bytes)
    except GlossError as error:
        return [pipeline.Imported(item, error=error.message)]
    name = None if item == "-" else item
    return pipeline.import_bytes(
        library, settings, data, name=name, format=format_, origin=item, replace=replace
    )


def extract(
    item: Annotated[str, typer.Argument(help="A file or a web address.")],
    url: Annotated[
        str | None, typer.Option(help="The web address that a file was fetched from.")
    ] = None,
) -> None:
    """Prints an imported article as JSON, without storing it."""
    with errors_reported():
        drafts = _extract(options.settings(), item, url)
        for draft in drafts:
            print_json(draft, indent=None if len(drafts) > 1 else 2)


def _extract(settings: "Settings", item: str, url: str | None) -> list[dict[str, Any]]:
    """The Drafts in a file or at a web address, as JSON."""
    from app import fetch, importers

    longest = settings.text_max_characters
    if is_address(item):
        page = fetch.fetch(item, settings)
        drafts = importers.read(
            page.data, media_type=page.content_type, url=page.url, longest=longest
        )
    else:
        data = read_bytes(item, settings.import_max_bytes)
        drafts = importers.read(data, name=Path(item).name, url=url, longest=longest)
    return [_as_json(draft) for draft in drafts]


def _as_json(draft: "Draft") -> dict[str, Any]:
    """The Draft as JSON in the language it is read in, with a doubt where another is declared."""
    from app.layers import language_of_record
    from app.text.language import believed

    doubt = language_of_record.doubt(draft.language, draft.text, draft.blocks)
    doubts = (*draft.doubts, doubt) if doubt else draft.doubts
    language = believed(draft.language, draft.text)
    return replace(draft, doubts=doubts, language=language).as_json()

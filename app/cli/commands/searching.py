"""`gloss search` and `gloss export`: what the library holds, printed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options
from app.cli.output import errors_reported, fail, print_error, print_json
from app.errors import Conflict, Unprocessable

if TYPE_CHECKING:
    from app.settings import Settings
    from app.store.search.full_text import Hit

HITS_PER_QUERY = 100


def search(
    query: Annotated[str, typer.Argument(help="Words to search for.")],
    as_json: options.AsJson = False,
) -> None:
    """Searches titles, texts and speakers."""
    with errors_reported():
        for hit in _hits(options.settings(), query):
            if as_json:
                print_json(hit)
            else:
                print(f"{hit['url']}  {hit['title'] or hit['lede']}\n    {hit['snippet']}")


def _hits(settings: "Settings", query: str) -> Iterator[dict[str, Any]]:
    """Every hit, best first, page after page until the search has no more."""
    from app.cli.library import opened
    from app.store.articles.access import EDITOR
    from app.store.search import full_text

    cursor = None
    longest = settings.search_max_characters
    with opened(settings) as library, library.reading() as s:
        while True:
            page = full_text.find(
                s, EDITOR, query, cursor=cursor, limit=HITS_PER_QUERY, longest=longest
            )
            yield from (_hit_as_json(settings, hit) for hit in page.items)
            cursor = page.next
            if cursor is None:
                return


def _hit_as_json(settings: "Settings", hit: "Hit") -> dict[str, Any]:
    from app.web.api import serializers

    article = hit.article
    return {
        "id": article.id,
        "url": serializers.article_url(settings, article.id),
        "title": article.title,
        "lede": article.lede,
        "snippet": "".join(words for words, _ in hit.snippet),
        "published": article.published_on,
        "date_doubted": article.date_doubted,
    }


def export(
    format_: Annotated[
        str,
        typer.Option("--format", callback=options.exporter_name, help="Name of the export format."),
    ],
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE…] [FILE]",
            help="Article ids; default: all articles. A new file; default: standard output.",
        ),
    ] = None,
) -> None:
    """Writes the whole library, or the given articles, to a file or to standard output.

    A damaged article is left out and named, in the output too; the exit code is then 1.
    """
    from app import exporters
    from app.cli.library import opened
    from app.exporters import requests
    from app.exporters.base import WrittenItems
    from app.store.articles.access import EDITOR

    ids, file = _ids_and_file(what or [])
    with errors_reported():
        settings = options.settings()
        base_url = settings.base_url
        exporter = exporters.named(format_)
        written = WrittenItems()
        with opened(settings) as library, _output(file, is_binary=exporter.is_whole) as output:
            selection = requests.selected(exporter, library, EDITOR, ids, base_url)
            for chunk in exporter.write(selection, base_url, written):
                output.write(chunk)
            output.flush()
        for left in written.left_out:
            print_error(left.reason)
        if written.left_out:
            fail(f"Articles left out of the export: {len(written.left_out):,}.")


def _ids_and_file(words: list[str]) -> tuple[list[int], str | None]:
    """The article ids, and the file that the last word may name."""
    *rest, last = words or [""]
    file = None if last.isdecimal() or not last else last
    ids = rest if file else words
    if not all(word.isdecimal() and len(word) < 19 for word in ids):
        raise typer.BadParameter("must be article ids, then at most one file", param_hint="ARTICLE")
    return [int(word) for word in ids], file


@contextmanager
def _output(file: str | None, *, is_binary: bool) -> Iterator[IO[bytes]]:
    """A new file, or standard output unless people would see bytes there."""
    if file is None:
        if is_binary and sys.stdout.isatty():
            raise typer.BadParameter("Name a file, or send it to a program.", param_hint="FILE")
        yield sys.stdout.buffer
        return
    try:
        opened_file = Path(file).open("xb")  # noqa: SIM115 - closed below
    except FileExistsError as error:
        raise Conflict(f"{file} already exists; an export never overwrites a file.") from error
    except OSError as error:
        raise Unprocessable(f"{file} cannot be written: {error.strerror}.") from error
    with opened_file:
        yield opened_file

"""`gloss search` and `gloss export`: what the library holds, printed."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options
from app.cli.output import errors_reported, fail, print_error, print_json

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
    articles: Annotated[
        list[int] | None, typer.Argument(help="Article ids; default: all articles.")
    ] = None,
) -> None:
    """Writes the whole library, or the given articles, to standard output.

    A damaged article is left out and named, in the output too; the exit code is then 1.
    """
    from app import exporters
    from app.cli.library import opened
    from app.exporters.base import WrittenItems
    from app.exporters.selection import chosen, everything
    from app.store.articles.access import EDITOR

    with errors_reported():
        settings = options.settings()
        base_url = settings.base_url
        exporter = exporters.named(format_)
        with opened(settings) as library:
            if articles:
                selection = chosen(library, EDITOR, articles, base_url)
            else:
                selection = everything(library, EDITOR, base_url)
            written = WrittenItems()
            for chunk in exporter.write(selection, base_url, written):
                sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        for left in written.left_out:
            print_error(left.reason)
        if written.left_out:
            fail(f"Articles left out of the export: {len(written.left_out):,}.")

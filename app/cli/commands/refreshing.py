"""`gloss refresh`: new revisions of stored articles."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error, print_json, progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings
    from app.store.db.library import Library
    from app.store.ingest.captures import StoredRevision

_AGE = re.compile(r"(\d{1,6})([smhdw]?)", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks", "": "days"}
LONGEST = timedelta(days=36_500)


def age(text: str) -> str:
    """A length of time such as `7d`; anything else is a usage error."""
    if not _AGE.fullmatch(text):
        raise typer.BadParameter("must be a number with s, m, h, d or w, such as 7d or 12h")
    if _duration(text) > LONGEST:
        raise typer.BadParameter("must be at most 100 years")
    return text


def refresh(
    older_than: Annotated[
        str,
        typer.Option(
            callback=age,
            help="Leave out addresses asked within this time: 30m, 12h, 7d, 4w.",
        ),
    ] = "0s",
    as_json: options.AsJson = False,
) -> None:
    """Asks the addresses of stored articles for new revisions, the oldest first.

    Then those that imports named and that could not be fetched yet, as far as they are due.

    Exit code 0: all asked; 1: some failed, each named with its reason; 2: wrong usage.
    """
    counts = {"new": 0, "unchanged": 0, "failed": 0}
    with errors_reported():
        settings = options.settings()
        for result in _results(settings, _duration(older_than)):
            state = _state(result.stored)
            counts[state] += 1
            if as_json:
                print_json(_as_json(settings, result))
            else:
                _print(settings, result)
        if not as_json:
            print(", ".join(f"{state}: {count:,}" for state, count in counts.items()))
    if counts["failed"]:
        raise typer.Exit(1)


def _duration(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    amount, unit = found.groups() if found else ("0", "s")
    return timedelta(**{_UNITS[unit]: int(amount)})


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """An address that was asked: the revision that its article has now, or what prevented it."""

    url: str
    article_id: int | None
    stored: "StoredRevision | None"
    error: str | None


def _results(settings: "Settings", older_than: timedelta) -> "Iterator[AskedAddress]":
    from app import refreshing
    from app.cli.library import opened

    with opened(settings) as library, progress_bar() as bar:
        task = bar.add_task("Refreshing", total=None)
        for one in refreshing.refresh(
            library,
            settings,
            older_than=older_than,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        ):
            yield AskedAddress(one.url, one.article_id, one.stored, one.error)
        yield from _awaited(library)


def _awaited(library: "Library") -> "Iterator[AskedAddress]":
    """The addresses that imports named, as far as they are due; their articles are annotated."""
    from app import pipeline
    from app.bulk_import.awaited import fetch_due

    for one in fetch_due(library):
        if one.stored is not None and one.stored.created:
            pipeline.annotate_revision(library, one.stored.revision_id)
        article_id = one.stored.article_id if one.stored else None
        yield AskedAddress(one.item, article_id, one.stored, one.error)


def _state(stored: "StoredRevision | None") -> str:
    if stored is None:
        return "failed"
    return "new" if stored.created else "unchanged"


def _print(settings: "Settings", result: AskedAddress) -> None:
    if result.error is not None:
        print_error(result.error)
    elif result.stored is not None and result.stored.created:
        print(f"new        {_place(settings, result)}  {result.url}", flush=True)


def _as_json(settings: "Settings", result: AskedAddress) -> dict[str, Any]:
    stored = result.stored
    return {
        "item": result.url,
        "id": result.article_id,
        "url": _place(settings, result),
        "revision": stored.number if stored else None,
        "created": stored.created if stored else None,
        "error": result.error,
    }


def _place(settings: "Settings", result: AskedAddress) -> str | None:
    from app.web.api.serializers import article_url

    return article_url(settings, result.article_id) if result.article_id is not None else None

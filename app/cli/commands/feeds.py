"""`gloss feeds`: subscriptions to feeds, and their new articles."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error, print_json, printable, progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.feeds.outcomes import FeedOutcome
    from app.feeds.subscribing import Subscribed
    from app.settings import Settings
    from app.store.db.library import Library
    from app.store.subscriptions.subscriptions import SubscriptionOptions, SubscriptionSummary

feeds_app = typer.Typer(no_args_is_help=True, help="Feeds whose new articles are imported.")

Private = Annotated[bool, typer.Option("--private", help="Make the articles private.")]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="A tag for every article.")]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include", help="Import only items that contain this word or phrase; can be repeated."
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", help="Leave out items that contain this word or phrase; can be repeated."
    ),
]


@feeds_app.command("add")
def add(
    items: Annotated[
        list[str],
        typer.Argument(help="Addresses of feeds or of pages that name one, or OPML files."),
    ],
    title: Annotated[str | None, typer.Option(help="A name for the feed.")] = None,
    private: Private = False,
    tag: Tag = None,
    include: Include = None,
    exclude: Exclude = None,
    check: Annotated[bool, typer.Option(help="Fetch the feed before adding it.")] = True,
    as_json: options.AsJson = False,
) -> None:
    """Subscribes to feeds. Nothing is imported before `gloss feeds run`, or the server's next run.

    Exit code 0: all added or there already; 1: some failed, each named with its reason.
    """
    from app.cli.library import opened
    from app.feeds import subscribing

    has_failed = False
    with errors_reported():
        visibility = "private" if private else "public"
        wanted = subscribing.options(title, visibility, tag or (), include or (), exclude or ())
        settings = options.settings()
        with opened(settings) as library:
            for one in _added(library, settings, items, wanted, check):
                has_failed = has_failed or one.error is not None
                _print_added(one, as_json)
    if has_failed:
        raise typer.Exit(1)


@feeds_app.command("list")
def list_(as_json: options.AsJson = False) -> None:
    """Lists the feeds: number, last check, how it went, items stored, address, title."""
    from app.cli.library import opened
    from app.store.subscriptions import subscriptions

    with errors_reported():
        with opened(options.settings()) as library, library.reading() as s:
            every = subscriptions.listed(s)
        for one in every:
            if as_json:
                print_json(_as_json(one))
            else:
                _print_listed(one)


@feeds_app.command("remove")
def remove(
    feeds: Annotated[
        list[str], typer.Argument(help="Numbers, as `list` gives them, or addresses.")
    ],
) -> None:
    """Ends subscriptions. Their articles stay."""
    from app.cli.library import opened
    from app.store.subscriptions import subscriptions

    with errors_reported(), opened(options.settings()) as library:
        ids = _ids(library, feeds)
        with library.writing() as s:
            for id_ in ids:
                subscriptions.remove(s, subscriptions.get(s, id_))


@feeds_app.command("run")
def run(
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Numbers or addresses; all feeds if none is given.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only those whose next run is due.")] = False,
    annotate: Annotated[bool, typer.Option(help="Annotate when everything is stored.")] = True,
    as_json: options.AsJson = False,
) -> None:
    """Checks feeds for new items and imports them.

    What is stored stays stored: after an interruption the same command continues where it ended.
    Exit code 0: all checked; 1: a feed or an item failed, each named with its reason.
    """
    from app.cli.commands.importing import annotate_new
    from app.cli.library import opened
    from app.feeds.outcomes import sums

    done: list[FeedOutcome] = []
    with errors_reported():
        settings = options.settings()
        with opened(settings) as library:
            for outcome in _outcomes(library, settings, _chosen(library, feeds, due)):
                done.append(outcome)
                _print_outcome(outcome, as_json)
            counts = sums(done)
            if not as_json:
                shown = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in counts.items())
                typer.echo(f"gloss: {shown}.", err=True)
            if annotate:
                annotate_new(library, workers=1)
    if counts["feeds_failed"] or counts["feeds_gone"] or counts["items_failed"]:
        raise typer.Exit(1)


@feeds_app.command("export")
def export() -> None:
    """Prints the subscriptions as an OPML file."""
    from app.cli.library import opened
    from app.feeds import subscribing

    with errors_reported():
        with opened(options.settings()) as library:
            data = subscribing.exported(library)
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _added(
    library: "Library",
    settings: "Settings",
    items: list[str],
    wanted: "SubscriptionOptions",
    check: bool,
) -> "Iterator[Subscribed]":
    """Everything that was added. Raises GlossError for a file that is no OPML."""
    from app.bulk_import import files
    from app.feeds import subscribing

    for item in items:
        if Path(item).is_file():
            content = files.read_file(item, settings.import_max_bytes)
            yield from subscribing.add_listed(library, content.data, wanted)
        else:
            yield from subscribing.add_address(library, settings, item, wanted, check=check)


def _chosen(library: "Library", feeds: list[str] | None, due: bool) -> list[int]:
    from app.store.db.columns import now
    from app.store.subscriptions import subscriptions

    if feeds:
        return _ids(library, feeds)
    with library.reading() as s:
        return subscriptions.due(s, now()) if due else subscriptions.all_ids(s)


def _ids(library: "Library", feeds: list[str]) -> list[int]:
    """The subscriptions with these numbers or addresses. Raises NotFound."""
    from app.errors import NotFound
    from app.store.db.ids import id_of, stored_id
    from app.store.subscriptions import subscriptions

    ids: dict[int, None] = {}
    with library.reading() as s:
        for name in feeds:
            is_number = name.isascii() and name.isdecimal() and len(name) < 11
            known = subscriptions.get(s, stored_id(int(name))) if is_number else None
            known = known or subscriptions.find(s, name)
            if known is None:
                raise NotFound(f"There is no subscription to {printable(name)}.")
            ids[id_of(known)] = None
    return list(ids)


def _outcomes(library: "Library", settings: "Settings", ids: list[int]) -> "Iterator[FeedOutcome]":
    from app.feeds import running

    with progress_bar() as bar:
        task = bar.add_task("Checking feeds", total=len(ids))
        for outcome in running.run(library, settings, ids):
            bar.advance(task, 1)
            yield outcome


def _print_added(one: "Subscribed", as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "url": one.url,
                "id": one.id,
                "title": one.title,
                "created": one.created,
                "error": one.error,
            }
        )
    elif one.error is not None:
        print_error(one.error)
    else:
        state = "added" if one.created else "there already"
        print(f"{one.id}\t{state}\t{one.url}\t{printable(one.title or '')}", flush=True)


def _print_outcome(outcome: "FeedOutcome", as_json: bool) -> None:
    if as_json:
        print_json(outcome.as_json())
        return
    if outcome.error is not None:
        print_error(printable(f"{outcome.url}: {outcome.error}"))
    for item, message in outcome.failed:
        print_error(printable(f"{item}: {message}"))
    if outcome.state == "read" and (outcome.new or outcome.changed):
        counts = f"new {outcome.new:,}, changed {outcome.changed:,}"
        print(f"{counts}\t{printable(outcome.title or outcome.url)}", flush=True)


def _print_listed(one: "SubscriptionSummary") -> None:
    known = one.subscription
    asked = f"{known.asked_at:%Y-%m-%d %H:%M}" if known.asked_at else "never"
    if known.ended_at:
        state = "ended"
    elif known.failures:
        state = f"failed ({known.failures} in a row)"
    else:
        state = "ok" if known.asked_at else "new"
    parts = (str(known.id), asked, state, str(one.items), known.url, printable(known.title or ""))
    print("\t".join(parts))


def _as_json(one: "SubscriptionSummary") -> dict[str, object]:
    known = one.subscription
    return {
        "id": known.id,
        "url": known.url,
        "title": known.title,
        "site_url": known.site_url,
        "visibility": known.visibility,
        "tags": known.tags,
        "include": known.include,
        "exclude": known.exclude,
        "items": one.items,
        "asked_at": known.asked_at.isoformat() if known.asked_at else None,
        "next_run_at": None if known.ended_at else known.next_run_at.isoformat(),
        "ended_at": known.ended_at.isoformat() if known.ended_at else None,
        "failures": known.failures,
        "error": known.error,
    }

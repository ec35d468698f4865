"""`gloss migrate`, `backup`, `restore`, `copy` and `doctor`: the library as a whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, progress_bar

if TYPE_CHECKING:
    from app.store.admin.restored_access import RestoredTokens


def migrate() -> None:
    """Brings the library's schema up to date."""
    from app.cli.library import opened
    from app.store.admin import migrations, upgrading

    with errors_reported():
        settings = options.settings()
        was_current = migrations.is_current(settings)
        with opened(settings) as library:
            recomputed = upgrading.recompute_anchor_states(library)
        head = migrations.head()
        print("The schema is up to date." if was_current else f"The schema was migrated to {head}.")
        if recomputed:
            print(f"Articles whose passages and notes were anchored again: {recomputed:,}")


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
) -> None:
    """Writes a consistent copy of the library while it is in use."""
    from app.store.admin import backup

    with errors_reported():
        backup.backup(options.settings(), file)
        print(f"The library was copied to {file}.")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup to restore.")],
    force: Annotated[bool, typer.Option(help="Overwrite the existing library.")] = False,
) -> None:
    """Restores a backup into an empty library; with --force, overwrites an existing one.

    Every session ends. Tokens that were revoked since the backup stay revoked. All of its tokens
    are revoked where the existing library is too damaged to say which.
    """
    from app.cli.library import opened
    from app.store.admin import backup, upgrading

    with errors_reported():
        settings = options.settings()
        tokens = backup.restore(settings, file, force=force)
        # A backup made by an older version has that version's anchor states.
        with opened(settings) as library:
            upgrading.recompute_anchor_states(library)
        print(f"The library was restored from {file}.")
        print("Every session has ended: `gloss signin` prints a new sign-in link.")
        for line in _lines_of_tokens(tokens):
            print(line)


def _lines_of_tokens(tokens: "RestoredTokens") -> Iterator[str]:
    """What a restore did to tokens, a line for each kind that there is."""
    from app.cli.output import printable

    revoked = "Tokens that were revoked since the backup and stay revoked"
    if not tokens.revocations_known:
        yield "The library was too damaged to say which tokens were revoked since the backup."
        revoked = "All tokens of the backup were revoked (make new ones with `gloss token create`)"
    if tokens.lost is None:
        yield "Tokens that were made since the backup could not be read, and no longer work."
    for names, sentence in (
        (tokens.revoked, revoked),
        (tokens.lost, "Tokens that were made since the backup and no longer work"),
        (
            tokens.valid,
            "Tokens from the backup that are valid (revoke one with `gloss token revoke`)",
        ),
    ):
        if names:
            yield f"{sentence}: {', '.join(map(printable, names))}"


def copy(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="The database to copy to: sqlite:///… or postgresql://…; it must be empty.",
        ),
    ],
) -> None:
    """Copies the library to another, empty database, and compares the two.

    If interrupted, the target database is unchanged.
    """
    from app.cli.library import opened, require_existing
    from app.store.admin import copying

    with errors_reported():
        settings = options.settings()
        require_existing(settings)
        target = options.settings(database_url=to)
        with opened(settings) as library, progress_bar() as bar:
            task = bar.add_task("Copying", total=None)
            copied = copying.copy(
                library, target, lambda done, total: bar.update(task, completed=done, total=total)
            )
        for table in copied:
            print(f"{table.rows:>12,}  {table.name}")
        print("The copy has the same rows in every table.")


def doctor(
    repair: Annotated[
        bool, typer.Option(help="First rebuild what is derived and not right.")
    ] = False,
) -> None:
    """Checks the library for faults; exit code 1 if there are any.

    With --repair, counts, summaries, anchor states and the search index are rebuilt where they are
    not right. Texts, annotations, passages and corrections are never changed.
    """
    from app import pipeline
    from app.cli.library import opened_as_it_is, require_existing
    from app.store.admin.doctor import examination, repairs

    with errors_reported():
        settings = options.settings()
        require_existing(settings)
        with opened_as_it_is(settings) as library:
            if repair:
                for sentence in repairs.repair(library) or ["There was nothing to rebuild."]:
                    print(f"     {sentence}")
            checks = examination.examine(library, pipeline.versions(library))
        for check in checks:
            print(f"{'ok ' if check.ok else 'BAD'}  {check.message}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)

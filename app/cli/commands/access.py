"""`gloss signin`, `gloss token` and `gloss sessions`: access for the editor and for programs."""

from typing import Annotated, cast

import typer

from app.cli import options
from app.cli.output import errors_reported

token_app = typer.Typer(no_args_is_help=True, help="API tokens for programs.")
sessions_app = typer.Typer(no_args_is_help=True, help="Who is signed in.")


def signin() -> None:
    """Prints a fresh sign-in link."""
    from app.cli.library import opened
    from app.store.admin import people

    with errors_reported():
        settings = options.settings()
        with opened(settings) as library, library.writing() as s:
            code = people.create_signin(s, settings.signin_valid_minutes)
        print(f"{settings.base_url}/signin/{code}")


@token_app.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="What the token is used for.")],
    scope: Annotated[
        str,
        typer.Option(
            callback=options.token_scope,
            metavar="read|annotate|edit",
            help="What the token may do: read also what is private; annotate: write notes, "
            "highlights, passages and boards as well; edit: everything.",
        ),
    ] = "edit",
) -> None:
    """Prints a new token, which is shown only this once."""
    from app.cli.library import opened
    from app.store.admin import people
    from app.store.schema.people import TokenScope

    with errors_reported():
        with opened(options.settings()) as library, library.writing() as s:
            token = people.create_token(s, name, cast(TokenScope, scope))
        print(token)


@token_app.command("list")
def list_tokens() -> None:
    """Lists the tokens: number, day on which it was made, name, scope.

    None of them can be shown again.
    """
    from app.cli.library import opened
    from app.cli.output import printable
    from app.store.admin import people

    with errors_reported():
        with opened(options.settings()) as library, library.reading() as s:
            tokens = people.tokens(s)
        for token in tokens:
            made = f"{token.created_at:%Y-%m-%d}"
            print(f"{token.id}\t{made}\t{printable(token.name)}\t{token.scope}")


@token_app.command("revoke")
def revoke_token(
    name: Annotated[str, typer.Argument(help="The token's number or name, as `list` gives it.")],
) -> None:
    """Revokes a token at once, or every token of this name."""
    from app.cli.library import opened
    from app.store.admin import people

    with errors_reported():
        with opened(options.settings()) as library, library.writing() as s:
            count = people.revoke_tokens(s, name)
        print(f"Revoked tokens: {count}")


@sessions_app.command("list")
def list_sessions() -> None:
    """Lists sessions: who signed in, when, and when the session expires."""
    from app.cli.library import opened
    from app.cli.output import printable
    from app.store.admin import session_epochs

    with errors_reported():
        settings = options.settings()
        with opened(settings) as library, library.reading() as s:
            sessions = session_epochs.lasting(s, settings.session_valid_days)
        for session in sessions:
            since, until = (f"{at:%Y-%m-%d %H:%M}Z" for at in (session.since, session.until))
            print(f"{printable(session.person)}\t{since}\t{until}")


@sessions_app.command("revoke")
def revoke_sessions() -> None:
    """Signs everybody out, in every browser, and voids unused sign-in links."""
    from app.cli.library import opened
    from app.store.admin import people
    from app.web.security.sessions import Sessions

    with errors_reported():
        settings = options.settings()
        with opened(settings) as library:
            Sessions(library, settings).end()
            with library.writing() as s:
                links = people.revoke_signins(s)
        print(f"Every session has ended. Voided sign-in links: {links}")

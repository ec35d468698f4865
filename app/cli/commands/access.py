"""`gloss signin` and `gloss token`: access for the editor and for programs."""

from typing import Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported

token_app = typer.Typer(no_args_is_help=True, help="API tokens for programs.")


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
def create_token(name: Annotated[str, typer.Argument(help="What the token is used for.")]) -> None:
    """Prints a new token, which is shown only this once."""
    from app.cli.library import opened
    from app.store.admin import people

    with errors_reported():
        with opened(options.settings()) as library, library.writing() as s:
            token = people.create_token(s, name)
        print(token)

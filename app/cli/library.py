"""How commands open the library: migrated first, closed at the end."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import make_url

from app.errors import BadRequest
from app.settings import Settings
from app.store import instance
from app.store.admin import migrations
from app.store.db.library import Library


@contextmanager
def opened(settings: Settings) -> Iterator[Library]:
    """The library, its schema brought up to date; closed at the end.

    Raises LibraryBusy for one into which another was copied only in part.
    """
    if not migrations.is_current(settings):
        migrations.upgrade(settings)
    with closing(Library(settings)) as library:
        instance.refuse_incomplete(library)
        yield library


@contextmanager
def opened_as_it_is(settings: Settings) -> Iterator[Library]:
    """The library without migrating it; closed at the end."""
    with closing(Library(settings)) as library:
        yield library


def require_existing(settings: Settings) -> None:
    """Raises BadRequest where there is no library yet, instead of creating one."""
    if migrations.current(settings) is None:
        address = make_url(settings.database).render_as_string(hide_password=True)
        raise BadRequest("There is no library yet.", f"Expected it at {address}.")

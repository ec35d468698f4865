"""How a migration reaches the library.

The program passes a connection; the command `alembic` opens the library that the settings name,
and never creates one.
"""

import os
from typing import Any

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlmodel import SQLModel

from app.settings import Settings
from app.store.admin import migrations
from app.store.change_log import triggers
from app.store.db.library import schema_engine


def run(connection: Connection) -> None:
    """Migrates on `connection`, in the transaction that is open on it.

    The triggers of the change log are taken off before a step and put on again after the last:
    tables are rebuilt without theirs, and none could be renamed while triggers name it.
    """
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=migrations.is_ours,
        compare_type=True,
    )
    migration = context.get_context()
    destination = migration.opts.get("destination_rev")  # None for a command that only looks
    if destination is None:
        return context.run_migrations()
    is_step = migration.get_current_revision() != _resolved(destination)
    if is_step:
        triggers.remove(connection)
    context.run_migrations()
    is_newest = migration.get_current_revision() == context.get_head_revision()
    if is_newest and (is_step or triggers.differences(connection)):
        triggers.install(connection)
    return None


def _resolved(destination: Any) -> Any:
    """The revision that `head` or a number means; a relative one stays as it is."""
    return context.get_head_revision() if destination in ("head", "heads") else destination


def existing_library() -> Settings:
    """The settings of a library that exists. Raises CommandError, which `alembic` prints."""
    settings = Settings.from_environment(os.environ)
    if not migrations.exists(settings):
        raise CommandError(f"No library at {settings.database}. Create one with: gloss migrate")
    return settings


passed = context.config.attributes.get("connection")
if passed is not None:
    run(passed)
else:
    with schema_engine(existing_library()).begin() as opened:
        run(opened)

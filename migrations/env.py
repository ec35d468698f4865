"""How a migration reaches the library.

The program passes a connection; the command `alembic` opens the library that the settings name,
and never creates one.
"""

import os

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlmodel import SQLModel

from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import schema_engine


def run(connection: Connection) -> None:
    """Migrates on `connection`, in the transaction that is open on it."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=migrations.is_ours,
        compare_type=True,
    )
    context.run_migrations()


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

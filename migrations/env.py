"""How a migration reaches the library.

The program hands a connection over; the `alembic` command opens the one that GLOSS_… names.
"""

import os

from alembic import context
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


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with schema_engine(Settings.from_environment(os.environ)).begin() as own:
        run(own)

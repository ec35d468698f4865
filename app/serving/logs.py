"""Logging to standard error, at the level and with the SQL that the settings ask for."""

import logging

from app.settings import Settings


def configure(settings: Settings) -> None:
    """Sets the level of all loggers, and turns on SQLAlchemy's log of statements if wanted."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(settings.log_level.upper())
    if settings.sql_echo:
        # What `create_engine(echo=True)` does, for every engine at once.
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)

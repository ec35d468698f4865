"""Every table, one module a subject.

Importing any of them registers all, so that the metadata is always whole.
"""

from app.store.schema import (
    addresses,
    annotations,
    articles,
    change_log,
    corrections,
    entities,
    imports,
    knowledge,
    passages,
    people,
    search,
    summaries,
)

MODULES = (
    addresses,
    annotations,
    articles,
    change_log,
    corrections,
    entities,
    imports,
    knowledge,
    passages,
    people,
    search,
    summaries,
)
"""Loaded with the package, so that no foreign key leads to a table that is not known yet."""

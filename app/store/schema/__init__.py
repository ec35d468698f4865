"""Every table, one module a subject.

Importing any of them registers all, so that the metadata is always whole.
"""

from app.store.schema import (  # noqa: F401 - an imported table is registered
    annotations,
    articles,
    corrections,
    entities,
    knowledge,
    passages,
    people,
    search,
)

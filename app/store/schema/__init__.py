"""Every table, one module a subject.

Importing any of them registers all, so that the metadata is always whole.
"""

from app.store.schema import (
    annotations,
    articles,
    corrections,
    entities,
    knowledge,
    passages,
    people,
    search,
)

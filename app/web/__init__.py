"""HTTP and nothing else: one file per address family.

`ROUTERS` lists them in the order in which addresses are matched.
"""

from app.web import (
    api_annotations,
    api_articles,
    api_docs,
    api_lists,
    api_passages,
    api_transfer,
    pages_articles,
    pages_boards,
    pages_corrections,
    pages_editor,
    pages_entities,
    pages_evidence,
    pages_knowledge,
    pages_lists,
    pages_marks,
    pages_notes,
    pages_passages,
    pages_proposals,
    pages_revisions,
    probes,
    signin,
)

ROUTERS = (
    probes.router,
    signin.router,
    api_docs.router,
    api_articles.router,
    api_annotations.router,
    api_passages.router,
    api_lists.router,
    api_transfer.router,
    pages_passages.router,
    pages_evidence.router,
    pages_boards.router,
    pages_revisions.router,
    pages_articles.router,
    pages_entities.router,
    pages_knowledge.router,
    pages_lists.router,
    pages_marks.router,
    pages_notes.router,
    pages_proposals.router,
    pages_corrections.router,
    pages_editor.router,
)

"""A small library of everything that can be damaged, and the pages that show it."""

from sqlmodel import col, select

from app import pipeline
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Target
from app.store.admin import people
from app.store.annotations import notes
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.corrections import corrections
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.passages import boards, passages
from app.store.schema.annotations import Annotation
from app.text.spans import Span
from tests.building import ingest

URL = "https://ostra.example/mole"
TEXT = (
    "“We sail in 13 days,” Ida Fenwick said.\n\n"
    "captain Silas Thorne met Ida Fenwick. The mole cost 4 million."
)
SECOND = "Today. " + TEXT
PAGES = (
    "/",
    "/articles/1",
    "/articles/1/revisions/1-2",
    "/entities/1",
    "/quotes",
    "/api/articles/1",
    "/p/{code}",
    "/b/{board}",
    "/cards/{mention}",
)
"""Addresses over the rows that are damaged, open ones and the editor's."""


def fill(library: Library) -> dict[str, str]:
    """Two articles with two revisions, a passage, a note, a correction and a board."""
    first = ingest(library, TEXT, url=URL, title="The mole", publisher="Post", date="2031-05-02")
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, first.article_id)
        person = id_of(people.editor(s))
        passage, _ = passages.share(s, article, revision, Span(1, 8))
        other, _ = passages.share(s, article, revision, Span(42, 49))
        notes.write(s, str(PersonCreator(person)), revision, Span(1, 8), "Which ship?")
        board = boards.create(s, "The mole", str(PersonCreator(person)))
        boards.add(s, board, passage)
        boards.add(s, board, other)
        code, board_code = passage.code, board.code
        mention = s.scalars(
            select(Annotation)
            .where(col(Annotation.layer) == "entity")
            .order_by(col(Annotation.start))
        ).first()
        assert mention is not None
        target = Target(id_of(article), annotation_id=id_of(mention))
        corrections.make(
            s, Correction("reject", mention.entity_id, targets=(target,)), PersonCreator(person)
        )
    ingest(library, SECOND, url=URL, title="The mole", publisher="Post", date="2031-05-02")
    ingest(library, "Silas Thorne came. “No,” Ida Fenwick said.", title="No")
    ingest(library, "Ida Fenwick slept.", visibility="private")
    pipeline.withdraw(library, ingest(library, "Silas Thorne left.").article_id)
    with library.reading() as s:
        live = select(Annotation).where(
            col(Annotation.layer) == "entity", col(Annotation.retired_at).is_(None)
        )
        shown = s.scalars(live.order_by(col(Annotation.id).desc())).first()
        assert shown is not None
        return {"code": code, "board": board_code, "mention": str(shown.id)}

"""The one question of every read: may this reader see this row."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from app.errors import Gone, NotFound
from app.layers.creators import PersonCreator
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.people import TokenScope


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person, or nobody in particular.

    `public` is false where public reading is closed to this reader. `scope` is what an editor's
    token may do; no read depends on it.
    """

    person_id: int | None = None
    editor: bool = False
    public: bool = True
    scope: TokenScope = field(default="edit", compare=False)


ANYONE = Reader()
EDITOR = Reader(editor=True)


def may_read(reader: Reader) -> ColumnElement[bool]:
    """On Article: not withdrawn, and public or read by the editor."""
    if reader.editor:
        return col(Article.withdrawn_at).is_(None)
    if not reader.public:
        return false()
    return and_(col(Article.withdrawn_at).is_(None), col(Article.visibility) == "public")


def may_read_annotation(reader: Reader) -> ColumnElement[bool]:
    """On Annotation: public, or the reader's own, or read by the editor.

    Its article has to pass `may_read` as well.
    """
    if reader.editor:
        return true()
    own = (
        col(Annotation.creator) == str(PersonCreator(reader.person_id))
        if reader.person_id is not None
        else false()
    )
    return or_(col(Annotation.visibility) == "public", own)


def check(reader: Reader, article: Article | None) -> Article:
    """The same question for a row that is loaded already.

    Raises NotFound, or Gone for a withdrawn article that this reader may know of.
    """
    if article is None or not (reader.editor or (reader.public and article.visibility == "public")):
        raise NotFound("The article was not found in this library.")
    if article.withdrawn_at is not None:
        raise Gone("This article was withdrawn from this library.", "withdrawn")
    return article

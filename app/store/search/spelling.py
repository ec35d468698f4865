"""What somebody may have meant whose words were not found: the most alike words of known names.

Only of names that the reader may read: a suggestion would tell the others.
"""

from difflib import SequenceMatcher

from sqlalchemy import func, literal, select
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.store.articles.access import Reader
from app.store.schema.entities import EntityName
from app.store.schema.summaries import EntityWord

SHORTEST = 4
"""Letters of a word that is looked for; shorter ones are like too many."""
_BEGINNING = 2
"""Letters in which a word and what was meant agree: most slips come later in a word."""
_LENGTHS = 2
"""Letters by which they may differ in length."""
_MOST = 1_500
"""Words that are compared; the most that begin with two letters in a library of 100,000 names are
about 1,000."""
_ALIKE = 0.75
"""How alike two words are (`SequenceMatcher.ratio`): `harbr` and `harbour` are 0.83. Not tuned."""
_MOST_WORDS = 6
_LAST = "\U0010ffff"


def nearest(s: Session, reader: Reader, q: str) -> str | None:
    """The words of `q`, those that no name has replaced by the most alike word of a name.

    None where none is replaced. One query for each word of four letters or more, of the first six.
    """
    if not (reader.public or reader.editor):
        return None
    asked = fold(q).split()[:_MOST_WORDS]
    meant = [_nearest(s, reader, word) for word in asked]
    return " ".join(meant) if meant != asked else None


def _nearest(s: Session, reader: Reader, word: str) -> str:
    """The word of a name that is most like this one; the word itself where none is like it."""
    if len(word) < SHORTEST:
        return word
    known = _known(s, reader, word)
    if any(one.startswith(word) for one in known):
        return word
    compared = SequenceMatcher(b=word)
    best, best_ratio = word, _ALIKE
    for one in known:
        compared.set_seq1(one)
        # The quick one is an upper bound of the other.
        if compared.quick_ratio() >= best_ratio and compared.ratio() >= best_ratio:
            best, best_ratio = one, compared.ratio()
    return best


def _known(s: Session, reader: Reader, word: str) -> list[str]:
    """The words of readable names that begin like this one and are about as long."""
    w, n = EntityWord, EntityName
    start = word[:_BEGINNING]
    long = func.length(col(w.word))
    name = literal(" ") + col(n.folded) + literal(" ")
    found = (
        select(col(w.word))
        .join(n, col(n.entity_id) == col(w.entity_id))
        .where(
            col(w.word) >= start,
            col(w.word) < start + _LAST,
            long >= len(word) - _LENGTHS,
            long <= len(word) + _LENGTHS,
            (col(n.articles) if reader.editor else col(n.public_articles)) > 0,
            name.contains(literal(" ") + col(w.word) + literal(" ")),
        )
        .distinct()
        .order_by(col(w.word))
        .limit(_MOST)
    )
    return list(s.scalars(found))

"""What changed from one revision to the next, in plain words.

Covers the declared fields, what was recognized in the text, and the words themselves. Pure. Each
annotation's span is followed through the map of both texts, so that a quotation that merely moved
is no change. Names, quotations, claims and dates are compared only where the same engine read both
revisions: otherwise a difference of engines would pass for one of the article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.changes.annotation_changes import (
    COMPARED_LAYERS,
    collect_claims,
    collect_dates,
    collect_quotations,
    collect_reported,
)
from app.changes.collector import Change, ChangeCollector
from app.changes.name_changes import collect_names
from app.changes.word_changes import collect_notes, collect_numbers, collect_rows, collect_words
from app.store.annotations.history import Captured, Contents
from app.text.diff.align.block_pairs import ArticleText
from app.text.diff.comparison import Comparison
from app.text.diff.tokens import Tokens
from app.translations import N_

TRIVIAL = frozenset({"typography", "whitespace"})
"""Kinds of change that a reader may hide: no word, punctuation mark or declared field changed."""

WORDS = {
    "title-changed": N_("the title changed"),
    "title-added": N_("a title was added"),
    "title-dropped": N_("the title was removed"),
    "byline-changed": N_("the byline changed"),
    "byline-added": N_("a byline was added"),
    "byline-dropped": N_("the byline was removed"),
    "date-declared-changed": N_("the publication date changed"),
    "date-declared-added": N_("a publication date was added"),
    "date-declared-dropped": N_("the publication date was removed"),
    "publisher-changed": N_("the publisher changed"),
    "publisher-added": N_("a publisher was added"),
    "publisher-dropped": N_("the publisher was removed"),
    "language-changed": N_("the language changed"),
    "language-added": N_("a language was added"),
    "language-dropped": N_("the language was removed"),
    "restored": N_("reverted to an earlier revision"),
    "note-added": N_("a note on the article was added"),
    "quotation-changed": N_("a quotation changed"),
    "speaker-changed": N_("the speaker changed"),
    "quotation-dropped": N_("a quotation was removed"),
    "quotation-added": N_("a quotation was added"),
    "number-changed": N_("a number changed"),
    "date-changed": N_("a date changed"),
    "not-added": N_("a negation was added"),
    "not-dropped": N_("a negation was removed"),
    "reported-changed": N_("reported speech changed"),
    "reported-dropped": N_("reported speech was removed"),
    "reported-added": N_("reported speech was added"),
    "name-changed": N_("a name changed"),
    "name-dropped": N_("a name was removed"),
    "name-added": N_("a name was added"),
    "claim-changed": N_("a claim changed"),
    "claim-dropped": N_("a claim was removed"),
    "claim-added": N_("a claim was added"),
    "heading-changed": N_("a heading changed"),
    "heading-dropped": N_("a heading was removed"),
    "heading-added": N_("a heading was added"),
    "sentence-moved-reworded": N_("a sentence moved and was reworded"),
    "sentence-moved": N_("a sentence moved"),
    "sentence-dropped": N_("a sentence was removed"),
    "sentence-added": N_("a sentence was added"),
    "reworded": N_("reworded"),
    "paragraph-dropped": N_("a paragraph was removed"),
    "paragraph-added": N_("a paragraph was added"),
    "paragraph-moved-reworded": N_("a paragraph moved and was reworded"),
    "paragraph-moved": N_("a paragraph moved"),
    "paragraph-split": N_("a paragraph was split"),
    "paragraphs-joined": N_("paragraphs were joined"),
    "spelling": N_("the spelling of a word changed"),
    "punctuation": N_("punctuation or capitals changed"),
    "blocks": N_("headings, lists, links or other structure changed"),
    "typography": N_("only typography changed"),
    "whitespace": N_("only white space changed"),
    "long": N_("the text changed; it is too long to summarize here"),
}
"""Every kind of change as readers see it (English, through gettext), what matters most first."""

_RANK = {kind: place for place, kind in enumerate(WORDS)}


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """The changes of a step, what matters most first.

    `not_compared` are the layers that could not be compared, since different engines read
    the texts.
    """

    changes: list[Change]
    not_compared: tuple[str, ...] = ()

    @property
    def trivial(self) -> bool:
        """Whether the words are the same."""
        return bool(self.changes) and all(c.kind in TRIVIAL for c in self.changes)


def words(change: Change) -> str:
    """The words for a change."""
    return WORDS[change.kind]


def describe(old: Captured, new: Captured, texts: tuple[Contents, Contents] | None) -> ChangeReport:
    """What changed from `old` to `new`.

    `texts` may be left out where both texts are the same, and where they are too long to compare.
    """
    changes = list(_declared(old, new))
    if old.sha256 == new.sha256:
        # Where nothing else differs, an editor changed the kinds of blocks.
        return _report(changes or [Change("blocks")] if new.by else changes)
    if new.restores is not None:
        changes.append(Change("restored", new=str(new.restores)))
    if texts is None:
        return _report([*changes, Change("long")])
    old_text, new_text = texts
    not_compared = tuple(
        layer for layer in COMPARED_LAYERS if not _is_read_alike(layer, old_text, new_text)
    )
    return _report([*changes, *_text_changes(old_text, new_text, not_compared)], not_compared)


def _report(changes: Sequence[Change], not_compared: tuple[str, ...] = ()) -> ChangeReport:
    """Each change once, in order of rank; of equals in the order of the text."""
    return ChangeReport(sorted(dict.fromkeys(changes), key=lambda c: _RANK[c.kind]), not_compared)


def _is_read_alike(layer: str, old: Contents, new: Contents) -> bool:
    """Whether the same engine in the same version read both texts for a layer."""
    return old.runs.get(layer) is not None and old.runs.get(layer) == new.runs.get(layer)


def _text_changes(old: Contents, new: Contents, not_compared: tuple[str, ...]) -> list[Change]:
    comparison = Comparison(ArticleText(old.text, old.blocks), ArticleText(new.text, new.blocks))
    old_rows = [row for row in old.rows if row.layer not in not_compared]
    new_rows = [row for row in new.rows if row.layer not in not_compared]
    collector = ChangeCollector(comparison, old_rows, new_rows)
    # The order matters: what one of them describes, those after it leave out.
    collectors = (
        collect_notes,
        collect_quotations,
        collect_dates,
        collect_numbers,
        collect_reported,
        collect_names,
        collect_claims,
        collect_rows,
        collect_words,
    )
    changes = [change for collect in collectors for change in collect(collector)]
    return changes or [Change(_typographic_kind(old.text, new.text))]


def _typographic_kind(old: str, new: str) -> str:
    """What differs between two texts with the same words and punctuation."""
    is_white_space = "".join(old.split()) == "".join(new.split()) or not len(Tokens(old))
    return "whitespace" if is_white_space else "typography"


def _declared(old: Captured, new: Captured) -> Iterator[Change]:
    """The declared fields that differ."""
    pairs = (
        ("title", old.title, new.title),
        ("byline", ", ".join(old.byline), ", ".join(new.byline)),
        ("date-declared", old.declared_date, new.declared_date),
        ("publisher", old.publisher, new.publisher),
        ("language", old.declared_language, new.declared_language),
    )
    for name, before, after in pairs:
        if before and not after:
            yield Change(f"{name}-dropped", before, None)
        elif after and not before:
            yield Change(f"{name}-added", None, after)
        elif before and before != after:
            yield Change(f"{name}-changed", before, after)

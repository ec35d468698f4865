"""What changed from one revision to the next, in plain words: the declared fields, what was read in the text, then the words themselves.

Pure. Each annotation's span is followed through the map of both texts, so that a quotation that merely moved is no change; what is told
of names, quotations, claims and dates is told only where the same engine read both revisions, for else the engines' difference would
pass for the article's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.changes.annotation_changes import (
    LAYERS_TOLD,
    collect_claims,
    collect_dates,
    collect_names,
    collect_quotations,
    collect_reported,
)
from app.changes.collector import Change, ChangeCollector
from app.changes.word_changes import collect_notes, collect_numbers, collect_rows, collect_words
from app.store.annotations.history import Captured, Contents
from app.text.diff.comparison import ArticleText, Comparison
from app.text.diff.tokens import Tokens

TRIVIAL = frozenset({"typography", "whitespace"})
"""Kinds of change that a reader may hide: no word, no mark of punctuation and no declared field is
another."""

WORDS = {
    "title-changed": "the title changed",
    "title-added": "a title was added",
    "title-dropped": "the title was dropped",
    "byline-changed": "the byline changed",
    "byline-added": "a byline was added",
    "byline-dropped": "the byline was dropped",
    "date-declared-changed": "the declared date changed",
    "date-declared-added": "a date was declared",
    "date-declared-dropped": "the declared date was dropped",
    "publisher-changed": "the publisher changed",
    "publisher-added": "a publisher was declared",
    "publisher-dropped": "the publisher was dropped",
    "language-changed": "the declared language changed",
    "language-added": "a language was declared",
    "language-dropped": "the declared language was dropped",
    "restored": "the text of an earlier revision came back",
    "note-added": "a note on the article was added",
    "quotation-changed": "a quotation changed",
    "speaker-changed": "the speaker changed",
    "quotation-dropped": "a quotation was dropped",
    "quotation-added": "a quotation was added",
    "number-changed": "a number changed",
    "date-changed": "a date changed",
    "not-added": "a “not” was added",
    "not-dropped": "a “not” was dropped",
    "reported-changed": "reported words changed",
    "reported-dropped": "reported words were dropped",
    "reported-added": "reported words were added",
    "name-changed": "a name changed",
    "name-dropped": "a name was dropped",
    "name-added": "a name was added",
    "claim-changed": "a claim changed",
    "claim-dropped": "a claim was dropped",
    "claim-added": "a claim was added",
    "heading-changed": "a heading changed",
    "heading-dropped": "a heading was dropped",
    "heading-added": "a heading was added",
    "sentence-moved-reworded": "a sentence moved and was reworded",
    "sentence-moved": "a sentence moved",
    "sentence-dropped": "a sentence was dropped",
    "sentence-added": "a sentence was added",
    "reworded": "reworded",
    "paragraph-dropped": "a paragraph was dropped",
    "paragraph-added": "a paragraph was added",
    "paragraph-moved-reworded": "a paragraph moved and was reworded",
    "paragraph-moved": "a paragraph moved",
    "paragraph-split": "a paragraph was split",
    "paragraphs-joined": "paragraphs were joined",
    "spelling": "the spelling of a word changed",
    "punctuation": "punctuation or capitals changed",
    "typography": "only typography",
    "whitespace": "only white space",
    "long": "the text changed; it is too long to be described in this list",
}
"""Every kind of change in the words that readers see (English, through gettext), what matters most
first."""

_RANK = {kind: place for place, kind in enumerate(WORDS)}


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What can be told of a step, what matters most first; `unread` are layers that say nothing, for both texts were not read alike."""

    changes: list[Change]
    unread: tuple[str, ...] = ()

    @property
    def trivial(self) -> bool:
        """Whether the words stayed what they were."""
        return bool(self.changes) and all(c.kind in TRIVIAL for c in self.changes)


def words(change: Change) -> str:
    """What a change is called."""
    return WORDS[change.kind]


def describe(old: Captured, new: Captured, texts: tuple[Contents, Contents] | None) -> ChangeReport:
    """What changed from `old` to `new`.

    `texts` may be left out where both texts are the same, and where they are too long to compare.
    """
    found = list(_declared(old, new))
    if old.sha256 == new.sha256:
        return _story(found)
    if new.restores is not None:
        found.append(Change("restored", new=str(new.restores)))
    if texts is None:
        return _story([*found, Change("long")])
    comparison = Comparison(*[ArticleText(c.text, c.blocks) for c in texts])
    unread = tuple(layer for layer in LAYERS_TOLD if not _alike(layer, *texts))
    return _story([*found, *_text(comparison, texts, unread)], unread)


def _story(found: Sequence[Change], unread: tuple[str, ...] = ()) -> ChangeReport:
    """Each change once, in order of rank; of equals in the order of the text."""
    return ChangeReport(sorted(dict.fromkeys(found), key=lambda c: _RANK[c.kind]), unread)


def _alike(layer: str, old: Contents, new: Contents) -> bool:
    """Whether one engine in one version read both."""
    return old.runs.get(layer) is not None and old.runs.get(layer) == new.runs.get(layer)


def _text(
    comparison: Comparison, texts: tuple[Contents, Contents], unread: tuple[str, ...]
) -> list[Change]:
    telling = ChangeCollector(
        comparison, *[[r for r in c.rows if r.layer not in unread] for c in texts]
    )
    teller = (
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
    found = [change for tell in teller for change in tell(telling)]
    return found or [Change(_typographic(texts[0].text, texts[1].text))]


def _typographic(old: str, new: str) -> str:
    return (
        "whitespace"
        if "".join(old.split()) == "".join(new.split()) or not len(Tokens(old))
        else "typography"
    )


def _declared(old: Captured, new: Captured) -> Iterator[Change]:
    """What the source declares otherwise."""
    pairs = (
        ("title", old.title, new.title),
        ("byline", ", ".join(old.byline), ", ".join(new.byline)),
        ("date-declared", old.declared_date, new.declared_date),
        ("publisher", old.publisher, new.publisher),
        ("language", old.declared_language, new.declared_language),
    )
    for name, was, is_ in pairs:
        if (was or None) != (is_ or None):
            yield Change(
                f"{name}-{'changed' if was and is_ else 'added' if is_ else 'dropped'}",
                was or None,
                is_ or None,
            )

"""The fields of an article as forms send them: read, checked, and shown again with what is wrong.

A form's values are words by name, as they were typed: `title`, `byline` (a name a line),
`publisher`, `published`, `source_url`, `language`, `text`. Problems are sentences by the same
names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.errors import GlossError
from app.importers.base import DeclaredDate, Draft
from app.importers.declared_fields import (
    NAME_MAX_CHARACTERS,
    NAMES_MAX,
    TITLE_MAX_CHARACTERS,
    line,
)
from app.importers.urls import canonical_url
from app.linking.corrections.rules import is_day
from app.store.ingest.person_fields import BY_EDITOR
from app.text.language import is_tag
from app.translations import N_

NAMES = ("title", "byline", "publisher", "published", "source_url", "language")
LONGEST = {"title": TITLE_MAX_CHARACTERS, "publisher": NAME_MAX_CHARACTERS}
TOO_LONG = {
    "title": N_("The title is too long: at most 1,000 characters."),
    "publisher": N_("The name is too long: at most 200 characters."),
}
TOO_MANY_NAMES = N_("Enter at most 50 names of at most 200 characters, one on each line.")
NOT_A_DAY = N_("Enter a date that exists, as YYYY-MM-DD.")
NOT_A_LANGUAGE = N_("Enter a language tag such as en, de or pt-BR.")


@dataclass(frozen=True, slots=True)
class TypedFields:
    """What a form says of an article; a field that was left empty is None."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    source_url: str | None = None
    language: str | None = None

    @property
    def given(self) -> set[str]:
        """The columns of a revision that are filled in."""
        columns = {
            "title": self.title,
            "byline": self.byline,
            "publisher": self.publisher,
            "declared_date": self.published,
            "declared_language": self.language,
        }
        return {name for name, value in columns.items() if value}

    def declare(self, draft: Draft) -> Draft:
        """The Draft with what is filled in in place of what the text itself declares."""
        filled: dict[str, Any] = {
            "title": self.title,
            "byline": self.byline,
            "publisher": self.publisher,
            "declared_date": DeclaredDate(self.published, BY_EDITOR) if self.published else None,
            "language": self.language,
        }
        filled = {name: value for name, value in filled.items() if value}
        return replace(
            draft, **filled, provenance={**draft.provenance, **dict.fromkeys(filled, BY_EDITOR)}
        )


def read(typed: Mapping[str, str]) -> tuple[TypedFields, dict[str, str]]:
    """The fields that a form sends, and what is wrong with which of them."""
    problems: dict[str, str] = {}
    for name, longest in LONGEST.items():
        if len(typed.get(name, "").strip()) > longest:
            problems[name] = TOO_LONG[name]
    lines = [row.strip() for row in typed.get("byline", "").split("\n") if row.strip()]
    if len(lines) > NAMES_MAX or any(len(row) > NAME_MAX_CHARACTERS for row in lines):
        problems["byline"] = TOO_MANY_NAMES
    published, language = _words(typed, "published"), _words(typed, "language")
    if published is not None and not is_day(published):
        problems["published"] = NOT_A_DAY
    if language is not None and not is_tag(language):
        problems["language"] = NOT_A_LANGUAGE
    source_url = _address(typed, problems)
    fields = TypedFields(
        line(typed.get("title")),
        byline_of(lines),
        line(typed.get("publisher"), NAME_MAX_CHARACTERS),
        published,
        source_url,
        language,
    )
    return fields, problems


def byline_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Names as lines of visible text, each once; they are kept as they were typed."""
    shown = (line(row, NAME_MAX_CHARACTERS) for row in lines)
    return tuple(dict.fromkeys(name for name in shown if name))


def _words(typed: Mapping[str, str], name: str) -> str | None:
    return typed.get(name, "").strip() or None


def _address(typed: Mapping[str, str], problems: dict[str, str]) -> str | None:
    address = _words(typed, "source_url")
    try:
        return canonical_url(address) if address else None
    except GlossError as error:
        problems["source_url"] = error.message
        return None

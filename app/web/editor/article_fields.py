"""The fields of an article as forms send them: read, checked, and shown again with what is wrong.

A form's values are words by name, as they were typed: `title`, `byline` (a name a line),
`publisher`, `published`, `source_url`, `language`, `text`. Problems are sentences by the same
names.
"""

from collections.abc import Callable, Mapping
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
    """What a form says of an article; a field that was left empty is None.

    `source_url` is a valid address in the spelling that was typed.
    """

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
    fields = TypedFields(
        _line(typed, "title", problems),
        _byline(typed, problems),
        _line(typed, "publisher", problems),
        _checked(typed, "published", is_day, NOT_A_DAY, problems),
        _address(typed, problems),
        _checked(typed, "language", is_tag, NOT_A_LANGUAGE, problems),
    )
    return fields, problems


def _line(typed: Mapping[str, str], name: str, problems: dict[str, str]) -> str | None:
    """One line of visible text."""
    words, longest = typed.get(name, "").strip(), LONGEST[name]
    if len(words) > longest:
        problems[name] = TOO_LONG[name]
    return line(words, longest)


def _byline(typed: Mapping[str, str], problems: dict[str, str]) -> tuple[str, ...]:
    """Names as lines of visible text, each once; otherwise they are kept as they were typed."""
    rows = [row.strip() for row in typed.get("byline", "").split("\n") if row.strip()]
    if len(rows) > NAMES_MAX or any(len(row) > NAME_MAX_CHARACTERS for row in rows):
        problems["byline"] = TOO_MANY_NAMES
    shown = (line(row, NAME_MAX_CHARACTERS) for row in rows)
    return tuple(dict.fromkeys(name for name in shown if name))


def _checked(
    typed: Mapping[str, str],
    name: str,
    is_valid: Callable[[str], bool],
    problem: str,
    problems: dict[str, str],
) -> str | None:
    """A value of a given form."""
    value = typed.get(name, "").strip() or None
    if value is not None and not is_valid(value):
        problems[name] = problem
    return value


def _address(typed: Mapping[str, str], problems: dict[str, str]) -> str | None:
    address = typed.get("source_url", "").strip()
    if not address:
        return None
    try:
        canonical_url(address)  # only for what it refuses
    except GlossError as error:
        problems["source_url"] = error.message
        return None
    return address

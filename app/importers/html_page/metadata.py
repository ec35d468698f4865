"""What a page declares of itself, and what it shows: every field with where it was read.

JSON-LD first, then Open Graph, Dublin Core, Highwire and other `<meta>`, microdata and RDFa, then
the lines that readers see. Where these agree or one is known to mean something else, the rules are
in `fields`. A date that is only guessed says so.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from app.importers.base import Claim, DeclaredDate, how_sure
from app.importers.declared_fields import line
from app.importers.html_page import linked_data, own_address, uninformative_fields
from app.importers.html_page.fields import (
    byline_lines,
    bylines,
    date_lines,
    dates,
    metas,
    microdata,
    script_dates,
    second_opinion,
    titles,
)
from app.importers.html_page.fields.visible_lines import VisibleLines
from app.importers.html_page.linked_data import LinkedData
from app.importers.written.bylines import best, looks_like_person, people
from app.importers.written.spelling import plain
from app.text.spans import Doubt

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_INVERTED = re.compile(r"([^,]{2,40}),\s?([^,]{1,40})")


@dataclass(slots=True)
class Declarations:
    """The declared fields, and for each where it was read.

    A title with the provenance `heading` is one that the page shows. `claims` is everything that
    was said of title, byline and dates, the best first.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    source_url: str | None = None
    language: str | None = None
    section: str | None = None
    declared_date: DeclaredDate | None = None
    modified_date: DeclaredDate | None = None
    doubts: tuple[Doubt, ...] = ()
    claims: tuple[Claim, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)


Said = tuple[str, Any]
"""Where something is declared, and what."""


def declarations(root: HtmlElement, linked: LinkedData, url: str | None) -> Declarations:
    """Everything that the page under `root`, fetched from `url`, declares and shows."""
    return _Page(root, linked, url).read()


class _Page:
    """One page while its fields are read; each field once."""

    def __init__(self, root: HtmlElement, linked: LinkedData, url: str | None) -> None:
        self.root, self.linked_data, self.url = root, linked, url
        self.metas = metas.read(root)
        self.source = own_address.declared(root, self.metas, linked, url)
        own = {address for address in (url, self.source[1] if self.source else None) if address}
        self.linked = linked_data.article_fields(linked, own)
        self.marked = list(microdata.said(root))
        self.declared = Declarations()
        self.address = url or (self.source[1] if self.source else None)

    def read(self) -> Declarations:
        """All fields; the title first, because it says where bylines and datelines stand."""
        self._plain_fields()
        self.sites = self._sites()
        self._title()
        self.lines = VisibleLines(self.root, self.declared.title)
        self._byline()
        self._dates()
        self._trim_title()
        self._weigh()
        return self.declared

    def _weigh(self) -> None:
        """How sure each field is: by where it was read and by who else says the same."""
        for name, where in self.declared.provenance.items():
            value = getattr(self.declared, name)
            agreeing = [c for c in self.declared.claims if c.field == name and _agree(c, value)]
            self.declared.confidence[name] = how_sure([where, *(c.where for c in agreeing)])

    def said(self, name: str) -> list[Said]:
        """All declarations of one field in markup, the best place first."""
        found: list[Said] = []
        if self.linked.get(name):
            found.append(("json-ld", self.linked[name]))
        found += metas.said(self.metas, name) if name in metas.FIELDS else ()
        return found + [(where, value) for field_, where, value in self.marked if field_ == name]

    def _plain_fields(self) -> None:
        languages = [*_languages(self.root, self.linked), *self.said("language")]
        self._set("language", _first_of(languages, _language))
        self._set("publisher", _first_of(self.said("publisher"), _publisher))
        self._set("section", _first_of(self.said("section"), _one_line))
        self._set("source_url", self.source)

    def _set(self, name: str, said: Said | None) -> None:
        if said is not None:
            setattr(self.declared, name, said[1])
            self.declared.provenance[name] = said[0]

    def _sites(self) -> list[str]:
        """What the site is called, by its metadata and on its pages."""
        said = [_one_line(value) for _, value in self.said("publisher")]
        declared = [*filter(None, said), *linked_data.site_names(self.linked_data)]
        known = set(map(plain, declared))
        shown = list(titles.site_names(self.root))
        self._shown_names = [name for name in shown if plain(name) not in known]
        named = [*declared, *shown]
        return list(dict.fromkeys(name for name in named if name))

    def _title(self) -> None:
        said = [(where, _one_line(value)) for where, value in self.said("title")]
        elements = [node.text for node in self.root.iter("title") if node.text]
        said += [("title", _one_line(words)) for words in elements[:1]]
        claims = [
            Claim(titles.FIELD, where, titles.without_site(words, self.sites, self.address))
            for where, words in said
            if words
        ]
        chosen = titles.choose(claims, titles.headings(self.root), self.sites)
        self.declared.claims += tuple(claims)
        if chosen:
            words = titles.without_bar(chosen.value) if chosen.where == "title" else chosen.value
            self._set("title", (chosen.where, line(words)))

    def _trim_title(self) -> None:
        if self.declared.title:
            self.declared.title = titles.without_site(
                self.declared.title, self.sites, self.address, *self.declared.byline
            )

    def _not_people(self) -> list[str]:
        """Names that are no author's: the site's, unless a person is declared of that name.

        What only a feed or a logo is called may be a person's name, as on a page of one author.
        """
        persons = {plain(name) for name in self.linked["persons"]}
        persons |= {plain(name) for name in self._shown_names if looks_like_person(name)}
        sites = [name for name in self.sites if plain(name) not in persons]
        return [*sites, *list(titles.names_of_host(self.address))[:1]]

    def _byline(self) -> None:
        sites = self._not_people()
        said = [(where, _people(where, value, sites)) for where, value in self.said("byline")]
        claims = [Claim(bylines.FIELD, where, named) for where, named in said if named]
        shown = byline_lines.visible_bylines(self.lines.lines, sites, self.declared.title)
        visible = byline_lines.best(shown)
        chosen = bylines.choose(claims, visible)
        if visible:
            claims.append(Claim(bylines.FIELD, "byline", visible.people))
        self.declared.claims += tuple(claims)
        if chosen:
            self._set("byline", (chosen.where, chosen.value))

    def _dates(self) -> None:
        said = [dates.claim(where, first) for where, first in map(_first, self.said("date"))]
        changed = [dates.claim(where, first) for where, first in map(_first, self.said("modified"))]
        language = self.declared.language
        shown = date_lines.visible_days(self.lines.lines, language, self.declared.title)
        others = [
            Claim(dates.FIELD, "address", date_lines.day_in_address(self.address)),
            Claim(
                dates.FIELD, "script", script_dates.day_in_scripts(self.root, self.declared.title)
            ),
        ]
        dating = dates.guess(
            dates.choose(said, changed, shown, others),
            changed,
            shown,
            date_lines.month_in_address(self.address),
            lambda: second_opinion.ask(self.root, self.address),
        )
        self._set_dates(dating, said, changed, shown)

    def _set_dates(
        self,
        dating: dates.Dating,
        said: Sequence[Claim],
        changed: Sequence[Claim],
        shown: Sequence[date_lines.VisibleDay],
    ) -> None:
        self.declared.doubts = dating.doubts
        if dating.claim:
            published = DeclaredDate(dating.claim.value, dating.claim.where)
            self._set("declared_date", (dating.claim.where, published))
        modified = dates.modified(changed, shown)
        if modified:
            self._set(
                "modified_date", (modified.where, DeclaredDate(modified.value, modified.where))
            )
        visible = [Claim(dates.FIELD, d.where, d.value) for d in shown if d.rank >= 2][:5]
        self.declared.claims += tuple(c for c in (*said, *visible) if c.value)


def _agree(claim: Claim, value: object) -> bool:
    """Whether a claim says the same as a field does, but for case and signs."""
    if isinstance(value, DeclaredDate):
        return bool(claim.value == value.value)
    if isinstance(value, tuple):
        return {plain(name) for name in claim.value} == {plain(name) for name in value}
    return plain(str(claim.value)) == plain(str(value))


def _first(said: Said) -> Said:
    where, value = said
    return where, value[0] if isinstance(value, list) and value else value


def _first_of(said: Sequence[Said], read: Callable[[Any], Any]) -> Said | None:
    """The first declaration that can be read, with the value as it was read."""
    for said_ in said:
        where, raw = _first(said_)
        value = read(raw)
        if value:
            return where, value
    return None


def _people(where: str, value: object, sites: Sequence[str]) -> tuple[str, ...]:
    """The people in one declaration; scholarly vocabularies write the surname first."""
    listed = value if isinstance(value, list) else [value]
    named: list[str] = []
    for item in listed[: linked_data.MAX_PEOPLE]:
        written = _one_line(item) or ""
        inverted = _INVERTED.fullmatch(written) if where in ("highwire", "dublin-core") else None
        if inverted and " " not in inverted[1]:
            written = f"{inverted[2]} {inverted[1]}"
        named += people(written, sites)
    return best(list(dict.fromkeys(named)))


def _publisher(value: object) -> str | None:
    return uninformative_fields.publisher(_one_line(value))


def _one_line(value: object) -> str | None:
    value = linked_data.first_item(value)
    return line(html.unescape(value) if isinstance(value, str) else value)


def _languages(root: HtmlElement, linked: Mapping[str, Any]) -> list[Said]:
    return [
        ("json-ld", linked.get("language")),
        ("html-lang", root.get("lang") or root.get("xml:lang")),
    ]


def _language(value: object) -> str | None:
    """A language tag such as `en-GB`, or None."""
    value = linked_data.first_item(value)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    if not isinstance(value, str):
        return None
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None

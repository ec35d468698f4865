"""Highlights that are listed one by one, gathered by the page that they are on."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.importers.base import NO_FIELDS, AddressOnly, Highlight, ImportedFields, Part, Unreadable
from app.importers.saved_items import only_highlights
from app.importers.saved_items.items import NO_WEB_ADDRESS, lost_highlights


@dataclass(slots=True)
class Unaddressed:
    """Something without an address: what is known of it besides its name."""

    byline: tuple[str, ...] = ()
    fields: ImportedFields = NO_FIELDS
    highlights: list[Highlight] = field(default_factory=list)
    lost: int = 0


@dataclass(slots=True)
class Gathering:
    """The pages of a file in the order in which they come, and what belongs to no page."""

    pages: dict[str, AddressOnly] = field(default_factory=dict)
    highlights: dict[str, list[Highlight]] = field(default_factory=dict)
    without_address: dict[str, Unaddressed] = field(default_factory=dict)

    def page(
        self, url: str, title: str | None = None, fields: ImportedFields | None = None
    ) -> None:
        """A page; the first title and the first fields that are known of it are kept."""
        known = self.pages.setdefault(url, AddressOnly(url))
        if known.title is None and title:
            known = replace(known, title=title)
        if known.fields == NO_FIELDS and fields:
            known = replace(known, fields=fields)
        self.pages[url] = known

    def add(self, url: str, title: str | None, highlight: Highlight | None) -> None:
        """A highlight on a page."""
        self.page(url, title)
        if highlight is not None:
            self.highlights.setdefault(url, []).append(highlight)

    def add_without_address(
        self,
        name: str,
        highlight: Highlight | None,
        *,
        byline: tuple[str, ...] = (),
        fields: ImportedFields = NO_FIELDS,
    ) -> None:
        """A highlight in something that has no address of a web page, such as a book."""
        known = self.without_address.setdefault(name, Unaddressed(byline, fields))
        if highlight is None:
            known.lost += 1
        else:
            known.highlights.append(highlight)

    def parts(self) -> Iterator[Part]:
        """The pages, then what has no address."""
        for url, page in self.pages.items():
            yield replace(page, highlights=tuple(self.highlights.get(url, ())))
        for name, known in self.without_address.items():
            draft = only_highlights.draft(
                name, known.highlights, byline=known.byline, fields=known.fields
            )
            lost = lost_highlights(known.lost + len(known.highlights))
            yield draft or Unreadable(name, NO_WEB_ADDRESS + lost)

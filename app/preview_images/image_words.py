"""The language in which preview images speak: messages, days, numbers and names."""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

from app.engines.places import known_names
from app.reading.article_page import language_name
from app.text.display import ArticleDate, iso_written
from app.translations import N_

UNDATED, DOUBTFUL = N_("undated, captured %(day)s"), N_("doubtful")
MENTIONS = ("%(num)s mention", "%(num)s mentions")
ARTICLES = ("%(num)s article", "%(num)s articles")
"""Words of templates, where they are marked for translation."""


def _country(code: str) -> str:
    territory = known_names.find(f"cldr:territory:{code}")
    return territory.name if territory else code


@dataclass(frozen=True, slots=True)
class ImageWords:
    """A language: its translations, and how it writes an ISO day, a number, a country, a language.

    Countries and languages are given by their codes; of an unknown language there is no name.
    """

    translations: NullTranslations
    day: Callable[[str], str]
    number: Callable[[int], str]
    country: Callable[[str], str]
    language: Callable[[str], str | None]

    def say(self, message: str, **values: str) -> str:
        """A message with its values."""
        return self.translations.gettext(message) % values

    def count(self, message: tuple[str, str], number: int) -> str:
        """A message, one and many, with its `num`: `1 article`, `1,204 articles`."""
        said = self.translations.ngettext(*message, number)
        return said % {"num": self.number(number)}

    def date(self, on: ArticleDate) -> str:
        """`14 March 2031`; `11 July 2017, doubtful`; `undated, captured 28 November 2026`."""
        if not on.published_on:
            return self.say(UNDATED, day=self.day(on.sorted_on))
        day = self.day(on.published_on)
        return f"{day}, {self.say(DOUBTFUL)}" if on.date_doubted else day


ENGLISH = ImageWords(NullTranslations(), iso_written, "{:,}".format, _country, language_name)

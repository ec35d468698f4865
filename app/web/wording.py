"""Words from below the web in the language of a page: dates, months, doubts and errors.

What comes in English, with its values in it, is recognised by its sentence and said again. Where
that fails the English words stay. The default language asks for none of this.
"""

import re
from datetime import UTC, date, datetime
from functools import cache

from starlette.requests import HTTPConnection

from app.engines.dates.timex_values import first_and_last
from app.panels.date import readable
from app.preview_images.image_words import ENGLISH, ImageWords
from app.reading.charts import Period
from app.text.sentence_patterns import SentencePatterns
from app.translations import N_
from app.web import doubt_sentences, error_sentences, languages
from app.web.languages import DEFAULT

WEEK = N_("the week of %(day)s")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} \d{4}")


def moment(value: str | None, language: str = DEFAULT) -> str | None:
    """A TIMEX3 value in words: a day, a month, a year or a week; None for every other value."""
    english = readable(value)
    days = first_and_last(value)
    if language == DEFAULT or english is None or days is None:
        return english
    first, last = days
    if first == last:
        return languages.written(first, language)
    if value is not None and len(value) == len("2031-05"):
        return languages.month(first, language)
    if "week" not in english:
        return english  # a year is a number
    day = languages.written(first, language)
    return languages.translations(language).gettext(WEEK) % {"day": day}


def period(of: Period, language: str = DEFAULT) -> str:
    """The label of a chart's bar: a month, a year, or several years."""
    first = datetime.fromisoformat(of.since).date()
    is_month = of.since[:7] == of.until[:7]
    return languages.month(first, language) if is_month and language != DEFAULT else of.label


def doubt(message: str, language: str = DEFAULT) -> str:
    """The sentence of a recorded doubt."""
    return _said_again(doubt_sentences.PATTERNS, message, language)


def error(message: str, language: str = DEFAULT) -> str:
    """The sentence of an error, or its detail."""
    return _said_again(error_sentences.PATTERNS, message, language)


def prefix(request: HTTPConnection) -> str:
    """What the addresses of pages in the language of a request begin with."""
    return languages.of(request).prefix


def image_words(request: HTTPConnection) -> ImageWords:
    """The words of preview images in the language of a request."""
    return _image_words(languages.of(request).code)


@cache
def _image_words(code: str) -> ImageWords:
    if code == DEFAULT:
        return ENGLISH
    from babel import Locale
    from babel.numbers import format_decimal

    def day(iso: str) -> str:
        return languages.written(date.fromisoformat(iso[:10]), code)

    return ImageWords(
        languages.translations(code),
        day,
        lambda number: format_decimal(number, locale=code),
        lambda country: languages.country(country, code),
        lambda language: Locale(code).languages.get(language),
    )


def _said_again(patterns: SentencePatterns, message: str, language: str) -> str:
    if language == DEFAULT:
        return message
    found = patterns.read(message)
    if found is None:
        return message
    sentence = languages.translations(language).gettext(found.sentence)
    return sentence % {name: _value(value, language) for name, value in found.values.items()}


def _value(value: str, language: str) -> str:
    """A value in the language of the page, where it is a day in words or the name of a language."""
    if _DAY.fullmatch(value):
        try:
            day = datetime.strptime(value, "%d %B %Y").replace(tzinfo=UTC)
            return languages.written(day.date(), language)
        except ValueError:
            return value
    return _language_names(language).get(value, value)


@cache
def _language_names(language: str) -> dict[str, str]:
    """The names of languages by their English ones."""
    from babel import Locale

    own = Locale(language).languages
    return {str(name): str(own.get(code, name)) for code, name in Locale(DEFAULT).languages.items()}

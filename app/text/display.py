"""How what is stored is worded for readers: words cut short, days written out.

Knows no page and no article.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.text.spans import Span


def shorten(words: str, characters: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is left out."""
    if len(words) <= characters:
        return words
    return words[:characters].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def pointed(words: str, spans: Sequence[Span], characters: int) -> list[tuple[str, bool]]:
    """The words in parts, those of `spans` (in order) pointed out; of long words a stretch that shows the first of them."""
    start, end = 0, len(words)
    if end > characters:
        if spans and spans[0].end > characters:
            start = words.find(" ", max(0, spans[0].start - characters // 2)) + 1
            start = start if 0 < start <= spans[0].start else spans[0].start
        end = start + len(shorten(words[start:], characters).removesuffix("…"))
        end = max(end, spans[0].end) if spans else end
    parts, at = [("…", False)] if start else [], start
    for span in spans:
        if span.start < at or span.end > end:
            continue
        parts += [(words[at : span.start], False), (span.of(words), True)]
        at = span.end
    parts += [(words[at:end], False), ("…" if end < len(words) else "", False)]
    return [part for part in parts if part[0]]


def in_marks(words: str, kind: str) -> str:
    """The words of a quotation as a list sets them: in marks only where they stood in marks.

    `kind` is the quotation's.
    """
    return f"“{words}”" if kind == "direct" else words


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """When an article is from, as far as it is known: its date (ISO), the doubt on it; `sorted_on` is its day of capture where it has none.

    `declared` is what the source says, where a person gave the date.
    """

    published_on: str | None
    date_doubted: bool
    sorted_on: str
    declared: str | None = None

    @property
    def words(self) -> str:
        """`14 March 2031`; `11 July 2017, doubtful`; `undated, captured 28 November 2026`."""
        if not self.published_on:
            return f"undated, captured {iso_written(self.sorted_on)}"
        return iso_written(self.published_on) + (", doubtful" if self.date_doubted else "")


def iso_written(day: str) -> str:
    """An ISO date as a reader writes it; what is no whole date stays as it is."""
    try:
        return written(date.fromisoformat(day[:10]))
    except ValueError:
        return day


def written(day: date) -> str:
    """A day as a reader writes it: `14 March 2031`."""
    return f"{day.day} {day:%B} {day.year}"


def utc_time(moment: datetime) -> str:
    """ISO 8601 in UTC, as xsd:dateTime wants it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

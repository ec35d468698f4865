"""How what is stored is worded for readers: words cut short, days written out.

Does not depend on pages and articles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.text.spans import Block, Span

_SHORTEST_WRAPPED, _LONGEST_WRAPPED, _RAGGED = 50, 100, 20


def shorten(words: str, characters: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is left out."""
    if len(words) <= characters:
        return words
    return words[:characters].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def pointed(words: str, spans: Sequence[Span], characters: int) -> list[tuple[str, bool]]:
    """Words in parts `(words, whether highlighted)`: those of `spans`, in order, are highlighted.

    Of long words a stretch of about so many characters that shows the first of the spans.
    """
    start, end = _window(words, spans, characters)
    parts = [("…", False)] if start else []
    at = start
    for span in spans:
        if at <= span.start and span.end <= end:
            parts += [(words[at : span.start], False), (span.of(words), True)]
            at = span.end
    parts.append((words[at:end], False))
    if end < len(words):
        parts.append(("…", False))
    return [part for part in parts if part[0]]


def _window(words: str, spans: Sequence[Span], characters: int) -> tuple[int, int]:
    """The stretch that is shown of long words: it begins and ends at words."""
    if len(words) <= characters:
        return 0, len(words)
    start, end = 0, 0
    if spans:
        first, end = spans[0].start, spans[0].end
        if end > characters:
            word = words.find(" ", max(0, first - characters // 2)) + 1
            start = word if 0 < word <= first else first
    shown = shorten(words[start:], characters).removesuffix("…")
    return start, max(end, start + len(shown))


def has_line_breaks(text: str, block: Block) -> bool:
    """Whether a block's line ends are the source's own and shown as such.

    That is said by the importer, else seen by their form.
    """
    return block.line_breaks or looks_broken(text[block.start : block.end])


def breaks_lines(text: str, blocks: Iterable[Block], span: Span) -> bool:
    """Whether line ends inside a span of the text are the source's own; see `has_line_breaks`."""
    if "\n" not in span.of(text):
        return False
    over = (block for block in blocks if block.start < span.end and span.start < block.end)
    return any(has_line_breaks(text, block) for block in over)


def looks_broken(text: str) -> bool:
    """Whether line ends look like the source's own: verse, addresses, question and answer.

    For words of which no importer said so (`Block.line_breaks`): plain text, older revisions. Text
    wrapped at a margin has lines of much the same length, but for the last: within 20 characters,
    none below 50 or above 100. That is what mail and plain text are wrapped to (65 to 80
    characters); a design choice.
    """
    *lines, _ = text.split("\n")
    lengths = [len(line) for line in lines]
    if not lengths:
        return False
    wrapped = (
        min(lengths) >= _SHORTEST_WRAPPED
        and max(lengths) <= _LONGEST_WRAPPED
        and max(lengths) - min(lengths) <= _RAGGED
    )
    return not wrapped


def in_marks(words: str, kind: str) -> str:
    """The words of a quotation as a list sets them: in marks only where they stood in marks.

    `kind` is the quotation's.
    """
    return f"“{words}”" if kind == "direct" else words


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """The date of an article, as far as it is known.

    `published_on` is its date (ISO) and `date_doubted` whether it is doubtful; `sorted_on` is its
    day of capture where it has none. `declared` is what the source says, where an editor gave the
    date.
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
    """An ISO date as a reader writes it; anything but a whole date is left as it is."""
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

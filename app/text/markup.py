"""The only module that makes HTML from an article's text.

Everything is escaped here; no third-party HTML comes in. The text content of the HTML is the text
itself, character by character. Layers and addresses come with the marks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from app.text.display import has_line_breaks
from app.text.segments import Above, MarkedSpan, Segment, Stretch, each_with_above, segments
from app.text.spans import Block, Inline, Picture, Span

SpanRole = Literal["passage", "removed", "replacement", "about"]
_UNSAFE_IN_CLASS = re.compile(r"[^a-z0-9_-]+")
_WORD = re.compile(r"\w")
_SPECIAL = re.compile("[&<>\"']")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_DEEPEST_HEADING = 6
_DRAWN = 2
"""From this `MarkedSpan.certainty` on a mark is drawn where nobody chose otherwise; the link of
another is no tab stop until a reader asks for all."""
_DEEPEST_ITEM = 6
_REL = "noopener nofollow ugc"


class TextPart(NamedTuple):
    """Some of an article's blocks, with the marks that begin before they end.

    Not those that came with an earlier part.
    """

    blocks: Sequence[Block]
    marks: Iterable[MarkedSpan]


def article_html(
    text: str,
    blocks: Sequence[Block],
    marks: Iterable[MarkedSpan],
    inlines: Iterable[Inline] = (),
    passage: Span | Sequence[Span] | None = None,
    span_role: SpanRole = "passage",
) -> Markup:
    """The article's words as elements `p1`, `p2`, … in order of `blocks`.

    What is between blocks is bare text. Annotations become flat `<mark>`s, which name at most
    `MOST_ABOVE`, the shortest; each is at most one link. `passage` gets `<mark data-passage>`, the
    first with `id="passage"`. With another `span_role` (removed words, their replacement, stretches
    about an entity) it gets that as class and id, and no `data-passage`.
    """
    levels = heading_levels((block.kind, block.level) for block in blocks)
    parts = article_parts(text, [TextPart(blocks, marks)], levels, inlines, passage, span_role)
    return Markup("".join(parts))  # noqa: S704 - every part was escaped or made here


def standalone_html(
    text: str,
    blocks: Sequence[Block],
    marks: Iterable[MarkedSpan],
    inlines: Iterable[Inline],
    titles: Mapping[int, str],
    prefix: str = "",
) -> Markup:
    """The article's words for a file that has nothing but itself: marks are no links.

    Each shows on hover what the `titles` say of it, by its id. Elements are called `p1`, `p2` and
    so on after the `prefix`.
    """
    levels = heading_levels((block.kind, block.level) for block in blocks)
    writer = _StandaloneWriter(text, "passage", levels)
    writer.titles, writer.prefix = titles, prefix
    above: list[Above] = [*inlines, *marks]
    return Markup(writer.blocks(blocks, above) + writer.rest())  # noqa: S704 - escaped or made here


def article_parts(
    text: str,
    parts: Iterable[TextPart],
    levels: Iterator[int],
    inlines: Iterable[Inline] = (),
    passage: Span | Sequence[Span] | None = None,
    span_role: SpanRole = "passage",
) -> Iterator[Markup]:
    """`article_html` part by part, for a text that is too long to be made at once.

    `levels` are the `heading_levels` of all blocks. Of each part no more is kept than the marks
    that reach into the next.
    """
    stretches = [passage] if isinstance(passage, Span) else passage or []
    writer = _Writer(text, span_role, levels)
    coming: list[Above] = sorted([*inlines, *stretches], key=_start, reverse=True)
    over: list[Above] = []
    for part in parts:
        end = part.blocks[-1].end if part.blocks else 0
        over += part.marks
        while coming and coming[-1].start < end:
            over.append(coming.pop())
        yield Markup(writer.blocks(part.blocks, over))  # noqa: S704 - as above
        over = [item for item in over if item.end > end]
        writer.forget_all_but(over)
    yield Markup(writer.rest())  # noqa: S704 - as above


def _start(item: Above) -> int:
    return item.start


def _escaped(words: str) -> str:
    """The words escaped; most have nothing to escape, and a `Markup` for each would cost more."""
    return str(escape(words)) if _SPECIAL.search(words) else words


def heading_levels(blocks: Iterable[tuple[str, int | None]]) -> Iterator[int]:
    """A level from 2 for each heading in turn, of all blocks' kinds and levels.

    The source's own levels without gaps, each at most one deeper than the last.
    """
    levels = [level or 2 for kind, level in blocks if kind == "heading"]
    rank = {level: place for place, level in enumerate(sorted(set(levels)), 2)}
    last = 1
    for level in levels:
        last = min(rank[level], last + 1, _DEEPEST_HEADING)
        yield last


def _class(*names: str) -> str:
    classes = " ".join(filter(None, names))
    return f' class="{classes}"' if classes else ""


class _Writer:
    """Writes one article.

    Remembers which annotations have their link, which speakers are shown in the margin, and whether
    the passage has begun.
    """

    def __init__(self, text: str, span_role: SpanRole, levels: Iterator[int]) -> None:
        self.text = text
        self.span_role = span_role
        self.levels = levels
        self.prefix = ""
        self.at = 0
        self.number = 0
        self.in_list = False
        self.linked: set[int] = set()
        self.voiced: set[int] = set()
        self.voice: str | None = None
        self.in_passage = False

    def blocks(self, blocks: Sequence[Block], above: Iterable[Above]) -> str:
        """The next blocks with the words before each; `above` is all that reaches into them."""
        parts: list[str] = []
        for block, here in each_with_above(blocks, above):
            self.number += 1
            gap = self.text[self.at : block.start]
            listed = block.kind == "list_item"
            if self.in_list and (not listed or gap.strip()):
                parts.append("</ul>")
                self.in_list = False
            parts.append(_escaped(gap))
            if listed and not self.in_list:
                parts.append("<ul>")
            parts.append(self.block(block, here, f'id="{self.prefix}p{self.number}"'))
            self.at, self.in_list = block.end, listed
        return "".join(parts)

    def rest(self) -> str:
        """What comes after the last block."""
        return ("</ul>" if self.in_list else "") + _escaped(self.text[self.at :])

    def forget_all_but(self, marks: Iterable[Above]) -> None:
        """Remembers no annotation that has ended."""
        ids = {mark.id for mark in marks if isinstance(mark, MarkedSpan)}
        self.linked &= ids
        self.voiced &= ids

    def block(self, block: Block, above: list[Above], id_: str) -> str:
        """The element of one block; `above` are the marks, inlines and stretches over it."""
        # Each block names its speaker anew in the margin.
        self.voice = None
        if block.kind == "table":
            return f"<table {id_}>{self.rows(block, above)}</table>"
        words = self.words(block, above)
        if block.kind == "heading":
            level = next(self.levels)
            return f"<h{level} {id_}>{words}</h{level}>"
        lines = "line-breaks" if has_line_breaks(self.text, block) else ""
        if block.kind == "list_item":
            deep = min(block.level or 1, _DEEPEST_ITEM)
            return f"<li {id_}{_class(f'level-{deep}' if deep > 1 else '', lines)}>{words}</li>"
        if block.kind == "block_quote":
            return f"<blockquote {id_}><p{_class(lines)}>{words}</p></blockquote>"
        if block.kind == "caption":
            return f"<p {id_}{_class('caption', lines)}>{words}{_picture(block.picture)}</p>"
        if block.kind == "code":
            return f"<pre {id_}><code>{words}</code></pre>"
        return f"<p {id_}{_class(lines)}>{words}</p>"

    def rows(self, block: Block, above: list[Above]) -> str:
        """A table's rows; tabs and line ends stay as the white space between cells and rows."""
        rows = [
            "\t".join(
                self.cell(cell, here, heads=first) for cell, here in each_with_above(cells, over)
            )
            for first, cells, over in self._cells(block, above)
        ]
        if len(rows) == 1:
            return f"<tbody><tr>{rows[0]}</tr></tbody>"
        head, body = rows[0], "\n".join(f"<tr>{row}</tr>" for row in rows[1:])
        return f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>"

    def _cells(
        self, block: Block, above: list[Above]
    ) -> Iterator[tuple[bool, list[Span], list[Above]]]:
        rows = _parts(self.text, block, "\n")
        for row, here in each_with_above(rows, above):
            yield len(rows) > 1 and row is rows[0], _parts(self.text, row, "\t"), here

    def cell(self, cell: Span, above: list[Above], *, heads: bool) -> str:
        """One cell; an empty one heads nothing."""
        words = self.words(cell, above)
        return f'<th scope="col">{words}</th>' if heads and words.strip() else f"<td>{words}</td>"

    def words(self, stretch: Stretch, above: list[Above]) -> str:
        """The words of a stretch, segment by segment."""
        return "".join([self.segment(segment) for segment in segments(stretch, above)])

    def segment(self, segment: Segment) -> str:
        """One segment: its own emphasis innermost, then one link at most, then the mark."""
        raw = self.text[segment.start : segment.end]
        words = _styled(segment, _escaped(raw))
        blank = not _WORD.search(raw)
        if not segment.marks:
            if segment.link and not blank:
                words = _sourced(segment.link, words)
            if not segment.passage:
                return words
            of = f' class="{self.span_role}"' if self.span_role != "passage" else ""
            return f"<mark{of}{self._passage(segment)}>{words}</mark>"
        ids = " ".join([str(m.id) for m in segment.marks])
        classes = _classes(segment.marks) + (
            f" {self.span_role}" if segment.passage and self.span_role != "passage" else ""
        )
        categories = _categories(segment.marks)
        attributes = f' class="{classes}" data-annotations="{ids}" data-categories="{categories}"'
        attributes += self._title(segment.marks)
        words = words if blank else self._linked(segment.marks, words)
        more = self._voice(segment.marks) + self._passage(segment)
        return f"<mark{attributes}{more}>{words}</mark>"

    def _title(self, marks: tuple[MarkedSpan, ...]) -> str:  # noqa: ARG002 - for files
        """What a mark says on hover: nothing on a page, which has cards."""
        return ""

    def _linked(self, marks: tuple[MarkedSpan, ...], words: str) -> str:
        """The words as the link of the shortest mark, and of others on exactly the same words."""
        first = marks[0]
        if first.id in self.linked:
            return words
        self.linked.add(first.id)
        same = [m for m in marks if (m.start, m.end) == (first.start, first.end)]
        stop = "" if any(m.certainty >= _DRAWN for m in same) else ' tabindex="-1"'
        return (
            f'<a href="{_escaped(first.href)}" data-card="{first.id}" '
            f'data-categories="{_categories(same)}"{stop}{_named(first)}><span>{words}</span></a>'
        )

    def _voice(self, marks: tuple[MarkedSpan, ...]) -> str:
        shown = ""
        for mark in marks:
            if mark.voice is None or mark.id in self.voiced:
                continue
            self.voiced.add(mark.id)
            if mark.voice != self.voice and not shown:
                self.voice = mark.voice
                shown = f' data-voice="{escape(mark.voice)}"'
        return shown

    def _passage(self, segment: Segment) -> str:
        if not segment.passage:
            return ""
        first, self.in_passage = not self.in_passage, True
        return (" data-passage" if self.span_role == "passage" else "") + (
            f' id="{self.span_role}"' if first else ""
        )


class _StandaloneWriter(_Writer):
    """Writes an article for a file that has no cards and no other pages."""

    titles: Mapping[int, str]

    def _title(self, marks: tuple[MarkedSpan, ...]) -> str:
        said = dict.fromkeys(self.titles[mark.id] for mark in marks if mark.id in self.titles)
        return f' title="{escape(" · ".join(said))}"' if said else ""

    def _linked(self, marks: tuple[MarkedSpan, ...], words: str) -> str:  # noqa: ARG002 - no link
        return words


def _parts(text: str, stretch: Stretch, separator: str) -> list[Span]:
    parts, at = [], stretch.start
    for part in text[stretch.start : stretch.end].split(separator):
        parts.append(Span(at, at + len(part)))
        at += len(part) + 1
    return parts


def _styled(segment: Segment, words: str) -> str:
    words = f"<strong>{words}</strong>" if segment.strong else words
    return f"<em>{words}</em>" if segment.emphasis else words


def _sourced(href: str, words: str) -> str:
    if not _WEB_ADDRESS.match(href):
        return words
    return f'<a class="source" href="{escape(href)}" rel="{_REL}">{words}</a>'


def _picture(picture: Picture | None) -> str:
    """What says that a picture stands here: a link to it, and its credit.

    No words of the text: the style sheet shows the credit, and the page names the link
    (`picture-label`).
    """
    if picture is None:
        return ""
    named = f' title="{escape(picture.alt)}"' if picture.alt else ""
    named += ' aria-labelledby="picture-label"'
    credit = f'<span data-credit="{escape(picture.credit)}"></span>' if picture.credit else ""
    if not _WEB_ADDRESS.match(picture.url or ""):
        return f'<span class="picture" role="img"{named}>{_FRAME}</span>{credit}'
    href = escape(picture.url)
    return f'<a class="picture" href="{href}"{named} rel="{_REL}">{_FRAME}</a>{credit}'


_FRAME = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 2.5h13v11h-13zM1.5 11.5l4-4 '
    '3.5 3.5 2-2 3.5 3.5M10.5 5.5h1"/></svg>'
)


def _classes(marks: tuple[MarkedSpan, ...]) -> str:
    return _class_names(*[mark.layer for mark in marks], *[mark.kind for mark in marks])


@lru_cache(maxsize=1_024)
def _class_names(*names: str) -> str:
    return " ".join(dict.fromkeys(filter(None, map(_token, names))))


def _named(mark: MarkedSpan) -> str:
    """What makes a link's name say what it is: `Person: Ingrid Vale`.

    The page has the first word, as the element `is-person`; the rest is the link itself, with every
    word that it has, for the name is what is read out in its place. Who speaks is its description.
    """
    what = _token(mark.kind if mark.layer == "entity" else mark.category or mark.layer)
    said = f' aria-description="{escape(mark.voice)}"' if mark.voice else ""
    return f' id="a{mark.id}" aria-labelledby="is-{what} a{mark.id}"{said}'


def _categories(marks: Sequence[MarkedSpan]) -> str:
    """What each of `marks` is and how sure, in their order.

    By this the page hides some; a link with no visible mark is not a tab stop.
    """
    return " ".join([_category_token(m.category or m.layer, m.certainty) for m in marks])


@lru_cache(maxsize=1_024)
def _category_token(name: str, certainty: int) -> str:
    return f"{_token(name)}-{certainty}"


@lru_cache(maxsize=1_024)
def _token(name: str) -> str:
    return _UNSAFE_IN_CLASS.sub("-", name.lower()).strip("-")

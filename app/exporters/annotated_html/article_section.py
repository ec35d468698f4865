"""An article as people read it: what it declares, its marked text, and what the marks say in words.

Marks are those that a page draws by default.
"""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from app.exporters.annotated_html import mark_words
from app.exporters.base import AnnotatedArticle
from app.layers import density
from app.layers.statements import Statement, denial, statements
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.store.articles.article_date import ABOUT_DATES, of_revision
from app.text.display import iso_written, utc_time
from app.text.language import direction
from app.text.markup import standalone_html
from app.text.segments import MarkedSpan
from app.text.spans import Block, Inline

_ARTICLE = Markup("""<article id="{prefix}article">
<header>
<h1 dir="auto">{title}</h1>
{byline}{source}</header>
{doubts}{legend}<div class="text" lang="{language}" dir="{direction}">{text}</div>
{after}<footer>
<p>Captured {captured} · revision {number} · SHA-256 <span class="hash">{sha256}</span></p>
<p>Annotations are made by a model and by rules, and can be wrong.
<a href="{url}">{url}</a></p>
</footer>
</article>
""")
_LINE = Markup('<p class="{name}" dir="auto">{words}</p>\n')
_SOURCE = Markup('<p class="source"><a href="{url}" rel="noopener nofollow">{url}</a></p>\n')
_LIST = Markup('<section class="{name}">\n<h2>{title}</h2>\n<ul>\n{items}</ul>\n</section>\n')
_ITEM = Markup('<li dir="auto">{words}{by} <a href="#{place}" class="where">¶{number}</a></li>\n')
_BY = Markup(' <span class="by">— {who}</span>')
_SAMPLE = Markup('<mark class="{classes}" data-categories="{category}-3">{words}</mark>')
_SAMPLES = {
    "entity": ("entity person", "names"),
    "quotation": ("quotation direct", "words in quotation marks"),
    "reported": ("quotation indirect", "reported words"),
    "attitude": ("quotation indirect", "opinions and wishes"),
    "claim": ("claim", "checkable claims"),
    "date": ("date", "dates"),
    "note": ("note", "notes"),
}


def section(a: AnnotatedArticle) -> Markup:
    """The article's element with everything in it."""
    r = a.revision
    shown = [row for row in a.annotations if density.is_shown(row)]
    on = of_revision(a.article, r.declared_date, r.captured_at)
    byline = " · ".join(filter(None, [", ".join(r.byline), r.publisher, on.words]))
    url = a.article.source_url
    return _ARTICLE.format(
        prefix=_prefix(a),
        title=r.title or f"Article {a.article.id}",
        byline=_LINE.format(name="byline", words=byline),
        source=_SOURCE.format(url=url) if url else "",
        doubts=_doubts(a),
        legend=_legend(shown),
        language=r.language,
        direction=direction(r.language, r.text),
        text=_text(a, shown),
        after=_after(a, shown),
        captured=iso_written(utc_time(r.captured_at)),
        number=r.number,
        sha256=r.sha256,
        url=a.url,
    )


def _prefix(a: AnnotatedArticle) -> str:
    """What ids of this article begin with, as a page may have several."""
    return f"a{a.article.id}-"


def _text(a: AnnotatedArticle, shown: list[AnnotationRow]) -> Markup:
    r = a.revision
    kinds = mark_words.kinds_of_named(shown)
    marks = [_mark(row, mark_words.voice(row, kinds)) for row in shown]
    titles = {row.id: mark_words.said(row) for row in shown}
    blocks = [Block.from_json(block) for block in r.blocks]
    inlines = [Inline(**inline) for inline in r.inlines]
    return standalone_html(r.text, blocks, marks, inlines, titles, _prefix(a))


def _mark(row: AnnotationRow, voice: str | None) -> MarkedSpan:
    step = density.shown(row) or "all"
    return MarkedSpan(
        row.id,
        row.start,
        row.end,
        row.layer,
        row.kind,
        "",
        voice,
        density.category(row),
        density.RANK[step],
    )


def _doubts(a: AnnotatedArticle) -> Markup:
    # The editor has settled what the source says of its date.
    settled = ABOUT_DATES if a.article.date_settled else ()
    open_ = (doubt for doubt in a.details.doubts if doubt.kind not in settled)
    return Markup("").join(_LINE.format(name="doubt", words=doubt.message) for doubt in open_)


def _legend(shown: Iterable[AnnotationRow]) -> Markup:
    """Samples of the marks that this text has."""
    present = {density.category(row) for row in shown}
    samples = [
        _SAMPLE.format(classes=classes, category=category, words=words)
        for category, (classes, words) in _SAMPLES.items()
        if category in present
    ]
    if not samples:
        return Markup("")
    return _LINE.format(name="legend", words=Markup("Marked: ") + Markup(" · ").join(samples))


def _after(a: AnnotatedArticle, shown: list[AnnotationRow]) -> Markup:
    """The lists after the text, each only where there is something in it."""
    whole = (one for one in statements(shown) if one.is_whole)
    claims = (row for row in shown if row.layer == "claim")
    lists = (
        ("notes", "Notes", _notes(a)),
        ("quotations", "Who says what", [_statement(a, one) for one in whole]),
        ("claims", "Claims that can be checked", [_item(a, r, _words(a, r)) for r in claims]),
        ("names", "Names", list(_names(a, shown))),
    )
    made = [
        _LIST.format(name=name, title=title, items=Markup("").join(items))
        for name, title, items in lists
        if items
    ]
    return Markup("").join(made)


def _notes(a: AnnotatedArticle) -> list[Markup]:
    """What persons wrote, also where the words are gone."""
    placed = [
        _item(a, row, f"“{_words(a, row)}”", str(row.body.get("text") or ""))
        for row in a.annotations
        if row.layer == "note"
    ]
    return placed + [_lost(note) for note in a.details.lost_notes]


_LOST = Markup('<li dir="auto">“{exact}”{by} (no longer in the text)</li>\n')
_WHOLE = Markup('<li dir="auto">On the whole article{by}</li>\n')


def _lost(note: LostNote) -> Markup:
    by = _BY.format(who=note.text) if note.text else ""
    return (_LOST if note.exact else _WHOLE).format(exact=note.exact, by=by)


def _statement(a: AnnotatedArticle, statement: Statement[AnnotationRow]) -> Markup:
    pieces = [mark_words.in_marks(piece, _words(a, piece)) for piece in statement.pieces]
    denied = denial(statement.lead.body)
    words = " … ".join(pieces)
    if denied:
        words = f"{denied}: {words}"
    return _item(a, statement.lead, words, mark_words.speaker(statement.lead) or "not said who")


def _names(a: AnnotatedArticle, shown: Iterable[AnnotationRow]) -> Iterator[Markup]:
    """Everybody and everything that is named, with its kind, in order of the text."""
    seen: set[str] = set()
    for row in shown:
        name = mark_words.name_of(row)
        if row.layer == "entity" and name and name not in seen:
            seen.add(name)
            yield _item(a, row, name, mark_words.kind_word(row))


def _item(a: AnnotatedArticle, row: AnnotationRow, words: str, who: str = "") -> Markup:
    number = _block_number(a, row.start)
    by = _BY.format(who=who) if who else ""
    return _ITEM.format(words=words, by=by, place=f"{_prefix(a)}p{number}", number=number)


def _block_number(a: AnnotatedArticle, at: int) -> int:
    starts = [block["start"] for block in a.revision.blocks if block["start"] <= at]
    return max(len(starts), 1)


def _words(a: AnnotatedArticle, row: AnnotationRow) -> str:
    return " ".join(a.revision.text[row.start : row.end].split())

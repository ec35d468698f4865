"""A small library with every kind of thing that is exported, and what two exports differ in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app import pipeline
from app.exporters import named, requests
from app.importers.base import DeclaredDate, Draft, Highlight, ImportedFields
from app.importers.blocks import TextPiece, join
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Target
from app.store.admin import people
from app.store.annotations import annotations, notes
from app.store.articles import articles
from app.store.articles.access import EDITOR, Reader
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.passages import boards, passages
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import SubscriptionOptions
from app.text.spans import Doubt, Inline, Picture, Span

BASE, OTHER_BASE = "https://one.example", "https://two.example:8443"
AT = datetime(2031, 5, 2, 8, 30, tzinfo=UTC)
FERRY = "https://ostra.example/ferry"
STATEMENT = (
    "“The ferry was dark at 13,” said captain Ella Thorne. Critics disagreed with Ida Fenwick."
)
FIVE = ("jsonl", "json", "w3c", "ninjs", "html")
_OF_THIS_LIBRARY = ("id", "url", "revision", "article", "entity")


def fill(library: Library) -> None:
    """Articles of every kind, with corrections, notes, boards and passages."""
    _ferry(library)
    _other_scripts(library)
    _private(library)
    _revised(library)
    _corrections(library)
    _boards(library)
    with library.writing() as s:
        options = SubscriptionOptions("Ostra & more", tags=("harbour",))
        subscriptions.add(s, "https://ostra.example/feed?a=1&b=2", options)


def _pieces() -> list[TextPiece]:
    picture = Picture("https://ostra.example/f.jpg?w=9&h=3", 'A "ferry" & <pier>', "Ann Roe/Agency")
    link = Inline("link", 4, 9, "https://ostra.example/a?b=c&d=%22")
    return [
        TextPiece("heading", "Ferry & pier", 2),
        TextPiece("paragraph", STATEMENT, inlines=(link, Inline("emphasis", 4, 15))),
        TextPiece("list_item", "One", 1),
        TextPiece("list_item", "One below it", 2),
        TextPiece("block_quote", "A line\nof verse", line_breaks=True),
        TextPiece("table", "Year\tShips\n2030\t13\n2031\t"),
        TextPiece("code", "if a < b:\n    x = '</template><script>'"),
        TextPiece("caption", "The ferry at its pier", picture=picture),
    ]


def _ferry(library: Library) -> None:
    body = join(_pieces())
    doubt = Doubt("declared-date-guessed", "The date is <guessed>.", (Span(0, 5),))
    draft = Draft(
        body.text,
        body.blocks,
        title='The ferry "Petrel" & <others>',
        byline=("Ann Roe", "Bo Thorne"),
        publisher="Ostra Post",
        source_url=FERRY,
        language="en-GB",
        declared_date=DeclaredDate("2031-05-01", "json-ld"),
        inlines=body.inlines,
        doubts=(doubt,),
        provenance={"title": "json-ld", "byline": "meta", "language": "html-lang"},
        section="Harbour",
        modified_date=DeclaredDate("2031-05-02", "last-change"),
        captured_at=AT,
        highlights=(
            Highlight("words that are not there", note="Lost & found", tags=("a",), origin="x:1"),
            Highlight("", note="On all of it", created_at=AT),
            Highlight("One below", note="Tagged", tags=("b", "c"), origin="x:2", created_at=AT),
        ),
        fields=ImportedFields(("harbour", "später"), True, False, AT, AT),
    )
    stored = pipeline.ingest(library, draft)
    pipeline.annotate_revision(library, stored.revision_id)
    with library.writing() as s:
        editor = people.editor_creator(s)
        revision = articles.revision(s, articles.get(s, EDITOR, stored.article_id))
        text = revision.text
        for words, note, visibility in (
            ("Critics", "Who?\n\nAnd why? 👩‍🚀", "public"),
            ("disagreed", "", "private"),
        ):
            at = text.index(words)
            notes.write(s, editor, revision, Span(at, at + len(words)), note, visibility)
        at = text.index("verse")
        notes.write(s, editor, revision, Span(at, at + 5), "Marked", "private", highlight=True)


def _other_scripts(library: Library) -> None:
    """Undated, without an address; right to left, combining marks, emoji."""
    words = (
        "قالت ليلى حداد “البحر هادئ” أمس.\n\ne\u0301a\u0308 👩‍👩‍👧 שלום \u200f.\n\n\u00a0x\u0085y"
    )
    pieces = [TextPiece("paragraph", part) for part in words.split("\n\n")]
    body = join(pieces)
    draft = Draft(body.text, body.blocks, language="ar", captured_at=AT)
    pipeline.annotate_revision(library, pipeline.ingest(library, draft).revision_id)


def _private(library: Library) -> None:
    body = join([TextPiece("paragraph", "“Nobody knows it,” said Una Marsh.")])
    draft = Draft(body.text, body.blocks, title="Secret", captured_at=AT)
    stored = pipeline.ingest(library, draft, visibility="private")
    pipeline.annotate_revision(library, stored.revision_id)


def _revised(library: Library) -> None:
    """Three revisions; words that a note and a passage are about are gone in the last one."""
    for day, words in ((3, "The buoy was dark."), (4, "The buoy was dark."), (5, "It was light.")):
        text = f"Ida Fenwick came on day {day}.\n\n{words} Nobody was hurt, said Ida Fenwick."
        body = join([TextPiece("paragraph", part) for part in text.split("\n\n")])
        captured = AT.replace(day=day)
        draft = Draft(
            body.text,
            body.blocks,
            title=f"Day {day}",
            source_url="https://ostra.example/buoy",
            captured_at=captured,
        )
        stored = pipeline.ingest(library, draft, replace=True)
        pipeline.annotate_revision(library, stored.revision_id)
        if day == 3:
            with library.writing() as s:
                revision = articles.revision(s, articles.get(s, EDITOR, stored.article_id))
                at = revision.text.index("dark")
                notes.write(
                    s, people.editor_creator(s), revision, Span(at, at + 4), "So it was", "public"
                )


def _corrections(library: Library) -> None:
    """A speaker who is an entity, one who is none, a rejected name, another kind, a date."""
    with library.writing() as s:
        editor = PersonCreator(id_of(people.editor(s)))
        ferry = articles.newest(s, EDITOR, limit=10).items
        by_title = {article.title: article for article in ferry}
        article = by_title['The ferry "Petrel" & <others>']
        revision = articles.revision(s, article)
        rows = annotations.of_revision(s, EDITOR, id_of(revision))
        private = by_title["Secret"]
        private_rows = annotations.of_revision(
            s, EDITOR, id_of(articles.revision(s, private)), "quotation"
        )
    quotation = next(row for row in rows if row.layer == "quotation")
    named = {row.body["name"]: row for row in rows if row.layer == "entity"}
    ida, thorne = named["Ida Fenwick"], named["Ella Thorne"]
    speaker = Correction(
        "speaker",
        other_id=ida.entity_id,
        targets=(Target(id_of(article), annotation_id=quotation.id),),
    )
    nobody = Correction(
        "speaker",
        value="a man on the pier",
        targets=(Target(id_of(private), annotation_id=private_rows[0].id),),
    )
    kind = Correction("rekind", entity_id=thorne.entity_id, new_kind="group")
    date = Correction("date", value="2031-04-30", targets=(Target(id_of(article)),))
    for correction in (speaker, nobody, kind, date):
        pipeline.correct(library, correction, editor)
    with library.reading() as s:
        by_title = {a.title: a for a in articles.newest(s, EDITOR, limit=10).items}
        buoy = by_title["Day 5"]
        first = annotations.of_revision(s, EDITOR, id_of(articles.revision(s, buoy)), "entity")[0]
    reject = Correction("reject", targets=(Target(id_of(buoy), annotation_id=first.id),))
    pipeline.correct(library, reject, editor)


def _boards(library: Library) -> None:
    with library.writing() as s:
        editor = people.editor_creator(s)
        by_title = {a.title: a for a in articles.newest(s, EDITOR, limit=10).items}
        board = boards.create(s, "What was <promised>", editor, "Notes & more")
        for title, words, note in (
            ("Day 5", "Nobody was hurt", "first"),
            ('The ferry "Petrel" & <others>', "One below it", ""),
        ):
            article = by_title[title]
            revision = articles.revision(s, article)
            at = revision.text.index(words)
            span = Span(at, at + len(words))
            passage, _ = passages.share(s, article, revision, span, opened=title == "Day 5")
            boards.add(s, board, passage, note)
        revoked = boards.create(s, "Closed", editor)
        boards.revoke(s, revoked)
        buoy = by_title["Day 5"]
        first = articles.revision(s, buoy, 1)
        at = first.text.index("buoy")
        passages.share(s, buoy, first, Span(at, at + 4))


def export(
    library: Library,
    name: str = "json",
    reader: Reader = EDITOR,
    base: str = BASE,
    ids: Iterable[int] = (),
) -> bytes:
    """The whole library in a format."""
    exporter = named(name)
    return b"".join(
        exporter.write(requests.selected(exporter, library, reader, [*ids], base), base)
    )


def compared(value: Any) -> dict[str, Any]:
    """A JSON export without what another library has its own of: ids and addresses here."""
    articles_ = [_without(article) for article in value["articles"]]
    return {
        "articles": sorted(articles_, key=lambda article: str(article["identity"])),
        "boards": sorted(map(_without, value["boards"]), key=lambda board: str(board["code"])),
    }


def _without(value: Any) -> Any:
    if isinstance(value, Mapping):
        is_annotation = "exact" in value and "layer" in value
        dropped = _OF_THIS_LIBRARY if is_annotation else ("id", "url", "revision")
        return {k: _without(v) for k, v in value.items() if k not in dropped}
    return [_without(one) for one in value] if isinstance(value, list) else value


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two values differ, readable in a failed test."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return [
            found
            for key in keys
            for found in differences(one.get(key, "–"), other.get(key, "–"), f"{path}.{key}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            found
            for number, pair in enumerate(zip(one, other, strict=True))
            for found in differences(*pair, f"{path}[{number}]")
        ]
    return [] if one == other else [f"{path}: {one!r} is {other!r} there"]

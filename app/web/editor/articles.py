"""Pages for the editor: importing articles, and what of an import is still being annotated.

Never cached, but for what strangers see in place of the import form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from app import importers, pipeline
from app.corrections.resolving import creator_of
from app.errors import FAULTS, GlossError
from app.importers import IMPORTERS
from app.reading.article_page import SOURCING_LAYER
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import articles
from app.store.articles.access import EDITOR, Reader
from app.store.db.ids import LARGEST_ID
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE
from app.store.ingest.captures import Imported, StoredRevision
from app.text.canonical import canonical
from app.translations import N_
from app.web.editor import article_fields
from app.web.editor.received_pages import ReceivedPage, passage_fragment
from app.web.http.background import AnnotateLaterDep
from app.web.http.dependencies import (
    EditorDep,
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.query import FIRST_POLL, Poll, PollDep
from app.web.http.templating import page

router = new_router()
PASTED = "pasted text"
NOTHING = N_("Nothing to import: enter an address, paste some text or choose a file.")
NOT_STORED = N_("Some of what you entered was not imported. The reasons are beside the fields.")
FORM_PROBLEMS = (NOTHING, NOT_STORED)
"""What may be wrong with the form as a whole."""
NO_TEXT = N_("Paste the text that these fields describe.")

Articles = Annotated[
    list[Annotated[int, Query(ge=1, le=LARGEST_ID)]], Query(max_length=LONGEST_PAGE)
]


@dataclass(frozen=True, slots=True)
class ImportForm:
    """What was sent with the import form: its fields by name, and the files."""

    typed: Mapping[str, str]
    files: Sequence[tuple[str | None, bytes]] = ()

    @property
    def visibility(self) -> str:
        """Who may read what is imported."""
        return "private" if self.typed.get("private") else "public"

    @property
    def text(self) -> str:
        """The pasted text, or nothing."""
        return self.typed.get("text", "") if self.typed.get("text", "").strip() else ""


@dataclass(slots=True)
class Outcome:
    """What became of an import: each item, and what is wrong with which field of the form."""

    done: list[Imported] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    fragment: str = ""

    @property
    def stored(self) -> list[StoredRevision]:
        """The revisions of what could be stored."""
        return [item.stored for item in self.done if item.stored is not None]


async def sent_form(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
    settings: SettingsDep,
) -> ImportForm:
    """The form's fields.

    FastAPI's own `Form` would read 20 MB from anybody before asking who sends them.
    """
    async with request.form(max_part_size=settings.import_max_bytes) as form:
        words = {n: canonical(v) for n, v in form.items() if isinstance(v, str)}
        uploads = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        files = [(f.filename, await f.read()) for f in uploads]
    return ImportForm(words, files)


@router.get("/import")
def import_form(request: Request, reader: ReaderDep) -> Response:
    """The form; to strangers how to sign in."""
    return _form(request, ImportForm({}), Outcome(), reader=reader)


@router.post("/import")
def import_(
    request: Request,
    form: Annotated[ImportForm, Depends(sent_form)],
    editor: WritingEditorDep,
    library: LibraryDep,
    settings: SettingsDep,
    annotate_later: AnnotateLaterDep,
) -> Response:
    """Imports what was sent; leads to a single article, else lists the result for each item."""
    outcome = _import(library, settings, editor, form)
    for revision in outcome.stored:
        annotate_later(revision)
    if not outcome.done and not outcome.problems:
        return _form(request, form, outcome, status=422, problem=NOTHING)
    if len(outcome.done) == len(outcome.stored) == 1 and not outcome.problems:
        address = f"/articles/{outcome.stored[0].article_id}{outcome.fragment}"
        return RedirectResponse(address, 303)
    status = 200 if any(one.error is None for one in outcome.done) else 422
    problem = NOT_STORED if outcome.problems else None
    return _form(request, form, outcome, status=status, problem=problem)


@router.get("/import/pending")
def pending(
    request: Request, s: Reading, editor: EditorDep, poll: PollDep, article: Articles
) -> Response:
    """Which of these articles are still being annotated, and when to ask again."""
    chosen = articles.several(s, editor, article)
    waiting = runs.unannotated(s, chosen, SOURCING_LAYER)
    return page(
        request,
        "fragments/import_pending.html",
        private=True,
        waiting=[one for one in chosen if one.id in waiting],
        poll=poll,
    )


def _form(
    request: Request,
    form: ImportForm,
    outcome: Outcome,
    *,
    status: int = 200,
    problem: str | None = None,
    reader: Reader = EDITOR,
) -> Response:
    """The form with what was typed and could not be stored, and the result for each item."""
    sent = request.method == "POST"
    return page(
        request,
        "import.html",
        private=reader.editor,
        status=status,
        may_import=reader.editor,
        importers=IMPORTERS,
        values=_left(form, outcome),
        problems=outcome.problems,
        done=outcome.done if sent and outcome.done else None,
        pending=[revision.article_id for revision in outcome.stored if revision.created],
        poll=_first_poll(outcome),
        problem=problem,
    )


def _left(form: ImportForm, outcome: Outcome) -> dict[str, str]:
    """What was typed, without what is in the library now."""
    failed = outcome.problems.keys()
    values = dict(form.typed)
    if "url" not in failed and outcome.stored:
        values.pop("url", None)
    # The fields describe the pasted text: they go together.
    if outcome.stored and failed <= {"url", "html"}:
        for name in ("text", *article_fields.NAMES):
            values.pop(name, None)
    return values


def _first_poll(outcome: Outcome) -> Poll | None:
    """When the page asks for the first time; None where nothing is being annotated."""
    return FIRST_POLL if any(one.created for one in outcome.stored) else None


def _import(library: Library, settings: Settings, editor: Reader, form: ImportForm) -> Outcome:
    """Imports the address, the pasted text and the files of a form, whichever there are."""
    outcome = Outcome()
    options: dict[str, Any] = {
        "visibility": form.visibility,
        "annotate": False,
        "replace": bool(form.typed.get("replace")),
    }
    url = form.typed.get("url", "").strip()
    if url:
        _add(outcome, "url", pipeline.import_url(library, settings, url, **options))
    _import_text(library, settings, editor, form, outcome)
    received = ReceivedPage.sent_by(form.typed)
    if received is not None:
        _import_received(library, settings, received, outcome, options)
    for name, data in form.files:
        outcome.done += pipeline.import_bytes(library, settings, data, name=name, **options)
    return outcome


def _add(outcome: Outcome, name: str, report: Sequence[Imported]) -> None:
    """Adds the result of one field of the form: an error stands beside the field."""
    for item in report:
        if item.error is None:
            outcome.done.append(item)
        else:
            outcome.problems[name] = item.error


def _import_text(
    library: Library, settings: Settings, editor: Reader, form: ImportForm, outcome: Outcome
) -> None:
    """Imports the pasted text with the fields that were typed, unless one of them is wrong."""
    fields, problems = article_fields.read(form.typed)
    if not form.text:
        is_filled = any(form.typed.get(name, "").strip() for name in article_fields.NAMES)
        outcome.problems |= problems | ({"text": NO_TEXT} if is_filled else {})
        return
    outcome.problems |= problems
    if problems:
        return
    longest = settings.text_max_characters
    data = form.text.encode("utf-8", "replace")
    try:
        (draft,) = importers.read(data, format="text", url=fields.source_url, longest=longest)
        stored = pipeline.ingest(
            library,
            fields.declare(draft),
            origin=PASTED,
            visibility=form.visibility,
            creator=creator_of(library, editor),
            given=fields.given,
            replace=True,
        )
    except FAULTS:
        raise
    except GlossError as error:
        outcome.problems["text"] = error.message
        return
    outcome.done.append(Imported(fields.title or PASTED, stored))


def _import_received(
    library: Library,
    settings: Settings,
    received: ReceivedPage,
    outcome: Outcome,
    options: Mapping[str, Any],
) -> None:
    """Imports a page that the bookmarklet sent, and finds the words that were selected in it."""
    report = pipeline.import_bytes(
        library,
        settings,
        received.html.encode("utf-8", "replace"),
        url=received.url,
        media_type="text/html; charset=utf-8",
        format="html",
        **options,
    )
    _add(outcome, "html", report)
    if len(report.stored) == 1 and received.selection:
        with library.reading() as s:
            article, revision = articles.with_revision(s, EDITOR, report.stored[0].article_id)
            outcome.fragment = passage_fragment(article, revision, received.selection)

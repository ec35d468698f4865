"""What Gloss does with an article: import, revise, annotate, correct, withdraw.

Owns the order of the steps and their transactions. What a function returns is committed. Layers run
outside of any transaction; their findings are written in one transaction per article.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain

from sqlmodel import Session

from app import annotation_workers, fetch, importers, layers
from app.engines.model.choice import ModelChoice
from app.errors import FAULTS, GlossError, TooLarge, Unprocessable, text_too_long
from app.fetch.requests import Fetched
from app.importers.base import Draft, PackedFile
from app.importers.file_parts.capture_order import in_order_of_capture
from app.importers.file_parts.part_names import named
from app.layers.base import Doc
from app.layers.creators import Creator
from app.linking.corrections.correction import Correction, Target
from app.settings import Settings
from app.store.admin import people
from app.store.annotations import runs
from app.store.articles import article_date
from app.store.articles.fetch_states import AskedPage
from app.store.corrections import corrections, reach
from app.store.db.library import Library
from app.store.db.revision_locks import RevisionLocks, locks_on
from app.store.ingest import annotation_store, lifecycle, reader_data
from app.store.ingest.captures import Capture, Imported, Report, StoredRevision
from app.store.ingest.other_parts import OtherParts
from app.store.search import full_text
from app.text.language import believed
from app.unfinished_corrections import steps

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
_AHEAD = 4
"""Texts in flight for each worker: enough that no worker waits for the writer, few enough that an
interruption loses little."""


def ingest(
    library: Library,
    draft: Draft,
    *,
    origin: str | None = None,
    visibility: str = "public",
    creator: Creator | None = None,
    given: Collection[str] = (),
    page: Fetched | None = None,
    known_as: Sequence[str] = (),
    replace: bool = False,
) -> StoredRevision:
    """Stores a Draft durably; annotations follow separately.

    `given` are the fields that `creator`, a person, typed. `page` is what the Draft was read from,
    where it was fetched; `known_as` are other addresses of the same page. Raises what
    `reader_data.add` raises, and TooLarge.
    """
    capture = Capture(
        draft,
        origin=origin,
        visibility=visibility,
        language=believed_language(library, draft),
        creator=creator,
        given=given,
        known_as=(*known_as, *(page.moved_from if page else ())),
        replace=replace,
        asked=AskedPage.of(page),
    )
    with library.writing() as s:
        return reader_data.add(s, capture, people.editor_creator)


def revise(
    library: Library,
    article_id: int,
    draft: Draft,
    *,
    origin: str | None = None,
    given: Collection[str] = (),
) -> StoredRevision:
    """Stores a Draft as the newest revision of a given article.

    Raises what `lifecycle.revise` raises, and TooLarge.
    """
    language = believed_language(library, draft)
    capture = Capture(draft, origin=origin, language=language, given=given)
    with library.writing() as s:
        return lifecycle.revise(s, article_id, capture)


def withdraw(library: Library, article_id: int) -> None:
    """Erases an article, also from the library's files; a tombstone stays. Raises NotFound."""
    with library.writing() as s:
        lifecycle.withdraw(s, article_id)
        full_text.forget(s)
    # The erased words must not stay behind in SQLite's write-ahead log.
    library.checkpoint()


def import_bytes(
    library: Library,
    settings: Settings,
    data: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    format: str = "auto",
    visibility: str = "public",
    annotate: bool = True,
    page: Fetched | None = None,
    replace: bool = False,
) -> Report:
    """Stores every article in `data`, each in its own transaction, and what else is in it.

    `page` is where the data came from, if it was fetched. Bad input raises nothing: the report
    names each item that failed, with the reason. `replace` stores also what shares next to nothing
    with the article's newest revision. Of what has only an address the server is asked to fetch it.
    """
    item = url or name or "-"
    if len(data) > settings.import_max_bytes:
        limit = f"{settings.import_max_bytes:,}"
        message = f"{len(data):,} bytes is more than the import limit of {limit}."
        return Report([Imported(item, error=message)])
    packed = fetch.marked(PackedFile(data, name, media_type, url), page, settings)
    longest = settings.text_max_characters
    parts = in_order_of_capture(importers.read_parts(packed, format=format, longest=longest))
    others = OtherParts(library, item, visibility, people.editor_creator)
    by_part: list[list[Imported]] = []
    try:
        for part_name, part, _ in named(item, ((part, None) for part in parts)):
            if isinstance(part, Draft):
                done = _import(library, part, part_name, item, visibility, annotate, page, replace)
                by_part.append([done])
            else:
                by_part.append(others.add(part_name, part))
        others.store()
    except FAULTS:
        raise
    except GlossError as error:
        by_part.append([Imported(item, error=error.message)])
        others.store()
    return Report(chain(*by_part)) or Report([Imported(item, error="No article found.")])


def import_url(
    library: Library,
    settings: Settings,
    url: str,
    *,
    visibility: str = "public",
    annotate: bool = True,
    replace: bool = False,
) -> Report:
    """Fetches a web address and stores the articles there; like `import_bytes` otherwise."""
    try:
        page = fetch.fetch(url, settings)
    except GlossError as error:
        return Report([Imported(url, error=error.message)])
    return import_bytes(
        library,
        settings,
        page.data,
        media_type=page.content_type,
        url=page.url,
        visibility=visibility,
        annotate=annotate,
        page=page,
        replace=replace,
    )


def annotate_revision(library: Library, revision_id: int) -> None:
    """Runs every layer on a revision and stores their findings in one transaction.

    Raises Unprocessable when there is no such revision.
    """
    while True:
        with library.reading() as s:
            doc = _doc(library, s, revision_id)
        if doc is None:
            raise Unprocessable(f"There is no revision {revision_id} to annotate.")
        annotated = annotation_workers.compute(doc)
        with library.writing() as s:
            # Where a date was set meanwhile, layers find something else.
            if _doc(library, s, revision_id) in (doc, None):
                annotation_store.keep(s, revision_id, annotated, versions(library))
                return


def annotate_pending(
    library: Library,
    *,
    everything: bool = False,
    only_new: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
    on_text: Callable[[str], None] | None = None,
) -> int:
    """Annotates revisions without a finished run of the current layers; returns how many.

    With `everything` it annotates all of them, with `only_new` those that no layer ever ran on, as
    an interrupted import leaves them. Each article is stored as soon as it is done, so an
    interrupted call loses little and the next one continues where it ended. What another process
    is annotating is left to it. Workers only compute; this process alone writes. `on_text` gets
    each text before it is annotated. Raises Unsupported when `scheduler` is given and the extra
    `cluster` is not installed.
    """
    with library.reading() as s:
        total = runs.count_pending(s, versions(library), everything=everything, only_new=only_new)
    done = 0
    with (
        annotation_workers.executor(workers, scheduler) as executor,
        closing(locks_on(library)) as locks,
    ):
        is_alone = workers == 1 and scheduler is None
        pending = _pending(library, locks, on_text, everything, only_new, is_alone)
        for revision_id, annotated in annotation_workers.computed(
            executor, pending, ahead=_AHEAD * max(workers, 2)
        ):
            with library.writing() as s:
                annotation_store.keep(s, revision_id, annotated, versions(library))
            locks.release(revision_id)
            done += 1
            if progress:
                # Articles that arrived in the meantime are annotated too.
                progress(done, max(total, done))
    return done


def correct(library: Library, correction: Correction, creator: Creator) -> int:
    """Logs a correction and applies it; returns its id. Raises what `corrections.make` raises.

    One that reaches very many articles is logged and holds at once; the articles follow step by
    step (`unfinished_corrections`), some of them before this returns.
    """
    # What it reaches is counted without holding the writer.
    with library.reading() as s:
        reached = reach.count_reach(s, correction)
    with library.writing() as s:
        correction_id = corrections.make(s, correction, creator, reached)
    _follow_up(library, correction_id)
    return correction_id


def undo(library: Library, correction_id: int, creator: Creator) -> None:
    """Undoes a correction, as it is made. Raises NotFound, Conflict."""
    with library.writing() as s:
        corrections.undo(s, correction_id, creator)
    _follow_up(library, correction_id)


def _follow_up(library: Library, correction_id: int) -> None:
    """What follows from a correction that is stored: a fault here does not make it fail."""
    try:
        resolve_dates(library, correction_id)
    except GlossError as error:
        log.warning("dates are resolved later: %s", error.message)
    steps.begin(library)


def date(library: Library, article_id: int, value: str | None, creator: Creator) -> None:
    """Sets an article's date to `YYYY-MM-DD`; None undoes every date that editors set.

    Raises what `correct` raises.
    """
    with library.reading() as s:
        set_dates = article_date.given(s, article_id)
    if value is None:
        for set_date in set_dates:
            undo(library, set_date.correction_id, creator)
        return
    is_set_already = bool(set_dates) and set_dates[0].value == value
    if not is_set_already:
        correct(library, Correction("date", value=value, targets=(Target(article_id),)), creator)


def resolve_dates(library: Library, correction_id: int) -> None:
    """Annotates again the revisions whose relative dates depend on a date that was set or undone.

    If this is interrupted, their runs stay pending, and `gloss annotate --stale` does it.
    """
    with library.reading() as s:
        revision_ids = article_date.concerned(s, correction_id)
    for revision_id in revision_ids:
        annotate_revision(library, revision_id)


def versions(library: Library) -> dict[str, tuple[str, str]]:
    """Layer → (engine, version) of the layers in this program, with the library's model.

    A layer that reads with the model has another version with another model.
    """
    return layers.versions(_model(library))


def _import(
    library: Library,
    draft: Draft,
    item: str,
    origin: str,
    visibility: str,
    annotate: bool,
    page: Fetched | None,
    replace: bool,
) -> Imported:
    source = origin if item != origin else None
    try:
        stored = ingest(
            library, draft, origin=origin, visibility=visibility, page=page, replace=replace
        )
    except FAULTS:
        raise
    except GlossError as error:
        return Imported(item, error=error.message, source=source)
    if annotate and not stored.is_annotated:
        annotate_revision(library, stored.revision_id)
    return Imported(item, stored, source=source)


def believed_language(library: Library, draft: Draft) -> str:
    """The language a text is read in; found before the transaction, as detection is slow.

    Raises TooLarge.
    """
    longest = library.settings.text_max_characters
    if len(draft.text) > longest:
        raise TooLarge(text_too_long(len(draft.text), longest))
    return believed(draft.language, draft.text)


def _doc(library: Library, s: Session, revision_id: int, is_alone: bool = True) -> Doc | None:
    """The revision as layers read it, with the model that the settings name."""
    doc = annotation_store.doc(s, revision_id)
    most = library.settings.annotate_max_words
    return doc and replace(doc, model=_model(library, is_alone), most_words=most)


def _model(library: Library, is_alone: bool = True) -> ModelChoice:
    settings = library.settings
    return ModelChoice(settings.model, settings.threads_of_model(is_alone=is_alone))


def _pending(
    library: Library,
    locks: RevisionLocks,
    on_text: Callable[[str], None] | None,
    everything: bool,
    only_new: bool,
    is_alone: bool,
) -> Iterator[tuple[int, Doc]]:
    """The ids and Docs of revisions to annotate, each locked; no transaction stays open."""
    after = 0
    while True:
        with library.reading() as s:
            revision_ids = runs.pending(
                s, versions(library), everything=everything, only_new=only_new, after=after
            )
        if not revision_ids:
            return
        for revision_id in filter(locks.take, revision_ids):
            with library.reading() as s:
                # Another process may have annotated it since.
                is_wanted = everything or runs.is_pending(s, revision_id, versions(library))
                doc = _doc(library, s, revision_id, is_alone) if is_wanted else None
            if doc is None:
                locks.release(revision_id)
            else:
                if on_text:
                    on_text(doc.text)
                yield revision_id, doc
        after = revision_ids[-1]

"""The verbs: take in, annotate, withdraw.

Owns the order of things and their transactions; knows neither pages nor SQL.

Whatever is acknowledged is committed. The layers run outside of any transaction; what they found is
written in one an article.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from sqlmodel import Session

from app import fetch, importers, layers
from app.errors import GlossError, TooLarge, Unprocessable, Unsupported
from app.importers.base import Draft
from app.layers import AnnotatedText
from app.layers.base import Doc
from app.layers.creators import Creator
from app.linking.corrections.correction import Correction, Target
from app.settings import Settings
from app.store.articles import article_date, full_text
from app.store.corrections import corrections
from app.store.db import instance
from app.store.db.library import Library
from app.store.ingest import annotation_store, lifecycle, runs
from app.store.ingest.lifecycle import StoredRevision
from app.store.passages import anchor_states
from app.text.language import believed

Progress = Callable[[int, int], None]
DEMO = "demo_loaded"
_AHEAD = 4
"""Texts in flight for each worker: enough that none waits for the writer, few enough that an
interruption loses little."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one item of an import: stored (with its ids), or the reason why not."""

    item: str
    stored: StoredRevision | None = None
    error: str | None = None


class Report(list[Imported]):
    """The items of one import, in order."""

    @property
    def stored(self) -> list[StoredRevision]:
        """Where each item that could be stored went."""
        return [i.stored for i in self if i.stored is not None]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """Each other item with the reason."""
        return [(i.item, i.error) for i in self if i.error is not None]


def ingest(
    library: Library, draft: Draft, *, origin: str | None = None, visibility: str = "public"
) -> StoredRevision:
    """Stores a Draft durably; annotations follow separately.

    Raises what `articles.add` raises, and TooLarge.
    """
    language = _language(library, draft)
    with library.writing() as s:
        return lifecycle.add(s, draft, origin=origin, visibility=visibility, language=language)


def revise(
    library: Library, article_id: int, draft: Draft, *, origin: str | None = None
) -> StoredRevision:
    """Stores a Draft as the newest revision of a given article.

    Raises what `articles.revise` raises, and TooLarge.
    """
    language = _language(library, draft)
    with library.writing() as s:
        return lifecycle.revise(s, article_id, draft, origin=origin, language=language)


def withdraw(library: Library, article_id: int) -> None:
    """Erases an article from the library and from its files; a tombstone stays. Raises NotFound."""
    with library.writing() as s:
        lifecycle.withdraw(s, article_id)
        full_text.forget(s)
    library.checkpoint()


def import_bytes(
    library: Library,
    settings: Settings,
    data: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    format: str = "auto",  # the CLI's word
    visibility: str = "public",
    origin: str | None = None,
    annotate: bool = True,
) -> Report:
    """Stores every article in `data`, each for itself; what cannot be is named with its reason.

    Raises nothing for bad input.
    """
    item = url or name or "-"
    try:
        if len(data) > settings.import_max_bytes:
            raise TooLarge(
                f"It has {len(data):,} bytes; at most {settings.import_max_bytes:,} are imported."
            )
        longest = settings.text_max_characters
        drafts = importers.read(
            data, name=name, media_type=media_type, url=url, format=format, longest=longest
        )
    except GlossError as error:
        return Report([Imported(item, error=error.message)])
    names = [item] if len(drafts) == 1 else [f"{item}#{n}" for n in range(1, len(drafts) + 1)]
    pairs = zip(drafts, names, strict=True)
    return Report(
        _import(library, draft, one, origin or item, visibility, annotate) for draft, one in pairs
    )


def import_url(
    library: Library,
    settings: Settings,
    url: str,
    *,
    visibility: str = "public",
    annotate: bool = True,
) -> Report:
    """Fetches an address and stores what is there."""
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
    )


def annotate_revision(library: Library, revision_id: int) -> None:
    """Runs every layer on a revision and stores what they found, in one transaction.

    Raises Unprocessable when it does not exist.
    """
    with library.reading() as s:
        doc = _doc(library, s, revision_id)
    if doc is None:
        raise Unprocessable(f"There is no revision {revision_id} to annotate.")
    _keep(library, revision_id, _compute(doc))


def annotate_pending(
    library: Library,
    *,
    everything: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Annotates every newest revision that has no finished run of today's layers, or all; how many were done.

    Each article is stored as soon as it is done, so that an interrupted call loses little and the next goes on where it ended.
    Workers only compute; this process alone writes. Raises Unsupported when `scheduler` is given and the extra `cluster` is missing.
    """
    with library.reading() as s:
        total = runs.count_pending(s, versions(), everything=everything)
    done = 0
    with _executor(workers, scheduler) as executor:
        for revision_id, annotated in _computed(
            executor, _pending(library, everything), ahead=_AHEAD * max(workers, 2)
        ):
            _keep(library, revision_id, annotated)
            done += 1
            if progress:
                progress(done, max(total, done))
    return done


def recompute_anchor_states(library: Library, progress: Progress | None = None) -> int:
    """Follows anew what an older map had followed, or what was never followed; how many articles.

    Each is stored by itself.
    """
    with library.reading() as s:
        waiting = anchor_states.stale(s)
    for done, article_id in enumerate(waiting, 1):
        with library.writing() as s:
            anchor_states.recompute(s, article_id)
        if progress:
            progress(done, len(waiting))
    return len(waiting)


def correct(library: Library, correction: Correction, creator: Creator) -> int:
    """Stores a correction and applies it; its id. Raises what `corrections.make` raises."""
    with library.writing() as s:
        correction_id = corrections.make(s, correction, creator)
    resolve_dates(library, correction_id)
    return correction_id


def undo(library: Library, correction_id: int, creator: Creator) -> None:
    """Takes a correction back. Raises NotFound, Conflict."""
    with library.writing() as s:
        corrections.undo(s, correction_id, creator)
    resolve_dates(library, correction_id)


def date(library: Library, article_id: int, value: str | None, creator: Creator) -> None:
    """Gives an article the date `YYYY-MM-DD`; None takes back every date that editors gave it.

    Raises what `correct` raises.
    """
    with library.reading() as s:
        given = article_date.given(s, article_id)
    if value is None:
        for settled in given:
            undo(library, settled.correction_id, creator)
    elif not given or given[0].value != value:
        correct(library, Correction("date", value=value, targets=(Target(article_id),)), creator)


def resolve_dates(library: Library, correction_id: int) -> None:
    """Annotates revisions again whose relative dates depend on a correction of the kind `date`.

    Should this be interrupted, their runs stay pending, and `gloss annotate --stale` does it.
    """
    with library.reading() as s:
        revision_ids = article_date.concerned(s, correction_id)
    for revision_id in revision_ids:
        annotate_revision(library, revision_id)


def versions() -> dict[str, tuple[str, str]]:
    """Layer → (engine, version), as they run today."""
    return {layer.name: (layer.engine, layer.version) for layer in layers.LAYERS}


def load_demo(library: Library, folder: Path) -> bool:
    """Loads the demo library once, all or nothing: `NAME.md` by date, then `NAME.r2.md` as their revisions. Whether it did."""
    files = {
        path.name.removesuffix(".md"): _one(path, library.settings)
        for path in sorted(folder.glob("*.md"))
    }
    with library.writing() as s:
        if instance.find(s, DEMO) is not None:
            return False
        ids: dict[str, int] = {}
        for name, draft in sorted(
            files.items(),
            key=lambda f: (
                ".r" in f[0],
                f[1].declared_date.value if f[1].declared_date else "",
                f[0],
            ),
        ):
            base, _, number = name.partition(".r")
            language = _language(library, draft)
            stored = (
                lifecycle.revise(s, ids[base], draft, origin=f"demo/{name}.md", language=language)
                if number
                else lifecycle.add(s, draft, origin=f"demo/{name}.md", language=language)
            )
            ids[base] = stored.article_id
        instance.put(s, DEMO, str(len(files)))
    annotate_pending(library)
    return True


def _import(
    library: Library, draft: Draft, item: str, origin: str, visibility: str, annotate: bool
) -> Imported:
    try:
        stored = ingest(library, draft, origin=origin, visibility=visibility)
    except GlossError as error:
        return Imported(item, error=error.message)
    if annotate:
        annotate_revision(library, stored.revision_id)
    return Imported(item, stored)


def _language(library: Library, draft: Draft) -> str:
    """The language that the text is read in; before the transaction, for it takes its time."""
    longest = library.settings.text_max_characters
    if len(draft.text) > longest:
        raise TooLarge(
            f"The text has {len(draft.text):,} characters; at most {longest:,} are stored."
        )
    return believed(draft.language, draft.text)


def _one(path: Path, settings: Settings) -> Draft:
    """The one article in a file of ours."""
    return importers.read(path.read_bytes(), name=path.name, longest=settings.text_max_characters)[
        0
    ]


def _compute(doc: Doc) -> AnnotatedText:
    """The pure part, which may run in another process. Each layer's failure is recorded in it."""
    return layers.annotate(doc)


def _keep(library: Library, revision_id: int, annotated: AnnotatedText) -> None:
    with library.writing() as s:
        annotation_store.keep(s, revision_id, annotated, versions())


def _doc(library: Library, s: Session, revision_id: int) -> Doc | None:
    """The revision as layers read it, with as many threads for the model as the settings allow."""
    doc = annotation_store.doc(s, revision_id)
    return doc and replace(doc, threads=library.settings.model_threads)


def _pending(library: Library, everything: bool) -> Iterator[tuple[int, Doc]]:
    """Revisions to annotate with their Docs, in batches, so that no read stays open while layers run."""
    after = 0
    while True:
        with library.reading() as s:
            ids = runs.pending(s, versions(), everything=everything, after=after)
            docs = [(i, _doc(library, s, i)) for i in ids]
        if not ids:
            return
        yield from ((i, doc) for i, doc in docs if doc is not None)
        after = ids[-1]


def _computed(
    executor: Executor | None, work: Iterator[tuple[int, Doc]], ahead: int
) -> Iterator[tuple[int, AnnotatedText]]:
    """Results in the order in which they are ready; at most `ahead` are waited for."""
    if executor is None:
        for revision_id, doc in work:
            yield revision_id, _compute(doc)
        return
    waiting: dict[Future[AnnotatedText], int] = {}
    for revision_id, doc in work:
        waiting[executor.submit(_compute, doc)] = revision_id
        if len(waiting) >= ahead:
            yield from _ready(waiting)
    while waiting:
        yield from _ready(waiting)


def _ready(waiting: dict[Future[AnnotatedText], int]) -> Iterator[tuple[int, AnnotatedText]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


@contextmanager
def _executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    if scheduler:
        with _cluster(scheduler) as executor:
            yield executor
    elif workers > 1:
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn")
        )  # a fork would copy the library's open connections
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
    else:
        yield None


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client  # an extra: most libraries fit on one machine
    except ImportError as error:
        raise Unsupported(
            "A scheduler needs the extra “cluster”.",
            "Install it with: pip install 'gloss[cluster]'",
        ) from error
    with Client(scheduler) as client:
        yield client.get_executor()

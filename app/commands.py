"""What the commands do, one function a command: settings in, printable things out.

Top floor, beside the parser in `cli`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from math import isfinite
from multiprocessing import get_context
from pathlib import Path
from sys import stdin
from typing import Any, BinaryIO, NoReturn, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app import entry_images, fetch, importers, layers, pipeline, serving
from app.citations.parsing import parse
from app.citations.verification import Verification
from app.citations.verification import verify as hold
from app.errors import BadRequest, GlossError, LibraryBusy, NotFound, TooLarge, Unprocessable
from app.exporters import named
from app.exporters.selection import chosen, everything
from app.importers.base import Draft
from app.importers.text import structure
from app.layers import language_of_record
from app.layers.base import Doc
from app.linking.across import knowledge_entries
from app.pipeline import Imported
from app.settings import Settings
from app.store import instance
from app.store.admin import migrations, people
from app.store.admin.backup import backup as store_backup
from app.store.admin.backup import restore as store_restore
from app.store.admin.doctor import Check, examine
from app.store.articles.access import EDITOR
from app.store.corrections import replay
from app.store.corrections.replay import Replayed
from app.store.db.library import Library
from app.store.entities import knowledge
from app.store.search import full_text as store_search
from app.text.canonical import canonical, decode
from app.text.language import believed
from app.web.api import serializers

DEMO_FOLDER = Path(__file__).parent.parent / "demo" / "articles"
LINK_PRINTED = "signin_printed"
LINES_AT_ONCE = 64
_LONE = re.compile(r"[\ud800-\udfff]")


@contextmanager
def opened(settings: Settings) -> Iterator[Library]:
    """The library, its schema brought up to date; closed at the end."""
    if not migrations.is_current(settings):
        migrations.upgrade(settings)
    with closing(Library(settings)) as library:
        yield library


def serve(environ: Mapping[str, str], host: str, port: int, migrate_first: bool) -> None:
    """Migrates, loads the demo where asked for, prints where it serves, and serves until interrupted."""
    with serving.bound(host, port) as listening:
        named_by_hand = "GLOSS_BASE_URL" in environ or "GLOSS_BASE_URL_FILE" in environ
        given = {} if named_by_hand else {"base_url": serving.address_of(listening, host)}
        settings = Settings.from_environment(environ, **given)
        if not migrate_first and not migrations.is_current(settings):
            raise LibraryBusy(
                "The library's schema is older than this program.",
                "Run `gloss migrate`, or serve without --no-migrate.",
            )
        with opened(settings) as library:
            if settings.demo and pipeline.load_demo(library, DEMO_FOLDER):
                print("The demo library is loaded.", flush=True)
            pipeline.recompute_anchor_states(library)
            _print_link_once(settings, library)
            print(f"Gloss serves on {settings.base_url}", flush=True)
            serving.run(settings, library, listening)


def _print_link_once(settings: Settings, library: Library) -> None:
    with library.writing() as s:
        if instance.find(s, LINK_PRINTED) is None:
            code = people.create_signin(s, settings.signin_valid_minutes)
            instance.put(s, LINK_PRINTED, "yes")
            print(
                f"Sign in as the editor, once, within {settings.signin_valid_minutes} "
                f"minutes: {_signin_url(settings, code)}",
                flush=True,
            )


def _signin_url(settings: Settings, code: str) -> str:
    return f"{settings.base_url}/signin/{code}"


def migrate(settings: Settings) -> str:
    """Brings the schema up to date, and what an older version told of passages; says so."""
    was_current = migrations.is_current(settings)
    with opened(settings) as library:
        told = pipeline.recompute_anchor_states(library)
    followed = f" Passages of {told:,} articles were followed anew." if told else ""
    return (
        "The schema is up to date." if was_current else f"The schema is now {migrations.head()}."
    ) + followed


def signin(settings: Settings) -> str:
    """A fresh sign-in link."""
    with opened(settings) as library, library.writing() as s:
        return _signin_url(settings, people.create_signin(s, settings.signin_valid_minutes))


def create_token(settings: Settings, name: str) -> str:
    """A new token."""
    with opened(settings) as library, library.writing() as s:
        return people.create_token(s, name)


def _is_address(item: str) -> bool:
    return item.lower().startswith(("http://", "https://"))


def _items(given: Iterable[str]) -> list[str]:
    """Folders become their files, by name; everything else stays."""
    found: list[str] = []
    for item in given:
        path = Path(item)
        if item != "-" and not _is_address(item) and path.is_dir():
            found += _files(path) or [item]  # an empty folder is an item that fails, and is named
        else:
            found.append(item)
    return found


def _files(folder: Path) -> list[str]:
    """The files in a folder, by name; what a name with a dot hides inside it stays hidden."""
    seen = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return [
        str(p)
        for p in seen
        if not any(part.startswith(".") for part in p.relative_to(folder).parts)
    ]


def import_items(
    settings: Settings, given: list[str], format_: str, console: Console
) -> Iterator[dict[str, Any]]:
    """Stores and annotates every item in turn; each is yielded only once it is durably stored, or with its reason."""
    items = _items(given)
    with opened(settings) as library, _progress(console) as bar:
        task = bar.add_task("import", total=len(items))
        for item in items:
            for one in _import(library, settings, item, format_):
                yield serializers.imported(settings, one)
            bar.advance(task)


def _import(library: Library, settings: Settings, item: str, format_: str) -> list[Imported]:
    try:
        if _is_address(item):
            return pipeline.import_url(library, settings, item)
        name = None if item == "-" else item
        return pipeline.import_bytes(
            library, settings, _bytes(item, settings), name=name, format=format_, origin=item
        )
    except GlossError as error:
        return [Imported(item, error=error.message)]


def _bytes(item: str, settings: Settings) -> bytes:
    """A file, or standard input for `-`. Raises NotFound or TooLarge naming what is wrong."""
    if Path(item).is_dir():
        raise NotFound(f"There is no file in {item}.")
    try:
        with stdin.buffer if item == "-" else Path(item).open("rb") as source:
            data = source.read(settings.import_max_bytes + 1)
    except OSError as error:
        raise NotFound(f"{item} cannot be read: {error.strerror}.") from error
    if len(data) > settings.import_max_bytes:
        raise TooLarge(
            f"It has more than {settings.import_max_bytes:,} bytes, the most that is imported."
        )
    return data


def import_knowledge(
    settings: Settings, file: str, console: Console
) -> Iterator[tuple[int, str, str | None]]:
    """Stores each entry of a list as it is read: its line, what became of it, why it or its picture failed. Raises NotFound, TooLarge."""
    data = _bytes(file, settings)
    source, folder = ("-", None) if file == "-" else (canonical(Path(file).name), Path(file).parent)
    with opened(settings) as library, _progress(console) as bar:
        task = bar.add_task("kb import", total=data.count(b"\n") + 1)
        lines = knowledge_entries.read(data)
        while batch := list(islice(lines, LINES_AT_ONCE)):
            with library.writing() as s:
                became = [
                    "failed" if isinstance(given, str) else knowledge.put(s, given, source)
                    for _, given in batch
                ]
            for (n, given), put in zip(batch, became, strict=True):
                changed, why = (
                    (False, given)
                    if isinstance(given, str)
                    else entry_images.take(library, settings, folder, given)
                )
                yield n, "changed" if changed and put == "known" else put, why
                bar.update(task, completed=n)


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def extract(settings: Settings, item: str, url: str | None) -> list[dict[str, Any]]:
    """The Drafts in a file or at an address; nothing is stored."""
    longest = settings.text_max_characters
    if _is_address(item):
        page = fetch.fetch(item, settings)
        drafts = importers.read(
            page.data, media_type=page.content_type, url=page.url, longest=longest
        )
    else:
        drafts = importers.read(
            _bytes(item, settings), name=Path(item).name, url=url, longest=longest
        )
    return [_told(draft) for draft in drafts]


def _told(draft: Draft) -> dict[str, Any]:
    """The Draft as JSON, in the language that it is read in; where that is not the declared one, with the doubt."""
    doubted = language_of_record.doubt(draft.language, draft.text, draft.blocks)
    doubts = (*draft.doubts, doubted) if doubted else draft.doubts
    return replace(draft, doubts=doubts, language=believed(draft.language, draft.text)).as_json()


def annotate_lines(lines: BinaryIO, out: TextIO, all_: bool, workers: int, threads: int = 1) -> int:
    """One JSON line out for each line in, in the same order; how many could not be read (their place holds an error)."""
    bad = 0
    for told in _annotated(_nonempty(lines), all_, workers, threads):
        bad += "error" in told
        line = json.dumps(told, ensure_ascii=False)
        out.write((json.dumps(told) if _LONE.search(line) else line) + "\n")
        out.flush()
    return bad


def _nonempty(lines: BinaryIO) -> Iterator[bytes]:
    return (line for line in lines if line.strip())


def _annotated(
    lines: Iterator[bytes], all_: bool, workers: int, threads: int
) -> Iterator[dict[str, Any]]:
    if workers == 1:
        yield from (annotate_line(line, all_, threads) for line in lines)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while batch := list(islice(lines, LINES_AT_ONCE)):
            yield from pool.map(
                annotate_line, batch, [all_] * len(batch), [threads] * len(batch), chunksize=4
            )


def annotate_line(line: bytes, all_: bool, threads: int = 1) -> dict[str, Any]:
    """The annotations and doubts of one JSON line; an `error` in their place when it cannot be read."""
    given: Any = None
    try:
        given = json.loads(line, parse_constant=_refused, parse_float=_finite)
        text, doc = _doc(given)
        found = layers.annotate(replace(doc, threads=threads), all_=all_)
    except (ValueError, GlossError, RecursionError) as error:
        name = given.get("id") if isinstance(given, dict) else None
        return {
            "id": name,
            "annotations": [],
            "doubts": [],
            "error": str(error) or "too deeply nested",
        }
    told: dict[str, Any] = {
        "id": given.get("id"),
        "annotations": [f.as_json(text, layers.threshold(f.layer)) for f in found.findings],
        "doubts": [doubt.as_json(text) for _, doubt in found.doubts],
    }
    return told | {"failures": found.failures} if found.failures else told


def _refused(constant: str) -> NoReturn:
    raise Unprocessable(f"{constant} is no JSON.")


def _finite(number: str) -> float:
    """The number.

    Raises Unprocessable for one that floats cannot hold: it would be printed as something that is
    no JSON.
    """
    return float(number) if isfinite(float(number)) else _refused(number)


def _doc(given: Any) -> tuple[str, Doc]:
    """The text of one line as it was given, and its Doc, in which lone surrogates are U+FFFD. Raises Unprocessable naming what is wrong."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Unprocessable("A line is an object with a string `text`.")
    day, language, text = given.get("date"), given.get("language"), given["text"]
    if day is not None and not isinstance(day, str):
        raise Unprocessable("`date` is a string, YYYY-MM-DD.")
    if language is not None and not isinstance(language, str):
        raise Unprocessable("`language` is a string.")
    try:
        declared = date.fromisoformat(day[:10]) if day else None
    except ValueError as error:
        raise Unprocessable(f"`date` is YYYY-MM-DD, not {day!r}.") from error
    whole = _LONE.sub("\ufffd", text)
    return text, Doc(
        whole, believed(language, whole), declared, structure(whole), declared_language=language
    )


def annotate_stored(
    settings: Settings, everything_: bool, workers: int, scheduler: str | None, console: Console
) -> int:
    """Annotates stored revisions with a progress bar; how many were done."""
    with opened(settings) as library, _progress(console) as bar:
        task = bar.add_task("annotate", total=None)
        return pipeline.annotate_pending(
            library,
            everything=everything_,
            workers=workers,
            scheduler=scheduler,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def search(settings: Settings, query: str) -> Iterator[dict[str, Any]]:
    """The hits, best first, as far as the search tells them."""
    cursor = None
    with opened(settings) as library, library.reading() as s:
        while True:
            page = store_search.find(
                s, EDITOR, query, cursor=cursor, limit=100, longest=settings.search_max_characters
            )
            for hit in page.items:
                told = {
                    "id": hit.article.id,
                    "url": serializers.article_url(settings, hit.article.id),
                }
                words = {
                    "title": hit.article.title,
                    "lede": hit.article.lede,
                    "snippet": "".join(w for w, _ in hit.snippet),
                }
                yield (
                    told
                    | words
                    | {
                        "published": hit.article.published_on,
                        "date_doubted": hit.article.date_doubted,
                    }
                )
            cursor = page.next
            if cursor is None:
                return


def export(settings: Settings, format_: str, ids: list[int]) -> Iterator[bytes]:
    """The library, or these articles, in an exporter's format."""
    exporter = named(format_)
    base = settings.base_url
    with opened(settings) as library:
        yield from exporter.write(
            chosen(library, EDITOR, ids, base) if ids else everything(library, EDITOR, base), base
        )


def export_corrections(settings: Settings) -> Iterator[str]:
    """The log of corrections, one line a correction after one that says what it is."""
    with opened(settings) as library, library.reading() as s:
        yield from replay.lines(s)


def replay_corrections(settings: Settings, file: str) -> Iterator[Replayed]:
    """Takes a log in, a transaction a line, so that it can be interrupted and run again.

    Raises Unprocessable, Conflict.
    """
    first, *rest = decode(_bytes(file, settings)).split("\n")
    with opened(settings) as library:
        with library.writing() as s:
            replay.start(s, first)
        for number, line in ((n, line) for n, line in enumerate(rest, 2) if line.strip()):
            with library.writing() as s:
                told = replay.replay(s, number, line)
            yield told


def verify(settings: Settings, file: str) -> Iterator[Verification]:
    """What of each citation in a file, or in standard input, holds in this library as its editor sees it. Raises BadRequest without one."""
    given = decode(stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    if migrations.current(settings) is None:
        raise BadRequest("There is no library here yet.", f"Looked at {settings.database}.")
    with opened(settings) as library:
        for cited in dict.fromkeys(parse(given)):
            with library.reading() as s:
                yield hold(s, EDITOR, cited, settings.base_url)


def describe(checked: Verification) -> str:
    """What was found of a citation, a sentence a line: whether it is genuine, whether the article still says so, and why.

    What differs in the words is marked [-lacking-] and {+added+}.
    """
    marks = {"same": "%s", "deleted": "[-%s-]", "inserted": "{+%s+}"}
    state = "WRONG   " if not checked.verified else "verified" if checked.stands else "genuine "
    lines = [f"{state}  /p/{checked.cited.code}  {' '.join(checked.answers)}"]
    for point in checked.points:
        lines.append(
            "    "
            f"{'ok' if point.holds else 'BAD' if point.holds is False else '-':4}{point.sentence}"
        )
        lines += (
            ["        " + "".join(marks[op] % words for op, words in point.diff)]
            if point.diff
            else []
        )
        lines += (
            [f"        In its place: {' '.join(point.instead.split())}"] if point.instead else []
        )
    return "\n".join(lines)


def backup(settings: Settings, file: Path) -> str:
    """Writes a copy of the library."""
    store_backup(settings, file)
    return f"The library is copied to {file}."


def restore(settings: Settings, file: Path, force: bool) -> str:
    """Puts a backup in place, its passages followed as this version follows them."""
    store_restore(settings, file, force=force)
    with opened(settings) as library:
        pipeline.recompute_anchor_states(library)
    return f"The library is restored from {file}."


def doctor(settings: Settings) -> list[Check]:
    """What an examination of the library found."""
    if migrations.current(settings) is None:
        raise BadRequest("There is no library here yet.", f"Looked at {settings.database}.")
    with closing(Library(settings)) as library:
        return examine(library, pipeline.versions())

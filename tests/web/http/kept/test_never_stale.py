"""Nothing that is kept is ever out of date: after any write, in any process."""

import random
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from app import pipeline
from app.layers.creators import PersonCreator
from app.linking.across.encyclopedia import Summary
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.linking.corrections.correction import Correction, Target
from app.main import create_app
from app.store.annotations import notes
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.entities import encyclopedia, knowledge
from app.store.ingest import lifecycle
from app.store.passages import passages
from app.store.schema.corrections import StoredCorrection
from app.store.schema.entities import Entity
from app.store.schema.people import Person
from app.text.spans import Span
from tests.building import ingest, stub_layers

_ = stub_layers
TEXTS = (
    "Ingrid Vale met Tomas Brandt. “The mole of Oscar Lund will stand,” minister Ingrid Vale said.",
    "Oscar Lund went home. “It was Ingrid Vale who paid for all of it,” Oscar Lund said.",
    "Tomas Brandt and captain Oscar Lund spoke of 13 boats. They were sold in the spring.",
)
OWN = "http://127.0.0.1:8000"
PRIVATE = "Mira Holt was there with Tomas Brandt when the boats were sold."


class Writes:
    """Everything that changes what readers see, each chosen and aimed at random."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library = library
        self.random = random.Random(seed)
        self.number = 0
        with library.writing() as s:
            s.add(person := Person(name="Anna Berg"))
            s.flush()
            self.creator = PersonCreator(id_of(person))

    def write(self, kind: str) -> None:
        self.number += 1
        getattr(self, kind)()

    def _entity(self) -> int:
        with self.library.reading() as s:
            ids = list(s.scalars(select(col(Entity.id)).where(col(Entity.merged_into).is_(None))))
        return int(self.random.choice([id_ for id_ in ids if id_ is not None]))

    def _correct(self, correction: Correction) -> None:
        pipeline.correct(self.library, correction, self.creator)

    def rename(self) -> None:
        self._correct(Correction("rename", self._entity(), value=f"Name {self.number}"))

    def rekind(self) -> None:
        self._correct(Correction("rekind", self._entity(), new_kind="place"))

    def merge(self) -> None:
        one, other = self._entity(), self._entity()
        if one != other:
            self._correct(Correction("merge", one, other))

    def undo(self) -> None:
        made = select(col(StoredCorrection.id)).where(col(StoredCorrection.undone_at).is_(None))
        with self.library.reading() as s:
            newest = s.scalars(made.order_by(col(StoredCorrection.id).desc())).first()
        if newest is not None:
            pipeline.undo(self.library, newest, self.creator)

    def date(self) -> None:
        day = f"2031-0{self.random.randint(1, 9)}-01"
        self._correct(Correction("date", value=day, targets=(Target(self._article()),)))

    def _article(self) -> int:
        return self.random.randint(1, 3)

    def revise(self) -> None:
        number = self._article()
        text = f"{TEXTS[number - 1]}\n\nTomas Brandt wrote revision {self.number}."
        with self.library.reading() as s:
            url = articles.get(s, EDITOR, number).source_url
        ingest(self.library, text, url=url, title=f"Title {self.number}")

    def annotate_again(self) -> None:
        with self.library.reading() as s:
            _, revision = articles.with_revision(s, EDITOR, self._article())
        pipeline.annotate_revision(self.library, revision.id or 0)

    def close_or_open(self) -> None:
        with self.library.writing() as s:
            article = self.random.randint(1, 4)
            is_public = lifecycle.not_withdrawn(s, article).visibility == "public"
            lifecycle.set_visibility(s, article, "private" if is_public else "public")

    def note(self) -> None:
        with self.library.writing() as s:
            _, revision = articles.with_revision(s, EDITOR, self._article())
            notes.write(s, str(self.creator), revision, Span(0, 6), f"Note {self.number}")

    def learn(self) -> None:
        entry = KnowledgeEntry(
            "q1", "Oscar Lund", "person", description=f"Master of the mole, {self.number}."
        )
        with self.library.writing() as s:
            knowledge.put(s, entry, "harbour")

    def look_up(self) -> None:
        entity = self._entity()
        with self.library.writing() as s:
            name = s.get_one(Entity, entity).name
            summary = Summary("en", name, f"Told {self.number} times.", "https://enc.example/x")
            encyclopedia.put(s, entity, summary, name)

    def import_another(self) -> None:
        ingest(self.library, f"Ingrid Vale and Oscar Lund came {self.number} times to Ostra.")


KINDS = (
    "rename",
    "rekind",
    "merge",
    "undo",
    "date",
    "revise",
    "annotate_again",
    "close_or_open",
    "note",
    "learn",
    "look_up",
    "import_another",
)


def filled(library: Library) -> str:
    """Three public articles and a private one; the code of a passage of the first."""
    for number, text in enumerate(TEXTS, 1):
        ingest(library, text, url=f"https://press.example/{number}", date=f"2031-05-0{number}")
    ingest(library, PRIVATE, url="https://press.example/4", visibility="private")
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, 1)
        return passages.share(s, article, revision, Span(0, 11))[0].code


def addresses(code: str) -> list[str]:
    fragments = ["/cards/1", "/cards/3", "/panels/annotation/3", "/panels/annotation/5"]
    of_entities = ["/panels/entity/2", "/panels/entity/1?article=1", "/entities/3"]
    pages = [f"/articles/{n}" for n in range(1, 5)]
    return [*fragments, *of_entities, *pages, "/", f"/p/{code}"]


@pytest.mark.usefixtures("stub_layers")
def test_after_any_write_every_kept_answer_is_what_would_be_rendered(library: Library) -> None:
    code = filled(library)
    apps = [
        create_app(library.settings.model_copy(update={"page_cache_bytes": most}), library)
        for most in (64_000_000, 0)
    ]
    writes = Writes(library, 1)
    reused = 0
    with TestClient(apps[0], base_url=OWN) as kept, TestClient(apps[1], base_url=OWN) as fresh:
        for kind in ["annotate_again", *KINDS, "close_or_open", "undo"]:
            writes.write(kind)
            reused += _look(apps[0])
            for address in addresses(code):
                now, wanted = kept.get(address), fresh.get(address)
                assert now.status_code == wanted.status_code, (kind, address)
                assert now.text == wanted.text, (kind, address)
    # Most writes leave some of the answers as they were.
    assert reused > len(KINDS)


def _look(app: FastAPI) -> int:
    """How many answers are still kept after the last write."""
    assert app.state.page_cache.look_now()
    return len(app.state.page_cache.answers.addresses())


SERVER = """
import sys, uvicorn
from pathlib import Path
from app.main import create_app
from app.settings import Settings
from app.serving.server import address_of, bound

socket = bound("127.0.0.1", 0)
print(address_of(socket, "127.0.0.1"), flush=True)
settings = Settings(data=Path(sys.argv[1]), database_url=sys.argv[2] or None, model="small")
uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error")).run(sockets=[socket])
"""
Get = Callable[[str], tuple[int, str]]


@contextmanager
def another_process(library: Library) -> Iterator[Get]:
    """Asks a server of the same library in a process of its own."""
    settings = library.settings
    command = [sys.executable, "-c", SERVER, str(settings.data), settings.database_url or ""]
    root = Path(__file__).parents[4]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            base = process.stdout.readline().strip()

            def get(address: str) -> tuple[int, str]:
                try:
                    with urllib.request.urlopen(base + address, timeout=60) as answer:
                        return answer.status, answer.read().decode()
                except urllib.error.HTTPError as error:
                    return error.code, error.read().decode()

            yield get
        finally:
            process.terminate()


def this_process(library: Library) -> Get:
    client = TestClient(create_app(library.settings, library), base_url=OWN)

    def get(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.text

    return get


class Seen:
    """What has been written and answered, and what each address must therefore show at least."""

    def __init__(self) -> None:
        self.title = self.name = self.closed = 0
        self.closing = 0
        self.is_withdrawn = False
        self.is_over = threading.Event()

    def check(self, get: Get) -> None:
        """Asks for every page once; what it shows was true after the request was sent."""
        title, name, closed = self.title, self.name, self.closed
        status, text = get("/articles/1")
        assert self.is_withdrawn or _number("Title", text) >= title
        status, text = get("/panels/entity/1")
        assert self.is_withdrawn or _number("Name", text) >= name
        status, _ = get("/articles/3")
        if self.closing == closed:
            assert status == (404 if closed % 2 else 200)

    def keep_checking(self, get: Get) -> int:
        rounds = 0
        while not self.is_over.is_set():
            self.check(get)
            rounds += 1
        return rounds


def _number(word: str, text: str) -> int:
    return max(int(number) for number in re.findall(rf"{word} (\d+)", text))


@pytest.mark.usefixtures("stub_layers")
def test_four_readers_in_two_processes_see_no_old_byte_after_the_answer_to_a_write(
    library: Library,
) -> None:
    filled(library)
    writes, seen = Writes(library, 0), Seen()
    with another_process(library) as elsewhere, ThreadPoolExecutor(4) as threads:
        getters = [this_process(library), this_process(library), elsewhere, elsewhere]
        _write(library, writes, seen, 0)
        readers = [threads.submit(seen.keep_checking, get) for get in getters]
        try:
            for number in range(1, 5):
                _write(library, writes, seen, number)
                for get in getters[1:3]:
                    seen.check(get)
            seen.is_withdrawn = True
            pipeline.withdraw(library, 1)
            assert [get("/articles/1")[0] for get in getters] == [410] * 4
        finally:
            seen.is_over.set()
        assert all(reader.result() > 0 for reader in readers)


def _write(library: Library, writes: Writes, seen: Seen, number: int) -> None:
    """Revises an article, corrects a name, closes or opens another article."""
    text = f"{TEXTS[0]}\n\nThis is how it was told later, {number} times."
    ingest(library, text, url="https://press.example/1", title=f"Title {number}")
    seen.title = number
    pipeline.correct(library, Correction("rename", 1, value=f"Name {number}"), writes.creator)
    seen.name = number
    seen.closing = number
    with library.writing() as s:
        lifecycle.set_visibility(s, 3, "private" if number % 2 else "public")
    seen.closed = number

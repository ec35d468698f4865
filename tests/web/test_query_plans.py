"""No page reads a large table from end to end, on either database.

Every page, card, panel, feed and list is asked for once, and each of its statements is explained.
SQLite plans without statistics, so that a small library is planned like a large one; PostgreSQL is
told to scan only where no index serves.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from app.main import create_app
from app.store.db.library import Library
from app.store.db.pagination import encode_cursor
from tests.building import some_url, stub_layers  # noqa: F401 - a fixture
from tests.web.asking import add, entity_of, first

pytestmark = pytest.mark.usefixtures("stub_layers")

TOKEN = "an-editor's-token-for-tests"
TEXT = "“We sail at 7,” Ida Fenwick said. The captain Silas Thorne counted 40 ships. "
SMALL = {
    "publisher_count": "a row for each publisher",
    "correction": "a row for each decision of an editor",
    "correction_target": "a few rows for each decision of an editor",
    "board": "a row for each board that an editor made",
    "board_item": "the passages of those boards",
    "person": "a row for each editor",
    "token": "a row for each program",
    "signin": "a row for each link that was asked for",
    "instance": "a few facts about the library itself",
    "merge_proposal": "what waits for an editor, read in the order of an index",
}
"""Tables that may be read whole, and why they stay small."""


SCANS = {"/metrics": "for the editor only, revisions that are not annotated; kept for 30 seconds"}
"""Addresses that read all revisions, and why they may."""


def addresses(client: TestClient, article: int, code: str) -> Iterator[str]:
    """Every address that answers a GET, with each filter that changes the statements."""
    ida = entity_of(client, "Ida")
    yield from ("/", "/?publisher=Post", "/?since=2030-01-01&until=2030-12-31", "/feed.atom")
    yield from (f"/articles/{article}", f"/articles/{article}/pending")
    yield from (f"/articles/{article}/revisions", f"/articles/{article}/revisions/1-2")
    yield from (f"/articles/{article}/revisions.atom", f"/articles/{article}/share")
    yield from ("/entities", "/entities?q=fen", "/entities?kind=person", "/entities?letter=F")
    for part in ("all", "articles", "said", "about", "claims"):
        yield f"/entities/{ida}?show={part}"
    yield from (f"/entities/{ida}?since=2030-01-01&q=sail", f"/entities/{ida}.atom")
    yield from (f"/entities/{ida}/reading", f"/entities/{ida}/reading?article={article}")
    for listed in ("/quotes", "/quotes.atom", "/api/quotes"):
        yield from (listed, f"{listed}?speaker={ida}", f"{listed}?speaker=Fenwick&about={ida}")
        yield from (f"{listed}?about=Ida+Fenwick", f"{listed}?q=sail", f"{listed}?act=speech")
    for listed in ("/claims", "/claims.atom", "/api/claims"):
        yield from (listed, f"{listed}?about={ida}", f"{listed}?q=counted")
    yield from ("/search?q=sail", "/search.atom?q=sail", "/api/search?q=sail+-nothing")
    yield from ("/api/suggestions?q=fenw", "/api/suggestions?q=ships+co", "/keys", "/palette")
    for layer in ("entity", "quotation", "claim"):
        mark = first(client, article, layer)
        yield from (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/api/annotations/{mark}")
        yield f"/edit/annotations/{mark}"
    yield from (f"/panels/entity/{ida}", f"/panels/entity/{ida}?article={article}")
    yield from ("/preview.png", f"/articles/{article}/preview.png")
    yield from (f"/p/{code}/preview.png", f"/entities/{ida}/preview.png")
    yield from (f"/p/{code}", f"/p/{code}/cite", f"/api/passages/{code}")
    yield from ("/api/articles", f"/api/articles/{article}", "/api/entities?q=fen")
    yield from (f"/api/articles/{article}/annotations", f"/api/entities/{ida}")
    container = "/api/annotations/?iris=0"
    yield from ("/api/annotations/", container, f"{container}&page=last")
    for direction in (0, 1):
        yield f"{container}&page={encode_cursor([direction, 3, 2])}"
    yield from ("/api/corrections", "/healthz", "/metrics", "/edit", "/edit/proposals")
    yield from ("/edit/corrections", f"/edit/entities/{ida}", "/edit/notes", "/edit/boards")


def asked(library: Library, *, editor: bool) -> dict[str, tuple[str, Any]]:
    """Every statement of every page, with an address that sends it and its parameters."""
    settings = library.settings.model_copy(
        update={"admin_token": TOKEN, "base_url": "http://testserver"}
    )
    app = create_app(settings)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    writer = TestClient(app, headers=headers, follow_redirects=False)
    article = add(writer, TEXT, source_url=some_url(), title="Ships", published="2030-02-03")
    passage = {"article": article, "exact": "counted 40 ships"}
    code = writer.post("/api/passages", json=passage).json()["code"]
    client = writer if editor else TestClient(app, follow_redirects=False)
    every = list(addresses(writer, article, code))
    statements: dict[str, tuple[str, Any]] = {}
    at = ""

    def collect(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            statements.setdefault(statement, (at, given))

    event.listen(app.state.library.reader, "before_cursor_execute", collect)
    for at in every:
        answer = client.get(at)
        assert answer.status_code < 500, at
    app.state.library.close()
    return statements


def scans(connection: Connection, statement: str, given: Any) -> list[str]:
    """The large tables that a statement reads from end to end, with how it does."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return list(_scans_of_sqlite(statement, [row[3] for row in plan]))
    connection.exec_driver_sql("SET enable_seqscan = off")
    rows = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", given)
    return list(_scans_of_postgresql(rows.scalar_one()[0]["Plan"]))


def _scans_of_sqlite(statement: str, plan: list[str]) -> Iterator[str]:
    """A scan along an index may stop at a limit, unless everything has to be sorted first."""
    is_sorted = any(re.search(r"TEMP B-TREE FOR (ORDER BY|GROUP BY|DISTINCT)", x) for x in plan)
    may_stop = "LIMIT" in statement and not is_sorted
    for line in plan:
        scan = re.match(r"SCAN (\w+?)(?:_\d+)?(?: .*)?$", line)
        if scan and _is_large(scan[1]) and not ("USING" in line and may_stop):
            yield line


def _scans_of_postgresql(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and _is_large(plan["Relation Name"]):
        yield f"Seq Scan on {plan['Relation Name']}"
    for part in plan.get("Plans", ()):
        yield from _scans_of_postgresql(part)


def _is_large(table: str) -> bool:
    """Whether a table grows with the library; a name of the statement's own is none."""
    return table in {*SQLModel.metadata.tables, "search_words"} and table not in SMALL


@pytest.mark.parametrize("editor", [False, True], ids=["anyone", "editor"])
def test_no_page_reads_a_large_table_whole(library: Library, editor: bool) -> None:
    refused = []
    statements = asked(library, editor=editor)
    with library.reader.connect() as connection:
        for statement, (address, given) in statements.items():
            if "FROM revision" in statement and address in SCANS:
                continue
            refused += [(address, x, statement) for x in scans(connection, statement, given)]
    assert len(statements) > 60
    assert refused == []


def test_a_page_without_its_index_is_found_out(sqlite_library: Library) -> None:
    with sqlite_library.writer.begin() as connection:
        connection.exec_driver_sql("DROP INDEX article_newest_first")
        connection.exec_driver_sql("DROP INDEX speaker_in_article_by_day")
    statements = asked(sqlite_library, editor=False)
    with sqlite_library.reader.connect() as connection:
        found = {
            address: scans(connection, statement, given)
            for statement, (address, given) in statements.items()
            if scans(connection, statement, given)
        }
    assert found["/"] == ["SCAN article"]
    assert any("speaker_in_article" in scan for some in found.values() for scan in some)

"""Bytes on disk an article, and where they go."""

import sqlite3
from collections import Counter
from contextlib import closing

from benchmarks.load.library import bulk
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.report import Report

BAR = 6.0
"""The most that a library of 120 annotations an article may take, as a multiple of its texts."""
_FEW = 0.005


def disk(report: Report, library: KeptLibrary) -> None:
    """The bytes of every table and index of SQLite's file."""
    with closing(sqlite3.connect(library.data / "gloss.db")) as connection:
        sizes = Counter(dict(connection.execute(_BY_TABLE_AND_INDEX)))
        texts = connection.execute(
            "SELECT sum(length(CAST(text AS BLOB))) FROM revision"
        ).fetchone()
        owners = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        whole = pages * connection.execute("PRAGMA page_size").fetchone()[0]
    articles, annotations = library.articles, library.shape.annotations
    report.title(f"On disk, {articles:,} articles of {annotations} annotations")
    rows: list[list[object]] = [
        [_name(name, owners), size / articles, size / whole * 100, size / texts[0]]
        for name, size in sizes.most_common()
        if size > _FEW * whole
    ]
    rest = sum(size for size in sizes.values() if size <= _FEW * whole)
    rows.append(["everything else", rest / articles, rest / whole * 100, rest / texts[0]])
    rows.append(["**all**", whole / articles, 100.0, whole / texts[0]])
    report.table(["table or index", "bytes an article", "%", "× the texts"], rows)
    report.note(
        f"{texts[0] / articles:,.0f} bytes of text an article ({bulk.revisions(articles):,} "
        f"revisions); bar: all ≤ {BAR:.0f} × the texts with 120 annotations."
    )


_BY_TABLE_AND_INDEX = "SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE"


def _name(name: str, owners: dict[str, str]) -> str:
    owner = owners.get(name, name)
    if name.startswith("sqlite_autoindex_"):
        return f"{owner}: a unique index"
    return name if owner == name else f"{owner}: index {name}"

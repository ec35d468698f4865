"""What `gloss import` prints: a line for each article, or one JSON document."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from app.bulk_import.failures import as_json
from app.cli.json_lines import one_line
from app.cli.output import print_error, printable
from app.store.ingest.captures import Imported

_IN_MEMORY = 1_000_000
"""Bytes of failures that wait in memory for the end of the document; more wait in a file."""


class ImportOutput(Protocol):
    """Where the outcomes of an import go."""

    def add(self, results: list[Imported]) -> None:
        """Writes the outcomes of what was just committed."""
        ...


class ImportLines:
    """A line for each article on standard output, and for each failure on standard error."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def add(self, results: list[Imported]) -> None:
        """Prints the outcomes, all lines at once."""
        lines = []
        for result in results:
            if result.stored is None:
                continue
            state = "stored   " if result.stored.created else "unchanged"
            url = result.stored.as_json(self._base_url)["url"]
            lines.append(f"{state}  {url}  {printable(result.item)}\n")
        sys.stdout.write("".join(lines))
        sys.stdout.flush()
        for result in results:
            if result.stored is None:
                print_error(f"{printable(result.item)}: {result.error}")


class ImportDocument:
    """`{"items": […], "failed": […]}`, one article a line, written while the import runs."""

    def __init__(self, base_url: str, failures: IO[str]) -> None:
        self._base_url = base_url
        self._failures = failures
        self._counts = {"items": 0, "failed": 0}
        sys.stdout.write('{"items": [')

    def add(self, results: list[Imported]) -> None:
        """Prints what is stored, and keeps what failed for the end."""
        for result in results:
            if result.stored is not None:
                stored = {"item": result.item} | result.stored.as_json(self._base_url)
                sys.stdout.write(self._separated("items", one_line(stored)))
            else:
                self._failures.write(self._separated("failed", one_line(as_json(result))))
        sys.stdout.flush()

    def close(self) -> None:
        """Completes the document."""
        sys.stdout.write('\n], "failed": [' if self._counts["items"] else '], "failed": [')
        self._failures.seek(0)
        for part in iter(lambda: self._failures.read(65_536), ""):
            sys.stdout.write(part)
        sys.stdout.write("\n]}\n" if self._counts["failed"] else "]}\n")
        sys.stdout.flush()

    def _separated(self, part: str, line: str) -> str:
        self._counts[part] += 1
        return ("\n" if self._counts[part] == 1 else ",\n") + line


@contextmanager
def import_output(base_url: str, as_document: bool) -> Iterator[ImportOutput]:
    """Lines, or a document, which is complete even where the import ends early."""
    if not as_document:
        yield ImportLines(base_url)
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as failures:
        document = ImportDocument(base_url, failures)
        try:
            yield document
        except BrokenPipeError:
            raise
        except BaseException:
            document.close()
            raise
        document.close()


class FailureReport:
    """The failures of an import, one JSON object a line, in a file of that name."""

    def __init__(self, name: str) -> None:
        self._path = Path(name)
        folder = self._path.absolute().parent
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - `close` and `discard` close it
            "w", encoding="utf-8", dir=folder, prefix=".gloss-report-", delete=False
        )

    def add(self, results: list[Imported]) -> None:
        """Adds the failures among these outcomes."""
        for result in results:
            if result.error is not None:
                self._file.write(one_line(as_json(result)) + "\n")

    def close(self) -> None:
        """Puts the report where it was asked for, in place of an earlier one."""
        self._file.close()
        Path(self._file.name).replace(self._path)

    def discard(self) -> None:
        """Leaves an earlier report as it was: the import ended early, and has tried only some."""
        self._file.close()
        Path(self._file.name).unlink()


@contextmanager
def failure_report(name: str | None) -> Iterator[FailureReport | None]:
    """The report that is asked for, if any; it is written when the import has tried everything."""
    if name is None:
        yield None
        return
    report = FailureReport(name)
    try:
        yield report
    except BaseException:
        report.discard()
        raise
    report.close()

"""What `gloss import` prints: a line for each article, or one JSON document."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, Protocol

from app.bulk_import.failures import address_as_json, as_json
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
        sys.stdout.write("".join(self._line(result) for result in results))
        sys.stdout.flush()
        for result in results:
            if result.error is not None:
                print_error(f"{printable(result.item)}: {result.error}")

    def _line(self, result: Imported) -> str:
        """A line; nothing for what failed or is passed over."""
        if result.awaited is not None:
            return f"not fetched  {printable(result.awaited.address.url)}\n"
        if result.stored is None:
            return ""
        state = "stored   " if result.stored.created else "unchanged"
        url = result.stored.as_json(self._base_url)["url"]
        line = f"{state}  {url}  {printable(result.item)}"
        counts = result.stored.highlights
        if counts is None or not counts.total:
            return f"{line}\n"
        return (
            f"{line}  (highlights: {counts.placed:,} placed, {counts.reworded:,} reworded, "
            f"{counts.not_found:,} not found)\n"
        )


class ImportDocument:
    """`{"items": […], "failed": […], "not_fetched": […], "skipped": […], "also_imported": […]}`.

    One article a line, written while the import runs; the other lists wait in files for the end.
    """

    def __init__(self, base_url: str, failures: IO[str], addresses: IO[str]) -> None:
        self._base_url = base_url
        self._later = {"failed": failures, "not_fetched": addresses}
        self._counts = {"items": 0, "failed": 0, "not_fetched": 0}
        self._skipped: Counter[str] = Counter()
        self._also_imported: Counter[str] = Counter()
        sys.stdout.write('{"items": [')

    def add(self, results: list[Imported]) -> None:
        """Prints what is stored, and keeps the rest for the end."""
        for result in results:
            if result.stored is not None:
                stored = {"item": result.item} | result.stored.as_json(self._base_url)
                sys.stdout.write(self._separated("items", one_line(stored)))
            elif result.skipped is not None:
                self._skipped[result.skipped.what] += result.skipped.count
            elif result.also_imported is not None:
                self._also_imported[result.also_imported.what] += result.also_imported.count
            elif result.awaited is not None:
                self._keep("not_fetched", address_as_json(result.awaited))
            else:
                self._keep("failed", as_json(result))
        sys.stdout.flush()

    def close(self) -> None:
        """Completes the document."""
        sys.stdout.write("\n]" if self._counts["items"] else "]")
        for name, kept in self._later.items():
            sys.stdout.write(f', "{name}": [')
            kept.seek(0)
            for part in iter(partial(kept.read, 65_536), ""):
                sys.stdout.write(part)
            sys.stdout.write("\n]" if self._counts[name] else "]")
        for name, counted in (("skipped", self._skipped), ("also_imported", self._also_imported)):
            counts = [{"what": what, "count": count} for what, count in counted.items()]
            sys.stdout.write(f', "{name}": {one_line(counts)}')
        sys.stdout.write("}\n")
        sys.stdout.flush()

    def _keep(self, name: str, value: dict[str, Any]) -> None:
        self._later[name].write(self._separated(name, one_line(value)))

    def _separated(self, part: str, line: str) -> str:
        self._counts[part] += 1
        return ("\n" if self._counts[part] == 1 else ",\n") + line


@contextmanager
def import_output(base_url: str, as_document: bool) -> Iterator[ImportOutput]:
    """Lines, or a document, which is complete even where the import ends early."""
    if not as_document:
        yield ImportLines(base_url)
        return
    with _kept_for_the_end() as failures, _kept_for_the_end() as addresses:
        document = ImportDocument(base_url, failures, addresses)
        try:
            yield document
        except BrokenPipeError:
            raise
        except BaseException:
            document.close()
            raise
        document.close()


def _kept_for_the_end() -> "tempfile.SpooledTemporaryFile[str]":
    return tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")


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

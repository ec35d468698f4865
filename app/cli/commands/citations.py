"""`gloss verify`: citations checked against the library."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.output import errors_reported, print_error, print_json

if TYPE_CHECKING:
    from app.citations.verification import Verification
    from app.settings import Settings

VERDICTS = {True: "ok", False: "BAD", None: "-"}
DIFF_MARKS = {"same": "%s", "deleted": "[-%s-]", "inserted": "{+%s+}"}


def verify(
    file: Annotated[
        str,
        typer.Argument(
            callback=options.existing_file, help="A file with citations, or - for standard input."
        ),
    ] = "-",
    as_json: options.AsJson = False,
) -> None:
    """Checks citations of passages against the library.

    Exit code 0: all match; 1: at least one does not match; 2: no citation was found.
    """
    checked = wrong = 0
    with errors_reported():
        for verification in _verifications(options.settings(), file):
            checked += 1
            wrong += not verification.verified
            if as_json:
                print_json(verification.as_json())
            else:
                print(_describe(verification), flush=True)
    if not checked:
        print_error("No citation of a passage was found.")
        raise typer.Exit(2)
    if wrong:
        raise typer.Exit(1)


def _verifications(settings: "Settings", file: str) -> Iterator["Verification"]:
    """Checks each citation in a file as the editor sees the library. Raises BadRequest."""
    from app.citations.parsing import parse
    from app.citations.verification import verify
    from app.cli.library import opened, require_existing
    from app.store.articles.access import EDITOR
    from app.text.canonical import decode

    words = decode(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    require_existing(settings)
    with opened(settings) as library:
        # A citation that is given twice is checked once.
        for citation in dict.fromkeys(parse(words)):
            with library.reading() as s:
                yield verify(s, EDITOR, citation, settings.base_url)


def _describe(verification: "Verification") -> str:
    """A checked citation: one line that says whether it is genuine, then one for each point.

    Differences are marked [-removed-] and {+added+}.
    """
    if not verification.verified:
        state = "mismatch"
    elif verification.still_contained:
        state = "verified"
    else:
        state = "genuine "
    lines = [f"{state}  /p/{verification.cited.code}  {' '.join(verification.answers)}"]
    for point in verification.points:
        lines.append(f"    {VERDICTS[point.holds]:4}{point.sentence}")
        if point.diff:
            lines.append("        " + "".join(DIFF_MARKS[op] % words for op, words in point.diff))
        if point.replacement:
            lines.append(f"        Replaced by: {' '.join(point.replacement.split())}")
    return "\n".join(lines)

"""Statements on a page against those a reader marked by hand, in one table.

`python -m benchmarks.statements FOLDER`. FOLDER holds `NAME.txt`, an article, and `NAME.json`, what
a careful reader marked in it before any program did:

    {"statements": [{"start": 4, "end": 60, "exact": "…", "speakers": ["Mara Holt"],
                     "worth": "yes"}]}

`speakers` are those that the text gives, by the fullest name or in its words; `worth` is `marginal`
where editors would disagree whether it is a statement at all. A row of the table is a threshold:
quotations from that confidence on. The row `page` is what a page shows by default.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from app.cli.annotation_lines import annotate_line
from app.engines.model.choice import ModelChoice
from app.settings import DEFAULT_MODEL, ModelName

BARS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_SURE = 0.8
"""From this confidence in the speaker on a name stands in the margin."""
_LITTLE = frozenset("a an the of and or for in at on to mr mrs ms dr his her its their".split())
Statement = dict[str, Any]


@dataclass(frozen=True)
class Marked:
    """An article with what a reader and what the program marked."""

    name: str
    text: str
    statements: list[Statement]
    quotations: list[dict[str, Any]]

    @property
    def marked(self) -> set[int]:
        """The offsets of the characters that lie in anything that the reader marked."""
        return _positions((s["start"], s["end"]) for s in self.statements)

    @property
    def worth(self) -> list[Statement]:
        """The statements that are worth a mark."""
        return [s for s in self.statements if s["worth"] == "yes"]


@dataclass(frozen=True)
class Counts:
    """What is counted over some articles.

    `marks` drawn, those on `nothing` (less than half of it lies in anything that the reader
    marked); `statements` that are worth it, those `found` (at least half is drawn), and those found
    with the right speaker; names in the `margin`, and `wrong` ones.
    """

    marks: int
    nothing: int
    statements: int
    found: int
    right: int
    margin: int
    wrong: int


def read(folder: Path, model: ModelName) -> Iterator[Marked]:
    """The articles of a folder, annotated with a model.

    Raises ValueError where a marked stretch is not the words that it says.
    """
    for path in sorted(folder.glob("*.json")):
        text_of = path.with_suffix(".txt")
        if not text_of.exists():
            continue
        text = text_of.read_text(encoding="utf-8")
        statements: list[Statement] = json.loads(path.read_text(encoding="utf-8"))["statements"]
        for s in statements:
            if text[s["start"] : s["end"]] != s["exact"]:
                raise ValueError(
                    f"{path.name}: {s['start']}–{s['end']} are other words than {s['exact']!r}."
                )
        line = json.dumps({"id": path.stem, "text": text}).encode()
        answer = annotate_line(line, False, ModelChoice(model))
        quotations = [a for a in answer["annotations"] if a["layer"] == "quotation"]
        yield Marked(path.stem, text, statements, quotations)


def count(articles: Iterable[Marked], bar: float | None) -> Counts:
    """The figures from a confidence on; with None, of what a page draws by default."""
    parts = [_count(a, _drawn(a, bar)) for a in articles]
    return Counts(*(sum(column) for column in zip(*parts, strict=True)))


def _drawn(article: Marked, bar: float | None) -> list[dict[str, Any]]:
    return [quotation for quotation in article.quotations if _is_drawn(quotation, bar)]


def _is_drawn(quotation: dict[str, Any], bar: float | None) -> bool:
    if bar is None:
        return quotation["shown"] in ("few", "some")
    return bool(quotation["confidence"] >= bar)


def _is_on_nothing(quotation: dict[str, Any], marked: set[int]) -> bool:
    """Whether less than half of a quotation is in a marked statement."""
    inside = marked & _positions([(quotation["start"], quotation["end"])])
    return 2 * len(inside) < int(quotation["end"]) - int(quotation["start"])


def _count(
    article: Marked, drawn: Sequence[dict[str, Any]]
) -> tuple[int, int, int, int, int, int, int]:
    marked = article.marked
    nothing = sum(_is_on_nothing(q, marked) for q in drawn)
    found = [s for s in article.worth if _is_found(s, drawn)]
    right = sum(_is_right(s, _best(s, drawn)) for s in found)
    named = [q for q in drawn if _in_margin(q)]
    wrong = sum(not _is_by(q, article.statements) for q in named)
    return len(drawn), nothing, len(article.worth), len(found), right, len(named), wrong


def _positions(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def _overlap(s: Statement, q: dict[str, Any]) -> int:
    return max(0, int(min(s["end"], q["end"])) - int(max(s["start"], q["start"])))


def _is_found(s: Statement, drawn: Sequence[dict[str, Any]]) -> bool:
    said = _positions([(s["start"], s["end"])])
    covered = said & _positions((q["start"], q["end"]) for q in drawn)
    return 2 * len(covered) >= len(said)


def _best(s: Statement, drawn: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The quotation that shares most with a statement, of two the one that has less beside."""
    return max(drawn, key=lambda q: (_overlap(s, q), q["start"] - q["end"]))


def _is_right(s: Statement, q: dict[str, Any]) -> bool:
    names = list(_given(q))
    if not s["speakers"]:
        return not _in_margin(q)
    return any(_alike(who, name) for who in s["speakers"] for name in names)


def _is_by(q: dict[str, Any], statements: Sequence[Statement]) -> bool:
    """Whether a quotation's speaker is that of a statement under it, or of what that lies in."""
    under = [
        s
        for s in statements
        if 2 * _overlap(s, q) >= min(s["end"] - s["start"], q["end"] - q["start"])
    ]
    return any(_alike(who, name) for s in under for who in s["speakers"] for name in _given(q))


def _given(q: dict[str, Any]) -> Iterator[str]:
    """Whom a quotation is given to: its speakers and the words of its source."""
    body = q["body"]
    yield from (one["speaker"] for one in body.get("speakers") or () if one.get("speaker"))
    yield from filter(None, (body.get("speaker"), (body.get("source") or {}).get("exact")))


def _in_margin(q: dict[str, Any]) -> bool:
    body = q["body"]
    named = body.get("named", body.get("chain") is not None)
    sure = body.get("speaker_confidence", q["confidence"])
    return bool(body.get("speaker") and named and sure is not None and sure >= _SURE)


def _alike(who: str, name: str) -> bool:
    """Whether two names of a speaker agree.

    All telling words of the shorter are in the longer, or both end alike.
    """
    one, other = _words(who), _words(name)
    if not one or not other:
        return who.casefold() == name.casefold()
    short, long = sorted((one, other), key=len)
    return set(short) <= set(long) or one[-1] == other[-1]


def _words(name: str) -> list[str]:
    words = re.findall(r"\w+", name.casefold().replace("’s", "").replace("'s", ""))
    return [word for word in words if word not in _LITTLE]


def table(articles: Sequence[Marked]) -> Table:
    """One row a bar."""
    made = Table(
        "from",
        "marks",
        "on nothing",
        "statements found",
        "with the right speaker",
        "names in the margin",
        "wrong",
    )
    for bar in (*BARS, None):
        c = count(articles, bar)
        made.add_row(
            "page" if bar is None else f"{bar}",
            str(c.marks),
            _share(c.nothing, c.marks),
            _share(c.found, c.statements),
            _share(c.right, c.statements),
            str(c.margin),
            _share(c.wrong, c.margin),
        )
    return made


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / max(1, whole):.3f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 2 where the folder cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statements")
    parser.add_argument("folder", type=Path, help="articles and what a reader marked in them")
    parser.add_argument(
        "--list",
        action="store_true",
        help="also every mark on nothing, statement not found and wrong name",
    )
    parser.add_argument("--model", choices=get_args(ModelName), default=DEFAULT_MODEL)
    options = parser.parse_args(arguments)
    try:
        articles = list(read(options.folder, options.model))
    except (OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.list:
        for line in (line for article in articles for line in _faults(article)):
            print(line)
    Console(width=140).print(table(articles))
    return 0


def _faults(article: Marked) -> Iterator[str]:
    drawn = _drawn(article, None)
    yield from _faults_of_marks(article, drawn)
    yield from _faults_of_statements(article, drawn)


def _faults_of_marks(article: Marked, drawn: Sequence[dict[str, Any]]) -> Iterator[str]:
    marked = article.marked
    for q in drawn:
        who, sure = q["body"].get("speaker"), q["confidence"]
        if _is_on_nothing(q, marked):
            yield f"{article.name} on nothing, {sure}: {q['exact']!r} ({who})"
        elif _in_margin(q) and not _is_by(q, article.statements):
            yield f"{article.name} wrong name: {q['exact']!r} ({who})"


def _faults_of_statements(article: Marked, drawn: Sequence[dict[str, Any]]) -> Iterator[str]:
    for s in article.worth:
        said = f"{s['exact']!r} ({', '.join(s['speakers'])})"
        if not _is_found(s, drawn):
            yield f"{article.name} not found: {said}"
        elif not _is_right(s, _best(s, drawn)):
            yield f"{article.name} wrong speaker: {said}"


if __name__ == "__main__":
    sys.exit(main())

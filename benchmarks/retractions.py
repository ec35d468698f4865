"""What a careful editor would have to retract: `python -m benchmarks.retractions FOLDER [--json]`.

Prints one table.

FOLDER holds articles, as files that Gloss imports, and `questions.jsonl`: what must, and what must
not, be said of them. Each article is annotated and all are imported into one new library. A
question is an object on a line of its own:

    {"number": 21, "article": "vow.html", "ask": "speaker", "at": "described as satire",
     "not": ["Dara Reef"], "want": "the chairman"}

`number` groups questions in the table; `article` is the file's name; `at` are words of the article.
What can be asked:

    speaker    quotations over `at`: none is by one of `not`; one is by `want`, where that is given
               (null: by nobody)
    quoted     quotations inside `at`, or of those words: there is one if `want` is true, none if
               false
    type       the types of the quotations over `at` are among `want`
    polarity   likewise their polarity
    name       the kind of the name `at` is `want` (null: it is no name)
    chain      the mentions `at` and `want` are in one chain
    date       the values of the date `at` are among `want` (a list; null: not resolved)
    claim      a claim over `at` is shown if `want` is true, none if false
    doubt      the kinds of the doubts on the article include `want`
    one, two   the names in `names` mean one entity or are proposed as one; they mean different ones
    page       the words of the page at `path` hold all of `want` and none of `not`; in the path
               `{id}` is the article's, `{entity}` that of what the name `entity` means,
               `{annotation}` that of the first mark of layer `layer` over `at`

Only what a page shows by default counts.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import col, select
from starlette.testclient import TestClient

from app import importers, pipeline
from app.cli.annotation_lines import annotate_line
from app.main import create_app
from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import Library
from app.store.schema.annotations import Annotation
from app.store.schema.entities import MergeProposal

QUESTIONS = "questions.jsonl"
Question = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """An article: its text, its default marks, its doubts and its id in the library."""

    text: str
    drawn: list[dict[str, Any]]
    doubts: list[str]
    id: int

    def places(self, words: str) -> list[tuple[int, int]]:
        """Where words stand in the text.

        Raises ValueError for words that do not: the question would be about nothing.
        """
        spans = [(m.start(), m.end()) for m in re.finditer(re.escape(words), self.text)]
        if not spans:
            raise ValueError(f"{words!r} does not stand in the article.")
        return spans

    def over(self, words: str, layer: str = "quotation") -> list[dict[str, Any]]:
        """What is drawn over any part of these words."""
        places = self.places(words)
        return [
            a
            for a in self._of(layer)
            if any(a["start"] < end and start < a["end"] for start, end in places)
        ]

    def inside(self, words: str, layer: str = "quotation") -> list[dict[str, Any]]:
        """What is marked on these words or a part of them, except for a final stop."""
        places = self.places(words)
        ends = {id(a): a["start"] + len(a["exact"].rstrip(".,!?;:")) for a in self._of(layer)}
        return [
            a
            for a in self._of(layer)
            if any(start <= a["start"] and ends[id(a)] <= end for start, end in places)
        ]

    def on(self, words: str, layer: str) -> list[dict[str, Any]]:
        """What is drawn on exactly these words."""
        self.places(words)
        return [a for a in self._of(layer) if a["exact"] == words]

    def _of(self, layer: str) -> Iterator[dict[str, Any]]:
        return (a for a in self.drawn if a["layer"] == layer)


class Shelf:
    """A folder's articles, annotated, in a library of their own."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.settings = Settings(data=scratch, base_url="http://testserver")
        migrations.upgrade(self.settings)
        self.library = Library(self.settings)
        self.client = TestClient(create_app(self.settings, self.library))
        files = sorted(p for p in folder.iterdir() if p.is_file() and p.name != QUESTIONS)
        self.articles = {path.name: self._read(path) for path in files}

    def _read(self, path: Path) -> Read:
        data = path.read_bytes()
        draft = importers.read(data, name=path.name, longest=self.settings.text_max_characters)[0]
        stored = pipeline.ingest(self.library, draft, origin=path.name)
        pipeline.annotate_revision(self.library, stored.revision_id)
        day = draft.declared_date.value if draft.declared_date else None
        line = {"id": path.name, "text": draft.text, "date": day, "language": draft.language}
        annotated = annotate_line(json.dumps(line).encode(), all_=False)
        drawn = [a for a in annotated["annotations"] if a.get("shown", "some") in ("few", "some")]
        return Read(draft.text, drawn, [d["kind"] for d in annotated["doubts"]], stored.article_id)

    def meant(self, name: str) -> set[int]:
        """The entities that mentions written like this mean, in all articles."""
        entity_ids: set[int] = set()
        with self.library.reading() as s:
            a = Annotation
            for article in self.articles.values():
                rows = select(col(a.start), col(a.end), col(a.entity_id)).where(
                    col(a.article_id) == article.id
                )
                rows = rows.where(
                    col(a.layer) == "entity",
                    col(a.retired_at).is_(None),
                    col(a.entity_id).is_not(None),
                )
                entity_ids |= {
                    row[2]
                    for row in s.execute(rows)
                    if " ".join(article.text[row[0] : row[1]].split()) == name
                }
        return entity_ids

    def stored(self, read: Read, words: str, layer: str) -> int:
        """The id of the first stored mark of a layer over words of an article.

        Raises ValueError where there is none.
        """
        ((start, end), *_) = read.places(words)
        a = Annotation
        over = select(col(a.id)).where(
            col(a.article_id) == read.id, col(a.layer) == layer, col(a.retired_at).is_(None)
        )
        with self.library.reading() as s:
            mark_id = s.scalars(
                over.where(col(a.start) < end, col(a.end) > start).order_by(col(a.start), col(a.id))
            ).first()
        if mark_id is None:
            raise ValueError(f"No mark of the layer {layer} stands over {words!r}.")
        return mark_id

    def proposed(self) -> set[frozenset[int]]:
        """The pairs of entities that the editor is asked about."""
        with self.library.reading() as s:
            return {frozenset((p.first_id, p.second_id)) for p in s.scalars(select(MergeProposal))}

    def words(self, path: str) -> str:
        """What a reader reads on a page, white space folded."""
        answer = self.client.get(path)
        answer.raise_for_status()
        plain = re.sub(
            r"<(script|style|template)\b.*?</\1>|<!--.*?-->", " ", answer.text, flags=re.S
        )
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", plain)).split())


def _speaker(read: Read, q: Question) -> bool:
    names = [name.casefold() for a in read.over(q["at"]) for name in _names_of(a)]
    refused = any(bad.casefold() in name for name in names for bad in q.get("not", ()))
    if refused or "want" not in q:
        return not refused
    if q["want"] is None:
        return not names
    return any(q["want"].casefold() in name for name in names)


def _names_of(a: dict[str, Any]) -> list[str]:
    """Whom a quotation is given to: its speakers, or the words that stand for them."""
    body = a["body"]
    several = [one["speaker"] for one in body.get("speakers") or () if one.get("speaker")]
    alone = body.get("speaker") or (body.get("source") or {}).get("exact")
    return [*several, *([alone] if alone else [])]


def _quoted(read: Read, q: Question) -> bool:
    return bool(read.inside(q["at"])) is bool(q["want"])


def _value(field: str) -> Callable[[Read, Question], bool]:
    """A question about a field of the quotations over some words.

    There are some, and each has one of the values wanted.
    """

    def answer(read: Read, q: Question) -> bool:
        values = [a["body"].get(field) for a in read.over(q["at"])]
        return bool(values) and all(value in q["want"] for value in values)

    return answer


def _name(read: Read, q: Question) -> bool:
    kinds = {a["body"]["kind"] for a in read.on(q["at"], "entity")}
    return kinds == ({q["want"]} if q["want"] else set())


def _chain(read: Read, q: Question) -> bool:
    chains = [
        {a["body"]["chain"] for a in read.on(words, "entity")} for words in (q["at"], q["want"])
    ]
    return all(chains) and len(chains[0] | chains[1]) == 1


def _date(read: Read, q: Question) -> bool:
    dates = read.on(q["at"], "date")
    return all(a["body"]["value"] in q["want"] for a in dates) and (
        bool(dates) or None in q["want"]
    )


def _claim(read: Read, q: Question) -> bool:
    return bool(read.over(q["at"], "claim")) is bool(q["want"])


def _doubt(read: Read, q: Question) -> bool:
    return q["want"] in read.doubts


OF_ARTICLES: dict[str, Callable[[Read, Question], bool]] = {
    "speaker": _speaker,
    "quoted": _quoted,
    "type": _value("type"),
    "polarity": _value("polarity"),
    "name": _name,
    "chain": _chain,
    "date": _date,
    "claim": _claim,
    "doubt": _doubt,
}


def _one(shelf: Shelf, q: Question) -> bool:
    first, *others = [shelf.meant(name) for name in q["names"]]
    proposed = shelf.proposed()
    return bool(first) and all(
        o and (o == first or any(frozenset((a, b)) in proposed for a in first for b in o))
        for o in others
    )


def _two(shelf: Shelf, q: Question) -> bool:
    sets = [shelf.meant(name) for name in q["names"]]
    return all(not a & b for n, a in enumerate(sets) for b in sets[n + 1 :])


def _page(shelf: Shelf, q: Question) -> bool:
    words = shelf.words(q["path"].format(**_ids(shelf, q)))
    return all(w in words for w in q.get("want", ())) and not any(
        w in words for w in q.get("not", ())
    )


def _ids(shelf: Shelf, q: Question) -> dict[str, int]:
    """What stands for the names in braces of a path. Raises ValueError where nothing does."""
    ids: dict[str, int] = {}
    read = shelf.articles[q["article"]] if "article" in q else None
    if read is not None:
        ids["id"] = read.id
    if "entity" in q:
        ids["entity"] = min(shelf.meant(q["entity"]), default=0)
    if read is not None and "{annotation}" in q["path"]:
        ids["annotation"] = shelf.stored(read, q["at"], q["layer"])
    return ids


OF_LIBRARY: dict[str, Callable[[Shelf, Question], bool]] = {"one": _one, "two": _two, "page": _page}


def answered(folder: Path) -> list[tuple[Question, bool]]:
    """Every question of a folder and whether the answer is right.

    Raises ValueError, naming the question, for one that cannot be asked: an unknown sort, an
    article or words that are not there.
    """
    lines = (folder / QUESTIONS).read_text(encoding="utf-8").splitlines()
    questions: list[Question] = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as scratch:
        shelf = Shelf(folder, Path(scratch))
        try:
            return [(q, _answer(shelf, q)) for q in questions]
        finally:
            shelf.library.close()


def _answer(shelf: Shelf, q: Question) -> bool:
    try:
        if q["ask"] in OF_LIBRARY:
            return OF_LIBRARY[q["ask"]](shelf, q)
        return OF_ARTICLES[q["ask"]](shelf.articles[q["article"]], q)
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"This cannot be asked: {json.dumps(q, ensure_ascii=False)} ({error})"
        ) from error


def table(answers: Sequence[tuple[Question, bool]]) -> Table:
    """One row a number: questions, right answers, and what was wrong."""
    made = Table(
        "number", "questions", "right", "wrong", title="What an editor would have to retract"
    )
    rows: dict[Any, list[tuple[Question, bool]]] = defaultdict(list)
    for q, right in answers:
        rows[q["number"]].append((q, right))
    for number in sorted(rows):
        wrong = [
            f"{q['ask']}: {q.get('at') or q.get('names') or q.get('path')}"
            for q, right in rows[number]
            if not right
        ]
        made.add_row(
            str(number),
            str(len(rows[number])),
            str(len(rows[number]) - len(wrong)),
            "; ".join(wrong),
        )
    made.add_section()
    made.add_row("all", str(len(answers)), str(sum(right for _, right in answers)), "")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table.

    0 when every answer is right, 1 when one is not, 2 when the folder cannot be asked.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retractions")
    parser.add_argument("folder", type=Path, help=f"articles, and {QUESTIONS}")
    parser.add_argument(
        "--json",
        action="store_true",
        help="JSON Lines: each question with whether it was answered right",
    )
    options = parser.parse_args(arguments)
    try:
        answers = answered(options.folder)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        for q, right in answers:
            print(json.dumps(q | {"right": right}, ensure_ascii=False))
    else:
        Console(width=160).print(table(answers))
    return 0 if all(right for _, right in answers) else 1


if __name__ == "__main__":
    sys.exit(main())

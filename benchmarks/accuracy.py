"""How accurate the annotations are: `python -m benchmarks.accuracy`, with GLOSS_CORPORA set.

Runs every layer as `gloss annotate --stdin` does over development parts of labelled corpora
(training/README.md describes them) and prints one table. Fails when a figure is below its floor in
floors.json, or when the data are not those that the floors were set on.

Options: `--model` names the model (default: the one that `gloss` reads with by default). Each has
floors of its own. Without `--full` a fixed sample is measured, with it everything; each has its own
floors, and with `--full` both are checked. `--raise` lifts the floors to what was reached and never
lowers one: to set a part's floors anew, on other data for instance, take it out of the file first.
`--floors FILE` reads other floors, `--json` prints JSON.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from app.cli.annotation_lines import annotate_line
from app.engines.model.choice import ModelChoice
from app.settings import DEFAULT_MODEL, ModelName
from benchmarks import claim_measures, floors, measures
from benchmarks.floors import Floors
from benchmarks.measures import Case, Figure
from training import config, corpora

SAMPLE_EVERY = 3
"""The sample is every third article."""

Article = dict[str, Any]
Measure = Callable[[Sequence[Case]], dict[str, Figure]]


def of_file(folder: Path, file: str) -> Iterable[Article]:
    """The articles of a file of gzipped JSON Lines."""
    with gzip.open(folder / file, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def judged(folder: Path, _: str) -> Iterable[Article]:
    """The articles with the judged sentences that were set aside before anybody judged them."""
    corpus = next(c for c in config.read().corpora if c.judged)
    assert corpus.judged
    table = config.FOLDER / corpus.judged
    for text in corpora.judged(folder, (corpus.train, *corpus.more), table, "aside"):
        yield {"id": text.id, "text": text.text, "spans": list(text.spans)}


@dataclass(frozen=True)
class Part:
    """One file of a corpus and what is measured on it.

    `whole`: also in the sample; `all_`: annotations below the thresholds count too; `articles`
    reads them.
    """

    file: str
    measure: tuple[Measure, ...]
    choose: Callable[[Iterable[Article]], Iterable[Article]] = iter
    whole: bool = False
    all_: bool = False
    articles: Callable[[Path, str], Iterable[Article]] = of_file

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return self.file.partition(".")[0]


def kept_out(articles: Iterable[Article]) -> list[Article]:
    """As many sentences worth a check as not, of those that training leaves out.

    Each once, whatever its marks and capitals.

    Drawn with the seed of the training's configuration, and in an order that knows no label.
    """
    settings = config.read()
    share = next(c.kept_out for c in settings.corpora if c.name == "claimbuster")
    fold = {
        _words(a): a
        for a in articles
        if corpora.kept_out(corpora.Labelled(a["id"], a["text"], ()), share)
    }
    worth: dict[bool, list[Article]] = {True: [], False: []}
    for article in fold.values():
        worth[article["spans"][0]["label"] in claim_measures.CHECKABLE].append(article)
    draw = random.Random(settings.seed)
    size = min(map(len, worth.values()))
    drawn = [a for chosen in worth.values() for a in draw.sample(chosen, size)]
    draw.shuffle(drawn)
    return drawn


def _words(article: Article) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", article["text"].lower()))


PARTS = (
    Part("worldwide/dev.jsonl.gz", (measures.entities,)),
    Part("gum_open/dev.jsonl.gz", (measures.entities, measures.chains), whole=True),
    Part("cleanconll_evalonly/dev.jsonl.gz", (measures.entities,)),
    Part("polnear/dev.jsonl.gz", (measures.quotations,)),
    Part("claimbuster/train.jsonl.gz", (claim_measures.claims,), kept_out, whole=True, all_=True),
    Part(
        "news",
        (claim_measures.claims, claim_measures.worth_shown),
        whole=True,
        all_=True,
        articles=judged,
    ),
    Part("tempeval3_evalonly/dev.jsonl.gz", (measures.dates,)),
)


def read(folder: Path, part: Part) -> list[Article]:
    """The articles of a part. Raises FileNotFoundError for a corpus that is not there."""
    return list(part.choose(part.articles(folder, part.file)))


def sample(part: Part, articles: list[Article]) -> list[Article]:
    """Those that a sample measures: the same in every run."""
    return articles if part.whole else articles[::SAMPLE_EVERY]


def annotated(article: Article, all_: bool, model: ModelName) -> Case:
    """What the product makes of an article.

    Raises RuntimeError when a layer fails: its figures would be of something else.
    """
    day = article.get("date") or (article.get("meta") or {}).get("dct")
    request = {"id": article["id"], "text": article["text"]} | ({"date": day} if day else {})
    answer = annotate_line(json.dumps(request).encode(), all_, ModelChoice(model))
    if answer.get("error") or answer.get("failures"):
        raise RuntimeError(f"{article['id']}: {answer.get('error') or answer['failures']}")
    return Case(article["text"], article["spans"], answer["annotations"])


def digest(articles: Iterable[Article]) -> str:
    """The sha256 of ids, texts and marked spans, in order."""
    sha256 = hashlib.sha256()
    for a in articles:
        sha256.update(json.dumps([a["id"], a["text"], a["spans"]], sort_keys=True).encode())
    return sha256.hexdigest()


def measured(folder: Path, full: bool, model: ModelName) -> dict[str, list[floors.Part]]:
    """The figures of every part with one model, in the order of the table.

    Of the sample, and with `full` of the whole; no article is annotated twice.
    """
    by_size: dict[str, list[floors.Part]] = {"sample": [], "full": []} if full else {"sample": []}
    for part in PARTS:
        everything = read(folder, part)
        chosen = {"sample": sample(part, everything), "full": everything}
        cases = {
            a["id"]: annotated(a, part.all_, model) for a in chosen["full" if full else "sample"]
        }
        for size, parts in by_size.items():
            parts.append(figures(part, chosen[size], [cases[a["id"]] for a in chosen[size]]))
    return by_size


def figures(part: Part, articles: list[Article], cases: list[Case]) -> floors.Part:
    """All that is measured on a part."""
    by_name = {name: figure for measure in part.measure for name, figure in measure(cases).items()}
    return floors.Part(part.name, digest(articles), by_name)


def table(size: str, parts: list[floors.Part], kept: Floors) -> Table:
    """One row a figure."""
    made = Table("data", "figure", "measured", "examples", "floor", title=f"Accuracy, {size}")
    for part in parts:
        for name, figure in part.figures.items():
            floor = floors.floor(kept, size, part.name, name)
            shown = "" if floor is None else f"{floor:.4f}"
            made.add_row(part.name, name, f"{figure.value:.4f}", str(figure.examples), shown)
        made.add_section()
    return made


def as_json(size: str, parts: list[floors.Part], kept: Floors) -> str:
    """The table as one JSON object."""
    rows = [
        {
            "data": p.name,
            "figure": name,
            "measured": round(f.value, 4),
            "examples": f.examples,
            "floor": floors.floor(kept, size, p.name, name),
        }
        for p in parts
        for name, f in p.figures.items()
    ]
    return json.dumps({"size": size, "figures": rows})


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and the reasons of a refusal.

    0 when every floor holds, 1 when one does not, 2 without corpora.
    """
    options = _options(arguments)
    root = os.environ.get("GLOSS_CORPORA")
    if not root:
        print(
            "GLOSS_CORPORA is not set: there is nothing to measure on (training/README.md "
            "describes the corpora).",
            file=sys.stderr,
        )
        return 2
    every_floor = floors.read(options.floors)
    kept = every_floor.get(options.model, {})
    try:
        by_size = measured(Path(root), options.full, options.model)
    except FileNotFoundError as error:
        print(
            f"{error.filename} is missing: GLOSS_CORPORA does not hold every corpus that is "
            "measured on.",
            file=sys.stderr,
        )
        return 2
    if options.raise_:
        for size, parts in by_size.items():
            kept = floors.raised(kept, size, parts)
        floors.write(every_floor | {options.model: kept}, options.floors)
    _print_figures(options, by_size, kept)
    return _refuse(by_size, kept)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--model", choices=get_args(ModelName), default=DEFAULT_MODEL)
    parser.add_argument("--full", action="store_true", help="every article, not a sample")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument(
        "--raise", action="store_true", dest="raise_", help="lift the floors to what is reached now"
    )
    parser.add_argument("--floors", type=Path, default=floors.FILE, help="another file of floors")
    return parser.parse_args(arguments)


def _print_figures(
    options: argparse.Namespace, by_size: Mapping[str, list[floors.Part]], kept: floors.Floors
) -> None:
    size = "full" if options.full else "sample"
    if options.json:
        print(as_json(size, by_size[size], kept))
    else:
        Console(width=140).print(table(size, by_size[size], kept))


def _refuse(by_size: Mapping[str, list[floors.Part]], kept: floors.Floors) -> int:
    """Prints why the run is refused, if it is; 1 then, else 0."""
    reasons = [
        reason for size, parts in by_size.items() for reason in floors.losses(kept, size, parts)
    ]
    for reason in reasons:
        print(reason, file=sys.stderr)
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())

"""One thing, one entity, over a whole library: `GLOSS_CORPORA=… python -m benchmarks.clusters`.

Prints one table; `--model` names the model that reads.

Stores the development parts of two corpora, whose names are linked to Wikidata or Wikipedia, in the
order of the file and in two shuffled ones, as articles arrive, and compares who is said to be one:
B-cubed (Bagga and Baldwin 1998) over the mentions whose borders both agree on. Beside it what
comparing the words alone would give.
"""

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from sqlmodel import col, select

from app import layers, pipeline
from app.engines.model.choice import ModelChoice
from app.importers.base import DeclaredDate, Draft
from app.layers import AnnotatedText
from app.layers.base import Doc
from app.settings import DEFAULT_MODEL, ModelName, Settings
from app.store.admin import migrations
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.store.schema.annotations import Annotation
from app.text.spans import one_paragraph_a_gap

CORPORA = ("cleanconll_evalonly", "el_wiki_fair_v2")
SEEDS = (None, 1, 2)
Mention = tuple[str, int, int]
"""An article's id and the offsets of a name in it."""
Groups = Mapping[Any, Hashable]
"""What is compared → the group that it is in."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article of a corpus: the entities that its names mean, and what the layers find.

    Some words name two things: a place and what is located there.
    """

    id: str
    draft: Draft
    marked: set[tuple[Mention, str]]
    annotated: AnnotatedText


def read(file: Path, model: ModelName) -> Iterator[Read]:
    """The articles of a corpus, each annotated once: what is found does not depend on the order."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text, on = article["text"], _day(article)
            blocks = one_paragraph_a_gap(text)
            declared = DeclaredDate(on.isoformat(), "header") if on else None
            draft = Draft(
                text,
                blocks,
                None,
                (),
                None,
                f"https://corpus.example/{article['id']}",
                "en",
                declared,
            )
            marked = {
                ((article["id"], s["start"], s["end"]), who)
                for s in article["spans"]
                if s["layer"] in ("ner", "link") and (who := _who(s.get("attrs") or {}))
            }
            doc = Doc(text, "en", on, tuple(blocks), ModelChoice(model))
            yield Read(article["id"], draft, marked, layers.annotate(doc))


def linked(articles: Sequence[Read]) -> dict[Mention, int]:
    """Who each name is, in a library into which the articles came in this order."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        migrations.upgrade(settings)
        library = Library(settings)
        try:
            ids = {_store(library, article): article.id for article in articles}
            with library.reading() as s:
                a = Annotation
                rows = select(col(a.article_id), col(a.start), col(a.end), col(a.entity_id))
                live = rows.where(
                    col(a.layer) == "entity",
                    col(a.retired_at).is_(None),
                    col(a.entity_id).is_not(None),
                )
                return {(ids[row[0]], row[1], row[2]): row[3] for row in s.execute(live)}
        finally:
            library.close()


def b_cubed(marked: Groups, found: Groups) -> float:
    """F1 over what is in both."""
    both = marked.keys() & found.keys()
    there, found_groups = _groups(marked, both), _groups(found, both)
    shared = {m: len(there[marked[m]] & found_groups[found[m]]) for m in both}
    p = sum(n / len(found_groups[found[m]]) for m, n in shared.items()) / max(1, len(both))
    r = sum(n / len(there[marked[m]]) for m, n in shared.items()) / max(1, len(both))
    return 2 * p * r / (p + r) if p + r else 0.0


def rows(articles: Sequence[Read]) -> Iterator[tuple[str, float]]:
    """What is compared and its figure, for one corpus."""
    marked = {named: named[1] for article in articles for named in article.marked}
    texts = {article.id: article.draft.text for article in articles}
    alike: dict[str, Callable[[str], str]] = {
        "the same words": str,
        "the same words, whatever their case": str.casefold,
    }
    for name, fold in alike.items():
        yield name, b_cubed(marked, {(m, who): fold(texts[m[0]][m[1] : m[2]]) for m, who in marked})
    for seed in SEEDS:
        meant = linked(_ordered(articles, seed))
        entity_of = {(m, who): meant[m] for m, who in marked if m in meant}
        order = "as in the file" if seed is None else f"shuffled ({seed})"
        yield f"linked, {order}", b_cubed(marked, entity_of)


def _ordered(articles: Sequence[Read], seed: int | None) -> list[Read]:
    """The articles as in the file, or shuffled."""
    order = list(articles)
    if seed is not None:
        random.Random(seed).shuffle(order)
    return order


def _store(library: Library, article: Read) -> int:
    stored = pipeline.ingest(library, article.draft)
    with library.writing() as s:
        annotation_store.keep(s, stored.revision_id, article.annotated, pipeline.versions(library))
    return stored.article_id


def _groups(of: Groups, mentions: Iterable[Any]) -> dict[Hashable, set[Hashable]]:
    groups: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention in mentions:
        groups[of[mention]].add(mention)
    return groups


def _who(attrs: dict[str, Any]) -> str | None:
    return attrs.get("wikidata") or attrs.get("wikipedia") or None


def _day(article: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(
            article.get("date") or (article.get("meta") or {}).get("dct") or ""
        )
    except ValueError:
        return None


def main(arguments: Sequence[str] = ()) -> None:
    """One table for both corpora."""
    folder = os.environ.get("GLOSS_CORPORA")
    if not folder:
        raise SystemExit("GLOSS_CORPORA names no folder of corpora: nothing measured.")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clusters")
    parser.add_argument("--model", choices=get_args(ModelName), default=DEFAULT_MODEL)
    model = parser.parse_args(arguments).model
    print(
        "| B-cubed F1 over all articles | "
        + " | ".join(CORPORA)
        + " |\n|---|"
        + "--:|" * len(CORPORA)
    )
    columns = [
        list(rows(list(read(Path(folder) / name / "dev.jsonl.gz", model)))) for name in CORPORA
    ]
    for cells in zip(*columns, strict=True):
        print(f"| {cells[0][0]} | " + " | ".join(f"{figure:.4f}" for _, figure in cells) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])

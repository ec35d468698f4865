"""Which addresses of a library are asked for, and by what name the tables call them.

Chooses them with queries of its own, as a reader who knows the library would.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.db.library import Library
from app.store.db.pagination import encode_cursor
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.store.schema.passages import Passage
from benchmarks.load.driver import Call
from benchmarks.load.library import words
from benchmarks.load.servers import TOKEN

FIRST_VIEWS = 300
"""Articles of which each is asked for once: no cache of the program has seen them."""
_AUTHORIZED = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the addresses are made from: ids of the library's rows."""

    articles: list[int]
    marks: list[int]
    most: int
    median: int
    most_mark: int
    median_mark: int
    speaker: int
    about: int
    deep: str
    code: str
    rare: str
    phrase: str

    @property
    def reads(self) -> dict[str, list[Call]]:
        """Every page, card, panel and list by name; some have many addresses, asked in turn."""
        lists = {
            "quotes by X about Y": f"/quotes?speaker={self.speaker}&about={self.about}",
            "library, first page": "/",
            "library, deep": f"/?cursor={self.deep}",
            "search, rare word": f"/search?q={self.rare}",
            "search, common word": f"/search?q={words.vocabulary()[60]}",
            "search, phrase": f"/search?q={quote(chr(34) + self.phrase + chr(34))}",
            "search, nothing found": "/search?q=zzyzxquy",
            "passage": f"/p/{self.code}",
        }
        entities = {
            "card, most named": f"/cards/{self.most_mark}",
            "card, median": f"/cards/{self.median_mark}",
            "panel, most named": f"/panels/entity/{self.most}",
            "panel, median": f"/panels/entity/{self.median}",
            "entity page, most named": f"/entities/{self.most}",
            "entity page, median": f"/entities/{self.median}",
        }
        warm = {"article, warm": f"/articles/{self.articles[0]}"}
        once = {"article, first": self.articles, "card, any": self.marks}
        paths = {"article, first": "/articles/", "card, any": "/cards/"}
        calls = {name: [Call(name, paths[name] + str(id_)) for id_ in once[name]] for name in once}
        one_address = (warm | entities | lists).items()
        return calls | {name: [Call(name, path)] for name, path in one_address}

    def writes(self, number: int, seed: str) -> dict[str, list[Call]]:
        """So many calls of each kind of writing; another seed gives other texts."""
        rng = random.Random(seed)
        ids = [rng.choice(self.articles) for _ in range(number)]
        starts = [rng.randrange(3_000) for _ in range(number)]
        return {
            "create a passage": [
                _post("create a passage", "/api/passages", article=id_, start=at, end=at + 60)
                for id_, at in zip(ids, starts, strict=True)
            ],
            "create a note": [
                _post("create a note", "/api/annotations", **_note(id_, at))
                for id_, at in zip(ids, starts, strict=True)
            ],
            "import": [imported("import", rng, f"{seed}-{n}") for n in range(number)],
        }

    def mixed(self, number: int, seed: int) -> list[Call]:
        """So many reads as readers ask for them: articles, the cards in them, and what they open.

        They are named `page` or `card`.
        """
        rng = random.Random(seed)
        lists = [calls[0].path for name, calls in self.reads.items() if len(calls) == 1]
        pages = [path for path in lists if not path.startswith(("/cards", "/panels"))]
        calls = []
        for _ in range(number):
            kind = rng.random()
            if kind < 0.35:
                calls.append(Call("card", f"/cards/{rng.choice(self.marks)}"))
            elif kind < 0.45:
                calls.append(Call("card", f"/panels/annotation/{rng.choice(self.marks)}"))
            elif kind < 0.85:
                at = min(int(rng.expovariate(1 / 60)), len(self.articles) - 1)
                calls.append(Call("page", f"/articles/{self.articles[at]}"))
            else:
                calls.append(Call("page", rng.choice(pages)))
        return calls


def imported(name: str, rng: random.Random, mark: str, number: int = 8) -> Call:
    """An article to import, unlike any other: so many paragraphs of 500 characters."""
    paragraphs = [f"{words.phrase(rng, 500).capitalize()}." for _ in range(number)]
    text = f"Report {mark} on the harbour.\n\n" + "\n\n".join(paragraphs)
    url = f"https://wire.example/2025/{mark}"
    fields = {"title": f"Report {mark}", "source_url": url, "published": "2025-05-06"}
    return _post(name, "/api/articles", text=text, language="en", **fields)


def _post(name: str, path: str, **body: object) -> Call:
    return Call(name, path, "POST", _AUTHORIZED, json.dumps(body))


def _note(article_id: int, start: int) -> dict[str, object]:
    selector = {"type": "TextPositionSelector", "start": start, "end": start + 60}
    return {
        "bodyValue": "See the survey.",
        "target": {"source": f"/articles/{article_id}", "selector": selector},
    }


def choose(library: Library, seed: int = 1) -> Chosen:
    """What to ask of a library. Raises ValueError where it has nothing of a kind."""
    rng = random.Random(seed)
    with library.reading() as s:
        number = _one(s, select(func.max(col(Article.id))))
        ids = rng.sample(range(1, number + 1), min(FIRST_VIEWS, number))
        by_mentions = select(col(Entity.id)).order_by(col(Entity.mentions).desc(), col(Entity.id))
        entities = _one(s, select(func.count()).select_from(Entity))
        most, median = _one(s, by_mentions.limit(1)), _one(s, by_mentions.offset(entities // 2))
        speaker, about = _quoted(s, _one(s, by_mentions.where(col(Entity.kind) == "person")))
        text = _one(s, select(col(Revision.text)).where(col(Revision.id) == number // 2))
        return Chosen(
            articles=ids,
            marks=list(_marks(s, ids)),
            most=most,
            median=median,
            most_mark=_one(s, _mentions_of(most)),
            median_mark=_one(s, _mentions_of(median)),
            speaker=speaker,
            about=about,
            deep=_deep(s, number),
            code=_one(s, select(col(Passage.code)).order_by(col(Passage.id).desc())),
            rare=_rarest(text),
            phrase=" ".join(text.split("\n\n")[1].split()[1:4]).strip(".,“”"),
        )


def _one(s: Session, statement: Select[*tuple[object, ...]]) -> Any:
    value = s.scalar(statement.limit(1))
    if value is None:
        raise ValueError(f"The library has nothing for: {statement}")
    return value


def _mentions_of(entity_id: int) -> Select[*tuple[object, ...]]:
    a = Annotation
    return select(col(a.id)).where(col(a.entity_id) == entity_id, col(a.layer) == "entity")


def _marks(s: Session, article_ids: Sequence[int]) -> Iterator[int]:
    """The id of one mention in each of these articles."""
    a = Annotation
    for id_ in article_ids:
        newest = select(col(Article.newest_revision_id)).where(col(Article.id) == id_)
        yield _one(
            s,
            select(col(a.id)).where(
                col(a.revision_id) == newest.scalar_subquery(), col(a.layer) == "entity"
            ),
        )


def _quoted(s: Session, speaker: int) -> tuple[int, int]:
    """The speaker, and somebody named in what they say."""
    quotation, named = aliased(Annotation), aliased(Annotation)
    inside = (
        (col(named.revision_id) == col(quotation.revision_id))
        & (col(named.start) >= col(quotation.start))
        & (col(named.end) <= col(quotation.end))
    )
    statement = select(col(named.entity_id)).join(quotation, inside)
    statement = statement.where(
        col(quotation.entity_id) == speaker,
        col(quotation.layer) == "quotation",
        col(named.layer) == "entity",
    )
    return speaker, _one(s, statement)


def _deep(s: Session, number: int) -> str:
    """The cursor of the page in the middle of the library."""
    newest = select(col(Article.sorted_on), col(Article.id))
    newest = newest.order_by(col(Article.sorted_on).desc(), col(Article.id).desc())
    day, id_ = s.execute(newest.offset(number // 2).limit(1)).one()
    return encode_cursor([day, id_])


def _rarest(text: str) -> str:
    """The word of a text that the fewest others have."""
    rank = {word: n for n, word in enumerate(words.vocabulary())}
    return max(text.split(), key=lambda word: rank.get(word, -1))

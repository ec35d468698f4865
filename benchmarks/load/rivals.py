"""What the program is compared with, as applications that uvicorn makes.

`bare`: Starlette with constant bodies, no route slower than that. `plain`: what a FastAPI tutorial
makes of the same library, with SQLModel and Jinja: article, newest revision, and the annotations
where marks are wanted.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlmodel import Session, col, create_engine, select
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity

CAPTURED, DATABASE = "BENCH_CAPTURED", "BENCH_DATABASE"
"""Environment variables: the file of captured answers, the address of the library."""
_PAGE = """<!doctype html><html lang="en"><head><title>{{ revision.title }}</title></head><body>
<h1>{{ revision.title }}</h1><p>{{ revision.byline | join(", ") }}, {{ article.publisher }},
{{ article.published_on }}</p>
{% for paragraph in paragraphs %}<p>{% for words, marks in paragraph %}{% if marks %}<mark
title="{{ marks[0].kind }}"><a href="/cards/{{ marks[0].id }}">{{ words }}</a>
</mark>{% else %}{{ words }}{% endif %}{% endfor %}</p>
{% endfor %}</body></html>"""
_Paragraph = list[tuple[str, list[Annotation]]]
_CARD = """<section><h2>{{ entity.name }}</h2><p>{{ entity.kind }}, {{ entity.mentions }} times
in {{ entity.articles }} articles.</p></section>"""


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer of the program: what `bare` gives again, byte by byte."""

    status: int
    headers: dict[str, str]
    body: bytes

    def as_json(self) -> dict[str, object]:
        """For the file that `bare` reads."""
        body = b64encode(self.body).decode()
        return {"status": self.status, "headers": self.headers, "body": body}


def bare() -> Starlette:
    """Constant answers, each under the name it was captured by."""
    captured = json.loads(Path(os.environ[CAPTURED]).read_text())
    return Starlette(routes=[Route(f"/{name}", _constant(one)) for name, one in captured.items()])


def _constant(one: dict[str, object]) -> Callable[[Request], Awaitable[Response]]:
    body, headers = b64decode(str(one["body"])), one["headers"]
    status = int(str(one["status"]))

    async def endpoint(_: Request) -> Response:
        return Response(body, status, headers)  # type: ignore[arg-type]  # read from JSON

    return endpoint


def plain() -> FastAPI:
    """The same articles, as a tutorial would show them."""
    engine = create_engine(os.environ[DATABASE], connect_args={"check_same_thread": False})
    environment = Environment(autoescape=True)
    page, card = environment.from_string(_PAGE), environment.from_string(_CARD)
    app = FastAPI(telemetry={"auto_configure": False})
    # As the program does, so that both send the same kind of bytes.
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)

    def session() -> Iterator[Session]:
        with Session(engine) as s:
            yield s

    Open = Annotated[Session, Depends(session)]  # noqa: N806 - a type

    @app.get("/plain/{id}", response_class=HTMLResponse)
    def without_marks(id: int, s: Open) -> str:
        article, revision = _article(s, id)
        paragraphs: list[_Paragraph] = [[(words, [])] for words in revision.text.split("\n\n")]
        return page.render(article=article, revision=revision, paragraphs=paragraphs)

    @app.get("/marked/{id}", response_class=HTMLResponse)
    def with_marks(id: int, s: Open) -> str:
        article, revision = _article(s, id)
        of_revision = select(Annotation).where(Annotation.revision_id == revision.id)
        live = of_revision.where(col(Annotation.retired_at).is_(None))
        annotations = s.exec(live.order_by(col(Annotation.start))).all()
        paragraphs = _paragraphs(revision.text, annotations)
        return page.render(article=article, revision=revision, paragraphs=paragraphs)

    @app.get("/cards/{id}", response_class=HTMLResponse)
    def entity_card(id: int, s: Open) -> str:
        annotation = s.get(Annotation, id)
        if annotation is None:
            raise HTTPException(404)
        return card.render(entity=s.get(Entity, annotation.entity_id))

    return app


def _article(s: Session, id: int) -> tuple[Article, Revision]:
    article = s.get(Article, id)
    revision = s.get(Revision, article.newest_revision_id) if article else None
    if article is None or revision is None:
        raise HTTPException(404)
    return article, revision


def _paragraphs(text: str, annotations: Sequence[Annotation]) -> list[_Paragraph]:
    """The paragraphs in parts, those that a name covers with its annotation."""
    paragraphs, at, nth = [], 0, 0
    for words in text.split("\n\n"):
        end, parts = at + len(words), []
        while nth < len(annotations) and annotations[nth].start < end:
            mark = annotations[nth]
            nth += 1
            if mark.start >= at and mark.end <= end and mark.layer == "entity":
                parts += [(text[at : mark.start], []), (text[mark.start : mark.end], [mark])]
                at = mark.end
        paragraphs.append([*parts, (text[at:end], [])])
        at = end + 2
    return paragraphs

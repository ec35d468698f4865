"""Passages over the API: shared by whoever may read the words, and their state in a revision."""

from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.store.passages import passages
from app.store.passages.passages import PassageState, RevisionPoint
from app.text.spans import Span
from app.web.api import serializers
from app.web.http import passage_sharing
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    Code,
    LibraryDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    SharingReaderDep,
    count_sharing,
    new_router,
)
from app.web.http.passage_sharing import NewPassage
from app.web.http.request_bodies import body_of

router = new_router("/api/passages")

NewPassageDep = Annotated[NewPassage, Depends(body_of(NewPassage))]


@router.post("", dependencies=[Depends(count_sharing)])
def share(
    request: Request,
    reader: SharingReaderDep,  # asked before the body is read
    new_passage: NewPassageDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """A permanent code for a span; the same span of the same revision keeps the same one."""
    shared = passage_sharing.share(new_passage, reader, library, settings)
    value = {
        "code": shared.code,
        "url": f"{settings.base_url}/p/{shared.code}",
        "text_fragment": shared.text_fragment,
    }
    return respond_json(request, value, private=True, status=201 if shared.created else 200)


@router.get("/{code}")
def one(
    request: Request, code: Code, s: Reading, reader: ReaderDep, revision: RevisionNumber = None
) -> Response:
    """The state of a passage in the newest revision or the one asked for."""
    state = passages.state(s, reader, passages.get(s, code), revision)
    return respond_json(request, as_json(state), private=reader.editor)


def as_json(state: PassageState) -> dict[str, Any]:
    """The verdict on the wire; `start`, `end` and `text` are null when the words have no place."""
    return {
        "verdict": state.verdict,
        "words_changed": state.words_changed,
        "article": state.article.id,
        "exact": state.passage.exact,
        "made_on": _point(state.made_on),
        "revision": state.revision.number,
        "start": state.span.start if state.span else None,
        "end": state.span.end if state.span else None,
        "text": state.text,
        "since": _point(state.since),
        "replaced_by": _stretch(state.revision.text, state.replaced_by),
    }


def _point(point: RevisionPoint) -> dict[str, Any]:
    return {"revision": point.revision, "at": serializers.iso_time(point.at)}


def _stretch(text: str, span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None

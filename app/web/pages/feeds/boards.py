"""The feed of a board that was opened: its passages, each as it stands now."""

from fastapi import Request
from starlette.responses import Response

from app.citations.verification import current_state
from app.store.passages import boards
from app.store.passages.boards import BoardLine
from app.text.display import shorten
from app.web.http import atom
from app.web.http.audience import Anyone
from app.web.http.dependencies import Code, Reading, SettingsDep, new_router
from app.web.pages.feeds.article_entries import known_language

router = new_router()
TITLE_CHARACTERS = 120


@router.get("/b/{code}.atom")
def board(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board as an Atom feed, whole, in its order: what the reader may not see is not on it."""
    shared = boards.shared(s, code)
    base = settings.base_url
    entries = [_entry(base, line) for line in boards.lines(s, reader, shared)]
    body = atom.feed(
        atom.addresses(request, f"/b/{code}.atom", f"/b/{code}"),
        title=shared.title,
        updated=shared.changed_at,
        entries=[entry for entry in entries if entry],
    )
    return atom.respond(request, body, private=False)


def _entry(base: str, line: BoardLine) -> atom.FeedEntry | None:
    """A passage: its words as they were cited, what became of them, and the board's note."""
    state = line.state
    if state is None:
        return None
    words = state.passage.exact or ""
    current = current_state(state)
    said = [words, current.message % current.values, line.item.note]
    made = state.passage.created_at
    return atom.FeedEntry(
        f"{base}/p/{state.passage.code}",
        shorten(" ".join(words.split()), TITLE_CHARACTERS),
        max(made, state.since.at or made),
        "\n".join(part for part in said if part),
        made,
        known_language(state.article.language),
    )

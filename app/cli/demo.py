"""Loads the demo library, the articles that come with the program."""

from pathlib import Path

from app import importers
from app.importers.base import Draft
from app.pipeline import annotate_pending, believed_language
from app.settings import Settings
from app.store import instance
from app.store.db.library import Library
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture

LOADED = "demo_loaded"
"""The key under which a library remembers that the demo was loaded into it."""


def load(library: Library, folder: Path) -> bool:
    """Loads the demo library into a library once, all or nothing; returns whether it did.

    Files `NAME.md` are articles, loaded in order of their dates; `NAME.r2.md` is a revision of one.
    """
    drafts = {
        path.name.removesuffix(".md"): _demo_draft(path, library.settings)
        for path in sorted(folder.glob("*.md"))
    }
    with library.writing() as s:
        if instance.find(s, LOADED) is not None:
            return False
        article_ids: dict[str, int] = {}
        for name in sorted(drafts, key=lambda name: _demo_order(name, drafts[name])):
            article_name, _, revision_number = name.partition(".r")
            draft = drafts[name]
            language = believed_language(library, draft)
            capture = Capture(draft, origin=f"demo/{name}.md", language=language)
            if revision_number:
                article_id = article_ids[article_name]
                lifecycle.revise(s, article_id, capture)
            else:
                stored = adding.add(s, capture)
                article_ids[article_name] = stored.article_id
        instance.put(s, LOADED, str(len(drafts)))
    annotate_pending(library)
    return True


def _demo_draft(path: Path, settings: Settings) -> Draft:
    """The one article in a file of the demo library."""
    longest = settings.text_max_characters
    (draft,) = importers.read(path.read_bytes(), name=path.name, longest=longest)
    return draft


def _demo_order(name: str, draft: Draft) -> tuple[bool, str, str]:
    """The sort key of a demo file: every article before every revision, then by date and name."""
    date_value = draft.declared_date.value if draft.declared_date else ""
    return ".r" in name, date_value, name

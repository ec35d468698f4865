"""The panel of a quotation: all that its speaker says there, in whichever part it is opened."""

from app.layers.base import Finding
from app.panels import quotation
from app.reading import mark_context
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from tests.building import ingest
from tests.store.annotations.annotating import put, rows

TEXT = "“We sail,” said Ann Ash, “at dawn.” She would not say when. “Bring bread.”"


def said(words: str, attribution: str, kind: str = "direct") -> Finding:
    start = TEXT.index(words)
    body = {"type": kind, "act": "speech", "attribution": attribution, "speaker": "Ann Ash"}
    return Finding("quotation", start, start + len(words), kind, body, 0.9, "stub@1")


def test_words_that_are_interrupted_are_shown_whole_and_others_apart(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    findings = [
        said("We sail,", "q1"),
        said("at dawn.", "q1"),
        said("when", "q2", "indirect"),
        said("Bring bread.", "q3"),
    ]
    put(library, stored.revision_id, findings, ("quotation",))
    ids = {words: mark for mark, _, words in rows(library, stored.revision_id)}
    for opened in ("We sail,", "at dawn."):
        with library.reading() as s:
            at = mark_context.find(s, ANYONE, ids[opened])
            answer = quotation.load_panel(s, ANYONE, at)
        assert answer["pieces"] == (("We sail,", "direct"), ("at dawn.", "direct"))
        assert [other.pieces for other in answer["others"]] == [
            (("when", "indirect"),),
            (("Bring bread.", "direct"),),
        ]

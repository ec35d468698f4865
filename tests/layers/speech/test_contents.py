"""What the model calls content and what stands in marks, brought together: the marks win."""

import pytest

from app.layers.speech.contents import Marks, contents
from app.layers.speech.marks.quotation_marks import quotations
from tests.layers.quoting import marked

CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "told": ("Holt said [that it was late].", [("indirect", "that it was late")]),
    "without the signs at its ends": (
        "It, Holt said[, was late;] so what.",
        [("indirect", "was late")],
    ),
    "an utterance, without its marks": ('["We wait,"] Holt said.', [("direct", "We wait,")]),
    "an utterance of which the model sees a part": (
        '"We [wait here,] and now," Holt said.',
        [("direct", "We wait here, and now,")],
    ),
    "an utterance that the model cuts in two": (
        '["We wait.] [Not long,"] Holt said.',
        [("direct", "We wait. Not long,")],
    ),
    "a fragment inside": (
        'Holt said [it was "dead on arrival"].',
        [("mixed", 'it was "dead on arrival"'), ("exact", "dead on arrival")],
    ),
    "a content that ends amid a fragment": (
        'Holt said [it was "dead] on arrival".',
        [("mixed", 'it was "dead on arrival"'), ("exact", "dead on arrival")],
    ),
    "a fragment and nothing else": ('Holt called it ["a farce"].', [("direct", "a farce")]),
    "a name inside": (
        'Holt said [the ferry "Guillemot Bay" sank].',
        [("indirect", 'the ferry "Guillemot Bay" sank')],
    ),
    "words beside an utterance": (
        '["We wait," so that nobody would sail in May,] Holt said.',
        [("mixed", '"We wait," so that nobody would sail in May'), ("exact", "We wait,")],
    ),
    "an utterance that begins inside": (
        'Holt [read the whole rule: "We wait for] nobody."',
        [("indirect", "read the whole rule"), ("direct", "We wait for nobody.")],
    ),
    "a name that people go by": ("Holt said a hand who goes by [“Shorty.”]", []),
    "what the writer adds": (
        "Holt said [that it was late, in an act condemned by all].",
        [("indirect", "that it was late")],
    ),
    "what the writer explains of a thing": (
        "Holt praised [the new quay, which opened in May].",
        [("indirect", "the new quay")],
    ),
    "what the speaker explains in a clause": (
        "Holt said [that the quay was shut, which was bad for trade].",
        [("indirect", "that the quay was shut, which was bad for trade")],
    ),
    "a clause with another behind it": (
        "Holt praised [the new quay, which opened in May, and the old one].",
        [("indirect", "the new quay, which opened in May, and the old one")],
    ),
    "what the writer does behind the marks": (
        'Holt said ["we wait," and left].',
        [("direct", "we wait,")],
    ),
    "a second fragment behind and": (
        'Holt said [it was "late," and "cold"].',
        [("mixed", 'it was "late," and "cold"'), ("exact", "late,"), ("exact", "cold")],
    ),
    "paragraphs": (
        "[“We wait.]\n\n[“Not long,”] Holt said.",
        [("direct", "We wait."), ("direct", "Not long,")],
    ),
    "signs without a word": ("[—] Holt said[:] [“”] it was late.", []),
    "marks that the model does not take for speech": ('The "quiet season" began.', []),
}


@pytest.mark.parametrize("case", CASES)
def test_marks_decide_where_direct_speech_begins_and_ends(case: str) -> None:
    written, expected = CASES[case]
    doc = marked(written)
    reading = doc.reading
    assert reading is not None
    marks = Marks(doc.text, doc.blocks, quotations(doc.text, doc.blocks))
    parts = [
        p
        for ps in contents(
            marks,
            reading.marked("content:news"),
            lambda s: reading.share("content:news", "content", s),
        )
        for p in ps
    ]
    rows = [(p.kind, p.words) for p in parts] + [("exact", e) for p in parts for e in p.exact]
    assert [
        (kind, span.of(doc.text))
        for kind, span in sorted(rows, key=lambda r: (r[1].start, -r[1].end))
    ] == expected
    assert all((p.found_by == "marks") == (p.kind == "direct") for p in parts)

"""A tracker can be stored as a snapshot and continue from it."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff.anchor_tracker import VERSION, AnchorTracker
from app.text.diff.revision_map import RevisionMap
from app.text.spans import Span
from tests.text.diff.ferry import ARTICLE, SPAN, span_of
from tests.text.hostile import spans, texts


def rows(first: str) -> st.SearchStrategy[list[str]]:
    """Revisions of a text: words inserted or deleted, parts moved, other and earlier texts."""
    return st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 99), texts), min_size=1, max_size=6
    ).map(lambda edits: edited(first, edits))


def edited(first: str, edits: list[tuple[int, int, str]]) -> list[str]:
    row = [first]
    for kind, where, other in edits:
        text = row[-1]
        at = len(text) * where // 100
        row.append(
            [
                text[:at] + other + text[at:],
                text[:at] + text[at + 9 :],
                text[at:] + text[:at],
                row[where % len(row)],
                other,
            ][kind]
        )
    return row


@pytest.mark.slow
@given(texts, st.data())
@settings(max_examples=300)
def test_a_tracker_restored_from_its_snapshot_continues_as_if_uninterrupted(
    first: str, data: st.DataObject
) -> None:
    row, span = data.draw(rows(first)), data.draw(spans(first))
    straight = resumed = AnchorTracker(first, span)
    for old, new in pairwise(row):
        step = RevisionMap(old, new)
        resumed = AnchorTracker.restore(
            first, span, old, json.loads(json.dumps(resumed.snapshot()))
        )
        resumed.advance(step)
        straight.advance(step)
        assert (resumed.anchor_state(), resumed.snapshot()) == (
            straight.anchor_state(),
            straight.snapshot(),
        )


def test_a_snapshot_is_small() -> None:
    words = " ".join(f"word{n}" for n in range(2000))
    trail = AnchorTracker(words, Span(0, len(words)))
    trail.advance(RevisionMap(words, f"On top.\n\n{words.replace('word700 ', '')}"))
    assert len(json.dumps(trail.snapshot())) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"runs": [[0, 9999, 7]]},
        {"runs": [[-1, -1, 1]]},
        {"runs": 3},
        {"runs": [[0]]},
        {"now": [5, 9999]},
        {"now": [9, 5]},
        {"instead": "ab"},
        {"moved": 1},
        {"of": [1, 2, 3, 4]},
        {"more": 1},
    ],
)
def test_a_damaged_snapshot_is_refused(change: dict[str, object]) -> None:
    new = f"On top.\n\n{ARTICLE}"
    trail = AnchorTracker(ARTICLE, SPAN)
    trail.advance(RevisionMap(ARTICLE, new))
    with pytest.raises(ValueError, match=r"state"):
        AnchorTracker.restore(ARTICLE, SPAN, new, trail.snapshot() | change)


def test_the_snapshot_of_another_passage_is_refused() -> None:
    with pytest.raises(ValueError, match=r"state"):
        AnchorTracker.restore(
            ARTICLE,
            SPAN,
            ARTICLE.replace("ferry", "fast ferry"),
            AnchorTracker(ARTICLE, SPAN).snapshot(),
        )
    with pytest.raises(ValueError, match=r"state"):
        AnchorTracker.restore(
            ARTICLE,
            span_of(ARTICLE, "forty passengers"),
            ARTICLE,
            AnchorTracker(ARTICLE, SPAN).snapshot(),
        )
    with pytest.raises(ValueError, match=r"state"):
        AnchorTracker.restore(ARTICLE, SPAN, ARTICLE, {})

"""Follows a passage from one revision of a text to the next, or through many.

Knows revisions only as texts. The alignment of both texts is walked; kept text is never searched
for the old words, since the same words elsewhere are not the passage. Only text that a revision
inserted may hold a passage that moved.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise

from app.text.diff.align.positions import AlignedTexts
from app.text.diff.anchor_state import AnchorState
from app.text.diff.anchor_tracker import AnchorTracker
from app.text.spans import Span


class RevisionMap(AlignedTexts):
    """The words of one text mapped to the next text's.

    Building it costs the comparison; asking for the state of a passage costs next to nothing.
    """

    def anchor_state(self, span: Span) -> AnchorState:
        """What has become of `span` from the old text to the new one."""
        return follow([self], span)


def compose(texts: Sequence[str], span: Span) -> AnchorState:
    """What has become of a span of the first text after all the others in turn.

    Counted against the words first cited.
    """
    maps: list[RevisionMap] = []
    for old, new in pairwise(texts):
        maps.append(RevisionMap(maps[-1].new if maps else old, new))
    return follow(maps, span)


def follow(maps: Sequence[RevisionMap], span: Span) -> AnchorState:
    """As `compose`, with existing maps; each begins at the text where the one before it ends."""
    *_, last = anchor_states(maps, span)
    return last


def anchor_states(maps: Sequence[RevisionMap], span: Span) -> Iterator[AnchorState]:
    """The state of a span before the first map and after each of them; every map is walked once.

    A text that equals an earlier one takes the state it had, and what follows continues from there:
    an edit that was undone never happened.
    """
    if not maps:
        yield AnchorState("same", span, None, 1.0)
        return
    tracker = AnchorTracker(maps[0].old, span)
    yield tracker.anchor_state()
    at_text = {tracker.tokens.text: tracker}
    for step in maps:
        earlier = at_text.get(step.new.text)
        if earlier is None:
            tracker = copy(tracker)
            tracker.advance(step)
            at_text[step.new.text] = tracker
        else:
            tracker = copy(earlier)
        yield tracker.anchor_state()

"""What an edited text keeps: links and emphasis where their words stay, and what blocks carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corrections import text_source
from app.corrections.text_changes import edited_body
from app.errors import Unprocessable
from app.importers.blocks import BlockText, TextPiece, join
from app.text.spans import Block, Inline

PLAIN = ("The mole stood.", "Ingrid Vale said so.", "A costly plan", "It rained on Ostra.")


def body(*words: str) -> BlockText:
    """Paragraphs."""
    return join([TextPiece("paragraph", piece) for piece in words])


def source(old: BlockText) -> str:
    """What the editor gets to edit."""
    return text_source.write(old.text, old.blocks)


def marked(old: BlockText, *exacts: str) -> list[Inline]:
    """A link on the first occurrence of each of these words."""
    found = [(old.text.index(exact), exact) for exact in exacts]
    return [
        Inline("link", at, at + len(exact), f"https://press.example/{n}")
        for n, (at, exact) in enumerate(found)
    ]


def test_a_source_that_was_not_changed_makes_no_difference() -> None:
    old = body(*PLAIN)
    assert edited_body(old.text, old.blocks, [], source(old)) is None
    from_a_browser = source(old).replace("\n", "\r\n")
    assert edited_body(old.text, old.blocks, [], from_a_browser) is None


@given(st.integers(0, 3), st.text(st.sampled_from("abc .\n"), max_size=30), st.booleans())
def test_links_in_blocks_that_were_not_changed_stay_on_their_words(
    number: int, words: str, is_inserted: bool
) -> None:
    old = body(*PLAIN)
    links = marked(old, "mole", "Vale", "costly", "Ostra")
    parts = source(old).split("\n\n")
    parts[number : number + (not is_inserted)] = [words]
    new = edited_body(old.text, old.blocks, links, "\n\n".join(parts))
    if new is None:
        return
    left = {link.href: new.text[link.start : link.end] for link in new.inlines}
    for n, link in enumerate(links):
        if is_inserted or n != number:
            assert left[link.href] == link_words(old, link)


def link_words(old: BlockText, link: Inline) -> str:
    """The words of a link."""
    return old.text[link.start : link.end]


def test_links_in_a_changed_block_stay_on_the_words_that_are_kept() -> None:
    old = body("The harbour master Ingrid Vale spoke on Tuesday in Ostra.", "Nobody was hurt.")
    links = marked(old, "harbour master", "Ingrid Vale", "Tuesday", "hurt")
    changed = source(old).replace("The harbour master", "The new harbour master")
    new = edited_body(old.text, old.blocks, links, changed.replace("on Tuesday ", ""))
    assert new is not None
    assert [new.text[m.start : m.end] for m in new.inlines] == [
        "harbour master",
        "Ingrid Vale",
        "hurt",
    ]


def test_links_follow_a_paragraph_that_is_split() -> None:
    old = body("The mole stood. Ingrid Vale said so in Ostra.")
    links = marked(old, "mole", "Ostra")
    new = edited_body(old.text, old.blocks, links, source(old).replace(". Ingrid", ".\n\nIngrid"))
    assert new is not None
    assert [b.kind for b in new.blocks] == ["paragraph", "paragraph"]
    assert [new.text[m.start : m.end] for m in new.inlines] == ["mole", "Ostra"]


def test_what_a_block_carries_stays_with_it() -> None:
    text = "Costs\n\nIt rained."
    blocks = [Block("heading", 0, 5, None), Block("paragraph", 7, 17)]
    new = edited_body(text, blocks, [], "New.\n\n## Costs\n\nIt snowed.")
    assert new is not None
    assert new.blocks[1] == Block("heading", 6, 11, None)


def test_another_kind_for_the_same_words_is_a_change() -> None:
    old = body(*PLAIN)
    new = edited_body(old.text, old.blocks, [], source(old).replace("A costly", "## A costly"))
    assert new is not None
    assert new.text == old.text
    assert [b.kind for b in new.blocks] == ["paragraph", "paragraph", "heading", "paragraph"]


def test_nothing_left_is_an_error() -> None:
    old = body(*PLAIN)
    with pytest.raises(Unprocessable, match="no text"):
        edited_body(old.text, old.blocks, [], " \n\n> \n")


def test_many_links_in_a_long_changed_text_are_moved_in_one_pass() -> None:
    old = body(" ".join(f"w{n:05}" for n in range(9_000)))
    links = [Inline("emphasis", 7 * n, 7 * n + 6) for n in range(0, 9_000, 2)]
    new = edited_body(old.text, old.blocks, links, "At first " + old.text + " at last")
    assert new is not None
    assert [new.text[m.start : m.end] for m in new.inlines[:2]] == ["w00000", "w00002"]
    assert len(new.inlines) == len(links)

"""The article's blocks, chosen by several opinions.

trafilatura in two modes and the body that the page declares; what they say is found again among
the page's own blocks, is freed of clutter and completed from its own containers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.html_page.block_flow import Leaf
from app.importers.html_page.main_content import opinions
from app.importers.html_page.main_content.alignment import Aligned, align
from app.importers.html_page.main_content.belonging import belonging, is_boilerplate, is_open
from app.importers.html_page.main_content.clutter import (
    is_clutter,
    is_pointing_heading,
    linked_characters,
)
from app.importers.html_page.main_content.page import Page, trunk
from app.importers.html_page.main_content.repeats import without_repeats
from app.importers.html_page.main_content.surroundings import Surroundings
from app.text.spans import Doubt

DECLARED_MIN_CHARACTERS = 400  # of a declared body that is asked
DECLARED_SHARE = 0.6  # of it that the chosen prose must hold, or it is chosen itself
STUB_CHARACTERS = 300
STUB_SHARE = 0.3  # of the page's own prose; what holds less is a stub
BOX_SHARE = 0.2  # of the chosen words; a box that holds more is no clutter, whatever its name
HIDDEN_SHARE = 2 / 3  # of the chosen words; hidden ones beyond it are shown by a script


@dataclass(frozen=True, slots=True)
class Body:
    """The article's blocks in order, and what is doubtful about them."""

    pieces: list[TextPiece]
    doubts: tuple[Doubt, ...] = ()


def choose(
    root: HtmlElement, leaves: Sequence[Leaf], url: str | None, declared_body: str | None = None
) -> Body:
    """The article's blocks.

    Blocks of the page where they are found, else the words as an opinion gives them.
    """
    page = Page(leaves, Surroundings(root))
    fast = opinions.is_large(root)
    precise = align(opinions.trafilatura(root, url, precision=True, fast=fast), leaves, page.keys)
    standard = align(opinions.trafilatura(root, url, precision=False, fast=fast), leaves, page.keys)
    agreed = _merged(page, precise, standard)
    agreed = _with_declared(page, agreed, declared_body)
    if not agreed.taken and not agreed.loose:
        return Body([leaf.piece for i, leaf in enumerate(leaves) if not is_boilerplate(page, i)])
    taken = agreed.taken
    if taken:
        taken = _completed(page, root, taken)
    placed = [(float(i), leaves[i].piece) for i in taken]
    placed += [pair for pair in agreed.loose if not is_clutter(pair[1])]
    return Body([piece for _, piece in sorted(placed, key=lambda pair: pair[0])])


def _merged(page: Page, precise: Aligned, standard: Aligned) -> Aligned:
    """What both modes choose; of what only the standard one does, the prose."""
    if not precise.taken:
        return standard if standard.taken or standard.loose else precise
    only_standard = {i for i in standard.taken - precise.taken if i in page.prose}
    return Aligned(precise.taken | only_standard, precise.loose)


def _with_declared(page: Page, agreed: Aligned, declared_body: str | None) -> Aligned:
    """The body that the page declares, where the opinions have hardly any of it."""
    given = opinions.declared(declared_body)
    letters = sum(len(block.key) for block in given)
    if letters < DECLARED_MIN_CHARACTERS:
        return agreed
    chosen = sum(len(page.keys[i]) for i in agreed.taken)
    chosen += sum(len(piece.words) for _, piece in agreed.loose)
    return agreed if chosen >= DECLARED_SHARE * letters else align(given, page.leaves, page.keys)


def _completed(page: Page, root: HtmlElement, taken: set[int]) -> set[int]:
    """The chosen blocks without clutter, with what belongs to them, each once."""
    kept = _without_clutter(page, _shown(page, taken)) or taken
    own = _own_choice(page, root)
    if page.prose_letters(kept) < STUB_CHARACTERS < STUB_SHARE * page.prose_letters(own):
        kept |= own
    kept |= belonging(page, kept)
    kept = _without_clutter(page, kept) or kept
    return without_repeats(page, _without_bare_headings(page, kept))


def _shown(page: Page, taken: set[int]) -> set[int]:
    """The chosen blocks that are not hidden; all of them where most are."""
    hidden = {i for i in taken if page.place(i).hidden}
    if page.letters(hidden) > HIDDEN_SHARE * page.letters(taken):
        return taken
    return taken - hidden


def _own_choice(page: Page, root: HtmlElement) -> set[int]:
    """The prose in the part of the page that holds most of it."""
    prose = {i for i in page.prose if is_open(page, i)}
    held = page.held_by(prose)
    if not prose:
        return set()
    home = trunk(held, root, 0.6)
    return {i for i in prose if home in page.leaves[i].node.iterancestors()}


def _without_clutter(page: Page, taken: set[int]) -> set[int]:
    """The blocks that neither their words nor a box around them show to be clutter."""
    held = page.held_by(taken)
    most = BOX_SHARE * page.letters(taken)
    return {
        i
        for i in taken
        if not is_clutter(page.leaves[i].piece)
        and not any(held.get(box, 0) <= most for box in page.place(i).boxes)
    }


def _without_bare_headings(page: Page, taken: set[int]) -> set[int]:
    """The blocks without headings whose own content was left out."""
    return {i for i in taken if not _is_bare_heading(page, taken, i)}


def _is_bare_heading(page: Page, taken: set[int], i: int) -> bool:
    """Whether a heading is that of links to elsewhere, or nothing of what it heads was chosen."""
    piece = page.leaves[i].piece
    if piece.kind != "heading":
        return False
    following = [n for n in range(i + 1, min(i + 4, len(page.leaves))) if page.keys[n]]
    if not following or following[0] in taken:
        return bool(following) and is_pointing_heading(piece)
    follower = page.leaves[following[0]].piece
    return linked_characters(follower) > 0.5 * len(follower.words) or is_pointing_heading(piece)

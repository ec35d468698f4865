"""The article's blocks, chosen by several opinions.

trafilatura in two modes and the body that the page declares; what they say is found again among
the page's own blocks, is freed of clutter and completed from its own containers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.html_page import page_size
from app.importers.html_page.block_flow import Leaf, key
from app.importers.html_page.main_content import declared_body, opinions
from app.importers.html_page.main_content.alignment import WINDOW, Aligned, Loose, align
from app.importers.html_page.main_content.belonging import (
    belonging,
    ground,
    is_boilerplate,
    is_open,
    is_under,
)
from app.importers.html_page.main_content.between import between
from app.importers.html_page.main_content.clutter import (
    is_clutter,
    is_pointing_heading,
)
from app.importers.html_page.main_content.page_blocks import (
    BOX_SHARE,
    Held,
    PageBlocks,
    trunk,
)
from app.importers.html_page.main_content.repeats import without_repeats
from app.importers.html_page.main_content.surroundings import Surroundings
from app.text.spans import Doubt

DECLARED_MIN_CHARACTERS = 400  # of a declared body that is asked
DECLARED_SHARE = 0.6  # of it that the chosen prose must hold, or it is chosen itself
STUB_CHARACTERS = 300
STUB_SHARE = 0.3  # of the page's own prose; what holds less is a stub
ARTICLE_CHARACTERS = 2_000  # an opinion with a third of it is taken seriously
NEAR_LEVELS = 2  # around the precise choice in which what only the standard mode chose is kept
HEADING_MAX_CHARACTERS = 150  # a longer heading is a paragraph in large type
QUESTION_MAX_CHARACTERS = 300  # but an interview's questions are headings, and numbered items
LONG_PIECE = 2_000  # characters of a piece that is not looked for near its place alone
SHORT_LETTERS = 20  # a block with fewer may stand in other words by chance
HIDDEN_SHARE = 2 / 3  # of the chosen words; hidden ones beyond it are shown by a script
UNUSED_CHARACTERS = 800
UNUSED_SHARE = 0.5  # of the chosen prose
_DECLARED_ONLY = (
    "The page shows only a part of this text. The rest is taken from what it declares for machines."
)
_UNUSED = (
    "{unused:,} characters of other prose stand in the same part of the page and were left out: "
    "the text may be incomplete."
)


@dataclass(frozen=True, slots=True)
class Body:
    """The article's blocks in order, and what is doubtful about them."""

    pieces: list[TextPiece]
    doubts: tuple[Doubt, ...] = ()


def choose(root: HtmlElement, leaves: Sequence[Leaf], url: str | None) -> Body:
    """The article's blocks.

    Blocks of the page where they are found, else the words as an opinion gives them.
    """
    page = PageBlocks(leaves, Surroundings(root), _sites(root, url))
    agreed = _with_marked(page, root, _agreed(page, root, url))
    agreed, is_declared = _with_declared(page, root, agreed)
    if not agreed.taken and not agreed.loose:
        return Body([leaf.piece for i, leaf in enumerate(leaves) if not is_boilerplate(page, i)])
    taken = _completed(page, root, agreed.taken) if agreed.taken else agreed.taken
    placed = [(float(i), leaves[i].piece) for i in taken]
    placed += _not_repeated(page, taken, agreed.loose)
    pieces = _plain([piece for _, piece in sorted(placed, key=lambda pair: pair[0])])
    return Body(pieces, _doubts(page, taken, is_declared))


def _sites(root: HtmlElement, url: str | None) -> list[str]:
    """The addresses at which the page says it is, and that it was fetched from."""
    said = [node.get("href") for node in root.iter("link") if node.get("rel") == "canonical"]
    said += [node.get("content") for node in root.iter("meta") if node.get("property") == "og:url"]
    return [address for address in (url, *said) if address]


def _doubts(page: PageBlocks, taken: set[int], is_declared: bool) -> tuple[Doubt, ...]:
    """That the body is not what the page shows, or that as much again was left out."""
    if is_declared:
        return (Doubt("extraction", _DECLARED_ONLY),)
    home = ground(page, taken, NEAR_LEVELS) if taken else None
    unused_prose = {i for i in page.prose - taken if is_open(page, i)}
    unused = page.prose_letters(i for i in unused_prose if is_under(page.leaves[i].node, home))
    if unused > UNUSED_CHARACTERS and unused > UNUSED_SHARE * page.prose_letters(taken):
        return (Doubt("extraction", _UNUSED.format(unused=unused)),)
    return ()


def _plain(pieces: list[TextPiece]) -> list[TextPiece]:
    """The pieces with headings as paragraphs where they are long, or are most of the text."""
    letters = sum(len(piece.words) for piece in pieces)
    headed = sum(len(piece.words) for piece in pieces if piece.kind == "heading")
    is_all = 2 * headed > letters
    begins = next((n for n, piece in enumerate(pieces) if piece.kind != "heading"), 0)
    return [
        replace(piece, kind="paragraph", level=None)
        if piece.kind == "heading" and _is_text(piece, is_all=is_all, is_lead=n < begins)
        else piece
        for n, piece in enumerate(pieces)
    ]


def _is_text(piece: TextPiece, *, is_all: bool, is_lead: bool) -> bool:
    """Whether a heading is words in large type: a standfirst, a sentence, or all of the text."""
    if is_all:
        return piece.level != 1
    is_sentence = piece.words.rstrip('”"»').endswith((".", "!", "…"))
    is_open = not is_lead and not is_sentence
    return len(piece.words) > (QUESTION_MAX_CHARACTERS if is_open else HEADING_MAX_CHARACTERS)


def _not_repeated(page: PageBlocks, taken: set[int], loose: Loose) -> list[tuple[float, TextPiece]]:
    """The words that are no block of the page, without those that chosen blocks have already."""
    return [
        (place, piece)
        for place, piece in loose
        if not _is_there(_keys_near(page, taken, place, piece), piece) and not is_clutter(piece)
    ]


def _keys_near(page: PageBlocks, taken: set[int], place: float, piece: TextPiece) -> list[str]:
    """The keys of the chosen blocks around a place; of all for a piece that may be the whole."""
    if len(piece.words) > LONG_PIECE:
        return [page.keys[i] for i in sorted(taken)]
    window = range(max(0, int(place) - WINDOW), min(len(page.keys), int(place) + WINDOW))
    return [page.keys[i] for i in window if i in taken]


def _is_there(keys: Sequence[str], piece: TextPiece) -> bool:
    """Whether chosen blocks have most of a piece's words, in one or in several of them."""
    wanted = key(piece.words)
    together = "".join(keys)
    if wanted in together:
        return True
    if piece.kind == "table":
        cells = [key(cell) for cell in piece.words.replace("\n", "\t").split("\t")]
        return 2 * sum(cell in together for cell in cells) > len(cells)
    inside = [k for k in keys if len(k) > SHORT_LETTERS and k in wanted]
    return 2 * sum(map(len, inside)) > len(wanted)


def _agreed(page: PageBlocks, root: HtmlElement, url: str | None) -> Aligned:
    """What trafilatura chooses in both modes; of a large page in the precise one alone.

    A page that is too large for it answers for itself.
    """
    if page_size.is_too_large(root):
        return Aligned(_own_choice(page, root))
    fast = opinions.is_large(root)
    given = opinions.trafilatura(root, url, precision=True, fast=fast)
    precise = align(given, page.leaves, page.keys)
    if fast and _weight(page, precise) > STUB_CHARACTERS:
        return precise
    given = opinions.trafilatura(root, url, precision=False, fast=fast)
    return _merged(page, precise, align(given, page.leaves, page.keys))


def _merged(page: PageBlocks, precise: Aligned, standard: Aligned) -> Aligned:
    """What both modes choose; of what only the standard one does, the prose near the rest.

    All of it where the precise mode has hardly anything.
    """
    most = _weight(page, standard)
    if _weight(page, precise) < STUB_SHARE * min(most, ARTICLE_CHARACTERS):
        return Aligned(precise.taken | standard.taken, standard.loose)
    more = (standard.taken - precise.taken) & page.prose
    if more:
        home = ground(page, precise.taken, NEAR_LEVELS) if precise.taken else None
        more = {i for i in more if is_under(page.leaves[i].node, home)}
    return Aligned(precise.taken | more, precise.loose)


def _weight(page: PageBlocks, opinion: Aligned) -> int:
    """How many characters of prose an opinion has."""
    loose = sum(len(piece.words) for _, piece in opinion.loose)
    return page.prose_letters(opinion.taken) + loose


def _with_marked(page: PageBlocks, root: HtmlElement, agreed: Aligned) -> Aligned:
    """And the prose that the page marks as its body, where the opinions have hardly any of it."""
    marked = set(declared_body.in_microdata(root))
    shown = {i for i in page.prose if _is_within(page, i, marked) and is_open(page, i)}
    if page.prose_letters(agreed.taken & shown) < DECLARED_SHARE * page.prose_letters(shown):
        return Aligned(agreed.taken | shown, agreed.loose)
    return agreed


def _with_declared(page: PageBlocks, root: HtmlElement, agreed: Aligned) -> tuple[Aligned, bool]:
    """The body that the page declares, where the opinions have hardly any of it.

    And whether it is one that the page does not show.
    """
    given = opinions.declared(declared_body.in_linked_data(root))
    letters = sum(len(block.key) for block in given)
    if letters < DECLARED_MIN_CHARACTERS or _has_most(page, agreed, given, letters):
        return agreed, False
    aligned = align(given, page.leaves, page.keys)
    hidden = sum(len(piece.words) for _, piece in aligned.loose)
    return aligned, 2 * hidden > letters


def _has_most(
    page: PageBlocks, agreed: Aligned, given: Sequence[opinions.Given], letters: int
) -> bool:
    """Whether the opinions have most of a declared body, or far more than it."""
    if _weight(page, agreed) > 2 * letters:
        return True
    stated = "".join(block.key for block in given)
    on_page = sum(len(page.keys[i]) for i in agreed.taken if page.keys[i] in stated)
    return on_page >= DECLARED_SHARE * letters


def _is_within(page: PageBlocks, i: int, nodes: set[HtmlElement]) -> bool:
    return bool(nodes) and not nodes.isdisjoint(page.leaves[i].node.iterancestors())


def _completed(page: PageBlocks, root: HtmlElement, taken: set[int]) -> set[int]:
    """The chosen blocks without clutter, with what belongs to them, each once."""
    kept = _without_clutter(page, _shown(page, taken)) or taken
    own = _own_choice(page, root)
    if page.prose_letters(kept) < STUB_CHARACTERS < STUB_SHARE * page.prose_letters(own):
        kept |= own
    kept |= belonging(page, kept)
    kept |= between(page, kept)
    kept = _without_clutter(page, kept) or kept
    return without_repeats(page, _without_bare_headings(page, kept))


def _shown(page: PageBlocks, taken: set[int]) -> set[int]:
    """The chosen blocks that are not hidden; all of them where most are."""
    hidden = {i for i in taken if page.context(i).hidden}
    if page.letters(hidden) > HIDDEN_SHARE * page.letters(taken):
        return taken
    return taken - hidden


def _own_choice(page: PageBlocks, root: HtmlElement) -> set[int]:
    """The prose in the part of the page that holds most of it."""
    prose = {i for i in page.prose if is_open(page, i)}
    held = page.held_by(prose)
    if not prose:
        return set()
    home = trunk(held, root, 0.6)
    return {i for i in prose if home in page.leaves[i].node.iterancestors()}


def _without_clutter(page: PageBlocks, taken: set[int]) -> set[int]:
    """The blocks that neither their words nor a box around them show to be clutter."""
    held = page.held_by(taken)
    most = BOX_SHARE * page.letters(taken)
    return {i for i in taken if i not in page.clutter and not _is_in_box(page, i, held, most)}


def _is_in_box(page: PageBlocks, i: int, held: Held, most: float) -> bool:
    """Whether a block is in a box of clutter that holds little of the article; quotes are not."""
    if page.leaves[i].piece.kind == "block_quote":
        return False
    return page.is_boxed(i, held, most)


def _without_bare_headings(page: PageBlocks, taken: set[int]) -> set[int]:
    """The blocks without headings whose own content was left out."""
    held = page.held_by(taken)
    return {i for i in taken if not _is_bare_heading(page, taken, held, i)}


def _is_bare_heading(page: PageBlocks, taken: set[int], held: Held, i: int) -> bool:
    """Whether a heading points to other articles, or nothing that it heads was chosen.

    The latter is so where its own container holds more, and nothing else of it is chosen.
    """
    leaf = page.leaves[i]
    if leaf.piece.kind != "heading":
        return False
    follower = next((n for n in range(i + 1, len(page.leaves)) if page.keys[n]), None)
    if follower is None or follower in taken:
        return is_pointing_heading(leaf.piece)
    if is_pointing_heading(leaf.piece):
        return True
    container = leaf.node.getparent()
    is_alone = container is not None and held.get(container, 0) <= len(leaf.piece.words)
    return is_alone and container in page.leaves[follower].node.iterancestors()

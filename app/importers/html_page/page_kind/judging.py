"""Says of a page that it is no article, or more than one: a refusal, or a doubt of one kind.

A page is refused where there is no article text at all; where some may be it is kept, doubted. On
408 pages with articles (three public suites and the article-extraction benchmark) none is refused
that has a text, and 7 are doubted: 2 stubs, a thread of a forum, a roundup, and 3 short texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.errors import Unprocessable
from app.importers.base import EXTRACTION
from app.importers.blocks import BlockText, TextPiece
from app.importers.html_page.block_flow import Leaf
from app.importers.html_page.linked_data import LinkedData
from app.importers.html_page.page_kind import declared_kind, listings, offers, words
from app.importers.html_page.page_kind.declared_kind import DeclaredKind
from app.importers.html_page.page_kind.wall_words import OFFER, ROBOT, SIGN_IN, WALLS, Wall
from app.text.spans import Doubt, Span

WALL_WORDS_MAX = 160
"""Longer texts are articles, whatever they say of cookies."""
TITLED_WORDS_MAX = 120
"""A page that its title tells to be an error page has no more words."""
STUB_WORDS_MAX = 25
"""Fewer words beside a subscription offer are no article."""
PART_WORDS_MAX = 250
"""A text that is not free to read and has more words is probably whole."""
LINKS_ONLY = 0.8
LINKS_MIN = 5
MOSTLY_LINKED = 0.5
PROSE_WORDS_MIN = 30
LINKED_HEADINGS_MIN = 3
HEADLINES_MIN = 8
BESIDE_WORDS_MAX = 120
UNDER_HEADING_MAX = 60
"""Words for each heading of a list of articles; an article has more."""
_EVIDENCE_MAX = 4
_SHOWN_MAX = 200  # blocks of a page without an article that are looked at


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What is known of a page before its text is chosen: what it declares and what it shows."""

    declared: DeclaredKind
    titles: tuple[str, ...]
    has_password: bool
    offers: int
    """Subscription offers that were taken out of it."""


def look_around(root: HtmlElement, linked: LinkedData) -> PageSigns:
    """Reads what tells the kind of the page under `root`, and takes subscription offers out."""
    declared = declared_kind.read(root, linked)
    titles = [node.text_content() for node in [*root.iter("title"), *root.iter("h1")][:4]]
    passwords = (node for node in root.iter("input") if node.get("type") == "password")
    return PageSigns(
        declared,
        tuple(" ".join(title.split())[:200] for title in titles),
        next(passwords, None) is not None,
        offers.take_out(root, declared.locked, not_free=declared.is_not_free),
    )


def nothing_found(around: PageSigns, leaves: Sequence[Leaf]) -> Unprocessable:
    """The refusal of a page without an article's text: what it is, where that can be seen."""
    shown = [leaf.piece.words for leaf in leaves[:_SHOWN_MAX]]
    wall = OFFER if around.offers else _titled(around) or _mostly(shown)
    if wall is not None:
        return _refusal(wall)
    if _is_list_of_links(around, [leaf.piece for leaf in leaves], leaves):
        return _list_of_links()
    return Unprocessable("No article text found.")


def judge(
    around: PageSigns,
    pieces: Sequence[TextPiece],
    body: BlockText,
    leaves: Sequence[Leaf],
    url: str | None,
) -> tuple[Doubt, ...]:
    """The doubt about a page's chosen text, if there is one.

    `body` is the text of `pieces`, `leaves` are the blocks of the page. Raises Unprocessable for
    what is no article at all, naming it.
    """
    total = words.count(body.text)
    doubt = (
        _walled(around, body, total)
        or _listed(around, pieces, leaves, total, url)
        or _beside_headlines(around, leaves, total, url)
        or _partial(around, body, total)
    )
    return () if doubt is None else (doubt,)


def _walled(around: PageSigns, body: BlockText, total: int) -> Doubt | None:
    """Whether the text is that of a page in the article's place."""
    if total > WALL_WORDS_MAX:
        return None
    titled = _titled(around) if total <= TITLED_WORDS_MAX else None
    wall = titled or _mostly([span.of(body.text) for span in _spans(body)])
    if wall is not None:
        raise _refusal(wall)
    for wall in WALLS:
        evidence = _evidence(wall, body)
        if evidence and wall is not OFFER:
            return Doubt(EXTRACTION, f"The text may be {wall.name} and not an article.", evidence)
    return None


def _listed(
    around: PageSigns,
    pieces: Sequence[TextPiece],
    leaves: Sequence[Leaf],
    total: int,
    url: str | None,
) -> Doubt | None:
    """Whether the text is put together from several articles."""
    found = listings.placed(pieces, leaves)
    if around.declared.is_live_blog:
        return Doubt(EXTRACTION, "The page is a live blog: the text is a series of posts.")
    if _is_list_of_links(around, pieces, leaves):
        raise _list_of_links()
    reason = _reason_of_list(around, pieces, found, total, url)
    if reason is not None:
        message = f"The page may be a list of articles and not one article: {reason}."
        return Doubt(EXTRACTION, message)
    number = listings.posts(found, total)
    if number:
        return Doubt(EXTRACTION, f"The text is a series of {number} posts, as in a live blog.")
    number = listings.articles(found, total)
    if number > 1:
        return Doubt(EXTRACTION, f"The page holds several articles: the text is made of {number}.")
    return None


def _reason_of_list(
    around: PageSigns,
    pieces: Sequence[TextPiece],
    found: Sequence[Leaf],
    total: int,
    url: str | None,
) -> str | None:
    """Why a page seems to be a list of articles; None where it does not."""
    number = listings.teasers(found, total, url)
    if number:
        return f"it has {number} teasers with links"
    headings, linked = listings.linked_headings(pieces, url)
    has_linked_headings = linked >= LINKED_HEADINGS_MIN and linked > 0.7 * headings
    if has_linked_headings and total < UNDER_HEADING_MAX * linked:
        return f"{linked} of its {headings} headings are links"
    if around.declared.is_list:
        return "it declares itself to be one"
    return "most of the text is links" if listings.linked_share(pieces) > MOSTLY_LINKED else None


def _beside_headlines(
    around: PageSigns, leaves: Sequence[Leaf], total: int, url: str | None
) -> Doubt | None:
    """Whether a short text is one of many things on a front page."""
    if total > BESIDE_WORDS_MAX or around.declared.is_article:
        return None
    number = listings.headlines(leaves, url)
    if number < HEADLINES_MIN:
        return None
    message = f"The page may be a list of articles: it has {number} headlines with links."
    return Doubt(EXTRACTION, message)


def _is_list_of_links(
    around: PageSigns, pieces: Sequence[TextPiece], leaves: Sequence[Leaf]
) -> bool:
    """Whether blocks are nothing but links, and the page has nothing else to read.

    Where it declares an article, or prose stands beside the blocks, these may be the wrong ones.
    """
    if len(pieces) < LINKS_MIN or listings.linked_share(pieces) <= LINKS_ONLY:
        return False
    return not around.declared.is_article and not any(map(_is_prose, leaves))


def _is_prose(leaf: Leaf) -> bool:
    """Whether a block is a paragraph of some length that is no link."""
    if leaf.piece.kind != "paragraph" or words.count(leaf.piece.words) < PROSE_WORDS_MIN:
        return False
    return listings.linked_share([leaf.piece]) < MOSTLY_LINKED


def _list_of_links() -> Unprocessable:
    return Unprocessable(
        "This page is a list of links, not an article.", "Import the articles’ own addresses."
    )


def _partial(around: PageSigns, body: BlockText, total: int) -> Doubt | None:
    """Whether the text is the free beginning of an article."""
    offered = around.offers > 0 or bool(total <= WALL_WORDS_MAX and _evidence(OFFER, body))
    if offered and total < STUB_WORDS_MAX:
        raise _refusal(OFFER)
    if total > PART_WORDS_MAX or not (offered or around.declared.is_not_free):
        return None
    reason = (
        "The page says that" if around.declared.is_not_free else "A subscription offer says that"
    )
    message = f"{reason} the article is not free to read; the text may be only its beginning."
    return Doubt(EXTRACTION, message, _evidence(OFFER, body))


def _titled(around: PageSigns) -> Wall | None:
    """The kind of page that a title tells by itself."""
    return next((wall for wall in WALLS if _has_title(wall, around)), None)


def _has_title(wall: Wall, around: PageSigns) -> bool:
    """Whether a title tells a page of this kind; a sign-in page also has a field for a password."""
    if wall.titles is None or (wall is SIGN_IN and not around.has_password):
        return False
    is_declared = around.declared.is_article and wall is not ROBOT
    return not is_declared and any(wall.titles.search(title) for title in around.titles)


def _spans(body: BlockText) -> list[Span]:
    return [Span(block.start, block.end) for block in body.blocks]


def _evidence(wall: Wall, body: BlockText) -> tuple[Span, ...]:
    """The blocks with words of such a page, the first few."""
    found = [span for span in _spans(body) if wall.phrases.search(body.text, span.start, span.end)]
    return tuple(found[:_EVIDENCE_MAX])


def _mostly(blocks: Sequence[str]) -> Wall | None:
    """The kind of page whose words are in more than half of a short text; None without one."""
    lengths = [words.count(block) for block in blocks]
    if sum(lengths) > 2 * WALL_WORDS_MAX:
        return None
    of_walls = [0] * len(WALLS)
    of_any = 0
    for block, length in zip(blocks, lengths, strict=True):
        matched = [bool(wall.phrases.search(block)) for wall in WALLS]
        of_any += any(matched) * length
        of_walls = [n + match * length for n, match in zip(of_walls, matched, strict=True)]
    largest = max(of_walls)
    return WALLS[of_walls.index(largest)] if 2 * of_any > sum(lengths) else None


def _refusal(wall: Wall) -> Unprocessable:
    return Unprocessable(
        f"This page is {wall.name}, not an article.",
        "Open the article in a browser, save the page as HTML and import that file.",
    )

"""What the opinions left out of an article and the page shows to be part of it.

Captions, lists, quotes and tables in its own containers, the lead above it, and paragraphs in
containers of the same kind.
"""

import re
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import Leaf, is_block
from app.importers.html_page.main_content.clutter import is_pointer, linked_characters
from app.importers.html_page.main_content.page_blocks import PageBlocks, trunk
from app.text.spans import BlockKind

LEAD = 8  # leaves before the first chosen one that may be the caption of its picture
ABOVE = 3  # levels around the paragraphs' own container in which that picture may be
LEAD_LEAVES = 20  # leaves between a lead paragraph and the first chosen one
SENTENCE_LEAST = 50  # characters of a sentence that is one link
GROUND = 4  # levels around the article in which its lead and its other containers may be
TRUNK_SHARE = 0.9
SIBLING_LEVELS = 4  # levels around a block on which its container may have siblings of its kind
# How many levels around a block its container may be that of the article's paragraphs. Shingle F1
# with these is .974 (trafilatura alone .975): paragraphs at 3 cost .003, quotes at 0 .002. Captions
# cost .006, because that benchmark's gold has few; an article has them.
REACH: dict[BlockKind, int] = {
    "paragraph": 1,
    "heading": 2,
    "list_item": 3,
    "block_quote": 3,
    "table": 3,
    "caption": 4,
    "code": 2,
}
_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|intro(?:duction)?|standfirst|stand-first|teaser|subtitle|sub-?head"
    r"(?:line|ing)?|dek|deck|summary|abstract|excerpt|entradilla|bajada|copete|chapo|chapeau|sumario"
    r"|vorspann|anrei(?:ss|ß)er|description|kicker|sapo|lid|ingress|perex|occhiello|catenaccio)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".ppt", ".pptx", ".odt", ".ods")
_DIGITS = re.compile(r"\d+")
_NAME_CHARACTERS = 200


def belonging(page: PageBlocks, chosen: set[int]) -> set[int]:
    """The blocks that belong to the chosen ones."""
    own = _in_own_containers(page, chosen)
    same = _in_same_kind(page, chosen | own)
    more = chosen | own | same
    return more | _lead(page, more)


def _in_own_containers(page: PageBlocks, chosen: set[int]) -> set[int]:
    """What is next to the chosen paragraphs, and the caption of the picture above them."""
    homes = containers_of_paragraphs(page.leaves, chosen)
    above = {node for home in homes for node in _up(home, ABOVE)}
    first, last = extent(page.leaves, chosen)
    left_out = [i for i in range(max(0, first - LEAD), last) if i not in chosen]
    captions = [i for i in left_out if i < first and page.leaves[i].piece.kind == "caption"]
    inside = [i for i in left_out if i >= first]
    return _within(page, above, captions) | _within(page, homes, inside)


def _links_to_document(leaf: Leaf) -> bool:
    hrefs = [mark.href or "" for mark in leaf.piece.inlines if mark.kind == "link"]
    return any(href.partition("?")[0].lower().endswith(_DOCUMENTS) for href in hrefs)


def extent(leaves: Sequence[Leaf], chosen: set[int]) -> tuple[int, int]:
    """The first chosen leaf that is no heading, and the last."""
    not_headings = [i for i in chosen if leaves[i].piece.kind != "heading"]
    return min(not_headings or chosen), max(chosen)


def _within(page: PageBlocks, containers: set[HtmlElement], candidates: Sequence[int]) -> set[int]:
    """The candidates with words in these containers that are no boilerplate."""
    near = [i for i in candidates if page.keys[i] and _is_in(page.leaves[i], containers)]
    kept = {i for i in near if not is_boilerplate(page, i)}
    return kept | _introduced_links(page, near)


def _introduced_links(page: PageBlocks, near: Sequence[int]) -> set[int]:
    """Items that are links to documents, or follow a line that introduces them (“They are:”)."""
    introduced: set[int] = set()
    for i in near:
        leaf = page.leaves[i]
        if leaf.piece.kind != "list_item" or not is_free(page, i):
            continue
        before = page.leaves[i - 1].piece
        is_introduced = before.words.rstrip().endswith(":") and not is_pointer(before)
        is_introduced = is_introduced or _links_to_document(leaf)
        if is_introduced or (i - 1 in introduced and before.kind == "list_item"):
            introduced.add(i)
    return introduced


def containers_of_paragraphs(leaves: Sequence[Leaf], chosen: set[int]) -> set[HtmlElement]:
    """The elements in which chosen paragraphs stand, also as words that have no element."""
    nodes = [leaves[i].node for i in chosen if leaves[i].piece.kind == "paragraph"]
    parents = {node.getparent() for node in nodes}
    parents |= {node for node in nodes if any(is_block(child) for child in node)}
    return {node for node in parents if node is not None}


def _is_in(leaf: Leaf, containers: set[HtmlElement]) -> bool:
    """Whether a container is within the reach of a block of this kind."""
    reach = REACH.get(leaf.piece.kind, 1)
    return any(node in containers for node in _up(leaf.node.getparent(), reach))


def _up(node: HtmlElement | None, levels: int) -> list[HtmlElement]:
    """A node and those around it, at most `levels` in all, inside the page's root."""
    nodes: list[HtmlElement] = []
    while node is not None and len(nodes) < levels and node.tag not in ("html", "body"):
        nodes.append(node)
        node = node.getparent()
    return nodes


def is_boilerplate(page: PageBlocks, i: int) -> bool:
    """Whether a block is in a part of the page that is no article, or is little but links.

    A sentence that is a link is an article's own.
    """
    context, leaf = page.context(i), page.leaves[i]
    if context.boilerplate or context.hidden or i in page.clutter:
        return True
    words = leaf.piece.words
    is_link = linked_characters(leaf.piece) > 0.8 * len(words)
    return is_link and leaf.piece.kind != "heading" and not _is_sentence(words)


def _is_sentence(words: str) -> bool:
    return len(words) >= SENTENCE_LEAST and words.rstrip()[-1] in ".!?…。"


def _in_same_kind(page: PageBlocks, chosen: set[int]) -> set[int]:
    """Prose in containers that stand beside those of the chosen prose and are of the same kind."""
    kinds = {kind for i in chosen & page.prose for kind in _kinds(page.leaves[i].node)}
    others = other_articles(page, chosen)
    return {
        i
        for i in page.prose - chosen
        if page.context(i).article not in others
        and is_open(page, i)
        and not kinds.isdisjoint(_kinds(page.leaves[i].node))
    }


def is_open(page: PageBlocks, i: int) -> bool:
    """Whether a block is in no box of another kind and no boilerplate."""
    return not page.context(i).boxes and not is_boilerplate(page, i)


def is_free(page: PageBlocks, i: int) -> bool:
    """Whether neither what is around a block nor its words show it to be clutter."""
    context = page.context(i)
    around = context.boilerplate or context.hidden or context.boxes
    return not around and i not in page.clutter


def _kinds(node: HtmlElement) -> list[tuple[HtmlElement | None, str, str]]:
    """What the containers around a block are called, each with the element that it stands in.

    Only those with a class, and articles and sections.
    """
    kinds: list[tuple[HtmlElement | None, str, str]] = []
    for container in _up(node.getparent(), SIBLING_LEVELS):
        name = _DIGITS.sub("", (container.get("class") or "")[:_NAME_CHARACTERS])
        if name.strip() or container.tag in ("article", "section"):
            kinds.append((container.getparent(), str(container.tag), name))
    return kinds


def ground(page: PageBlocks, chosen: set[int], levels: int = GROUND) -> HtmlElement | None:
    """The element in which the rest of the article may be."""
    held = page.held_by(chosen & page.prose or chosen)
    top = max(held, key=lambda node: held[node])
    root = top.getroottree().getroot()
    around = _up(trunk(held, root, TRUNK_SHARE), 1 + levels)
    return around[-1] if around else None


def is_under(node: HtmlElement, container: HtmlElement | None) -> bool:
    """Whether an element is another one or in it; where there is none, it is."""
    return container is None or node is container or container in node.iterancestors()


def other_articles(page: PageBlocks, chosen: set[int]) -> set[HtmlElement | None]:
    """The `<article>`s that are other items: each has a heading that is a link, or a first one."""
    own = {page.context(i).article for i in chosen}
    others: set[HtmlElement | None] = set()
    for i, leaf in enumerate(page.leaves):
        article = page.context(i).article
        if article not in own and leaf.piece.kind == "heading":
            is_link = linked_characters(leaf.piece) > 0.5 * len(leaf.piece.words)
            if is_link or leaf.piece.level == 1:
                others.add(article)
    return others


def _lead(page: PageBlocks, chosen: set[int]) -> set[int]:
    """The paragraphs between the article's title and its first chosen paragraph."""
    first, _ = extent(page.leaves, chosen)
    before = range(max(0, first - LEAD_LEAVES), first)
    titles = [i for i in before if is_title(page.leaves[i])]
    home = ground(page, chosen)
    return {
        i for i in before if i in page.prose and i not in chosen and _is_lead(page, i, titles, home)
    }


def is_title(leaf: Leaf) -> bool:
    """Whether a block is a first-level heading."""
    return leaf.piece.kind == "heading" and leaf.piece.level == 1


def _is_lead(page: PageBlocks, i: int, titles: Collection[int], home: HtmlElement | None) -> bool:
    """Whether a paragraph near the article follows its title, or is called a lead."""
    node = page.leaves[i].node
    if not is_under(node, home) or not is_open(page, i):
        return False
    if titles:
        return i > max(titles)
    return any(_LEAD_NAME.search(_names(around)) for around in _up(node, 3))


def _names(node: HtmlElement) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"[:_NAME_CHARACTERS]

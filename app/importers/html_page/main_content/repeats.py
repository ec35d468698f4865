"""Blocks that stand on a page twice, once for phones and once for wide screens."""

from collections.abc import Iterable

from app.importers.html_page.main_content.page_blocks import PageBlocks

REPEATED_MIN_LETTERS = 40


def without_repeats(page: PageBlocks, chosen: Iterable[int]) -> set[int]:
    """The chosen blocks without containers whose prose all stands in an earlier one."""
    chosen = set(chosen)
    first: dict[str, int] = {}
    copies: set[int] = set()
    for i in sorted(chosen & page.prose):
        earlier = first.setdefault(page.keys[i], i)
        if earlier != i and _is_copy(page, earlier, i):
            copies.add(i)
    return chosen - _in_copied_containers(page, chosen, copies) if copies else chosen


def _is_copy(page: PageBlocks, earlier: int, later: int) -> bool:
    """Whether a long block has the same words as one in another container."""
    if len(page.keys[later]) < REPEATED_MIN_LETTERS:
        return False
    containers = [page.leaves[i].node.getparent() for i in (earlier, later)]
    return containers[0] is not containers[1]


def _in_copied_containers(page: PageBlocks, chosen: set[int], copies: set[int]) -> set[int]:
    """The chosen blocks whose container holds no prose but copies.

    Of a block that is no prose a copy must be chosen before it.
    """
    containers = {page.leaves[i].node.getparent() for i in copies}
    for i in (chosen & page.prose) - copies:
        containers.discard(page.leaves[i].node.getparent())
    seen: set[str] = set()
    dropped: set[int] = set()
    for i in sorted(chosen):
        if page.keys[i] in seen and page.leaves[i].node.getparent() in containers:
            dropped.add(i)
        seen.add(page.keys[i])
    return dropped

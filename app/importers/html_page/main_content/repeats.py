"""Blocks that stand on a page twice, once for phones and once for wide screens."""

from collections.abc import Iterable

from app.importers.html_page.main_content.page import Page

REPEATED_MIN_LETTERS = 40


def without_repeats(page: Page, chosen: Iterable[int]) -> set[int]:
    """The chosen blocks without those that repeat an earlier one in another container."""
    kept: set[int] = set()
    first: dict[str, int] = {}
    for i in sorted(chosen):
        earlier = first.setdefault(page.keys[i], i)
        if earlier == i or not _is_copy(page, earlier, i):
            kept.add(i)
    return kept


def _is_copy(page: Page, earlier: int, later: int) -> bool:
    """Whether two blocks of the same words are one: long ones, not next to each other."""
    if len(page.keys[later]) < REPEATED_MIN_LETTERS:
        return False
    a, b = page.leaves[earlier].node, page.leaves[later].node
    return a is not b and a.getparent() is not b.getparent()

"""Who wrote an article: what the page declares, set right by what its readers see."""

from collections.abc import Sequence

from app.importers.base import Claim
from app.importers.html_page.fields.byline_lines import CLEAR, VisibleByline
from app.importers.written.bylines import looks_like_person
from app.importers.written.roles import COLLECTIVE, ORGANIZATION
from app.importers.written.spelling import plain

FIELD = "byline"


def choose(declared: Sequence[Claim], visible: VisibleByline | None) -> Claim | None:
    """The byline that counts; None where nobody is named.

    What is declared first, unless it is an account, an organization or “staff” while the page shows
    a person, or the page shows everybody of whom only some are declared. Where two declarations
    contradict each other, the one whose people the page shows.
    """
    first = _first_person(declared)
    if visible is None:
        return first
    shown = Claim(FIELD, "byline", visible.people)
    if first is None:
        return shown
    if visible.rank >= CLEAR and _says_more(visible.people, first.value):
        return shown
    if visible.rank <= CLEAR or _share(visible.people, first.value):
        return first
    return _shown_one(declared, visible) or _surer(first, shown)


def _surer(declared: Claim, shown: Claim) -> Claim:
    """Of two bylines that share nobody the shown one, where the other is only a `<meta>`'s."""
    return shown if declared.where == "meta" and _is_all_people(shown.value) else declared


def _shown_one(declared: Sequence[Claim], visible: VisibleByline) -> Claim | None:
    """The first declaration of people some of whom the page shows."""
    for claim in declared:
        if _is_all_people(claim.value) and _share(visible.people, claim.value):
            return claim
    return None


def _share(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two bylines have anybody in common, whatever the spelling."""
    return bool({plain(name) for name in some} & {plain(name) for name in others})


def _first_person(declared: Sequence[Claim]) -> Claim | None:
    """The first declaration that names people; else the first that names anybody."""
    for claim in declared:
        if any(map(_is_person, claim.value)):
            return claim
    return declared[0] if declared else None


def _is_person(name: str) -> bool:
    return looks_like_person(name) and not (COLLECTIVE.search(name) or ORGANIZATION.search(name))


def _is_all_people(names: Sequence[str]) -> bool:
    return all(map(_is_person, names))


def _says_more(shown: tuple[str, ...], declared: tuple[str, ...]) -> bool:
    if not _is_all_people(shown):
        return False
    if not any(map(_is_person, declared)):
        return True
    return {plain(name) for name in declared} < {plain(name) for name in shown}

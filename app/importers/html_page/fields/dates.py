"""When an article appeared: the declared day, set right by what readers see, and its doubts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.importers.base import Claim
from app.importers.declared_fields import day
from app.importers.html_page.fields.date_lines import STANDS_OUT, VisibleDay
from app.importers.written.dates import is_plausible
from app.text.spans import Doubt

FIELD = "declared_date"
BESIDE = 2
"""Elements between two days that stand beside each other."""
_WEAK = frozenset({"meta", "script", "address"})
"""Places that may mean another day than that of publication."""

_GUESSES = {
    "text": "a guess from its text",
    "last-change": "the day of its last change",
    "htmldate": "a guess from all its text",
}
"""Places of days that are guesses, and what a doubt says of them."""


@dataclass(frozen=True, slots=True)
class Dating:
    """The day that counts, if any, and what is doubtful about it."""

    claim: Claim | None
    doubts: tuple[Doubt, ...] = ()


def claim(where: str, raw: object) -> Claim:
    """A declaration of the day of publication; its value is None where `raw` is none."""
    return Claim(FIELD, where, day(raw), str(raw))


def choose(
    said: Sequence[Claim],
    modified: Sequence[Claim],
    shown: Sequence[VisibleDay],
    others: Sequence[Claim],
) -> Dating:
    """The day of publication among what is declared (`said`), `shown` and in `others`.

    Declared days count in their order; of what is shown, the line nearest to the title; then the
    `others`, the address and programs' data. Without any of these there is only a guess, see
    `guess`.
    """
    declared = _believable(said)
    published = [d for d in shown if not d.is_modified and is_plausible(d.value)]
    visible = _clearest(published)
    if declared:
        chosen = _set_right(declared, modified, visible, others)
        return Dating(chosen, _conflicts(declared))
    doubts = _unreadable(said)
    if visible and visible.rank >= STANDS_OUT:
        return Dating(Claim(FIELD, visible.where, visible.value), doubts)
    for other in _believable(others):
        return Dating(other, doubts)
    return Dating(None, doubts)


def guess(
    dating: Dating,
    modified: Sequence[Claim],
    shown: Sequence[VisibleDay],
    month: str | None,
    ask: Callable[[], list[Claim]],
) -> Dating:
    """The dating, with a guess and a doubt that says so where it has no day.

    The only day that stands in a place for dates, that of the last change, or what another reader
    answers (`ask`). Of a page that contradicts itself none. A guess that is not of the `month` in
    the page's address is none.
    """
    if dating.claim:
        return dating
    if dating.doubts or len({d.value for d in shown if d.rank >= STANDS_OUT}) > 1:
        return dating  # what the page says itself contradicts itself or cannot be read
    guesses = _believable([*_only_shown(shown), *_last_change(modified, shown)])
    for claim_ in guesses or _believable(ask()):
        if month is None or claim_.value.startswith(month):
            return Dating(claim_, (*dating.doubts, _guessed(claim_)))
    return dating


def _believable(claims: Sequence[Claim]) -> list[Claim]:
    return [c for c in claims if c.value and is_plausible(c.value)]


def _clearest(published: Sequence[VisibleDay]) -> VisibleDay | None:
    """The first of the days shown; None where another stands beside it with the same claim."""
    if not published:
        return None
    first = published[0]
    beside = [d for d in published if d.rank == first.rank]
    rivals = [d for d in beside if abs(d.distance - first.distance) <= BESIDE]
    return first if {d.value for d in rivals} == {first.value} else None


def _set_right(
    declared: Sequence[Claim],
    modified: Sequence[Claim],
    visible: VisibleDay | None,
    others: Sequence[Claim],
) -> Claim:
    """The declared day; that which readers see where the declared one is not the publication's."""
    first = declared[0]
    if visible is None or visible.rank < STANDS_OUT or visible.value == first.value:
        return first
    same = [claim_ for claim_ in declared if claim_.value == visible.value]
    if same:
        return same[0]
    shown = Claim(FIELD, visible.where, visible.value)
    is_weak = _is_in_utc(first, visible) or _is_unsure(first, modified)
    return _in_address((first, shown), others) or _nearer(first, shown, visible, is_weak)


def _nearer(first: Claim, shown: Claim, visible: VisibleDay, is_weak: bool) -> Claim:
    """The day shown near the title, where the declared one is weak."""
    return shown if is_weak and visible.rank >= 3 else first


def _in_address(claims: Sequence[Claim], others: Sequence[Claim]) -> Claim | None:
    """The first claim whose day is in the page's address."""
    days = {other.value for other in others if other.where == "address"}
    return next((claim_ for claim_ in claims if claim_.value in days), None)


def _is_in_utc(declared: Claim, visible: VisibleDay) -> bool:
    """Whether a day is the neighbour of the one shown, and written in no zone of its own."""
    apart = date.fromisoformat(declared.value) - date.fromisoformat(visible.value)
    raw = str(declared.raw)
    is_utc = raw.endswith(("Z", "+00:00", "+0000", "GMT", "UTC")) and len(raw) > len("2024-01-01")
    return abs(apart) <= timedelta(days=1) and is_utc


def _is_unsure(declared: Claim, modified: Sequence[Claim]) -> bool:
    """Whether a declared day may be that of a change: by a vague name, or as no earlier one."""
    changed = [_moment(str(claim_.raw)) for claim_ in modified]
    moment = _moment(str(declared.raw))
    for other in changed:
        if isinstance(moment, datetime) and isinstance(other, datetime) and moment > other:
            return True
    return declared.where in _WEAK


def modified(changed: Sequence[Claim], shown: Sequence[VisibleDay]) -> Claim | None:
    """The day of the last change: declared, else shown as one."""
    for claim_ in changed:
        if claim_.value and is_plausible(claim_.value):
            return claim_
    for visible in shown:
        if visible.is_modified and visible.rank >= STANDS_OUT and is_plausible(visible.value):
            return Claim("modified_date", visible.where, visible.value)
    return None


def _only_shown(shown: Sequence[VisibleDay]) -> list[Claim]:
    """The only day of publication that stands in a place for dates, though far from the title."""
    days = {d.value for d in shown if d.rank and not d.is_modified and is_plausible(d.value)}
    return [Claim(FIELD, "text", days.pop())] if len(days) == 1 else []


def _last_change(changed: Sequence[Claim], shown: Sequence[VisibleDay]) -> list[Claim]:
    """The day of the last change, which many pages without another have."""
    clear = [d for d in shown if d.is_modified and d.rank >= STANDS_OUT]
    claims = [*changed, *(Claim(FIELD, d.where, d.value) for d in clear)]
    return [Claim(FIELD, "last-change", c.value, c.value) for c in _believable(claims)[:1]]


def _guessed(claim_: Claim) -> Doubt:
    source = _GUESSES[claim_.where]
    message = f"The page declares no date; {claim_.value} is {source}."
    return Doubt("declared-date-guessed", message)


def _unreadable(said: Sequence[Claim]) -> tuple[Doubt, ...]:
    for claim_ in said:
        if claim_.value is None:
            message = (
                f"The page gives the date “{str(claim_.raw)[:60]}”, which is not a valid date."
            )
            return (Doubt("declared-date-unreadable", message),)
        if not is_plausible(claim_.value):
            message = f"The page gives the date {claim_.value}, which cannot be right."
            return (Doubt("declared-date-unreadable", message),)
    return ()


def _conflicts(declared: Sequence[Claim]) -> tuple[Doubt, ...]:
    """The doubt that two declared days cannot both be true, of JSON-LD and Open Graph."""
    by_place = {claim_.where: claim_ for claim_ in reversed(declared)}
    linked, graph = by_place.get("json-ld"), by_place.get("open-graph")
    if linked is None or graph is None or linked.value == graph.value:
        return ()
    if _could_be_one_day(str(linked.raw), str(graph.raw)):
        return ()
    message = (
        f"The page's JSON-LD gives the date {linked.value}, its Open Graph data {graph.value}."
    )
    return (Doubt("declared-date-conflict", message),)


def _could_be_one_day(one: str, other: str) -> bool:
    """Whether two different days can be one moment written in two time zones."""
    first, second = _moment(one), _moment(other)
    if isinstance(first, datetime) and isinstance(second, datetime):
        return abs(first - second) <= timedelta(hours=1)
    if isinstance(first, datetime):
        return _is_somewhere(first, second)
    return isinstance(second, datetime) and _is_somewhere(second, first)


def _is_somewhere(moment: datetime, bare_day: date | None) -> bool:
    """Whether a moment is on that day in one of the outermost time zones."""
    return bare_day in [(moment + timedelta(hours=zone)).date() for zone in (-12, 14)]


def _moment(written: str) -> datetime | date | None:
    """A time with its zone, in UTC; else the bare day."""
    try:
        moment = datetime.fromisoformat(written.strip()[:40])
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    iso_day = day(written)
    return date.fromisoformat(iso_day) if iso_day else None

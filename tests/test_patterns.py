"""No pattern of the program takes more than linear time on a hostile text.

Python's `re` counts no steps, so that the growth of processor time is compared: refused is only a
pattern that takes over ten times as long for a text four times as long, and then over 50 ms, the
best of three. A linear pattern takes four times as long, a quadratic one sixteen times. This says
nothing about speed: what is slow and linear passes.
"""

import re
from collections.abc import Callable, Iterator
from time import process_time

from app.engines.reporting import clause_words, reporting_clauses
from app.feeds import word_filters
from app.importers import credits as credit_lines
from app.importers.html_page.fields import date_words, script_dates
from app.importers.identity import tracking
from app.importers.mail import mime
from app.store.search import ranking
from tests.hostile_patterns import UsedPattern, calls_in_functions, in_globals, run, texts

_SIZES = (24, 32, 512, 2048, 8192)
"""From small to large, so that an exponential pattern is refused before it takes for ever."""
_GROWTH, _FLOOR_SECONDS, _TRIES = 10.0, 0.05, 3
_SEARCH, _MATCH, _FULLMATCH, _FIND = (
    frozenset([name]) for name in ("search", "match", "fullmatch", "finditer")
)

_MAKERS = frozenset(
    {
        "app.changes.name_changes._is_in",  # escaped names, one beside the other
        "app.engines.dates.timex_patterns._foreign",  # kept in that module's tables
        "app.engines.reporting.reporting_clauses._signs",
        "app.engines.reporting.reporting_clauses._verbs",
        "app.feeds.word_filters._pattern",
        "app.importers.credits._pattern",
        "app.importers.html_page.fields.date_words.events",
        "app.importers.html_page.fields.date_words.label",
        "app.importers.html_page.fields.date_words.modified",
        "app.importers.html_page.fields.date_words.published",
        "app.importers.html_page.fields.script_dates._named_day",
        "app.importers.html_page.page_kind.wall_words._any",  # kept in that module's tables
        "app.store.db.packed.fields.counted",  # a letter and at most nine digits
        "app.importers.identity.tracking._pattern",
        "app.importers.mail.mime._boundary_line",
        "app.store.search.ranking._patterns",
    }
)
"""The functions that compile what they are given. Those that do not keep it are in `_made`."""

_LONGEST = {
    "app.importers.credits": credit_lines.TAIL_CHARACTERS,
}
"""The longest text that the patterns of some places are ever given, by the code that calls them."""


def _made() -> Iterator[UsedPattern]:
    """The patterns that functions make when they are called."""
    of_credits = (
        *((words, _MATCH) for words in (credit_lines._ANY_HEAD, credit_lines._BYLINE)),
        *((words, _SEARCH) for words in (credit_lines._ANY_TAIL, *credit_lines._BEHIND)),
        (credit_lines._ONLY, _FULLMATCH),
    )
    for words, methods in of_credits:
        yield UsedPattern("app.importers.credits", credit_lines._pattern(words), methods)
    for section in (tracking._ALWAYS, tracking._BESIDE_A_NAME, tracking._CHANNELS):
        yield UsedPattern("tracking", tracking._pattern(section), _FULLMATCH)
    dates = (date_words.events, date_words.label, date_words.modified, date_words.published)
    for of_dates in dates:
        yield UsedPattern("date_words", of_dates(), _SEARCH | _MATCH | _FULLMATCH)
    yield UsedPattern("mime", mime._boundary_line("elm"), _FIND)
    yield UsedPattern("script_dates", script_dates._named_day(), _FIND)
    for term in (("harbour",), ("the", "harbour", "mole"), ("a",) * 12 + ("b",)):
        for of_term in ranking._patterns(term):
            yield UsedPattern("ranking", of_term, _FIND)
    yield UsedPattern("word_filters", word_filters._pattern(("a b", "harbour mole")), _SEARCH)
    for language in clause_words.VERBS:
        verbs = reporting_clauses._verbs(language)
        if verbs:
            yield UsedPattern(f"verbs in {language}", verbs, _SEARCH)
    for language in clause_words.SIGNS:
        yield UsedPattern(f"signs in {language}", reporting_clauses._signs(language), _SEARCH)


def _in_functions() -> Iterator[UsedPattern]:
    for call in calls_in_functions():
        if call.pattern is not None:
            yield UsedPattern(call.place, re.compile(call.pattern), frozenset([call.method]))


def _seconds(used: UsedPattern, text: str) -> float:
    began = process_time()
    run(used, text)
    return process_time() - began


def _grows(used: UsedPattern, text: Callable[[int], str]) -> str | None:
    """At which sizes the time grows faster than the text; None where it does not."""
    longest = _LONGEST.get(used.place.rpartition("._")[0], _LONGEST.get(used.place, _SIZES[-1]))
    for size in filter(lambda n: n <= longest, _SIZES):
        large = _seconds(used, text(size))
        if large <= _FLOOR_SECONDS:
            continue
        for _ in range(_TRIES - 1):
            large = min(large, _seconds(used, text(size)))
        small = min(_seconds(used, text(size // 4)) for _ in range(_TRIES))
        if large > _FLOOR_SECONDS and large > _GROWTH * small:
            return f"{len(text(size)):,} characters: {small:.4f} s to {large:.4f} s"
    return None


def test_every_function_that_makes_patterns_is_known() -> None:
    made = {c.place for c in calls_in_functions() if c.pattern is None}

    assert made == _MAKERS


def test_no_pattern_takes_more_than_linear_time() -> None:
    every = [*in_globals(), *_made(), *_in_functions()]

    refused = []
    for used in every:
        for text in texts(used.pattern):
            grown = _grows(used, text)
            if grown:
                refused.append(f"{used.place}: {text(24)!r}, {grown}")
                break

    assert len(every) > 400
    assert not refused, "\n".join(refused)


def test_a_pattern_that_backtracks_is_refused() -> None:
    quadratic = UsedPattern("", re.compile(r"\w+@"), _SEARCH)

    assert any(_grows(quadratic, text) for text in texts(quadratic.pattern))

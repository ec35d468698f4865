"""A cache bounded by weight: each value is made once, and dropped when it is unwanted."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from hypothesis import given
from hypothesis import strategies as st

from app.store.db.text_cache import TextCache


def test_the_least_recently_used_goes_first() -> None:
    kept: TextCache[str, str] = TextCache(4)
    for key in "abcdaef":
        kept.get(key, lambda: "made", 1)
    assert set(kept.held()) == {"d", "a", "e", "f"}


def test_what_is_kept_is_not_made_again() -> None:
    kept: TextCache[str, int] = TextCache(4)
    assert [kept.get("a", lambda n=n: n, 1) for n in range(3)] == [0, 0, 0]  # type: ignore[misc]


def test_what_weighs_too_much_is_handed_out_and_not_kept() -> None:
    kept: TextCache[str, str] = TextCache(100)
    kept.get("small", lambda: "small", 25)
    assert kept.get("large", lambda: "large", 26) == "large"
    assert kept.held() == ["small"]


def test_what_is_unwanted_is_let_go_and_not_kept_again() -> None:
    unwanted: set[str] = set()
    kept: TextCache[str, str] = TextCache(100, unwanted=unwanted.__contains__)
    for key in "ab":
        kept.get(key, lambda: "made", 10)
    unwanted.add("a")
    kept.sweep()
    assert kept.get("a", lambda: "again", 10) == "again"
    assert (kept.held(), kept.weight) == (["b"], 10)


def test_two_who_ask_for_the_same_at_once_have_it_made_once() -> None:
    kept: TextCache[str, int] = TextCache(4)
    made: list[int] = []
    under_way = Event()

    def make() -> int:
        made.append(1)
        under_way.wait(0.2)
        return 1

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: kept.get("a", make, 1), range(4))) == [1, 1, 1, 1]
    assert made == [1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30))))
def test_the_weight_is_never_exceeded(asked: list[tuple[int, int]]) -> None:
    kept: TextCache[int, int] = TextCache(60)
    weights: dict[int, int] = {}
    for key, weight in asked:
        if key not in kept.held():
            weights[key] = weight
        kept.get(key, lambda: 0, weights[key])
        assert kept.weight == sum(weights[k] for k in kept.held()) <= 60

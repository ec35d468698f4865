"""Kept answers: bounded, found by address and by what they depend on."""

from app.store.change_log import dependencies
from app.store.change_log.dependencies import WHOLE_LIBRARY, Dependencies
from app.store.change_log.watcher import EVERYTHING, Changes
from app.web.http.kept.answers import KeptAnswer, KeptAnswers
from app.web.http.kept.rendering import Kept, Rendered, Rendering


def answer(body: bytes, depends_on: Dependencies = WHOLE_LIBRARY) -> KeptAnswer:
    rendered = Rendered(body, None, "abc", "text/html", Kept(depends_on))
    return KeptAnswer(rendered, [(b"cache-control", b"public"), (b"etag", b'W/"of another"')])


def changed(*touched: dependencies.Dependency) -> Changes:
    return Changes(frozenset(touched))


def test_the_least_recently_used_make_room_and_the_weight_is_exact() -> None:
    kept = KeptAnswers(50_000)
    for n in range(20):
        kept.keep(f"/{n}", f"/{n}", answer(b"x" * 5_000))
        kept.find("/0")
    assert kept.weight <= 50_000
    assert "/0" in kept.addresses()
    assert "/1" not in kept.addresses()
    kept.keep("/large", "/large", answer(b"x" * 20_000))
    assert kept.find("/large") is None
    kept.drop(EVERYTHING)
    assert (kept.weight, kept.addresses()) == (0, [])


def test_a_change_drops_what_depends_on_it_and_on_the_whole_library() -> None:
    kept = KeptAnswers(1_000_000)
    of = {n: frozenset([dependencies.article(n), dependencies.entity(7)]) for n in (1, 2)}
    for n in (1, 2):
        kept.keep(f"/{n}", f"/{n}", answer(b"x", of[n]))
    kept.keep("/", "/", answer(b"x"))
    kept.drop(changed(dependencies.article(1), dependencies.article(99)))
    assert kept.addresses() == ["/2"]
    kept.drop(changed(dependencies.entity(7)))
    assert (kept.addresses(), kept.weight) == ([], 0)


def test_other_spellings_share_an_answer_and_flush_nothing() -> None:
    kept = KeptAnswers(100_000)
    kept.keep("/other", "/other", answer(b"x"))
    for n in range(100):
        kept.keep("/a", f"/a?campaign={n}", answer(b"x" * 3_000))
    assert sorted(kept.addresses()) == ["/a", "/other"]
    assert kept.find("/a?campaign=5") is kept.find("/a") is not None


def test_each_coding_has_its_own_bytes_and_tag_and_no_header_twice() -> None:
    both = answer(b"The ferry to Ostra. " * 100)
    plain, packed = both.plain(), both.compressed()
    assert len(packed.body) < len(plain.body)
    assert plain.tag != packed.tag
    names = [name for name, _ in packed.headers]
    assert len(names) == len(set(names))
    assert dict(packed.headers)[b"content-encoding"] == b"gzip"
    assert both.weight > len(plain.body) + len(packed.body)
    short = answer(b"short")
    assert short.compressed() is short.plain()


def test_a_rendering_is_stale_when_what_it_depends_on_changed_meanwhile() -> None:
    rendering = Rendering()
    depends_on = frozenset([dependencies.article(1)])
    rendering.note(changed(dependencies.article(2)))
    assert not rendering.is_stale(depends_on)
    assert rendering.is_stale(WHOLE_LIBRARY)
    rendering.note(changed(dependencies.article(1)))
    assert rendering.is_stale(depends_on)

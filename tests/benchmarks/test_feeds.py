"""A run over a few feeds of every kind, as the benchmark measures it over 200."""

from benchmarks import feeds
from benchmarks.feed_sites import SHARES, kinds


def test_every_kind_of_feed_is_there_in_its_share() -> None:
    for count in (20, 200):
        mixed = kinds(count)
        assert len(mixed) == count
        assert set(mixed) == {kind for kind, _ in SHARES}
    assert kinds(200).count("whole") > 90


def test_one_run_reads_what_can_be_read_and_blocks_no_reader() -> None:
    idle, (first, second) = feeds.measure(20, idle_seconds=0.5, timeout_seconds=2)
    wanted = kinds(20)
    readable = sum(wanted.count(kind) for kind in ("whole", "excerpts", "moved", "sent elsewhere"))
    assert first.states["read"] == readable
    assert first.states["gone"] == wanted.count("gone")
    assert first.states["failed"] == 20 - readable - wanted.count("gone")
    excerpts = wanted.count("excerpts")
    assert first.items["new"] == (readable - excerpts) * 10 + excerpts * 3
    assert first.items["failed"] == 0
    assert (second.states["unchanged"], second.items["new"]) == (readable, 0)
    assert len(first.page_ms) > 20
    assert max(first.page_ms) < 5_000  # nobody waited for a feed, of which some wait for a minute
    table = feeds.table(idle, [first, second])
    assert len({line.count("|") for line in table.splitlines()}) == 1

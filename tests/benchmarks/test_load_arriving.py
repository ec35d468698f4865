"""The part of the load benchmark that means harm sees what became of it."""

import pytest

from app.serving.connections import LimitedServer
from benchmarks.load import arriving
from benchmarks.load.driver import Measured
from tests.serving.test_connections import server as server


def test_a_large_head_and_silent_connections_are_seen_to_be_cut(
    server: LimitedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "SILENT", 3)
    assert arriving._silent(server.config.port).startswith("3 closed within")
    assert arriving._large_head(server.config.port).startswith("cut after")


def test_several_measurements_are_one() -> None:
    one = Measured({"page": [0.1]}, {"page 200": 1}, 1.0, 10, [])
    other = Measured({"page": [0.3], "healthz": [0.2]}, {"page 200": 1}, 2.0, 5, ["page: cut"])
    both = arriving.together([one, other])
    assert both.seconds == {"page": [0.1, 0.3], "healthz": [0.2]}
    assert (both.statuses, both.elapsed, both.body_bytes) == ({"page 200": 2}, 3.0, 15)
    assert both.failures == ["page: cut"]

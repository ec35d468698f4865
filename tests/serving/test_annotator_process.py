"""When the annotating process is replaced: after many texts, or when its memory has grown."""

from types import SimpleNamespace

import pytest

from app.serving import annotator_process
from app.serving.annotator_process import GROWTH_MAX_BYTES, MOST_TEXTS, ProcessUse
from app.settings import Settings


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes that the process is said to hold, to be set."""
    held = [250_000_000]
    monkeypatch.setattr(annotator_process, "memory_bytes", lambda: held[0])
    monkeypatch.setattr(annotator_process, "_warm_up", lambda _: None)
    return held


def used(**settings: int) -> ProcessUse:
    return ProcessUse(Settings(**settings), SimpleNamespace(value=0))


def test_a_process_that_has_grown_after_a_text_is_replaced(held: list[int]) -> None:
    use = used()
    use.note(1)
    use.note(0)
    held[0] += GROWTH_MAX_BYTES
    assert not use.is_over()
    held[0] += 1
    assert use.is_over()


def test_a_process_that_holds_more_than_the_setting_is_replaced(held: list[int]) -> None:
    assert used(annotator_max_bytes=held[0] - 1).is_over()
    assert not used(annotator_max_bytes=held[0]).is_over()


def test_a_process_is_replaced_after_many_texts(held: list[int]) -> None:
    use = used()
    for n in range(1, MOST_TEXTS + 1):
        assert not use.is_over()
        use.note(n)
        use.note(0)
    assert use.is_over()


def test_what_every_text_needs_is_loaded_before_memory_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(
        annotator_process, "_warm_up", lambda settings: loaded.append(settings.model)
    )
    use = used()
    assert not loaded
    for n in (1, 0, 2, 0):
        use.note(n)
    assert loaded == ["standard"]

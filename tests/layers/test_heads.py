"""What layers ask of the model is among the heads whose answers are kept."""

from pathlib import Path

import pytest

from app.layers import annotate, base
from app.layers.base import Doc, Finding

DEMO = Path(__file__).parent.parent.parent / "demo"


def findings(text: str) -> list[Finding]:
    """All findings of all layers."""
    return list(annotate(Doc.bare(text)).findings)


@pytest.mark.slow
def test_the_heads_that_are_kept_are_all_that_layers_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    text = max((p.read_text(encoding="utf-8") for p in DEMO.rglob("*.md")), key=len)
    kept = findings(text)
    assert len(kept) > 20
    monkeypatch.setattr(base, "HEADS", None)  # every head
    assert findings(text) == kept

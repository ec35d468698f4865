"""The configuration that is shipped says what it means."""

from dataclasses import replace
from pathlib import Path

import pytest

from training import config
from training.prepare import claim_heads, heads

EVERYTHING = config.read()


def test_every_variant_can_be_made() -> None:
    assert {"small", "standard", "open", "fifth"} <= set(EVERYTHING.variants)
    for name in EVERYTHING.variants:
        made = EVERYTHING.varied(name)
        assert made.corpora
        assert made.recipe.epochs > 0


def test_a_variant_that_is_not_listed_does_not_exist() -> None:
    with pytest.raises(KeyError):
        EVERYTHING.varied("nonsense")


def test_the_open_variant_learns_from_open_licences_alone() -> None:
    made = EVERYTHING.varied("open")
    assert {c.name for c in EVERYTHING.corpora if not c.open} == {
        "worldwide",
        "polnear",
        "claimbuster",
        "policlaim",
        "news",
    }
    assert all(c.open for c in made.corpora)
    assert claim_heads(made) == ()
    assert {"names:common", "source:gum"} <= {h.name for h in heads(made)}
    assert "names:worldwide" not in {h.name for h in heads(made)}


def test_a_variant_changes_nothing_that_it_does_not_name() -> None:
    fifth, standard = EVERYTHING.varied("fifth"), EVERYTHING.varied("standard")
    assert (fifth.recipe.part, fifth.recipe.epochs) == (0.2, 1)
    assert fifth.corpora == standard.corpora
    assert fifth.recipe.rate_heads == standard.recipe.rate_heads
    assert (fifth.base.name, standard.base.name) == ("minilm", "mpnet")
    assert standard == EVERYTHING.varied("standard")


def test_a_variant_may_take_some_layers_of_its_base() -> None:
    whole = EVERYTHING.bases["mpnet"]
    part = EVERYTHING.varied("standard").base
    assert set(part.layers) < set(whole.layers)
    assert replace(part, layers=whole.layers) == whole


def test_evaluation_corpora_are_never_trained_on() -> None:
    files = [f for c in EVERYTHING.corpora for f in (c.train, *c.more, c.dev or "")]
    assert not [
        f for f in files if "evalonly" in f or f.startswith(("el_wiki", "revisions", "extraction"))
    ]


def test_common_kinds_are_three_or_unknown() -> None:
    for c in EVERYTHING.corpora:
        assert set(c.common.values()) <= {"person", "organization", "place", "?"}, c.name
        assert "?" not in c.names.values(), c.name


def test_a_key_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    words = (
        (config.FOLDER / "config.toml")
        .read_text(encoding="utf-8")
        .replace("window = 192", "window = 192\nwidow = 1", 1)
    )
    (tmp_path / "config.toml").write_text(words, encoding="utf-8")
    with pytest.raises(TypeError, match="widow"):
        config.read(tmp_path / "config.toml")

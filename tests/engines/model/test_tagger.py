import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import layers
from app.engines.model import digests, tagger
from app.engines.model.bioes import Tag
from app.engines.model.choice import DEFAULT, ModelChoice
from app.engines.model.tagger import Floats, Tagger, confidences, decoded
from app.errors import GlossError, ModelUnreadable
from app.layers.base import Doc, Earlier, Finding
from app.resources import MODELS
from app.settings import ModelName
from app.text.spans import Doubt, Span, one_paragraph_a_gap
from tests.engines.hostile import parted, texts
from tests.engines.pretended import KINDS, Pretended

DEMO = Path(__file__).parents[3] / "demo" / "articles"
MADE_UP = Pretended()


def parts_of(text: str) -> list[tuple[int, int]]:
    return [(b.start, b.end) for b in one_paragraph_a_gap(text)]


@pytest.fixture(scope="module")
def article() -> str:
    """An article of the demo library, of two windows or more."""
    return (DEMO / "brae-quay-by-election.md").read_text(encoding="utf-8").split("---\n")[2]


def rows(seed: int, lengths: Sequence[int], kinds: int) -> tuple[Floats, list[int]]:
    scores = (
        np.random.default_rng(seed).normal(0, 3, (sum(lengths), 1 + 4 * kinds)).astype(np.float32)
    )
    return scores, [part for part, length in enumerate(lengths) for _ in range(length)]


@given(st.integers(0, 10**6), st.lists(st.integers(1, 12), max_size=8), st.integers(1, 4))
def test_all_parts_are_decoded_as_each_alone(seed: int, lengths: list[int], kinds: int) -> None:
    scores, parts = rows(seed, lengths, kinds)
    expected, at = [], 0
    for length in lengths:
        alone = decoded(scores[at : at + length], [0] * length)
        expected += [Tag(t.first + at, t.end + at, t.kind) for t in alone]
        at += length
    assert decoded(scores, parts) == expected


@given(st.integers(0, 10**6), st.lists(st.integers(1, 12), max_size=8), st.integers(1, 4))
def test_no_span_crosses_parts_or_another(seed: int, lengths: list[int], kinds: int) -> None:
    scores, parts = rows(seed, lengths, kinds)
    reached = 0
    for t in decoded(scores, parts):
        assert reached <= t.first < t.end
        assert parts[t.first] == parts[t.end - 1]
        reached = t.end


@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 12), max_size=8),
    st.integers(1, 4),
    st.sampled_from([0.01, 1, 1000]),
)
def test_confidence_is_between_nought_and_one(
    seed: int, lengths: list[int], kinds: int, factor: float
) -> None:
    scores, parts = rows(seed, lengths, kinds)
    found = decoded(scores, parts)
    assert all(0 <= c <= 1 for c in confidences(scores * np.float32(factor), found))


def test_confidence_is_the_mean_of_beginning_end_and_least_sure_word() -> None:
    chances = np.array(
        [
            [0.1, 0.8, 0.1, 0, 0],
            [0.3, 0.1, 0.5, 0.1, 0],
            [0.1, 0, 0.2, 0.6, 0.1],
            [0.2, 0, 0, 0, 0.8],
        ]
    )
    with np.errstate(divide="ignore"):
        scores = np.log(chances).astype(np.float32)
    first, second = confidences(scores, [Tag(0, 3, 0), Tag(3, 4, 0)])
    assert first == pytest.approx((0.8 * 0.6 * 0.7) ** (1 / 3))
    assert second == pytest.approx(0.8)


@given(parted())
def test_what_is_marked_covers_words_of_one_line_in_reading_order(
    given_: tuple[str, list[tuple[int, int]]],
) -> None:
    text, parts = given_
    reading = MADE_UP.read(text, parts)
    for head in MADE_UP.labels.heads:
        reached = 0
        for m in reading.marked(head):
            assert reached <= m.start < m.end <= len(text)
            assert "\n" not in text[m.start : m.end]
            assert text[m.start : m.end].strip() == text[m.start : m.end]
            assert any(start <= m.start < m.end <= end for start, end in parts)
            assert 0 <= m.confidence <= 1
            reached = m.end


@given(texts.filter(str.strip), st.data())
def test_shares_of_kinds_and_worth_are_shares_of_one(text: str, data: st.DataObject) -> None:
    reading = MADE_UP.read(text, parts_of(text))
    start, end = sorted(
        (data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text))))
    )
    shares = [reading.share("names", kind, Span(start, end)) for kind in KINDS]
    assert all(share >= 0 for share in shares)
    assert sum(shares) <= 1.00001
    assert 0 <= reading.worth("claims", Span(start, end)) <= 1


def test_a_share_is_the_mean_over_the_words_that_begin_in_the_span() -> None:
    text = "The Kremlin said. The Kremlin said."
    reading = MADE_UP.read(text, [(0, len(text))])
    each = [
        reading.share("names", "place", Span(w.start, w.end)) for w in reading.encoded.words[:3]
    ]
    assert reading.share("names", "place", Span(0, 16)) == pytest.approx(sum(each) / 3)


def test_a_span_without_words_has_no_share_and_no_worth() -> None:
    reading = MADE_UP.read("The Kremlin said.", [(0, 17)])
    assert reading.share("names", "person", Span(3, 4)) == 0
    assert reading.worth("claims", Span(3, 4)) == 0


@given(texts, texts)
def test_a_text_is_read_alike_alone_and_after_others(one: str, two: str) -> None:
    alone = Pretended().read(two, parts_of(two))
    shared = Pretended()
    shared.read(one, parts_of(one))
    after = shared.read(two, parts_of(two))
    assert np.array_equal(alone.outputs, after.outputs)
    assert alone.marked("names") == after.marked("names")


@pytest.fixture(params=get_args(ModelName))
def choice(request: pytest.FixtureRequest) -> ModelChoice:
    """Each of the embedded models."""
    return ModelChoice(request.param)


def test_each_model_is_known_by_its_name_and_version(choice: ModelChoice) -> None:
    assert choice.version.partition("-")[0] == choice.name
    assert tagger.chosen(choice).creator == f"tagger@{choice.version}"


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n", "\u200b", "…", "?!", "word", "👩‍💻"])
def test_the_least_texts_are_read(text: str, choice: ModelChoice) -> None:
    reading = tagger.chosen(choice).read(text, parts_of(text))
    assert reading.outputs.shape == (
        len(reading.encoded.ids),
        max(h.end for h in reading.labels.claims.values()),
    )
    for head in reading.labels.heads:
        assert all(text[m.start : m.end].strip() for m in reading.marked(head))
    for head in reading.labels.claims:
        assert 0 <= reading.worth(head, Span(0, len(text))) <= 1


def test_every_head_answers_for_an_article(article: str, choice: ModelChoice) -> None:
    reading = tagger.chosen(choice).read(article, parts_of(article))
    assert len(reading.encoded.ids) > reading.labels.frame.window
    for head in reading.labels.heads:
        for m in reading.marked(head):
            assert 0 <= m.start < m.end <= len(article)
            assert 0 <= m.confidence <= 1


def test_each_model_names_the_people_of_an_article(article: str, choice: ModelChoice) -> None:
    """On any processor: without wider sums some add two products in 16 bits, which overflow."""
    reading = tagger.chosen(choice).read(article, parts_of(article))
    sure = [m for m in reading.marked("names:worldwide") if m.confidence > 0.4]
    people = {article[m.start : m.end] for m in sure if m.kind == "person"}
    assert {"Marten Okafor", "Leo Marchant", "Ruth Calder", "Joan Aster"} <= people


def test_answers_are_the_same_on_one_thread_and_on_two(article: str, choice: ModelChoice) -> None:
    two_threads = replace(choice, threads=2)
    one, two = (tagger.chosen(c).read(article, parts_of(article)) for c in (choice, two_threads))
    assert np.array_equal(one.outputs, two.outputs)


def test_answers_are_the_same_after_other_texts_and_beside_them(
    article: str, choice: ModelChoice
) -> None:
    model = tagger.chosen(choice)
    halves = article[: len(article) // 2], article[len(article) // 2 :]
    alone = [model.read(half, parts_of(half)).outputs for half in halves]
    with ThreadPoolExecutor(2) as pool:
        beside = [
            r.outputs for r in pool.map(lambda half: model.read(half, parts_of(half)), halves)
        ]
    assert all(np.array_equal(a, b) for a, b in zip(alone, beside, strict=True))


@pytest.mark.slow
def test_a_paragraph_of_fifty_thousand_words_is_decoded() -> None:
    text = "The Kremlin said. a b " * 8_334
    reading = MADE_UP.read(text, [(0, len(text))])
    assert len(reading.encoded.words) > 50_000
    assert reading.marked("names")


def test_a_model_is_loaded_once_however_many_ask_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded, together = [], Barrier(8)

    class Counted(Pretended):
        def __init__(self, folder: Path, threads: int) -> None:
            super().__init__()
            loaded.append(threads)

    def ask(_: int) -> Tagger:
        together.wait()
        return tagger.load(3, tmp_path)

    monkeypatch.setattr(tagger, "Tagger", Counted)
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(ask, range(8)))
    assert loaded == [3]
    assert all(one is asked[0] for one in asked)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model to break."""
    return Path(shutil.copytree(MODELS / "small", tmp_path / "model"))


@pytest.mark.parametrize("name", ["tagger.onnx", "vocab.txt", "labels.json"])
@pytest.mark.parametrize(
    "content", [None, b"", b"version https://git-lfs.github.com/spec/v1\n", b"\xff\xfe{}"]
)
def test_a_folder_without_a_whole_model_is_said_to_be_so(
    folder: Path, name: str, content: bytes | None
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(GlossError, match="The model in the folder model cannot be read: "):
        tagger.load(1, folder)


def test_labels_that_do_not_fit_the_model_are_refused(folder: Path) -> None:
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    labels["claims"][-1]["end"] += 1
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    digests.write(folder)
    with pytest.raises(GlossError, match=r"labels.json names \d+ outputs, tagger.onnx has \d+"):
        tagger.load(1, folder)


@pytest.mark.parametrize("half", [True, False])
def test_a_vocabulary_cut_in_half_or_shuffled_is_refused(folder: Path, half: bool) -> None:
    path = folder / "vocab.txt"
    pieces = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = pieces[: len(pieces) // 2] if half else pieces[:200] + pieces[:199:-1]
    path.write_text("".join(changed), encoding="utf-8")
    with pytest.raises(ModelUnreadable, match=r"vocab\.txt is not the file"):
        tagger.load(1, folder)


def test_without_a_model_the_layers_that_read_with_it_do_not_run_and_say_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Reader:
        name, label, engine, version = "reader", "Reader", "tagger", "1"
        card: str | None = None
        kinds: tuple[str, ...] = ()
        threshold = 0.5

        def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
            assert doc.reading
            return ()

    monkeypatch.setattr(tagger, "MODELS", tmp_path)
    annotated = layers.annotate(Doc.bare("The Kremlin said no."), layers=[Reader()])
    assert annotated.not_run == {"reader"}
    unreadable = f"The model in the folder {DEFAULT.name} cannot be read: FileNotFoundError"
    assert annotated.failures["reader"].startswith(f"ModelUnreadable: {unreadable}")


def test_the_runtime_is_not_loaded_before_somebody_reads() -> None:
    code = (
        "import sys, app.cli\n"
        "from app.layers.base import Doc\n"
        "assert Doc.bare('Der Kreml schwieg.', language='de').reading is None\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "assert Doc.bare('The Kremlin was silent.').reading\n"
        "assert 'onnxruntime' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, cwd=DEMO.parent.parent)

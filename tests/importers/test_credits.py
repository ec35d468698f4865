"""The credit that ends a caption, and captions that have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.credits import is_only_credit, parted


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("Nets on the quay. Photo: Jane Roe/Elm Press", "Nets on the quay.", True),
        ("Nets on the quay Photograph: J. Roe/Elm Press", "Nets on the quay", True),
        ("Nets on the quay. (Jane Roe/AP)", "Nets on the quay.", "Jane Roe/AP"),
        (
            "Nets on the quay. [File: Jane Roe/Reuters]",
            "Nets on the quay.",
            "File: Jane Roe/Reuters",
        ),
        ("Nets (Photo: Jane Roe)", "Nets", "Photo: Jane Roe"),
        ("Nets on the quay. Jane Roe/AFP via Getty Images", "Nets on the quay.", True),
        ("Nets on the quay.\nJane Roe/Elm Press", "Nets on the quay.", True),
        ("Nets on the quay. AP Photo/Jane Roe", "Nets on the quay.", True),
        ("Nets on the quay. © Jane Roe", "Nets on the quay.", True),
        ("Nets on the quay | Reuters", "Nets on the quay", "Reuters"),
        ("Netze am Hafen. Foto: Jana Rot/dpa", "Netze am Hafen.", True),
        ("Les filets. Crédit photo : Jeanne Roux", "Les filets.", True),
        ("Nets on the quay. Image courtesy of the Elm Museum", "Nets on the quay.", True),
    ],
)
def test_the_credit_is_parted_from_the_words(caption: str, words: str, credit: str | bool) -> None:
    behind = caption[len(words) :].strip() if credit is True else credit
    assert parted(caption) == (words, behind)
    assert is_only_credit(str(behind))


@pytest.mark.parametrize(
    "caption",
    [
        "Nets on the quay (built in 1902)",
        "The minister spoke to Reuters",
        "A photo by Jane Roe hangs in the hall.",
        "The photo by Jane Roe shows the wall at noon.",
        "The source: a spring in the hills",
        "Orr, left, and Marrek (right) on Monday.",
        "Photo: Jane Roe",
        "Jane Roe/AP",
        "",
    ],
)
def test_other_words_stay_whole(caption: str) -> None:
    assert parted(caption) == (caption, None)


@given(st.text(st.sampled_from("Ab .:/()[]|©\n👩‍🚀é"), max_size=60), st.text(max_size=400))
def test_the_words_are_the_caption_s_beginning_and_the_credit_follows_them(
    one: str, other: str
) -> None:
    caption = f"{other}{one}Photo: Jane Roe"
    words, credit = parted(caption)
    assert caption.startswith(words)
    assert credit is None or credit in caption[len(words) :]

from dataclasses import replace
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.preview_images.drawing import png
from app.preview_images.faces import Face, one_line, weight_for
from app.preview_images.inks import INKS, MARK, PAPER, STEPS, WARNING_GROUND, palette
from app.preview_images.preview_image import HEIGHT, WIDTH, PreviewImage

QUOTED = PreviewImage(
    "The mole will stand for a hundred years.",
    "A passage",
    marks=("“", "”"),
    heading="Ostra Courier",
    below="— Ingrid Vale",
    footer=("A new chair", "2 May 2031"),
)


def opened(image: PreviewImage) -> Image.Image:
    return Image.open(BytesIO(png(image))).convert("RGB")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """What is not paper: left, top, right, bottom."""
    dark = image.convert("L").point(lambda value: 255 * (value < 128))
    box = dark.getbbox()
    assert box
    return box


def test_an_image_is_a_small_png_of_the_promised_size_and_the_same_every_time() -> None:
    data = png(QUOTED)
    assert data == png(QUOTED)
    assert data.startswith(b"\x89PNG")
    assert len(data) < 60_000
    image = opened(QUOTED)
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert image.getpixel((1190, 600)) == PAPER


def test_the_opening_mark_hangs_left_of_everything_else() -> None:
    image = opened(QUOTED)
    marks = image.crop((0, 130, 102, 500)).getcolors(100_000) or []
    assert MARK.colour in [colour for _, colour in marks]
    without = opened(replace(QUOTED, marks=None))
    assert ink(without.crop((0, 130, 1200, 500)))[0] >= 102


def test_letters_that_the_face_lacks_are_never_drawn_as_boxes() -> None:
    plain = png(replace(QUOTED, words="", marks=None, below="— Ingrid Vale"))
    for words in ("انتخب مجلس الميناء", "We did it 🎉", "הנמל", "港湾委員会", "x\u0305", "\ue000"):
        image = replace(QUOTED, words=words, marks=None)
        assert png(image) == plain, words


def test_a_small_line_that_the_face_cannot_show_is_left_out() -> None:
    assert png(replace(QUOTED, heading="港湾")) == png(replace(QUOTED, heading=None))
    assert png(replace(QUOTED, below="— עידה")) == png(replace(QUOTED, below=None))
    assert png(replace(QUOTED, footer=("港湾", "2 May"))) == png(replace(QUOTED, footer=("2 May",)))


def test_a_title_with_letters_of_the_lighter_weight_alone_is_set_in_that() -> None:
    assert weight_for("A new chair", "title") == "title"
    assert weight_for("Erdoğan", "title") == "text"
    assert weight_for("Ердоган", "title") is None


def test_what_has_no_form_is_left_out_and_letters_are_composed() -> None:
    assert one_line(" a\u00ad\u200b b\u202e\n\nc ") == "a b c"
    assert one_line("e\u0301te\u0301") == "été"
    assert one_line("non\u2011stop") == "non-stop"


def test_a_face_measures_what_it_draws() -> None:
    face = Face("text", 50)
    assert 0 < face.width("a") < face.width("aa") < face.width("aaa")
    assert face.width("") == 0


def test_a_verdict_stands_on_a_ground_of_its_own() -> None:
    image = opened(replace(QUOTED, verdict="Reworded on 3 May 2031. It now reads:"))
    assert image.getpixel((5, 5)) == WARNING_GROUND
    assert opened(QUOTED).getpixel((5, 5)) == PAPER


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_no_words_are_too_odd_to_be_drawn(words: str, heading: str, footer: str) -> None:
    image = replace(QUOTED, words=words, heading=heading, below=heading, footer=(footer, words))
    assert png(image).startswith(b"\x89PNG")


def test_a_text_without_an_end_is_drawn_in_time() -> None:
    for words in ("a" * 20_000, "word " * 20_000, "a-" * 5_000, "A. " * 5_000):
        assert png(replace(QUOTED, words=words)).startswith(b"\x89PNG")


def test_the_digest_changes_with_every_word() -> None:
    others = [
        replace(QUOTED, words="The mole will fall."),
        replace(QUOTED, below=None),
        replace(QUOTED, verdict="Reworded"),
        replace(QUOTED, footer=("A new chair",)),
    ]
    assert len({image.digest for image in (QUOTED, *others)}) == 5
    assert QUOTED.digest == replace(QUOTED).digest


def test_the_palette_has_every_ink_in_steps_and_room_for_them() -> None:
    colours = palette()
    assert len(colours) % 3 == 0
    assert len(colours) // 3 <= 256
    assert tuple(colours[:3]) == PAPER
    for ink in INKS:
        assert tuple(colours[3 * ink.solid : 3 * ink.solid + 3]) == ink.colour
        assert ink.shades[255] == ink.solid
        assert len(set(ink.shades)) == STEPS + 1

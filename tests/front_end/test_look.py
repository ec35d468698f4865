"""What the style sheets promise of themes and the reading face."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.front_end.stylesheet import rules

STATIC = Path(__file__).parent.parent.parent / "static"
MOST_FACE_BYTES = 40_000
TEXT, LINE = 4.5, 3.0
"""The least contrasts of WCAG 2.2: of text (1.4.3), and of a form that carries meaning (1.4.11)."""
INKS = ("ink", "soft", "faint", "link", "doubt", "danger")
LINES = (
    "person",
    "organization",
    "place",
    "group",
    "other-kind",
    "date-line",
    "speech-line",
    "claim-line",
)
_VARIANTS = re.compile(r"light-dark\((\S+), (\S+)\)")


def theme(name: str, scheme: int) -> dict[str, str]:
    """The custom properties of a theme, its colours as `#…`; scheme 0 is light, 1 dark."""
    values: dict[str, str] = {}
    for rule in rules(STATIC / "app.css"):
        if not rule.condition and rule.selector in (":root", f':root[data-theme="{name}"]'):
            values |= {k[2:]: v for k, v in rule.declarations if k.startswith("--")}
    for key, value in values.items():
        if both := _VARIANTS.fullmatch(value):
            values[key] = both[scheme + 1]
    for key, value in values.items():
        if value.startswith("var(--"):
            values[key] = values[value[6:-1]]
    return values


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("light", 0), ("dark", 1), ("sepia", 0), ("contrast", 0), ("contrast", 1)],
)
def test_text_and_marks_can_be_told_from_their_ground(name: str, scheme: int) -> None:
    colours = theme(name, scheme)
    washes = [name for name in colours if name.endswith(("-wash", "lit"))]
    assert len(washes) > 5
    pairs = [(ink, ground, TEXT) for ink in INKS for ground in ("paper", "raised")]
    pairs += [("ink", wash, TEXT) for wash in washes]
    pairs += [(line, ground, LINE) for line in LINES for ground in ("paper", "speech-wash")]
    pairs += [("edge", ground, LINE) for ground in ("paper", "raised")]
    too_faint = [
        (ink, ground)
        for ink, ground, least in pairs
        if contrast(colours[ink], colours[ground]) < least
    ]
    assert too_faint == []


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_face_is_small_and_named_by_its_digest() -> None:
    faces = sorted((STATIC / "fonts").glob("*.woff2"))
    assert len(faces) == 2
    assert sum(face.stat().st_size for face in faces) <= MOST_FACE_BYTES
    style, readme = ((STATIC / n).read_text("utf-8") for n in ("app.css", "fonts/README.md"))
    for face in faces:
        digest = hashlib.sha256(face.read_bytes()).hexdigest()
        assert f'url("fonts/{face.name}?v={digest[:10]}")' in style
        assert digest in readme


def test_high_contrast_is_the_same_chosen_here_or_in_the_system() -> None:
    chosen, of_system = (
        [rule.declarations for rule in rules(STATIC / "app.css") if rule.selector == selector]
        for selector in (':root[data-theme="contrast"]', ":root:not([data-theme])")
    )
    assert len(chosen) == 1
    assert chosen == of_system

"""What the tests of names share.

Short ways to ask what was found in a text, and texts that are hostile to names.
"""

from hypothesis import strategies as st

from app.layers.base import Doc, Finding
from app.layers.entities import LAYER
from app.text.spans import Block

HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("AaBb .,'’-“”\"\n\t()0129\u200d\u0301\u202e👩‍🚀אبم")
    ),
    max_size=200,
)


def found(
    text: str, language: str = "en", blocks: tuple[Block, ...] = (), *, read: bool = True
) -> list[Finding]:
    """The layer's findings from its threshold, in order.

    Unless `read` without the model, so that in English form alone decides.
    """
    doc = Doc(text, language, blocks=blocks) if blocks else Doc.bare(text, language)
    if not read:
        doc.__dict__["reading"] = None
    return sorted(
        (
            f
            for f in LAYER.find(doc, {})
            if isinstance(f, Finding) and f.confidence >= LAYER.threshold
        ),
        key=lambda f: f.start,
    )


def kinds(text: str, language: str = "en", *, read: bool = True) -> dict[str, str]:
    """The words of each name with its kind."""
    return {text[f.start : f.end]: f.kind for f in found(text, language, read=read)}


def names(text: str, language: str = "en", *, read: bool = True) -> dict[str, str]:
    """The words of each name with the fullest name of its chain."""
    return {text[f.start : f.end]: f.body["name"] for f in found(text, language, read=read)}


def role(text: str, name: str, language: str = "en", *, read: bool = True) -> str | None:
    """The role that the text gives to the first mention of a name."""
    at = next(f for f in found(text, language, read=read) if text[f.start : f.end] == name)
    return at.body["role"]["exact"] if at.body["role"] else None

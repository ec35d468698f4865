"""What a preview image says, before anything is drawn. Does not depend on Pillow: pages need it."""

import hashlib
from dataclasses import astuple, dataclass

DESIGN = 1
"""Raised when the same words are drawn differently: the addresses of all images change."""
WIDTH, HEIGHT = 1200, 630
"""Pixels; what Open Graph and X ask for at a ratio of 1.91."""


@dataclass(frozen=True, slots=True)
class PreviewImage:
    """The words of a preview image.

    `words` are the title, the quoted words or the name. `substitute` is drawn in their place where
    the face lacks a letter of theirs. `marks` are the quotation marks around the words; with them
    they are set in the weight of a text, without in that of a title. A `verdict` warns over
    everything. What is `below` is who said it, or a description.
    """

    words: str
    substitute: str
    marks: tuple[str, str] | None = None
    heading: str | None = None
    verdict: str | None = None
    below: str | None = None
    footer: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What names this image in its address: it changes with every word of it."""
        said = repr((DESIGN, astuple(self)))
        return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=6).hexdigest()

    @property
    def description(self) -> str:
        """The image in words, for those who do not see it."""
        opening, closing = self.marks or ("", "")
        quoted = f"{opening}{self.words}{closing}"
        parts = (self.verdict, quoted, self.below, *self.footer, self.heading)
        return " · ".join(part for part in parts if part)

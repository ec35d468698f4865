"""What a page says of its preview image.

Its address has a digest of what the image says, so that whoever remembers images by address asks
again when words were corrected. What is answered there is made of what is stored now, whatever
digest is asked for: no address shows old words.
"""

from dataclasses import dataclass

from app.preview_images.preview_image import PreviewImage


@dataclass(frozen=True, slots=True)
class PagePreview:
    """The path of an image with its digest, and the image in words."""

    path: str
    alt: str


def of_page(path: str, image: PreviewImage) -> PagePreview:
    """The preview of the page whose image is at `path`."""
    return PagePreview(f"{path}?v={image.digest}", image.description)

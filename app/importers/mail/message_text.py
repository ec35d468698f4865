"""The text of a message: of its HTML part, else of its plain one, without its boilerplate."""

import re
from collections.abc import Sequence

from app.errors import Unprocessable
from app.importers import text
from app.importers.blocks import BlockText, TextPiece, join
from app.importers.mail import boilerplate, limits
from app.importers.mail.mime import MimePart
from app.text import charsets
from app.text.canonical import decode

_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = "text/plain"
_SIGNATURE = re.compile(r"(?:\A|\n)-- ?\n")
_QUOTED = re.compile(r"(>*) ?(.*)", re.DOTALL)


def read(message: MimePart) -> BlockText:
    """The blocks of a message. Raises Unprocessable where it has no text."""
    body = body_part(message)
    pieces = _pieces(body) if body is not None else []
    if not any(piece.words.strip() for piece in pieces):
        raise Unprocessable("The message has no text.")
    return join(boilerplate.removed(pieces))


def _pieces(body: MimePart) -> list[TextPiece]:
    """The blocks of the part that is shown."""
    content = body.content()
    if len(content) > limits.BODY_MAX_BYTES:
        most = limits.BODY_MAX_BYTES
        raise Unprocessable(f"The text of the message is larger than {most:,} bytes.")
    if not text.is_text(content) and charsets.wide(content) is None:
        raise Unprocessable("The message has no text.")
    words = decode(content, body.parameters.get("charset"))
    if body.media_type not in _HTML:
        return text.pieces(_plain(words, body))
    # what reads pages takes half a second to load
    from app.importers.html_page import article_content

    return article_content.pieces(words, None, with_hidden=False)


def body_part(part: MimePart) -> MimePart | None:
    """The part that a reader is shown: of alternatives the best, else the first; None for none."""
    if not part.children:
        is_text = part.media_type in (*_HTML, _PLAIN) and not is_attached(part)
        return part if is_text else None
    bodies = [body for body in map(body_part, part.children) if body is not None]
    if part.media_type == "multipart/alternative":
        return next((b for b in bodies if b.media_type in _HTML), _first(bodies))
    return _first(bodies)


def is_attached(part: MimePart) -> bool:
    """Whether a part is to be saved and not to be shown (RFC 2183)."""
    shown_how = part.fields.get("content-disposition", "")
    return shown_how.partition(";")[0].strip().lower() == "attachment"


def _first(bodies: Sequence[MimePart]) -> MimePart | None:
    return bodies[0] if bodies else None


def _plain(words: str, part: MimePart) -> str:
    """Plain text without its signature, its lines as they were before they were wrapped."""
    signature = _SIGNATURE.search(words)
    if signature is not None and words[: signature.start()].strip():
        words = words[: signature.start()]
    if part.parameters.get("format", "").lower() != "flowed":
        return words
    return _unwrapped(words, joins_words=part.parameters.get("delsp", "").lower() == "yes")


def _unwrapped(words: str, *, joins_words: bool) -> str:
    """The paragraphs of `format=flowed` (RFC 3676): a line that ends with a blank goes on."""
    paragraphs: list[list[str]] = []
    open_depth: str | None = None
    for line in words.split("\n"):
        depth, content = _quoted(line)
        is_soft = content.endswith(" ") and content != "-- "
        if is_soft and joins_words:
            content = content[:-1]
        if open_depth == depth:
            paragraphs[-1].append(content)
        else:
            paragraphs.append([f"{depth} {content}" if depth else content])
        open_depth = depth if is_soft else None
    return "\n".join("".join(paragraph) for paragraph in paragraphs)


def _quoted(line: str) -> tuple[str, str]:
    """The marks of quotation before a line, and the line without its stuffed blank."""
    found = _QUOTED.fullmatch(line)
    return (found[1], found[2]) if found else ("", line)

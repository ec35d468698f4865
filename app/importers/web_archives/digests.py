"""The digests that a web archive gives of its records: whether a capture is as it was written."""

import base64
import hashlib

from app.errors import Unprocessable
from app.importers.web_archives.http_response import HttpResponse
from app.importers.web_archives.records import Record

_KNOWN = {"md5", "sha1", "sha256", "sha512"}


def check(record: Record, answer: HttpResponse) -> None:
    """Raises Unprocessable where the block, or else the payload, is not what was digested.

    Crawlers do not agree whether a payload is digested with its transfer coding or without: each is
    right.
    """
    block = record.fields.get("warc-block-digest")
    payload = record.fields.get("warc-payload-digest")
    if block and _matches(block, record.block) is not None:
        is_right = bool(_matches(block, record.block))
    else:
        forms = (answer.body, answer.unchunked())
        is_right = not payload or any(_matches(payload, form) is not False for form in forms)
    if not is_right:
        raise Unprocessable("The capture is damaged: its digest does not match.")


def _matches(written: str, data: bytes) -> bool | None:
    """Whether `data` has a digest such as `sha1:BASE32`; None where that cannot be checked."""
    algorithm, _, value = written.partition(":")
    name = algorithm.strip().lower().replace("-", "")
    if name not in _KNOWN:
        return None
    digest = hashlib.new(name, data, usedforsecurity=False).digest()
    value = value.strip()
    forms = {digest.hex(), base64.b32encode(digest).decode("ascii").lower()}
    is_base64 = value == base64.b64encode(digest).decode("ascii")
    return is_base64 or value.lower().rstrip("=") in {form.rstrip("=") for form in forms}

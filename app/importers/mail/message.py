"""One message as an article: its fields from its header, its text from its best part.

It has no address of its own, unless its header says where it is archived (`Archived-At`, RFC 5064).
`List-Archive` is the address of all messages of a list, and so of none.
"""

import re
from collections.abc import Iterable, Iterator

from app.errors import Unprocessable
from app.importers import declared_fields
from app.importers.base import Claim, DeclaredDate, Draft, Packed, PackedFile, Part, Skipped
from app.importers.mail import header_fields, message_text, mime
from app.importers.mail.mime import MimePart
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.urls import canonical_url
from app.translations import N_

WHERE = "mail"
"""The provenance of what the header of a message says."""
ATTACHMENTS = N_("attachments")
_MESSAGE = "message/rfc822"
_BOTH = re.compile(r"(\S.{0,100}?) (?:from|at|via|\|) (.{0,100}\S)")


class MailImporter:
    """A newsletter or a letter."""

    name = "mail"
    label = N_("E-mail")
    suffixes: tuple[str, ...] = formats.MAIL.suffixes
    media_types: tuple[str, ...] = formats.MAIL.media_types
    signatures: tuple[OtherFormat, ...] = (formats.MAIL,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: messages are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """The message, and those that are attached to it. Raises Unprocessable."""
        return parts(data, url)


def parts(data: bytes, url: str | None = None) -> Iterator[Part | Packed]:
    """What is in a message; `url` is the address it came from."""
    message = mime.parsed(data)
    leaves = list(message.leaves()) if message.children else []
    forwarded = [part for part in leaves if part.media_type == _MESSAGE]
    if not forwarded or message_text.body_part(message) is not None:
        yield _draft(message, url)
    for part in forwarded:
        yield PackedFile(part.content(), None, _MESSAGE)
    attached = sum(map(message_text.is_attached, leaves)) - sum(
        map(message_text.is_attached, forwarded)
    )
    if attached:
        yield Skipped(ATTACHMENTS, attached)


def _draft(message: MimePart, url: str | None) -> Draft:
    fields = message.fields
    if not fields.keys() & {"from", "subject", "date", "message-id"}:
        raise Unprocessable("The message has no header.")
    body = message_text.read(message)
    title = declared_fields.line(header_fields.decoded(fields.get("subject", "")))
    byline, publisher = _senders(message)
    sent_at = header_fields.moment(fields.get("date", ""))
    declared_date = DeclaredDate(sent_at.date().isoformat(), WHERE) if sent_at else None
    archived = _archived_at(message)
    said = {"title": title, "byline": byline, "publisher": publisher, "declared_date": sent_at}
    if archived:
        said["source_url"] = archived
    return Draft(
        body.text,
        body.blocks,
        title=title,
        byline=byline,
        publisher=publisher,
        source_url=archived or url,
        declared_date=declared_date,
        inlines=body.inlines,
        provenance=_provenance(message, [name for name, value in said.items() if value]),
        claims=_claims(title, byline, declared_date, fields.get("date")),
        captured_at=sent_at,
    )


def _provenance(message: MimePart, said: Iterable[str]) -> dict[str, str]:
    """Where each field was read; of the text, in which message."""
    id_ = declared_fields.line(message.fields.get("message-id", ""))
    return dict.fromkeys(said, WHERE) | ({"text": f"{WHERE} {id_}"} if id_ else {})


def _claims(
    title: str | None, byline: tuple[str, ...], date: DeclaredDate | None, written: str | None
) -> tuple[Claim, ...]:
    said = (
        Claim("title", WHERE, title) if title else None,
        Claim("byline", WHERE, byline) if byline else None,
        Claim("declared_date", WHERE, date.value, written) if date else None,
    )
    return tuple(claim for claim in said if claim is not None)


def _senders(message: MimePart) -> tuple[tuple[str, ...], str | None]:
    """Who wrote a message, and who publishes it: “Ana Orr from Elm Letter” names both.

    A list's own name, or the sender's organization, is the publisher.
    """
    sender = header_fields.name(message.fields.get("from", ""))
    publisher = header_fields.name(message.fields.get("list-id", ""))
    publisher = publisher or header_fields.decoded(message.fields.get("organization", "")) or None
    if sender is None or sender == publisher:
        return (), publisher
    both = _BOTH.fullmatch(sender)
    if both is not None:
        return declared_fields.names(both[1]), publisher or both[2]
    return declared_fields.names(sender), publisher


def _archived_at(message: MimePart) -> str | None:
    """The canonical address at which this very message is archived; None without one."""
    written = message.fields.get("archived-at", "").strip().removeprefix("<").partition(">")[0]
    try:
        return canonical_url(written.strip()) if written else None
    except Unprocessable:
        return None

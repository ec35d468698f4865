"""Every error that Gloss raises on purpose: an HTTP status and a sentence fit for a reader.

Only `web` turns them into responses; below it the status is a number and nothing more.
"""


class GlossError(Exception):
    """The root of the tree.

    `status` is the HTTP status of a response, `message` one readable sentence, `detail` a hint.
    """

    status = 500

    def __init__(self, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class BadRequest(GlossError):
    """The request cannot be read as what it claims to be."""

    status = 400


class NotSignedIn(GlossError):
    """The reader must sign in first."""

    status = 401


class Forbidden(GlossError):
    """The reader is signed in and may not do this."""

    status = 403


class NotFound(GlossError):
    """It does not exist, or this reader may not see that it does."""

    status = 404


class MethodNotAllowed(GlossError):
    """It cannot be changed in this way; `allowed` lists the methods that its address has."""

    status = 405

    def __init__(self, message: str, detail: str | None, allowed: str) -> None:
        super().__init__(message, detail)
        self.allowed = allowed


class Conflict(GlossError):
    """The request is ambiguous, or contradicts what is stored."""

    status = 409


class Gone(GlossError):
    """It no longer exists; `successor` is the address of its replacement, if it has one."""

    status = 410

    def __init__(
        self, message: str, detail: str | None = None, successor: str | None = None
    ) -> None:
        super().__init__(message, detail)
        self.successor = successor


class PreconditionFailed(GlossError):
    """What the request wants to change is no longer what its sender read."""

    status = 412


class TooLarge(GlossError):
    """The input is over a limit, which the message names."""

    status = 413


def text_too_long(characters: int, longest: int) -> str:
    """Why a text is not stored."""
    return f"The text has {characters:,} characters; the limit is {longest:,}."


class Unsupported(GlossError):
    """No importer or exporter handles this format."""

    status = 415


class Unprocessable(GlossError):
    """The input is well-formed but invalid: the message names what is wrong."""

    status = 422


class TooMany(GlossError):
    """Too many requests from one IP address in a minute."""

    status = 429


class FetchFailed(GlossError):
    """A web address could not or may not be fetched: the message names it and the reason."""

    status = 422


class LibraryBusy(GlossError):
    """The library is busy, or its schema does not match this version of the program."""

    status = 503


class ModelUnreadable(GlossError):
    """The model's files are missing or damaged: what reads with it waits until they are back."""

    status = 503


class StorageFailed(GlossError):
    """Nothing can be stored: the disk is full, failing or read-only. Reads go on."""

    status = 507


FAULTS = (LibraryBusy, StorageFailed)
"""What is no fault of an item: the next one would meet it as well."""


class Damaged(GlossError):
    """Something that is stored is not as it was stored: the message says what."""

    status = 500


class LibraryDamaged(Damaged):
    """The library's file cannot be read; the message names it, for whoever runs the program."""

    FOR_READERS = "The library is damaged, and cannot be read until it is repaired."

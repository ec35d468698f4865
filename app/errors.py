"""Every error Gloss raises on purpose: a status and a sentence fit for a reader.

Owns the error tree; knows nothing of HTTP beyond the status number, which `web` alone turns into
pages.
"""


class GlossError(Exception):
    """The root: `status` is the HTTP status an answer would carry, `message` one readable sentence, `detail` an optional hint."""

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
    """The reader is known and may not do this."""

    status = 403


class NotFound(GlossError):
    """There is no such thing, or this reader may not know of it."""

    status = 404


class Conflict(GlossError):
    """The request fits several things, or contradicts what is stored."""

    status = 409


class Gone(GlossError):
    """It existed and does no longer; `successor` is the address of what took its place, if anything did."""

    status = 410

    def __init__(
        self, message: str, detail: str | None = None, successor: str | None = None
    ) -> None:
        super().__init__(message, detail)
        self.successor = successor


class TooLarge(GlossError):
    """The input is over a limit, which the message names."""

    status = 413


class Unsupported(GlossError):
    """No importer or exporter knows this format."""

    status = 415


class Unprocessable(GlossError):
    """The input reads well and makes no sense: the message names what is wrong."""

    status = 422


class TooMany(GlossError):
    """Too many requests from one address in a minute."""

    status = 429


class FetchFailed(GlossError):
    """An address could not be fetched, or may not be: the message names the address and the reason."""

    status = 422


class LibraryBusy(GlossError):
    """The library cannot be read or written just now, or its schema does not fit this program."""

    status = 503

"""How many requests one process works on and queues; those beyond are refused at once.

A request counts while it is worked on or waits for a thread. It does not while its client sends or
reads: slow clients take connections, of which the server has a bound of its own.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security.checks import PROBES, refuse

RETRY_AFTER_SECONDS = 1


class Overload:
    """Answers 503 instead of making a queue longer; probes always pass."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.most = settings.requests_max
        self.working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through, or refuses it."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            return await self.app(scope, receive, send)
        if self.working >= self.most:
            headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
            message = "Too many requests are being answered right now. Try again in a moment."
            return await refuse(scope, send, 503, message, headers)
        self.working += 1
        try:
            return await self.app(scope, self._receiving(receive), self._sending(send))
        finally:
            self.working -= 1

    def _receiving(self, receive: Receive) -> Receive:
        is_complete = False

        async def received() -> Message:
            nonlocal is_complete
            if is_complete:  # only a disconnect is awaited, beside the work
                return await receive()
            self.working -= 1
            try:
                message = await receive()
            finally:
                self.working += 1
            is_complete = not message.get("more_body", False)
            return message

        return received

    def _sending(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            self.working -= 1
            try:
                await send(message)
            finally:
                self.working += 1

        return sent

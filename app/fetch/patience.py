"""How long one fetch may take and wait."""

from app.fetch import waiting
from app.settings import Settings


class Patience:
    """The deadline of one fetch.

    Where somebody waits for the answer it is one for everything. A program that is `crawling` may
    wait for a host's turn, and as long as `fetch_wait_max_seconds` at once: what it waits does not
    count.
    """

    def __init__(self, settings: Settings, crawling: bool) -> None:
        self.crawling = crawling
        self._timeout = settings.fetch_timeout_seconds
        self._longest_wait = settings.fetch_wait_max_seconds
        self.deadline = waiting.seconds_now() + self._timeout

    def allows(self, seconds: float) -> bool:
        """Whether waiting that long still leaves time for an answer."""
        if self.crawling:
            return seconds <= self._longest_wait
        return waiting.seconds_now() + seconds < self.deadline

    def wait(self, seconds: float) -> None:
        """Waits; a request after the deadline fails by itself."""
        waiting.sleep(seconds)
        if self.crawling:
            self.deadline += seconds

    def begin_again(self) -> None:
        """Gives a crawling program the whole time for one more try."""
        if self.crawling:
            self.deadline = waiting.seconds_now() + self._timeout

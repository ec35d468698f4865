"""Sessions: the cookie that says who signed in.

Owns its signing and the epoch that a sign-out ends; knows no route.

Gloss has one editor, so there is one epoch: signing out ends every session, on every browser.
Tokens are not touched.
"""

import secrets
import threading
import time

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlmodel import Session

from app.errors import NotFound
from app.settings import Settings
from app.store import instance
from app.store.admin import people
from app.store.db.library import Library

COOKIE = "gloss_session"
SALT = "session"
EPOCH = "session_epoch"
KEPT_SECONDS = 3.0
"""How long this process believes what it read: so much later another process's sign-out counts
here. Not tuned."""


class Sessions:
    """The sessions of one library as one process knows them.

    Every method may ask the store, so call them from a worker thread.
    """

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._seconds = settings.session_valid_days * 86_400
        self._signing: URLSafeTimedSerializer | None = None
        self._known: dict[
            int, tuple[float, str | None]
        ] = {}  # person → (believed until, the epoch; None: no such person)
        self._lock = threading.Lock()

    def begin(self, person: int) -> str:
        """A new session's cookie."""
        with self._library.writing() as s:
            epoch = instance.find(s, EPOCH) or _begin_epoch(s)
        return str(self._signer().dumps([person, epoch]))

    def person_of(self, cookie: str) -> int | None:
        """Whose session this is; None when it is forged, too old or ended, or its person is gone."""
        try:
            said = self._signer().loads(cookie, max_age=self._seconds)
        except BadData:
            return None
        match said:
            case [int(person), str(epoch)]:
                return person if secrets.compare_digest(epoch, self._epoch(person) or "") else None
        return None

    def end(self) -> None:
        """Ends every session that there is."""
        with self._library.writing() as s:
            _begin_epoch(s)
        with self._lock:
            self._known.clear()

    def _epoch(self, person: int) -> str | None:
        with self._lock:  # also while reading, so that no answer from before `end` is kept after it
            until, epoch = self._known.get(person, (0.0, None))
            if time.monotonic() >= until:
                epoch = self._read(person)
                self._known[person] = (time.monotonic() + KEPT_SECONDS, epoch)
            return epoch

    def _read(self, person: int) -> str | None:
        with self._library.reading() as s:
            try:
                people.get(s, person)
            except NotFound:
                return None
            return instance.find(s, EPOCH)

    def _signer(self) -> URLSafeTimedSerializer:
        with self._lock:
            if self._signing is None:
                with self._library.writing() as s:
                    self._signing = URLSafeTimedSerializer(people.secret(s), salt=SALT)
            return self._signing


def _begin_epoch(s: Session) -> str:
    epoch = secrets.token_urlsafe(12)
    instance.put(s, EPOCH, epoch)
    return epoch

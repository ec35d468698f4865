"""Sessions: the cookie that says who signed in, its signing, and the epoch that a sign-out ends.

Gloss has one editor, so there is one epoch: signing out ends every session, in every browser.
Tokens stay valid.
"""

import secrets
import threading
import time

from itsdangerous import BadData, URLSafeTimedSerializer

from app.errors import NotFound
from app.settings import Settings
from app.store.admin import people, session_epochs
from app.store.db.ids import id_of
from app.store.db.library import Library

COOKIE = "gloss_session"
SALT = "session"
CACHED_SECONDS = 3.0
"""How long this process caches an epoch: a sign-out in another process takes effect here so much
later. Not tuned."""


class Sessions:
    """The sessions of one library as one process knows them.

    Every method may ask the store, so call them from a worker thread.
    """

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._seconds = settings.session_valid_days * 86_400
        self._signing: URLSafeTimedSerializer | None = None
        # person → (cached until, the epoch; None: no such person)
        self._epochs: dict[int, tuple[float, str | None]] = {}
        self._lock = threading.Lock()

    def sign_in(self, code: str) -> str:
        """Uses a sign-in code up for a new session: its cookie. Raises Gone."""
        with self._library.writing() as s:
            person, epoch = id_of(people.consume(s, code)), session_epochs.current(s)
        return self.cookie(person, epoch)

    def cookie(self, person: int, epoch: str) -> str:
        """What a session of this person is known by; it lasts as long as its epoch."""
        return str(self._signer().dumps([person, epoch]))

    def person_of(self, cookie: str) -> int | None:
        """The person whose session this is.

        None when it is forged, too old or ended, or the person no longer exists.
        """
        try:
            content = self._signer().loads(cookie, max_age=self._seconds)
        except BadData:
            return None
        match content:
            case [int(person), str(epoch)] if self._is_current(person, epoch):
                return person
        return None

    def _is_current(self, person: int, epoch: str) -> bool:
        """Whether a session of this epoch lasts.

        Another process may have started the epoch since this one read it.
        """
        if secrets.compare_digest(epoch, self._epoch(person) or ""):
            return True
        return secrets.compare_digest(epoch, self._epoch(person, is_cached=False) or "")

    def end(self) -> None:
        """Ends every session."""
        with self._library.writing() as s:
            session_epochs.begin(s)
        with self._lock:
            self._epochs.clear()

    def _epoch(self, person: int, *, is_cached: bool = True) -> str | None:
        with self._lock:  # also while reading, so that `end` discards whatever was read before it
            until, epoch = self._epochs.get(person, (0.0, None))
            if time.monotonic() >= until or not is_cached:
                epoch = self._read(person)
                self._epochs[person] = (time.monotonic() + CACHED_SECONDS, epoch)
            return epoch

    def _read(self, person: int) -> str | None:
        with self._library.reading() as s:
            try:
                people.get(s, person)
            except NotFound:
                return None
            return session_epochs.find(s)

    def _signer(self) -> URLSafeTimedSerializer:
        with self._lock:
            if self._signing is None:
                self._signing = URLSafeTimedSerializer(self._secret(), salt=SALT)
            return self._signing

    def _secret(self) -> str:
        """The key that signs; where there is one already, nothing has to be written."""
        with self._library.reading() as s:
            secret = people.find_secret(s)
        if secret is not None:
            return secret
        with self._library.writing() as s:
            return people.secret(s)

"""One feed of a run: it is asked, its new items are stored, the pages of its excerpts are fetched.

What is stored is recorded as seen in the same transaction: after `kill -9` either both are there or
neither. How to ask the feed next time is recorded last, and validators only where nothing of it is
left to do, so that an interrupted run reads it whole again.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlmodel import Session

from app import fetch, importers, pipeline
from app.errors import FAULTS, GlossError, LibraryBusy, Unprocessable
from app.feeds import new_items, schedule, word_filters
from app.feeds.new_items import NewItem
from app.feeds.outcomes import FeedOutcome
from app.fetch.failures import AddressFailed, NotFoundThere, NotModified
from app.fetch.requests import FEED, Fetched, Validators
from app.importers.base import AddressOnly, DeclaredDate, Draft, Unreadable
from app.importers.feeds import elements, parts, reading
from app.importers.feeds.feed import Feed, FeedItem
from app.importers.saved_items.times import calendar_day
from app.settings import Settings
from app.store.admin import people
from app.store.articles.fetch_states import AskedPage
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.ingest import adding, reader_data
from app.store.ingest.captures import Capture, Outcome, StoredRevision
from app.store.schema.imports import Subscription
from app.store.subscriptions import seen_items, subscriptions
from app.store.subscriptions.seen_items import SeenState
from app.store.subscriptions.subscriptions import FeedAnswer

AT_ONCE = 16
"""Items stored in one transaction, as in an import."""
NEW_MAX = 500
"""New items of one feed in one run; more follow in the next."""
PAGES_SECONDS = 300.0
"""How long pages of one feed are fetched in one run; not tuned."""
PAGE_FAILURES_MAX = 3
"""After so many pages in a row that could not be fetched the others wait for the next run."""
_TRIES = 6
_parsing = threading.Lock()
"""One feed is parsed at a time: a tree takes many times its file."""


class FeedRun:
    """One feed in one run."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        subscription: Subscription,
        stop: threading.Event,
    ) -> None:
        self._library = library
        self._settings = settings
        self._subscription = subscription
        self._stop = stop
        self._id = id_of(subscription)
        self._feed = Feed(None, None, None, ())
        self._page: Fetched | None = None
        self._excerpts: list[NewItem] = []
        self._is_complete = True
        self.outcome = FeedOutcome(self._id, subscription.url, subscription.title)

    @property
    def pages_url(self) -> str | None:
        """The address of the first page that is to be fetched; None where there is none."""
        return self._excerpts[0].item.url if self._excerpts else None

    def ask(self) -> None:
        """Asks the feed and stores what it has whole. Raises LibraryBusy, StorageFailed."""
        known = self._subscription
        validators = Validators(known.asked_url or "", known.etag, known.last_modified)
        try:
            page = fetch.fetch(known.url, self._settings, FEED, known=validators)
            data = importers.with_charset(page.data, page.content_type)
            with _parsing:
                self._feed = reading.feed(data, page.url)
        except NotModified:
            self._unchanged()
        except GlossError as error:
            self._failed(error)
        else:
            self._page = replace(page, data=b"")
            self.outcome.title = known.title or self._feed.title
            self._take(self._feed)
            # While other feeds are asked, no text of this one is kept.
            self._feed = replace(self._feed, items=())

    def give_up(self, error: Exception) -> None:
        """Records an internal error so that the feed is retried later."""
        name = type(error).__name__
        self._failed(
            error if isinstance(error, GlossError) else Unprocessable(f"Unexpected error: {name}.")
        )

    def fetch_pages(self) -> None:
        """Fetches the pages of items of which the feed has an excerpt, and stores them."""
        began, failures = time.monotonic(), 0
        for position, new in enumerate(self._excerpts):
            is_over = self._stop.is_set() or time.monotonic() - began > PAGES_SECONDS
            if is_over or failures >= PAGE_FAILURES_MAX:
                self.outcome.left += len(self._excerpts) - position
                break
            failures = 0 if self._fetch_page(new) else failures + 1
        self._excerpts = []

    def finish(self) -> FeedOutcome:
        """Records how to ask the feed next time; does nothing where it gave no answer."""
        if self._page is None:
            return self.outcome
        page, is_done = self._page, self._is_complete and not self.outcome.left
        if page.moved_from:
            self.outcome.moved_from, self.outcome.url = self._subscription.url, page.url
        answer = FeedAnswer(
            url=self.outcome.url,
            asked_url=page.url,
            next_run_at=schedule.after_answer(self._settings, now(), self._feed),
            title=self._feed.title,
            site_url=self._feed.site_url,
            etag=page.etag if is_done else None,
            last_modified=page.last_modified if is_done else None,
        )
        with self._library.writing() as s:
            subscriptions.record_answer(s, self._id, answer)
            seen_items.forget_old(s, self._id)
        return self.outcome

    def _unchanged(self) -> None:
        self.outcome.state = "unchanged"
        with self._library.writing() as s:
            then = schedule.after_answer(self._settings, now())
            subscriptions.record_unchanged(s, self._id, then)

    def _failed(self, error: GlossError) -> None:
        is_gone = isinstance(error, NotFoundThere) and error.status_there == 410
        asked = error.retry_after_seconds if isinstance(error, AddressFailed) else None
        self.outcome.state = "gone" if is_gone else "failed"
        self.outcome.error = error.message
        then = schedule.after_failure(now(), self._subscription.failures + 1, asked)
        with self._library.writing() as s:
            subscriptions.record_failure(s, self._id, error.message, then, is_gone=is_gone)

    def _take(self, feed: Feed) -> None:
        """Stores the new items that the feed has whole, and notes those to be fetched."""
        new, still_there = self._new_items(feed)
        if len(new) > NEW_MAX:
            self.outcome.left += len(new) - NEW_MAX
        items = iter(new[:NEW_MAX])
        while some := list(islice(items, AT_ONCE)):
            if self._stop.is_set():
                self.outcome.left += len(some) + len(list(items))
                break
            self._take_some(some)
        if still_there:
            self._store([], still_there)

    def _new_items(self, feed: Feed) -> tuple[list[NewItem], dict[str, SeenState]]:
        """The items to be dealt with, and old ones that are to be noted as still there."""
        with self._library.reading() as s:
            known = seen_items.of(s, self._id)
        new: dict[str, NewItem] = {}
        still_there: dict[str, SeenState] = {}
        for number, item in enumerate(feed.items, 1):
            key, fingerprint = elements.digest(item.key), new_items.fingerprint(item)
            before = known.get(key)
            if key in new:
                continue  # the same item once more
            if before is None or not self._is_settled(before, fingerprint):
                new[key] = NewItem(item, number, key, fingerprint, before)
                continue
            self.outcome.known += 1
            if before.is_old:
                still_there[key] = before
        return list(new.values()), still_there

    def _is_settled(self, before: SeenState, fingerprint: str) -> bool:
        if before.state == "filtered":
            return before.fingerprint == self._filtered(fingerprint)
        is_tried_again = before.state == "failed" and before.attempts < new_items.ATTEMPTS_MAX
        return before.fingerprint == fingerprint and not is_tried_again

    def _filtered(self, fingerprint: str) -> str:
        """With other words an item that was left out may be wanted."""
        known = self._subscription
        return elements.digest(fingerprint, *known.include, "\x01", *known.exclude)

    def _take_some(self, some: Sequence[NewItem]) -> None:
        captures: list[tuple[NewItem, Capture]] = []
        seen: dict[str, SeenState] = {}
        for new, known_already in self._with_articles(some):
            part = parts.part(self._feed, new.item, new.number)
            if isinstance(part, Unreadable):
                self.outcome.failed.append((part.item, part.message))
                seen[new.key] = SeenState(new.fingerprint, "failed", new_items.ATTEMPTS_MAX)
            elif known_already:
                self.outcome.known += 1
                seen[new.key] = SeenState(new.fingerprint, "stored")
            elif isinstance(part, Draft):
                self._add_draft(new, part, captures, seen)
            elif isinstance(part, AddressOnly):
                self._add_address(new, seen)
        self._store(captures, seen)

    def _with_articles(self, some: Sequence[NewItem]) -> Iterator[tuple[NewItem, bool]]:
        """The items, each with whether its article is here although the item is new."""
        with self._library.reading() as s:
            known = [
                new.before is None and new.item.url is not None and _is_stored(s, new.item.url)
                for new in some
            ]
        return zip(some, known, strict=True)

    def _add_draft(
        self,
        new: NewItem,
        draft: Draft,
        captures: list[tuple[NewItem, Capture]],
        seen: dict[str, SeenState],
    ) -> None:
        if self._is_filtered(new, f"{draft.title or ''}\n{draft.text}", seen):
            return
        try:
            capture = self._capture(draft, f"feed:{self._asked_url}")
        except GlossError as error:
            self._note_failure(new, error, seen)
        else:
            captures.append((new, capture))

    def _add_address(self, new: NewItem, seen: dict[str, SeenState]) -> None:
        """Notes an item whose page is to be fetched, but for one that is left out anyway."""
        known = f"{new.item.title or ''}\n{parts.summary_text(new.item)}"
        if word_filters.is_excluded(known, self._subscription.exclude):
            self._filter_out(new, seen)
        else:
            new.item = replace(new.item, content=None, description=None, summary=None)
            self._excerpts.append(new)

    def _is_filtered(self, new: NewItem, text: str, seen: dict[str, SeenState]) -> bool:
        known = self._subscription
        if word_filters.is_wanted(text, known.include, known.exclude):
            return False
        self._filter_out(new, seen)
        return True

    def _filter_out(self, new: NewItem, seen: dict[str, SeenState]) -> None:
        self.outcome.filtered += 1
        seen[new.key] = SeenState(self._filtered(new.fingerprint), "filtered")

    def _fetch_page(self, new: NewItem) -> bool:
        """Fetches and stores the page of one item; whether it could be fetched."""
        seen: dict[str, SeenState] = {}
        try:
            settings = fetch.settings_for(self._asked_url, self._settings)
            page = fetch.fetch(new.item.url or "", settings, crawling=True)
        except GlossError as error:
            self._note_failure(new, error, seen)
            self._store([], seen)
            return isinstance(error, NotFoundThere)
        captures: list[tuple[NewItem, Capture]] = []
        try:
            draft = self._draft_of(page, new.item)
            if not self._is_filtered(new, f"{draft.title or ''}\n{draft.text}", seen):
                captures.append((new, self._capture(draft, page.url, page, new.item.url or "")))
        except FAULTS:
            raise
        except GlossError as error:
            self._note_failure(new, error, seen)
        self._store(captures, seen)
        return True

    def _draft_of(self, page: Fetched, item: FeedItem) -> Draft:
        """The article on a page, with what only the feed says of it. Raises GlossError."""
        draft = importers.read(
            page.data,
            media_type=page.content_type,
            url=page.url,
            longest=self._settings.text_max_characters,
        )[0]
        day = calendar_day(item.published, draft.language)
        date = draft.declared_date or (DeclaredDate(day, parts.FEED) if day else None)
        fields = replace(draft.fields, tags=item.tags)
        return replace(draft, title=draft.title or item.title, declared_date=date, fields=fields)

    def _capture(
        self, draft: Draft, origin: str, page: Fetched | None = None, asked_for: str = ""
    ) -> Capture:
        """A Draft with the options of the subscription. Raises TooLarge."""
        tags = parts.tags((*self._subscription.tags, *draft.fields.tags))
        known_as = (asked_for, *page.moved_from) if page else ()
        return Capture(
            replace(draft, fields=replace(draft.fields, tags=tags)),
            origin=origin,
            visibility=self._subscription.visibility,
            language=pipeline.believed_language(self._library, draft),
            known_as=known_as,
            asked=AskedPage.of(page),
        )

    def _store(
        self, captures: Sequence[tuple[NewItem, Capture]], seen: dict[str, SeenState]
    ) -> None:
        """Stores articles, and what became of their items and others.

        Raises LibraryBusy, StorageFailed.
        """
        if not captures and not seen:
            return
        outcomes: list[Outcome] = []
        noted: dict[str, SeenState] = {}
        for attempt in range(_TRIES):
            try:
                with self._library.writing() as s:
                    subscriptions.get(s, self._id)  # removed meanwhile?
                    outcomes = _add(s, [capture for _, capture in captures])
                    noted = {
                        new.key: new_items.state_of(new, outcome)
                        for (new, _), outcome in zip(captures, outcomes, strict=True)
                    }
                    seen_items.put(s, self._id, noted | seen)
                break
            except LibraryBusy:
                if attempt == _TRIES - 1:
                    raise
        for (new, _), outcome in zip(captures, outcomes, strict=True):
            self._count(new, outcome)

    def _count(self, new: NewItem, outcome: Outcome) -> None:
        if isinstance(outcome, StoredRevision):
            self.outcome.count(outcome)
        else:
            self.outcome.failed.append((new.name, outcome.message))
            self._note_attempts(new_items.attempts(new, outcome))

    def _note_failure(self, new: NewItem, error: GlossError, seen: dict[str, SeenState]) -> None:
        self.outcome.failed.append((new.name, error.message))
        attempts = new_items.attempts(new, error)
        seen[new.key] = SeenState(new.fingerprint, "failed", attempts)
        self._note_attempts(attempts)

    def _note_attempts(self, attempts: int) -> None:
        """What is tried again must be read again, so the feed has to be given whole."""
        self._is_complete = self._is_complete and attempts >= new_items.ATTEMPTS_MAX

    @property
    def _asked_url(self) -> str:
        return self._page.url if self._page else self._subscription.url


def _add(s: Session, captures: Sequence[Capture]) -> list[Outcome]:
    """Stores captures, with what came besides their texts."""
    added = adding.add_all(s, captures)
    return list(reader_data.store_captures(s, captures, added, people.editor_creator))


def _is_stored(s: Session, url: str) -> bool:
    try:
        return adding.find(s, url) is not None
    except GlossError:
        return False

"""Checks a citation against the store: its code, words, time and hash, and the passage today.

A reader who may not see a passage gets the same answer as for a code that does not exist. Sentences
are kept apart from their values, so that a page can translate them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from app.citations.parsing import Cited
from app.errors import Damaged, Gone, NotFound
from app.store.articles.access import Reader
from app.store.passages import passages
from app.store.passages.passages import PassageState
from app.store.schema.articles import Revision
from app.text.diff.word_diff import Op, word_diff, words_changed
from app.text.display import utc_time, written
from app.translations import N_

STATE_MESSAGES = {
    "same": N_("The passage is unchanged."),
    "moved": N_("The passage moved to another place in the article on %(day)s."),
    "moved-reworded": N_(
        "The passage moved to another place in the article and was reworded on %(day)s."
    ),
    "changed": N_("The passage was reworded on %(day)s."),
    "replaced": N_("The passage was replaced by other text on %(day)s."),
    "removed": N_("The passage was removed from the article on %(day)s."),
}
"""The state of a passage in words, by outcome; `day` is when the first revision with that outcome
was captured."""
STILL_CONTAINED = {
    True: N_("The cited text is still in the article."),
    False: N_("The cited text is no longer in the article as quoted."),
    None: N_("It is unknown whether the cited text is still in the article."),
}
"""Whether the article as it is now has the words cited."""
_LONGEST_COMPARED = 20_000
"""Characters of the quoted words, above which no word diff is made: ten times the longest passage
that can be shared."""

_ALTERED = N_("The stored text of the cited revision does not match its stored SHA-256.")


@dataclass(frozen=True, slots=True)
class CheckedField:
    """One field of a citation, and whether it holds.

    `holds` is None where there is nothing to compare. `diff` are the words compared, where they
    differ; `replacement` the words that replaced them.
    """

    about: str
    holds: bool | None
    message: str
    values: dict[str, Any] = field(default_factory=dict)
    diff: Sequence[tuple[Op, str]] = ()
    replacement: str | None = None

    @property
    def sentence(self) -> str:
        """The message with its values."""
        return self.message % self.values

    def as_json(self) -> dict[str, Any]:
        """The result for programs."""
        return {
            "about": self.about,
            "holds": self.holds,
            "message": self.sentence,
            "diff": [list(part) for part in self.diff],
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """A citation and what the check found; `state` is None when its passage cannot be shown."""

    cited: Cited
    points: Sequence[CheckedField]
    state: PassageState | None = None

    @property
    def verified(self) -> bool:
        """Whether the citation is genuine: nothing it says of the cited revision is wrong."""
        return all(point.holds is not False for point in self.points)

    @property
    def still_contained(self) -> bool | None:
        """Whether the words that the citation quotes, or else the cited ones, are there now.

        None where that is unknown.
        """
        if self.state is None:
            return None
        quoted, now = self.cited.words or self.state.passage.exact, self.state.text
        if now is None or len(quoted) > _LONGEST_COMPARED:
            return False
        return not words_changed(quoted, now)

    @property
    def answers(self) -> tuple[str, str]:
        """The two answers, in words: about the citation, and about the article as it is now."""
        if self.verified:
            genuine = N_("The citation is genuine.")
        else:
            genuine = N_("Part of the citation does not match.")
        return genuine, STILL_CONTAINED[self.still_contained]

    def as_json(self) -> dict[str, Any]:
        """The result for programs."""
        return {
            "code": self.cited.code,
            "link": self.cited.link,
            "verified": self.verified,
            "points": [point.as_json() for point in self.points],
            "words": self.state.passage.exact if self.state else None,
            "genuine": self.verified,
            "still_says_so": self.still_contained,
        } | _state_as_json(self.state)


def _state_as_json(state: PassageState | None) -> dict[str, Any]:
    """The passage as it is now; every value None where it cannot be shown."""
    if state is None:
        return dict.fromkeys(("verdict", "words_changed", "text", "replaced_by", "since"))
    return {
        "verdict": state.verdict,
        "words_changed": state.words_changed,
        "text": state.text,
        "replaced_by": state.replacement,
        "since": {"revision": state.since.revision, "at": utc_time(state.since.at)},
    }


def verify(s: Session, reader: Reader, cited: Cited, base_url: str) -> Verification:
    """Checks one citation against the store, as this reader may see it. Five queries at most."""
    try:
        state = passages.state(s, reader, passages.get(s, cited.code))
    except NotFound:
        unknown = CheckedField("code", False, N_("This library has no passage with this code."))
        return Verification(cited, [unknown])
    except Gone:
        withdrawn = CheckedField("code", False, N_("The article was withdrawn from this library."))
        return Verification(cited, [withdrawn])
    except Damaged:  # nothing is said of words that may not be the source's
        return Verification(cited, [CheckedField("text", False, _ALTERED)])
    revision = s.get(Revision, state.passage.revision_id)
    points = [CheckedField("code", True, N_("The passage exists in this library."))]
    points += _check_link(cited, base_url)
    points.append(_check_words(cited, state))
    if revision is not None:
        points.append(_check_captured(cited, revision.captured_at))
        points += _check_sha256(cited, revision)
    return Verification(cited, [*points, current_state(state)], state)


def current_state(state: PassageState) -> CheckedField:
    """What has become of a passage since it was cited; this is never held against a citation."""
    diff: Sequence[tuple[Op, str]] = ()
    if state.text is not None and state.words_changed:
        diff = word_diff(state.passage.exact, state.text)
    day = written(state.since.at.date())
    return CheckedField(
        "state", None, STATE_MESSAGES[state.outcome], {"day": day}, diff, state.replacement
    )


def _check_link(cited: Cited, base_url: str) -> Iterator[CheckedField]:
    if cited.link is not None and cited.link.removesuffix(f"/p/{cited.code}") != base_url:
        message = N_(
            "The link leads to %(link)s instead of this library (%(here)s), so it was not checked."
        )
        yield CheckedField("link", None, message, {"link": cited.link, "here": base_url})


def _check_words(cited: Cited, state: PassageState) -> CheckedField:
    exact = state.passage.exact
    if cited.words is None:
        message = N_("The citation quotes no text. The cited text is: “%(words)s”")
        return CheckedField("words", None, message, {"words": exact})
    # A citation has one pair of marks, also around words that are in marks themselves.
    if exact.split() in (cited.words.split(), f"“{cited.words}”".split()):
        return CheckedField("words", True, N_("The quoted text matches exactly."))
    if len(cited.words) > _LONGEST_COMPARED:
        message = N_("The quoted text does not match: it is %(length)s characters long.")
        return CheckedField("words", False, message, {"length": len(cited.words)})
    diff = word_diff(exact, cited.words)
    if all(op == "same" for op, _ in diff):
        message = N_(
            "The quoted text differs only in typography, such as quotation marks and dashes."
        )
        return CheckedField("words", False, message)
    return CheckedField("words", False, N_("The quoted text does not match exactly."), {}, diff)


def _check_captured(cited: Cited, kept: datetime) -> CheckedField:
    values = {"kept": utc_time(kept.replace(microsecond=0))}
    if cited.captured is None:
        message = N_(
            "The citation gives no capture time. The cited revision was captured at %(kept)s."
        )
        return CheckedField("captured", None, message, values)
    cited_time = _parsed_time(cited.captured)
    if cited_time is not None and cited_time in (kept, kept.replace(microsecond=0)):
        return CheckedField("captured", True, N_("The capture time matches: %(kept)s."), values)
    message = N_(
        "The capture time does not match: the citation gives %(given)s, but the cited revision was "
        "captured at %(kept)s."
    )
    return CheckedField("captured", False, message, values | {"given": cited.captured})


def _parsed_time(words: str) -> datetime | None:
    """An ISO 8601 time, in UTC where it names no zone; None for anything else."""
    try:
        time = datetime.fromisoformat(words)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _check_sha256(cited: Cited, revision: Revision) -> Iterator[CheckedField]:
    """Two fields: whether the stored text has its own hash, and whether the citation has it."""
    if hashlib.sha256(revision.text.encode()).hexdigest() == revision.sha256:
        message = N_("The stored text of the cited revision matches its SHA-256.")
        yield CheckedField("text", True, message)
    else:
        yield CheckedField("text", False, _ALTERED)
    values = {"kept": revision.sha256}
    if cited.sha256 is None:
        message = N_(
            "The citation gives no SHA-256. The SHA-256 of the cited revision is %(kept)s."
        )
        yield CheckedField("sha256", None, message, values)
    elif cited.sha256.lower() == revision.sha256:
        yield CheckedField("sha256", True, N_("The SHA-256 matches."))
    else:
        message = N_(
            "The SHA-256 does not match: the citation gives %(given)s, the cited revision has "
            "%(kept)s."
        )
        yield CheckedField("sha256", False, message, values | {"given": cited.sha256})

"""What of a citation holds: the code, the words, the time and the hash, held against the store; and what became of the passage since.

Whoever may not see a passage is told what they would be told of a code that does not exist. Sentences are given with their values apart,
so that a page may translate them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from app.citations.parsing import Cited
from app.errors import Gone, NotFound
from app.store.articles.access import Reader
from app.store.passages import passages
from app.store.passages.passages import PassageState
from app.store.schema.articles import Revision
from app.text.diff.word_diff import Op, word_diff, words_changed
from app.text.display import utc_time, written

BECAME = {
    "same": "The passage stands as it was cited.",
    "moved": "The passage moved to another place in the article on %(day)s.",
    "moved-reworded": (
        "The passage moved to another place in the article and was reworded; it is so since "
        "%(day)s."
    ),
    "changed": "The passage was reworded on %(day)s.",
    "replaced": "The passage was replaced by other words on %(day)s.",
    "removed": "The passage was removed from the article on %(day)s.",
}
"""What became of a passage, by outcome; `day` is when the revision was captured from which it is
so."""
STANDS = {
    True: "The article still says so.",
    False: "The article does not say so in these words now.",
    None: "Whether the article still says so is not known here.",
}
"""Whether the words cited stand in the article as it is now."""
_LONGEST_COMPARED = 20_000
"""Characters of the words given, above which no word diff is made: ten times the longest passage
that can be shared."""


@dataclass(frozen=True, slots=True)
class CheckedField:
    """One thing that a citation says, and whether it holds; None where there is nothing to hold it against.

    `diff` are the words compared, where they differ; `instead` the words that replaced them.
    """

    about: str
    holds: bool | None
    message: str
    values: dict[str, Any] = field(default_factory=dict)
    diff: Sequence[tuple[Op, str]] = ()
    instead: str | None = None

    @property
    def sentence(self) -> str:
        """The message with its values."""
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Verification:
    """A citation and what was found of it. `fate` is None when its passage cannot be told of."""

    cited: Cited
    points: Sequence[CheckedField]
    fate: PassageState | None = None

    @property
    def verified(self) -> bool:
        """Whether the citation is genuine: nothing in it is wrong of the revision that it cites."""
        return all(point.holds is not False for point in self.points)

    @property
    def stands(self) -> bool | None:
        """Whether the words that the citation quotes, or else the cited ones, are what stands there now; None where nobody can tell."""
        if self.fate is None:
            return None
        quoted, now = self.cited.words or self.fate.passage.exact, self.fate.text
        return (
            now is not None and len(quoted) <= _LONGEST_COMPARED and not words_changed(quoted, now)
        )

    @property
    def answers(self) -> tuple[str, str]:
        """The two answers, in words: of the citation, and of the article as it is now."""
        genuine = (
            "The citation is genuine."
            if self.verified
            else "Something in the citation does not match."
        )
        return genuine, STANDS[self.stands]

    def as_json(self) -> dict[str, Any]:
        """The result for programs."""
        fate = self.fate
        return {
            "code": self.cited.code,
            "link": self.cited.link,
            "verified": self.verified,
            "points": [
                {
                    "about": p.about,
                    "holds": p.holds,
                    "message": p.sentence,
                    "diff": [list(d) for d in p.diff],
                }
                for p in self.points
            ],
            "words": fate.passage.exact if fate else None,
            "genuine": self.verified,
            "still_says_so": self.stands,
            "verdict": fate.verdict if fate else None,
            "words_changed": fate.words_changed if fate else None,
            "text": fate.text if fate else None,
            "replaced_by": fate.instead if fate else None,
            "since": {"revision": fate.since.revision, "at": utc_time(fate.since.at)}
            if fate
            else None,
        }


def verify(s: Session, reader: Reader, cited: Cited, base_url: str) -> Verification:
    """Holds one citation against the store, as this reader may see it. Five queries at most."""
    try:
        fate = passages.state(s, reader, passages.get(s, cited.code))
    except NotFound:
        return Verification(
            cited, [CheckedField("code", False, "There is no such passage in this library.")]
        )
    except Gone:
        return Verification(
            cited,
            [
                CheckedField(
                    "code", False, "The article of this passage was withdrawn from this library."
                )
            ],
        )
    revision = s.get(Revision, fate.passage.revision_id)
    points = [CheckedField("code", True, "The passage is known here.")]
    points += _link(cited, base_url)
    points.append(_words(cited, fate))
    if revision is not None:
        points += [_captured(cited, revision.captured_at), *_sha256(cited, revision)]
    return Verification(cited, [*points, current_state(fate)], fate)


def current_state(fate: PassageState) -> CheckedField:
    """What became of a passage since it was cited; this is told and never held against a citation."""
    words = fate.text
    diff = word_diff(fate.passage.exact, words) if words is not None and fate.words_changed else ()
    return CheckedField(
        "fate",
        None,
        BECAME[fate.outcome],
        {"day": written(fate.since.at.date())},
        diff,
        fate.instead,
    )


def _link(cited: Cited, base_url: str) -> Iterator[CheckedField]:
    if cited.link is not None and cited.link.removesuffix(f"/p/{cited.code}") != base_url:
        message = (
            "The link leads to %(link)s, not to this library at %(here)s: what stands there "
            "was not looked at."
        )
        yield CheckedField("link", None, message, {"link": cited.link, "here": base_url})


def _words(cited: Cited, fate: PassageState) -> CheckedField:
    exact = fate.passage.exact
    if cited.words is None:
        return CheckedField(
            "words", None, "It quotes no words. The words cited are: “%(words)s”", {"words": exact}
        )
    if cited.words.split() == exact.split():
        return CheckedField("words", True, "The words are exactly the cited ones.")
    if len(cited.words) > _LONGEST_COMPARED:
        return CheckedField(
            "words",
            False,
            "The words are not the cited ones: they are %(length)s characters long.",
            {"length": len(cited.words)},
        )
    diff = word_diff(exact, cited.words)
    if all(op == "same" for op, _ in diff):
        return CheckedField(
            "words",
            False,
            (
                "The words differ from the cited ones in quotation marks, dashes or other "
                "typography only."
            ),
        )
    return CheckedField("words", False, "The words are not exactly the cited ones.", {}, diff)


def _captured(cited: Cited, kept: datetime) -> CheckedField:
    told = {"kept": utc_time(kept.replace(microsecond=0))}
    if cited.captured is None:
        return CheckedField(
            "captured",
            None,
            "It gives no capture time. The revision cited was captured at %(kept)s.",
            told,
        )
    given = _moment(cited.captured)
    if given is not None and given in (kept, kept.replace(microsecond=0)):
        return CheckedField(
            "captured", True, "The revision cited was captured at %(kept)s, as it says.", told
        )
    message = "It says captured at %(given)s; the revision cited was captured at %(kept)s."
    return CheckedField("captured", False, message, told | {"given": cited.captured})


def _moment(words: str) -> datetime | None:
    """The time, None for what is none; one without a zone is taken for UTC."""
    try:
        given = datetime.fromisoformat(words)
        return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _sha256(cited: Cited, revision: Revision) -> Iterator[CheckedField]:
    if hashlib.sha256(revision.text.encode()).hexdigest() != revision.sha256:
        yield CheckedField(
            "text",
            False,
            (
                "The stored text of the revision cited has another SHA-256 than the one stored "
                "with it."
            ),
        )
    else:
        yield CheckedField(
            "text", True, "The stored text of the revision cited has the SHA-256 stored with it."
        )
    told = {"kept": revision.sha256}
    if cited.sha256 is None:
        yield CheckedField(
            "sha256", None, "It gives no SHA-256. That of the revision cited is %(kept)s.", told
        )
    elif cited.sha256.lower() == revision.sha256:
        yield CheckedField("sha256", True, "The SHA-256 is that of the revision cited.")
    else:
        message = "It gives the SHA-256 %(given)s; that of the revision cited is %(kept)s."
        yield CheckedField("sha256", False, message, told | {"given": cited.sha256})

"""The rules of a robots.txt for this program (RFC 9309). Pure: text in, rules out.

Only the group for this program is kept, and a pattern is matched in time linear in the address:
the text is a stranger's. Protego 0.7, the parser of Scrapy, keeps every rule for each of its
group's agents, so that one of 512,000 characters did not end within three minutes; the standard
library's takes the first rule that matches, without wildcards, not the longest.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.importers.identity.escapes import normalized_escapes

AGENT = "gloss"
ANY_AGENT = "*"
_TOKEN = re.compile(r"[a-z_-]+|\*", re.IGNORECASE)
_IN_GROUP = ("allow", "disallow", "crawl-delay")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    is_allowing: bool

    def matches(self, target: str) -> bool:
        """Whether the pattern matches a path with its query.

        `*` stands for any characters, a final `$` for the end.
        """
        is_whole = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not target.startswith(first):
            return False
        place = len(first)
        last = others.pop() if others and is_whole else None
        for part in others:
            found = target.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        if last is not None:
            return target.endswith(last) and len(target) - len(last) >= place
        return not is_whole or place == len(target)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows this program, the longest pattern first, and the pause it asks for."""

    rules: tuple[_Rule, ...] = ()
    crawl_delay_seconds: float | None = None

    def allow(self, target: str) -> bool:
        """Whether the path, with its query, may be fetched: the longest matching rule decides."""
        spelled = normalized_escapes(target)
        for rule in self.rules:
            if rule.matches(spelled):
                return rule.is_allowing
        return True

    @property
    def weight(self) -> int:
        """The characters of all patterns."""
        return sum(len(rule.pattern) for rule in self.rules)


ALLOW_ALL = Rules()


def parse(text: str) -> Rules:
    """The rules for this program, else those for any.

    Lines that cannot be read are left out, as RFC 9309 asks.
    """
    rules: dict[str, list[_Rule]] = {}
    delays: dict[str, float] = {}
    for agents, name, value in _statements(text):
        for agent in agents:
            group = rules.setdefault(agent, [])
            delay = _seconds(value) if name == "crawl-delay" else None
            if delay is not None:
                delays.setdefault(agent, delay)
            elif name in ("allow", "disallow") and value:
                group.append(_Rule(_pattern(value), name == "allow"))
    agent = AGENT if AGENT in rules else ANY_AGENT
    # Of two rules of one length, the one that allows wins.
    longest_first = sorted(
        rules.get(agent, ()), key=lambda rule: (-len(rule.pattern), not rule.is_allowing)
    )
    return Rules(tuple(longest_first), delays.get(agent))


def _statements(text: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """Each line of a group that concerns this program: its agents (ours, any), name and value."""
    agents: set[str] = set()
    is_naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not is_naming:
                agents = set()
            is_naming = True
            agents |= _agent(value)
            yield frozenset(agents), name, value
        elif name in _IN_GROUP:
            is_naming = False
            if agents:
                yield frozenset(agents), name, value


def _agent(value: str) -> set[str]:
    """The agent of a line if it is this program or any, else nothing."""
    token = _TOKEN.match(value)
    return {token[0].lower()} & {AGENT, ANY_AGENT} if token else set()


def _pattern(value: str) -> str:
    """A pattern with its escapes spelled as those of addresses."""
    rooted = value if value.startswith(("/", "*")) else f"/{value}"
    return normalized_escapes(re.sub(r"\*+", "*", rooted))


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None

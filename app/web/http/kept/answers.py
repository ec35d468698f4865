"""The answers that are kept: in memory, up to a number of bytes, the least recently used go first.

They are found by address, and by what they depend on. Not safe for several threads at once.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from app.store.change_log.dependencies import WHOLE_LIBRARY, Dependencies, Dependency
from app.store.change_log.watcher import Changes
from app.web.http.kept import representations
from app.web.http.kept.rendering import Rendered

RawHeaders = list[tuple[bytes, bytes]]
SPELLINGS = 10_000
"""Other spellings of addresses that are remembered, a few hundred bytes each; not tuned."""
LONGEST_SPELLING = 200
_OF_THE_BODY = frozenset([b"content-type", b"content-length", b"content-encoding", b"etag"])
_ANSWER_BYTES, _DEPENDENCY_BYTES = 2_500, 200
"""What an answer and each of its dependencies take beside the bodies; measured on 64-bit Python."""


class Representation:
    """An answer's bytes in one coding with all headers, those of a 304, and its tag."""

    __slots__ = ("body", "headers", "not_modified", "tag")

    def __init__(self, body: bytes, tag: str, common: RawHeaders, own: RawHeaders) -> None:
        """`common` are the headers of every coding, `own` those of these bytes."""
        self.body = body
        self.tag = tag
        self.not_modified = [*common, (b"etag", tag.encode())]
        self.headers = [*self.not_modified, *own]


class KeptAnswer:
    """A public answer with status 200: its bytes as they are, compressed, or both."""

    __slots__ = ("_headers", "depends_on", "digest", "gzip", "identity", "media_type")

    def __init__(self, rendered: Rendered, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """`headers` are those that were sent with it."""
        self.depends_on = rendered.kept.depends_on
        self.digest = rendered.digest
        self.media_type = rendered.media_type
        self._headers = [pair for pair in headers if pair[0] not in _OF_THE_BODY]
        self.identity: Representation | None = None
        self.gzip: Representation | None = None
        if rendered.compressed is None:
            self.identity = self._represented(rendered.body, compressed=False)
        else:
            self.gzip = self._represented(rendered.compressed, compressed=True)

    @property
    def weight(self) -> int:
        """Bytes of memory, about."""
        bodies = sum(len(one.body) for one in (self.identity, self.gzip) if one)
        return bodies + _ANSWER_BYTES + _DEPENDENCY_BYTES * len(self.depends_on)

    def plain(self) -> Representation:
        """The bytes as they are, decompressed at the first request for them."""
        if self.identity is None:
            assert self.gzip is not None  # noqa: S101 - it was made with one of them
            self.identity = self._represented(
                representations.decompress(self.gzip.body), compressed=False
            )
        return self.identity

    def compressed(self) -> Representation:
        """The bytes in gzip, where that pays; compressed at the first request, which takes long."""
        if self.gzip is None:
            body = self.plain().body
            if not representations.is_worth_compressing(body):
                return self.plain()
            self.gzip = self._represented(representations.compress(body), compressed=True)
        return self.gzip

    def has_compressed(self) -> bool:
        """Whether `compressed` has nothing to compress."""
        return self.gzip is not None or not representations.is_worth_compressing(self.plain().body)

    def _represented(self, body: bytes, *, compressed: bool) -> Representation:
        own = [
            (b"content-type", self.media_type.encode("latin-1")),
            (b"content-length", str(len(body)).encode()),
        ]
        if compressed:
            own.append((b"content-encoding", b"gzip"))
        tag = representations.etag(self.digest, compressed=compressed)
        return Representation(body, tag, self._headers, own)


class KeptAnswers:
    """Answers by address, up to `most` bytes; one that takes more than a quarter is not kept."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._by_address: OrderedDict[str, tuple[KeptAnswer, int]] = OrderedDict()
        self._by_dependency: defaultdict[Dependency, set[str]] = defaultdict(set)
        self._spellings: OrderedDict[str, str] = OrderedDict()

    def addresses(self) -> list[str]:
        """The addresses of what is kept, the least recently used first."""
        return list(self._by_address)

    def address(self, asked: str) -> str:
        """The address under which an answer to this one is kept, as far as is known."""
        return self._spellings.get(asked, asked)

    def find(self, asked: str) -> KeptAnswer | None:
        """The answer to an address, in any spelling that was asked before."""
        address = self._spellings.get(asked, asked)
        found = self._by_address.get(address)
        if found is None:
            return None
        self._by_address.move_to_end(address)
        return found[0]

    def keep(self, address: str, asked: str, answer: KeptAnswer) -> None:
        """Keeps an answer, also for this spelling of its address."""
        self._forget(address)
        weight = answer.weight + len(address)
        if 4 * weight > self.most:
            return
        self._by_address[address] = answer, weight
        self.weight += weight
        for dependency in answer.depends_on:
            self._by_dependency[dependency].add(address)
        while self.weight > self.most:
            self._forget(next(iter(self._by_address)))
        if asked != address and len(asked) <= LONGEST_SPELLING:
            self._spellings[asked] = address
            if len(self._spellings) > SPELLINGS:
                self._spellings.popitem(last=False)

    def weigh_again(self, asked: str) -> None:
        """Counts what an answer takes, after it got another representation."""
        address = self.address(asked)
        found = self._by_address.get(address)
        if found is not None:
            self.keep(address, address, found[0])

    def drop(self, changes: Changes) -> None:
        """Drops every answer that is out of date."""
        if changes.everything:
            self._by_address.clear()
            self._by_dependency.clear()
            self.weight = 0
            return
        for dependency in (*WHOLE_LIBRARY, *changes.touched):
            for address in self._by_dependency.pop(dependency, ()):
                self._forget(address)

    def _forget(self, address: str) -> None:
        found = self._by_address.pop(address, None)
        if found is None:
            return
        answer, weight = found
        self.weight -= weight
        self._unlink(address, answer.depends_on)

    def _unlink(self, address: str, depends_on: Dependencies) -> None:
        for dependency in depends_on:
            addresses = self._by_dependency.get(dependency)
            if addresses is not None:
                addresses.discard(address)
                if not addresses:
                    del self._by_dependency[dependency]
